"""A cash flow: a plant's amounts and terms in, the price of its product out."""

from typing import Annotated, Literal

from pydantic import Field

from api.results.base import Result
from parity.dcf.result import Comparison, RulePrice
from parity.dcf.table import CashFlowRow


class CashFlowOptions(Result):
    """How to solve a cash flow; kept in the receipt as it was asked.

    `tax_rule` is what a loss is worth, `loan_deduction` what of a loan payment lowers the taxable
    income. At `price` the table is shown; at the minimum price if it is left out.
    """

    tax_rule: Literal["refund", "none", "carry", "japan_large", "japan_sme"] = "carry"
    loan_deduction: Literal["interest", "full_payment"] = "interest"
    price: Annotated[float, Field(ge=-1e15, le=1e15)] | None = None


class CashFlowRequest(CashFlowOptions):
    """A cash-flow file and how to solve it."""

    document: Annotated[
        dict[str, object],
        Field(description="Cash flow; its JSON Schema is at /v1/schemas/cash-flow."),
    ]


class PricePart(Result):
    """What one amount adds to the price: amount times factor."""

    name: Literal["variable", "fixed", "by_product_sales", "capital", "working", "replacements"]
    value: float


class CashFlowDocument(Result):
    """Answer of `cashflow`. Money is that of the file.

    `by_rule` is the minimum price under every tax rule; `comparisons` sets numbers the file brings
    beside ours. `irr` and `payback_years` are at `price`; left out where there is none.
    """

    id: str
    source: str
    currency: str
    unit: str
    tax_rule: str
    loan_deduction: str
    minimum_price: float
    parts: tuple[PricePart, ...]
    price: float
    net_present_value: float
    irr: float | None = None
    payback_years: float | None = None
    years: tuple[int, ...]
    rows: tuple[CashFlowRow, ...]
    by_rule: tuple[RulePrice, ...]
    comparisons: tuple[Comparison, ...]
    receipt: str = ""
