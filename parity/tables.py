"""The room's data: prices, price indices, exchange rates and their sources, read once and frozen.

Files (CSV, UTF-8) in `parity/prices/`: `prices.csv`, `indices.csv`, `index_kinds.csv`, `fx.csv`,
`sources.csv`. Every row carries source, locator and evidence grade; a broken row is refused with
its file and line. A user's own rows are laid over them in `parity.tables_own`, price series over
many years are in `parity.market`.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from inventories.document import GRADES, Grade
from parity.errors import PriceTableInvalidError

PRICES_FOLDER = Path(__file__).with_name("prices")
_FILES = ("prices.csv", "indices.csv", "index_kinds.csv", "fx.csv", "sources.csv")
_COLUMNS = {
    "prices.csv": "key,title_en,title_ja,group,amount,currency,per,year,index,low,high,source,"
    "locator,grade,note",
    "indices.csv": "series,year,value,unit,source,locator,grade,note",
    "index_kinds.csv": "currency,kind,series,proxy,note",
    "fx.csv": "currency,year,per_usd,unit,source,locator,grade",
    "sources.csv": "id,title,publisher,year,url,licence,opened,note",
}
IndexKind = Literal["capital", "general", "labour", "none"]
Group = Literal[
    "feedstock",
    "chemicals",
    "energy",
    "utilities",
    "waste",
    "transport",
    "labour",
    "fixed",
    "capital",
    "co_product",
    "other",
]


@dataclass(frozen=True)
class TablePrice:
    """One row of `prices.csv`: a price as quoted, not yet converted.

    `own` is true for a row that a user laid over the table.
    """

    key: str
    title_en: str
    title_ja: str
    group: str
    amount: float
    currency: str
    per: str
    year: int
    index: str
    low: float | None
    high: float | None
    source: str
    locator: str
    grade: Grade
    note: str
    own: bool = False


@dataclass(frozen=True)
class PriceTables:
    """Everything `parity` looks up; pass it on, never look it up behind a caller's back.

    Attributes
    ----------
    prices : price key -> row
    series : (currency, kind) -> name of the index series
    proxies : (currency, kind) pairs whose series is that of another country
    indices : (series, year) -> index value
    per_usd : (currency, year) -> units of currency per USD, yearly mean
    sources : source id -> title
    digest : sha256 over the files (and a user's own rows, if any), hex
    """

    prices: Mapping[str, TablePrice]
    series: Mapping[tuple[str, str], str]
    proxies: frozenset[tuple[str, str]]
    indices: Mapping[tuple[str, int], float]
    per_usd: Mapping[tuple[str, int], float]
    sources: Mapping[str, str]
    digest: str

    @property
    def currencies(self) -> frozenset[str]:
        """Currencies with at least one exchange rate (USD among them)."""
        return frozenset({currency for currency, _ in self.per_usd} | {"USD"})


@functools.cache
def load_tables(folder: Path = PRICES_FOLDER) -> PriceTables:
    """Read and check the tables of `folder`.

    Raises
    ------
    PriceTableInvalidError
        If a file lacks columns, or a row has a duplicate key, an unknown source, group, index
        kind or grade, a number that is not finite, or a range that does not hold the amount.
    """
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((folder / name).read_bytes())
    sources = {row["id"]: row["title"] for _, row in _rows(folder, "sources.csv", ("id",))}
    kinds = {
        (row["currency"], row["kind"]): row
        for _, row in _rows(folder, "index_kinds.csv", ("currency", "kind"))
    }
    return PriceTables(
        prices={
            row["key"]: _price(row, where, sources)
            for where, row in _rows(folder, "prices.csv", ("key",))
        },
        series={key: row["series"] for key, row in kinds.items()},
        proxies=frozenset(key for key, row in kinds.items() if row["proxy"] == "yes"),
        indices={
            (row["series"], year_of(row, where)): positive(row, "value", where, sources)
            for where, row in _rows(folder, "indices.csv", ("series", "year"))
        },
        per_usd={
            (row["currency"], year_of(row, where)): positive(row, "per_usd", where, sources)
            for where, row in _rows(folder, "fx.csv", ("currency", "year"))
        },
        sources=sources,
        digest=digest.hexdigest(),
    )


def _rows(folder: Path, name: str, key: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, str]]]:
    return checked_rows(folder / name, _COLUMNS[name], key)


def checked_rows(
    file: Path, columns: str, key: tuple[str, ...]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield place (``file:line``) and row of a CSV file whose header is `columns`.

    Raises
    ------
    PriceTableInvalidError
        If the columns differ, a row is too long or short, or two rows have the same `key`.
    """
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != columns.split(","):
            raise PriceTableInvalidError(f"{file.name}:1: columns must be {columns}")
        seen: set[tuple[str, ...]] = set()
        for row in reader:
            where = f"{file.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise PriceTableInvalidError(f"{where}: number of columns")
            this = tuple(row[column] for column in key)
            if this in seen:
                raise PriceTableInvalidError(f"{where}: duplicate {this}")
            seen.add(this)
            yield where, row


def graded(row: Mapping[str, str], where: str, sources: Mapping[str, str]) -> Grade:
    """Return the grade of a row, its source and locator checked.

    Raises
    ------
    PriceTableInvalidError
        If the source is not in `sources`, the locator is empty or the grade is not known.
    """
    if row["source"] not in sources:
        raise PriceTableInvalidError(f"{where}: source `{row['source']}` is not in sources.csv")
    grade = next((g for g in GRADES if g == row["grade"]), None)
    if grade is None or not row["locator"]:
        raise PriceTableInvalidError(f"{where}: needs a locator and a grade of {GRADES}")
    return grade


def number_in(text: str, where: str) -> float:
    """Return a finite number.

    Raises
    ------
    PriceTableInvalidError
        If the text is none.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise PriceTableInvalidError(f"{where}: `{text}` is not a finite number")
    return value


def year_of(row: Mapping[str, str], where: str) -> int:
    """Return the year of a row.

    Raises
    ------
    PriceTableInvalidError
        If it is not four digits.
    """
    text = row["year"]
    if len(text) != 4 or not text.isascii() or not text.isdigit():
        raise PriceTableInvalidError(f"{where}: `{text}` is not a year")
    return int(text)


def positive(row: Mapping[str, str], column: str, where: str, sources: Mapping[str, str]) -> float:
    """Return a number above 0 of a row whose source, locator and grade are in order.

    Raises
    ------
    PriceTableInvalidError
        If they are not, or the number is not finite or not above 0.
    """
    graded(row, where, sources)
    value = number_in(row[column], where)
    if value <= 0:
        raise PriceTableInvalidError(f"{where}: `{column}` must be above 0")
    return value


def _price(row: Mapping[str, str], where: str, sources: Mapping[str, str]) -> TablePrice:
    grade = graded(row, where, sources)
    if row["group"] not in get_args(Group) or row["index"] not in get_args(IndexKind):
        raise PriceTableInvalidError(f"{where}: group `{row['group']}`, index `{row['index']}`")
    amount = number_in(row["amount"], where)
    low, high = (None if not row[c] else number_in(row[c], where) for c in ("low", "high"))
    if (low is not None and low > amount) or (high is not None and high < amount):
        raise PriceTableInvalidError(f"{where}: amount {amount:g} is not from `low` to `high`")
    return TablePrice(
        key=row["key"],
        title_en=row["title_en"],
        title_ja=row["title_ja"],
        group=row["group"],
        amount=amount,
        currency=row["currency"],
        per=row["per"],
        year=year_of(row, where),
        index=row["index"],
        low=low,
        high=high,
        source=row["source"],
        locator=row["locator"],
        grade=grade,
        note=row["note"],
    )
