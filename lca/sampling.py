"""Samples of a route's parameters from the distributions its document states."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from inventories.document.flows import Bound, Distribution, Parameter
from lca.system import Array

REDRAWS = 100
"""Rounds in which samples outside a bound are drawn again; what is left is set to the bound."""


def draw(parameters: Mapping[str, Parameter], n: int, rng: np.random.Generator) -> dict[str, Array]:
    """Return n samples of every parameter that states a distribution, independent of each other.

    The value is the median of a lognormal, the mean of a normal, the mode of a triangular
    distribution; a uniform one knows only its ends. A lognormal keeps the sign of the value.
    Samples outside a physical bound are drawn again (the distribution is truncated, not piled up
    at the bound).

    Parameters
    ----------
    parameters
        Name -> parameter of the document, in the document's order.
    n
        Number of samples.
    rng
        Seeded generator: the same seed gives the same samples.

    Returns
    -------
    dict
        Name -> (n,) in the parameter's unit; parameters without a distribution are left out.

    Examples
    --------
    >>> draw({}, 3, np.random.default_rng(1))
    {}
    """
    return {
        name: _drawn(parameter.distribution, parameter.value, parameter.bound, n, rng)
        for name, parameter in parameters.items()
        if parameter.distribution is not None
    }


def _drawn(
    distribution: Distribution, value: float, bound: Bound | None, n: int, rng: np.random.Generator
) -> Array:
    low, high = _ends(bound)
    samples = _sampled(distribution, value, n, rng)
    for _ in range(REDRAWS):
        outside = (samples < low) | (samples > high)
        if not outside.any():
            break
        samples[outside] = _sampled(distribution, value, int(outside.sum()), rng)
    clipped: Array = np.clip(samples, low, high)
    return clipped


def _sampled(distribution: Distribution, value: float, n: int, rng: np.random.Generator) -> Array:
    match distribution:
        case Distribution(kind="lognormal", gsd=float(gsd)):
            spread: Array = np.exp(np.log(gsd) * rng.standard_normal(n))
            return value * spread
        case Distribution(kind="normal", sd=float(sd)):
            return value + sd * rng.standard_normal(n)
        case Distribution(kind="uniform", low=float(low), high=float(high)):
            return rng.uniform(low, high, n)
        case Distribution(low=float(low), high=float(high)):
            return rng.triangular(low, min(max(value, low), high), high, n)
        case _:
            raise ValueError(f"a {distribution.kind} distribution without its numbers")


def _ends(bound: Bound | None) -> tuple[float, float]:
    low = bound.min if bound is not None and bound.min is not None else -np.inf
    high = bound.max if bound is not None and bound.max is not None else np.inf
    return low, high
