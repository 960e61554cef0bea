"""Depreciation schedules by name: share of an asset's cost deducted in each operating year.

Names
-----
``MACRS7`` : US modified accelerated cost recovery, half-year convention (`macrs.csv`)
``SL10`` : straight line over 10 years
``DDB8`` : double declining balance over 8 years without switch; a rest is never deducted
``SYD10`` : sum of the years' digits
``JP200DB8`` : Japanese 200 % declining balance with guaranteed depreciation
    (`japan_declining_balance.csv`)
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable
from pathlib import Path

from parity.dcf.defaults import limit
from parity.dcf.errors import DepreciationUnknownError

MACRS_FILE = Path(__file__).with_name("macrs.csv")
JAPAN_FILE = Path(__file__).with_name("japan_declining_balance.csv")

_NAME = re.compile(r"(MACRS|SL|DDB|SYD|JP200DB)([1-9][0-9]{0,2})")


@functools.cache
def _macrs() -> dict[int, tuple[float, ...]]:
    shares: dict[int, list[float]] = {}
    with MACRS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            shares.setdefault(int(row["class_years"]), []).append(float(row["share"]))
    return {years: tuple(of_class) for years, of_class in shares.items()}


@functools.cache
def _japan() -> dict[int, tuple[float, float, float]]:
    with JAPAN_FILE.open(encoding="utf-8", newline="") as file:
        return {
            int(row["years"]): (
                float(row["rate"]),
                float(row["revised_rate"]),
                float(row["guarantee_rate"]),
            )
            for row in csv.DictReader(file)
        }


def straight_line(years: int) -> tuple[float, ...]:
    """Return the same share every year: 1 / `years`.

    Examples
    --------
    >>> straight_line(4)
    (0.25, 0.25, 0.25, 0.25)
    """
    return (1 / years,) * years


def double_declining(years: int) -> tuple[float, ...]:
    """Return 2 / `years` of the book value every year, without a switch to straight line.

    Follows BioSTEAM (``DDB``): the shares do not sum to 1; eight years leave a tenth undeducted.
    One year deducts everything.
    """
    rate = min(1.0, 2 / years)
    return tuple(rate * (1 - rate) ** year for year in range(years))


def years_digits(years: int) -> tuple[float, ...]:
    """Return shares falling in a line: the years left over the sum of the years.

    Examples
    --------
    >>> years_digits(3)
    (0.5, 0.3333333333333333, 0.16666666666666666)
    """
    digits = years * (years + 1) / 2
    return tuple((years - year) / digits for year in range(years))


def japanese_declining(years: int) -> tuple[float, ...]:
    """Return the Japanese 200 % declining balance, switched where the guarantee is undercut.

    Each year deducts `rate` of the book value. From the first year in which that is less than
    `guarantee_rate` of the cost, every year deducts `revised_rate` of the book value at the
    start of that year; the last year deducts the rest. The memo value of 1 JPY is neglected and
    the first business year counts as whole.

    Raises
    ------
    DepreciationUnknownError
        If the table has no such life.
    """
    if years not in _japan():
        raise DepreciationUnknownError(f"JP200DB{years}", known_schedules())
    rate, revised_rate, guarantee = _japan()[years]
    shares: list[float] = []
    book, yearly = 1.0, 0.0
    for year in range(years):
        if not yearly and book * rate < guarantee:
            yearly = book * revised_rate
        last = year == years - 1
        shares.append(book if last else min(book, yearly or book * rate))
        book -= shares[-1]
    return tuple(shares)


def _macrs_schedule(years: int) -> tuple[float, ...]:
    if years not in _macrs():
        raise DepreciationUnknownError(f"MACRS{years}", known_schedules())
    return _macrs()[years]


_SCHEDULES: dict[str, Callable[[int], tuple[float, ...]]] = {
    "MACRS": _macrs_schedule,
    "SL": straight_line,
    "DDB": double_declining,
    "SYD": years_digits,
    "JP200DB": japanese_declining,
}


def known_schedules() -> tuple[str, ...]:
    """Names of schedules; ``n`` stands for any number of years."""
    return (
        *(f"MACRS{years}" for years in _macrs()),
        "SLn",
        "DDBn",
        "SYDn",
        f"JP200DB{min(_japan())} to JP200DB{max(_japan())}",
    )


@functools.lru_cache(maxsize=256)
def schedule(name: str) -> tuple[float, ...]:
    """Return the shares of the cost deducted in each operating year, from the first on.

    Parameters
    ----------
    name : e.g. ``MACRS7``, ``SL10``, ``DDB8``, ``SYD10``, ``JP200DB8``

    Raises
    ------
    DepreciationUnknownError
        If there is no such schedule; it lists what there is.

    Examples
    --------
    >>> schedule("MACRS3")
    (0.3333, 0.4445, 0.1481, 0.0741)
    """
    match = _NAME.fullmatch(name)
    if match is None or int(match[2]) > limit("life_years"):
        raise DepreciationUnknownError(name, known_schedules())
    return _SCHEDULES[match[1]](int(match[2]))
