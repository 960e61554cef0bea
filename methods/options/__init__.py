"""Options of the choices: one pydantic model per (axis, choice), unknown keys refused."""

from collections.abc import Mapping
from typing import Any, TypeVar

from methods.options.base import CarbonRatio, NoOptions, Options, read_ratio
from methods.options.carbon import (
    BoundaryOptions,
    CarbonOptions,
    CreditTerm,
    ExUseOptions,
    FossilCarbonOptions,
    ListedTermsOptions,
    OffGasOptions,
    SoilCarbonOptions,
)
from methods.options.energy import (
    ElectricityOptions,
    ElectricityRung,
    FuelHeatingValue,
    HeatingValueOptions,
    ListedFuelsOptions,
)
from methods.options.factors import (
    CapitalGoodsOptions,
    GwpOptions,
    IndirectValue,
    LandUseOptions,
    OtherGasesOptions,
)
from methods.options.origins import (
    AvoidedTreatmentOptions,
    CircularOptions,
    DiversionOptions,
    WasteOptions,
)
from methods.options.sharing import (
    ChpRatioRung,
    ExergyRung,
    LadderOptions,
    LowTemperatureHeat,
    RatioTestRung,
    Rung,
    SimpleRung,
    UsefulEnergyRung,
)

MODELS: dict[tuple[str, str], type[Options]] = {
    ("multifunctionality", "ladder"): LadderOptions,
    ("electricity", "ladder"): ElectricityOptions,
    ("boundary", "cradle_to_grave"): BoundaryOptions,
    ("boundary", "well_to_wheel"): BoundaryOptions,
    ("feedstock_origin", "cutoff"): WasteOptions,
    ("feedstock_origin", "zero_at_collection"): WasteOptions,
    ("feedstock_origin", "circular_footprint"): CircularOptions,
    ("feedstock_origin", "avoided_treatment_credit"): AvoidedTreatmentOptions,
    ("feedstock_origin", "diversion"): DiversionOptions,
    ("biogenic_carbon", "minus1_plus1"): CarbonOptions,
    ("biogenic_carbon", "two_totals"): CarbonOptions,
    ("biogenic_carbon", "gross_use_with_ex_use"): CarbonOptions,
    ("captured_carbon", "credit"): CarbonOptions,
    ("captured_carbon", "ex_use"): ExUseOptions,
    ("captured_carbon", "substitution"): CarbonOptions,
    ("captured_carbon", "system_expansion"): CarbonOptions,
    ("capital_goods", "exclude"): CapitalGoodsOptions,
    ("capital_goods", "include"): CapitalGoodsOptions,
    ("credits", "listed_terms_only"): ListedTermsOptions,
    ("soil_carbon", "credit_with_evidence"): SoilCarbonOptions,
    ("fermentation_off_gas", "replacement_credit"): OffGasOptions,
    ("fossil_end_of_life", "input_fossil_carbon_in_processing"): FossilCarbonOptions,
    ("fossil_end_of_life", "co_product_end_of_life"): FossilCarbonOptions,
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


__all__ = [
    "MODELS",
    "AvoidedTreatmentOptions",
    "BoundaryOptions",
    "CapitalGoodsOptions",
    "CarbonOptions",
    "CarbonRatio",
    "ChpRatioRung",
    "CircularOptions",
    "CreditTerm",
    "DiversionOptions",
    "ElectricityOptions",
    "ElectricityRung",
    "ExUseOptions",
    "ExergyRung",
    "FossilCarbonOptions",
    "FuelHeatingValue",
    "GwpOptions",
    "HeatingValueOptions",
    "IndirectValue",
    "LadderOptions",
    "LandUseOptions",
    "ListedFuelsOptions",
    "ListedTermsOptions",
    "LowTemperatureHeat",
    "NoOptions",
    "OffGasOptions",
    "Options",
    "OtherGasesOptions",
    "RatioTestRung",
    "Rung",
    "SimpleRung",
    "SoilCarbonOptions",
    "UsefulEnergyRung",
    "WasteOptions",
    "model_of",
    "read",
    "read_ratio",
]
