"""Oil price and yen as inputs that may be moved: today's value, and the spread at a later year.

`drivers_at(2030, 2025)["oil"]` holds today's price beside the distribution of the price in 2030.
The two must not be mixed up: prices of the table are **today's**, so a link and a conversion are
anchored at `today`; a sample of the year is drawn from `input.distribution` around `input.value`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from inventories.document import Grade, Localised
from inventories.document.flows import Distribution
from inventories.input_names import OIL, USD_JPY
from inventories.yaml_files import read_yaml
from parity.inputs import Input
from parity.market.errors import HorizonInvalidError
from parity.market.reverting import PriceProcess, RandomWalk, Reverting
from parity.market.series import series_of
from parity.money import fx_to_jpy, index_factor
from parity.tables import PriceTables, load_tables

_FILE = Path(__file__).with_name("drivers.yaml")
_PLACE = "/base_year"


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Localised
    unit: str
    series: str
    first: int
    last: int
    price_year: int
    sigma: float
    source: str
    at: str
    grade: Grade
    caveat: Localised


class Fit(BaseModel):
    """What the fit behind a reverting driver says about itself; see `calibration.Calibration`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int
    slope: float
    slope_se: float
    slope_unbiased: float
    unit_root_t: float


class RevertingDriver(_Stored):
    """A driver that comes back to a level, in money of `price_year`."""

    model: Literal["reverting"]
    kappa: float
    alpha: float
    fit: Fit


class WanderingDriver(_Stored):
    """A driver that wanders from where it is."""

    model: Literal["random_walk"]


class StoredDrivers(BaseModel):
    """`drivers.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    oil: RevertingDriver
    usd_jpy: WanderingDriver


@dataclass(frozen=True)
class Driver:
    """A driver seen from a base year, at a later year.

    Attributes
    ----------
    input : `value` is the median at `year`, with the distribution there (None if `year` is today)
    today : value in the base year: what prices of the table and rates stand for
    process : the model behind, in money of the base year; starts at `today`
    year, base_year : of `input` and of `today`
    caveat : what the reader of a spread has to know
    """

    input: Input
    today: float
    process: PriceProcess
    year: int
    base_year: int
    caveat: Localised

    @property
    def central_at_year(self) -> float:
        """Median at `year`."""
        return self.input.value


@functools.cache
def stored_drivers() -> StoredDrivers:
    """Return the fitted drivers of the package."""
    return StoredDrivers.model_validate(read_yaml(_FILE)[0])


def drivers_at(
    year: int,
    base_year: int,
    tables: PriceTables | None = None,
) -> dict[str, Driver]:
    """Return the drivers ``oil`` and ``usd_jpy`` for a year, seen from a base year.

    Parameters
    ----------
    year
        Year of the spread, >= `base_year`.
    base_year
        Year whose prices are today's; money of this year.
    tables
        Those of the package if None.

    Raises
    ------
    HorizonInvalidError
        If `year` lies before `base_year`.
    SeriesYearMissingError, IndexYearMissingError, FxMissingError
        If the base year has no oil price, price index or exchange rate.

    Examples
    --------
    >>> oil = drivers_at(2030, 2025)["oil"]
    >>> round(oil.today, 2), round(oil.central_at_year, 2), round(oil.input.distribution.gsd, 3)
    (69.04, 70.05, 1.565)
    """
    if year < base_year:
        raise HorizonInvalidError(year, base_year)
    tables = load_tables() if tables is None else tables
    stored = stored_drivers()
    brent = series_of(stored.oil.series)
    (price,) = brent.at((base_year,))
    level = index_factor(
        brent.currency, "general", stored.oil.price_year, base_year, tables, _PLACE
    )
    oil = Reverting(
        s0=price,
        kappa=stored.oil.kappa,
        sigma=stored.oil.sigma,
        alpha=stored.oil.alpha + float(np.log(level)),
    )
    rate = fx_to_jpy("USD", base_year, tables, _PLACE)
    walk = RandomWalk(s0=rate, sigma=stored.usd_jpy.sigma)
    return {
        OIL: _driver(OIL, stored.oil, oil, year, base_year),
        USD_JPY: _driver(USD_JPY, stored.usd_jpy, walk, year, base_year),
    }


def real_usd_jpy(years: Sequence[int], base_year: int, tables: PriceTables) -> tuple[float, ...]:
    """Return the real rate of `years` in JPY of `base_year` per USD of `base_year`.

    A plant's costs and prices are real here, so what moves them is the real rate: the nominal one
    times the price level of the United States over that of Japan, both to `base_year`.

    Raises
    ------
    IndexYearMissingError, FxMissingError
    """
    return tuple(
        fx_to_jpy("USD", year, tables, _PLACE)
        * index_factor("JPY", "general", year, base_year, tables, _PLACE)
        / index_factor("USD", "general", year, base_year, tables, _PLACE)
        for year in years
    )


def _driver(
    name: str,
    stored: RevertingDriver | WanderingDriver,
    process: PriceProcess,
    year: int,
    base_year: int,
) -> Driver:
    ahead = float(year - base_year)
    _, variance = process.moments(ahead)
    spread = (
        Distribution(kind="lognormal", gsd=float(np.exp(np.sqrt(variance))))
        if float(np.max(variance)) > 0.0
        else None
    )
    given = Input(
        name=name,
        title=stored.title,
        value=float(process.median(ahead)) if spread else process.s0,
        unit=stored.unit,
        grade=stored.grade,
        source=stored.source,
        at=stored.at,
        distribution=spread,
    )
    return Driver(given, process.s0, process, year, base_year, stored.caveat)
