"""Tables and numbers in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.words import printable

Plain = Mapping[str, Any]

ID = "id"
WHOLE_FROM, EXPONENT_FROM = 10_000, 1e15
PIPE_WIDTH = 160
"""Width of tables that go to a file or a pipe, which has none of its own."""


def new_console(file: TextIO | None = None) -> Console:
    """Return a console on `file` (stdout); a pipe has no width, so it gets a fixed one."""
    console = Console(file=file, highlight=False, soft_wrap=file is not None)
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    return console


def new_table(title: str, *columns: str, right: Iterable[str] = ()) -> Table:
    """Return an empty table; the columns named in `right` are aligned right, `id` never wraps."""
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(
            Text(column),
            justify="right" if column in set(right) else "left",
            no_wrap=column == ID,
            overflow="fold",
        )
    return table


def add_row(table: Table, *cells: object) -> None:
    """Add a row of plain text; nothing in a cell is taken for markup or steers the terminal."""
    table.add_row(*(Text("" if c is None else printable(str(c))) for c in cells))


def number(value: float | None, digits: int = 4) -> str:
    """Return a number with 4 significant digits, whole above 10,000; ``-`` if there is none."""
    if value is None:
        return "-"
    if abs(value) < WHOLE_FROM or abs(value) >= EXPONENT_FROM:
        return f"{value:,.{digits}g}"
    return f"{value:,.0f}"


def percent(value: float | None) -> str:
    """Return a share in percent; ``-`` if there is none."""
    return "-" if value is None else f"{100 * value:.1f} %"


def evidence(count: Plain) -> str:
    """Return the counts of seen, unverified, low-confidence and missing rules."""
    return " / ".join(str(count[k]) for k in ("seen", "unverified", "low_confidence", "not_found"))
