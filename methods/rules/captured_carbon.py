"""Axis `captured_carbon`: who has the credit for CO2 used as feedstock.

The effort of capture is an input of its own and always counts. The carbon keeps its origin:
fossil carbon that enters free leaves as fossil CO2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from methods.carbon import CO2_FOSSIL, fossil_kg_c
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import CarbonOptions, read
from methods.rulebook import Choice

AXIS = "captured_carbon"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Let captured CO2 enter without burden, or with a certified credit."""
    return CHOICES[choice.choice](draft, choice, context)


def _cutoff(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


def _credit(draft: Draft, choice: Choice, _context: Context) -> Draft:
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    lines: list[Line] = []
    notes: list[Note] = []
    for line in draft.lines:
        co2 = line.source_input.co2 if line.source_input else None
        if co2 is None:
            continue
        params: dict[str, str | float] = {"flow": line.key, "pointer": line.pointer}
        if co2.certificate is None:
            note = Note(AXIS, "credit-without-certificate", line.activity, params, "warning")
            notes.append(note)
            continue
        captured = line.amount * fossil_kg_c(draft.inventory.flows[line.key]) * ratio
        if captured:
            lines.append(
                Line(
                    line.activity,
                    "elementary",
                    CO2_FOSSIL,
                    -captured,
                    line.grade,
                    line.pointer,
                    because=AXIS,
                )
            )
            params |= {"kg_co2": captured, "certificate": co2.certificate}
            notes.append(Note(AXIS, "capture-credited", line.activity, params, "warning"))
    return draft.with_lines(draft.lines + tuple(lines), *notes)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "cutoff": _cutoff,
    "credit": _credit,
}
