"""Ask a cost comparison again with some inputs moved: names and values checked, calls in chunks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from inventories.expressions import Value
from parity.errors import InputUnknownError, TargetInvalidError
from parity.inputs import Input, Weighed, Weighing
from parity.levers.errors import (
    LeverNotFiniteError,
    LeverOutsideBoundError,
    TodayInfeasibleError,
)

Array = NDArray[np.float64]

CHUNK = 16_384
"""Points weighed in one call: a cash flow of 40 years over them stays near 5 MB per array."""


def lever(model: Weighing, name: str) -> Input:
    """Return the input `name`.

    Raises
    ------
    InputUnknownError
        If the comparison has no such input; look-alikes are named.
    """
    found = model.inputs.get(name)
    if found is None:
        raise InputUnknownError(name, model.inputs)
    return found


def check_value(moved: Input, value: float) -> None:
    """Refuse a value that is not finite or beyond the physical bound.

    Raises
    ------
    LeverNotFiniteError, LeverOutsideBoundError
    """
    if not math.isfinite(value):
        raise LeverNotFiniteError(moved.name, value)
    if moved.bound is None:
        return
    low, high, reason = moved.bound.min, moved.bound.max, moved.bound.reason
    for limit, beyond in (
        (low, low is not None and value < low),
        (high, high is not None and value > high),
    ):
        if beyond and limit is not None:
            raise LeverOutsideBoundError(moved.name, value, limit, moved.unit, reason)


def check_values(model: Weighing, values: Mapping[str, float]) -> None:
    """Refuse unknown names and values that cannot be.

    Raises
    ------
    InputUnknownError, LeverNotFiniteError, LeverOutsideBoundError
    """
    for name, value in values.items():
        check_value(lever(model, name), value)


def check_target(target: float) -> float:
    """Return a target ratio that is finite and above 0.

    Raises
    ------
    TargetInvalidError
    """
    if not (math.isfinite(target) and target > 0):
        raise TargetInvalidError(target)
    return float(target)


def today(model: Weighing) -> dict[str, float]:
    """Return today's value of every input, in its unit."""
    return {name: moved.value for name, moved in model.inputs.items()}


def ratio_today(model: Weighing) -> float:
    """Return the cost ratio with nothing moved.

    Raises
    ------
    TodayInfeasibleError
        If it is not finite.
    """
    found = float(np.asarray(model.weigh({}).ratio).reshape(-1)[0])
    if not math.isfinite(found):
        raise TodayInfeasibleError
    return found


def weigh_points(model: Weighing, values: Mapping[str, Value], points: int) -> Weighed:
    """Weigh `points` combinations of values; each field of the result is (points,).

    Parameters
    ----------
    values : input name -> (points,) or one number for all, in the input's unit

    Returns
    -------
    Weighed
        nan in every field where the comparison has no finite ratio.
    """
    columns = {
        name: np.broadcast_to(np.asarray(value, dtype=np.float64), (points,))
        for name, value in values.items()
    }
    parts = [
        _weighed(model, columns, slice(start, min(start + CHUNK, points)))
        for start in range(0, points, CHUNK)
    ]
    msp, bio, baseline, ratio = (np.concatenate(field) for field in zip(*parts, strict=True))
    return Weighed(msp, bio, baseline, ratio)


def ratios(model: Weighing, values: Mapping[str, Value], points: int) -> Array:
    """Return the cost ratio of `points` combinations, (points,); nan where there is none."""
    return np.asarray(weigh_points(model, values, points).ratio)


def names_of(model: Weighing, names: Iterable[str] | None) -> tuple[str, ...]:
    """Return the names asked for, each once and known; all inputs if None.

    Raises
    ------
    InputUnknownError
    """
    if names is None:
        return tuple(model.inputs)
    asked = tuple(dict.fromkeys(names))
    for name in asked:
        lever(model, name)
    return asked


def _weighed(
    model: Weighing, columns: Mapping[str, Array], part: slice
) -> tuple[Array, Array, Array, Array]:
    found = model.weigh({name: column[part] for name, column in columns.items()})
    size = part.stop - part.start
    ratio = np.array(np.broadcast_to(np.asarray(found.ratio, dtype=np.float64), (size,)))
    without = ~np.isfinite(ratio)
    ratio[without] = np.nan
    others = []
    for given in (found.msp, found.bio, found.baseline):
        field = np.array(np.broadcast_to(np.asarray(given, dtype=np.float64), (size,)))
        field[without] = np.nan
        others.append(field)
    return others[0], others[1], others[2], ratio
