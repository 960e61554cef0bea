"""Cash-flow files: from a file to its price, table and comparison."""

from __future__ import annotations

from typing import Any

from api.results.cash_flow import CashFlowDocument, CashFlowOptions, PricePart
from parity.dcf.msp import Factors
from parity.dcf.result import cash_flow_result
from parity.dcf.terms import Plant


def cash_flow(data: bytes | dict[str, Any], asked: CashFlowOptions) -> CashFlowDocument:
    """Solve a cash flow, without receipt.

    Raises
    ------
    HakariError
        If the file cannot be read, or a term or amount cannot be used.
    """
    found = cash_flow_result(data, asked.tax_rule, asked.loan_deduction, asked.price)
    return CashFlowDocument(
        id=found.file.id,
        source=found.file.source,
        currency=found.file.currency,
        unit=found.file.price_unit,
        tax_rule=found.losses,
        loan_deduction=found.deduction,
        minimum_price=float(found.minimum.value),
        parts=_parts(found.plant, found.minimum.factors),
        price=found.price,
        net_present_value=found.net_present_value,
        irr=found.irr,
        payback_years=found.payback_years,
        years=found.years,
        rows=found.rows,
        by_rule=found.by_rule,
        comparisons=found.comparisons,
    )


def _parts(plant: Plant, factors: Factors) -> tuple[PricePart, ...]:
    """Return what each amount adds; they sum to the minimum price."""
    return (
        PricePart(name="variable", value=float(plant.variable_cost * factors.variable)),
        PricePart(name="fixed", value=float(plant.fixed_cost * factors.fixed)),
        PricePart(name="by_product_sales", value=-float(plant.by_product_sales * factors.sales)),
        PricePart(name="capital", value=float(plant.fixed_capital * factors.capital)),
        PricePart(name="working", value=float(plant.working_capital * factors.working)),
        PricePart(
            name="replacements",
            value=float(
                sum(jpy * factors.replacement[year] for year, jpy in plant.replacements.items())
            ),
        ),
    )
