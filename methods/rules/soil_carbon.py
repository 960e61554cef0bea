"""Axis `soil_carbon`: whether soil carbon that the authors claim counts.

A claim stands beside the inventory (`credits` of the route, kind `soil_carbon`), per unit of
product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inventories.expressions import Value
from methods.claims import Claim, claim_note, claims, deducted_up_to, unit_of_product
from methods.context import Context
from methods.lines import Draft, Note
from methods.options import SoilCarbonOptions, read
from methods.rulebook import Choice

AXIS = "soil_carbon"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Apply the choice."""
    if not any(claims(draft, soil=True)):
        return draft
    return CHOICES[choice.choice](draft, choice, context)


def _left_out(draft: Draft, choice: Choice, _context: Context) -> Draft:
    notes = []
    for claim in claims(draft, soil=True):
        code = "soil-carbon-separate"
        if choice.choice == "not_counted":
            code = "soil-carbon-without-rule" if choice.is_default else "soil-carbon-not-counted"
        notes.append(claim_note(draft, AXIS, code, claim))
    return draft.with_lines(draft.lines, *notes)


def _with_evidence(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Deduct claims with evidence and commitment, all together up to the cap.

    The higher cap holds where biochar is the only practice or one of them.

    Reference: RED II Annex V C.6; (EU) 2022/996 Annex V.
    """
    options = read(choice.options, SoilCarbonOptions)
    least = options.least_commitment_years or 0
    counted: list[Claim] = []
    notes = []
    for claim in claims(draft, soil=True):
        if claim.credit.certificate and (claim.credit.commitment_years or 0) >= least:
            counted.append(claim)
            continue
        code = "soil-carbon-without-evidence"
        if claim.credit.certificate:
            code = "soil-carbon-commitment-short"
        note = claim_note(draft, AXIS, code, claim, least=f"{least}")
        notes.append(replace(note, level="warning"))
    draft = draft.with_lines(draft.lines, *notes)
    return _counted(draft, options, counted, context) if counted else draft


def _counted(
    draft: Draft, options: SoilCarbonOptions, counted: list[Claim], context: Context
) -> Draft:
    activity, unit = draft.inventory.product_activity, unit_of_product(draft)
    claimed = sum(claim.kgco2e_per_unit for claim in counted)
    g_per_mj = options.cap_g_per_mj
    if any(c.credit.biochar for c in counted) and options.cap_with_biochar_g_per_mj is not None:
        g_per_mj = options.cap_with_biochar_g_per_mj
    told: dict[str, str | Value] = {"amount": claimed, "unit": unit}
    draft, most = deducted_up_to(draft, AXIS, counted, g_per_mj, context)
    if most is None:
        note = Note(AXIS, "soil-carbon-cap-unknown", activity, told, "warning")
    else:
        told |= {"amount": most, "claimed": claimed}
        note = Note(AXIS, "soil-carbon-counted", activity, told)
    return draft.with_lines(draft.lines, note)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "not_counted": _left_out,
    "credit_with_evidence": _with_evidence,
    "separate_fields": _left_out,
}
