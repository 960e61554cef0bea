"""Yearly prices over decades (`parity/prices/series.csv`) and their real mean.

One year's price is a poor yardstick for a plant that runs for decades: Brent was 42 USD/bbl in
2020 and 100 in 2022. The real mean of ten years is an honest second baseline beside today's price.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inventories.catalogue import nearest
from inventories.document import Grade
from parity.errors import PriceTableInvalidError
from parity.market.errors import MeanSpanError, SeriesUnknownError, SeriesYearMissingError
from parity.market.settings import settings
from parity.money import fx_to_jpy, index_factor
from parity.tables import (
    PRICES_FOLDER,
    PriceTables,
    checked_rows,
    graded,
    load_tables,
    positive,
    year_of,
)

_FILE = "series.csv"
_COLUMNS = "key,year,value,currency,per,source,locator,grade"
_MOST_YEARS = 100


@dataclass(frozen=True)
class Series:
    """Nominal yearly mean prices of one commodity.

    Attributes
    ----------
    key : price key where the price table has one, else a name of its own
    prices : year -> price in `currency` of that year per `per`
    per : unit as the source quotes it; it may differ from that of the price table's row
    """

    key: str
    prices: Mapping[int, float]
    currency: str
    per: str
    source: str
    grade: Grade

    @property
    def first(self) -> int:
        """First year."""
        return min(self.prices)

    @property
    def last(self) -> int:
        """Last year."""
        return max(self.prices)

    def at(self, years: Sequence[int]) -> tuple[float, ...]:
        """Return the nominal prices of `years`.

        Raises
        ------
        SeriesYearMissingError
            If one is missing; nothing is interpolated.
        """
        missing = [year for year in years if year not in self.prices]
        if missing:
            raise SeriesYearMissingError(self.key, missing, self.first, self.last)
        return tuple(self.prices[year] for year in years)

    def real(self, years: Sequence[int], base_year: int, tables: PriceTables) -> tuple[float, ...]:
        """Return the prices of `years` in money of `base_year` of the series' own currency.

        The index is the currency's general one (consumer prices), as in `parity.money`.

        Raises
        ------
        SeriesYearMissingError, IndexMissingError, IndexYearMissingError
        """
        place = f"{_FILE}/{self.key}"
        return tuple(
            price * index_factor(self.currency, "general", year, base_year, tables, place)
            for year, price in zip(years, self.at(years), strict=True)
        )


@dataclass(frozen=True)
class MarketMean:
    """Mean real price over years up to the base year.

    Attributes
    ----------
    mean : `currency` of `base_year` per `per`
    spot : price of the base year, same unit
    mean_jpy : `mean` in JPY of the base year, at the exchange rate of the base year
    first, last : years of the mean
    """

    key: str
    mean: float
    spot: float
    mean_jpy: float
    currency: str
    per: str
    base_year: int
    first: int
    last: int

    @property
    def over_spot(self) -> float:
        """Mean over the price of the base year: the factor on a table price of the same goods."""
        return self.mean / self.spot


@functools.cache
def load_series(folder: Path = PRICES_FOLDER) -> Mapping[str, Series]:
    """Read and check `series.csv`; key -> series.

    Raises
    ------
    PriceTableInvalidError
        If a row has a price that is not above 0, an unknown source or grade, no locator, a year
        that comes twice, or another unit or currency than the rows of its key before it.
    """
    sources = load_tables(folder).sources
    found: dict[str, dict[int, float]] = {}
    heads: dict[str, tuple[str, str, str, Grade]] = {}
    for where, row in checked_rows(folder / _FILE, _COLUMNS, ("key", "year")):
        price = positive(row, "value", where, sources)
        head = (row["currency"], row["per"], row["source"], graded(row, where, sources))
        if heads.setdefault(row["key"], head) != head:
            raise PriceTableInvalidError(
                f"{where}: one series has one currency, unit, source and grade"
            )
        found.setdefault(row["key"], {})[year_of(row, where)] = price
    return {key: Series(key, prices, *heads[key]) for key, prices in found.items()}


def series_of(key: str, known: Mapping[str, Series] | None = None) -> Series:
    """Return the series of `key`.

    Raises
    ------
    SeriesUnknownError
        If there is none; the nearest are named.
    """
    known = load_series() if known is None else known
    if key not in known:
        raise SeriesUnknownError(key, nearest(key, known) or tuple(known))
    return known[key]


def market_mean(
    series: Series, tables: PriceTables, base_year: int, years: int | None = None
) -> MarketMean:
    """Return the mean real price of the `years` years that end with `base_year`.

    `years` is that of `settings.yaml` if None.

    Each year is brought to `base_year` with the general index of the currency, then the mean to
    JPY with the exchange rate of `base_year` (the order of `parity.money`).

    Raises
    ------
    MeanSpanError
        If `years` is not a number of years a series can have.
    SeriesYearMissingError, IndexMissingError, IndexYearMissingError, FxMissingError
        If a year is missing; a mean over fewer years is not given in its place.

    Examples
    --------
    >>> from parity.tables import load_tables
    >>> mean = market_mean(series_of("crude-oil"), load_tables(), 2025)
    >>> round(mean.mean, 1), round(mean.spot, 1), mean.currency, mean.per
    (78.8, 69.0, 'USD', 'bbl')
    """
    if years is None:
        years = int(settings().mean_years.value)
    if not 1 <= years <= _MOST_YEARS:
        raise MeanSpanError(years, _MOST_YEARS)
    span = range(base_year - years + 1, base_year + 1)
    real = series.real(span, base_year, tables)
    mean = sum(real) / years
    rate = fx_to_jpy(series.currency, base_year, tables, f"{_FILE}/{series.key}")
    return MarketMean(
        key=series.key,
        mean=mean,
        spot=real[-1],
        mean_jpy=mean * rate,
        currency=series.currency,
        per=series.per,
        base_year=base_year,
        first=span[0],
        last=span[-1],
    )
