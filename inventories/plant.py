"""Running the plant: how often each activity runs, and what that makes and uses of by-products.

Levels follow from the reference products alone, without allocation: column = activity, row = its
reference product, an input of another activity's reference product is negative. By-products
follow, and what is used of one must come from the activity it is taken from.

With amounts that are samples (s,), the plant is run once per sample, all together. A sample whose
plant cannot be solved or would run backwards stops nothing: its levels are nan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.errors import PlantUnsolvableError
from inventories.expressions import Value
from inventories.inventory import Inventory, InventoryActivity, InventoryInput
from inventories.limits import limits

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

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
    made: Value
    used: Value

    @property
    def lacking(self) -> bool | Flags:
        """Whether more is used than made, beyond rounding; (s,) for samples."""
        return self.used > self.made * (1 + limits().plant_rounding.value)

    @property
    def surplus(self) -> Value:
        """Share of what is made that nobody takes, 0 within rounding."""
        return share_left(self.made, self.used)


@dataclass(frozen=True)
class Operation:
    """A plant that meets a demand.

    Attributes
    ----------
    levels : activity -> runs as written (of the demand)
    backwards : activities whose level is negative, beyond rounding (in every sample)
    by_products : (maker, flow) -> balance
    """

    levels: Mapping[str, Value]
    backwards: tuple[str, ...]
    by_products: Mapping[tuple[str, str], ByProduct]


def share_left(amount: Value, taken: Value) -> Value:
    """Return the share of `amount` that is left after `taken`, 0 within rounding."""
    if isinstance(amount, float) and isinstance(taken, float):
        share = 1 - taken / amount if amount > 0 else 0.0
        return share if share > limits().plant_rounding.value else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(np.less_equal(amount, 0), 0.0, 1 - np.divide(taken, amount))
    return np.where(shares <= limits().plant_rounding.value, 0.0, shares)


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
        Levels may be negative and by-products lacking: the caller says what that means. Of
        samples, those that cannot be solved or run backwards are nan.

    Raises
    ------
    PlantUnsolvableError
        If the reference products form a singular or ill-conditioned system (without samples).
    """
    index = {a.id: i for i, a in enumerate(activities)}
    matrix = _technosphere(activities, index)
    wanted = np.zeros(len(index))
    for activity, amount in demand.items():
        wanted[index[activity]] += amount
    if matrix.ndim == 3:
        levels = _sampled_levels(matrix, wanted, activities)
        return Operation(levels, (), _by_products(activities, levels))
    runs = _solved(matrix, wanted, tuple(index))
    backwards = _backwards(runs, activities)
    found: dict[str, Value] = dict(
        zip(index, np.where(backwards, runs, np.maximum(runs, 0.0)).tolist(), strict=True)
    )
    return Operation(
        levels=found,
        backwards=tuple(a for a, negative in zip(index, backwards, strict=True) if negative),
        by_products=_by_products(activities, found),
    )


def _backwards(runs: Array, activities: Sequence[InventoryActivity]) -> Flags:
    """Whether each activity makes a negative amount, beyond rounding; shape of `runs`."""
    made = runs * np.stack(
        [np.broadcast_to(a.reference.amount, runs.shape[:-1]) for a in activities], axis=-1
    )
    largest = np.abs(made).max(axis=-1, keepdims=True, initial=0.0)
    negative: Flags = made < -limits().plant_rounding.value * largest
    return negative


def _sampled_levels(
    matrix: Array, demand: Array, activities: Sequence[InventoryActivity]
) -> dict[str, Value]:
    """Return activity -> (s,) runs; nan where a sample's plant cannot be run."""
    runs = np.full(matrix.shape[:2], np.nan)
    rows = np.flatnonzero(np.isfinite(matrix).all(axis=(1, 2)))
    runs[rows] = _solved_samples(matrix[rows], demand)
    negative = np.any(_backwards(runs, activities), axis=-1)
    runs = np.where(negative[:, None], np.nan, np.maximum(runs, 0.0))
    return {a.id: np.ascontiguousarray(runs[:, i]) for i, a in enumerate(activities)}


def _solved_samples(matrix: Array, demand: Array) -> Array:
    """Return (s, n) runs of finite systems (s, n, n); nan where one is singular or ill-posed."""
    magnitude = np.abs(matrix)
    with np.errstate(all="ignore"):
        columns = magnitude.max(axis=1, initial=0.0)
        rows = (magnitude / columns[:, None, :]).max(axis=2, initial=0.0)
        scaled = matrix / columns[:, None, :] / rows[:, :, None]
        usable = np.isfinite(scaled).all(axis=(1, 2))
        scaled[~usable] = np.eye(matrix.shape[1])
        inverse = _inverses(scaled)
        condition = np.abs(scaled).sum(axis=1).max(axis=1) * np.abs(inverse).sum(axis=1).max(axis=1)
        runs = (inverse @ (demand / rows)[:, :, None])[:, :, 0] / columns
        rest = demand - (matrix @ runs[:, :, None])[:, :, 0]
        runs += (inverse @ (rest / rows)[:, :, None])[:, :, 0] / columns  # refined once
        moved = ((magnitude @ np.abs(runs)[:, :, None])[:, :, 0] + np.abs(demand)) / rows
        residual = np.abs(demand - (matrix @ runs[:, :, None])[:, :, 0]) / rows
        rounding = limits().plant_rounding.value * moved.max(axis=1)
        good = usable & (condition <= limits().condition_max.value)
        good &= residual.max(axis=1) <= rounding
    return np.where(good[:, None], runs, np.nan)


def _inverses(matrices: Array) -> Array:
    """Return the inverses (s, n, n), nan where a matrix has none."""
    try:
        inverses: Array = np.linalg.inv(matrices).astype(np.float64, copy=False)
        return inverses
    except np.linalg.LinAlgError:  # one singular matrix refuses the whole stack
        found = np.full_like(matrices, np.nan)
        for k, one in enumerate(matrices):
            try:
                found[k] = np.linalg.inv(one)
            except np.linalg.LinAlgError:
                continue
        return found


def _technosphere(activities: Sequence[InventoryActivity], index: Mapping[str, int]) -> Array:
    """Return (n, n), or (s, n, n), unit of reference product i per run of activity j."""
    entries: dict[tuple[int, int], Value] = defaultdict(float)
    for j, activity in enumerate(activities):
        entries[j, j] += activity.reference.amount
        for item in activity.inputs:
            if item.supplier and is_reference(item, activities[index[item.supplier]]):
                entries[index[item.supplier], j] -= item.amount
    shape = np.broadcast_shapes(*(np.shape(value) for value in entries.values()))
    matrix = np.zeros((*shape, len(index), len(index)))
    for (i, j), value in entries.items():
        matrix[..., i, j] = value
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
    activities: Sequence[InventoryActivity], levels: Mapping[str, Value]
) -> dict[tuple[str, str], ByProduct]:
    by_id = {a.id: a for a in activities}
    made: dict[tuple[str, str], Value] = defaultdict(float)
    used: dict[tuple[str, str], Value] = defaultdict(float)
    for activity in activities:
        for output in activity.outputs:
            if output.role != "reference":
                made[activity.id, output.flow] += levels[activity.id] * output.amount
        for item in activity.inputs:
            if item.supplier and item.flow and not is_reference(item, by_id[item.supplier]):
                used[item.supplier, item.flow] += levels[activity.id] * item.amount
    return {
        key: ByProduct(*key, made.get(key, 0.0), used.get(key, 0.0))
        for key in dict.fromkeys((*made, *used))
    }
