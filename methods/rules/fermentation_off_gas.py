"""Axis `fermentation_off_gas`: CO2 of the route's own fermentation that is captured and sold.

Vented CO2 is an exchange with nature and follows the rule on biogenic carbon. CO2 that leaves as a
co-product is, by choice, a co-product like any other, a deduction, or nothing. CO2 that the route
uses itself is one of its intermediates and stays a product of the activity that makes it. The
effort of capture is an input of its own and always counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inventories.checks.compounds import elements
from inventories.document import Flow
from methods.carbon import CO2E_CREDIT, atmospheric_kg_c, biogenic_kg_c, fossil_kg_c
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import OffGasOptions, read
from methods.rulebook import Choice

AXIS = "fermentation_off_gas"
CARBON_DIOXIDE_CAS = "124-38-9"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Apply the choice."""
    return CHOICES[choice.choice](draft, choice, context)


def is_carbon_dioxide(flow: Flow) -> bool:
    """Whether a flow is CO2, by its CAS number or its formula."""
    if flow.cas == CARBON_DIOXIDE_CAS:
        return True
    return flow.formula is not None and dict(elements(flow.formula)) == {"C": 1, "O": 2}


def _as_biogenic_carbon(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


def _sold(draft: Draft) -> list[Line]:
    """Return the CO2 co-products that leave the route."""
    inventory = draft.inventory
    used = {(x.supplier, x.key) for x in draft.lines if x.kind == "internal"}
    used.add((inventory.product_activity, inventory.product_flow))
    return [
        line
        for line in draft.lines
        if line.kind == "output"
        and line.source_output is not None
        and line.source_output.role == "co_product"
        and (line.activity, line.key) not in used
        and is_carbon_dioxide(inventory.flows[line.key])
    ]


def _replacement_credit(draft: Draft, choice: Choice, _context: Context) -> Draft:
    """Deduct biogenic CO2 that is sold in the place of fossil CO2.

    The deduction is the CO2 sold and nothing of the dataset that is displaced. It stands at the
    activity that makes the CO2 and is shared with that activity's other products: the emissions
    divided between fuel and co-products include the part of this term up to their split.

    Reference: RED II Annex V C.15, C.18.
    """
    sold = _sold(draft)
    if not sold:
        return draft
    ratio = read(choice.options, OffGasOptions).co2_per_carbon
    deductions: list[Line] = []
    notes: list[Note] = []
    for line in sold:
        flow = draft.inventory.flows[line.key]
        named = line.source_output is not None and line.source_output.displaces is not None
        params = {"flow": line.key, "pointer": line.pointer}
        if flow.carbon is None:
            notes.append(Note(AXIS, "off-gas-origin-unknown", line.activity, params, "warning"))
        elif fossil_kg_c(flow) or atmospheric_kg_c(flow):
            notes.append(Note(AXIS, "off-gas-not-biogenic", line.activity, params, "warning"))
        if not biogenic_kg_c(flow):
            continue
        if not named:
            notes.append(Note(AXIS, "off-gas-replaces-nothing", line.activity, params))
            continue
        kg_co2 = line.amount * (biogenic_kg_c(flow) * ratio)
        deductions.append(
            Line(
                line.activity,
                "elementary",
                CO2E_CREDIT,
                -kg_co2,
                line.grade,
                line.pointer,
                because=AXIS,
            )
        )
        credited = {"flow": line.key, "kg_co2": kg_co2}
        notes.append(Note(AXIS, "off-gas-credited", line.activity, credited))
    return _without(draft, sold, deductions, notes)


def _not_a_product(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    sold = _sold(draft)
    notes = [Note(AXIS, "off-gas-not-a-product", x.activity, {"flow": x.key}) for x in sold]
    return _without(draft, sold, [], notes) if sold else draft


def _without(draft: Draft, sold: list[Line], added: list[Line], notes: list[Note]) -> Draft:
    """Let the CO2 leave with nothing: it takes no part in sharing the burden."""
    lines = tuple(
        replace(line, kind="uncounted", because=AXIS) if line in sold else line
        for line in draft.lines
    )
    return draft.with_lines((*lines, *added), *notes)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "as_biogenic_carbon": _as_biogenic_carbon,
    "replacement_credit": _replacement_credit,
    "not_a_product": _not_a_product,
}
