"""The ratio over belief coordinates: where it meets the target, and what a point asks to believe.

What today's value is, is believed already, and so is the median of a distribution: a lever between
the two asks nothing. Beyond them its coordinate counts. So a lever more can always be left as it is
today and never makes a design harder to believe.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parity.inputs import Weighing
from parity.levers.beliefs import Coordinate
from parity.levers.moves import Array, ratios

STEP = 1e-5
"""Step of the differences, in standard deviations."""

WAY = np.unique(
    np.concatenate(
        (
            np.linspace(0.0, 1.0, 65),
            *(1.0 + sign * np.geomspace(1e-11, 1e-2, 37) for sign in (-1.0, 1.0)),
        )
    )
)
"""Where a ray is looked at, as parts of its length: evenly, and closely near its end."""

SECTIONS = 256
"""Parts into which the interval with the crossing is cut."""


class Surface:
    """Excess of the ratio over the target, as a part of the target, in belief coordinates.

    Attributes
    ----------
    low, high : (k,) how far each lever may go
    free_low, free_high : (k,) from today to the median: what asks nothing
    today : (k,) today's values
    """

    def __init__(self, model: Weighing, axes: Sequence[Coordinate], target: float) -> None:
        self.model, self.axes, self.target = model, tuple(axes), target
        self.low = np.array([axis.low for axis in axes])
        self.high = np.array([axis.high for axis in axes])
        self.today = np.array([axis.today for axis in axes])
        self.free_low, self.free_high = np.minimum(self.today, 0.0), np.maximum(self.today, 0.0)

    @property
    def levers(self) -> int:
        """Number of levers."""
        return len(self.axes)

    def excess(self, points: Array) -> Array:
        """Return (m,) for points (m, k); nan where there is no cost."""
        values = {axis.moved.name: axis.values(points[:, i]) for i, axis in enumerate(self.axes)}
        return ratios(self.model, values, len(points)) / self.target - 1.0

    def at(self, point: Array) -> float:
        """Return the excess at one point (k,), infinite where there is no cost."""
        found = float(self.excess(point[None])[0])
        return found if np.isfinite(found) else np.inf

    def free(self, points: Array) -> Array:
        """Return the nearest points (..., k) that ask nothing."""
        found: Array = np.clip(points, self.free_low, self.free_high)
        return found

    def beyond(self, points: Array) -> Array:
        """Return what each lever asks, (..., k), with its sign."""
        found: Array = points - self.free(points)
        return found

    def size(self, points: Array) -> Array:
        """Return the distance of points (..., k): root of the sum of squares of `beyond`."""
        found: Array = np.linalg.norm(self.beyond(points), axis=-1)
        return found

    def clipped(self, points: Array) -> Array:
        """Return points (..., k) within the ranges."""
        found: Array = np.clip(points, self.low, self.high)
        return found

    def slopes(self, points: Array) -> tuple[Array, Array]:
        """Return the excess (m,) and its differences (m, k) at points (m, k), by one call.

        The step goes into the range; a difference without cost is 0.
        """
        m, k = points.shape
        step = np.where(points + STEP <= self.high, STEP, -STEP)
        near = points[:, None, :] + step[:, :, None] * np.eye(k)
        found = self.excess(np.concatenate((points, self.clipped(near).reshape(-1, k))))
        here, there = found[:m], found[m:].reshape(m, k)
        moves = self.high > self.low
        slope = np.where(moves, (there - here[:, None]) / step, 0.0)
        return here, np.nan_to_num(slope, nan=0.0, posinf=0.0, neginf=0.0)

    def touched(self, point: Array) -> tuple[float, Array]:
        """Return excess and (k,) central differences at one point, one-sided at ends of the range.

        The excess is infinite where there is no cost.
        """
        steps = STEP * np.eye(point.size)
        up, down = self.clipped(point + steps), self.clipped(point - steps)
        found = self.excess(np.concatenate((up, down, point[None])))
        width = np.diagonal(up) - np.diagonal(down)
        rise = found[: point.size] - found[point.size : -1]
        slope = np.where(width > 0, rise / np.where(width > 0, width, 1.0), 0.0)
        here = float(found[-1]) if np.isfinite(found[-1]) else np.inf
        return here, np.nan_to_num(slope, nan=0.0, posinf=0.0, neginf=0.0)

    def first_met(self, toward: Array) -> Array | None:
        """Return the first point that meets the target on the way from what asks nothing.

        `toward` : (k,), near the surface; the way goes a little past it.
        """
        start = self.free(toward)

        def along(t: Array) -> Array:
            return self.excess(self.clipped(start + t[:, None] * (toward - start)))

        values = along(WAY)
        met = np.flatnonzero(values <= 0)
        if not met.size:
            return None
        reach, at = float(WAY[met[0]]), int(met[0])
        if at and np.isfinite(values[at - 1]):
            between = np.linspace(WAY[at - 1], reach, SECTIONS + 1)[1:]
            met = np.flatnonzero(along(between[:-1]) <= 0)
            reach = float(between[met[0]]) if met.size else reach
        return self.clipped(start + reach * (toward - start))
