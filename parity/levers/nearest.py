"""The point that asks least to believe among those at which the ratio meets the target.

Rays give starting points, all of them are slid along the surface at once (`slide`), and the best
is drawn back along its own ray to the first point that meets the target. Where the surface has
kinks or gaps, points around the best are tried as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, minimize

from parity.inputs import Weighing
from parity.levers.beliefs import Coordinate
from parity.levers.moves import Array
from parity.levers.slide import aim, slid
from parity.levers.starts import Improves, chosen, descended, scanned, ways
from parity.levers.surface import Surface

TRIALS, NARROWEST = 512, 1e-5
"""Points tried around the best one per round; the search ends when its width is below this."""

OFF = 1e-5
"""Where the plane asks less than the point by this part of it, the surface is not smooth there."""

ROUNDS = 20
NO_COST = 1e3
"""Stands for the excess where there is no cost: the search for the lowest turns away."""

ROUNDING = 1e-9


@dataclass(frozen=True)
class Nearest:
    """`point` (k,) in belief coordinates, what it asks of each lever (k,), and the ratio there.

    `index` : first-order reliability index, how many standard deviations the plane that touches
    the surface there is from the medians; None if the point is not on the surface.
    """

    kind: Literal["found", "already_met", "unreachable"]
    point: Array
    asked: Array
    ratio: float
    improves: tuple[Improves, ...]
    index: float | None = None


def nearest_point(model: Weighing, axes: Sequence[Coordinate], target: float, met: bool) -> Nearest:
    """Return the point that asks least and meets the target, or the best if there is none.

    Parameters
    ----------
    met : today's values already do; they are returned
    """
    surface = Surface(model, axes, target)
    known = ways(surface)
    if met:
        return Nearest("already_met", surface.today, 0.0 * surface.today, np.nan, known.improves)
    deepest, _ = descended(surface, known.corner)
    firsts, lowest = scanned(surface, known, deepest)
    if not len(firsts):
        best, excess = _lowest(surface, lowest)
        if excess > 0:
            asked, ratio = surface.beyond(best), (excess + 1.0) * target
            return Nearest("unreachable", best, asked, ratio, known.improves)
        firsts = best[None]
    point = firsts[int(surface.size(firsts).argmin())]
    if surface.size(point) > 0:
        point = _slid(surface, *chosen(surface, known, firsts), point)
    point = _tidied(surface, point)
    excess, slope = surface.touched(point)
    if not _smooth(surface, point, excess, slope):
        point = _tried(surface, point)
        point = _tidied(surface, _slid(surface, point[None], np.ones((1, point.size), bool), point))
        excess, slope = surface.touched(point)
    steep = float(np.linalg.norm(slope))
    index = (excess - float(slope @ point)) / steep if steep > 0 else None
    ratio = (excess + 1.0) * target
    return Nearest("found", point, surface.beyond(point), ratio, known.improves, index)


def _slid(surface: Surface, starts: Array, free: Array, nearest: Array) -> Array:
    """Return the best of what sliding makes of the starts, drawn back to the surface."""
    for point in slid(surface, starts, free)[:2]:
        drawn = surface.first_met(point)
        if drawn is not None:
            return drawn if surface.size(drawn) < surface.size(nearest) else nearest
    return nearest


def _tidied(surface: Surface, point: Array) -> Array:
    """Leave levers that differ from today by rounding as they are today, if that does as well."""
    near = np.abs(point - surface.today) < ROUNDING
    if not near.any():
        return point
    tidy = np.where(near, surface.today, point)
    return tidy if surface.at(tidy) <= 0 else point


def _smooth(surface: Surface, point: Array, excess: float, slope: Array) -> bool:
    """Whether the plane at a point asks as much as the point does."""
    planned = aim(surface, point[None], np.array([excess]), slope[None])[0]
    return bool(surface.size(planned) >= surface.size(point) * (1.0 - OFF))


def _tried(surface: Surface, point: Array) -> Array:
    """Return a nearer point found by trying around, for surfaces with kinks and gaps."""
    draws = np.random.default_rng(1)
    best, size = point, float(surface.size(point))
    width = 0.3 * size
    smallest = NARROWEST * size
    while width > smallest:
        shrink = draws.uniform(0.5, 1.0, (TRIALS, 1)) ** (width / size)
        around = surface.free(best) + surface.beyond(best) * shrink
        few = draws.random((TRIALS, best.size)) < draws.random((TRIALS, 1))
        steps = width * draws.standard_normal((TRIALS, best.size))
        points = surface.clipped(np.where(few, around + steps, best))
        sizes = surface.size(points)
        sizes[~(surface.excess(points) <= 0)] = np.inf
        at = int(sizes.argmin())
        if sizes[at] < size:
            best, size = points[at], float(sizes[at])
        else:
            width *= 0.5
    return best


def _lowest(surface: Surface, lowest: Array) -> tuple[Array, float]:
    """Return the point with the lowest ratio that a search from the lowest scanned finds."""
    corner, excess = descended(surface, lowest)

    def plain(point: Array) -> float:
        excess = surface.at(surface.clipped(point))
        return excess if np.isfinite(excess) else NO_COST

    def steepness(point: Array) -> Array:
        return surface.touched(surface.clipped(point))[1]

    found = minimize(
        plain,
        corner,
        jac=steepness,
        bounds=Bounds(surface.low, surface.high),
        method="SLSQP",
        options={"ftol": 1e-8, "maxiter": ROUNDS},
    )
    point = surface.clipped(np.nan_to_num(np.asarray(found.x)))
    value = surface.at(point)
    return (point, value) if value < excess else (corner, excess)
