"""Samples of uncertain quantities from the distributions their documents state.

Every sample is a quantile: uniforms in (0, 1) go through the inverse distribution function of each
quantity, truncated at its physical bound. The uniforms are independent draws, a Latin hypercube or
a Sobol sequence, and a Gaussian copula (`lca.copula`) may tie them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from inventories.document.flows import Bound, Distribution
from lca.copula import SMALLEST, Correlations, correlated
from lca.sampling_errors import (
    SampleBoundEmptyError,
    SampleCountInvalidError,
    SampleLevelInvalidError,
    SampleNotFiniteError,
    SampleSeedInvalidError,
)
from lca.system import Array

Method = Literal["random", "lhs", "sobol"]

REPLICATES = 10
"""Independently scrambled parts of a Latin hypercube or Sobol sample, for an interval."""

MAX_NUMBERS = 30_000_000
"""Samples times quantities of one draw: 240 MB."""

_SOBOL_BITS = 53


class Uncertain(Protocol):
    """A number with its uncertainty; parameters of a document and inputs of a comparison fit."""

    @property
    def value(self) -> float:
        """In `unit`."""

    @property
    def unit(self) -> str:
        """Unit of the value, the distribution and the bound."""

    @property
    def distribution(self) -> Distribution | None:
        """None if the number is taken as certain."""

    @property
    def bound(self) -> Bound | None:
        """Physical limit, None if there is none."""


@dataclass(frozen=True)
class Draws:
    """Samples of several quantities, the k-th of one belonging to the k-th of every other.

    Attributes
    ----------
    values : name -> (n,) in the quantity's unit, finite
    n : number of samples; may be above what was asked for (`draw`)
    replicates : 1 for independent samples; else the samples are this many independent parts of
        equal length, one after the other, and only their spread tells the sampling error
    """

    values: Mapping[str, Array]
    n: int
    replicates: int


def draw(
    quantities: Mapping[str, Uncertain],
    n: int,
    seed: int,
    method: Method = "random",
    correlations: Correlations | None = None,
) -> Draws:
    """Return samples of every quantity that states a distribution.

    The value is the median of a lognormal, the mean of a normal, the mode of a triangular
    distribution; a uniform one knows only its ends (`quantile`).

    With ``random`` and ``lhs`` the uniforms of a quantity follow from seed and name alone: another
    quantity more or less, their order, or another value or distribution change no other digit, and
    two comparisons with the same seed are paired by name. With ``random`` the first samples stay
    the same when more are asked for. The columns of ``sobol`` belong together (sorted by name): a
    quantity more changes the others.

    Parameters
    ----------
    quantities
        Name -> quantity; those without a distribution are left out.
    n
        Number of samples wanted. ``lhs`` rounds up to a multiple of `REPLICATES`, ``sobol`` to
        `REPLICATES` times a power of 2.
    seed
        Not negative; the same seed gives the same digits.
    method
        ``random``: independent samples. ``lhs``: Latin hypercube, each quantity stratified by
        itself (McKay, Beckman & Conover 1979, Technometrics 21:239). ``sobol``: scrambled Sobol
        sequence (Owen 1998, J. Complexity 14:466). A correlation keeps the strata of the first
        name of its group only.
    correlations
        Of normal scores, e.g. those of a route document; both names must vary.

    Raises
    ------
    SampleCountInvalidError, SampleSeedInvalidError
        If `n` is below 1 or too many numbers are asked for; if the seed is negative.
    SampleNotFiniteError
        If a distribution is so wide that its samples overflow.
    CorrelationUnknownNameError, CorrelationIndefiniteError
        And the others of `lca.copula.correlated`.

    Examples
    --------
    >>> draw({}, 3, seed=1)
    Draws(values={}, n=3, replicates=1)
    """
    varying = {
        name: (q.distribution, q.value, q.bound)
        for name, q in quantities.items()
        if q.distribution is not None
    }
    if not 1 <= n <= MAX_NUMBERS // max(len(varying), 1):
        raise SampleCountInvalidError(n, len(varying), MAX_NUMBERS)
    if seed < 0:
        raise SampleSeedInvalidError(seed)
    replicates = 1 if method == "random" else REPLICATES
    each = -(-n // replicates)
    if method == "sobol":
        each = 1 << (each - 1).bit_length()
    uniforms = _uniforms(tuple(varying), replicates, each, seed, method)
    if correlations:
        uniforms = correlated(uniforms, correlations, certain=quantities)
    values = {name: quantile(*varying[name], uniforms[name]) for name in varying}
    for name, samples in values.items():
        if not np.isfinite(samples).all():
            raise SampleNotFiniteError(name)
    return Draws(values, replicates * each, replicates)


def quantile(
    distribution: Distribution, value: float, bound: Bound | None, u: Array | float
) -> Array:
    """Return quantiles of a distribution truncated at a physical bound.

    The bound cuts the tail off and the rest is scaled up (u is mapped into ``[F(low), F(high)]``),
    nothing is piled up at the bound. A distribution wholly outside its bound is the bound.

    Parameters
    ----------
    distribution
        Its numbers are in the unit of `value`.
    value
        Median of a lognormal (which keeps its sign), mean of a normal, mode of a triangular
        distribution (moved into ``[low, high]``) before truncation.
    bound
        Physical limit in the same unit.
    u : (n,)
        Probabilities from 0 to 1. At 0 and 1 an unbounded distribution without bound is infinite.

    Returns
    -------
    Array
        Same shape as `u`, rising with it.

    Raises
    ------
    SampleLevelInvalidError
        If a probability is not from 0 to 1.
    SampleBoundEmptyError
        If the bound's `min` is above its `max`.

    Examples
    --------
    >>> quantile(Distribution(kind="uniform", low=0.0, high=2.0), 1.0, None, np.array([0.25]))
    array([0.5])
    """
    u = np.asarray(u, dtype=np.float64)
    inside = (u >= 0) & (u <= 1)
    if not inside.all():
        raise SampleLevelInvalidError(float(u[~inside].flat[0]))
    low = -np.inf if bound is None or bound.min is None else bound.min
    high = np.inf if bound is None or bound.max is None else bound.max
    if low > high:
        raise SampleBoundEmptyError(low, high)
    found: Array = np.clip(_quantile(distribution, value, low, high, u), low, high)
    return found


def _quantile(distribution: Distribution, value: float, low: float, high: float, u: Array) -> Array:
    match distribution:
        case Distribution(kind="lognormal", gsd=float(gsd)):
            return _lognormal(value, float(np.log(gsd)), low, high, u)
        case Distribution(kind="normal", sd=float(sd)):
            return value + sd * _scores(u, (low - value) / sd, (high - value) / sd)
        case Distribution(kind="uniform", low=float(start), high=float(end)):
            first, last = np.clip((start, end), low, high)
            level: Array = first + u * (last - first)
            return level
        case Distribution(low=float(start), high=float(end)):
            return _triangular(start, min(max(value, start), end), end, (low, high), u)
        case _:
            raise ValueError(f"a {distribution.kind} distribution without its numbers")


def _lognormal(value: float, sigma: float, low: float, high: float, u: Array) -> Array:
    if value < 0:
        return -_lognormal(-value, sigma, -high, -low, 1.0 - u)
    if value == 0:
        return np.zeros_like(u)
    first, last = (
        (np.log(end) - np.log(value)) / sigma if end > 0 else -np.inf for end in (low, high)
    )
    with np.errstate(over="ignore"):
        spread: Array = value * np.exp(sigma * _scores(u, first, last))
    return spread


def _scores(u: Array, low: float, high: float) -> Array:
    """Quantiles of the standard normal distribution between two scores.

    An interval in the upper tail is mirrored: there 1 - F has the digits that F has lost.
    """
    if low > 0:
        return -_scores(1.0 - u, -high, -low)
    first, last = ndtr(low), ndtr(high)
    if last <= first:
        return np.full_like(u, high if high < 0 else low)
    found: Array = np.clip(ndtri(first + u * (last - first)), low, high)
    return found


def _triangular(
    start: float, mode: float, end: float, bound: tuple[float, float], u: Array
) -> Array:
    width = end - start
    peak = (mode - start) / width

    def cumulative(x: float) -> float:
        if x <= start or x >= end:
            return float(x >= end)
        if x < mode:
            return (x - start) / width * ((x - start) / (mode - start))
        return 1.0 - (end - x) / width * ((end - x) / (end - mode))

    first, last = (cumulative(x) for x in bound)
    p = first + u * (last - first)
    rising = start + width * np.sqrt(p * peak)
    falling = end - width * np.sqrt((1.0 - p) * (1.0 - peak))
    found: Array = np.where(p < peak, rising, falling)
    return found


def _uniforms(
    names: Sequence[str], replicates: int, each: int, seed: int, method: Method
) -> dict[str, Array]:
    """Return name -> (replicates * each,) in the open interval (0, 1)."""
    from scipy.stats import qmc  # noqa: PLC0415  (slow to import, seldom asked for)

    if method == "sobol" and names:
        ordered = sorted(names)
        found = np.empty((len(ordered), replicates, each))
        for r in range(replicates):
            sequence = qmc.Sobol(len(ordered), bits=_SOBOL_BITS, rng=_stream(f"sobol {r}", seed))
            found[:, r, :] = sequence.random_base2(each.bit_length() - 1).T
        columns = dict(zip(ordered, found.reshape(len(ordered), -1), strict=True))
    else:
        columns = {name: _stream(name, seed).random(replicates * each) for name in names}
        if method == "lhs":
            columns = {
                name: _stratified(within, replicates, _stream(name, seed, 1))
                for name, within in columns.items()
            }
    return {name: np.clip(column, SMALLEST, 1.0 - SMALLEST) for name, column in columns.items()}


def _stratified(within: Array, replicates: int, stream: np.random.Generator) -> Array:
    """Return one sample in each of `each` strata, in random order, for each replicate."""
    each = within.size // replicates
    strata = stream.permuted(np.tile(np.arange(each), (replicates, 1)), axis=1)
    found: Array = (strata.reshape(-1) + within) / each
    return found


def _stream(name: str, seed: int, part: int = 0) -> np.random.Generator:
    """Return the random numbers of a name; the hash is the same in every run."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key, part))))
