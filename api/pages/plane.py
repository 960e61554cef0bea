"""The plane of the first page: greenhouse-gas reduction against cost ratio, a point a case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.pages import numbers
from api.pages.figures import INK, ROUTE, Figure, Gettext, axis, comparable_points, layout
from api.pages.labels import Box, sides, wrapped
from api.pages.weighed import WeighedCase

SHOWN_REDUCTIONS = (-150.0, 200.0)
"""Reductions in % that are drawn to scale; one beyond is drawn at the edge, with its number."""

LOG_FROM_SPAN = 5.0
"""Ratios that span more than this factor are drawn on a logarithmic axis."""

_HEIGHT_PX, _WIDTH_PX, _MARGIN_PX = 480, 900, 60
_MARKER_PX, _WHISKER_PX = 9, 3
_WHISKER_FACTOR = 2.0
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class _Point:
    number: int
    case: WeighedCase
    reduction: float
    shown_x: float
    ratio: float
    low: float
    high: float
    hollow: bool

    @property
    def off_scale(self) -> int:
        """-1 left of the scale, 1 right of it, 0 on it."""
        return (self.reduction > self.shown_x) - (self.reduction < self.shown_x)


@dataclass(frozen=True)
class _Frame:
    """The shown part of the plane; `y` in log10 if `log`."""

    x: tuple[float, float]
    y: tuple[float, float]
    log: bool

    def height(self, ratio: float) -> float:
        """Return a ratio as a coordinate of the vertical axis."""
        return math.log10(ratio) if self.log else ratio

    def pixel(self, x: float, ratio: float) -> tuple[float, float]:
        """Return where a point lies in a plot of the usual size, px from the lower left."""
        low, high = self.y
        return (
            (x - self.x[0]) / (self.x[1] - self.x[0]) * _WIDTH_PX,
            (self.height(ratio) - low) / (high - low) * _HEIGHT_PX,
        )


def plane(
    cases: Sequence[WeighedCase], guideline: str, translate: Gettext, language: str
) -> Figure | None:
    """Return the plane; None if no case has both a reduction and a cost ratio."""
    points = [
        _Point(
            number=number,
            case=case,
            reduction=100 * reduction,
            shown_x=min(max(100 * reduction, SHOWN_REDUCTIONS[0]), SHOWN_REDUCTIONS[1]),
            ratio=parity.ratio,
            low=parity.ratio_low,
            high=parity.ratio_high,
            hollow=parity.verdict == "uncertain" or case.weighings[guideline].cell.for_comparison,
        )
        for number, case, reduction, parity in comparable_points(cases, guideline)
    ]
    if not points:
        return None
    target = next(case.parity.target for case in cases if case.parity is not None)
    frame = _frame(points, target)
    texts = [_label(point, language) for point in points]
    places = _places(points, texts, frame)
    return {
        "data": [
            _markers(points, texts, places, hollow)
            for hollow in (False, True)
            if any(p.hollow is hollow for p in points)
        ],
        "layout": layout(
            _HEIGHT_PX,
            hovermode="closest",
            margin={"l": 64, "r": _MARGIN_PX, "t": 12, "b": 56},
            xaxis=axis(
                translate("Greenhouse-gas reduction against the baseline, %"),
                range=list(frame.x),
                ticksuffix="",
                zeroline=True,
            ),
            yaxis=axis(
                translate("Cost ratio to the baseline"),
                range=list(frame.y),
                **({"type": "log"} | _ticks(frame) if frame.log else {"zeroline": False}),
            ),
            shapes=_shapes(frame, target),
            annotations=_annotations(frame, target, translate),
        ),
    }


def _frame(points: Sequence[_Point], target: float) -> _Frame:
    xs = [p.shown_x for p in points]
    x = (min(-25.0, *xs, xs[0]) - 15, max(100.0, *xs, xs[0]) + 12)
    ratios = [p.ratio for p in points] + [target, 1.0]
    log = min(ratios) > 0 and max(ratios) / min(ratios) > LOG_FROM_SPAN
    # A whisker may be far longer than the distances that matter; it is then cut by the frame.
    top = min(max(p.high for p in points), _WHISKER_FACTOR * max(ratios))
    top = max(top, *ratios)
    if log:
        bottom = max(min(ratios) / _WHISKER_FACTOR, min(0.5, *ratios))
        return _Frame(x, (math.log10(bottom), math.log10(1.15 * top)), log=True)
    return _Frame(x, (min(0.0, *ratios), 1.1 * top), log=False)


def _ticks(frame: _Frame) -> dict[str, Any]:
    shown = [t for t in _TICKS if frame.y[0] <= math.log10(t) <= frame.y[1]]
    return {"tickmode": "array", "tickvals": shown, "ticktext": [f"{t:g}" for t in shown]}


def _markers(
    points: Sequence[_Point], texts: Sequence[str], places: Sequence[str], hollow: bool
) -> dict[str, Any]:
    chosen = [i for i, p in enumerate(points) if p.hollow is hollow]
    of = [points[i] for i in chosen]
    symbols = {-1: "triangle-left", 0: "circle", 1: "triangle-right"}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [p.shown_x for p in of],
        "y": [p.ratio for p in of],
        "text": [texts[i] for i in chosen],
        "textposition": [places[i] for i in chosen],
        "textfont": {"color": INK},
        "cliponaxis": False,
        "customdata": [[f"/cases/{p.case.summary.id}", _short_label(p)] for p in of],
        "hovertext": [
            f"{texts[i]}<br>{numbers.significant(points[i].reduction)} %, "
            f"× {numbers.significant(points[i].ratio)}"
            for i in chosen
        ],
        "hoverinfo": "text",
        "marker": {
            "size": 14,
            "symbol": [symbols[p.off_scale] + ("-open" if hollow else "") for p in of],
            "color": ROUTE,
            "line": {"width": 2, "color": ROUTE},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [p.high - p.ratio for p in of],
            "arrayminus": [p.ratio - p.low for p in of],
            "color": "#9fb8ad",
            "thickness": 1.2,
            "width": 4,
        },
    }


def _shapes(frame: _Frame, target: float) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": 0,
            "x1": frame.x[1],
            "y0": 10 ** frame.y[0] if frame.log else frame.y[0],
            "y1": target,
            "fillcolor": "#e3f1e8",
            "line": {"width": 0},
            "name": "goal",
        },
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": target,
            "y1": target,
            "line": {"color": "#b4532a", "width": 1.6, "dash": "dash"},
            "name": "target",
        },
    ]


def _annotations(frame: _Frame, target: float, translate: Gettext) -> list[dict[str, Any]]:
    look = {"showarrow": False, "font": {"size": 12}}
    goal = translate("lower carbon, at most {target} times the cost").format(target=f"{target:g}")
    short = translate("lower carbon,<br>at most {target}<br>times the cost").format(
        target=f"{target:g}"
    )
    line = translate("{target} times the baseline's cost").format(target=f"{target:g}")
    return [
        look
        | {
            "xref": "paper",
            "x": 0.005,
            "xanchor": "left",
            "y": frame.height(target),
            "yanchor": "bottom",
            "text": line,
            "font": {"size": 12, "color": "#8f3f1d"},
        },
        look
        | {
            "xref": "paper",
            "x": 0.995,
            "xanchor": "right",
            "y": frame.y[0],
            "yanchor": "bottom",
            "yshift": 4,
            "text": goal,
            "name": short,  # what a narrow screen shows
            "align": "right",
            "font": {"size": 12, "color": "#14523e"},
        },
    ]


def _short_label(point: _Point) -> str:
    """Return what a narrow screen shows: the number in the table, and the value off the scale."""
    return f"<b>{point.number}</b>{_off_scale_text(point, ' ')}"


def _off_scale_text(point: _Point, before: str) -> str:
    if not point.off_scale:
        return ""
    arrow = "◀" if point.off_scale < 0 else "▶"
    return f"{before}{arrow} {numbers.significant(point.reduction)} %"


def _label(point: _Point, language: str) -> str:
    name = point.case.summary.product.in_language(language)
    lines = wrapped(name)
    lines[0] = f"<b>{point.number}</b> {lines[0]}"
    return "<br>".join(lines) + _off_scale_text(point, "<br>")


def _places(points: Sequence[_Point], texts: Sequence[str], frame: _Frame) -> list[str]:
    """Choose the side of each label; markers and whiskers are not to be covered."""
    spots = [frame.pixel(p.shown_x, p.ratio) for p in points]
    obstacles: list[Box] = [
        (x - _MARKER_PX, y - _MARKER_PX, x + _MARKER_PX, y + _MARKER_PX) for x, y in spots
    ]
    for point, (x, _) in zip(points, spots, strict=True):
        low = max(point.low, 10 ** frame.y[0]) if frame.log else point.low
        bottom, top = (frame.pixel(0, ratio)[1] for ratio in (low, max(low, point.high)))
        obstacles.append((x - _WHISKER_PX, bottom, x + _WHISKER_PX, top))
    return sides(spots, texts, obstacles, (0.0, 0.0, _WIDTH_PX + _MARGIN_PX, _HEIGHT_PX))
