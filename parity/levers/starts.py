"""Where to begin the search for a design: ends of ranges that lower the ratio, and ways to them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from scipy.stats import qmc

from parity.levers.errors import RangeInfeasibleError
from parity.levers.moves import Array
from parity.levers.surface import Surface

Improves = Literal["up", "down", "neither", "both"]

DIRECTIONS, ALONG_RAY = 33, 33
"""Points per lever for its direction, and along each ray."""

MIXED_BITS = 6
"""2^6 rays with weights of a Sobol sequence, which leaves no part of the directions out: half of
them to anywhere in the ranges, half towards the best ends."""

MOST_SINGLE, MOST_PAIRED = 40, 7
"""Levers tried alone and two by two, those that bring most first."""

SUBSETS = (1, 2, 3, 4, 6, 9, 13, 18)
"""The search also begins with only the first few levers, so that a lever more cannot mislead it."""

SAME = 0.97
"""Starting points whose directions have this cosine lead to the same place."""

STARTS = 8
ROUNDS = 50
ROUNDING = 1e-12
SHOWN = 5
SEED = 1


@dataclass(frozen=True)
class Ways:
    """What each lever does alone, the others as today.

    Attributes
    ----------
    improves : where the ratio falls
    corner : (k,) where it is lowest, today where it never falls
    base : (k,) today or the median, whichever is better
    gains : (k,) how far the excess falls, 0 or above
    """

    improves: tuple[Improves, ...]
    corner: Array
    base: Array
    gains: Array


def ways(surface: Surface) -> Ways:
    """Scan every lever alone, in one call.

    Raises
    ------
    RangeInfeasibleError
        If there is no ratio anywhere.
    """
    k, today = surface.levers, surface.today
    grid = np.linspace(surface.low, surface.high, DIRECTIONS)
    points = np.tile(today, (k, DIRECTIONS + 1, 1))
    for i in range(k):
        points[i, :DIRECTIONS, i] = grid[:, i]
        points[i, DIRECTIONS, i] = 0.0
    every = surface.excess(np.concatenate((today[None], points.reshape(-1, k))))
    if np.isnan(every[1:]).all():
        names = ", ".join(axis.moved.name for axis in surface.axes[:SHOWN])
        raise RangeInfeasibleError(names, float(surface.low.min()), float(surface.high.max()))
    now, found = every[0], every[1:].reshape(k, -1)
    improves, corner, base, gains = list[Improves](), today.copy(), today.copy(), np.zeros(k)
    for i in range(k):
        along = found[i, :DIRECTIONS][np.isfinite(found[i, :DIRECTIONS])]
        steps = np.diff(along)
        small = ROUNDING * (1.0 + np.abs(along[1:]))
        up, down = bool((steps < -small).any()), bool((steps > small).any())
        improves.append("both" if up and down else "up" if up else "down" if down else "neither")
        if not along.size:
            continue
        best = int(np.nanargmin(found[i, :DIRECTIONS]))
        gains[i] = max(now - found[i, best], 0.0)
        if gains[i] > ROUNDING:
            corner[i] = grid[best, i]
        if found[i, DIRECTIONS] < now - ROUNDING:
            base[i] = 0.0
    return Ways(tuple(improves), corner, base, gains)


def descended(surface: Surface, point: Array) -> tuple[Array, float]:
    """Move levers to the best of a few places each, given the others, until none helps.

    The best end of a lever may turn when the others have moved. All levers that help move
    together if that is lower still, else the one that helps most. Returns point and excess.
    """
    k, value = point.size, np.inf
    places = np.stack([s * e for e in (surface.low, surface.high) for s in (1.0, 0.5, 0.0)])
    for _ in range(ROUNDS):
        points = np.tile(point, (k, len(places), 1))
        for i in range(k):
            points[i, :, i] = places[:, i]
        every = surface.excess(np.concatenate((point[None], points.reshape(-1, k))))
        every[~np.isfinite(every)] = np.inf
        value, found = float(every[0]), every[1:].reshape(k, -1)
        best = found.argmin(axis=1)
        each = found[np.arange(k), best]
        helps = each < value - ROUNDING
        if not helps.any():
            break
        together = np.where(helps, places[best, np.arange(k)], point)
        at = int(each.argmin())
        point, value, joint = points[at, best[at]], float(each[at]), surface.at(together)
        if joint < value:
            point, value = together, joint
    return point, value


def scanned(surface: Surface, known: Ways, deepest: Array) -> tuple[Array, Array]:
    """Return the first points met on the rays, (m, k), and the lowest point seen, (k,)."""
    base, rays = known.base, _rays(surface, known, deepest)
    reach = np.linspace(0.0, 1.0, ALONG_RAY)
    points = base + reach[:, None] * (rays - base)[:, None, :]
    found = surface.excess(points.reshape(-1, surface.levers)).reshape(len(rays), -1)
    met = found <= 0
    rows = np.flatnonzero(met.any(axis=1))
    lowest = points.reshape(-1, surface.levers)[int(np.nanargmin(found))]
    return points[rows, met[rows].argmax(axis=1)], lowest


def chosen(surface: Surface, known: Ways, met: Array) -> tuple[Array, Array]:
    """Return starting points (m, k) and the levers each may move at first, (m, k) of bool.

    The nearest that differ in direction, and today with the first few levers only.
    """
    taken: list[Array] = []
    asked = surface.beyond(met)
    for i in np.argsort(np.linalg.norm(asked, axis=1), kind="stable"):
        size = np.linalg.norm(asked[i])
        if all(
            asked[i] @ surface.beyond(other) < SAME * size * surface.size(other) for other in taken
        ):
            taken.append(met[i])
        if len(taken) == STARTS:
            break
    order = np.argsort(-known.gains, kind="stable")
    useful = int((known.gains > ROUNDING).sum())
    subsets = [order[:n] for n in SUBSETS if n < useful]
    points = np.array([*taken, known.base, *(known.base for _ in subsets)])
    free = np.ones(points.shape, dtype=bool)
    for row, names in enumerate(subsets, start=len(taken) + 1):
        free[row] = False
        free[row, names] = True
        points[row, names] = known.base[names] + 0.5 * (known.corner - known.base)[names]
    return points, free


def _rays(surface: Surface, known: Ways, deepest: Array) -> Array:
    """Return ends of rays, (m, k): levers at their best together, alone, in pairs, and mixed."""
    base, corner, k = known.base, known.corner, known.base.size
    low, high = surface.low, surface.high
    order = np.argsort(-known.gains, kind="stable")
    together = [(i,) for i in order[:MOST_SINGLE]] + list(combinations(order[:MOST_PAIRED], 2))
    some = np.tile(base, (len(together), 1))
    for row, names in enumerate(together):
        some[row, list(names)] = corner[list(names)]
    weights = qmc.Sobol(k, rng=np.random.default_rng(SEED)).random_base2(MIXED_BITS)
    some_way, deep, all_over = np.split(weights, (len(weights) // 4, len(weights) // 2))
    mixed = np.concatenate(
        (
            base + some_way * (corner - base),
            base + deep * (deepest - base),
            low + all_over * (high - low),
        )
    )
    return np.concatenate((corner[None], deepest[None], some, mixed))
