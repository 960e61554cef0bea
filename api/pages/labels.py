"""Where labels stand beside their points so that they cover each other least."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, low, right, high; px from the lower left of the plot."""

_LETTER_PX, _WIDE_LETTER_PX, _LINE_PX, _AWAY_PX = 7.2, 13.5, 17, 10
_LETTERS, _WIDE_LETTERS, _MAX_LINES = 26, 13, 3
_OUTSIDE_WEIGHT = 50
_FIRST_WIDE = 0x2E80
"""Code point from which letters are as wide as they are high (CJK)."""


def wrapped(text: str) -> list[str]:
    """Return a name in a few short lines, without anything a chart takes for markup.

    Examples
    --------
    >>> wrapped("Bio-based high-density polyethylene")
    ['Bio-based high-density', 'polyethylene']
    """
    safe = text.replace("&", "＆").replace("<", "＜").replace(">", "＞")
    if any(_is_wide(letter) for letter in text):
        starts = range(0, len(safe), _WIDE_LETTERS)
        return [safe[i : i + _WIDE_LETTERS] for i in starts][:_MAX_LINES] or [""]
    lines = [""]
    for part in safe.split():
        if lines[-1] and len(lines[-1]) + len(part) >= _LETTERS:
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]} {part}".strip()
    return lines[:_MAX_LINES]


def sides(
    spots: Sequence[tuple[float, float]],
    texts: Sequence[str],
    obstacles: Sequence[Box],
    plot: Box,
) -> list[str]:
    """Choose for each label the side of its point where it covers least; first come, first served.

    Parameters
    ----------
    spots
        Points, px.
    texts
        Labels, lines apart by ``<br>``.
    obstacles
        What is not to be covered.
    plot
        What is not to be left.

    Returns
    -------
    Positions in the words of the chart library, one a point.
    """
    taken, chosen = list(obstacles), []
    for (x, y), text in zip(spots, texts, strict=True):
        boxes = _boxes(x, y, text)
        best = min(boxes, key=lambda side: _covered(boxes[side], taken, plot))
        taken.append(boxes[best])
        chosen.append(best)
    return chosen


def _boxes(x: float, y: float, text: str) -> dict[str, Box]:
    lines = text.replace("<b>", "").replace("</b>", "").split("<br>")
    width = max(sum(_WIDE_LETTER_PX if _is_wide(c) else _LETTER_PX for c in q) for q in lines)
    height = len(lines) * _LINE_PX
    middle, centre = (y - height / 2, y + height / 2), (x - width / 2, x + width / 2)
    return {
        "middle right": (x + _AWAY_PX, middle[0], x + _AWAY_PX + width, middle[1]),
        "middle left": (x - _AWAY_PX - width, middle[0], x - _AWAY_PX, middle[1]),
        "top center": (centre[0], y + _AWAY_PX, centre[1], y + _AWAY_PX + height),
        "bottom center": (centre[0], y - _AWAY_PX - height, centre[1], y - _AWAY_PX),
    }


def _covered(box: Box, taken: Sequence[Box], plot: Box) -> float:
    left, low, right, high = box
    outside = max(0.0, plot[0] - left) + max(0.0, right - plot[2])
    outside += max(0.0, plot[1] - low) + max(0.0, high - plot[3])
    area = sum(
        max(0.0, min(right, r) - max(left, x)) * max(0.0, min(high, t) - max(low, b))
        for x, b, r, t in taken
    )
    return area + _OUTSIDE_WEIGHT * outside


def _is_wide(letter: str) -> bool:
    return ord(letter) >= _FIRST_WIDE
