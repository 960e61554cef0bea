"""Carbon in the product: whether the route says where it goes, and lines that stand for it."""

from __future__ import annotations

from inventories.document import DOWNSTREAM_STAGES
from inventories.expressions import Value
from methods.lines import Draft, Line

FINAL_STAGES = DOWNSTREAM_STAGES - {"distribution"}
"""Stages in which the carbon of a product is released, or stays."""


def final_activities(draft: Draft) -> frozenset[str]:
    """Return the activities inside the boundary in which the product is used or disposed of."""
    inventory = draft.inventory
    services = {d.activity for d in inventory.route.functional_unit.downstream}
    return frozenset(
        a.id
        for a in inventory.activities
        if a.id in services and a.id in draft.included and a.stage in FINAL_STAGES
    )


def life_is_documented(draft: Draft, boundary: str) -> bool:
    """Whether the route tells what becomes of the product's carbon inside this boundary.

    Delivery alone tells nothing; the end-of-life scenario counts where the boundary reaches it.
    """
    scenario = boundary == "cradle_to_grave" and draft.inventory.route.end_of_life is not None
    return scenario or bool(final_activities(draft))


def product_lines(
    draft: Draft, key: str, kg_per_unit: Value, because: str, product: str | None = None
) -> list[Line]:
    """Return lines of `kg_per_unit` of an elementary flow for every unit of product that leaves.

    What the foreground itself uses of the product is taken out again, so that the sum is that of
    the functional unit: the carbon of product burnt in the plant is in the plant's emissions.

    Parameters
    ----------
    kg_per_unit
        kg of `key` per canonical unit of the product.
    product
        Set to the product's flow before the multifunctionality rule, so that co-products get none.
    """
    inventory = draft.inventory
    columns = {c.id for c in draft.columns if c.activity == inventory.product_activity}
    lines: list[Line] = []
    for line in draft.lines:
        if line.key != inventory.product_flow:
            continue
        made = line.kind == "output" and line.activity in columns
        used = line.kind == "internal" and line.supplier == inventory.product_activity
        if made or used:
            lines.append(
                Line(
                    line.activity,
                    "elementary",
                    key,
                    line.amount * kg_per_unit * (1 if made else -1),
                    line.grade,
                    line.pointer,
                    because=because,
                    product=product if made else None,
                )
            )
    return lines
