"""Options on carbon: boundary, biogenic, captured and fossil carbon, soil and credits."""

from typing import Annotated, Literal

from pydantic import Field

from methods.options.base import CarbonRatio, Options


class BoundaryOptions(Options):
    """What happens after the gate where the route documents nothing.

    `gate`: the figure ends there, with a warning; `oxidised`: all carbon of the product leaves as
    CO2 of its own origin.
    """

    undocumented: Literal["gate", "oxidised"] = "gate"


class CarbonOptions(Options):
    """Choices that turn carbon into CO2."""

    co2_per_carbon: CarbonRatio


class ExUseOptions(Options):
    """CO2 whose emission is not counted again when it is used, by source and last day of use.

    A source without a day is eligible for ever; one that is not named is not eligible. Fossil
    sources need an effective carbon price. `pooled`: the deduction is shared with the co-products
    like the emissions of inputs; else the product alone has it.
    """

    co2_per_carbon: CarbonRatio
    fossil_power_until: str | None
    fossil_other_until: str | None
    always: tuple[Literal["biogenic", "dac", "geological", "rfnbo"], ...]
    pooled: bool = False


class CreditTerm(Options):
    """A kind of claimed credit that counts, up to a cap in g CO2e per MJ of product."""

    kind: Literal[
        "carbon_storage",
        "carbon_replacement",
        "landfill_emission",
        "recycling_emission",
        "technological_removal",
    ]
    needs_certificate: bool = False
    cap_g_per_mj: Annotated[float, Field(ge=0)] | None = None


class ListedTermsOptions(Options):
    """Deductions only through listed terms; `floor_zero`: they bring the result to 0 at most."""

    terms: tuple[CreditTerm, ...] = ()
    floor_zero: bool = False


class SoilCarbonOptions(Options):
    """Soil carbon counts with evidence, up to caps in g CO2e per MJ of product."""

    cap_g_per_mj: Annotated[float, Field(ge=0)] | None = None
    cap_with_biochar_g_per_mj: Annotated[float, Field(ge=0)] | None = None
    least_commitment_years: Annotated[int, Field(ge=0)] | None = None


class OffGasOptions(Options):
    """CO2 of the route's own fermentation that is captured and sold for fossil CO2."""

    co2_per_carbon: CarbonRatio


class FossilCarbonOptions(Options):
    """Fossil carbon that is counted as CO2 wherever it ends."""

    co2_per_carbon: CarbonRatio
