"""The value one input needs so that the cost ratio meets the target, the others as today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from inventories.document import Localised
from parity.inputs import Weighing
from parity.levers.crossings import crossings, lowest
from parity.levers.errors import RangeInfeasibleError
from parity.levers.moves import Array, check_target, lever, ratio_today, ratios
from parity.levers.ranges import Range, distribution_ends, scan_grid, search_range
from parity.levers.targets import Side, wanted_side

POINTS = 201
BELIEVED_TAIL = 0.01
"""Share of a distribution at each end that is hardly believed."""

FLAT = 1e-12
"""Steps of the ratio below this part of it are rounding, neither up nor down."""

Direction = Literal["rises", "falls", "flat", "mixed"]


@dataclass(frozen=True)
class BreakEven:
    """Where the ratio meets the target when one input is moved.

    Attributes
    ----------
    kind : ``value`` (found), ``already_met`` (today's value will do), ``unreachable`` (nowhere in
        the range)
    value : the value needed, nearest to today's, in `unit`; None unless `kind` is ``value``
    lost_at : for ``already_met``, the nearest value at which the target is lost; None if nowhere
    best_value, best_ratio : the lowest ratio in the range, and where it is
    range : where was searched and why there
    direction : what the ratio does as the input rises; ``mixed`` if it turns
    monotone : the ratio never turns, so there is one crossing at most
    roots : all crossings seen, increasing
    believed : P1 and P99 of the input's distribution; None if it has none
    gates : on which side of today all targets of the gates lie; None if there are none, or on both
    infeasible : points of the scan, of `scanned`, that give no cost
    """

    name: str
    title: Localised
    unit: str
    today: float
    ratio: float
    target: float
    kind: Literal["value", "already_met", "unreachable"]
    value: float | None = field(default=None, kw_only=True)
    lost_at: float | None = field(default=None, kw_only=True)
    best_value: float
    best_ratio: float
    range: Range
    direction: Direction
    monotone: bool
    roots: tuple[float, ...]
    infeasible: int
    scanned: int
    believed: tuple[float, float] | None = field(default=None, kw_only=True)
    gates: Side | None = field(default=None, kw_only=True)

    @property
    def others(self) -> tuple[float, ...]:
        """The crossings that are not the answer."""
        shown = self.value if self.value is not None else self.lost_at
        return tuple(root for root in self.roots if root != shown)

    @property
    def is_disbelieved(self) -> bool:
        """Whether the value needed is beyond what is believed of the input."""
        if self.value is None or self.believed is None:
            return False
        return not self.believed[0] <= self.value <= self.believed[1]

    @property
    def is_against_gates(self) -> bool:
        """Whether the value needed lies the other way from today than the targets of the gates."""
        if self.value is None or self.gates is None:
            return False
        return self.value < self.today if self.gates == "above" else self.value > self.today


def break_even(
    model: Weighing,
    name: str,
    ratio: float | None = None,
    within: Sequence[float] | None = None,
) -> BreakEven:
    """Return the value of one input at which the cost ratio meets the target.

    The range is scanned at some 200 points in one call and every change of sign narrowed to
    rounding. The value returned meets the target.

    Parameters
    ----------
    ratio : ratio to reach; the comparison's own target if None
    within : (low, high) to search in, in the input's unit; see `search_range` if None

    Raises
    ------
    InputUnknownError, LeverRangeMissingError, LeverOutsideBoundError, TargetInvalidError
        If a name or number cannot be.
    TodayInfeasibleError, RangeInfeasibleError
        If there is no ratio today, or anywhere in the range.
    """
    moved = lever(model, name)
    target = check_target(model.target if ratio is None else ratio)
    span = search_range(moved, within)
    now = ratio_today(model)

    def excess(values: Array) -> Array:
        return ratios(model, {name: values}, values.size) - target

    grid = scan_grid(span.low, span.high, POINTS, moved.value)
    found = excess(grid)
    if np.isnan(found).all():
        raise RangeInfeasibleError(name, span.low, span.high)
    infeasible, scanned = int(np.isnan(found).sum()), int(grid.size)
    direction = _direction(found + target)
    at = int(np.nanargmin(found))
    best, best_excess = float(grid[at]), float(found[at])
    if direction == "mixed":
        best, best_excess = lowest(excess, grid, found)
    if best not in grid:
        place = int(np.searchsorted(grid, best))
        grid, found = np.insert(grid, place, best), np.insert(found, place, best_excess)
    roots = crossings(excess, grid, found)
    nearest = float(roots[np.abs(roots - moved.value).argmin()]) if roots.size else None
    met = now <= target
    reached = bool((found <= 0).any())
    needed = None
    if reached and not met:
        # without a crossing the target is met beyond a gap of points that give no cost
        meets = grid[found <= 0]
        needed = nearest if nearest is not None else float(meets[_closest(meets, moved.value)])
    return BreakEven(
        name=name,
        title=moved.title,
        unit=moved.unit,
        today=moved.value,
        ratio=now,
        target=target,
        kind="already_met" if met else "value" if reached else "unreachable",
        value=needed,
        lost_at=nearest if met else None,
        best_value=best,
        best_ratio=best_excess + target,
        range=span,
        direction=direction,
        monotone=direction != "mixed",
        roots=tuple(float(root) for root in roots),
        infeasible=infeasible,
        scanned=scanned,
        believed=distribution_ends(moved, BELIEVED_TAIL) if moved.distribution else None,
        gates=wanted_side(moved),
    )


def _closest(values: Array, to: float) -> int:
    return int(np.abs(values - to).argmin())


def _direction(ratio: Array) -> Direction:
    """Say what the ratio does along the scan; points without cost are passed over."""
    along = ratio[np.isfinite(ratio)]
    steps = np.diff(along)
    small = FLAT * np.maximum(np.abs(along[1:]), np.abs(along[:-1]))
    up, down = bool((steps > small).any()), bool((steps < -small).any())
    if up and down:
        return "mixed"
    return "rises" if up else "falls" if down else "flat"
