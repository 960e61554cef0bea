"""The shipped data a result depends on besides guidelines, prices and background."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import methods
import parity
from methods.guideline import GUIDELINES_FOLDER

ROOT = Path(__file__).resolve().parents[1]
METHODS, PARITY = (Path(str(room.__file__)).parent for room in (methods, parity))


def data_files() -> tuple[Path, ...]:
    """Every data file of `parity/`, and those that lie directly in `methods/`.

    And the tables of printed default values, which are no part of a guideline's own document.
    """
    direct = [*METHODS.iterdir(), *PARITY.rglob("*")]
    found = [file for file in direct if file.suffix in {".yaml", ".csv"}]
    return tuple(sorted([*found, *GUIDELINES_FOLDER.glob("*/*.csv")]))


@functools.cache
def data_digests() -> dict[str, str]:
    """Return the sha256 of each of those files by its place in the checkout."""
    return {
        file.relative_to(ROOT).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in data_files()
    }
