"""Options of the form NAME=VALUE, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer


def carbon_asked(
    guideline: str | None,
    coverage: Sequence[str],
    pass_through: float | None,
    chain: Path | None,
) -> dict[str, Any] | None:
    """Return what is asked about carbon, None if nothing is."""
    if guideline is None:
        if coverage or chain or pass_through is not None:
            raise typer.BadParameter("--coverage, --pass-through and --chain need --carbon")
        return None
    asked: dict[str, Any] = {"guideline": guideline}
    if len(coverage) == 1 and "=" not in coverage[0]:
        asked["coverage"] = number(coverage[0], "--coverage")
    elif coverage:
        asked["coverage"] = numbers(coverage, "--coverage")
    if pass_through is not None:
        asked["pass_through"] = asked["baseline_pass_through"] = pass_through
    if chain is not None:
        asked["chain"] = chain
    return asked


def numbers(given: Sequence[str], option: str) -> Mapping[str, float]:
    """Return NAME=VALUE pairs."""
    found = {}
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (sign and name):
            raise typer.BadParameter(f"{option} takes NAME=VALUE, for example x=0.5, not `{text}`")
        if name in found:
            raise typer.BadParameter(f"{option}: `{name}` is given twice; keep one value")
        found[name] = number(value, f"{option} {name}")
    return found


def number(text: str, what: str) -> float:
    """Return a number; `what` names its place."""
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{what}: `{text}` is not a number; write 0.5, say") from None
