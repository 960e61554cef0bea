"""Oil prices over the life of a plant, and the one price that is worth as much as a path of them.

Which kind of baseline takes them is decided in `parity.baseline`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inventories.expressions import Value
from parity.market.errors import LevelisingInvalidError
from parity.market.reverting import PriceProcess

_Array = NDArray[np.float64]


def oil_path(process: PriceProcess, oil_target_year: Value, years: int, normals: _Array) -> _Array:
    """Return oil prices from a target year on, one path per sample of that year.

    The k-th sample of the target year starts the k-th path, so that the ratio in the target year
    and the price over the plant's life belong to one world.

    Parameters
    ----------
    process
        Model of the oil price (`drivers_at(...)["oil"].process`).
    oil_target_year : (s,)
        Prices in the target year, > 0.
    years
        Years T of the path, the target year among them.
    normals : (s, T - 1)
        Independent standard normals.

    Returns
    -------
    (s, T)
        Column 0 is `oil_target_year`, column t the price t years later.

    Raises
    ------
    LevelisingInvalidError
        If shapes disagree or a start is not above 0.
    """
    start = np.atleast_1d(np.asarray(oil_target_year, dtype=np.float64))
    if years < 1 or np.shape(normals) != (len(start), years - 1):
        raise LevelisingInvalidError(
            f"{len(start)} paths of {years} years need normals of shape ({len(start)}, "
            f"{years - 1}), not {np.shape(normals)}",
            f"{years} 年・{len(start)} 本の価格経路に必要な乱数は ({len(start)}, {years - 1}) です"
            f"({np.shape(normals)} が渡されました)",
        )
    if not (np.isfinite(start) & (start > 0)).all():
        raise LevelisingInvalidError(
            "an oil price of the target year is not above 0",
            "目標年の原油価格に正でない値があります",
        )
    later = process.path(np.log(start), np.arange(1.0, years), normals)
    return np.concatenate([start[:, np.newaxis], later], axis=1)


def levelised(path: Value, discount_rate: Value, production: _Array) -> Value:
    """Return the one price that is worth as much as the prices of a path.

    ``sum d_t q_t b_t / sum d_t q_t`` with ``d_t = (1 + r)^-t``; the year that t counts from
    cancels out. This is what a plant's minimum selling price compares with: it too is one price
    over the plant's life.

    Parameters
    ----------
    path : (T,) or (s, T)
        Real prices, year by year.
    discount_rate
        Real, per year, > -1; a float or (s,).
    production : (T,)
        Output of each year, >= 0, any unit.

    Returns
    -------
    float or (s,)
        In the unit of `path`.

    Raises
    ------
    LevelisingInvalidError
        If shapes disagree, a number is not finite, or nothing is produced.

    Examples
    --------
    >>> round(levelised(np.array([100.0, 121.0]), 0.1, np.array([1.0, 1.0])), 9)
    110.0
    """
    prices, made = np.asarray(path, dtype=np.float64), np.asarray(production, dtype=np.float64)
    rate = np.asarray(discount_rate, dtype=np.float64)
    if prices.ndim not in (1, 2) or made.ndim != 1 or prices.shape[-1] != len(made):
        raise LevelisingInvalidError(
            f"prices {prices.shape} and production {made.shape} cover different years",
            f"価格 {prices.shape} と生産量 {made.shape} の年数が一致しません",
        )
    if not (np.isfinite(prices).all() and np.isfinite(made).all() and (made >= 0).all()):
        raise LevelisingInvalidError(
            "a price or output is not finite, or an output is negative",
            "価格か生産量に有限でない値、または負の生産量があります",
        )
    if not (np.isfinite(rate) & (rate > -1)).all() or rate.ndim > 1:
        raise LevelisingInvalidError(
            "the discount rate must be above -1", "割引率は -1 より大きい値でなければなりません"
        )
    if prices.ndim == 2 and rate.ndim == 1 and len(prices) != len(rate):
        raise LevelisingInvalidError(
            f"{len(prices)} paths but {len(rate)} discount rates",
            f"価格経路 {len(prices)} 本に対し割引率が {len(rate)} 件です",
        )
    if not made.sum() > 0:
        raise LevelisingInvalidError("nothing is produced", "生産量がすべて 0 です")
    with np.errstate(all="ignore"):  # an overflow is caught below, by its result
        weights = (1.0 + rate[..., np.newaxis]) ** -np.arange(len(made)) * made
        value = (prices * weights).sum(axis=-1) / weights.sum(axis=-1)
    if not np.isfinite(value).all():
        raise LevelisingInvalidError(
            "the discount rate is too near -1 for so many years",
            "この年数に対して割引率が -1 に近すぎます",
        )
    return float(value) if np.ndim(value) == 0 else value
