"""Tracing of captured CO2: how much of the carbon in a product came in as CO2 of some inputs.

Inside an activity carbon of one kind (fossil; biogenic and atmospheric) is mixed: every output of
the activity holds traced carbon in proportion to its own carbon of that kind. So what a stack
vents, what a residue takes along and what the product binds each have their part, and a product
never holds more traced carbon than carbon. Where an activity's ledger does not close, the larger
side is its throughput. Loops inside the route are solved, not cut.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from inventories.catalogue import Catalogue
from inventories.expressions import Value
from inventories.inventory import InventoryActivity
from methods.carbon_ledger import CONTENT, KINDS, Kind, throughput_kg_c
from methods.lines import Draft

Product = tuple[str, str]
"""Activity and flow."""


def traced_kg_c(draft: Draft, catalogue: Catalogue, traced: frozenset[str]) -> dict[Product, Value]:
    """Return traced carbon in the products, kg C per unit of flow.

    Parameters
    ----------
    traced
        Pointers of the CO2 inputs whose carbon is followed.
    """
    activities = [a for a in draft.inventory.activities if a.id in draft.included]
    found: dict[Product, Value] = {}
    for kind in KINDS:
        for product, value in _of_kind(draft, catalogue, activities, traced, kind).items():
            found[product] = found.get(product, 0.0) + value
    return found


def _of_kind(
    draft: Draft,
    catalogue: Catalogue,
    activities: list[InventoryActivity],
    traced: frozenset[str],
    kind: Kind,
) -> dict[Product, Value]:
    flows, content = draft.inventory.flows, CONTENT[kind]
    part: dict[Product, Value] = {}
    direct: list[Value] = []
    for activity in activities:
        throughput = np.maximum(*throughput_kg_c(activity, flows, catalogue, kind))
        for output in activity.outputs:
            if output.role != "waste":
                part[activity.id, output.flow] = _ratio(content(flows[output.flow]), throughput)
        direct.append(
            sum(
                (
                    x.amount * content(flows[x.flow])
                    for x in activity.inputs
                    if x.pointer in traced and x.flow is not None
                ),
                0.0,
            )
        )
    links: list[list[Value]] = [[_handed_on(a, b.id, part) for b in activities] for a in activities]
    position = {a.id: i for i, a in enumerate(activities)}
    held = _solve(links, direct)
    return {product: held[position[product[0]]] * share for product, share in part.items()}


def _handed_on(user: InventoryActivity, maker: str, part: Mapping[Product, Value]) -> Value:
    """Return the part of what `maker` holds per run that a run of `user` takes in."""
    return sum(
        (
            x.amount * part.get((maker, x.flow or ""), 0.0)
            for x in user.inputs
            if x.supplier == maker
        ),
        0.0,
    )


def _ratio(part: float, whole: Value) -> Value:
    """Return part / whole, 0 where nothing goes through."""
    return part * np.divide(1.0, whole, out=np.zeros(np.shape(whole)), where=np.greater(whole, 0.0))


def _solve(links: list[list[Value]], direct: list[Value]) -> list[Value]:
    """Solve held = direct + links @ held, in every sample."""
    shape = np.broadcast_shapes(*(np.shape(x) for row in (*links, direct) for x in row))
    matrix = np.array([[np.broadcast_to(x, shape) for x in row] for row in links])
    right = np.array([np.broadcast_to(x, shape) for x in direct])
    system = np.eye(len(direct)) - np.moveaxis(matrix, (0, 1), (-2, -1))
    held = np.linalg.solve(system, np.moveaxis(right, 0, -1)[..., None])[..., 0]
    return [x if shape else float(x) for x in np.moveaxis(held, -1, 0)]
