"""Axis `captured_carbon`: who has the credit for CO2 used as feedstock.

The effort of capture is an input of its own and always counts. The carbon keeps its origin:
fossil carbon that enters free leaves as fossil CO2, at the stack or with the product's end.

- ``cutoff``: CO2 enters free; no credit.
- ``credit``: fossil CO2 is deducted where a certificate gives the user the credit.
- ``ex_use``: CO2 that the source would have emitted is deducted as far as the product binds it
  (`methods.rules.ex_use`).
- ``substitution``: the source would have vented the CO2; what it no longer vents is deducted
  without certificate. Where it would have been stored or used anyway nothing is avoided.
- ``system_expansion``: the source plant joins the system with all its emissions, less the CO2 that
  is captured; the result is that of both functions and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from inventories.document.activities import CapturedCarbon
from inventories.expressions import Value
from inventories.values import is_zero
from methods.carbon import CO2_BIOGENIC, CO2_FOSSIL, fossil_kg_c, recent_kg_c
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import CarbonOptions, read
from methods.rulebook import Choice
from methods.rules import ex_use

AXIS = "captured_carbon"
VENTED = "vent"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Let captured CO2 enter without burden, or with the credit of the choice."""
    return CHOICES[choice.choice](draft, choice, context)


def captured_lines(draft: Draft) -> Iterator[tuple[Line, CapturedCarbon]]:
    """Yield every input of captured CO2, as written, with its tag."""
    for line in draft.lines:
        if line.source_input is not None and line.source_input.co2 is not None:
            yield line, line.source_input.co2


def _cutoff(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


def _credit(draft: Draft, choice: Choice, _context: Context) -> Draft:
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    lines: list[Line] = []
    notes: list[Note] = []
    for line, co2 in captured_lines(draft):
        params: dict[str, str | Value] = {"flow": line.key, "pointer": line.pointer}
        if co2.certificate is None:
            note = Note(AXIS, "credit-without-certificate", line.activity, params, "warning")
            notes.append(note)
            continue
        captured = line.amount * fossil_kg_c(draft.inventory.flows[line.key]) * ratio
        if not is_zero(captured):
            lines.append(_not_emitted(line, CO2_FOSSIL, captured))
            params |= {"kg_co2": captured, "certificate": co2.certificate}
            notes.append(Note(AXIS, "capture-credited", line.activity, params, "warning"))
    return draft.with_lines((*draft.lines, *lines), *notes)


def _ex_use(draft: Draft, choice: Choice, context: Context) -> Draft:
    return ex_use.deduct(draft, list(captured_lines(draft)), choice, context, AXIS)


def _substitution(draft: Draft, choice: Choice, _context: Context) -> Draft:
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    lines: list[Line] = []
    notes: list[Note] = []
    for line, co2 in captured_lines(draft):
        params: dict[str, str | Value] = {"flow": line.key, "pointer": line.pointer}
        if co2.counterfactual != VENTED:
            params |= {"fate": co2.counterfactual}
            notes.append(Note(AXIS, "vent-not-avoided", line.activity, params, "warning"))
            continue
        captured = line.amount * fossil_kg_c(draft.inventory.flows[line.key]) * ratio
        if not is_zero(captured):
            lines.append(_not_emitted(line, CO2_FOSSIL, captured))
            params |= {"kg_co2": captured}
            notes.append(Note(AXIS, "vent-avoided", line.activity, params))
    return draft.with_lines((*draft.lines, *lines), *notes)


def _system_expansion(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Add the source plant, and take off what it no longer emits, each CO2 by its origin.

    The plant's dataset is the one without capture, so its own CO2 is in it.
    """
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    lines: list[Line] = []
    notes: list[Note] = []
    for line, co2 in captured_lines(draft):
        params: dict[str, str | Value] = {"flow": line.key, "pointer": line.pointer}
        plant = co2.source_plant
        if plant is None:
            notes.append(Note(AXIS, "source-plant-missing", line.activity, params, "warning"))
            continue
        info = context.catalogue.providers.get(plant.provider)
        provider = context.linked(plant.provider, info.unit if info else "", line.pointer)
        lines.append(
            replace(
                line,
                kind="background",
                key=provider,
                amount=line.amount * plant.amount,
                grade=plant.grade,
                because=AXIS,
                source_input=None,
            )
        )
        params |= {"provider": provider}
        notes.append(Note(AXIS, "source-plant-added", line.activity, params, "warning"))
        if co2.counterfactual != VENTED:
            params |= {"fate": co2.counterfactual}
            notes.append(Note(AXIS, "vent-not-avoided", line.activity, params, "warning"))
            continue
        flow = draft.inventory.flows[line.key]
        for key, kg_c in ((CO2_FOSSIL, fossil_kg_c(flow)), (CO2_BIOGENIC, recent_kg_c(flow))):
            if kg_c:
                lines.append(_not_emitted(line, key, line.amount * kg_c * ratio))
    return draft.with_lines((*draft.lines, *lines), *notes)


def _not_emitted(line: Line, key: str, kg_co2: Value) -> Line:
    return Line(line.activity, "elementary", key, -kg_co2, line.grade, line.pointer, because=AXIS)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "cutoff": _cutoff,
    "credit": _credit,
    "ex_use": _ex_use,
    "substitution": _substitution,
    "system_expansion": _system_expansion,
}
