"""Solving a resolved system: supply, background demand, direct flows, scores; checked each time.

A singular matrix can be "solved" to 2e13 without a warning by some solvers, so every solution is
checked here: finite, condition number, residual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lca.background import Background, provider_scores
from lca.errors import (
    SystemIllConditionedError,
    SystemNotFiniteError,
    SystemResidualError,
    SystemSingularError,
)
from lca.system import Array, Characterization, System

MAX_RESIDUAL = 1e-9
"""Largest residual relative to what each balance moves."""

MAX_CONDITION = 1e12
"""Beyond it, double precision leaves fewer than four digits."""

SINGULAR_CONDITION = 1.0 / np.finfo(np.float64).eps
"""Beyond it, not one digit is left: the matrix is singular to working precision."""

BALANCE_FLOOR = 1e-5
"""A balance is judged relative to what it moves, but at least to this part of the largest one: a
product that should be zero comes out as rounding noise, of which nothing is left to compare."""

_INVOLVED = 0.1
"""Part of the largest entry of the null vector from which a column counts as involved."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A solved system of n columns, p providers, k elementary flows, t totals.

    Attributes
    ----------
    system : what was solved
    supply : (n,) runs of each column
    background_supply : (p,) unit of each provider
    direct : (k,) unit of each elementary flow, from the foreground itself
    provider_index : (p,) positions of the providers in the background
    provider_scores : (t, p) score per unit of provider
    direct_factors : (t, k) score per unit of direct flow, 0 where not characterised
    scores : (t,) one per total of the system
    condition : condition number (1-norm) of the equilibrated technosphere
    residual : largest relative residual
    """

    system: System
    supply: Array
    background_supply: Array
    direct: Array
    provider_index: NDArray[np.intp]
    provider_scores: Array
    direct_factors: Array
    scores: Array
    condition: float
    residual: float

    @property
    def score(self) -> float:
        """The system's first total."""
        return float(self.scores[0])

    @property
    def totals(self) -> dict[str, float]:
        """Every total by its id."""
        pairs = zip(self.system.totals, self.scores, strict=True)
        return {total.id: float(score) for total, score in pairs}


def solve(system: System, background: Background) -> Solution:
    """Solve a system on a background.

    Returns
    -------
    Solution
        Scores in the unit of each total.

    Raises
    ------
    SystemNotFiniteError
        If an array of the system, or the solution, is not finite.
    SystemSingularError, SystemIllConditionedError, SystemResidualError
        If the foreground cannot be solved well; they name the columns.
    BackgroundUnknownProviderError
        If the background lacks a provider.
    """
    for name in ("technosphere", "background_demand", "direct", "demand"):
        if not np.isfinite(getattr(system, name)).all():
            raise SystemNotFiniteError(name)
    labels = [column.id for column in system.columns]
    supply, condition, residual = supply_of(system.technosphere, system.demand, labels)
    index = np.array([background.index(key) for key in system.providers], dtype=np.intp)
    per_provider = np.empty((len(system.totals), len(index)))
    per_flow = np.empty((len(system.totals), len(system.flows)))
    for row, total in enumerate(system.totals):
        per_provider[row] = provider_scores(background, total, index)
        per_flow[row] = factors_of(total, system.flows)
    with np.errstate(all="ignore"):  # what overflows is refused below
        background_supply = system.background_demand @ supply
        direct = system.direct @ supply
        scores = per_provider @ background_supply + per_flow @ direct
    if not np.isfinite(scores).all():
        raise SystemNotFiniteError("scores")
    return Solution(
        system=system,
        supply=supply,
        background_supply=background_supply,
        direct=direct,
        provider_index=index,
        provider_scores=per_provider,
        direct_factors=per_flow,
        scores=scores,
        condition=condition,
        residual=residual,
    )


def factors_of(characterization: Characterization, flows: Sequence[str]) -> Array:
    """Return (k,) the factor of each flow, 0 where the characterization does not list it."""
    by_flow = dict(zip(characterization.flows, characterization.factors, strict=True))
    return np.array([by_flow.get(flow, 0.0) for flow in flows], dtype=np.float64)


def supply_of(matrix: Array, demand: Array, labels: Sequence[str]) -> tuple[Array, float, float]:
    """Solve one foreground for its supply; `solve` and `lca.batch` stand on it.

    Parameters
    ----------
    matrix : (n, n) technosphere
    demand : (n,) unit of each product
    labels : n names of the columns, for the errors

    Returns
    -------
    (n,) supply, condition number, largest relative residual

    Raises
    ------
    SystemNotFiniteError, SystemSingularError, SystemIllConditionedError, SystemResidualError
    """
    magnitude = np.abs(matrix)
    with np.errstate(all="ignore"):
        column_scale = magnitude.max(axis=0, initial=0.0)
        row_scale = (magnitude / column_scale).max(axis=1, initial=0.0)
        if not (column_scale.all() and row_scale.all()):
            _raise_empty(labels, column_scale, magnitude.max(axis=1, initial=0.0))
        scaled = matrix / column_scale / row_scale[:, None]
        try:
            inverse = np.linalg.inv(scaled)
        except np.linalg.LinAlgError as error:
            raise SystemSingularError(_involved(labels, scaled)) from error
        condition = _norm(scaled) * _norm(inverse)
        if not condition < SINGULAR_CONDITION:
            raise SystemSingularError(_involved(labels, scaled))
        if condition > MAX_CONDITION:
            raise SystemIllConditionedError(condition, _involved(labels, scaled))
        supply = inverse @ (demand / row_scale) / column_scale
        supply += inverse @ ((demand - matrix @ supply) / row_scale) / column_scale  # refined once
        scale = (magnitude @ np.abs(supply) + np.abs(demand)) / row_scale
        scale += BALANCE_FLOOR * scale.max() + np.finfo(np.float64).tiny
        errors = np.abs(demand - matrix @ supply) / row_scale / scale
    if not np.isfinite(supply).all():
        raise SystemNotFiniteError("supply")
    residual = float(errors.max(initial=0.0))
    if not residual <= MAX_RESIDUAL:
        worst = [c for c, e in zip(labels, errors, strict=True) if e > MAX_RESIDUAL]
        raise SystemResidualError(residual, worst)
    return supply, condition, residual


def _norm(matrix: Array) -> float:
    """Return the 1-norm (numpy's own is slower on small matrices)."""
    return float(np.abs(matrix).sum(axis=0).max(initial=0.0))


def _raise_empty(labels: Sequence[str], column_scale: Array, row_scale: Array) -> None:
    """Name the columns that make and use nothing, or whose product nobody makes."""
    empty = (column_scale == 0) | (row_scale == 0)
    raise SystemSingularError([c for c, e in zip(labels, empty, strict=True) if e])


def _involved(labels: Sequence[str], matrix: Array) -> list[str]:
    """Columns that take part in the (nearly) dependent combination."""
    null_vector = np.abs(np.linalg.svd(matrix)[2][-1])
    threshold = _INVOLVED * null_vector.max()
    return [c for c, v in zip(labels, null_vector, strict=True) if v >= threshold]
