"""Bilingual notes of a result, texts in `notes.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inventories.document import Localised
from inventories.yaml_files import read_yaml

NOTES_FILE = Path(__file__).with_name("notes.yaml")


@dataclass(frozen=True)
class Note:
    """Something the reader of a result has to know; `code` is stable."""

    code: str
    level: Literal["info", "warning"]
    message: Localised
    params: Mapping[str, str | float]


@functools.cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = read_yaml(NOTES_FILE)[0]
    return texts


def note(code: str, **params: str | float) -> Note:
    """Make the note `code` with its text filled in.

    Raises
    ------
    KeyError
        If the code or a parameter of its text is missing.
    """
    text = _texts()[code]
    shown = {k: f"{v:.4g}" if isinstance(v, float) else str(v) for k, v in params.items()}
    return Note(
        code=code,
        level="warning" if text["level"] == "warning" else "info",
        message=Localised(en=text["en"].format(**shown), ja=text["ja"].format(**shown)),
        params=params,
    )
