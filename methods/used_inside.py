"""What part of a by-product the route uses itself, told from how often each activity runs.

Runs follow from the reference products alone, without allocation, as in `inventories.plant`;
amounts may be samples here.
"""

from __future__ import annotations

import numpy as np

from inventories.expressions import Value
from inventories.inventory import Inventory, InventoryActivity, InventoryInput, InventoryOutput
from inventories.plant import is_reference
from inventories.values import is_zero
from methods.lines import Draft


def used_inside(maker: InventoryActivity, output: InventoryOutput, draft: Draft) -> Value:
    """Return the share of an output that activities inside the boundary take, 0 to 1.

    Samples (s,) give one share each. Of a reference product that is not the route's own product
    all is used, as its maker runs for its users alone.
    """
    activities = [a for a in draft.inventory.activities if a.id in draft.included]
    users = [(a, x) for a in activities for x in a.inputs if _takes(x, maker, output)]
    if not users:
        return 0.0
    if output.flow == maker.reference.flow or is_zero(output.amount):
        return 1.0
    try:
        runs = _runs(activities, draft.inventory)
    except np.linalg.LinAlgError:
        return 1.0  # a route that cannot be solved is refused when it is
    used = sum((x.amount * runs[a.id] for a, x in users), 0.0)
    made = output.amount * runs[maker.id]
    share = np.divide(used, made, out=np.ones(np.shape(made)), where=np.greater(made, 0.0))
    return np.minimum(share, 1.0) if np.ndim(share) else min(float(share), 1.0)


def _takes(item: InventoryInput, maker: InventoryActivity, output: InventoryOutput) -> bool:
    return item.supplier == maker.id and item.flow == output.flow


def _runs(activities: list[InventoryActivity], inventory: Inventory) -> dict[str, Value]:
    """Return how often each activity runs for the functional unit.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the reference products form a singular system.
    """
    index = {a.id: i for i, a in enumerate(activities)}
    amounts = [a.reference.amount for a in activities]
    amounts += [x.amount for a in activities for x in a.inputs if x.supplier in index]
    matrix = np.zeros((*np.broadcast_shapes(*map(np.shape, amounts)), len(index), len(index)))
    wanted = np.zeros(matrix.shape[:-1])
    for j, activity in enumerate(activities):
        matrix[..., j, j] += activity.reference.amount
        for item in activity.inputs:
            i = index.get(item.supplier or "")
            if i is not None and is_reference(item, activities[i]):
                matrix[..., i, j] -= item.amount
        for output in activity.outputs:
            if (activity.id, output.flow) == (inventory.product_activity, inventory.product_flow):
                wanted[..., j] += inventory.demand * activity.reference.amount / output.amount
    for service in inventory.route.functional_unit.downstream:
        if service.activity in index:
            wanted[..., index[service.activity]] += service.amount
    solved = np.linalg.solve(matrix, wanted[..., None])[..., 0]
    return {name: np.asarray(solved[..., i], np.float64) for name, i in index.items()}
