"""Wastes that burden no first life: free waste in, and waste out for somebody else to use.

``cutoff`` and ``zero_at_collection``: waste, residues and recycled material enter with nothing.
What leaves for recycling leaves with nothing either; what is burnt with energy recovery is borne
by its producer or by the user of the energy, as the text has it. Some texts deduct a fixed bonus
per kg of a class of waste.
"""

from __future__ import annotations

from dataclasses import replace

from inventories.document.activities import Feedstock
from methods.carbon import CO2E_CREDIT
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import WasteOptions, read
from methods.rulebook import Choice
from methods.rules.feedstock_lines import (
    AXIS,
    BURDENED,
    Found,
    each_feedstock,
    with_upstream,
    without_burden,
)
from methods.rules.product_end_of_life import ends
from methods.rules.sharing_lives import CUT_OFF

MASS_UNIT = "kg"


def free_waste(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Let waste enter free, and leave free where somebody else uses it."""
    options = read(choice.options, WasteOptions)
    by_user = options.energy_recovery_borne_by == "user"

    def rule(line: Line, feedstock: Feedstock) -> Found:
        if feedstock.origin in BURDENED:
            return with_upstream(line, feedstock, context)
        lines, notes = without_burden(line, feedstock, context)
        bonus_lines, bonus_notes = _bonus(line, feedstock, options)
        return lines + bonus_lines, notes + bonus_notes

    entered = each_feedstock(draft, rule)
    left = recovered_wastes(entered, energy_borne_by_user=by_user)
    return ends(left, replace(CUT_OFF, energy_borne_by_user=by_user), context)


def recovered_wastes(draft: Draft, *, energy_borne_by_user: bool) -> Draft:
    """Let the route's wastes leave free for recycling, and for energy if its user bears that.

    The treatment then belongs to whoever uses what it makes; the waste takes its carbon along.
    """
    lines: list[Line] = []
    notes: list[Note] = []
    for line in draft.lines:
        output = line.source_output
        recovery = output.recovery if output else None
        free = recovery == "material" or (recovery == "energy" and energy_borne_by_user)
        if output is None or not free:
            lines.append(line)
            continue
        lines.append(replace(line, kind="uncounted", key=output.flow, because=AXIS))
        code = "waste-recycled-by-user" if recovery == "material" else "waste-energy-borne-by-user"
        notes.append(Note(AXIS, code, line.activity, {"flow": output.flow}))
    return draft.with_lines(tuple(lines), *notes)


def _bonus(line: Line, feedstock: Feedstock, options: WasteOptions) -> Found:
    """Deduct the bonus of a class of waste, kg CO2e per kg as delivered."""
    waste_class = feedstock.waste_class
    if waste_class is None or waste_class not in options.bonus_kgco2e_per_kg:
        return [], []
    params = {"flow": line.key, "waste_class": waste_class, "pointer": line.pointer}
    if line.source_input is None or line.source_input.unit != MASS_UNIT:
        return [], [Note(AXIS, "waste-bonus-not-mass", line.activity, params, "warning")]
    kg_co2e = line.amount * options.bonus_kgco2e_per_kg[waste_class]
    deduction = Line(
        line.activity,
        "elementary",
        CO2E_CREDIT,
        -kg_co2e,
        line.grade,
        # not the feedstock's own pointer: its carbon still enters, unlike with avoided treatment
        f"{line.pointer}/feedstock/waste_class",
        because=AXIS,
    )
    shown = {"flow": line.key, "waste_class": waste_class, "kg_co2e": kg_co2e}
    return [deduction], [Note(AXIS, "waste-bonus", line.activity, shown)]
