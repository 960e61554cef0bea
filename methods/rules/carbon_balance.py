"""Axis `carbon_balance`: does carbon follow the allocation key or the matter?

Under a key other than carbon the products of an allocated activity carry more or less uptake than
the carbon in them. ``physical_content`` moves the difference between them; the sum does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inventories.expressions import Value
from inventories.values import is_zero
from methods.carbon import CO2_UPTAKE, recent_kg_c
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import CarbonOptions, read
from methods.rulebook import Choice

AXIS = "carbon_balance"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Correct uptake after allocation where uptake is counted."""
    if not any(total.uptake for total in draft.carbon_totals):
        return draft
    return CHOICES[choice.choice](draft, choice, context)


def _physical(draft: Draft, choice: Choice, _context: Context) -> Draft:
    ratio = read(choice.options, CarbonOptions).co2_per_carbon
    flows = draft.inventory.flows
    lines: list[Line] = []
    notes: list[Note] = []
    for activity, shares in draft.shares.items():
        columns = {c.id: c.product for c in draft.columns if c.activity == activity}
        products = [x for x in draft.lines if x.kind == "output" and x.activity in columns]
        unknown = [
            p.key for p in products if flows[p.key].carbon is None and flows[p.key].unit == "kg"
        ]
        if unknown:
            params: dict[str, str | Value] = {"flows": ", ".join(unknown)}
            notes.append(Note(AXIS, "carbon-content-missing", activity, params, "warning"))
            continue
        carbon = {p.key: p.amount * recent_kg_c(flows[p.key]) for p in products}
        total = sum(carbon.values())
        for product in products:
            moved = carbon[product.key] - shares[product.key] * total
            if not is_zero(moved):
                lines.append(
                    Line(
                        product.activity,
                        "elementary",
                        CO2_UPTAKE,
                        moved * ratio,
                        product.grade,
                        product.pointer,
                        because=AXIS,
                    )
                )
    return draft.with_lines(draft.lines + tuple(lines), *notes)


def _key(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "physical_content": _physical,
    "allocation_key": _key,
}
