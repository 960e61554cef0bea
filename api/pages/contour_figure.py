"""The cost ratio over two inputs: lines of equal ratio, the target, today and the gates."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from api.pages import numbers
from api.pages.cost_figures import TARGET
from api.pages.figures import INK, Figure, Gettext, axis, layout
from api.pages.money import yen_named
from api.pages.words import named_input
from api.results.levers import ContourAxis, ContourLine, ContourPoint, ContourResult
from inventories.document import Localised

_HEIGHT_PX = 440
_SHOWN = 5
_TITLE, _TITLE_WIDE = 46, 26
"""Letters of a line of an axis title; a telephone shows no more."""
_SYMBOLS = {"today": "star", "measured": "circle", "modelled": "square", "target": "diamond"}
_SCALE = [[0, "#e3f1e8"], [0.5, "#f3ead2"], [1, "#e9c9b8"]]


@dataclass(frozen=True)
class CoarseTable:
    """Some points of the contour: `ratio` has a row per y and a column per x."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    ratio: tuple[tuple[float | None, ...], ...]


def contour(
    found: ContourResult, gates: Mapping[str, Localised], translate: Gettext, language: str
) -> Figure:
    """Return the contour; `gates` : gate id -> title."""
    points, names = _merged(found, gates, translate, language)
    known = letters(found)
    marks = [known[point.x, point.y] for point in points]
    return {
        "data": [
            {
                "type": "contour",
                "x": list(found.x.values),
                "y": list(found.y.values),
                "z": [list(row) for row in found.ratio],
                "colorscale": _SCALE,
                "showscale": False,
                "ncontours": 10,
                "line": {"width": 0.8, "color": "#6b7785"},
                "contours": {"showlabels": True, "labelfont": {"size": 11, "color": INK}},
                "hovertemplate": "x %{x:.3g}, y %{y:.3g}: × %{z:.3g}<extra></extra>",
            },
            *(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [x for x, _ in piece],
                    "y": [y for _, y in piece],
                    "line": {"color": TARGET, "width": 3, "dash": "dash"},
                    "hoverinfo": "skip",
                    "name": "target",
                }
                for piece in target_pieces(found)
            ),
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [p.x for p in points],
                "y": [p.y for p in points],
                "text": [
                    f"<b>{mark}</b> {_plain(name)}" for mark, name in zip(marks, names, strict=True)
                ],
                "customdata": [["", f"<b>{mark}</b>"] for mark in marks],  # for a narrow screen
                "textposition": [_side(p.x, found.x) for p in points],
                "textfont": {"color": INK, "size": 12},
                "cliponaxis": False,
                "marker": {
                    "size": 12,
                    "symbol": [_SYMBOLS[p.status] for p in points],
                    "color": INK,
                    "line": {"width": 1, "color": "white"},
                },
                "hovertext": [f"× {numbers.significant(p.ratio)}" for p in points],
                "hoverinfo": "text",
            },
        ],
        "layout": layout(
            _HEIGHT_PX,
            xaxis=axis(_axis_title(found.x, translate, language), **_reach(found.x)),
            yaxis=axis(_axis_title(found.y, translate, language), **_reach(found.y)),
        ),
    }


def letters(found: ContourResult) -> dict[tuple[float, float], str]:
    """Return (x, y) -> letter by which a drawing and its table name the points there."""
    places = list(dict.fromkeys((p.x, p.y) for p in found.points))
    return {place: ascii_uppercase[i % len(ascii_uppercase)] for i, place in enumerate(places)}


def _merged(
    found: ContourResult, gates: Mapping[str, Localised], translate: Gettext, language: str
) -> tuple[list[ContourPoint], list[str]]:
    """Return the points inside and their labels; points at one place share one, as the first."""
    places: dict[tuple[float, float], tuple[ContourPoint, list[str]]] = {}
    for point in found.points:
        if not point.inside:
            continue
        if point.gate is None:
            name = translate("Today")
        else:
            title = gates.get(point.gate)
            name = title.in_language(language) if title else point.gate
        names = places.setdefault((point.x, point.y), (point, []))[1]
        if name not in names:
            names.append(name)
    return [point for point, _ in places.values()], [" / ".join(n) for _, n in places.values()]


def coarse_table(found: ContourResult) -> CoarseTable:
    """Return the ratio at a few points of each axis, first and last included."""
    across, down = _picked(len(found.x.values)), _picked(len(found.y.values))
    return CoarseTable(
        x=tuple(found.x.values[i] for i in across),
        y=tuple(found.y.values[j] for j in down),
        ratio=tuple(tuple(found.ratio[j][i] for i in across) for j in down),
    )


def target_pieces(found: ContourResult) -> Sequence[Sequence[tuple[float, float]]]:
    """Return the pieces of the line of the target; none if the grid does not reach it."""
    lines: Sequence[ContourLine] = found.lines
    return [piece for line in lines if line.level == found.target for piece in line.pieces]


def lowest(found: ContourResult) -> float | None:
    """Return the lowest ratio of the grid."""
    known = [r for row in found.ratio for r in row if r is not None]
    return min(known) if known else None


def _picked(count: int) -> list[int]:
    return sorted({round(i * (count - 1) / (_SHOWN - 1)) for i in range(_SHOWN)})


def _axis_title(shown: ContourAxis, translate: Gettext, language: str) -> str:
    title = named_input(shown.name, shown.title.in_language(language), translate)
    text = _plain(f"{title}, {yen_named(shown.unit, language)}")
    return "<br>".join(textwrap.wrap(text, _TITLE_WIDE if language == "ja" else _TITLE))


def _reach(shown: ContourAxis) -> dict[str, Any]:
    return {"range": [shown.values[0], shown.values[-1]], "zeroline": False}


def _side(value: float, shown: ContourAxis) -> str:
    middle = (shown.values[0] + shown.values[-1]) / 2
    return "middle left" if value > middle else "middle right"


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
