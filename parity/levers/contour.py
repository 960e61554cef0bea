"""The cost ratio over two inputs, with its lines of equal ratio; the other inputs as today."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import contourpy
import numpy as np

from inventories.document import Localised
from inventories.document.flows import Bound
from parity.inputs import Input, Weighing
from parity.levers.errors import AnalysisTooLargeError, ContourAxesError, RangeInfeasibleError
from parity.levers.moves import Array, check_target, lever, ratio_today, ratios
from parity.levers.ranges import Range, plot_range

Status = Literal["measured", "modelled", "target"]

LEAST_SIDE, MOST_SIDE = 2, 200
MOST_LEVELS = 20
USUAL_LEVELS = (1.0, 1.5)
"""Lines drawn beside that of the target: equal cost, and half as much again."""


@dataclass(frozen=True)
class Axis:
    """One input along one side: `grid` (n,) in `unit`, its range and physical bound."""

    name: str
    title: Localised
    unit: str
    today: float
    grid: Array
    range: Range
    bound: Bound | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Line:
    """Line of one ratio: one or more pieces, each (m, 2) points of (x, y); none if not crossed."""

    level: float
    pieces: tuple[Array, ...]


@dataclass(frozen=True)
class Point:
    """Today's values, or those of a gate; what has no value at the gate is as today.

    `ratio` : with only x and y moved there; None if there is no cost. `inside` : of the ranges.
    """

    gate: str | None = field(default=None, kw_only=True)
    status: Status | Literal["today"]
    x: float
    y: float
    ratio: float | None = field(default=None, kw_only=True)
    inside: bool


@dataclass(frozen=True)
class Contour:
    """Ratio over x and y; `ratio` is (ny, nx), nan where there is no cost."""

    x: Axis
    y: Axis
    ratio: Array
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    target: float


def contour(
    model: Weighing,
    x: str,
    y: str,
    nx: int = 50,
    ny: int = 50,
    ranges: Mapping[str, Sequence[float]] | None = None,
    levels: Sequence[float] | None = None,
) -> Contour:
    """Return the ratio on a grid over two inputs and its lines.

    Parameters
    ----------
    nx, ny : points along x and y, 2 to 200
    ranges : input -> (low, high) in its unit; see `plot_range` for what is not given
    levels : ratios to draw lines of; 1.0, 1.5 and the target if None

    Raises
    ------
    InputUnknownError, LeverRangeMissingError, LeverOutsideBoundError, TargetInvalidError
        If a name, range or level cannot be.
    AnalysisTooLargeError
        If the grid or the number of levels is.
    ContourAxesError
        If x and y are one input.
    TodayInfeasibleError, RangeInfeasibleError
        If there is no ratio today, or nowhere on the grid.
    """
    sides = lever(model, x), lever(model, y)
    if x == y:
        raise ContourAxesError(
            x,
            y,
            Localised(
                en="a contour needs two different inputs; name another one",
                ja="等高線には異なる2つの入力が必要です。もう一方に別の入力を指定してください",
            ),
        )
    for side, size in (
        (Localised(en="the points along x", ja="横軸の点数"), nx),
        (Localised(en="the points along y", ja="縦軸の点数"), ny),
    ):
        if not LEAST_SIDE <= size <= MOST_SIDE:
            raise AnalysisTooLargeError(side, size, LEAST_SIDE, MOST_SIDE)
    for name in ranges or {}:
        lever(model, name)
        if name not in (x, y):
            raise ContourAxesError(
                x,
                y,
                Localised(
                    en=f"a range is given for `{name}`, which is neither of them; leave it out",
                    ja=f"どちらの軸でもない `{name}` に範囲が指定されています。外してください",
                ),
            )
    drawn = _levels(model, levels)
    across, up = (
        _axis(side, size, (ranges or {}).get(side.name))
        for side, size in zip(sides, (nx, ny), strict=True)
    )
    columns, rows = np.meshgrid(across.grid, up.grid)
    found = ratios(model, {x: columns.ravel(), y: rows.ravel()}, nx * ny).reshape(ny, nx)
    if np.isnan(found).all():
        raise RangeInfeasibleError(f"{x}, {y}", across.range.low, across.range.high)
    generator = contourpy.contour_generator(
        across.grid, up.grid, found, name="serial", line_type=contourpy.LineType.Separate
    )
    lines = tuple(
        Line(level, tuple(np.asarray(piece) for piece in generator.lines(level))) for level in drawn
    )
    return Contour(across, up, found, lines, _points(model, across, up), model.target)


def _levels(model: Weighing, levels: Sequence[float] | None) -> tuple[float, ...]:
    asked = (*USUAL_LEVELS, model.target) if levels is None else tuple(levels)
    if not 1 <= len(asked) <= MOST_LEVELS:
        raise AnalysisTooLargeError(
            Localised(en="the number of lines", ja="線の本数"), len(asked), 1, MOST_LEVELS
        )
    return tuple(sorted({check_target(level) for level in asked}))


def _axis(moved: Input, size: int, within: Sequence[float] | None) -> Axis:
    span = plot_range(moved, within)
    grid = np.linspace(span.low, span.high, size)
    return Axis(moved.name, moved.title, moved.unit, moved.value, grid, span, bound=moved.bound)


def _points(model: Weighing, x: Axis, y: Axis) -> tuple[Point, ...]:
    """Return today and every gate that x or y has a value at, with the ratio there."""
    at_x, at_y = model.inputs[x.name].gates, model.inputs[y.name].gates
    gates = tuple(dict.fromkeys((*at_x, *at_y)))
    xs = [at_x[gate].value if gate in at_x else x.today for gate in gates]
    ys = [at_y[gate].value if gate in at_y else y.today for gate in gates]
    inside = _inside(x, y, x.today, y.today)
    now = Point("today", x.today, y.today, inside, ratio=ratio_today(model))
    if not gates:
        return (now,)
    found = ratios(model, {x.name: np.array(xs), y.name: np.array(ys)}, len(gates))
    return (
        now,
        *(
            Point(
                gate=gate,
                status=_weakest(at[gate].status for at in (at_x, at_y) if gate in at),
                x=xs[i],
                y=ys[i],
                ratio=float(found[i]) if math.isfinite(found[i]) else None,
                inside=_inside(x, y, xs[i], ys[i]),
            )
            for i, gate in enumerate(gates)
        ),
    )


def _weakest(statuses: Iterable[Status]) -> Status:
    """Return the status least certain: what is only wanted makes the whole point a wish."""
    order: tuple[Status, ...] = ("measured", "modelled", "target")
    return max(statuses, key=order.index)


def _inside(x: Axis, y: Axis, at_x: float, at_y: float) -> bool:
    return x.range.low <= at_x <= x.range.high and y.range.low <= at_y <= y.range.high
