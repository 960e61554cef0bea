"""Axis `boundary`: which life-cycle stages count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inventories.document import DOWNSTREAM_STAGES
from methods.context import Context
from methods.errors import BoundaryProductExcludedError
from methods.lines import Draft, Line, Note
from methods.rulebook import Choice

AXIS = "boundary"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Drop activities outside the boundary."""
    return CHOICES[choice.choice](draft, choice, context)


def without(draft: Draft, dropped: frozenset[str], axis: str, code: str) -> Draft:
    """Return the draft without some activities; inputs from them become uncounted, with a note.

    Raises
    ------
    BoundaryProductExcludedError
        If the activity that makes the functional unit is among them.
    """
    if not dropped:
        return draft
    inventory = draft.inventory
    if inventory.product_activity in dropped:
        stage = inventory.activity(inventory.product_activity).stage
        raise BoundaryProductExcludedError(inventory.product_activity, stage)
    kept = [line for line in draft.lines if line.activity not in dropped]
    notes = [Note(axis, code, activity, {}) for activity in sorted(dropped)]
    lines: list[Line] = []
    for line in kept:
        if line.kind == "internal" and line.supplier in dropped:
            notes.append(
                Note(
                    axis,
                    "input-from-outside-boundary",
                    line.activity,
                    {"flow": line.key, "supplier": line.supplier, "pointer": line.pointer},
                    "warning",
                )
            )
            lines.append(replace(line, kind="uncounted", because=axis))
        else:
            lines.append(line)
    smaller = replace(
        draft,
        included=draft.included - dropped,
        columns=tuple(c for c in draft.columns if c.activity not in dropped),
    )
    return smaller.with_lines(tuple(lines), *notes)


def _cradle_to_gate(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    outside = frozenset(
        a.id
        for a in draft.inventory.activities
        if a.id in draft.included and a.stage in DOWNSTREAM_STAGES
    )
    return without(draft, outside, AXIS, "outside-boundary")


def _whole_life(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    if draft.inventory.route.functional_unit.downstream:
        return draft
    activity = draft.inventory.product_activity
    return draft.with_lines(draft.lines, Note(AXIS, "no-downstream", activity, {}, "warning"))


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "cradle_to_gate": _cradle_to_gate,
    "well_to_wheel": _whole_life,
    "cradle_to_grave": _whole_life,
}
