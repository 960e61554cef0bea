"""Options on land, capital goods and the gases that are counted."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from methods.errors import GwpSetUnknownError
from methods.options.base import CarbonRatio, Options
from methods.tables import gwp


class IndirectValue(Options):
    """Indirect land-use change of some crops (with some conversions), g CO2e per MJ of fuel."""

    crops: Annotated[tuple[str, ...], Field(min_length=1)]
    conversions: tuple[str, ...] | None = None
    g_per_mj: float
    evidence: Literal["seen", "unverified", "low_confidence"]


class LandUseOptions(Options):
    """Direct land-use change spread over `years`; what is done about indirect change.

    `profile`: equal parts, or linearly falling with the years since the conversion.
    `restored_land_bonus_g_per_mj`: deduction for fuel from restored degraded land.
    `larger_of_direct_and_indirect`: only the larger of the two counts.
    """

    years: Annotated[int, Field(gt=0)]
    co2_per_carbon: CarbonRatio
    profile: Literal["equal", "linear_discount"] = "equal"
    indirect: Literal["none", "reported", "included", "excluded_by_law"]
    indirect_values: tuple[IndirectValue, ...] = ()
    restored_land_bonus_g_per_mj: Annotated[float, Field(ge=0)] | None = None
    larger_of_direct_and_indirect: bool = False


class GwpOptions(Options):
    """A set of `gwp_sets.csv`."""

    horizon: Annotated[int, Field(gt=0)]
    metric: Literal["GWP", "GTP"] = "GWP"
    set: str

    @field_validator("set")
    @classmethod
    def _is_in_the_table(cls, name: str, info: ValidationInfo) -> str:
        if "horizon" in info.data and "metric" in info.data:
            try:
                gwp(name, info.data["horizon"], info.data["metric"])
            except GwpSetUnknownError as error:
                raise ValueError(str(error)) from error
        return name


class CapitalGoodsOptions(Options):
    """The cut-off a text names: at most `cut_off_share` of `cut_off_basis` may be left out."""

    cut_off_share: Annotated[float, Field(ge=0, lt=1)] | None = None
    cut_off_basis: Literal["mass", "energy", "ghg", "unit_ghg", "mass_energy_ghg"] | None = None


class OtherGasesOptions(Options):
    """Groups of elementary flows that are counted; every other gas is left out."""

    groups: tuple[str, ...]
