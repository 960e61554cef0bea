"""The Circular Footprint Formula on the input side: what a second-hand feedstock brings.

Per unit of feedstock ``A x Erec + (1 - A) x Ev x Qs/Qp``: its user bears A of its recycling, and
for the rest counts the virgin material it stands for. ``closed_loop`` (0:100) is A = 0,
``fifty_fifty`` A = 0.5; ``circular_footprint`` takes A by class of material.

Reference: (EU) 2021/2279 Annex I 4.4.8.
"""

from __future__ import annotations

from inventories.document.activities import Feedstock
from inventories.expressions import Value
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import BoundaryOptions, CircularOptions, read
from methods.rulebook import Choice
from methods.rules import boundary
from methods.rules.feedstock_lines import (
    AXIS,
    BURDENED,
    Found,
    each_feedstock,
    in_any_unit,
    recycling_effort,
    stand_in,
    with_upstream,
    without_burden,
)
from methods.rules.product_carbon import life_is_documented
from methods.rules.product_end_of_life import ends
from methods.rules.sharing_lives import CLOSED_LOOP, FIFTY_FIFTY, Sharing
from methods.rules.waste_streams import recovered_wastes


def circular_footprint(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Share by the A of each class of material; by one A where the result ends at the gate."""
    options = read(choice.options, CircularOptions)
    at_gate = _ends_at_gate(draft, context)
    sharing = Sharing(
        a_by_material=options.a_by_material,
        a_other=options.a_other,
        a_fixed=options.a_at_gate if at_gate else None,
        b=options.b,
    )
    return _shared(draft, sharing, context)


def _ends_at_gate(draft: Draft, context: Context) -> bool:
    """Whether the figure ends at the gate: by rule, or because nothing is documented after it."""
    reach = context.rules[boundary.AXIS]
    if reach.choice == "cradle_to_gate":
        return True
    if life_is_documented(draft, reach.choice):
        return False
    return read(reach.options, BoundaryOptions).undocumented == "gate"


def closed_loop(draft: Draft, _choice: Choice, context: Context) -> Draft:
    """Count second-hand material as virgin, and credit who makes material recyclable."""
    return _shared(draft, CLOSED_LOOP, context)


def fifty_fifty(draft: Draft, _choice: Choice, context: Context) -> Draft:
    """Let both lives bear half."""
    return _shared(draft, FIFTY_FIFTY, context)


def _shared(draft: Draft, sharing: Sharing, context: Context) -> Draft:
    """Share the input side and the end of life.

    The route's own wastes leave for recycling as with a cut-off: the document does not say what
    they displace, so neither their recycling nor what it saves can be shared.
    """

    def rule(line: Line, feedstock: Feedstock) -> Found:
        if feedstock.origin in BURDENED:
            return with_upstream(line, feedstock, context)
        return _secondary(line, feedstock, sharing, context)

    entered = each_feedstock(draft, rule)
    return ends(recovered_wastes(entered, energy_borne_by_user=False), sharing, context)


def _secondary(line: Line, feedstock: Feedstock, sharing: Sharing, context: Context) -> Found:
    secondary = feedstock.secondary
    if secondary is None:
        if sharing.a_fixed == 1.0:  # nothing is missing: the whole recycling is its user's
            return without_burden(line, feedstock, context)
        params = {"flow": line.key, "origin": feedstock.origin, "pointer": line.pointer}
        return [line], [Note(AXIS, "secondary-missing", line.activity, params, "warning")]
    a = sharing.a(secondary.material)
    shown: dict[str, str | Value] = {"flow": line.key, "material": secondary.material, "a": a}
    notes = [Note(AXIS, "secondary-shared", line.activity, shown)]
    if secondary.recycling is None and a < 1:
        missing = {"flow": line.key, "pointer": line.pointer}
        notes.append(Note(AXIS, "recycling-in-full", line.activity, missing, "warning"))
    effort, told = recycling_effort(line, feedstock, context, a)
    lines = [line, *effort]
    if a < 1:
        pointer = f"{line.pointer}/feedstock/secondary"
        virgin = in_any_unit(secondary.virgin, pointer, context)
        per_unit = (1.0 - a) * secondary.virgin_amount * secondary.quality
        lines.append(stand_in(line, virgin, per_unit, secondary.grade, pointer))
    return lines, [*notes, *told]
