"""Abatement cost with its quadrant, and the acceptability curve that replaces it under uncertainty.

``AC = (c - b) / (e_b - e_c)`` is a cost per tonne only where money is spent and emissions fall.
Elsewhere the ratio misleads: of two options that save money, the one that saves less CO2 has the
larger figure, and no repair of the ratio helps (Taylor 2012, Energy Policy 48:430, abstract). So
every result carries its quadrant, and a figure only where it means something.

With samples the ratio has a pole where emissions are equal and its mean does not exist. What does
is ``P(lambda de >= dc)``: the probability that the switch pays at a carbon value of lambda.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from inventories.document import Localised
from inventories.expressions import Value
from parity.carbon.coverage import Array, checked
from parity.carbon.errors import CarbonInputInvalidError, CarbonSamplesFailedError
from parity.carbon.pair import KG_PER_T, NO_DIFFERENCE
from parity.carbon.texts import text
from parity.intervals import Probability, probability

MAX_PRICES = 500

Quadrant = Literal["value", "dominant", "dominated", "trade_off", "no_significant_difference"]
QUADRANTS: tuple[Quadrant, ...] = get_args(Quadrant)


@dataclass(frozen=True)
class AbatementCost:
    """The abatement cost of one comparison, or why there is none.

    Attributes
    ----------
    kind : ``value`` (not cheaper, lower emissions), ``dominant`` (cheaper, lower), ``dominated``
        (not cheaper, higher), ``trade_off`` (cheaper, higher), ``no_significant_difference``
    jpy_per_t : JPY per t CO2e saved; of kind ``value`` only
    saved_jpy_per_extra_t : JPY saved per extra t CO2e emitted; of kind ``trade_off`` only
    extra_cost_jpy : bio less baseline, JPY per unit of baseline replaced
    saved_kgco2e : baseline less bio, kg CO2e per unit of baseline replaced
    meaning : the result in words
    """

    kind: Quadrant
    jpy_per_t: float | None = field(default=None, kw_only=True)
    saved_jpy_per_extra_t: float | None = field(default=None, kw_only=True)
    extra_cost_jpy: float
    saved_kgco2e: float
    meaning: Localised


@dataclass(frozen=True)
class Acceptability:
    """How likely the switch pays at each value of carbon.

    Attributes
    ----------
    prices : JPY per t CO2e, rising
    probability : P(price * saved >= extra cost) with its interval, one per price
    median_price : lowest price at which half of the samples or more pay; None if there is none
    limit : probability at a price without end: the share of samples that save emissions (or
        save nothing and cost nothing)
    quadrants : share of samples in each quadrant, without a band of no difference
    n, failed : samples used, and those that are not finite
    """

    prices: tuple[float, ...]
    probability: tuple[Probability, ...]
    median_price: float | None = field(default=None, kw_only=True)
    limit: float
    quadrants: dict[Quadrant, float]
    n: int
    failed: int


def abatement_cost(
    bio_jpy: float,
    baseline_jpy: float,
    e_bio: float,
    e_baseline: float,
    interval_kgco2e: float = 0.0,
) -> AbatementCost:
    """Return the abatement cost of replacing one unit of baseline.

    Parameters
    ----------
    bio_jpy, baseline_jpy
        JPY per unit of baseline replaced.
    e_bio, e_baseline
        kg CO2e per unit of baseline replaced: same guideline, boundary and year.
    interval_kgco2e
        Half-width of the interval of the difference in emissions; a smaller difference is not
        significant.

    Raises
    ------
    CarbonInputInvalidError
        If a number is not finite, or the half-width is negative.

    Examples
    --------
    >>> abatement_cost(3.0, 2.5, 1.5, 4.0).jpy_per_t
    200.0
    >>> abatement_cost(2.0, 2.5, 1.5, 4.0).kind
    'dominant'
    """
    named = {
        "bio_jpy": bio_jpy,
        "baseline_jpy": baseline_jpy,
        "e_bio": e_bio,
        "e_baseline": e_baseline,
        "interval_kgco2e": interval_kgco2e,
    }
    for name, number in named.items():
        if not math.isfinite(number):
            raise CarbonInputInvalidError(name, number, "a finite number", "有限の数")
    if interval_kgco2e < 0:
        raise CarbonInputInvalidError("interval_kgco2e", interval_kgco2e, "0 or more", "0 以上")
    cost, saved = bio_jpy - baseline_jpy, e_baseline - e_bio
    noise = NO_DIFFERENCE * (abs(e_bio) + abs(e_baseline))
    kind = _quadrant(cost, saved, max(interval_kgco2e, noise))
    per_t = KG_PER_T * cost / saved if kind in {"value", "trade_off"} else None
    return AbatementCost(
        kind=kind,
        jpy_per_t=per_t if kind == "value" else None,
        saved_jpy_per_extra_t=per_t if kind == "trade_off" else None,
        extra_cost_jpy=cost,
        saved_kgco2e=saved,
        meaning=text(
            _TEXT[kind],
            cost=per_t or 0.0,
            saved=saved,
            more=-saved,
            gain=-cost,
            interval=interval_kgco2e,
        ),
    )


_TEXT: dict[Quadrant, str] = {
    "value": "abatement-value",
    "dominant": "abatement-dominant",
    "dominated": "abatement-dominated",
    "trade_off": "abatement-trade-off",
    "no_significant_difference": "abatement-no-difference",
}


def _quadrant(cost: float, saved: float, indifferent: float) -> Quadrant:
    if abs(saved) <= indifferent:
        return "no_significant_difference"
    if saved > 0:
        return "dominant" if cost < 0 else "value"
    return "trade_off" if cost < 0 else "dominated"


def acceptability(
    extra_cost_jpy: Value,
    saved_kgco2e: Value,
    prices: Sequence[float],
    replicates: int = 1,
) -> Acceptability:
    """Return the probability that the switch pays, over values of carbon.

    Parameters
    ----------
    extra_cost_jpy, saved_kgco2e
        Paired samples (s,) of ``c - b`` and ``e_b - e_c`` per unit of baseline replaced: the
        same draw of oil, yield and year in both. One of them may be a single number.
    prices
        Values of carbon, JPY per t CO2e, 0 or more, rising, at most 500.
    replicates
        Independently scrambled replicates the samples are made of; 1 for random draws.

    Raises
    ------
    CarbonInputInvalidError
        If prices do not rise from 0 or more, or samples differ in length.
    CarbonSamplesFailedError
        If no sample is finite.
    SampleReplicatesInvalidError
        If the samples do not split into that many replicates.
    """
    grid = tuple(float(price) for price in prices)
    rising = all(low < high for low, high in itertools.pairwise(grid))
    if not (1 <= len(grid) <= MAX_PRICES and rising and grid[0] >= 0 and math.isfinite(grid[-1])):
        raise CarbonInputInvalidError(
            "prices",
            f"{len(grid)} numbers",
            f"1 to {MAX_PRICES} rising numbers from 0 up",
            f"0 以上で増えていく 1〜{MAX_PRICES} 個の数",
        )
    cost, saved = _pairs(extra_cost_jpy, saved_kgco2e)
    valid = np.isfinite(cost) & np.isfinite(saved)
    failed = int(valid.size - np.count_nonzero(valid))
    if not valid.any():
        raise CarbonSamplesFailedError(valid.size)
    pays = [price * saved / KG_PER_T >= cost for price in grid]
    cost, saved = cost[valid], saved[valid]
    return Acceptability(
        prices=grid,
        probability=tuple(probability(met, replicates, valid=valid) for met in pays),
        median_price=median_price(cost, saved),
        limit=float(np.mean((saved > 0) | ((saved == 0) & (cost <= 0)))),
        quadrants=quadrant_shares(cost, saved),
        n=int(cost.size),
        failed=failed,
    )


def median_price(extra_cost_jpy: Array, saved_kgco2e: Array) -> float | None:
    """Return the lowest value of carbon at which at least half of the samples pay, JPY per t.

    Exact: each sample that costs more and saves joins at its own ``dc / de``; each that costs less
    and emits more leaves above it.

    Parameters
    ----------
    extra_cost_jpy, saved_kgco2e
        Finite paired samples (s,).
    """
    cost, saved = np.asarray(extra_cost_jpy), np.asarray(saved_kgco2e)
    paying = int(np.count_nonzero(cost <= 0))
    half = cost.size / 2
    if paying >= half:
        return 0.0
    joins = (cost > 0) & (saved > 0)
    leaves = (cost <= 0) & (saved < 0)
    price = KG_PER_T * np.concatenate((cost[joins] / saved[joins], cost[leaves] / saved[leaves]))
    step = np.concatenate((np.ones(int(joins.sum())), -np.ones(int(leaves.sum()))))
    order = np.lexsort((-step, price))  # at one price first those that join: both pay there
    count = paying + np.cumsum(step[order])
    reached = np.flatnonzero(count >= half)
    return float(price[order][reached[0]]) if reached.size else None


def quadrant_shares(extra_cost_jpy: Array, saved_kgco2e: Array) -> dict[Quadrant, float]:
    """Return the share of finite samples (s,) in each quadrant; they sum to 1."""
    cost, saved = np.asarray(extra_cost_jpy), np.asarray(saved_kgco2e)
    found: dict[Quadrant, NDArray[np.bool_]] = {
        "value": (saved > 0) & (cost >= 0),
        "dominant": (saved > 0) & (cost < 0),
        "dominated": (saved < 0) & (cost >= 0),
        "trade_off": (saved < 0) & (cost < 0),
        "no_significant_difference": saved == 0,
    }
    return {kind: float(np.mean(found[kind])) for kind in QUADRANTS}


def _pairs(cost: Value, saved: Value) -> tuple[Array, Array]:
    left = np.atleast_1d(np.asarray(checked("extra_cost_jpy", cost), dtype=np.float64))
    right = np.atleast_1d(np.asarray(checked("saved_kgco2e", saved), dtype=np.float64))
    if left.size != right.size and 1 not in (left.size, right.size):
        raise CarbonInputInvalidError(
            "samples",
            f"rows of {left.size} and {right.size}",
            "rows of one length",
            "同じ長さの標本",
        )
    left, right = np.broadcast_arrays(left, right)
    return left, right
