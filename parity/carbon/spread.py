"""The carbon price to a ratio over samples: quantiles with what is unreachable counted as such."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from parity.carbon.coverage import Array
from parity.carbon.errors import CarbonSamplesFailedError
from parity.carbon.pair import KG_PER_T, PricedPair

LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class CarbonPriceSpread:
    """Distribution of the carbon price for one ratio.

    A sample that needs none counts as 0 and one that no price helps as infinite, so quantiles
    stay what they say: half of the samples reach the ratio at `median` or below. There is no
    mean: the price has a pole where both sides pay alike.

    Attributes
    ----------
    ratio : the ratio asked for
    p5, median, p95 : JPY per t CO2e; None if that share of samples is not reached at any price
    share_met : share of samples that need no carbon price
    share_value : share with a price above 0
    share_unreachable : share that no price helps
    share_lost : share that meets the ratio today and loses it above some price
    n : samples that could be calculated
    failed : samples without a finite number or with a baseline not above 0
    """

    ratio: float
    p5: float | None = field(default=None, kw_only=True)
    median: float | None = field(default=None, kw_only=True)
    p95: float | None = field(default=None, kw_only=True)
    share_met: float
    share_value: float
    share_unreachable: float
    share_lost: float
    n: int
    failed: int


def price_samples(pair: PricedPair, ratio: float) -> Array:
    """Return the carbon price of every sample, (s,): 0 met, inf unreachable, nan failed.

    Raises
    ------
    TargetInvalidError
        If the ratio is not above 0.
    """
    gap, saving = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(t, dtype=np.float64)) for t in pair.terms(ratio))
    )
    failed = np.isnan(gap) | np.isnan(saving)
    needed = (gap > 0) & (saving > 0)
    price = np.where(gap <= 0, 0.0, np.inf)
    price[needed] = KG_PER_T * gap[needed] / saving[needed]
    price[failed] = np.nan
    return price


def price_spread(pair: PricedPair, ratio: float) -> CarbonPriceSpread:
    """Summarise the carbon price of samples.

    Raises
    ------
    TargetInvalidError
        If the ratio is not above 0.
    CarbonSamplesFailedError
        If no sample could be calculated.

    Examples
    --------
    >>> from parity.carbon.pair import priced_pair
    >>> costs = np.array([150.0, 260.0, 300.0, 900.0])
    >>> spread = price_spread(priced_pair(costs, 200.0, np.array([1.0, 1.0, 9.0, 1.0]), 4.0), 1.0)
    >>> spread.share_met, spread.share_unreachable, spread.median, spread.p95
    (0.25, 0.25, 20000.0, None)
    """
    price = price_samples(pair, ratio)
    gap, saving = pair.terms(ratio)
    valid = price[~np.isnan(price)]
    if not valid.size:
        raise CarbonSamplesFailedError(price.size)
    # no interpolation: between a price and infinity there is nothing
    low, middle, high = np.quantile(valid, LEVELS, method="inverted_cdf")
    lost = (np.asarray(gap) <= 0) & (np.asarray(saving) < 0)
    return CarbonPriceSpread(
        ratio=ratio,
        p5=_finite(low),
        median=_finite(middle),
        p95=_finite(high),
        share_met=float(np.mean(valid == 0)),
        share_value=float(np.mean((valid > 0) & np.isfinite(valid))),
        share_unreachable=float(np.mean(np.isinf(valid))),
        share_lost=float(np.count_nonzero(np.broadcast_to(lost, price.shape)) / valid.size),
        n=int(valid.size),
        failed=int(price.size - valid.size),
    )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
