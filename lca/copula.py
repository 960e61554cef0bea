"""Gaussian copula: ties uncertain quantities to each other and leaves each one's distribution.

Independent uniforms become normal scores, a Cholesky factor of the correlation matrix mixes them,
and the mixed scores become uniforms again. A value of 0.5 is the correlation of the normal scores;
the rank correlation (Spearman) of the samples is ``6/pi * asin(value/2)``, here 0.48.

The form is Pearson's "correlation of grades" of the bivariate normal distribution; the property
tests check it on samples.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse.csgraph import connected_components
from scipy.special import ndtr, ndtri

from inventories.catalogue import nearest
from inventories.checks.correlations import contradiction, matrix_of
from lca.sampling_errors import (
    CorrelationContradictoryError,
    CorrelationIndefiniteError,
    CorrelationOutOfRangeError,
    CorrelationSameNameError,
    CorrelationUnknownNameError,
    CorrelationWithoutDistributionError,
)
from lca.system import Array


class Correlated(Protocol):
    """Two names and the correlation of their normal scores; a document's `Correlation` fits."""

    @property
    def between(self) -> tuple[str, str]:
        """The two names."""

    @property
    def value(self) -> float:
        """From -1 to 1."""


@dataclass(frozen=True)
class Link:
    """A `Correlated` made in code."""

    between: tuple[str, str]
    value: float


Correlations = Sequence[Correlated]

SMALLEST = 2.0**-53
"""Least uniform: stands for 0, and its complement, the largest double below 1, for 1."""


def correlation_matrix(pairs: Iterable[Correlated], names: Sequence[str]) -> Array:
    """Return the correlation matrix of normal scores.

    Parameters
    ----------
    pairs
        Given correlations; a pair that is not given is uncorrelated. The same pair may be given
        twice with the same value.
    names
        Names of the k rows.

    Returns
    -------
    Array
        (k, k), symmetric, positive definite, 1 on the diagonal.

    Raises
    ------
    CorrelationUnknownNameError, CorrelationSameNameError, CorrelationOutOfRangeError
        If a pair names none of `names`, one name twice, or is no number from -1 to 1.
    CorrelationContradictoryError
        If a pair is given with two values.
    CorrelationIndefiniteError
        If the pairs cannot hold together, e.g. a with b 0.9, b with c 0.9, a with c -0.9. A value
        of exactly 1 or -1 is refused too: the one quantity then is a formula of the other.

    Examples
    --------
    >>> correlation_matrix([Link(("a", "b"), 0.5)], ("a", "b")).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    known = set(names)
    given: dict[tuple[str, str], float] = {}
    for pair in pairs:
        first, second = sorted(pair.between)
        for name in pair.between:
            if name not in known:
                raise CorrelationUnknownNameError(name, nearest(name, names))
        if first == second:
            raise CorrelationSameNameError(first)
        if not (math.isfinite(pair.value) and abs(pair.value) <= 1):
            raise CorrelationOutOfRangeError(first, second, pair.value)
        before = given.setdefault((first, second), pair.value)
        if before != pair.value:
            raise CorrelationContradictoryError(first, second, before, pair.value)
    matrix = matrix_of(given.items(), names)
    found = contradiction(matrix, names)
    if found is not None:
        raise CorrelationIndefiniteError(*found)
    return matrix


def linked_groups(pairs: Iterable[Correlated]) -> tuple[tuple[str, ...], ...]:
    """Return the names that hang together, directly or by others; groups and names sorted.

    Examples
    --------
    >>> linked_groups([Link(("d", "c"), 0.5), Link(("a", "b"), 0.1), Link(("b", "e"), 0.1)])
    (('a', 'b', 'e'), ('c', 'd'))
    """
    known = [pair.between for pair in pairs]
    names = sorted({name for between in known for name in between})
    if not names:
        return ()
    adjacent = matrix_of(((between, 1.0) for between in known), names)
    count, label = connected_components(adjacent, directed=False)
    return tuple(
        tuple(name for name, mine in zip(names, label, strict=True) if mine == group)
        for group in range(count)
    )


def correlated(
    uniforms: Mapping[str, Array], pairs: Correlations, certain: Iterable[str] = ()
) -> dict[str, Array]:
    """Return uniforms with the wanted correlations of their normal scores.

    Of each group that hangs together the first name (in alphabetical order) keeps its uniforms;
    names outside all pairs keep theirs. So a new name or a new pair moves its own group only.

    Parameters
    ----------
    uniforms
        Name -> (n,) independent uniforms in the open interval (0, 1).
    pairs
        Wanted correlations.
    certain
        Names that exist but do not vary, for a better message.

    Returns
    -------
    dict
        Name -> (n,), each uniform in (0, 1) by itself.

    Raises
    ------
    CorrelationWithoutDistributionError
        If a pair names one of `certain`.
    CorrelationUnknownNameError, CorrelationContradictoryError, CorrelationIndefiniteError
        And the others of `correlation_matrix`.
    """
    fixed = set(certain) - uniforms.keys()
    for pair in pairs:
        for name in pair.between:
            if name in fixed:
                raise CorrelationWithoutDistributionError(name)
            if name not in uniforms:
                raise CorrelationUnknownNameError(name, nearest(name, uniforms))
    found = dict(uniforms)
    for group in linked_groups(pairs):
        members = set(group)
        matrix = correlation_matrix([p for p in pairs if members.issuperset(p.between)], group)
        factor = np.linalg.cholesky(matrix)
        scores = [ndtri(uniforms[name]) for name in group]
        for i, name in enumerate(group[1:], start=1):
            # Summed in a fixed order, not by BLAS: the same digits for every number of samples.
            mixed = factor[i, 0] * scores[0]
            for k in range(1, i + 1):
                if factor[i, k]:
                    mixed = mixed + factor[i, k] * scores[k]
            found[name] = np.clip(ndtr(mixed), SMALLEST, 1.0 - SMALLEST)
    return found
