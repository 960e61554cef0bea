"""Points slid along the surface where the ratio meets the target, to where they ask least.

The method of Hasofer, Lind, Rackwitz and Fiessler with a search along each step, for many points
at once: a call over all of them costs little more than one over one. In each round the surface is
taken as a plane, the point of that plane that asks least is the aim, and of several steps towards
it the one is taken whose ray from what asks nothing meets the target first.

Reference: Rackwitz, R. & Fiessler, B. (1978) Structural reliability under combined random load
sequences, Computers & Structures 9, 489-494.
"""

from __future__ import annotations

import numpy as np

from parity.levers.moves import Array
from parity.levers.surface import Surface

TOWARDS = np.array([1.5, 1.0, 0.5, 0.15, 0.03])
"""Steps to the aim, as parts of the way."""

REACHES = np.array([0.0, 0.4, 0.7, 0.85, 0.95, 0.99, 1.0, 1.01, 1.05, 1.15, 1.4, 2.0])
"""Where each ray is looked at, as parts of its length."""

APART, ROUNDS = 3, 30
"""Rounds with the levers each point began with, and rounds at most."""

SETTLED = 1e-7
"""The search ends when a round brings the best point less than this part nearer."""

FEW = 3
"""Points followed to the end."""

FACES = 12


def slid(surface: Surface, points: Array, free: Array) -> Array:
    """Slide points and return the best of them, (m, k), nearest first.

    Parameters
    ----------
    points : (m, k)
    free : (m, k), which levers each point may move in the first rounds
    """
    sizes = np.full(len(points), np.inf)
    before = np.inf
    for turn in range(ROUNDS):
        if turn == APART:
            free = np.ones_like(free)
        elif turn == APART + 2:
            keep = np.argsort(sizes, kind="stable")[:FEW]
            points, sizes, free = points[keep], sizes[keep], free[keep]
        here, slope = surface.slopes(points)
        slope = np.where(free, slope, 0.0)
        aims = aim(surface, points, here, slope)
        points, sizes = _stepped(surface, points, sizes, aims)
        best = float(sizes.min())
        if turn > APART and best >= before * (1.0 - SETTLED):
            break
        before = best
    return points[np.argsort(sizes, kind="stable")]


def aim(surface: Surface, points: Array, here: Array, slope: Array) -> Array:
    """Return the points (m, k) that ask least where each plane meets the target.

    Parameters
    ----------
    here, slope : (m,) and (m, k), excess and its differences at the points
    """
    base = np.where(
        slope < 0,
        surface.free_high,
        np.where(slope > 0, surface.free_low, surface.free(points)),
    )
    needed = np.nan_to_num(here) + np.einsum("mk,mk->m", slope, base - points)
    found, open_ = base.copy(), slope != 0
    for _ in range(FACES):  # a lever at its end leaves the rest to the others
        left = needed + np.einsum("mk,mk->m", slope, found - base)
        weight = np.einsum("mk,mk->m", slope, np.where(open_, slope, 0.0))
        goes = (left > 0) & (weight > 0)
        if not goes.any():
            break
        scale = np.where(goes, left, 0.0) / np.where(weight > 0, weight, 1.0)
        wanted = found - scale[:, None] * np.where(open_, slope, 0.0)
        found = surface.clipped(wanted)
        open_ &= found == wanted
    return found


def _stepped(surface: Surface, points: Array, sizes: Array, aims: Array) -> tuple[Array, Array]:
    """Return points and sizes after the best step of each that brings it nearer, if one does."""
    m, k = points.shape
    ways = points[:, None, :] + TOWARDS[:, None] * (aims - points)[:, None, :]
    ways = surface.clipped(np.concatenate((ways, points[:, None, :]), axis=1))
    starts = surface.free(ways)
    rays = (ways - starts)[:, :, None, :] * REACHES[:, None]
    tried = surface.clipped(starts[:, :, None, :] + rays)
    found = surface.excess(tried.reshape(-1, k)).reshape(m, len(TOWARDS) + 1, len(REACHES))
    met = found <= 0
    first = met.argmax(axis=-1)
    rows, steps = np.ogrid[:m, : first.shape[1]]
    inside = found[rows, steps, first]
    outside = found[rows, steps, np.maximum(first - 1, 0)]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(outside > 0, outside / (outside - inside), 1.0)
    near, far = REACHES[np.maximum(first - 1, 0)], REACHES[first]
    reach = near + np.where(np.isfinite(part), part, 1.0) * (far - near)
    ends = surface.clipped(starts + reach[..., None] * (ways - starts))
    size = np.where(met.any(axis=-1), surface.size(ends), np.inf)
    best = size.argmin(axis=1)
    rows_ = np.arange(m)
    better = size[rows_, best] < sizes
    return (
        np.where(better[:, None], ends[rows_, best], points),
        np.where(better, size[rows_, best], sizes),
    )
