"""A cash-flow file calculated: price, its parts, the table, and the price under other tax rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from parity.dcf.defaults import cash_flow_defaults
from parity.dcf.document import read_cash_flow, to_plant_terms
from parity.dcf.errors import ReturnRateAmbiguousError, ReturnRateMissingError
from parity.dcf.msp import Price, minimum_price, npv
from parity.dcf.schema import CashFlowFile
from parity.dcf.table import CashFlowRow, cash_flow_table, irr, payback_years, year_axis
from parity.dcf.terms import Deduction, Plant, Terms, loss_rule

DEDUCTIONS: tuple[Deduction, ...] = ("interest", "full_payment")

_EXACT: dict[str, tuple[str, Deduction]] = {
    "carry": ("carry", "full_payment"),
    "refund": ("refund", "full_payment"),
    "none": ("none", "full_payment"),
    "carry_interest_only": ("carry", "interest"),
    "carry_cap50_10y": ("japan_large", "full_payment"),
}
"""Names in `msp_exact` of a file -> loss rule and deduction."""

MILLION = 1e6
"""Unit of the table in a file."""


@dataclass(frozen=True)
class RulePrice:
    """The minimum selling price under one loss rule and one way to deduct the loan."""

    losses: str
    deduction: Deduction
    price: float
    loss_years: bool


@dataclass(frozen=True)
class Comparison:
    """A number of the file beside ours; `relative` is ours over theirs minus 1.

    For a table `expected` and `found` are those of the year furthest apart.
    """

    name: str
    expected: float
    found: float
    relative: float | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class CashFlowResult:
    """What a cash-flow file gives.

    Attributes
    ----------
    losses, deduction : rules the price is calculated under
    minimum : minimum selling price and what each amount adds to it
    price : at which `rows`, `net_present_value`, `irr` and `payback_years` are
    irr : None if there is none, or more than one
    payback_years : None if the money never comes back
    by_rule : the minimum price under every rule
    comparisons : with numbers the file brings
    """

    file: CashFlowFile
    plant: Plant
    terms: Terms
    losses: str
    deduction: Deduction
    minimum: Price
    price: float
    net_present_value: float
    irr: float | None
    payback_years: float | None
    years: tuple[int, ...]
    rows: tuple[CashFlowRow, ...]
    by_rule: tuple[RulePrice, ...]
    comparisons: tuple[Comparison, ...]


def solve_all(file: CashFlowFile) -> tuple[RulePrice, ...]:
    """Return the minimum price under every loss rule (`defaults.yaml`) and both deductions.

    Raises
    ------
    CashFlowTermsInvalidError, CashFlowAmountInvalidError, ProductMissingError
        If a term or an amount cannot be used.
    """
    return tuple(
        _rule_price(file, losses, deduction)
        for losses in cash_flow_defaults().loss_rules
        for deduction in DEDUCTIONS
    )


def _rule_price(file: CashFlowFile, losses: str, deduction: Deduction) -> RulePrice:
    found = minimum_price(*to_plant_terms(file, loss_rule(losses), deduction))
    return RulePrice(losses, deduction, float(found.value), bool(found.loss_years))


def cash_flow_result(
    data: bytes | dict[str, Any],
    losses: str = "carry",
    deduction: Deduction = "interest",
    price: float | None = None,
) -> CashFlowResult:
    """Calculate a cash-flow file.

    Parameters
    ----------
    data
        JSON (UTF-8), or what it parses to.
    losses
        Name of a loss rule in `defaults.yaml`, e.g. ``carry`` or ``japan_large``.
    deduction
        What of the loan payment is deducted from taxable income.
    price
        Price at which table, net present value, return rate and payback are wanted; the minimum
        price if None.

    Raises
    ------
    CashFlowFileInvalidError
        If the file cannot be read.
    LossRuleUnknownError
        If there is no such rule.
    CashFlowTermsInvalidError, CashFlowAmountInvalidError, ProductMissingError
        If a term or an amount cannot be used.
    PriceUnsolvedError
        If no price has a net present value of zero.
    """
    file = read_cash_flow(data)
    plant, terms = to_plant_terms(file, loss_rule(losses), deduction)
    minimum = minimum_price(plant, terms)
    at = float(minimum.value) if price is None else price
    by_rule = solve_all(file)
    return CashFlowResult(
        file=file,
        plant=plant,
        terms=terms,
        losses=losses,
        deduction=deduction,
        minimum=minimum,
        price=at,
        net_present_value=float(npv(plant, terms, at)),
        irr=_irr(plant, terms, at),
        payback_years=payback_years(plant, terms, at),
        years=year_axis(terms),
        rows=cash_flow_table(plant, terms, at),
        by_rule=by_rule,
        comparisons=tuple(_comparisons(file, by_rule)),
    )


def _irr(plant: Plant, terms: Terms, price: float) -> float | None:
    try:
        return irr(plant, terms, price)
    except (ReturnRateMissingError, ReturnRateAmbiguousError):
        return None


def _compared(name: str, expected: float, found: float) -> Comparison:
    relative = found / expected - 1 if expected else None
    return Comparison(name, expected, found, relative=relative)


def _comparisons(file: CashFlowFile, by_rule: tuple[RulePrice, ...]) -> Iterator[Comparison]:
    prices = {(one.losses, one.deduction): one.price for one in by_rule}
    theirs = file.expected.get("MSP_solve_price")
    if isinstance(theirs, float):
        yield _compared("expected.MSP_solve_price", theirs, prices["carry", "full_payment"])
    for name, (losses, deduction) in _EXACT.items():
        if name in file.msp_exact:
            yield _compared(f"msp_exact.{name}", file.msp_exact[name], prices[losses, deduction])
    if file.cash_flow_table and isinstance(theirs, float):
        plant, terms = to_plant_terms(file, loss_rule("carry"), "full_payment")
        yield from _compared_rows(file, cash_flow_table(plant, terms, theirs))


def _compared_rows(file: CashFlowFile, rows: tuple[CashFlowRow, ...]) -> Iterator[Comparison]:
    """Compare the table of the file, which is in millions of money, the factor as a number."""
    named = {name.removesuffix(" [MM$]"): values for name, values in file.cash_flow_table.items()}
    for row in rows:
        theirs = named.get(row.name.en, ())
        if len(theirs) != len(row.values):
            continue
        scale = 1.0 if row.unit == "1" else MILLION
        expected, found = max(
            ((scale * their, our) for their, our in zip(theirs, row.values, strict=True)),
            key=lambda pair: abs(pair[1] - pair[0]),
        )
        yield _compared(f"cashflow_table_MMUSD.{row.name.en}", expected, found)
