"""Sentences of cost answers: filled-in words, chances, places of inputs, bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from api.cli.tables import Plain, number
from api.cli.words import printable, word

ALMOST = 0.9995
"""Shares from here to below 1 would be rounded to 100 %."""

BAR_WIDTH, NARROW_BAR = 32, 12
WIDE = 140
"""From this width of a terminal on everything has its place in one row."""

LOW_SIDE, HIGH_SIDE, TODAY, TARGET = "░", "█", "┃", "╎"


def say(console: Console, lang: str, key: str, *values: object, style: str = "") -> None:
    """Print a sentence of `words.yaml` with its places filled in."""
    told = word(key, lang).format(*(printable(str(v)) for v in values))
    console.print(Text(told, style=style))


def head(console: Console, text: str) -> None:
    """Print an empty line and the heading of a part."""
    console.print()
    console.print(Text(printable(text), style="bold"))


def known(key: str, lang: str, otherwise: str) -> str:
    """Return a word, or another text if there is none."""
    found = word(key, lang)
    return otherwise if found == key else found


def share(value: float | None) -> str:
    """Return a share in percent with 3 digits; never 100 % for what is not all."""
    if value is None:
        return "-"
    return "> 99.9 %" if ALMOST <= value < 1 else f"{100 * value:.3g} %"


def chance(found: Plain) -> str:
    """Return a probability with its interval in brackets."""
    return f"{share(found['value'])} [{share(found['low'])}, {share(found['high'])}]"


def level(found: Plain) -> str:
    """Return the confidence level of a probability's interval."""
    return f"{100 * found['level']:g} %"


def signed(value: float, digits: int = 4) -> str:
    """Return a change with its sign; 0 has none."""
    return (
        "0" if value == 0 else f"+{number(value, digits)}" if value > 0 else number(value, digits)
    )


def first_of(found: Sequence[str], most: int, lang: str) -> str:
    """Return the first names of a list and how many others there are."""
    told = ", ".join(found[:most])
    rest = len(found) - most
    return f"{told}, {word('other', lang).format(rest)}" if rest > 0 else told


def bar(
    today: float,
    low: float,
    high: float,
    ends: tuple[float, float],
    target: float | None = None,
    cells_wide: int = BAR_WIDTH,
) -> str:
    """Return a bar on a scale between `ends`: ``░`` from today to low, ``█`` from today to high.

    Parameters
    ----------
    today : marked ``┃``
    low, high : ratios at the low and the high end of an input, either side of today
    target : marked ``╎`` if it is on the scale

    Examples
    --------
    >>> bar(3.0, 5.0, 2.0, (0.0, 31.0))[:8]
    '  █┃░░  '
    """
    width = ends[1] - ends[0]
    if not (math.isfinite(width) and width > 0):
        return ""

    def place(value: float) -> int:
        share_of_scale = (value - ends[0]) / width
        return min(cells_wide - 1, max(0, round(share_of_scale * (cells_wide - 1))))

    cells = [" "] * cells_wide
    sides = ((low, LOW_SIDE), (high, HIGH_SIDE))
    for end, mark in sorted(sides, key=lambda side: -abs(side[0] - today)):
        first, last = sorted((place(today), place(end)))
        cells[first : last + 1] = mark * (last - first + 1)
    if target is not None and ends[0] <= target <= ends[1]:
        cells[place(target)] = TARGET
    cells[place(today)] = TODAY
    return "".join(cells)
