"""Which prices follow the oil price, and how far (`links.csv`).

``price = price_today (oil / oil_today)^beta``. Prices quoted in USD follow the yen by conversion
already, so there is no elasticity on the exchange rate: it would be counted twice. A price the
table quotes in JPY (naphtha, gasoline) follows the oil price **in yen**.

References
----------
E. Hasanov and M. Hasanov (2018), chapter 6 of Energy Economy, Finance and Geostrategy: naphtha
moves one to one with Brent in the long run, other petrochemical feedstocks less (abstract).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inventories.catalogue import nearest
from inventories.document import Grade
from inventories.expressions import Value
from parity.errors import PriceTableInvalidError
from parity.market.errors import LinkInvalidError, LinkMissingError
from parity.money import BASE_CURRENCY
from parity.tables import checked_rows, graded, load_tables, number_in

_FILE = Path(__file__).with_name("links.csv")
_COLUMNS = "key,driver,beta,low,high,series,n,r_squared,source,locator,grade,note"


@dataclass(frozen=True)
class Link:
    """Elasticity of a price on a driver.

    Attributes
    ----------
    key : price key
    driver : ``oil``
    beta : d ln price / d ln driver, real
    low, high : range of beta, None if the source gives none
    in_yen : whether the table quotes the price in JPY
    series : price series it was fitted to, empty if it was not
    n, r_squared : years and fit of the levels, None if it was not fitted
    """

    key: str
    driver: str
    beta: float
    low: float | None
    high: float | None
    in_yen: bool
    series: str
    n: int | None
    r_squared: float | None
    source: str
    at: str
    grade: Grade
    note: str


@functools.cache
def load_links(file: Path = _FILE) -> Mapping[str, Link]:
    """Read and check `links.csv`; price key -> link.

    Raises
    ------
    PriceTableInvalidError
        If a key has no price, a number is not finite, or the range does not hold beta.
    """
    tables = load_tables()
    found = {}
    for where, row in checked_rows(file, _COLUMNS, ("key", "driver")):
        grade = graded(row, where, tables.sources)
        if row["key"] not in tables.prices or row["driver"] != "oil":
            raise PriceTableInvalidError(f"{where}: no price `{row['key']}`, or driver not oil")
        if row["source"] == "assumption" and grade != "unverified":
            raise PriceTableInvalidError(f"{where}: an assumption is unverified")
        beta = number_in(row["beta"], where)
        low, high, r_squared, n = (
            number_in(row[c], where) if row[c] else None for c in ("low", "high", "r_squared", "n")
        )
        if (low is not None and low > beta) or (high is not None and high < beta):
            raise PriceTableInvalidError(f"{where}: beta {beta:g} is not from `low` to `high`")
        found[row["key"]] = Link(
            key=row["key"],
            driver=row["driver"],
            beta=beta,
            low=low,
            high=high,
            in_yen=tables.prices[row["key"]].currency == BASE_CURRENCY,
            series=row["series"],
            n=None if n is None else int(n),
            r_squared=r_squared,
            source=row["source"],
            at=row["locator"],
            grade=grade,
            note=row["note"],
        )
    return found


def link_of(key: str, links: Mapping[str, Link] | None = None) -> Link:
    """Return the link of a price.

    Raises
    ------
    LinkMissingError
        If it has none; the nearest keys that have one are named.
    """
    links = load_links() if links is None else links
    if key not in links:
        raise LinkMissingError(key, nearest(key, links))
    return links[key]


def link_factors(
    oil: Value,
    usd_jpy: Value,
    oil_today: float,
    usd_jpy_today: float,
    links: Mapping[str, Link] | None = None,
    currencies: Mapping[str, str] | None = None,
) -> dict[str, Value]:
    """Return the factor on today's price of every linked key, in the price's own currency.

    Parameters
    ----------
    oil, oil_today
        USD/bbl, real, > 0; `oil` may be samples (s,).
    usd_jpy, usd_jpy_today
        JPY per USD, real, > 0; `usd_jpy` may be samples (s,).
    links
        Those of the package if None.
    currencies
        Price key -> currency of the quotation in use, where it is not the package's row (a route's
        own price, a user's own table).

    Returns
    -------
    dict
        Price key -> factor: 1 where nothing has moved. Conversion of USD prices with `usd_jpy` is
        still to be done by whoever converts.

    Raises
    ------
    LinkInvalidError

    Examples
    --------
    >>> moved = link_factors(138.0, 150.0, oil_today=69.0, usd_jpy_today=150.0)
    >>> moved["naphtha"], 1.0 < moved["ethylene"] < 2.0, "limestone" in moved
    (2.0, True, False)
    """
    links = load_links() if links is None else links
    for name, value in (("usd_jpy", usd_jpy), ("usd_jpy_today", usd_jpy_today)):
        _demand(name, value, np.isfinite(value) & (np.asarray(value) > 0), *_ABOVE)
    oil_in_yen, given = oil * (usd_jpy / usd_jpy_today), currencies or {}
    factors = {}
    for key, link in links.items():
        in_yen = given[key] == BASE_CURRENCY if key in given else link.in_yen
        factors[key] = linked(1.0, link.beta, oil_in_yen if in_yen else oil, oil_today)
    return factors


def linked(price: Value, beta: Value, oil: Value, oil_today: float) -> Value:
    """Return a price that has followed the oil price.

    Parameters
    ----------
    price
        Today's, any money per any unit; negative (a gate fee) is refused.
    beta
        Elasticity; a float or samples (s,).
    oil, oil_today
        Oil price and that of the year of `price`, both real in the same money, > 0.

    Raises
    ------
    LinkInvalidError
        If a number is not finite, an oil price not above 0, or the price negative.

    Examples
    --------
    >>> linked(100.0, 0.5, 40.0, 160.0)
    50.0
    """
    _demand("price", price, np.isfinite(price) & (np.asarray(price) >= 0), *_NOT_NEGATIVE)
    _demand("beta", beta, np.isfinite(beta), "it must be finite", "有限の値です")
    for name, value in (("oil", oil), ("oil_today", oil_today)):
        _demand(name, value, np.isfinite(value) & (np.asarray(value) > 0), *_ABOVE)
    moved = np.asarray(price) * (np.asarray(oil, dtype=np.float64) / oil_today) ** np.asarray(beta)
    _demand("result", moved, np.isfinite(moved), "it overflows", "桁あふれしました")
    return float(moved) if moved.ndim == 0 else moved


_NOT_NEGATIVE = ("it must be finite and 0 or more", "有限の 0 以上の値です")
_ABOVE = ("it must be finite and above 0", "有限の正の値です")


def _demand(name: str, value: Value, holds: object, rule: str, rule_ja: str) -> None:
    good = np.asarray(holds, dtype=bool)
    if not good.all():
        shown = np.asarray(value, dtype=np.float64)[~good] if good.ndim else value
        raise LinkInvalidError(name, float(np.ravel(shown)[0]), rule, rule_ja)
