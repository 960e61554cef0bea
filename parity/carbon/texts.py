"""Sentences of carbon results in both languages, from `texts.yaml`."""

from __future__ import annotations

import functools
from pathlib import Path

from inventories.document import Localised
from inventories.yaml_files import read_yaml

TEXTS_FILE = Path(__file__).with_name("texts.yaml")


@functools.cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = read_yaml(TEXTS_FILE)[0]
    return texts


def text(code: str, **numbers: float) -> Localised:
    """Return the sentence `code` with its numbers filled in.

    Raises
    ------
    KeyError
        If the code or a number of its sentence is missing.
    """
    shown = {name: _shown(value) for name, value in numbers.items()}
    found = _texts()[code]
    return Localised(en=found["en"].format(**shown), ja=found["ja"].format(**shown))


def _shown(value: float) -> str:
    """Return four digits below a thousand, whole numbers with separators above."""
    return f"{value:,.0f}" if abs(value) >= 999.5 else f"{value:.4g}"
