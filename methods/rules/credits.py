"""Axis `credits`: which deductions that the authors claim count.

A claim stands beside the inventory (`credits` of the route). What the inventory itself shows, such
as a co-product or CO2 that is captured and used, has axes of its own, and so has soil carbon.
Offsets and emissions avoided elsewhere can be no listed term and never count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inventories.expressions import Value
from methods.claims import Claim, claim_note, claims, deducted_up_to, unit_of_product
from methods.context import Context
from methods.lines import Draft, Note
from methods.options import CreditTerm, ListedTermsOptions, read
from methods.rulebook import Choice

AXIS = "credits"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Apply the choice."""
    if not draft.inventory.route.credits:
        return draft
    return CHOICES[choice.choice](draft, choice, context)


def _left_out(draft: Draft, choice: Choice, _context: Context) -> Draft:
    notes = []
    for claim in claims(draft, soil=False):
        code = "credit-separate"
        if choice.choice == "forbidden":
            code = "credit-without-rule" if choice.is_default else "credit-forbidden"
        notes.append(claim_note(draft, AXIS, code, claim))
    return draft.with_lines(draft.lines, *notes)


def _listed(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Deduct what the text lists, each kind up to its cap; say of every other claim why not.

    Whether the deductions may bring the result below 0 (`floor_zero`) is decided where the result
    is known.
    """
    terms: dict[str, CreditTerm] = {
        term.kind: term for term in read(choice.options, ListedTermsOptions).terms
    }
    counted: dict[str, list[Claim]] = {}
    notes = []
    for claim in claims(draft, soil=False):
        term = terms.get(claim.credit.kind)
        if term is not None and (claim.credit.certificate or not term.needs_certificate):
            counted.setdefault(term.kind, []).append(claim)
            continue
        code = "credit-not-listed" if term is None else "credit-without-proof"
        notes.append(claim_note(draft, AXIS, code, claim))
    draft = draft.with_lines(draft.lines, *notes)
    for kind, of_kind in counted.items():
        draft = _counted(draft, terms[kind], of_kind, context)
    return draft


def _counted(draft: Draft, term: CreditTerm, of_kind: list[Claim], context: Context) -> Draft:
    """Deduct the claims of one kind, in equal parts if their sum is above the cap."""
    activity, unit = draft.inventory.product_activity, unit_of_product(draft)
    claimed = sum(claim.kgco2e_per_unit for claim in of_kind)
    told: dict[str, str | Value] = {"kind": term.kind, "amount": claimed, "unit": unit}
    draft, most = deducted_up_to(draft, AXIS, of_kind, term.cap_g_per_mj, context)
    if most is None:
        note = Note(AXIS, "credit-cap-unknown", activity, told, "warning")
    else:
        told |= {"amount": most, "claimed": claimed}
        note = Note(AXIS, "credit-counted", activity, told)
    return draft.with_lines(draft.lines, note)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "forbidden": _left_out,
    "separate": _left_out,
    "listed_terms_only": _listed,
}
