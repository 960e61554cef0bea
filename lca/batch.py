"""Solving many small foregrounds at once: rule combinations or samples, each checked like one.

The arithmetic is that of `lca.solve` (equilibrated inverse, refined once) over stacked matrices. A
system that is not solved well does not stop the others: its error is returned beside the supplies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inventories.errors import HakariError
from lca.errors import SystemNotFiniteError
from lca.solve import BALANCE_FLOOR, MAX_CONDITION, MAX_RESIDUAL, supply_of
from lca.system import Array

TINY = np.finfo(np.float64).tiny


@dataclass(frozen=True, eq=False)
class Supplies:
    """Solved foregrounds.

    Attributes
    ----------
    supply : (b, n) runs of each column, NaN where a system could not be solved
    errors : position of each system that could not be solved -> why
    """

    supply: Array
    errors: Mapping[int, HakariError]


def solve_supplies(technosphere: Array, demand: Array, labels: Sequence[str]) -> Supplies:
    """Solve b foregrounds of n columns.

    Parameters
    ----------
    technosphere : (b, n, n), outputs positive, inputs negative
    demand : (b, n) or (n,) unit of each product
    labels : n names of the columns, for the errors

    Returns
    -------
    Supplies
        Each checked as `lca.solve.solve` checks one: finite, condition, residual.

    Examples
    --------
    >>> two = np.array([[[2.0, 0.0], [-1.0, 1.0]], [[1.0, 0.0], [0.0, 0.0]]])
    >>> found = solve_supplies(two, np.array([1.0, 0.0]), ("a", "b"))
    >>> found.supply[0].tolist(), type(found.errors[1]).__name__
    ([0.5, 0.5], 'SystemSingularError')
    """
    demands = np.broadcast_to(demand, technosphere.shape[:2])
    supply = np.full(technosphere.shape[:2], np.nan)
    errors: dict[int, HakariError] = {}
    finite = np.isfinite(technosphere).all(axis=(1, 2))
    for b in np.flatnonzero(~finite):
        errors[int(b)] = SystemNotFiniteError("technosphere")
    rows = np.flatnonzero(finite)
    found, good = _attempt(technosphere[rows], demands[rows])
    supply[rows[good]] = found[good]
    for b in rows[~good]:  # one by one: it names what is wrong, or succeeds beside a singular one
        try:
            supply[b] = supply_of(technosphere[b], demands[b], labels)[0]
        except HakariError as error:
            errors[int(b)] = error
    return Supplies(supply, errors)


def _attempt(technosphere: Array, demand: Array) -> tuple[Array, np.ndarray[tuple[int], np.dtype]]:
    """Solve all; return (b, n) supplies and (b,) whether each passes every check."""
    magnitude = np.abs(technosphere)
    with np.errstate(all="ignore"):
        column_scale = magnitude.max(axis=1, initial=0.0)
        scaled_magnitude = magnitude / column_scale[:, None, :]
        row_scale = scaled_magnitude.max(axis=2, initial=0.0)
        scaled = technosphere / column_scale[:, None, :] / row_scale[:, :, None]
        try:
            inverse = np.linalg.inv(scaled)
        except np.linalg.LinAlgError:
            return np.full(demand.shape, np.nan), np.zeros(len(demand), dtype=np.bool_)
        condition = _norms(scaled) * _norms(inverse)
        supply = _times(inverse, demand / row_scale) / column_scale
        rest = demand - _times(technosphere, supply)
        supply = supply + _times(inverse, rest / row_scale) / column_scale  # refined once
        scale = (_times(magnitude, np.abs(supply)) + np.abs(demand)) / row_scale
        scale = scale + BALANCE_FLOOR * scale.max(axis=1, keepdims=True, initial=0.0) + TINY
        residual = np.abs(demand - _times(technosphere, supply)) / row_scale / scale
        worst = residual.max(axis=1, initial=0.0)
        good = (condition <= MAX_CONDITION) & (worst <= MAX_RESIDUAL)
    return supply, good & np.isfinite(supply).all(axis=1)


def _times(matrices: Array, vectors: Array) -> Array:
    """Return (b, n) the product of each matrix with its vector."""
    product: Array = np.matmul(matrices, vectors[:, :, None])[:, :, 0]
    return product


def _norms(matrices: Array) -> Array:
    norms: Array = np.abs(matrices).sum(axis=1).max(axis=1, initial=0.0)
    return norms
