"""Axis `biogenic_carbon`: how carbon that was in the air recently is counted.

- ``zero_zero``: neither uptake nor emission of biogenic CO2 counts;
- ``minus1_plus1``: uptake -1, emission +1; carbon that arrives with waste, residue or captured
  CO2 is inherent to it and enters as -1, what leaves untreated with a waste leaves as +1;
- ``two_totals``: 0/0, and a second total with the biogenic carbon content of the product as -1;
- ``gross_use_with_ex_use``: 0/0 up to the gate, but CO2 of the use stage counts whatever the origin
  of its carbon (Delegated Regulation (EU) 2023/1185, Annex A.13; 2025/2359, Annex A.13). Where a
  route documents no use, its product burns completely. What makes up for it is the deduction for
  eligible CO2 (`captured_carbon: ex_use`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from inventories.expressions import Value
from inventories.values import any_positive
from methods.carbon import (
    CO2_BIOGENIC,
    CO2_GROSS_USE,
    CO2_IN_PRODUCT,
    CO2_UPTAKE,
    COUNTED_AS_IS,
    biogenic_kg_c,
    fossil_kg_c,
    recent_kg_c,
)
from methods.context import Context
from methods.lines import CarbonTotal, Draft, Line, Note
from methods.options import CarbonOptions, read
from methods.rulebook import Choice
from methods.rules import boundary, captured_carbon, feedstock_origin
from methods.rules.product_carbon import final_activities, life_is_documented, product_lines

AXIS = "biogenic_carbon"
GROSS_USE = "gross_use_with_ex_use"
GATE = "cradle_to_gate"
CREDITING_AXES = frozenset({feedstock_origin.AXIS, captured_carbon.AXIS})
"""Axes whose credits may take the carbon that arrives off the books of a plant in the system."""
NEGLIGIBLE_KG_C = 1e-12
"""Differences in carbon content below this are rounding."""


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Add the carbon lines the choice needs and say how the totals count them."""
    return CHOICES[choice.choice](draft, choice, context)


def _zero_zero(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return replace(draft, carbon_totals=(CarbonTotal("ghg", 0.0, 0.0, "ch4_biogenic"),))


def _minus1_plus1(draft: Draft, choice: Choice, context: Context) -> Draft:
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    credited = {(x.activity, x.pointer) for x in draft.lines if _takes_carbon_over(x)}
    lines: list[Line] = []
    for line in draft.lines:
        if (line.activity, line.pointer) in credited:
            continue
        carbon = _arriving_kg_c(line, draft, context)
        if any_positive(np.abs(carbon) - NEGLIGIBLE_KG_C):
            lines.append(_uptake_line(line, carbon * ratio))
    unclosed = sorted({(x.activity, x.key) for x in draft.lines if _does_not_close(x, context)})
    notes = [
        Note(AXIS, "provider-carbon-open", activity, {"provider": provider}, "warning")
        for activity, provider in unclosed
    ]
    total = CarbonTotal("ghg", 1.0, -1.0, "ch4_biogenic_with_uptake")
    return replace(draft, carbon_totals=(total,)).with_lines(draft.lines + tuple(lines), *notes)


def _takes_carbon_over(line: Line) -> bool:
    """Whether a line is a credit for the carbon's former fate: avoided treatment or emission.

    Under such a credit the carbon was in a system that has taken it up already.
    """
    if line.because not in CREDITING_AXES or line.source_input is not None:
        return False
    if line.key in COUNTED_AS_IS or line.kind == "uncounted":
        return False
    if line.because == captured_carbon.AXIS and line.key != CO2_BIOGENIC:
        return False
    return any_positive(-line.amount)


def _arriving_kg_c(line: Line, draft: Draft, context: Context) -> Value:
    """Return recent carbon that enters with a line and that no dataset has booked, kg C.

    Negative for waste that leaves untreated: its carbon goes on to whoever uses it.
    """
    flows = draft.inventory.flows
    if line.source_output is not None and line.kind == "uncounted":
        return -line.amount * recent_kg_c(flows[line.key])
    item = line.source_input
    if item is None or item.flow is None or (item.feedstock is None and item.co2 is None):
        return 0.0
    content = recent_kg_c(flows[item.flow])
    if line.kind == "background":
        info = context.catalogue.providers[line.key]
        if flows[item.flow].carbon is None or line.key in context.unclosed:
            return 0.0
        content -= info.carbon_biogenic_kg_c_per_unit
    return line.amount * content


def _does_not_close(line: Line, context: Context) -> bool:
    return line.kind == "background" and line.key in context.unclosed


def _uptake_line(line: Line, kg_co2: Value) -> Line:
    return Line(
        line.activity, "elementary", CO2_UPTAKE, kg_co2, line.grade, line.pointer, because=AXIS
    )


def _two_totals(draft: Draft, choice: Choice, _context: Context) -> Draft:
    """Count the carbon content of the product in a second total.

    Product that the foreground itself uses is taken out again, so that the content counted is
    that of the functional unit. Reference: PACT 3.3.2.4, uptake = carbon content * 44/12.
    """
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    inventory = draft.inventory
    flow = inventory.flows[inventory.product_flow]
    notes = []
    if flow.carbon is None:
        params = {"flow": inventory.product_flow}
        activity = inventory.product_activity
        notes.append(Note(AXIS, "product-carbon-unknown", activity, params, "warning"))
    kg_co2 = biogenic_kg_c(flow) * ratio
    lines = product_lines(draft, CO2_IN_PRODUCT, kg_co2, AXIS) if kg_co2 else []
    totals = (
        CarbonTotal("excluding_biogenic_uptake", 0.0, 0.0, "ch4_biogenic"),
        CarbonTotal("including_biogenic_uptake", 0.0, 0.0, "ch4_biogenic", -1.0),
    )
    return replace(draft, carbon_totals=totals).with_lines(draft.lines + tuple(lines), *notes)


def _gross_use(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Count the biogenic CO2 of the use stage too; its fossil CO2 counts under every choice."""
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    inventory = draft.inventory
    reach = context.rules["boundary"].choice
    draft = _zero_zero(draft, choice, context)
    if reach == GATE:
        return draft
    released = [x for x in draft.lines if _is_released_in_use(x, draft)]
    lines = [replace(x, key=CO2_GROSS_USE, because=AXIS, product=None) for x in released]
    flow, activity = inventory.flows[inventory.product_flow], inventory.product_activity
    oxidised = any(boundary.is_oxidation(x) for x in draft.lines)
    documented = life_is_documented(draft, reach)
    if not (documented or oxidised):
        # The boundary rule stops at the gate: nothing after it counts yet, fossil carbon included.
        kg_co2 = (fossil_kg_c(flow) + recent_kg_c(flow)) * ratio
        if kg_co2:
            lines += product_lines(draft, CO2_GROSS_USE, kg_co2, AXIS)
            told = tuple(n for n in draft.notes if n.code != boundary.NO_DOWNSTREAM)
            draft = replace(draft, notes=told)  # the figure no longer ends at the gate
    params = {"flow": inventory.product_flow}
    notes = [Note(AXIS, "use-counted-gross", activity, params)] if lines else []
    if documented and not released and recent_kg_c(flow):
        notes.append(Note(AXIS, "use-without-co2", activity, params, "warning"))
    return draft.with_lines((*draft.lines, *lines), *notes)


def _is_released_in_use(line: Line, draft: Draft) -> bool:
    """Whether a line is biogenic CO2 of use or disposal, written or put there by the boundary."""
    if line.kind != "elementary" or line.key != CO2_BIOGENIC:
        return False
    if boundary.is_oxidation(line):
        return True
    activity = next((c.activity for c in draft.columns if c.id == line.activity), line.activity)
    return activity in final_activities(draft)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "zero_zero": _zero_zero,
    "minus1_plus1": _minus1_plus1,
    "two_totals": _two_totals,
    GROSS_USE: _gross_use,
}
