"""Running the plant: how often each activity runs, and what that makes and uses of by-products.

Levels follow from the reference products alone, without allocation: column = activity, row = its
reference product, an input of another activity's reference product is negative. By-products
follow, and what is used of one must come from the activity it is taken from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.errors import PlantUnsolvableError
from inventories.inventory import Inventory, InventoryActivity, InventoryInput
from inventories.limits import limits

Array = NDArray[np.float64]

_INVOLVED = 0.1
"""Part of the largest entry of the null vector from which an activity counts as involved."""


@dataclass(frozen=True)
class ByProduct:
    """A co-product or waste of one activity, in the flow's canonical unit.

    Attributes
    ----------
    maker : activity it comes from
    made, used : amount made there, and amount taken from there by activities of the plant
    """

    maker: str
    flow: str
    made: float
    used: float

    @property
    def lacking(self) -> bool:
        """Whether more is used than made, beyond rounding."""
        return self.used > self.made * (1 + limits().plant_rounding.value)

    @property
    def surplus(self) -> float:
        """Share of what is made that nobody takes, 0 within rounding."""
        return share_left(self.made, self.used)


@dataclass(frozen=True)
class Operation:
    """A plant that meets a demand.

    Attributes
    ----------
    levels : activity -> runs as written (of the demand)
    backwards : activities whose level is negative, beyond rounding
    by_products : (maker, flow) -> balance
    """

    levels: Mapping[str, float]
    backwards: tuple[str, ...]
    by_products: Mapping[tuple[str, str], ByProduct]


def share_left(amount: float, taken: float) -> float:
    """Return the share of `amount` that is left after `taken`, 0 within rounding."""
    share = 1 - taken / amount if amount > 0 else 0.0
    return share if share > limits().plant_rounding.value else 0.0


def upstream(inventory: Inventory) -> tuple[InventoryActivity, ...]:
    """Activities that the product at the gate needs, in the order of the document."""
    reached: set[str] = set()
    waiting = [inventory.product_activity]
    while waiting:
        this = waiting.pop()
        if this not in reached:
            reached.add(this)
            waiting += [x.supplier for x in inventory.activity(this).inputs if x.supplier]
    return tuple(a for a in inventory.activities if a.id in reached)


def is_reference(item: InventoryInput, supplier: InventoryActivity) -> bool:
    """Whether an input takes the product that `supplier` is run for."""
    return item.flow is None or item.flow == supplier.reference.flow


def operate(activities: Sequence[InventoryActivity], demand: Mapping[str, float]) -> Operation:
    """Run activities so that a demand is met.

    Parameters
    ----------
    activities
        All activities that supply each other.
    demand
        Activity -> amount of its reference product wanted, canonical unit.

    Returns
    -------
    Operation
        Levels may be negative and by-products lacking: the caller says what that means.

    Raises
    ------
    PlantUnsolvableError
        If the reference products form a singular or ill-conditioned system.
    """
    index = {a.id: i for i, a in enumerate(activities)}
    matrix = _technosphere(activities, index)
    wanted = np.zeros(len(index))
    for activity, amount in demand.items():
        wanted[index[activity]] += amount
    runs = _solved(matrix, wanted, tuple(index))
    made = runs * np.array([a.reference.amount for a in activities])
    backwards = made < -limits().plant_rounding.value * np.abs(made).max(initial=0.0)
    levels = dict(
        zip(index, np.where(backwards, runs, np.maximum(runs, 0.0)).tolist(), strict=True)
    )
    return Operation(
        levels=levels,
        backwards=tuple(a for a, negative in zip(index, backwards, strict=True) if negative),
        by_products=_by_products(activities, levels),
    )


def _technosphere(activities: Sequence[InventoryActivity], index: Mapping[str, int]) -> Array:
    """Return (n, n) unit of reference product i per run of activity j."""
    matrix = np.zeros((len(index), len(index)))
    for j, activity in enumerate(activities):
        matrix[j, j] += activity.reference.amount
        for item in activity.inputs:
            if item.supplier and is_reference(item, activities[index[item.supplier]]):
                matrix[index[item.supplier], j] -= item.amount
    return matrix


def _solved(matrix: Array, demand: Array, names: tuple[str, ...]) -> Array:
    """Return the runs (n,); the condition is that of the equilibrated matrix, 1-norm."""
    magnitude = np.abs(matrix)
    columns = magnitude.max(axis=0, initial=0.0)
    empty = (columns == 0) | (magnitude.max(axis=1, initial=0.0) == 0) | ~np.isfinite(columns)
    if empty.any():
        raise PlantUnsolvableError(n for n, e in zip(names, empty, strict=True) if e)
    rows = (magnitude / columns).max(axis=1, initial=0.0)
    scaled = matrix / columns / rows[:, None]
    try:
        inverse = np.linalg.inv(scaled)
    except np.linalg.LinAlgError:
        raise PlantUnsolvableError(_involved(scaled, names)) from None
    condition = np.linalg.norm(scaled, 1) * np.linalg.norm(inverse, 1)
    if not condition <= limits().condition_max.value:
        raise PlantUnsolvableError(_involved(scaled, names))
    runs: Array = np.linalg.solve(scaled, demand / rows) / columns
    moved = (magnitude @ np.abs(runs) + np.abs(demand)) / rows
    residual = np.abs(demand - matrix @ runs) / rows
    if not residual.max(initial=0.0) <= limits().plant_rounding.value * moved.max(initial=0.0):
        raise PlantUnsolvableError(names)
    return runs


def _involved(matrix: Array, names: tuple[str, ...]) -> tuple[str, ...]:
    """Activities that take part in the (nearly) dependent combination."""
    null_vector = np.abs(np.linalg.svd(matrix)[2][-1])
    threshold = _INVOLVED * null_vector.max()
    return tuple(n for n, v in zip(names, null_vector, strict=True) if v >= threshold)


def _by_products(
    activities: Sequence[InventoryActivity], levels: Mapping[str, float]
) -> dict[tuple[str, str], ByProduct]:
    by_id = {a.id: a for a in activities}
    made: dict[tuple[str, str], float] = defaultdict(float)
    used: dict[tuple[str, str], float] = defaultdict(float)
    for activity in activities:
        for output in activity.outputs:
            if output.role != "reference":
                made[activity.id, output.flow] += levels[activity.id] * float(output.amount)
        for item in activity.inputs:
            if item.supplier and item.flow and not is_reference(item, by_id[item.supplier]):
                used[item.supplier, item.flow] += levels[activity.id] * float(item.amount)
    return {
        key: ByProduct(*key, made.get(key, 0.0), used.get(key, 0.0))
        for key in dict.fromkeys((*made, *used))
    }
