"""Fixed capital: scaled to the route's capacity, carried to the base year, moved to its place.

``FCI = amount * (capacity / reference_capacity) ** exponent * location_factor``, then the plant
cost index in the original currency, then the exchange rate of the base year. A location factor is
defined in the currency of its source: it is never combined with a second exchange rate.
"""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Capital, Grade, Localised
from inventories.errors import UnitDimensionError, UnitUnknownError
from inventories.quantities import factor
from parity.errors import CapacityUnitError, RateInvalidError
from parity.money import Converter, quoted_amount


@dataclass(frozen=True)
class Investment:
    """Fixed capital investment of one capital item.

    Attributes
    ----------
    fci_jpy : JPY of the base year, without working capital
    scale_ratio : capacity of the route over that of the reference plant
    """

    pointer: str
    title: Localised
    fci_jpy: float
    scale_ratio: float
    grade: Grade
    source: str
    at: str
    quoted: str


def yearly_amount(amount: float, unit: str, product_unit: str) -> float:
    """Convert a yearly capacity to product units a year.

    `unit` is the product's kind of unit, with or without "per year": 3 kt and 3 kt/year are one.

    Raises
    ------
    CapacityUnitError
        If it is neither.
    """
    for wanted in (product_unit, f"{product_unit}/year"):
        try:
            return amount * factor(unit, wanted)
        except (UnitUnknownError, UnitDimensionError):
            continue
    raise CapacityUnitError(unit, product_unit)


def investment(
    item: Capital,
    pointer: str,
    capacity: float,
    product_unit: str,
    working_capital_share: float,
    converter: Converter,
) -> Investment:
    """Return the fixed capital investment of `item` at the route's capacity.

    Parameters
    ----------
    capacity
        Product units a year.
    working_capital_share
        Working capital over FCI; takes it out of an item whose scope is ``tci``.

    Raises
    ------
    CapacityUnitError, IndexMissingError, IndexYearMissingError, FxMissingError
    """
    reference = yearly_amount(item.reference_capacity, item.reference_unit, product_unit)
    ratio = capacity / reference
    cost = converter.jpy(item, pointer) * ratio**item.exponent * item.location_factor
    return Investment(
        pointer=pointer,
        title=item.title,
        fci_jpy=cost / (1 + working_capital_share) if item.scope == "tci" else cost,
        scale_ratio=ratio,
        grade=item.grade,
        source=item.source,
        at=item.at or item.reason or "",
        quoted=f"{quoted_amount(item)} ({item.year}, {item.index}, {item.scope})",
    )


def capital_recovery_factor(rate: float, years: float) -> float:
    """Return the yearly payment that repays 1 over `years` at `rate`: ``i(1+i)^n/((1+i)^n-1)``.

    Parameters
    ----------
    rate
        Discount rate, 1/year, real.
    years
        Economic life.

    Returns
    -------
    float
        1/year; ``1/n`` at a rate of 0.

    Raises
    ------
    RateInvalidError
        If the rate is negative or the life not positive.

    Examples
    --------
    >>> round(capital_recovery_factor(0.10, 30), 6)
    0.106079
    """
    if not (rate >= 0 and years > 0):
        raise RateInvalidError(rate, years)
    if rate == 0:
        return 1 / years
    growth = float((1 + rate) ** years)
    return rate * growth / (growth - 1)
