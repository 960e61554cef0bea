"""Options on electricity and heating values."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from methods.options.base import Options

ElectricityRung = Literal[
    "contract",
    "direct_line",
    "own",
    "own_off_grid",
    "supplier_mix",
    "residual",
    "marginal",
    "fully_renewable",
    "full_load_hours",
    "location_average",
]


class ElectricityOptions(Options):
    """Ordered rungs for an electricity input; the last one, and only it, fits every input.

    `full_load_g_per_mj`: what `full_load_hours` charges where the condition is not met.
    """

    rungs: Annotated[tuple[ElectricityRung, ...], Field(min_length=1)]
    full_load_g_per_mj: Annotated[float, Field(ge=0)] | None = None

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

    @model_validator(mode="after")
    def _full_load_has_its_number(self) -> "ElectricityOptions":
        if ("full_load_hours" in self.rungs) != (self.full_load_g_per_mj is not None):
            raise ValueError(
                "`full_load_g_per_mj` goes with the rung `full_load_hours`, and only with it"
            )
        return self


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
