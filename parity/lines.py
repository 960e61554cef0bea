"""Lines of a cost breakdown: one contribution to the cost of a unit of product, with its trace."""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Grade
from inventories.document.base import Localised, Provenance
from inventories.inventory import worst_grade
from parity.price import PriceEntry


@dataclass(frozen=True)
class Line:
    """One line of a cost breakdown.

    Attributes
    ----------
    id : JSON pointer into the route document
    group : feedstock, chemicals, energy, utilities, waste, transport, labour, fixed, capital,
        co_product, other
    jpy_per_unit : contribution to the MSP (credits negative), JPY of the base year per unit
    amount, unit : what is bought or sold per unit of product (None for yearly costs)
    price_jpy : JPY per `unit` (None for yearly costs)
    grade : the worse of the grades of amount and price
    source, at : of the price or the yearly cost
    quoted : the price as quoted, before conversion
    """

    id: str
    group: str
    key: str
    title: Localised
    jpy_per_unit: float
    grade: Grade
    source: str
    at: str
    amount: float | None = None
    unit: str | None = None
    price_jpy: float | None = None
    quoted: str = ""
    activity: str = ""


def place(data: Provenance) -> str:
    """Return where in its source a number stands, or the reason if it is an assumption."""
    return data.at or data.reason or ""


def priced_line(
    pointer: str,
    group: str,
    price: PriceEntry,
    amount: float,
    grade: Grade,
    *,
    title: Localised | None = None,
    sold: bool = False,
    activity: str = "",
) -> Line:
    """Return the line of an amount (in the unit of `price`) bought or sold per unit of product.

    `grade` is that of the amount; the line carries the worse of it and the price's.
    """
    return Line(
        id=pointer,
        group=group,
        key=price.key,
        title=title or Localised(en=price.title_en, ja=price.title_ja),
        jpy_per_unit=(-1 if sold else 1) * amount * price.jpy_per_unit,
        grade=worst_grade(grade, price.grade),
        source=price.source,
        at=price.at,
        amount=amount,
        unit=price.unit,
        price_jpy=price.jpy_per_unit,
        quoted=price.quoted,
        activity=activity,
    )
