"""Lines of a cost breakdown: one contribution to the cost of a unit of product, with its trace."""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Grade
from inventories.document.base import Localised, Provenance
from inventories.expressions import Value
from inventories.inventory import Inventory, worst_grade
from parity.price import PriceBook, PriceEntry
from parity.purchases import Purchase, Purchases

_GROUP_OF_KIND = {
    "feedstock": "feedstock",
    "waste_treatment": "waste",
    "co_product": "co_product",
}


@dataclass(frozen=True)
class Line:
    """One line of a cost breakdown; numbers are floats, or samples (s,).

    Attributes
    ----------
    id : JSON pointer into the route document
    group : feedstock, chemicals, energy, utilities, waste, transport, labour, fixed, capital,
        startup, co_product, other
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
    jpy_per_unit: Value
    grade: Grade
    source: str
    at: str
    amount: Value | None = None
    unit: str | None = None
    price_jpy: Value | None = None
    quoted: str = ""
    activity: str = ""


def place(data: Provenance) -> str:
    """Return where in its source a number stands, or the reason if it is an assumption."""
    return data.at or data.reason or ""


def priced_line(
    pointer: str,
    group: str,
    price: PriceEntry,
    amount: Value,
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


def variable_lines(bought: Purchases, book: PriceBook, inventory: Inventory) -> tuple[Line, ...]:
    """Price every purchase.

    Raises
    ------
    PriceMissingError, PriceUnitError, IndexMissingError, IndexYearMissingError, FxMissingError
    """
    return tuple(_variable(purchase, book, inventory) for purchase in bought.lines)


def _variable(purchase: Purchase, book: PriceBook, inventory: Inventory) -> Line:
    price = book.price(purchase.key, purchase.unit, purchase.pointer)
    return priced_line(
        purchase.pointer,
        _group(purchase, price, book),
        price,
        purchase.amount,
        purchase.grade,
        title=inventory.flows[purchase.flow].title if purchase.flow else None,
        sold=purchase.kind == "co_product",
        activity=purchase.activity,
    )


def _group(purchase: Purchase, price: PriceEntry, book: PriceBook) -> str:
    if purchase.kind in _GROUP_OF_KIND:
        return _GROUP_OF_KIND[purchase.kind]
    group = price.group
    provider = book.table.rows.get(purchase.provider or "")
    if group == "other" and provider is not None:
        group = provider.group
    return "other" if group == "co_product" else group
