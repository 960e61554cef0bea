"""Money of one currency and year to money of the base year in JPY, in one fixed order.

The index comes first, in the ORIGINAL currency; then the exchange rate of the BASE year. The other
order (exchange first, then the index of Japan) gives another number and is not offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inventories import expressions
from inventories.document import Money
from parity.errors import FxMissingError, IndexMissingError
from parity.tables import PriceTables, TablePrice

BASE_CURRENCY = "JPY"


@dataclass(frozen=True)
class Converter:
    """Turns money into JPY of one base year.

    Attributes
    ----------
    base_year : year whose prices and exchange rates are wanted
    tables : index and exchange-rate tables
    parameters : values for amounts that are formulas over a route's parameters
    """

    base_year: int
    tables: PriceTables
    parameters: Mapping[str, float] = field(default_factory=dict)

    def jpy(self, money: Money | TablePrice) -> float:
        """Return the amount in JPY of the base year.

        Raises
        ------
        IndexMissingError, FxMissingError
            If a table has no value for the years; nothing is interpolated or guessed.
        FormulaInvalidError, FormulaNotFiniteError
            If the amount is a formula that gives no number.

        Examples
        --------
        >>> from parity.tables import load_tables
        >>> plant = Money(amount=1.0, currency="USD", year=2007, index="capital",
        ...               source="assumption", reason="example", grade="derived")
        >>> round(Converter(2025, load_tables()).jpy(plant), 2)  # 810.4 / 525.4 * 149.5686
        230.7
        """
        amount = (
            float(expressions.parse(money.amount).evaluate(self.parameters))
            if isinstance(money.amount, str)
            else money.amount
        )
        level = index_factor(money.currency, money.index, money.year, self.base_year, self.tables)
        return amount * level * fx_to_jpy(money.currency, self.base_year, self.tables)


def index_factor(currency: str, kind: str, year: int, base_year: int, tables: PriceTables) -> float:
    """Return the price level of `base_year` over that of `year`, both in `currency`.

    Raises
    ------
    IndexMissingError
        If no series of that currency and kind covers both years.
    """
    if kind == "none" or year == base_year:
        return 1.0
    series = tables.series.get((currency, kind))
    if series is None:
        raise IndexMissingError(currency, kind, year)
    for needed in (year, base_year):
        if (series, needed) not in tables.indices:
            raise IndexMissingError(currency, kind, needed)
    return tables.indices[series, base_year] / tables.indices[series, year]


def fx_to_jpy(currency: str, year: int, tables: PriceTables) -> float:
    """Return JPY per unit of `currency`, mean of `year`.

    Raises
    ------
    FxMissingError
        If either currency has no rate in that year.
    """
    if currency == BASE_CURRENCY:
        return 1.0
    return _per_usd(BASE_CURRENCY, year, tables) / _per_usd(currency, year, tables)


def _per_usd(currency: str, year: int, tables: PriceTables) -> float:
    if currency == "USD":
        return 1.0
    try:
        return tables.per_usd[currency, year]
    except KeyError:
        raise FxMissingError(currency, year) from None


def quoted_amount(money: Money | TablePrice) -> str:
    """Return an amount as its author wrote it, with its currency."""
    amount = money.amount if isinstance(money.amount, str) else f"{money.amount:.10g}"
    return f"{amount} {money.currency}"
