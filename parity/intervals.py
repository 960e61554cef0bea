"""Probabilities counted on samples, with the interval that their sampling error leaves.

The interval says how far another draw of the same size could have come out. What nobody has put
into a distribution (another tax rule, another baseline) is not in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from lca.sampling_errors import (
    SampleLevelInvalidError,
    SampleReplicatesInvalidError,
    SamplesAllFailedError,
)
from lca.system import Array

LEVEL = 0.95
"""Confidence level if none is asked for."""

LEAST_REPLICATES = 10
"""Fewer replicates tell too little about their own spread."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Interval:
    """Ends of a confidence interval of a probability, inside [0, 1]."""

    low: float
    high: float


@dataclass(frozen=True)
class Probability:
    """A share of samples with its confidence interval.

    Attributes
    ----------
    value : share of the `n` samples
    low, high : ends of the interval at confidence `level`
    method : ``wilson`` from the count, ``replicates`` from the spread of scrambled replicates
    """

    value: float
    low: float
    high: float
    level: float
    n: int
    method: Literal["wilson", "replicates"]


def wilson(k: int, n: int, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval of a probability.

    Parameters
    ----------
    k
        Samples in which it came true.
    n
        Independent samples.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    SampleLevelInvalidError
        If the level is not strictly between 0 and 1.
    SamplesAllFailedError
        If there are no samples.
    ValueError
        If `k` is not from 0 to `n`.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, J. Amer.
    Stat. Assoc. 22:209-212.

    Examples
    --------
    >>> found = wilson(8412, 10_000)
    >>> round(found.low, 5), round(found.high, 5)
    (0.83391, 0.84823)
    """
    _check(level, n)
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} samples")
    z = float(ndtri((1 + level) / 2))
    p, z2 = k / n, z * z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # None or all: the end is 0 or 1 exactly, which rounding would miss.
    return Interval(
        0.0 if k == 0 else max(0.0, centre - half), 1.0 if k == n else min(1.0, centre + half)
    )


def replicate_interval(p_by_replicate: Array, level: float = LEVEL) -> Interval:
    """Return Student's t interval of a probability from independently scrambled replicates.

    Points of one Latin hypercube or Sobol sequence are not independent of each other, the
    replicates are. If all replicates agree to the digit, the interval is that one number.

    Parameters
    ----------
    p_by_replicate : (r,)
        Share in each replicate, r at least `LEAST_REPLICATES`.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    SampleReplicatesInvalidError
        If there are too few replicates.
    SampleLevelInvalidError
        If the level is not strictly between 0 and 1, or a share is not from 0 to 1.

    References
    ----------
    Owen, Error estimation for quasi-Monte Carlo, arXiv:2501.00150.

    Examples
    --------
    >>> replicate_interval(np.full(10, 0.5))
    Interval(low=0.5, high=0.5)
    """
    r = len(p_by_replicate)
    if r < LEAST_REPLICATES:
        raise SampleReplicatesInvalidError(r, r, LEAST_REPLICATES)
    _check(level, r)
    outside = ~((p_by_replicate >= 0) & (p_by_replicate <= 1))
    if outside.any():
        raise SampleLevelInvalidError(float(p_by_replicate[outside][0]))
    mean = float(np.mean(p_by_replicate))
    error = float(np.std(p_by_replicate, ddof=1)) / math.sqrt(r)
    half = float(stdtrit(r - 1, (1 + level) / 2)) * error
    return Interval(max(0.0, mean - half), min(1.0, mean + half))


def probability(
    met: Flags, replicates: int = 1, level: float = LEVEL, valid: Flags | None = None
) -> Probability:
    """Return the share of samples in which something is met, with the interval that fits them.

    Independent samples get Wilson's interval. Replicates get Student's t interval of their shares;
    but where they differ in nothing, or it is (not) met fewer times than there are replicates,
    their spread says nothing (0 of 10,000 would give a width of 0): then Wilson's is given, which
    is too wide rather than too narrow for a stratified sample.

    Parameters
    ----------
    met : (n,)
        Whether each sample meets it; the samples of a replicate stand together.
    replicates
        `Draws.replicates`: 1 for independent samples.
    level
        Confidence level between 0 and 1.
    valid : (n,)
        Samples that count; all if None. Failed samples are neither met nor missed.

    Raises
    ------
    SamplesAllFailedError
        If no sample counts.
    SampleReplicatesInvalidError
        If the samples do not split into equal replicates, or these are too few.
    SampleLevelInvalidError
        If the level is not strictly between 0 and 1.

    Examples
    --------
    >>> probability(np.array([True, True, False, True])).value
    0.75
    """
    counts = np.ones_like(met, dtype=bool) if valid is None else valid
    if counts.shape != met.shape:
        raise ValueError(f"{counts.size} flags of validity for {met.size} samples")
    if replicates != 1 and (replicates < LEAST_REPLICATES or met.size % replicates):
        raise SampleReplicatesInvalidError(met.size, replicates, LEAST_REPLICATES)
    n = int(counts.sum())
    if n == 0:
        raise SamplesAllFailedError(met.size)
    k = int((met & counts).sum())
    if replicates > 1 and min(k, n - k) >= replicates:
        among = counts.reshape(replicates, -1).sum(axis=1)
        if among.all():
            shares = (met & counts).reshape(replicates, -1).sum(axis=1) / among
            if np.ptp(shares) > 0:
                found = replicate_interval(shares, level)
                # The replicates' mean is not k/n if samples failed; the value stays inside.
                low, high = min(found.low, k / n), max(found.high, k / n)
                return Probability(k / n, low, high, level, n, "replicates")
    found = wilson(k, n, level)
    return Probability(k / n, found.low, found.high, level, n, "wilson")


def _check(level: float, n: int) -> None:
    if not 0 < level < 1:
        raise SampleLevelInvalidError(level)
    if n < 1:
        raise SamplesAllFailedError(n)
