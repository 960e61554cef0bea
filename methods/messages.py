"""Notes of the rules as bilingual messages."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from inventories.document import Localised
from inventories.expressions import Value
from methods.files import read_yaml
from methods.lines import Note

NOTES_FILE = Path(__file__).with_name("notes.yaml")


@dataclass(frozen=True)
class Message:
    """A note in words; `code` is stable, `axis` and `activity` say where it comes from."""

    code: str
    level: Literal["info", "warning"]
    axis: str
    activity: str
    text: Localised


@functools.cache
def texts() -> dict[str, dict[str, str]]:
    """Return every note's text by code."""
    value, _ = read_yaml(NOTES_FILE)
    found: dict[str, dict[str, str]] = value
    return found


def render(note: Note) -> Message:
    """Return a note in English and Japanese.

    A code without text, or without a parameter its text names, is told by its code and parameters:
    a missing sentence must not cost the reader the result.
    """
    shown = {
        language: {key: _told(value, language) for key, value in note.params.items()}
        | {"activity": note.activity}
        for language in ("en", "ja")
    }
    try:
        text = texts()[note.code]
        words = Localised(en=text["en"].format(**shown["en"]), ja=text["ja"].format(**shown["ja"]))
    except KeyError:
        told = ", ".join(f"{key}: {value}" for key, value in shown["en"].items())
        words = Localised(en=f"{note.code} ({told})", ja=f"{note.code} ({told})")
    return Message(note.code, note.level, note.axis, note.activity, words)


def _told(value: str | Value | Localised, language: str) -> str:
    if isinstance(value, Localised):
        return value.in_language(language)
    return value if isinstance(value, str) else f"{np.mean(value):.4g}"
