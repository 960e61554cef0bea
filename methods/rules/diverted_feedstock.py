"""What becomes of the world when a feedstock is taken: treatment avoided, service lost, diversion.

``avoided_treatment_credit``: every waste is looked at for what else would have become of it.
``diversion``: only inputs whose supply cannot grow are (rigid); the others are made for the route
and bring their supply chain (elastic).
"""

from __future__ import annotations

from inventories.document.activities import Fate, Feedstock
from inventories.expressions import Value
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import AvoidedTreatmentOptions, DiversionOptions, read
from methods.rulebook import Choice
from methods.rules.feedstock_lines import (
    AXIS,
    BURDENED,
    Found,
    carbon_it_would_have_taken,
    each_feedstock,
    in_any_unit,
    recycling_effort,
    stand_in,
    with_supply_share,
    with_upstream,
    without_burden,
)
from methods.rules.product_end_of_life import ends
from methods.rules.sharing_lives import CUT_OFF


def avoided_treatment(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Credit the treatment a waste no longer needs; charge the service it no longer gives."""
    options = read(choice.options, AvoidedTreatmentOptions)

    def rule(line: Line, feedstock: Feedstock) -> Found:
        if feedstock.origin in BURDENED:
            return with_upstream(line, feedstock, context)
        fate = feedstock.counterfactual
        if fate is not None and not _counts(fate.fate, feedstock, options):
            params = {"flow": line.key, "fate": fate.fate}
            note = Note(AXIS, "treatment-not-credited", line.activity, params)
            lines, notes = without_burden(line, feedstock, context)
            return lines, [note, *notes]
        return otherwise(line, feedstock, options.lost_service_fates, context)

    return ends(each_feedstock(draft, rule), CUT_OFF, context)


def _counts(fate: Fate, feedstock: Feedstock, options: AvoidedTreatmentOptions) -> bool:
    if fate in options.lost_service_fates:
        return True
    fates, classes = options.credited_fates, options.credited_classes
    return (fates is None or fate in fates) and (
        classes is None or feedstock.waste_class in classes
    )


def diversion(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Charge rigid inputs with what their diversion costs others, elastic ones with their supply.

    Rigid inputs are wastes and residues, and outputs in fixed ratio of an incorporated process
    that have less than `rigid_below_value_share` of the value of all its outputs.

    Reference: (EU) 2023/1185 Annex A.4, A.7, A.9.
    """
    options = read(choice.options, DiversionOptions)

    def rule(line: Line, feedstock: Feedstock) -> Found:
        if not is_rigid(feedstock, options.rigid_below_value_share):
            return _elastic(line, feedstock, options, context)
        params = {"flow": line.key, "origin": feedstock.origin}
        rigid = Note(AXIS, "feedstock-rigid", line.activity, params)
        lines, notes = otherwise(line, feedstock, options.lost_service_fates, context)
        return lines, [rigid, *notes]

    return ends(each_feedstock(draft, rule), CUT_OFF, context)


def is_rigid(feedstock: Feedstock, below_value_share: float) -> bool:
    """Whether the supply of a feedstock cannot grow with demand.

    CO2 is always elastic (Commission Q&A on the hydrogen delegated acts, question 45).
    """
    if feedstock.origin in {"primary", "co2"}:
        return False
    supply = feedstock.supply
    if supply is not None and supply.incorporated:
        return supply.value_share < below_value_share
    return feedstock.origin not in BURDENED


def _elastic(
    line: Line, feedstock: Feedstock, options: DiversionOptions, context: Context
) -> Found:
    """Bring the actual supply chain: its own dataset, else its share of the process."""
    supply = feedstock.supply
    shared = feedstock.upstream is None and supply is not None and supply.process is not None
    lines, notes = (
        with_supply_share(line, feedstock, context)
        if shared
        else with_upstream(line, feedstock, context)
    )
    if feedstock.origin != "primary" and supply is not None:
        params: dict[str, str | Value] = {
            "flow": line.key,
            "share": 100.0 * supply.value_share,
            "limit": 100.0 * options.rigid_below_value_share,
        }
        notes = [Note(AXIS, "feedstock-elastic", line.activity, params), *notes]
    return lines, notes


def otherwise(
    line: Line, feedstock: Feedstock, lost_fates: tuple[Fate, ...], context: Context
) -> Found:
    """Count what would have become of a feedstock: credit a treatment, charge a lost service."""
    lines, notes = recycling_effort(line, feedstock, context)
    fate = feedstock.counterfactual
    if fate is None or fate.provider is None:
        params = {"flow": line.key, "pointer": line.pointer}
        missing = Note(AXIS, "counterfactual-missing", line.activity, params, "warning")
        return [line, *lines], [missing, *notes]
    provider = in_any_unit(fate.provider, line.pointer, context)
    lost = fate.fate in lost_fates
    # not the feedstock's own pointer: its carbon enters whatever else would have become of it
    pointer = f"{line.pointer}/feedstock/counterfactual"
    change = stand_in(line, provider, fate.amount * (1 if lost else -1), fate.grade, pointer)
    taken = None if lost else carbon_it_would_have_taken(change, context)
    if taken is not None:
        lines.append(taken)
    code = "service-lost" if lost else "treatment-avoided"
    params = {"flow": line.key, "fate": fate.fate, "provider": provider}
    return [line, change, *lines], [Note(AXIS, code, line.activity, params), *notes]
