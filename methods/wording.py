"""Choices in words: what a rule asks for, short enough for a cell of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inventories.document import Localised
from methods.rulebook import Alternative, Choice
from methods.vocabulary import axes

RUNGS = "rungs"
SHOWN_ITEMS = 4
"""Entries of a list in the options that are shown; the rest is counted, tables are counted only."""


def choice_text(choice: Choice) -> Localised:
    """Return a choice and its options in English and Japanese."""
    return option_text(choice.axis, choice.choice, choice.options)


def alternative_text(axis: str, alternative: Alternative) -> Localised:
    """Return a permitted alternative and its options in English and Japanese."""
    return option_text(axis, alternative.choice, alternative.options)


def option_text(axis: str, choice: str, options: Mapping[str, Any]) -> Localised:
    """Return the title of a choice with its options.

    Examples
    --------
    >>> option_text("gwp", "set", {"set": "AR6", "horizon": 100}).en
    'set of factors (set AR6, horizon 100)'
    """
    title = axes()[axis].titles[choice]
    told = ", ".join(_told(key, value) for key, value in options.items())
    if not told:
        return title
    return Localised(en=f"{title.en} ({told})", ja=f"{title.ja}({told})")


def _told(key: str, value: Any) -> str:
    if key == RUNGS:
        return " > ".join(_rung(rung) for rung in value)
    return f"{key} {_plain(value)}"


def _rung(rung: object) -> str:
    if not isinstance(rung, Mapping):
        return str(rung)
    rest = ", ".join(f"{k} {_plain(v)}" for k, v in rung.items() if k != "rung")
    return f"{rung['rung']} [{rest}]" if rest else str(rung["rung"])


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return _listed([f"{k} {_plain(v)}" for k, v in value.items()], "{", "}", len(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(v, Mapping) for v in value):
            return f"[{len(value)}]"
        return _listed([str(v) for v in value], "[", "]", len(value))
    return str(value)


def _listed(items: list[str], opening: str, closing: str, count: int) -> str:
    more = f", +{count - SHOWN_ITEMS}" if count > SHOWN_ITEMS else ""
    return opening + ", ".join(items[:SHOWN_ITEMS]) + more + closing
