"""Correlations of uncertain inputs: they name inputs that vary, once, and can hold together."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from inventories.catalogue import nearest
from inventories.checks.context import Context
from inventories.findings import Finding, finding
from inventories.input_names import BASELINE, CONTINGENCY, MARKET_OIL, MARKET_USD_JPY, PRICE

MIN_EIGENVALUE = 1e-10
"""Below it a correlation matrix is singular within rounding: no Cholesky factor to rely on."""

COMMON = (MARKET_OIL, MARKET_USD_JPY, CONTINGENCY)
"""Inputs every comparison has, whatever the document says (`parity.inputs`)."""


def matrix_of(
    pairs: Iterable[tuple[tuple[str, str], float]], names: Sequence[str]
) -> NDArray[np.float64]:
    """Return the (k, k) matrix with 1 on the diagonal and the value of each pair off it.

    Pairs that are not listed are uncorrelated; every name of a pair is one of `names`.
    """
    at = {name: i for i, name in enumerate(names)}
    matrix = np.eye(len(names))
    for (first, second), value in pairs:
        matrix[at[first], at[second]] = matrix[at[second], at[first]] = value
    return matrix


def contradiction(
    matrix: NDArray[np.float64], names: Sequence[str]
) -> tuple[float, tuple[str, ...]] | None:
    """Return why a correlation matrix is not positive definite, None if it is.

    Returns
    -------
    tuple or None
        Smallest eigenvalue, and the names that carry its eigenvector (a tenth of its largest
        entry or more): a mix of them would have that variance, and no variance is below zero.

    Examples
    --------
    >>> contradiction(np.array([[1.0, 0.5], [0.5, 1.0]]), ("a", "b")) is None
    True
    """
    if not len(names):
        return None
    values, vectors = np.linalg.eigh(matrix)
    if values[0] > MIN_EIGENVALUE:
        return None
    weight = np.abs(vectors[:, 0])
    part = weight >= 0.1 * weight.max()
    return float(values[0]), tuple(itertools.compress(names, part))


def check_correlation_unknown_name(ctx: Context) -> Iterator[Finding]:
    """Correlations name inputs: parameters, prices, or what every comparison has."""
    known = dict.fromkeys(_known(ctx))
    for i, correlation in enumerate(ctx.route.correlations):
        for k, name in enumerate(correlation.between):
            if name not in known and not _unseen(ctx, name):
                yield finding(
                    "correlation-unknown-name",
                    f"/correlations/{i}/between/{k}",
                    name=name,
                    candidates=list(nearest(name, known)),
                )


def check_correlation_same_name(ctx: Context) -> Iterator[Finding]:
    """A correlation is one of two different inputs."""
    for i, correlation in enumerate(ctx.route.correlations):
        first, second = correlation.between
        if first == second:
            yield finding("correlation-same-name", f"/correlations/{i}/between", name=first)


def check_correlation_repeated(ctx: Context) -> Iterator[Finding]:
    """Each pair is given one correlation."""
    seen: dict[frozenset[str], float] = {}
    for i, correlation in enumerate(ctx.route.correlations):
        pair = frozenset(correlation.between)
        if pair in seen:
            first, second = correlation.between
            yield finding(
                "correlation-repeated",
                f"/correlations/{i}",
                first=first,
                second=second,
                before=seen[pair],
                value=correlation.value,
            )
        seen.setdefault(pair, correlation.value)


def check_correlation_without_distribution(ctx: Context) -> Iterator[Finding]:
    """What is correlated varies. Whether a price does is known to its table only."""
    for i, correlation in enumerate(ctx.route.correlations):
        for k, name in enumerate(correlation.between):
            parameter = ctx.route.parameters.get(name)
            if parameter is not None and parameter.distribution is None:
                yield finding(
                    "correlation-without-distribution",
                    f"/correlations/{i}/between/{k}",
                    name=name,
                )


def check_correlation_not_positive_definite(ctx: Context) -> Iterator[Finding]:
    """All correlations can hold at once."""
    pairs = {frozenset(c.between): c.value for c in reversed(ctx.route.correlations)}
    several = {(min(p), max(p)): value for p, value in pairs.items() if len(p) == 2}
    names = sorted({name for pair in several for name in pair})
    found = contradiction(matrix_of(several.items(), names), names)
    if found is not None:
        smallest, part = found
        yield finding(
            "correlation-not-positive-definite",
            "/correlations",
            smallest=float(f"{smallest:.3g}"),
            names=list(part),
        )


def _known(ctx: Context) -> tuple[str, ...]:
    """Every input name that the document and the tables tell."""
    priced = {**(ctx.prices or {}), **(ctx.route.cost.prices if ctx.route.cost else {})}
    theirs = ctx.baseline.parameters if ctx.baseline is not None else {}
    return (
        *ctx.route.parameters,
        *(f"{PRICE}{key}" for key in priced),
        *COMMON,
        *(f"{BASELINE}{name}" for name in theirs),
    )


def _unseen(ctx: Context, name: str) -> bool:
    """Whether what a name would stand in, a price table or a baseline, is not at hand."""
    return (name.startswith(PRICE) and ctx.prices is None) or (
        name.startswith(BASELINE) and ctx.baseline is None
    )
