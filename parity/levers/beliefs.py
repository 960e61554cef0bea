"""How far a value of an input is from what is believed of it, in one coordinate per input.

With a distribution the coordinate is the normal score of the value: 0 at the median, 1 where 84 %
lie below; today's value has the score that it has there. Without one it is the share of the way
from today's value to the physical bound (or, if none is stated, to the farthest value at a gate).
Both count alike in a distance, which is a convention: state a distribution for what is to be
compared in earnest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from inventories.document import Localised
from lca.sampling import quantile
from parity.inputs import Input, Weighing
from parity.levers.errors import LeversMissingError
from parity.levers.moves import Array, ratios

FARTHEST = 6.0
"""Normal score beyond which nothing is searched: one in 1e9, where doubles run out of digits."""

CLOSE = 1e-9
"""Values of a distribution that differ by less than this part are one."""

SECTIONS, NARROWINGS = 64, 8
"""Parts and rounds in the search for the score of a value: 64^8 parts of the range."""

Measure = Literal["score", "way"]
"""What a coordinate is: normal score, or share of the way from today's value to `end`."""


@dataclass(frozen=True)
class Coordinate:
    """One lever: its range in the coordinate, and for a ``way`` the value at its end.

    `today` : the coordinate of today's value; 0, the median, if the distribution rules it out.
    """

    moved: Input
    measure: Measure
    low: float
    high: float
    end: float
    today: float = 0.0

    def values(self, at: Array) -> Array:
        """Return the values in the input's unit at coordinates (m,); today's is exact."""
        distribution = self.moved.distribution
        if self.measure == "score" and distribution is not None:
            scored = quantile(distribution, self.moved.value, self.moved.bound, ndtr(at))
            if self.today == 0.0:
                return scored
            kept: Array = np.where(at == self.today, self.moved.value, scored)
            return kept
        found: Array = self.moved.value + at * (self.end - self.moved.value)
        return found


def can_move(moved: Input) -> bool:
    """Whether a distribution, a bound or a gate says how far the input may go."""
    return moved.distribution is not None or bool(_ends(moved))


def is_believed(moved: Input) -> bool:
    """Whether a distribution or a gate says what is believed of the input.

    A bound alone says only what is possible: who wants such an input moved has to name it.
    """
    return moved.distribution is not None or (bool(moved.gates) and can_move(moved))


def score_today(moved: Input) -> float:
    """Return the normal score of today's value in the input's own distribution.

    0 if it has none, if the value is the median, or if the distribution rules the value out.
    """
    distribution = moved.distribution
    if distribution is None:
        return 0.0

    def values(at: Array) -> Array:
        return quantile(distribution, moved.value, moved.bound, ndtr(at))

    low, high = -FARTHEST, FARTHEST
    ends = values(np.array([low, 0.0, high]))
    near = CLOSE * max(abs(moved.value), float(ends[2] - ends[0]))
    if abs(ends[1] - moved.value) <= near or not ends[0] - near <= moved.value <= ends[2] + near:
        return 0.0
    for _ in range(NARROWINGS):
        grid = np.linspace(low, high, SECTIONS + 1)
        at = int(np.clip(np.searchsorted(values(grid), moved.value), 1, SECTIONS))
        low, high = float(grid[at - 1]), float(grid[at])
    return high


def coordinates(model: Weighing, names: Sequence[str]) -> tuple[Coordinate, ...]:
    """Return a coordinate for every lever.

    A lever without a distribution goes to the end at which the ratio is lowest with the others as
    today; where no end lowers it, it stays (range 0 to 0).

    Raises
    ------
    LeversMissingError
        If nothing says how far a lever may go.
    """
    for name in names:
        if not can_move(model.inputs[name]):
            raise LeversMissingError(
                Localised(
                    en=f"`{name}` has neither a distribution nor a physical bound nor a value at a "
                    "gate",
                    ja=f"`{name}` に分布・物理的上下限・ゲートの値のいずれもありません",
                )
            )
    plain = {name: _ends(model.inputs[name]) for name in names if not _uncertain(model, name)}
    best = _best_ends(model, plain)
    found = []
    for name in names:
        moved = model.inputs[name]
        if name not in plain:
            found.append(
                Coordinate(moved, "score", -FARTHEST, FARTHEST, np.nan, score_today(moved))
            )
        elif name in best:
            found.append(Coordinate(moved, "way", 0.0, 1.0, best[name]))
        else:
            found.append(Coordinate(moved, "way", 0.0, 0.0, moved.value))
    return tuple(found)


def _uncertain(model: Weighing, name: str) -> bool:
    return model.inputs[name].distribution is not None


def _ends(moved: Input) -> tuple[float, ...]:
    bound = moved.bound
    limits = () if bound is None else (bound.min, bound.max)
    stated = tuple(v for v in limits if v is not None)
    ends = stated or tuple(gate.value for gate in moved.gates.values())
    return tuple(v for v in ends if v != moved.value)


def _best_ends(model: Weighing, ends: dict[str, tuple[float, ...]]) -> dict[str, float]:
    """Return the end of each lever at which the ratio is lowest, if it is lower than today's."""
    tried = [(name, end) for name, several in ends.items() for end in several]
    asked: dict[str, float | Array] = {}
    for name in ends:
        own = model.inputs[name].value
        asked[name] = np.array([own, *(end if n == name else own for n, end in tried)])
    found = ratios(model, asked, len(tried) + 1)
    best: dict[str, tuple[float, float]] = {}
    for (name, end), ratio in zip(tried, found[1:], strict=True):
        if ratio < best.get(name, (found[0], 0.0))[0]:
            best[name] = (float(ratio), end)
    return {name: end for name, (_, end) in best.items()}
