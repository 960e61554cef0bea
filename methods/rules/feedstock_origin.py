"""Axis `feedstock_origin`: what burden a feedstock brings, by what it is and was.

Primary feedstock and co-products bring the burden of their upstream producer under every choice.
Waste, residue and recycled feedstock differ: nothing, their upstream burden, or a credit for the
treatment they no longer need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import AvoidedTreatmentOptions, read
from methods.rulebook import Choice

AXIS = "feedstock_origin"
BURDENED = frozenset({"primary", "co_product"})

LineRule = Callable[[Line, Choice, Context], tuple[list[Line], list[Note]]]


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Give every feedstock input its burden."""
    return CHOICES[choice.choice](draft, choice, context)


def is_feedstock(line: Line) -> bool:
    """Whether the line is a feedstock input as written, not a credit for it."""
    return line.source_input is not None and line.source_input.feedstock is not None


def _each(draft: Draft, choice: Choice, context: Context, rule: LineRule) -> Draft:
    lines: list[Line] = []
    notes: list[Note] = []
    for line in draft.lines:
        if not is_feedstock(line):
            lines.append(line)
            continue
        new_lines, new_notes = rule(line, choice, context)
        lines += new_lines
        notes += new_notes
    return draft.with_lines(tuple(lines), *notes)


def _free_waste(line: Line, _choice: Choice, context: Context) -> tuple[list[Line], list[Note]]:
    if _origin(line) in BURDENED:
        return _with_upstream(line, context)
    note = Note(
        AXIS, "feedstock-without-burden", line.activity, {"flow": line.key, "origin": _origin(line)}
    )
    return [line], [note]


def _upstream(line: Line, _choice: Choice, context: Context) -> tuple[list[Line], list[Note]]:
    return _with_upstream(line, context)


def _avoided(line: Line, choice: Choice, context: Context) -> tuple[list[Line], list[Note]]:
    if _origin(line) in BURDENED:
        return _with_upstream(line, context)
    item = line.source_input
    feedstock = item.feedstock if item else None
    fate = feedstock.counterfactual if feedstock else None
    if item is None or fate is None or fate.provider is None:
        params = {"flow": line.key, "pointer": line.pointer}
        return [line], [Note(AXIS, "counterfactual-missing", line.activity, params, "warning")]
    info = context.catalogue.providers.get(fate.provider)
    unit = info.unit if info else item.unit
    provider = context.linked(fate.provider, unit, line.pointer)
    lost = fate.fate in read(choice.options, AvoidedTreatmentOptions).lost_service_fates
    change = replace(
        line,
        kind="background",
        key=provider,
        amount=line.amount * fate.amount * (1 if lost else -1),
        grade=fate.grade,
        because=AXIS,
        source_input=None,
    )
    code = "service-lost" if lost else "treatment-avoided"
    params = {"flow": line.key, "fate": fate.fate, "provider": provider}
    return [line, change], [Note(AXIS, code, line.activity, params)]


def _with_upstream(line: Line, context: Context) -> tuple[list[Line], list[Note]]:
    item = line.source_input
    feedstock = item.feedstock if item else None
    if item is None or feedstock is None or feedstock.upstream is None:
        params = {"flow": line.key, "origin": _origin(line), "pointer": line.pointer}
        return [line], [Note(AXIS, "upstream-missing", line.activity, params, "warning")]
    provider = context.linked(feedstock.upstream, item.unit, line.pointer)
    return [replace(line, kind="background", key=provider, because=AXIS)], []


def _origin(line: Line) -> str:
    item = line.source_input
    return item.feedstock.origin if item and item.feedstock else ""


def _choice(rule: LineRule) -> Callable[[Draft, Choice, Context], Draft]:
    return lambda draft, choice, context: _each(draft, choice, context, rule)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "cutoff": _choice(_free_waste),
    "zero_at_collection": _choice(_free_waste),
    "upstream_burden": _choice(_upstream),
    "avoided_treatment_credit": _choice(_avoided),
}
