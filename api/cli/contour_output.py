"""How the ratio over two inputs looks in a terminal: a coarse grid, lines, today and gates."""

from __future__ import annotations

from rich.console import Console

from api.cli.phrases import head, say
from api.cli.tables import Plain, add_row, new_table, number
from api.cli.words import word

SIDE = 9
"""Rows and columns of the coarse grid; the JSON document has the whole one."""

MET = "*"


def contour(found: Plain, lang: str, console: Console) -> None:
    """Print a contour."""
    x, y, target = found["x"], found["y"], found["target"]
    head(console, word("contour", lang).format(*(_axis(axis, lang) for axis in (x, y))))
    columns, rows = _picked(len(x["values"])), _picked(len(y["values"]))
    heads = [number(x["values"][i], 3) for i in columns]
    table = new_table("", f"{y['name']} ↑  {x['name']} →", *heads, right=heads)
    for j in reversed(rows):
        cells = (found["ratio"][j][i] for i in columns)
        add_row(table, number(y["values"][j], 3), *(_cell(ratio, target) for ratio in cells))
    console.print(table)
    size = f"{len(x['values'])} × {len(y['values'])}"
    say(console, lang, "contour note", MET, number(target, 3), size)
    for line in found["lines"]:
        key = "line crosses" if line["pieces"] else "line outside"
        say(console, lang, key, number(line["level"], 3))
    _points(found, lang, console)


def _axis(axis: Plain, lang: str) -> str:
    return f"{axis['title'][lang]} [{axis['unit']}]"


def _picked(count: int) -> list[int]:
    """Return at most `SIDE` places, evenly from the first to the last."""
    if count <= SIDE:
        return list(range(count))
    return [round(i * (count - 1) / (SIDE - 1)) for i in range(SIDE)]


def _cell(ratio: float | None, target: float) -> str:
    if ratio is None:
        return "-"
    return f"{number(ratio, 3)}{MET if ratio <= target else ' '}"


def _points(found: Plain, lang: str, console: Console) -> None:
    numbers = [found["x"]["name"], found["y"]["name"], word("ratio", lang)]
    heads = [word(w, lang) for w in ("point", "status")]
    table = new_table("", *heads, *numbers, word("remark", lang), right=numbers)
    for point in found["points"]:
        add_row(
            table,
            point.get("gate") or word("today", lang),
            "" if point["status"] == "today" else word(point["status"], lang),
            number(point["x"]),
            number(point["y"]),
            number(point.get("ratio")),
            "" if point["inside"] else word("outside the grid", lang),
        )
    console.print(table)
