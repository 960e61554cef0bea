"""Money of one currency and year to money of the base year in JPY, in one fixed order.

The index comes first, in the ORIGINAL currency; then the exchange rate of the BASE year. The other
order (exchange first, then the index of Japan) gives another number and is not offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from inventories import expressions
from inventories.document import Money
from inventories.expressions import Value
from parity.errors import FxMissingError, IndexMissingError, IndexYearMissingError
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
    usd_jpy : JPY per USD to use in place of the table's; other currencies keep their rate to USD
    moved : price key -> factor on today's price, for samples and levers
    """

    base_year: int
    tables: PriceTables
    parameters: Mapping[str, Value] = field(default_factory=dict)
    usd_jpy: Value | None = None
    moved: Mapping[str, Value] = field(default_factory=dict)

    def jpy(self, money: Money | TablePrice, pointer: str) -> Value:
        """Return the amount in JPY of the base year, samples (s,) if its numbers are.

        Parameters
        ----------
        money
            An amount with its currency, price year and index.
        pointer
            Where it stands, for the errors.

        Raises
        ------
        IndexMissingError, IndexYearMissingError, FxMissingError
            If a table has no value for the years; nothing is interpolated or guessed.
        FormulaInvalidError, FormulaNotFiniteError
            If the amount is a formula that gives no number.

        Examples
        --------
        >>> from parity.tables import load_tables
        >>> plant = Money(amount=1.0, currency="USD", year=2007, index="capital",
        ...               source="assumption", reason="example", grade="derived")
        >>> converter = Converter(2025, load_tables())
        >>> round(converter.jpy(plant, "/cost/capital/0"), 2)  # 810.4 / 525.4 * 149.5686
        230.7
        """
        amount = (
            expressions.parse(money.amount).evaluate(self.parameters)
            if isinstance(money.amount, str)
            else money.amount
        )
        currency, kind, year = money.currency, money.index, money.year
        level = index_factor(currency, kind, year, self.base_year, self.tables, pointer)
        return amount * level * self.rate(currency, pointer)

    def rate(self, currency: str, pointer: str) -> Value:
        """Return JPY per unit of `currency` in the base year.

        Raises
        ------
        FxMissingError
        """
        today = fx_to_jpy(currency, self.base_year, self.tables, pointer)
        if self.usd_jpy is None or currency == BASE_CURRENCY:
            return today
        return today * (self.usd_jpy / fx_to_jpy("USD", self.base_year, self.tables, pointer))


def index_factor(
    currency: str, kind: str, year: int, base_year: int, tables: PriceTables, pointer: str = "/cost"
) -> float:
    """Return the price level of `base_year` over that of `year`, both in `currency`.

    `pointer` says where the amount stands, for the errors.

    Raises
    ------
    IndexMissingError
        If there is no series of that currency and kind.
    IndexYearMissingError
        If it does not cover both years.
    """
    if kind == "none" or year == base_year:
        return 1.0
    series = tables.series.get((currency, kind))
    if series is None:
        raise IndexMissingError(
            currency,
            kind,
            pointer,
            tuple(sorted(k for c, k in tables.series if c == currency)),
            tuple(sorted(c for c, k in tables.series if k == kind)),
        )
    for needed in (year, base_year):
        if (series, needed) not in tables.indices:
            years = tuple(sorted(y for s, y in tables.indices if s == series))
            raise IndexYearMissingError(currency, kind, needed, pointer, years)
    return tables.indices[series, base_year] / tables.indices[series, year]


def fx_to_jpy(currency: str, year: int, tables: PriceTables, pointer: str) -> float:
    """Return JPY per unit of `currency`, mean of `year`.

    Raises
    ------
    FxMissingError
        If either currency has no rate in that year.
    """
    if currency == BASE_CURRENCY:
        return 1.0
    yen = _per_usd(BASE_CURRENCY, year, tables, pointer)
    return yen / _per_usd(currency, year, tables, pointer)


def _per_usd(currency: str, year: int, tables: PriceTables, pointer: str) -> float:
    if currency == "USD":
        return 1.0
    try:
        return tables.per_usd[currency, year]
    except KeyError:
        known = {c for c, y in tables.per_usd if y == year}
        usable = known | {"USD"} if BASE_CURRENCY in known else {BASE_CURRENCY}
        raise FxMissingError(currency, year, pointer, tuple(sorted(usable))) from None


def quoted_amount(money: Money | TablePrice, parameters: Mapping[str, Value] | None = None) -> str:
    """Return an amount as its author wrote it, with its currency.

    A formula is followed by its value, if `parameters` are numbers; samples have no one value.

    Examples
    --------
    >>> fee = Money(amount="-paper_fee", currency="JPY", year=2025, index="none",
    ...             source="assumption", reason="example", grade="unverified")
    >>> quoted_amount(fee, {"paper_fee": 20.0})
    '-paper_fee = -20 JPY'
    """
    if not isinstance(money.amount, str):
        return f"{money.amount:.10g} {money.currency}"
    if parameters is None or any(isinstance(value, np.ndarray) for value in parameters.values()):
        return f"{money.amount} {money.currency}"
    value = float(expressions.parse(money.amount).evaluate(parameters)) + 0.0  # -0.0 is 0
    return f"{money.amount} = {value:.10g} {money.currency}"


def quoted_money(money: Money, converter: Converter, *more: str) -> str:
    """Return an amount as its author wrote it, with what it rests on."""
    return f"{quoted_amount(money, converter.parameters)} {quoted_terms(money, *more)}"


def quoted_terms(money: Money | TablePrice, *more: str) -> str:
    """Return what an amount rests on: price year, index unless it has none, and `more`.

    Examples
    --------
    >>> plant = Money(amount=1.0, currency="USD", year=2007, index="capital",
    ...               source="assumption", reason="example", grade="derived")
    >>> quoted_terms(plant, "fci"), quoted_terms(plant.model_copy(update={"index": "none"}))
    ('(2007, capital, fci)', '(2007)')
    """
    index = () if money.index == "none" else (money.index,)
    return f"({', '.join((str(money.year), *index, *more))})"
