"""Read an answer back."""

from __future__ import annotations

from api.results import ParityDocument


def read_parity(body: bytes) -> ParityDocument:
    """Return a cost comparison from its bytes."""
    return ParityDocument.model_validate_json(body)
