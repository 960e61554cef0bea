"""Costs that do not follow the output, as lines per unit of product: labour, fixed, capital."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inventories.document import Cost, Grade, Localised
from inventories.expressions import Value
from inventories.inventory import worst_grade
from inventories.values import any_positive, total
from parity.capital import Contingency, Investment
from parity.dcf.msp import Factors
from parity.lines import Line, place
from parity.money import Converter, quoted_money

LABOUR = Localised(en="Labour", ja="労務費")
WORKING_CAPITAL = Localised(en="Working capital, tied up to the end", ja="運転資本（終了時に回収）")
CONTINGENCY = Localised(en="Process contingency", ja="プロセス予備費")


@dataclass(frozen=True)
class WorkingCapital:
    """Working capital over fixed capital investment, and where the share comes from."""

    share: float
    grade: Grade
    source: str
    at: str


@dataclass(frozen=True)
class YearlyCost:
    """One cost of a full year of operation, JPY of the base year."""

    id: str
    group: str
    key: str
    title: Localised
    jpy_per_year: Value
    grade: Grade
    source: str
    at: str
    quoted: str = ""

    def line(self, capacity: Value) -> Line:
        """Return it as a line per unit of product, `capacity` units a year."""
        return Line(
            id=self.id,
            group=self.group,
            key=self.key,
            title=self.title,
            jpy_per_unit=self.jpy_per_year / capacity,
            grade=self.grade,
            source=self.source,
            at=self.at,
            quoted=self.quoted,
        )


def labour_costs(cost: Cost, converter: Converter) -> Iterator[YearlyCost]:
    """Shift labour: positions, people per position, yearly cost of one person."""
    if cost.labour:
        wage = cost.labour.yearly_cost
        people = cost.labour.positions * cost.labour.people_per_position
        yield YearlyCost(
            id="/cost/labour",
            group="labour",
            key="labour",
            title=LABOUR,
            jpy_per_year=people * converter.jpy(wage, "/cost/labour/yearly_cost"),
            grade=worst_grade(cost.labour.grade, wage.grade),
            source=wage.source,
            at=place(wage),
            quoted=quoted_money(wage, converter),
        )


def fixed_costs(cost: Cost, fci_jpy: Value, converter: Converter) -> Iterator[YearlyCost]:
    """Yearly sums of money and yearly shares of the fixed capital investment."""
    capital_grades = [item.grade for item in (*cost.capital, *cost.equipment)]
    for i, item in enumerate(cost.fixed):
        if item.yearly:
            jpy = converter.jpy(item.yearly, f"/cost/fixed/{i}/yearly")
            quoted = quoted_money(item.yearly, converter)
            grade, source, at = item.yearly.grade, item.yearly.source, place(item.yearly)
        elif item.share_of_fci:
            jpy, quoted = item.share_of_fci.share * fci_jpy, ""
            grade = worst_grade(item.share_of_fci.grade, *capital_grades)
            source, at = item.share_of_fci.source, place(item.share_of_fci)
        else:
            raise AssertionError("a fixed cost has a basis (checked by the document)")
        yield YearlyCost(
            id=f"/cost/fixed/{i}",
            group="labour" if item.kind == "labour" else "fixed",
            key=item.id,
            title=item.title,
            jpy_per_year=jpy,
            grade=grade,
            source=source,
            at=at,
            quoted=quoted,
        )


def capital_lines(
    investments: Sequence[Investment],
    working: WorkingCapital,
    contingency: Contingency | None,
    factors: Factors,
    replaced: Mapping[str, Value],
    finance_grade: Grade,
) -> Iterator[Line]:
    """What each investment, its replacements, the contingency and the working capital add.

    Parameters
    ----------
    investments
        JPY of the base year, without contingency.
    contingency
        Share added to all of them; None if the estimates hold it.
    factors
        Of the cash flow: price per JPY of capital.
    replaced
        Pointer -> JPY per unit of product for buying that item again.
    """
    grades = [i.grade for i in investments]
    for item in investments:
        yield Line(
            id=item.pointer,
            group="capital",
            key="capital",
            title=item.title,
            jpy_per_unit=item.fci_jpy * factors.capital + replaced.get(item.pointer, 0.0),
            grade=worst_grade(item.grade, finance_grade),
            source=item.source,
            at=item.at,
            quoted=item.quoted,
        )
    fci = total(i.fci_jpy for i in investments)
    if contingency is not None:
        yield Line(
            id="/cost/contingency",
            group="capital",
            key="contingency",
            title=CONTINGENCY,
            jpy_per_unit=contingency.share * fci * factors.capital,
            grade=worst_grade(contingency.grade, *grades),
            source=contingency.source,
            at=contingency.at,
        )
        fci = fci * (1 + contingency.share)
    if working.share and any_positive(fci):
        yield Line(
            id="/cost/working_capital_share",
            group="capital",
            key="working-capital",
            title=WORKING_CAPITAL,
            jpy_per_unit=working.share * fci * factors.working,
            grade=worst_grade(working.grade, finance_grade, *grades),
            source=working.source,
            at=working.at,
        )
