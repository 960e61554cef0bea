"""Axis `fossil_end_of_life`: fossil carbon that is counted as CO2 wherever it ends.

- ``report_content``: not in the figure; the report states the fossil carbon a product carries.
- ``input_fossil_carbon_in_processing``: Directive (EU) 2018/2001, Annex V C.11: emissions of
  processing include "the CO2 emissions corresponding to the carbon contents of fossil inputs,
  whether or not actually combusted in the process". Per activity, fossil carbon of the inputs
  counts as CO2 except what is counted already or goes on:

  - what the activity emits as CO2, CH4 or CO (its own lines);
  - what a waste takes to a treatment: the dataset of the treatment answers for it;
  - what goes on inside the route, as residue or as the part of a product that other activities
    take in: there it is an input again;
  - what is in the product itself: a fuel's carbon counts where the fuel is used, or not at all if
    the text says so.

  Fossil carbon in co-products that are sold, and in wastes nobody treats, therefore counts.
- ``co_product_end_of_life``: Delegated Regulation (EU) 2025/2359, Annex A.12(b): fossil carbon of
  all co-products counts as CO2 at their end of life, unless permanently bound. It is an emission
  of processing, so all products share it (A.15(b)).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from inventories.document import GRADES, Grade
from inventories.expressions import Value
from inventories.inventory import InventoryActivity, InventoryOutput, worst_grade
from inventories.values import any_positive, is_zero
from methods.carbon import CO2_FOSSIL, fossil_kg_c
from methods.carbon_ledger import carbon_entries
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import FossilCarbonOptions, read
from methods.rulebook import Choice
from methods.used_inside import used_inside

AXIS = "fossil_end_of_life"
PRINTED_DIGITS = 1e-3
"""Fossil carbon contents are printed to three or four digits; a smaller part of what enters that
seems not to leave is their rounding and no carbon."""


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Count the fossil carbon the choice names."""
    return CHOICES[choice.choice](draft, choice, context)


def _not_counted(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


def _of_inputs(draft: Draft, choice: Choice, context: Context) -> Draft:
    ratio = read(choice.options, FossilCarbonOptions).co2_per_carbon
    lines: list[Line] = []
    notes: list[Note] = []
    for index, activity in _included(draft):
        kg_c, grade = _uncounted_kg_c(activity, draft, context)
        if is_zero(kg_c):
            continue
        lines += _shared(draft, activity.id, f"/activities/{index}", kg_c * ratio, grade)
        notes.append(Note(AXIS, "fossil-input-carbon", activity.id, {"kg_c": kg_c}))
    return draft.with_lines((*draft.lines, *lines), *notes)


def _uncounted_kg_c(
    activity: InventoryActivity, draft: Draft, context: Context
) -> tuple[Value, Grade]:
    """Return fossil carbon of the inputs that nothing counts yet, and the grade of the inputs.

    kg C per run, never negative.
    """
    entering: Value = 0.0
    accounted: Value = 0.0
    grade: Grade = GRADES[0]
    for entry in carbon_entries(activity, draft.inventory.flows, context.catalogue, "fossil"):
        if entry.side == "in":
            entering = entering + entry.kg_c
            if entry.exchange is not None and not is_zero(entry.kg_c):
                grade = worst_grade(grade, entry.exchange.grade)
        elif not isinstance(entry.exchange, InventoryOutput):
            accounted = accounted + entry.kg_c
        elif not is_zero(entry.kg_c):
            accounted = accounted + entry.kg_c * _going_on(activity, entry.exchange, draft)
    left = entering - accounted
    rounding = PRINTED_DIGITS * entering
    if isinstance(left, np.ndarray):
        return np.where(left > rounding, left, 0.0), grade
    return (left if left > rounding else 0.0), grade


def _going_on(activity: InventoryActivity, output: InventoryOutput, draft: Draft) -> Value:
    """Return the share of an output for whose carbon somebody else answers, 0 to 1."""
    inventory = draft.inventory
    if output.role == "waste":
        return float(output.treatment is not None or _is_taken_in(output.flow, draft))
    if (activity.id, output.flow) == (inventory.product_activity, inventory.product_flow):
        return 1.0
    return used_inside(activity, output, draft)


def _is_taken_in(flow: str, draft: Draft) -> bool:
    """Whether an activity of the route takes the flow in as feedstock (a residue burnt on site)."""
    return any(
        x.flow == flow and (x.feedstock is not None or x.co2 is not None)
        for _, activity in _included(draft)
        for x in activity.inputs
    )


def _of_co_products(draft: Draft, choice: Choice, _context: Context) -> Draft:
    ratio = read(choice.options, FossilCarbonOptions).co2_per_carbon
    inventory = draft.inventory
    lines: list[Line] = []
    notes: list[Note] = []
    for _, activity in _included(draft):
        for output in activity.outputs:
            kg_co2 = output.amount * fossil_kg_c(inventory.flows[output.flow]) * ratio
            if output.role == "waste" or not any_positive(kg_co2):
                continue
            kg_co2 = kg_co2 * (1.0 - _going_on(activity, output, draft))
            if not any_positive(kg_co2):
                continue
            params: dict[str, str | Value] = {"flow": output.flow, "kg_co2": kg_co2}
            if output.permanently_bound:
                notes.append(Note(AXIS, "co-product-carbon-bound", activity.id, params))
                continue
            lines += _shared(draft, activity.id, output.pointer, kg_co2, output.grade)
            notes.append(Note(AXIS, "co-product-carbon-counted", activity.id, params))
    return draft.with_lines((*draft.lines, *lines), *notes)


def _included(draft: Draft) -> Iterator[tuple[int, InventoryActivity]]:
    for index, activity in enumerate(draft.inventory.activities):
        if activity.id in draft.included:
            yield index, activity


def _shared(
    draft: Draft, activity: str, pointer: str, kg_co2: Value, grade: Grade
) -> Iterator[Line]:
    """Yield an activity's fossil CO2 in its columns, shared like its other burdens."""
    shares = draft.shares.get(activity, {})
    for column in draft.columns:
        if column.activity == activity:
            amount = kg_co2 * shares.get(column.product, 1.0)
            yield Line(column.id, "elementary", CO2_FOSSIL, amount, grade, pointer, because=AXIS)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "report_content": _not_counted,
    "input_fossil_carbon_in_processing": _of_inputs,
    "co_product_end_of_life": _of_co_products,
}
