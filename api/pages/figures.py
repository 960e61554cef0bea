"""Charts as data for the chart library; the script on the page only draws them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.pages import numbers
from api.pages.money import yen_named
from api.pages.weighed import WeighedCase, Weighing
from api.pages.words import word
from api.results import AssessmentResult, Contribution, CostLine, ParityDocument

Figure = dict[str, Any]
Gettext = Callable[[str], str]

INK, GRID, ROUTE, DOUBT = "#1f2933", "#dfe3e8", "#1b6e53", "#d9a441"
STAGE_COLOURS: Mapping[str, str] = {
    "feedstock": "#4a7c59",
    "pretreatment": "#9bbf85",
    "conversion": "#2b6cb0",
    "recovery": "#7fb0dd",
    "utilities": "#d9a441",
    "waste_treatment": "#8c6d46",
    "infrastructure": "#8a8f98",
    "distribution": "#b07aa1",
    "use": "#c8553d",
    "end_of_life": "#5b4b8a",
}
FONT = "system-ui, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif"

LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
_STAGES_PX = 230


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Return an axis in the look of every chart."""
    return {
        "title": {"text": title, "standoff": 8},
        "gridcolor": GRID,
        "zerolinecolor": "#8a94a0",
        "linecolor": "#8a94a0",
        "automargin": True,
        "fixedrange": True,
        **more,
    }


def layout(height: int, **more: Any) -> dict[str, Any]:
    """Return a layout in the look of every chart; `height` in px."""
    return {
        "height": height,
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "margin": {"l": 64, "r": 20, "t": 12, "b": 56},
        "showlegend": False,
        "dragmode": False,
        **more,
    }


def contributions(weighing: Weighing, translate: Gettext, language: str) -> Figure | None:
    """Return route and baseline as stacked bars by life-cycle stage, for the same function.

    None if the guideline could not be applied.
    """
    bio, scale = weighing.bio, weighing.baseline_scale
    if bio is None:
        return None
    parts: dict[str, dict[str, Contribution]] = {"route": _stages(bio)}
    factors = {"route": 1.0}
    if weighing.baseline is not None and scale is not None:
        parts["baseline"], factors["baseline"] = _stages(weighing.baseline), scale
    names = {"route": translate("Route"), "baseline": translate("Baseline")}
    rows = list(parts)
    traces: list[dict[str, Any]] = []
    for stage in dict.fromkeys(key for row in rows for key in parts[row]):
        found = [parts[row].get(stage) for row in rows]
        title = next(c.title.in_language(language) for c in found if c is not None)
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": title,
                "y": [names[row] for row in rows],
                "x": [
                    0.0 if c is None else c.value * factors[row]
                    for row, c in zip(rows, found, strict=True)
                ],
                "marker": {"color": STAGE_COLOURS.get(stage, "#8a8f98")},
                "hovertemplate": "%{y}, " + _plain(title) + ": %{x:.3g}<extra></extra>",
            }
        )
    totals = {"route": bio.score, "baseline": weighing.cell.baseline_same_function}
    traces.append(
        _totals(
            [names[row] for row in rows],
            [sum(max(0.0, c.value) * factors[row] for c in parts[row].values()) for row in rows],
            [totals[row] for row in rows],
        )
    )
    return {
        "data": traces,
        "layout": layout(
            _STAGES_PX,
            barmode="relative",
            bargap=0.35,
            showlegend=True,
            legend=LEGEND,
            xaxis=axis(bio.unit, tickformat="~g", rangemode="tozero"),
            yaxis=axis("", autorange="reversed"),
        ),
    }


def cost(parity: ParityDocument, translate: Gettext, language: str) -> Figure:
    """Return the selling price by cost group, largest first, unverified lines apart."""
    groups = cost_groups(parity.breakdown)
    names = [translate(word("group", group)) for group, _ in groups]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": names,
            "x": [sum(x.value for x in lines if is_meant(x)) for _, lines in groups],
            "marker": {
                "color": colour,
                "line": {"width": 1, "color": colour},
                "pattern": {
                    "shape": shape,
                    "fgcolor": colour,
                    "bgcolor": "#fdf3dc",
                    "solidity": 0.35,
                    "size": 7,
                },
            },
            "hovertemplate": "%{y}: %{x:.3g} (" + name + ")<extra></extra>",
        }
        for name, colour, shape, is_meant in (
            (translate("with a source"), ROUTE, "", _is_verified),
            (translate("unverified †"), DOUBT, "/", lambda x: not _is_verified(x)),
        )
    ]
    sums = [sum(x.value for x in lines) for _, lines in groups]
    ends = [sum(max(0.0, t["x"][i]) for t in traces) for i in range(len(groups))]  # type: ignore[index]
    traces.append(_totals(names, ends, sums))
    unit = yen_named(f"{parity.currency}/{parity.unit}", language)
    return {
        "data": traces,
        "layout": layout(
            110 + 30 * len(groups),
            barmode="relative",
            bargap=0.3,
            showlegend=True,
            legend=LEGEND,
            xaxis=axis(unit, tickformat=",~g"),
            yaxis=axis("", autorange="reversed"),
        ),
    }


def cost_groups(lines: Sequence[CostLine]) -> list[tuple[str, list[CostLine]]]:
    """Return the lines by group, groups and lines in order of falling cost."""
    found: dict[str, list[CostLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda x: -x.value):
        found[line.group].append(line)
    return sorted(found.items(), key=lambda item: -math.fsum(x.value for x in item[1]))


def comparable_points(
    cases: Sequence[WeighedCase], guideline: str
) -> list[tuple[int, WeighedCase, float, ParityDocument]]:
    """Return (number in the list, case, reduction, cost) of the cases that have both."""
    found = []
    for number, case in enumerate(cases, start=1):
        reduction = case.weighings[guideline].cell.reduction
        if reduction is not None and case.parity is not None:
            found.append((number, case, reduction, case.parity))
    return found


def _is_verified(line: CostLine) -> bool:
    return line.grade != "unverified"


def _stages(result: AssessmentResult) -> dict[str, Contribution]:
    return {c.stage: c for c in result.contributions if c.stage is not None}


def _totals(
    rows: Sequence[str], ends: Sequence[float], values: Sequence[float | None]
) -> dict[str, Any]:
    """Return the trace that writes each bar's total beyond its end."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(ends),
        "y": list(rows),
        "text": [f" <b>{numbers.significant(value)}</b>" for value in values],
        "textposition": "middle right",
        "cliponaxis": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _plain(text: str) -> str:
    """Return a text that the chart library takes as text, not as markup or template."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "% {")
