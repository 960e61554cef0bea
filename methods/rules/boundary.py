"""Axis `boundary`: which life-cycle stages count.

Beyond the gate a route may be silent about what becomes of its product. Then the figure either
ends at the gate, with a warning, or all carbon of the product leaves as CO2 of its own origin
(option `undocumented`). What can be neither less nor more than that is its carbon; methane and
nitrous oxide of use and disposal are not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inventories.document import DOWNSTREAM_STAGES
from inventories.expressions import Value
from methods.carbon import CO2_BIOGENIC, CO2_FOSSIL, co2_per_carbon, fossil_kg_c, recent_kg_c
from methods.context import Context
from methods.errors import BoundaryProductExcludedError
from methods.lines import Draft, Line, Note
from methods.options import BoundaryOptions, read
from methods.rulebook import Choice
from methods.rules.product_carbon import life_is_documented, product_lines

AXIS = "boundary"
NO_DOWNSTREAM = "no-downstream"
"""Code of the note that a figure for the whole life ends at the gate."""


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


def _whole_life(draft: Draft, choice: Choice, context: Context) -> Draft:
    if life_is_documented(draft, choice.choice):
        return draft
    if read(choice.options, BoundaryOptions).undocumented == "oxidised":
        return _oxidised(draft, context)
    activity = draft.inventory.product_activity
    return draft.with_lines(draft.lines, Note(AXIS, "no-downstream", activity, {}, "warning"))


def is_oxidation(line: Line) -> bool:
    """Whether the line is CO2 of the product's carbon that the boundary put after the gate."""
    return line.because == AXIS and line.kind == "elementary"


def _oxidised(draft: Draft, context: Context) -> Draft:
    inventory = draft.inventory
    activity, product = inventory.product_activity, inventory.product_flow
    flow = inventory.flows[product]
    if flow.carbon is None:
        unknown = Note(AXIS, "product-carbon-not-stated", activity, {"flow": product}, "warning")
        return draft.with_lines(draft.lines, unknown)
    ratio = co2_per_carbon(context.rules)
    by_origin = {CO2_FOSSIL: fossil_kg_c(flow) * ratio, CO2_BIOGENIC: recent_kg_c(flow) * ratio}
    lines = [
        line
        for key, kg_co2 in by_origin.items()
        if kg_co2
        for line in product_lines(draft, key, kg_co2, AXIS, product)
    ]
    params: dict[str, str | Value] = {
        "flow": product,
        "fossil": by_origin[CO2_FOSSIL],
        "biogenic": by_origin[CO2_BIOGENIC],
    }
    note = Note(AXIS, "product-oxidised", activity, params)
    return draft.with_lines((*draft.lines, *lines), note)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "cradle_to_gate": _cradle_to_gate,
    "well_to_wheel": _whole_life,
    "cradle_to_grave": _whole_life,
}
