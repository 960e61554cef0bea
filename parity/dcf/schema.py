"""The shape of a cash-flow file: a plant and its finance terms, with the names of BioSTEAM.

Only `inputs` is needed. What another program calculated (`expected`, `msp_exact`,
`cashflow_table_MMUSD`) is never used, only compared.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from inventories.document.base import LARGEST

Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LARGEST, le=LARGEST)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=LARGEST)]
Whole = Annotated[int, Field(strict=True, ge=0, le=1000)]
ShortText = Annotated[str, Field(max_length=200)]
Shares = Annotated[tuple[Share, ...], Field(max_length=1000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AssetClass(_Part):
    """A class of assets: money depreciated by a schedule, given as shares or by name."""

    name: ShortText = ""
    basis: Amount
    schedule_name: ShortText | None = None
    schedule: Shares | None = None


class CashFlowInputs(_Part):
    """Inputs of a cash flow, with the names of BioSTEAM; money a year at full operation."""

    inflation_rate: Number = 0.0
    IRR: Number
    income_tax: Share
    operating_years: Whole
    construction_schedule: Shares
    startup_months: Amount
    startup_variable: Annotated[Share, Field(alias="startup_VOC_frac")]
    startup_fixed: Annotated[Share, Field(alias="startup_FOC_frac")]
    startup_sales: Annotated[Share, Field(alias="startup_sales_frac")]
    WC_over_FCI: Number
    finance_interest: Share
    finance_years: Whole
    finance_fraction: Share
    accumulate_interest_during_construction: Annotated[bool, Field(strict=True)] = False
    FCI: Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=LARGEST)]
    TDC: Amount | None = None
    depreciation: Annotated[tuple[AssetClass, ...], Field(max_length=1000)]
    VOC: Number
    FOC: Number
    other_sales: Number
    annual_product: Number
    replacement_capex: Annotated[tuple[Number, ...], Field(max_length=2000)] = ()


class CashFlowFile(_Part):
    """A cash-flow file."""

    id: ShortText = ""
    source: Annotated[str, Field(max_length=2000)] = ""
    generated: ShortText = ""
    year_axis: ShortText = ""
    tax: Annotated[str, Field(max_length=2000)] = ""
    tolerance: Annotated[str, Field(max_length=2000)] = ""
    inputs: CashFlowInputs
    expected: dict[str, Any] = Field(default_factory=dict)
    cash_flow_table: Annotated[
        dict[str, Annotated[tuple[Number, ...], Field(max_length=2000)]],
        Field(alias="cashflow_table_MMUSD", default_factory=dict, max_length=50),
    ]
    timing: dict[str, Number] = Field(default_factory=dict)
    msp_exact: dict[str, Number] = Field(default_factory=dict)

    @property
    def currency(self) -> str:
        """Currency of the money if the file names one."""
        named = self.expected.get("currency")
        return named[:40] if isinstance(named, str) else ""

    @property
    def price_unit(self) -> str:
        """Unit of the price if the file names one."""
        named = self.expected.get("MSP_unit")
        return named[:40] if isinstance(named, str) else ""
