"""Options of the choices: one pydantic model per (axis, choice), unknown keys refused."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from inventories.document.activities import Fate


def read_ratio(value: Any) -> Any:
    """Read a ratio written as a fraction (``44/12``) or as a number (``3.664``)."""
    if isinstance(value, str) and value.count("/") == 1:
        over, under = value.split("/")
        return float(over) / float(under)
    return value


CarbonRatio = Annotated[float, BeforeValidator(read_ratio), Field(gt=3, lt=4)]
"""kg CO2 per kg C. 44/12 and 3.664 are both in use and are not the same number."""


class Options(BaseModel):
    """Base of all option models."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoOptions(Options):
    """A choice without options."""


class SimpleRung(Options):
    """A rung of the multifunctionality ladder that needs nothing more."""

    rung: Literal[
        "substitution_if_known",
        "surplus_energy_unburdened",
        "physical",
        "energy_lhv",
        "mass",
        "economic",
        "carbon",
    ]


class RatioTestRung(Options):
    """Economic allocation above a ratio of unit values, another key up to it."""

    rung: Literal["ratio_test"]
    threshold: Annotated[float, Field(gt=1)]
    above: Literal["economic"]
    below: Literal["physical", "energy_lhv", "mass"]


class LowTemperatureHeat(Options):
    """Carnot factor that a text prints for heat below a temperature."""

    below_k: Annotated[float, Field(gt=0)]
    carnot_factor: Annotated[float, Field(gt=0, lt=1)]


class ExergyRung(Options):
    """Carnot factors for activities that make nothing but heat and power."""

    rung: Literal["exergy"]
    reference_temperature_k: Annotated[float, Field(gt=0)]
    low_temperature_heat: LowTemperatureHeat | None = None


Rung = Annotated[SimpleRung | RatioTestRung | ExergyRung, Field(discriminator="rung")]


class LadderOptions(Options):
    """Ordered rungs; the first one that can be applied to an activity is used."""

    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]


ElectricityRung = Literal[
    "contract",
    "direct_line",
    "own",
    "own_off_grid",
    "supplier_mix",
    "residual",
    "location_average",
]


class ElectricityOptions(Options):
    """Ordered rungs for an electricity input; the last one, and only it, fits every input."""

    rungs: Annotated[tuple[ElectricityRung, ...], Field(min_length=1)]

    @field_validator("rungs")
    @classmethod
    def _ends_with_the_average(
        cls, rungs: tuple[ElectricityRung, ...]
    ) -> tuple[ElectricityRung, ...]:
        if len(set(rungs)) != len(rungs):
            raise ValueError("a rung stands twice")
        if rungs[-1] != "location_average":
            raise ValueError("the ladder must end with `location_average`, which fits every input")
        return rungs


class AvoidedTreatmentOptions(Options):
    """Fates that are a service lost to others (burden); all other fates are avoided (credit)."""

    lost_service_fates: tuple[Fate, ...]


class CarbonOptions(Options):
    """Choices that turn carbon into CO2."""

    co2_per_carbon: CarbonRatio


class LandUseOptions(Options):
    """Direct land-use change spread equally over `years`; indirect change is never counted."""

    years: Annotated[int, Field(gt=0)]
    co2_per_carbon: CarbonRatio
    indirect: Literal["none", "reported", "excluded_by_law"]


class GwpOptions(Options):
    """A set of `gwp_sets.csv`."""

    set: str
    horizon: Annotated[int, Field(gt=0)]


class OtherGasesOptions(Options):
    """Groups of elementary flows that are counted; every other gas is left out."""

    groups: tuple[str, ...]


class HeatingValueOptions(Options):
    """Basis of the energy allocation."""

    allocation_basis: Literal["wet", "dry"]


class FuelHeatingValue(Options):
    """Lower heating value of a finished fuel as a text lists it."""

    name: str
    mj_per_kg: Annotated[float, Field(gt=0)]
    evidence: Literal["seen", "unverified", "low_confidence"]


class ListedFuelsOptions(HeatingValueOptions):
    """Heating values of finished fuels by CAS number."""

    fuels_by_cas: dict[str, FuelHeatingValue]


MODELS: dict[tuple[str, str], type[Options]] = {
    ("multifunctionality", "ladder"): LadderOptions,
    ("electricity", "ladder"): ElectricityOptions,
    ("feedstock_origin", "avoided_treatment_credit"): AvoidedTreatmentOptions,
    ("biogenic_carbon", "minus1_plus1"): CarbonOptions,
    ("biogenic_carbon", "two_totals"): CarbonOptions,
    ("captured_carbon", "credit"): CarbonOptions,
    ("carbon_balance", "physical_content"): CarbonOptions,
    ("land_use", "annualised"): LandUseOptions,
    ("gwp", "set"): GwpOptions,
    ("other_gases", "listed_only"): OtherGasesOptions,
    ("heating_value", "declared"): HeatingValueOptions,
    ("heating_value", "listed_fuels"): ListedFuelsOptions,
}
"""Options model per (axis, choice); a pair that is not listed has no options."""

Model = TypeVar("Model", bound=Options)


def model_of(axis: str, choice: str) -> type[Options]:
    """Return the options model of a choice."""
    return MODELS.get((axis, choice), NoOptions)


def read(options: Mapping[str, Any], model: type[Model]) -> Model:
    """Read checked options into their model."""
    return model.model_validate(dict(options))
