"""Activities of a route: outputs, inputs, elementary flows, and the tags the rules act on."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from inventories.document.base import (
    Amount,
    DataStage,
    Finite,
    Key,
    Part,
    Positive,
    Provenance,
    Text,
    Title,
    Unit,
)

Stage = Literal[
    "feedstock",
    "pretreatment",
    "conversion",
    "recovery",
    "utilities",
    "waste_treatment",
    "infrastructure",
    "distribution",
    "use",
    "end_of_life",
]

DOWNSTREAM_STAGES: frozenset[str] = frozenset({"distribution", "use", "end_of_life"})

Origin = Literal["primary", "co_product", "residue", "waste", "recycled", "co2"]
Fate = Literal[
    "landfill",
    "incineration_without_recovery",
    "incineration_with_recovery",
    "composting",
    "anaerobic_digestion",
    "feed",
    "recycling",
    "flare",
    "power",
    "vent",
]


class Counterfactual(Provenance):
    """What would have happened to the feedstock: its fate and the dataset that describes it.

    `provider` is treated (waste) or lost (service) at `amount` of its unit per unit of feedstock.
    """

    fate: Fate
    provider: Key | None = None
    amount: Finite = 1.0


class LandUseChange(Provenance):
    """Carbon stocks for direct land-use change, t C/ha, and the yield of the feedstock.

    `yield_per_ha` is in units of the flow per hectare and year. `years_since_conversion`: 1 in
    the first year after the change, for rules that charge early years more. `restored_land`: the
    land was severely degraded and out of use before.
    """

    reference_stock_t_c_per_ha: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    actual_stock_t_c_per_ha: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    yield_per_ha: Positive
    years_since_conversion: Annotated[int, Field(ge=1, le=1000)] | None = None
    restored_land: bool = False


Material = Literal["metal", "glass", "paper", "plastic", "textile", "wood", "other"]
"""Classes of materials whose first and second life some guidelines share by a fixed factor."""


class SecondaryMaterial(Provenance):
    """What a recycled or waste feedstock stands for where first and second life share burdens.

    `virgin_amount` units of the dataset `virgin` would do what one unit of the feedstock does;
    `recycling` is the dataset of collecting, sorting and recycling one unit of it, None if the
    route describes these itself; `quality` is the quality of the secondary against the virgin
    material (Qs/Qp), multiplied with `virgin_amount`.
    """

    material: Material
    virgin: Key
    virgin_amount: Positive = 1.0
    recycling: Key | None = None
    quality: Annotated[float, Field(gt=0, le=1)] = 1.0


class SharedSupply(Provenance):
    """The process a waste, residue or by-product comes out of.

    `value_share` is the part of the value of all its outputs that this feedstock has;
    `incorporated`: it is part of the same plant, its outputs in fixed ratio. `process` is the
    dataset of the whole process, `process_amount` units of it per unit of feedstock.
    """

    value_share: Annotated[float, Field(ge=0, le=1)]
    incorporated: bool = False
    process: Key | None = None
    process_amount: Positive = 1.0


class Feedstock(Part):
    """How a feedstock enters: what it is, who made it, what else would have become of it.

    `waste_class` and `crop` name what some guidelines have values of their own for.
    """

    origin: Origin
    upstream: Key | None = None
    counterfactual: Counterfactual | None = None
    land_use_change: LandUseChange | None = None
    secondary: SecondaryMaterial | None = None
    supply: SharedSupply | None = None
    waste_class: Literal["manure", "municipal_solid_waste"] | None = None
    crop: Key | None = None


class SourcePlant(Provenance):
    """The plant captured CO2 comes from: `amount` units of dataset `provider` per unit of CO2."""

    provider: Key
    amount: Positive


class CapturedCarbon(Part):
    """Where captured CO2 comes from. The capture effort is an input of its own.

    `carbon_priced`: the source pays an effective carbon price upstream; `from_power_generation`:
    its fuel was burnt for electricity; `burnt_on_purpose`: it was burnt to make CO2;
    `credited_elsewhere`: somebody else has the credit; `counterfactual`: what the source would
    have done with the CO2.
    """

    source: Literal["fossil_point", "waste_gas", "biogenic", "dac", "geological", "rfnbo"]
    carbon_priced: bool = False
    from_power_generation: bool = False
    burnt_on_purpose: bool = False
    credited_elsewhere: bool = False
    counterfactual: Literal["vent", "storage", "use"] = "vent"
    certificate: Text | None = None
    source_plant: SourcePlant | None = None


class ElectricitySupply(Part):
    """How electricity reaches the plant; `provider` of the input is the grid of the place.

    `contract_provider` is the dataset of the contracted, own or directly connected generation;
    `supplier_provider`, `residual_provider` and `marginal_provider` those of the supplier's mix,
    of the market's residual mix and of the marginal unit. `fully_renewable`: it meets the
    conditions under which a fuel rule counts it as zero. `full_load_hours_met`: the plant runs no
    more hours than renewable or nuclear power set the price in the year before.
    """

    supply: Literal["grid", "contract", "own", "direct_line"]
    contract_provider: Key | None = None
    instrument: Text | None = None
    grid_connected: bool = True
    supplier_provider: Key | None = None
    residual_provider: Key | None = None
    marginal_provider: Key | None = None
    fully_renewable: bool = False
    full_load_hours_met: bool | None = None

    @model_validator(mode="after")
    def _named_supply_needs_provider(self) -> "ElectricitySupply":
        if self.supply != "grid" and self.contract_provider is None:
            raise ValueError(f"supply `{self.supply}` needs a `contract_provider`")
        return self


class Quantified(Provenance):
    """An amount with unit and provenance; the amount may be a formula."""

    amount: Amount
    unit: Unit
    note: Text | None = None


class Displaces(Provenance):
    """What a co-product takes the place of: `amount` units of `provider` per unit of co-product.

    `known_function`: the maker knows directly what the co-product is used for and one product
    and route is dominantly displaced (the condition several guidelines set for substitution).
    """

    provider: Key
    amount: Finite = 1.0
    known_function: bool = False


class Output(Quantified):
    """What an activity makes. Exactly one output of an activity is its `reference`.

    `recovery`: a waste leaves for energy or material recovery by somebody else, or by the
    `treatment` named. `causal_share`: part of the activity's burden that follows this product,
    found by making more of it alone. `permanently_bound`: its carbon never returns to the air.
    """

    flow: Key
    role: Literal["reference", "co_product", "waste"]
    displaces: Displaces | None = None
    treatment: Key | None = None
    recovery: Literal["energy", "material"] | None = None
    causal_share: Annotated[float, Field(ge=0, le=1)] | None = None
    permanently_bound: bool = False
    price: Key | None = None

    @model_validator(mode="after")
    def _role_fits(self) -> "Output":
        if self.displaces and self.role != "co_product":
            raise ValueError("only a co_product can displace something")
        if self.treatment and self.role != "waste":
            raise ValueError("only a waste output has a `treatment`")
        if self.recovery and self.role != "waste":
            raise ValueError("only a waste output has a `recovery`")
        return self


class Input(Quantified):
    """What an activity uses: from an activity, from a background provider, or bought only.

    - `from`: id of the activity of this route that makes `flow`;
    - `provider`: key of a background dataset (`flow` may add carbon, heating value);
    - `feedstock`: the input enters from outside as described by the tag (`flow` needed);
    - `price_only`: counted in cost, not in carbon; says so in the coverage.
    """

    from_: Key | None = Field(default=None, alias="from")
    flow: Key | None = None
    provider: Key | None = None
    feedstock: Feedstock | None = None
    co2: CapturedCarbon | None = None
    electricity: ElectricitySupply | None = None
    infrastructure: bool = False
    price_only: bool = False
    price: Key | None = None

    @model_validator(mode="after")
    def _one_way_in(self) -> "Input":
        ways = [
            self.from_ is not None,
            self.provider is not None,
            self.feedstock is not None or self.co2 is not None,
            self.price_only,
        ]
        if sum(ways) != 1:
            raise ValueError(
                "an input has exactly one of `from`, `provider`, `feedstock`/`co2`, `price_only`"
            )
        if self.provider is None and self.flow is None and self.price is None:
            raise ValueError("an input without `provider` needs `flow` (or `price` if price_only)")
        return self


class ElementaryExchange(Quantified):
    """An exchange with nature; the direction (in or out) is that of the elementary flow."""

    flow: Key


class Exemption(Part):
    """A balance that is not checked for an activity, and why."""

    reason: Text


class Balances(Part):
    """Balances that are not checked for an activity."""

    mass: Exemption | None = None
    carbon: Exemption | None = None
    energy: Exemption | None = None


class Activity(Part):
    """One unit process."""

    id: Key
    title: Title
    stage: Stage
    data_stage: DataStage | None = None
    outputs: Annotated[tuple[Output, ...], Field(min_length=1, max_length=50)]
    inputs: Annotated[tuple[Input, ...], Field(max_length=500)] = ()
    elementary: Annotated[tuple[ElementaryExchange, ...], Field(max_length=500)] = ()
    exempt: Balances = Balances()
    note: Text | None = None
