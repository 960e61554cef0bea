"""Words for keys of results (`texts.yaml`)."""

from __future__ import annotations

import functools
from pathlib import Path

from inventories.document import Localised
from inventories.yaml_files import read_yaml

TEXTS_FILE = Path(__file__).with_name("texts.yaml")


@functools.cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    texts: dict[str, dict[str, dict[str, str]]] = read_yaml(TEXTS_FILE)[0]
    return texts


def title_of(group: str, key: str) -> Localised:
    """Return the words for a key: stages, totals, verdicts (`texts.yaml`); else the key itself."""
    text = _texts()[group].get(key)
    return Localised(en=text["en"], ja=text["ja"]) if text else Localised(en=key, ja=key)
