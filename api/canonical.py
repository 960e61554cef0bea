"""Canonical JSON: the one byte form of a document that is hashed, stored and served."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

SIGNIFICANT_DIGITS = 12
"""Digits a result keeps in its receipt: more than any input carries, fewer than rounding noise."""


def canonical_bytes(document: Any) -> bytes:
    """Return sorted, compact UTF-8 JSON. NaN and infinity are refused.

    Raises
    ------
    ValueError
        If the document holds a number JSON cannot carry.
    """
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8")


def rounded(document: Any) -> Any:
    """Return the document with every float rounded to 12 significant digits.

    Examples
    --------
    >>> rounded({"a": 0.1 + 0.2, "b": [1, -0.0]})
    {'a': 0.3, 'b': [1, 0.0]}
    """
    if isinstance(document, float):
        if document == 0.0 or not math.isfinite(document):
            return 0.0 if document == 0.0 else document
        return float(f"{document:.{SIGNIFICANT_DIGITS}g}")
    if isinstance(document, dict):
        return {key: rounded(value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [rounded(value) for value in document]
    return document


def digest(document: Any) -> str:
    """Return the sha256 (hex) of a document's canonical form."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()
