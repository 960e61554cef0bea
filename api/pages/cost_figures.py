"""Charts of the cost ratio: its distribution, the way to the targets, and what moves it most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.pages import numbers
from api.pages.figures import DOUBT, INK, LEGEND, ROUTE, Figure, Gettext, axis, layout
from api.pages.labels import wrapped
from api.pages.words import named_input
from api.results import ParityDocument
from api.results.cost import RatioSpread
from api.results.levers import WaterfallResult
from parity.levers.tornado import Bar, Tornado

LOWER, HIGHER = "#2b6cb0", "#c8553d"
TARGET = "#b4532a"
TARGET_TEXT = "#8f3f1d"
_ROW_PX, _LINE_PX = 26, 15
_ROOM = 0.06
_MARKED = (("P5", 0.05), ("P50", 0.5), ("P95", 0.95))


def distribution(parity: ParityDocument, translate: Gettext) -> Figure | None:
    """Return the share of samples at or below each ratio; None without samples."""
    spread = parity.spread
    if spread is None:
        return None
    steps = len(spread.quantiles) - 1
    shares = [100 * i / steps for i in range(steps + 1)]
    marks = _marks(spread)
    span = _span([*spread.quantiles, parity.target, parity.ratio])
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": list(spread.quantiles),
                "y": shares,
                "line": {"color": ROUTE, "width": 2.5},
                "hovertemplate": "× %{x:.3g}: %{y:.0f} %<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [x for _, x, _ in marks],
                "y": [y for _, _, y in marks],
                "text": [f"{name} {numbers.significant(x)}" for name, x, _ in marks],
                "textposition": ["bottom right", "middle right", "top left"],
                "marker": {"size": 9, "color": ROUTE},
                "cliponaxis": False,
                "hoverinfo": "skip",
            },
        ],
        "layout": layout(
            300,
            margin={"l": 64, "r": 24, "t": 26, "b": 56},
            xaxis=axis(translate("Cost ratio to the baseline"), range=list(span), zeroline=False),
            yaxis=axis(
                translate("Samples at or below, %"), range=[-14, 114], tickvals=[0, 25, 50, 75, 100]
            ),
            shapes=[_upright(parity.target, "dash", TARGET), _upright(parity.ratio, "dot", INK)],
            annotations=[
                _target_note(parity.target, translate),
                {
                    "showarrow": False,
                    "x": parity.ratio,
                    "yref": "paper",
                    "y": 1,
                    "yanchor": "bottom",
                    "xanchor": "right" if parity.ratio > parity.target else "left",
                    "text": translate("as stated {ratio}").format(
                        ratio=numbers.significant(parity.ratio)
                    ),
                    "font": {"size": 12, "color": INK},
                },
            ],
        ),
    }


def waterfall(found: WaterfallResult, end: str, translate: Gettext, language: str) -> Figure:
    """Return the way from today's ratio to that at a gate, a bar a lever."""
    titles = [_step_title(step.moves, step.lever, language) for step in found.steps]
    rows = _unique(
        _lines(name)
        for name in (translate("Today"), *titles, translate("at {gate}").format(gate=end))
    )
    values = [found.start.ratio, *(step.ratio for step in found.steps), found.end.ratio]
    texts = [f"× {numbers.significant(found.start.ratio)}"]
    texts += [numbers.signed(step.ratio) for step in found.steps]
    texts.append(f"× {numbers.significant(found.end.ratio)}")
    reach = [found.start.ratio, found.end.ratio, found.target, 0.0]
    level = found.start.ratio
    for step in found.steps:
        level += step.ratio
        reach.append(level)
    low, high = _span(reach, room=0.14)
    return {
        "data": [
            {
                "type": "waterfall",
                "orientation": "h",
                "y": rows,
                "x": values,
                "measure": ["absolute", *("relative" for _ in found.steps), "total"],
                "text": texts,
                "textposition": "outside",
                "cliponaxis": False,
                "connector": {"line": {"color": "#8a94a0", "width": 1}},
                "totals": {"marker": {"color": ROUTE}},
                "decreasing": {"marker": {"color": LOWER}},
                "increasing": {"marker": {"color": HIGHER}},
                "hoverinfo": "skip",
            }
        ],
        "layout": layout(
            _height(rows),
            margin={"l": 64, "r": 24, "t": 26, "b": 56},
            xaxis=axis(
                translate("Cost ratio to the baseline"),
                range=[min(0.0, low) if min(reach) < 0 else 0.0, high],
            ),
            yaxis=axis("", autorange="reversed"),
            shapes=[_upright(found.target, "dash", TARGET)],
            annotations=[_target_note(found.target, translate)],
        ),
    }


def tornado(found: Tornado, bars: Sequence[Bar], translate: Gettext, language: str) -> Figure:
    """Return the widest bars: the ratio with one input at its P10, and at its P90."""
    rows = _unique(
        _lines(named_input(bar.name, bar.title.in_language(language), translate)) for bar in bars
    )
    ends = [r for bar in bars for r in (bar.ratio_low, bar.ratio_high) if r is not None]
    low, high = _span([*ends, found.ratio])
    near = low - (high - low) <= found.target <= high + (high - low)
    if near:
        low, high = _span([*ends, found.ratio, found.target])
    side = translate("◀ target {target}") if found.target < low else translate("target {target} ▶")
    return {
        "data": [
            _end(found.ratio, [b.ratio_low for b in bars], rows, translate("low (P10)"), low=True),
            _end(
                found.ratio, [b.ratio_high for b in bars], rows, translate("high (P90)"), low=False
            ),
        ],
        "layout": layout(
            _height(rows) + 20,
            margin={"l": 64, "r": 24, "t": 40, "b": 56},
            barmode="overlay",
            bargap=0.35,
            showlegend=True,
            legend=LEGEND,
            xaxis=axis(translate("Cost ratio to the baseline"), range=[low, high], zeroline=False),
            yaxis=axis("", autorange="reversed"),
            shapes=[
                _upright(found.ratio, "solid", INK),
                *([_upright(found.target, "dash", TARGET)] if near else []),
            ],
            annotations=[
                _target_note(found.target, translate, below=True)
                if near
                else {
                    "showarrow": False,
                    "xref": "paper",
                    "x": 0.0 if found.target < low else 1.0,
                    "xanchor": "left" if found.target < low else "right",
                    "yref": "paper",
                    "y": 0.0,
                    "yanchor": "bottom",
                    "text": side.format(target=f"{found.target:g}"),
                    "font": {"size": 12, "color": TARGET_TEXT},
                    "bgcolor": "white",
                }
            ],
        ),
    }


def _end(
    today: float, ratios: Sequence[float | None], rows: Sequence[str], name: str, *, low: bool
) -> dict[str, Any]:
    colour = LOWER if low else DOUBT
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": list(rows),
        "base": [today] * len(rows),
        "x": [None if r is None else r - today for r in ratios],
        "text": [numbers.significant(r) for r in ratios],
        "textposition": "none",
        "hovertemplate": "%{y}: × %{text}<extra>" + name + "</extra>",
        "marker": {
            "color": colour,
            "line": {"width": 1, "color": colour},
            "pattern": {
                "shape": "" if low else "/",
                "fgcolor": colour,
                "bgcolor": "#fdf3dc",
                "solidity": 0.4,
                "size": 7,
            },
        },
    }


def _marks(spread: RatioSpread) -> list[tuple[str, float, float]]:
    found = spread.summary
    values = (found.p5, found.median, found.p95)
    return [(name, x, 100 * share) for (name, share), x in zip(_MARKED, values, strict=True)]


def _step_title(moves: Sequence[Any], lever: str, language: str) -> str:
    return str(moves[0].title.in_language(language)) if len(moves) == 1 else lever


def _span(values: Sequence[float], room: float = _ROOM) -> tuple[float, float]:
    """Return ends that show all values, with some room."""
    low, high = min(values), max(values)
    more = room * (high - low) or room * (abs(high) or 1.0)
    return low - more, high + more


def _upright(x: float, dash: str, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": 1.6, "dash": dash},
        "name": "target" if dash == "dash" else "today",
    }


def _target_note(target: float, translate: Gettext, *, below: bool = False) -> dict[str, Any]:
    return {
        "showarrow": False,
        "x": target,
        "yref": "paper",
        "y": 0 if below else 1,
        "yanchor": "bottom",
        "text": translate("target {target}").format(target=f"{target:g}"),
        "font": {"size": 12, "color": TARGET_TEXT},
        **({"bgcolor": "white"} if below else {}),
    }


def _lines(name: str) -> str:
    return "<br>".join(wrapped(name))


def _unique(names: Any) -> list[str]:
    """Return names that a chart keeps apart: one that comes again gets an invisible tail."""
    found: list[str] = []
    for name in names:
        tail = "\N{ZERO WIDTH SPACE}" * sum(x.rstrip("\N{ZERO WIDTH SPACE}") == name for x in found)
        found.append(name + tail)
    return found


def _height(rows: Sequence[str]) -> int:
    lines = max(row.count("<br>") + 1 for row in rows)
    return 110 + len(rows) * max(_ROW_PX, _LINE_PX * lines + 8)
