"""Where a function of one number crosses zero, all crossings at once, by calls over arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parity.levers.moves import Array

Excess = Callable[[Array], Array]
"""(n,) values -> (n,) excess over the target: 0 or below where it is met, nan where undefined."""

SECTIONS = 256
"""Parts an interval is cut into per call: a call costs more than its points, and 6 give 2^48."""

RELATIVE = 1e-13


def crossings(excess: Excess, grid: Array, values: Array) -> Array:
    """Return the values where `excess` turns from met to not met or back, increasing.

    Each is on the side where the target is met, so a jump gives the end that still meets it.
    What happens between two neighbours of the grid without a change of sign is not seen.

    Parameters
    ----------
    grid, values : (n,) increasing, and `excess` there
    """
    met, defined = values <= 0, np.isfinite(values)
    turn = np.flatnonzero((met[:-1] != met[1:]) & defined[:-1] & defined[1:])
    if not turn.size:
        return np.empty(0)
    inside = np.where(met[turn], grid[turn], grid[turn + 1])
    outside = np.where(met[turn], grid[turn + 1], grid[turn])
    found: Array = np.unique(_narrowed(excess, inside, outside))
    apart = np.diff(found) > RELATIVE * 10 * np.abs(found[1:])
    return found[np.concatenate(([True], apart))]


def lowest(excess: Excess, grid: Array, values: Array) -> tuple[float, float]:
    """Return where on and between the points of a grid `excess` is lowest, and its value there.

    The search goes on between the neighbours of the lowest point of the grid.
    """
    at = int(np.nanargmin(values))
    best, best_value = float(grid[at]), float(values[at])
    low, high = float(grid[max(at - 1, 0)]), float(grid[min(at + 1, grid.size - 1)])
    while high - low > 1e-9 * max(abs(low), abs(high)):
        points = np.linspace(low, high, SECTIONS + 1)
        found = excess(points)
        if np.isnan(found).all():
            break
        at = int(np.nanargmin(found))
        if found[at] < best_value:
            best, best_value = float(points[at]), float(found[at])
        narrower = float(points[max(at - 1, 0)]), float(points[min(at + 1, SECTIONS)])
        if narrower == (low, high):
            break
        low, high = narrower
    return best, best_value


def _narrowed(excess: Excess, inside: Array, outside: Array) -> Array:
    """Narrow every interval to its last point that meets the target, from inside to outside."""
    parts = np.linspace(0.0, 1.0, SECTIONS + 1)
    rows = np.arange(inside.size)
    for _ in range(20):
        size = np.maximum(np.abs(inside), np.abs(outside))
        if (np.abs(outside - inside) <= RELATIVE * size).all():
            break
        points = inside[:, None] + (outside - inside)[:, None] * parts
        middle = excess(points[:, 1:-1].ravel()).reshape(inside.size, -1)
        lost = np.concatenate((~(middle <= 0), np.ones((inside.size, 1), dtype=bool)), axis=1)
        first = lost.argmax(axis=1)
        inside, outside = points[rows, first], points[rows, first + 1]
    return inside
