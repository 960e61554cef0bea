"""Deductions a route claims beside its inventory, and booking them on the product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inventories.document import ClaimedCredit
from inventories.document.base import Grade
from inventories.expressions import Value
from inventories.quantities import factor
from methods.carbon import CO2E_CREDIT
from methods.context import Context
from methods.errors import HeatingValueMissingError
from methods.heating import product_energy
from methods.lines import Draft, Line, Note
from methods.tables import Factor

SOIL_CARBON = "soil_carbon"
"""The kind of claim that has an axis of its own."""


@dataclass(frozen=True)
class Claim:
    """A claimed deduction, kg CO2e per unit of product, and its JSON pointer."""

    credit: ClaimedCredit
    pointer: str

    @property
    def kgco2e_per_unit(self) -> float:
        """Amount claimed, kg CO2e per unit of product."""
        return self.credit.kgco2e_per_unit


def claims(draft: Draft, *, soil: bool) -> Iterator[Claim]:
    """Give the claims on soil carbon, or all others; a claim of nothing is none."""
    for index, credit in enumerate(draft.inventory.route.credits):
        if credit.kgco2e_per_unit and (credit.kind == SOIL_CARBON) == soil:
            yield Claim(credit, f"/credits/{index}")


def unit_of_product(draft: Draft) -> str:
    """Return the unit that claims are made per."""
    return draft.inventory.flows[draft.inventory.product_flow].unit


@dataclass(frozen=True)
class Cap:
    """The most that may be deducted, kg CO2e per unit of product, and what that rests on."""

    kgco2e_per_unit: float
    factors: tuple[Factor, ...] = ()


def cap(draft: Draft, g_per_mj: float, context: Context) -> Cap | None:
    """Return a cap in g CO2e per MJ (LHV) of product in kg per unit of product.

    None if the product has no heating value: then nobody can tell whether a claim keeps to it.
    """
    inventory = draft.inventory
    flow = inventory.flows[inventory.product_flow]
    try:
        energy, _ = product_energy(inventory.product_flow, flow, context)
    except HeatingValueMissingError:
        return None
    return Cap(g_per_mj * energy.mj * factor("g", "kg"), energy.factors)


def deducted_up_to(
    draft: Draft, axis: str, counted: Sequence[Claim], g_per_mj: float | None, context: Context
) -> tuple[Draft, float | None]:
    """Deduct claims, in equal parts if their sum is above the cap.

    Parameters
    ----------
    axis
        Axis whose choice lets them count.
    g_per_mj
        Cap on their sum, g CO2e per MJ (LHV) of product; None: there is none.

    Returns
    -------
    The draft, and what was deducted, kg CO2e per unit of product. None if nobody can tell whether
    the claims keep to the cap: then nothing is deducted.
    """
    claimed = sum(claim.kgco2e_per_unit for claim in counted)
    most = claimed
    if g_per_mj is not None:
        limit = cap(draft, g_per_mj, context)
        if limit is None:
            return draft, None
        most = min(claimed, limit.kgco2e_per_unit)
        draft = with_factors(draft, limit.factors)
    for claim in counted:
        part = claim.kgco2e_per_unit * most / claimed
        draft = deducted(draft, axis, part, claim.credit.grade, claim.pointer)
    return draft, most


def claim_note(draft: Draft, axis: str, code: str, claim: Claim, **more: str) -> Note:
    """Return a note on one claim: kind, amount per unit of product, place, and what is added."""
    params: dict[str, str | Value] = {
        "kind": claim.credit.kind,
        "amount": claim.kgco2e_per_unit,
        "unit": unit_of_product(draft),
        "pointer": claim.pointer,
        **more,
    }
    return Note(axis, code, draft.inventory.product_activity, params)


def deducted(draft: Draft, axis: str, kgco2e_per_unit: float, grade: Grade, pointer: str) -> Draft:
    """Deduct an amount per unit of the product of the functional unit.

    It is booked where the product is made and taken back where the route uses the product itself,
    so that each unit that leaves carries it once. A negative amount is a charge.
    """
    inventory = draft.inventory
    column = draft.column_of(inventory.product_activity, inventory.product_flow)
    if column is None:
        return draft
    added = []
    for line in draft.lines:
        if line.key != inventory.product_flow:
            continue
        made = line.kind == "output" and line.activity == column.id
        used = line.kind == "internal" and line.supplier == inventory.product_activity
        if made or used:
            kgco2e = line.amount * kgco2e_per_unit
            added.append(
                Line(
                    line.activity,
                    "elementary",
                    CO2E_CREDIT,
                    -kgco2e if made else kgco2e,
                    grade,
                    pointer,
                    because=axis,
                )
            )
    return draft.with_lines((*draft.lines, *added))


def with_factors(draft: Draft, factors: tuple[Factor, ...]) -> Draft:
    """Return the draft with further numbers of tables that its lines rest on."""
    return replace(draft, factors=(*draft.factors, *factors)) if factors else draft
