"""Full factorials of choices: a grid with one dimension for what changes together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.errors import HakariError
from lca.system import Array
from methods.rulebook import Choice, Rules
from methods.rules import Rule
from methods.states import Ruling, rulings

ROUNDING = 1e-12
"""Differences below this part of the largest score are rounding."""

StepFunction = Callable[[int, Ruling, Sequence[Choice]], int]


@dataclass(frozen=True, eq=False)
class Factorial:
    """Scores of a full factorial of choices.

    Attributes
    ----------
    axes : the axes that change along each of the k dimensions
    values : (c1, ..., ck) or (c1, ..., ck, s) kg CO2e per functional unit, NaN where a
        combination cannot be computed
    reasons : (c1, ..., ck) position in `errors`, -1 where it can be computed
    errors : why some combinations cannot be computed
    """

    axes: tuple[tuple[str, ...], ...]
    values: Array
    reasons: NDArray[np.intp]
    errors: tuple[HakariError, ...]

    @property
    def computable(self) -> NDArray[np.bool_]:
        """(c1, ..., ck) whether each combination can be computed."""
        found: NDArray[np.bool_] = self.reasons < 0
        return found


@dataclass(frozen=True, eq=False)
class Effective:
    """A full factorial of the choices that a route can tell apart.

    Attributes
    ----------
    factorial : one position along each dimension for each class of choices
    classes : axis -> (c,) class of each of its choices; class 0 is that of the first
    """

    factorial: Factorial
    classes: Mapping[str, NDArray[np.intp]]

    def without_rounding(self) -> Effective:
        """Merge choices too that give the same scores by different ways, but for rounding."""
        values, reasons = self.factorial.values, self.factorial.reasons
        scale = np.abs(np.nan_to_num(values)).max(initial=0.0)
        classes = dict(self.classes)
        for dimension, (axis,) in enumerate(self.factorial.axes):
            slices = np.moveaxis(values, dimension, 0)
            firsts: list[int] = []
            kind = np.zeros(len(slices), dtype=np.intp)
            for i, one in enumerate(slices):
                alike = (
                    k
                    for k, j in enumerate(firsts)
                    if np.allclose(one, slices[j], 0.0, ROUNDING * scale, equal_nan=True)
                )
                kind[i] = next(alike, len(firsts))
                if kind[i] == len(firsts):
                    firsts.append(i)
            values = values.take(firsts, axis=dimension)
            reasons = reasons.take(firsts, axis=dimension)
            classes[axis] = kind[classes[axis]]
        factorial = Factorial(self.factorial.axes, values, reasons, self.factorial.errors)
        return Effective(factorial, classes)


def merged(
    grid: NDArray[np.intp], dimension: int, choices: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Merge equal slices of a grid along a dimension; return it with the class of each choice."""
    if grid.shape[dimension] == 1:
        return grid, np.zeros(choices, dtype=np.intp)
    slices = np.moveaxis(grid, dimension, 0).reshape(choices, -1)
    _, first, kind = np.unique(slices, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return grid.take(first[order], axis=dimension), np.argsort(order)[kind.ravel()]


@dataclass(frozen=True, eq=False)
class Grid:
    """A full factorial: what may be said on each axis, and the dimension along which it changes."""

    table: Mapping[str, Sequence[Ruling]]
    along: Mapping[str, int]
    dimensions: int

    @classmethod
    def of(cls, dimensions: Sequence[Mapping[str, Sequence[Ruling]]], rest: Rules) -> Grid:
        """Make a grid of what changes along each dimension and what is said on the other axes."""
        table: dict[str, Sequence[Ruling]] = {a: (said,) for a, said in rulings(rest).items()}
        along: dict[str, int] = {}
        for number, dimension in enumerate(dimensions):
            table |= dimension
            along |= dict.fromkeys(dimension, number)
        return cls(table, along, len(dimensions))

    def mapped(self, states: NDArray[np.intp], step: StepFunction, rule: Rule) -> NDArray[np.intp]:
        """Apply a rule to a grid of states: each distinct input once, laid out over the grid.

        Dimensions along which nothing changes keep the length 1.
        """
        axes = (rule.axis, *rule.reads)
        sizes = (int(states.max(initial=0)) + 1, *(len(self.table[axis]) for axis in axes))
        full = np.broadcast_arrays(states, *map(self._positions, axes))
        codes, place = np.unique(np.ravel_multi_index(full, sizes), return_inverse=True)
        results = []
        for state, own, *others in zip(*np.unravel_index(codes, sizes), strict=True):
            reads = [self.table[a][i].choice for a, i in zip(rule.reads, others, strict=True)]
            results.append(step(int(state), self.table[rule.axis][own], reads))
        after = np.array(results, dtype=np.intp)[place].reshape(full[0].shape)
        for dimension in range(after.ndim):
            first = after.take([0], axis=dimension)
            if (after == first).all():
                after = first
        return after

    def _positions(self, axis: str) -> NDArray[np.intp]:
        """Position of the ruling on an axis, over the grid."""
        shape = [1] * self.dimensions
        if axis in self.along:
            shape[self.along[axis]] = -1
        return np.arange(len(self.table[axis]), dtype=np.intp).reshape(shape)
