"""The parity ratio as a distribution: median, span, and the probability of reaching the target.

Median and quantiles of paired samples only: the mean of a ratio may be infinite, and a ratio of
means is another number. For a positive baseline b they agree with the costs themselves,
``P(c / b <= r) = P(c - r b <= 0)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lca.sampling_errors import SamplesAllFailedError
from lca.system import Array
from parity.errors import TargetInvalidError
from parity.intervals import LEVEL, Flags, Probability, probability

MAX_BINS = 1000
"""Bins of a histogram: more than a figure has pixels to show."""


@dataclass(frozen=True)
class RatioDistribution:
    """What samples say of a cost ratio.

    Attributes
    ----------
    median, p5, p95 : of the samples that gave a ratio
    target : ratio to reach
    probability : share of them with a ratio of at most the target
    n : samples that gave a ratio
    failed : samples that gave none (a plant that cannot be built, a baseline not above 0); left
        out of all numbers above
    at_least : share of all samples, the failed ones counted as missing the target
    """

    median: float
    p5: float
    p95: float
    target: float
    probability: Probability
    n: int
    failed: int
    at_least: float


@dataclass(frozen=True)
class Histogram:
    """Bins that hold the same share of the samples each; as points, the distribution function.

    Attributes
    ----------
    share : (bins + 1,) cumulative, 0 to 1 in equal steps
    ratio : (bins + 1,) quantile at each share, rising
    """

    share: tuple[float, ...]
    ratio: tuple[float, ...]


def summary(
    ratio: Array, target: float, replicates: int = 1, level: float = LEVEL
) -> RatioDistribution:
    """Return median, 5th and 95th percentile of a ratio and the probability of the target.

    Parameters
    ----------
    ratio : (s,)
        Paired samples; one that failed is nan (`Weighed`). What is infinite has failed too.
    target
        Ratio to reach.
    replicates
        `Draws.replicates`: 1 for independent samples.
    level
        Confidence level of the probability's interval.

    Raises
    ------
    SamplesAllFailedError
        If no sample gave a ratio.
    TargetInvalidError
        If the target is not a positive number.
    SampleReplicatesInvalidError, SampleLevelInvalidError
        As `parity.intervals.probability`.

    Examples
    --------
    >>> found = summary(np.array([1.0, 1.1, np.nan, 1.3]), target=1.2)
    >>> found.median, found.n, found.failed, found.at_least
    (1.1, 3, 1, 0.5)
    """
    if not (math.isfinite(target) and target > 0):
        raise TargetInvalidError(target)
    told, valid = _told(ratio)
    with np.errstate(invalid="ignore"):
        met = ratio <= target
    found = probability(met, replicates, level, valid)
    p5, median, p95 = (float(x) for x in np.quantile(told, (0.05, 0.5, 0.95)))
    return RatioDistribution(
        median=median,
        p5=p5,
        p95=p95,
        target=target,
        probability=found,
        n=told.size,
        failed=ratio.size - told.size,
        at_least=float((met & valid).sum()) / ratio.size,
    )


def histogram(ratio: Array, bins: int = 100) -> Histogram:
    """Return the quantiles of a ratio at equal steps of probability, for a plot of its CDF.

    Parameters
    ----------
    ratio : (s,)
        Samples; those that failed (nan or infinite) are left out.
    bins
        From 1 to `MAX_BINS`.

    Raises
    ------
    SamplesAllFailedError
        If no sample gave a ratio.
    ValueError
        If the number of bins is out of range.

    Examples
    --------
    >>> histogram(np.array([1.0, 2.0, 3.0]), bins=2)
    Histogram(share=(0.0, 0.5, 1.0), ratio=(1.0, 2.0, 3.0))
    """
    if not 1 <= bins <= MAX_BINS:
        raise ValueError(f"{bins} bins: from 1 to {MAX_BINS}")
    told, _ = _told(ratio)
    share = np.linspace(0.0, 1.0, bins + 1)
    return Histogram(tuple(share.tolist()), tuple(np.quantile(told, share).tolist()))


def _told(ratio: Array) -> tuple[Array, Flags]:
    """Return the finite samples and which of all they are."""
    valid = np.isfinite(ratio)
    if not valid.any():
        raise SamplesAllFailedError(ratio.size)
    return ratio[valid], valid
