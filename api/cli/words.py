"""Words of the terminal output, read from `words.yaml` in English and Japanese."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

from inventories.yaml_files import read_yaml


@functools.cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("words.yaml"))[0]
    return words


def word(key: str, language: str) -> str:
    """Return a word in the language; an unknown key is returned as it is."""
    return _words().get(key, {}).get(language, key)


def printable(text: str) -> str:
    """Return text without characters that could steer a terminal or turn its direction."""
    return "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\ufffd" for c in text
    )
