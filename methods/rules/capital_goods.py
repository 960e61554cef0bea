"""Axis `capital_goods`: whether machinery and buildings count."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from methods.context import Context
from methods.lines import Draft, Note
from methods.rulebook import Choice
from methods.rules.boundary import without

AXIS = "capital_goods"
STAGE = "infrastructure"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Keep or drop infrastructure."""
    return CHOICES[choice.choice](draft, choice, context)


def _exclude(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    lines = []
    notes = []
    for line in draft.lines:
        if line.source_input is not None and line.source_input.infrastructure:
            params = {"input": line.key, "pointer": line.pointer}
            notes.append(Note(AXIS, "infrastructure-left-out", line.activity, params))
        else:
            lines.append(line)
    outside = frozenset(
        a.id for a in draft.inventory.activities if a.id in draft.included and a.stage == STAGE
    )
    kept = draft.with_lines(tuple(lines), *notes)
    return without(kept, outside, AXIS, "infrastructure-activity-left-out")


def _include(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "exclude": _exclude,
    "include": _include,
}
