"""Axis `biogenic_carbon`: how carbon that was in the air recently is counted.

- ``zero_zero``: neither uptake nor emission of biogenic CO2 counts;
- ``minus1_plus1``: uptake -1, emission +1; carbon that arrives with waste, residue or captured
  CO2 is inherent to it and enters as -1, what leaves untreated with a waste leaves as +1;
- ``two_totals``: 0/0, and a second total with the biogenic carbon content of the product as -1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from methods.carbon import CO2_IN_PRODUCT, CO2_UPTAKE, biogenic_kg_c, recent_kg_c
from methods.context import Context
from methods.lines import CarbonTotal, Draft, Line, Note
from methods.options import CarbonOptions, read
from methods.rulebook import Choice
from methods.rules import feedstock_origin

AXIS = "biogenic_carbon"
NEGLIGIBLE_KG_C = 1e-12
"""Differences in carbon content below this are rounding."""


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Add the carbon lines the choice needs and say how the totals count them."""
    return CHOICES[choice.choice](draft, choice, context)


def _zero_zero(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return replace(draft, carbon_totals=(CarbonTotal("ghg", 0.0, 0.0, "ch4_biogenic"),))


def _minus1_plus1(draft: Draft, choice: Choice, context: Context) -> Draft:
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    credited = {
        (x.activity, x.pointer)
        for x in draft.lines
        if x.because == feedstock_origin.AXIS and x.source_input is None and x.amount < 0
    }
    lines = [
        _uptake_line(line, carbon * ratio)
        for line in draft.lines
        if (line.activity, line.pointer) not in credited
        and abs(carbon := _arriving_kg_c(line, draft, context)) > NEGLIGIBLE_KG_C
    ]
    unclosed = sorted({(x.activity, x.key) for x in draft.lines if _does_not_close(x, context)})
    notes = [
        Note(AXIS, "provider-carbon-open", activity, {"provider": provider}, "warning")
        for activity, provider in unclosed
    ]
    total = CarbonTotal("ghg", 1.0, -1.0, "ch4_biogenic_with_uptake")
    return replace(draft, carbon_totals=(total,)).with_lines(draft.lines + tuple(lines), *notes)


def _arriving_kg_c(line: Line, draft: Draft, context: Context) -> float:
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


def _uptake_line(line: Line, kg_co2: float) -> Line:
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
    lines = []
    for line in draft.lines:
        if line.key != inventory.product_flow:
            continue
        column = draft.column_of(inventory.product_activity, inventory.product_flow)
        made = line.kind == "output" and column is not None and line.activity == column.id
        used = line.kind == "internal" and line.supplier == inventory.product_activity
        if kg_co2 and (made or used):
            lines.append(
                replace(
                    _uptake_line(line, line.amount * kg_co2 * (1 if made else -1)),
                    key=CO2_IN_PRODUCT,
                )
            )
    totals = (
        CarbonTotal("excluding_biogenic_uptake", 0.0, 0.0, "ch4_biogenic"),
        CarbonTotal("including_biogenic_uptake", 0.0, 0.0, "ch4_biogenic", -1.0),
    )
    return replace(draft, carbon_totals=totals).with_lines(draft.lines + tuple(lines), *notes)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "zero_zero": _zero_zero,
    "minus1_plus1": _minus1_plus1,
    "two_totals": _two_totals,
}
