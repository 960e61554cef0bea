"""Costs that do not follow the output: labour, fixed cost, capital; spread over the capacity."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from inventories.document import Cost, Grade, Localised, Money
from inventories.inventory import worst_grade
from parity.capital import Investment
from parity.cashflow import ChargeMethod, FinanceTerms
from parity.lines import Line, place
from parity.money import Converter, quoted_amount

LABOUR = Localised(en="Labour", ja="労務費")
WORKING_CAPITAL = Localised(en="Interest on working capital", ja="運転資本の利息")


@dataclass(frozen=True)
class WorkingCapital:
    """Working capital over fixed capital investment, and where the share comes from."""

    share: float
    grade: Grade
    source: str
    at: str


def labour_lines(cost: Cost, capacity: float, converter: Converter) -> Iterator[Line]:
    """Shift labour: positions, people per position, yearly cost of one person."""
    if cost.labour:
        wage = cost.labour.yearly_cost
        people = cost.labour.positions * cost.labour.people_per_position
        yield Line(
            id="/cost/labour",
            group="labour",
            key="labour",
            title=LABOUR,
            jpy_per_unit=people * converter.jpy(wage, "/cost/labour/yearly_cost") / capacity,
            grade=worst_grade(cost.labour.grade, wage.grade),
            source=wage.source,
            at=place(wage),
            quoted=_quoted(wage),
        )


def fixed_lines(
    cost: Cost, fci_jpy: float, capacity: float, converter: Converter
) -> Iterator[Line]:
    """Yearly sums of money and yearly shares of the fixed capital investment."""
    for i, item in enumerate(cost.fixed):
        if item.yearly:
            jpy = converter.jpy(item.yearly, f"/cost/fixed/{i}/yearly")
            quoted = _quoted(item.yearly)
            grade, source, at = item.yearly.grade, item.yearly.source, place(item.yearly)
        elif item.share_of_fci:
            jpy, quoted = item.share_of_fci.share * fci_jpy, ""
            grade = worst_grade(item.share_of_fci.grade, *(c.grade for c in cost.capital))
            source, at = item.share_of_fci.source, place(item.share_of_fci)
        else:
            raise AssertionError("a fixed cost has a basis (checked by the document)")
        yield Line(
            id=f"/cost/fixed/{i}",
            group="labour" if item.kind == "labour" else "fixed",
            key=item.id,
            title=item.title,
            jpy_per_unit=jpy / capacity,
            grade=grade,
            source=source,
            at=at,
            quoted=quoted,
        )


def capital_lines(
    investments: tuple[Investment, ...],
    working: WorkingCapital,
    terms: FinanceTerms,
    capacity: float,
    charge: ChargeMethod,
) -> Iterator[Line]:
    """Yearly charge of each investment, and interest on the working capital of all."""
    for item in investments:
        yield Line(
            id=item.pointer,
            group="capital",
            key="capital",
            title=item.title,
            jpy_per_unit=charge(item.fci_jpy, 0.0, terms).capital_jpy / capacity,
            grade=worst_grade(item.grade, terms.grade),
            source=item.source,
            at=item.at,
            quoted=item.quoted,
        )
    fci = math.fsum(i.fci_jpy for i in investments)
    if working.share and fci:
        interest = charge(0.0, working.share * fci, terms).working_capital_jpy
        yield Line(
            id="/cost/working_capital_share",
            group="capital",
            key="working-capital",
            title=WORKING_CAPITAL,
            jpy_per_unit=interest / capacity,
            grade=worst_grade(working.grade, terms.grade, *(i.grade for i in investments)),
            source=working.source,
            at=working.at,
        )


def _quoted(money: Money) -> str:
    return f"{quoted_amount(money)} ({money.year}, {money.index})"
