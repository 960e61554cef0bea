"""What a route says about the product after the gate, and what it claims beside the inventory."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from inventories.document.activities import Material
from inventories.document.base import Key, Part, Positive, Provenance, Text
from inventories.document.flows import Share


class Recycling(Provenance):
    """Part of the product that is recycled at its end of life (R2), per unit of product.

    `recycling` is the dataset of collecting, sorting and recycling one unit (ErecEoL);
    `displaced_amount` units of the dataset `displaced` (Ev*) would be made instead; `quality` is
    that of the recycled against the displaced material (Qs/Qp).
    """

    share: Share
    material: Material
    recycling: Key | None = None
    displaced: Key
    displaced_amount: Positive = 1.0
    quality: Annotated[float, Field(gt=0, le=1)] = 1.0


class EnergyRecovery(Provenance):
    """Part of the product burnt with energy recovery (R3), per unit of product.

    `treatment` is the dataset of burning one unit (EER); heat and power made are the heating
    value times the efficiencies and displace one MJ or kWh of `displaced_heat`/`displaced_power`.
    """

    share: Share
    treatment: Key
    lhv_mj_per_unit: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    heat_efficiency: Share = 0.0
    power_efficiency: Share = 0.0
    displaced_heat: Key | None = None
    displaced_power: Key | None = None


class Disposal(Provenance):
    """How what is neither recycled nor recovered is disposed of (ED), per unit of product."""

    treatment: Key


class EndOfLife(Part):
    """End-of-life scenario of the product, for rules that share burdens between lives.

    A route gives either this or end-of-life activities in `functional_unit.downstream`.
    """

    recycling: Recycling | None = None
    energy_recovery: EnergyRecovery | None = None
    disposal: Disposal | None = None

    @model_validator(mode="after")
    def _shares_fit(self) -> "EndOfLife":
        used = sum(part.share for part in (self.recycling, self.energy_recovery) if part)
        if used > 1 + 1e-9:
            raise ValueError(f"recycled and recovered shares sum to {used:g}, at most 1")
        if used < 1 - 1e-9 and self.disposal is None:
            raise ValueError(f"give `disposal` for the {1 - used:.3g} of the product that is left")
        return self


CreditKind = Literal[
    "soil_carbon",
    "carbon_storage",
    "carbon_replacement",
    "landfill_emission",
    "recycling_emission",
    "technological_removal",
    "offset",
    "other_avoided",
]


class ClaimedCredit(Provenance):
    """A deduction the authors claim, in kg CO2e per unit of product; positive.

    Whether and how far it counts is the guideline's word. What the inventory itself shows (a
    co-product, a captured CO2 that is used) is not claimed again here.
    """

    kind: CreditKind
    kgco2e_per_unit: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    certificate: Text | None = None
    biochar: bool = False
    commitment_years: Annotated[int, Field(ge=0, le=1000)] | None = None


class Declarations(Part):
    """Statements on how the study was made, which some guidelines ask for."""

    verification: Literal["none", "internal", "third_party", "certified_scheme"] | None = None
    chain_of_custody: Literal["segregation", "mass_balance", "book_and_claim"] | None = None
    product_category_rule: Text | None = None
    primary_data_share: Share | None = None
    data_quality_rating: Annotated[float, Field(ge=1, le=5)] | None = None
    exempted_emissions_share: Share | None = None
    uncertainty_analysis: bool | None = None
    sensitivity_analysis: bool | None = None
    scale_up_described: bool | None = None
    validity_years: Annotated[int, Field(ge=0, le=100)] | None = None
