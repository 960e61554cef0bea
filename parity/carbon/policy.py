"""Carbon pricing policies as data: their price band by year and whom they reach."""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from inventories.document import GRADES, Grade
from inventories.yaml_files import place
from parity.carbon.errors import CarbonPriceYearMissingError, PolicyTableInvalidError

POLICIES_FOLDER = Path(__file__).with_name("policies")
GX_ETS = "gx_ets"
_COLUMNS = "item,fiscal_year,value,unit,price_year,source,url,locator,grade,note"
_BAND = ("lower_price", "upper_price")


@dataclass(frozen=True)
class PolicyValue:
    """One number of a policy.

    Attributes
    ----------
    fiscal_year : Japanese fiscal year (April to March); None if it holds for all years
    price_year : year of the money; None if it is no money or the source states none
    """

    item: str
    fiscal_year: int | None
    value: float
    unit: str
    price_year: int | None
    source: str
    url: str
    locator: str
    grade: Grade
    note: str


@dataclass(frozen=True)
class Policy:
    """A carbon pricing scheme.

    Attributes
    ----------
    bands : fiscal year -> lower and upper price
    scope : item -> number that holds for all years
    """

    id: str
    bands: Mapping[int, tuple[PolicyValue, PolicyValue]]
    scope: Mapping[str, PolicyValue]

    def band(self, year: int) -> tuple[PolicyValue, PolicyValue]:
        """Return the lower and the upper price of a year.

        Raises
        ------
        CarbonPriceYearMissingError
            If the policy states none: nothing is extrapolated.
        """
        if year not in self.bands:
            raise CarbonPriceYearMissingError(self.id, year, min(self.bands), max(self.bands))
        return self.bands[year]


@functools.cache
def load_policy(name: str = GX_ETS, folder: Path = POLICIES_FOLDER) -> Policy:
    """Read and check a policy of the package.

    Raises
    ------
    PolicyTableInvalidError
        If the file does not exist, a row has a duplicate or missing key, a grade that does not
        exist or a number that is not finite, or a year lacks one of the two prices.

    Examples
    --------
    >>> lower, upper = load_policy("gx_ets").band(2026)
    >>> lower.value, upper.value, upper.unit
    (1700.0, 4300.0, 'JPY/t CO2')
    """
    file = folder / f"{name}.csv"
    if not file.is_file():
        raise PolicyTableInvalidError(f"{place(file)}: there is no such policy")
    prices: dict[int, dict[str, PolicyValue]] = {}
    scope: dict[str, PolicyValue] = {}
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != _COLUMNS.split(","):
            raise PolicyTableInvalidError(f"{place(file)}:1: columns must be {_COLUMNS}")
        for row in reader:
            where = f"{place(file)}:{reader.line_num}"
            value = _value(row, where)
            target = (
                scope if value.fiscal_year is None else prices.setdefault(value.fiscal_year, {})
            )
            if value.item in target or (value.item in _BAND) != (value.fiscal_year is not None):
                raise PolicyTableInvalidError(f"{where}: `{value.item}` twice, or year misplaced")
            target[value.item] = value
    bands: dict[int, tuple[PolicyValue, PolicyValue]] = {}
    for year, both in prices.items():
        if set(both) != set(_BAND) or both["lower_price"].value > both["upper_price"].value:
            raise PolicyTableInvalidError(f"{place(file)}: {year} needs lower_price <= upper_price")
        bands[year] = both["lower_price"], both["upper_price"]
    if not bands:
        raise PolicyTableInvalidError(f"{place(file)}: no year has a price")
    return Policy(id=name, bands=dict(sorted(bands.items())), scope=scope)


def _value(row: Mapping[str, str], where: str) -> PolicyValue:
    if None in row or None in row.values():
        raise PolicyTableInvalidError(f"{where}: number of columns")
    if row["grade"] not in GRADES or not (row["source"] and row["locator"] and row["unit"]):
        raise PolicyTableInvalidError(f"{where}: needs unit, source, locator, grade of {GRADES}")
    try:
        value = float(row["value"])
        year, price_year = (int(row[c]) if row[c] else None for c in ("fiscal_year", "price_year"))
    except ValueError as error:
        raise PolicyTableInvalidError(f"{where}: {error}") from error
    if not (math.isfinite(value) and value >= 0):
        raise PolicyTableInvalidError(f"{where}: `{row['value']}` is not a finite number from 0 up")
    return PolicyValue(
        item=row["item"],
        fiscal_year=year,
        value=value,
        unit=row["unit"],
        price_year=price_year,
        source=row["source"],
        url=row["url"],
        locator=row["locator"],
        grade=next(g for g in get_args(Grade) if g == row["grade"]),
        note=row["note"],
    )
