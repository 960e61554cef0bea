"""Where to look for a value of an input, and which part of it to draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inventories.document import Localised
from lca.sampling import quantile
from parity.inputs import Input
from parity.levers.errors import LeverRangeMissingError
from parity.levers.moves import Array, check_value

Origin = Literal["given", "bound", "distribution", "factor"]
"""Why a range ends where it does: asked for, physical bound, ends of the distribution, or only a
factor from today's value because nothing better is stated."""

FACTOR = 100.0
"""How far from today's value to search where no bound is stated: two orders of magnitude."""

TAIL = 0.001
"""Share of a distribution left out at each end where its ends are used."""

PLOT_TAIL = 0.01
PLOT_FACTOR = 2.0
MARGIN = 0.05
"""A drawing shows P1 to P99, or half to double, and 5 % more, within the physical bound."""

SMALLEST_PART = 1e-4
"""A logarithmic grid that should start at 0 starts at this part of its far end."""


@dataclass(frozen=True)
class Range:
    """Ends in the input's unit, and where each comes from."""

    low: float
    high: float
    low_from: Origin
    high_from: Origin


def search_range(moved: Input, within: Sequence[float] | None = None) -> Range:
    """Return the range in which a value of the input may be looked for.

    The physical bound where there is one; on a side without one, a factor 100 from today's value,
    or the end of the distribution if that is farther.

    Parameters
    ----------
    within : (low, high) to use instead

    Raises
    ------
    LeverRangeMissingError
        If nothing gives a range, or `within` is none.
    LeverOutsideBoundError
        If `within` leaves the physical bound.
    """
    if within is not None:
        return _given(moved, within)
    low, high = _scaled(moved.value, FACTOR)
    low_from: Origin = "factor"
    high_from: Origin = "factor"
    if moved.distribution is not None:
        ends = distribution_ends(moved, TAIL)
        if ends[0] < low:
            low, low_from = ends[0], "distribution"
        if ends[1] > high:
            high, high_from = ends[1], "distribution"
    if moved.bound is not None and moved.bound.min is not None:
        low, low_from = moved.bound.min, "bound"
    if moved.bound is not None and moved.bound.max is not None:
        high, high_from = moved.bound.max, "bound"
    if not low < high:
        raise LeverRangeMissingError(
            moved.name,
            Localised(
                en="today's value is 0 and neither a distribution nor a bound says how far",
                ja="現在の値が0で、分布も物理的上下限も記載がありません",
            ),
        )
    return Range(low, high, low_from, high_from)


def plot_range(moved: Input, within: Sequence[float] | None = None) -> Range:
    """Return the range worth drawing: the distribution, today and the gates, within the bound.

    Raises
    ------
    LeverRangeMissingError, LeverOutsideBoundError
    """
    if within is not None:
        return _given(moved, within)
    origin: Origin = "factor"
    low, high = _scaled(moved.value, PLOT_FACTOR)
    if moved.distribution is not None:
        (low, high), origin = distribution_ends(moved, PLOT_TAIL), "distribution"
    shown = (moved.value, *(gate.value for gate in moved.gates.values()))
    low, high = min(low, *shown), max(high, *shown)
    margin = MARGIN * (high - low)
    low, high = low - (margin if low != 0 else 0.0), high + (margin if high != 0 else 0.0)
    if moved.value > 0 and low <= 0 < min(shown):
        low = min(shown) / PLOT_FACTOR
    low_from = high_from = origin
    bound = moved.bound
    if bound is not None and bound.min is not None and low <= bound.min:
        low, low_from = bound.min, "bound"
    if bound is not None and bound.max is not None and high >= bound.max:
        high, high_from = bound.max, "bound"
    if not low < high:
        raise LeverRangeMissingError(
            moved.name,
            Localised(
                en="today's value is 0 and neither a distribution, a gate nor a bound is stated",
                ja="現在の値が0で、分布・ゲートの値・物理的上下限のいずれも記載がありません",
            ),
        )
    return Range(low, high, low_from, high_from)


def distribution_ends(moved: Input, tail: float) -> tuple[float, float]:
    """Return the values that leave `tail` of the distribution out at each end."""
    if moved.distribution is None:
        raise ValueError(f"{moved.name} has no distribution")
    ends = quantile(moved.distribution, moved.value, moved.bound, np.array([tail, 1.0 - tail]))
    return float(ends[0]), float(ends[1])


def scan_grid(low: float, high: float, points: int, *also: float) -> Array:
    """Return about `points` increasing values from low to high, half of them evenly on a log scale.

    Even steps alone would step over what happens near 0, logarithmic ones over what happens near
    the far end. `also` : values that have to be on the grid, if they lie in it.
    """
    far = max(abs(low), abs(high))
    even = np.linspace(low, high, points - points // 2)
    pieces = [even, np.array([v for v in also if low <= v <= high])]
    if low >= 0 or high <= 0:
        near = max(min(abs(low), abs(high)), far * SMALLEST_PART)
        scale = np.geomspace(near, far, points // 2)
        pieces.append(scale if low >= 0 else -scale)
    joined: Array = np.unique(np.clip(np.concatenate(pieces), low, high))
    return joined


def _scaled(value: float, factor: float) -> tuple[float, float]:
    ends = value / factor, value * factor
    return min(ends), max(ends)


def _given(moved: Input, within: Sequence[float]) -> Range:
    ends = tuple(float(v) for v in within)
    if len(ends) != 2 or not all(map(math.isfinite, ends)) or not ends[0] < ends[1]:
        shown = ", ".join(f"{v:g}" for v in ends)
        raise LeverRangeMissingError(
            moved.name,
            Localised(en=f"({shown}) is no range", ja=f"({shown}) は範囲になっていません"),
        )
    for value in ends:
        check_value(moved, value)
    return Range(ends[0], ends[1], "given", "given")
