"""What the physical plant buys, sells and has taken away, per unit of product at the gate.

No allocation and no guideline here: activity levels follow from the reference products alone, so
the same yields that move the carbon move the cost. Downstream stages are after the gate and not
part of it; infrastructure inputs are left out because the capital cost already pays for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inventories.document import Grade
from inventories.inventory import Inventory, InventoryActivity, InventoryInput, InventoryOutput
from parity.errors import CoproductDeficitError, PlantUnsolvableError

PurchaseKind = Literal["feedstock", "purchase", "waste_treatment", "co_product"]

BALANCE_TOLERANCE = 1e-9
"""Relative rounding allowed before a surplus, a deficit or a negative level is taken as real."""


@dataclass(frozen=True)
class Purchase:
    """One bought, sold or disposed amount per unit of product.

    Attributes
    ----------
    kind : ``co_product`` amounts are sold, all others are bought or paid for
    key : price key
    amount : >= 0, in `unit` per unit of product
    grade : evidence grade of the amount
    """

    pointer: str
    kind: PurchaseKind
    activity: str
    stage: str
    key: str
    flow: str | None
    provider: str | None
    amount: float
    unit: str
    grade: Grade


@dataclass(frozen=True)
class Purchases:
    """The purchases of a plant that makes one unit of product.

    Attributes
    ----------
    product, unit : flow at the gate and its unit
    levels : activity -> times it is run per unit of product
    lines : everything that has a price, in the order of the document
    excluded : pointers of infrastructure inputs (paid for by the capital cost)
    """

    product: str
    unit: str
    levels: Mapping[str, float]
    lines: tuple[Purchase, ...]
    excluded: tuple[str, ...]


def purchases(inventory: Inventory) -> Purchases:
    """Solve the plant for one unit of product and list what it buys and sells.

    Parameters
    ----------
    inventory
        Evaluated route, amounts in canonical units.

    Returns
    -------
    Purchases
        Amounts per unit of the functional unit's flow at the gate.

    Raises
    ------
    PlantUnsolvableError
        If the reference products form a singular system or need a negative operation.
    CoproductDeficitError
        If more of a co-product is used inside the plant than is made.
    """
    plant = _upstream(inventory)
    levels = _levels(inventory, plant)
    used = _used_inside(plant, levels)
    surplus = _surplus(plant, levels, used)
    free_residue = _untreated(plant, levels, surplus)
    bought_share = _bought_share(plant, levels, free_residue)
    lines: list[Purchase] = []
    excluded: list[str] = []
    for activity in plant:
        level = levels[activity.id]
        for item in activity.inputs:
            if item.infrastructure:
                excluded.append(item.pointer)
            elif item.supplier is None:
                share = bought_share.get(item.flow or "", 1.0) if item.feedstock else 1.0
                lines.append(_bought(inventory, activity, item, level * item.amount * share))
        lines.extend(
            _sold(inventory, activity, output, level * output.amount * share)
            for output in activity.outputs
            if output.role != "reference"
            and (share := surplus[activity.id, output.flow]) > 0
            and _has_price(output)
        )
    return Purchases(
        product=inventory.product_flow,
        unit=inventory.flows[inventory.product_flow].unit,
        levels=levels,
        lines=tuple(line for line in lines if line.amount > 0),
        excluded=tuple(excluded),
    )


def _upstream(inventory: Inventory) -> tuple[InventoryActivity, ...]:
    """Activities that the product needs, in the order of the document."""
    reached: set[str] = set()
    waiting = [inventory.product_activity]
    while waiting:
        this = waiting.pop()
        if this not in reached:
            reached.add(this)
            waiting += [x.supplier for x in inventory.activity(this).inputs if x.supplier]
    return tuple(a for a in inventory.activities if a.id in reached)


def _levels(inventory: Inventory, plant: tuple[InventoryActivity, ...]) -> dict[str, float]:
    index = {a.id: i for i, a in enumerate(plant)}
    matrix = np.zeros((len(plant), len(plant)))
    for j, activity in enumerate(plant):
        matrix[j, j] += activity.reference.amount
        for item in activity.inputs:
            if item.supplier and _is_reference(item, plant[index[item.supplier]]):
                matrix[index[item.supplier], j] -= item.amount
    demand = np.zeros(len(plant))
    demand[index[inventory.product_activity]] = 1.0
    if inventory.activity(inventory.product_activity).reference.flow != inventory.product_flow:
        raise PlantUnsolvableError((inventory.product_activity,))
    try:
        levels = np.linalg.solve(matrix, demand)
    except np.linalg.LinAlgError:
        raise PlantUnsolvableError(index) from None
    residual = np.abs(matrix @ levels - demand).max()
    if not np.isfinite(residual) or residual > BALANCE_TOLERANCE:
        raise PlantUnsolvableError(index)
    negative = [a.id for a, level in zip(plant, levels, strict=True) if level < -BALANCE_TOLERANCE]
    if negative:
        raise PlantUnsolvableError(negative)
    return {a.id: float(level) for a, level in zip(plant, levels, strict=True)}


def _is_reference(item: InventoryInput, supplier: InventoryActivity) -> bool:
    return item.flow is None or item.flow == supplier.reference.flow


def _used_inside(
    plant: tuple[InventoryActivity, ...], levels: Mapping[str, float]
) -> dict[tuple[str, str], float]:
    """Use of by-products inside the plant, by (maker, flow)."""
    by_id = {a.id: a for a in plant}
    used: dict[tuple[str, str], float] = defaultdict(float)
    for activity in plant:
        for item in activity.inputs:
            if item.supplier and item.flow and not _is_reference(item, by_id[item.supplier]):
                used[item.supplier, item.flow] += levels[activity.id] * item.amount
    return used


def _surplus(
    plant: tuple[InventoryActivity, ...],
    levels: Mapping[str, float],
    used: Mapping[tuple[str, str], float],
) -> dict[tuple[str, str], float]:
    """Share of each by-product that leaves the plant, by (maker, flow)."""
    made: dict[tuple[str, str], float] = defaultdict(float)
    for activity in plant:
        for output in activity.outputs:
            if output.role != "reference":
                made[activity.id, output.flow] += levels[activity.id] * output.amount
    for (maker, flow), amount in used.items():
        if amount > made[maker, flow] * (1 + BALANCE_TOLERANCE):
            raise CoproductDeficitError(flow, maker, made[maker, flow], amount)
    return {
        key: _rounded_share(1 - used.get(key, 0.0) / amount) if amount > 0 else 0.0
        for key, amount in made.items()
    }


def _rounded_share(share: float) -> float:
    return share if share > BALANCE_TOLERANCE else 0.0


def _untreated(
    plant: tuple[InventoryActivity, ...],
    levels: Mapping[str, float],
    surplus: Mapping[tuple[str, str], float],
) -> dict[str, float]:
    """Residue that leaves an activity without treatment or price, by flow."""
    free: dict[str, float] = defaultdict(float)
    for activity in plant:
        for output in activity.outputs:
            if output.role == "waste" and not _has_price(output):
                share = surplus[activity.id, output.flow]
                free[output.flow] += levels[activity.id] * output.amount * share
    return free


def _bought_share(
    plant: tuple[InventoryActivity, ...],
    levels: Mapping[str, float],
    free_residue: Mapping[str, float],
) -> dict[str, float]:
    """Share of each feedstock flow that is not the plant's own residue."""
    need: dict[str, float] = defaultdict(float)
    for activity in plant:
        for item in activity.inputs:
            if item.feedstock and item.provider is None and item.flow:
                need[item.flow] += levels[activity.id] * item.amount
    return {
        flow: _rounded_share(1 - min(1.0, free_residue.get(flow, 0.0) / amount))
        for flow, amount in need.items()
        if amount > 0
    }


def _has_price(output: InventoryOutput) -> bool:
    """A co-product is sold; a waste costs only if it is treated or the author priced it."""
    return (
        output.role == "co_product" or output.treatment is not None or output.price != output.flow
    )


def _bought(
    inventory: Inventory, activity: InventoryActivity, item: InventoryInput, amount: float
) -> Purchase:
    return Purchase(
        pointer=item.pointer,
        kind="feedstock" if item.feedstock or item.co2 else "purchase",
        activity=activity.id,
        stage=activity.stage,
        key=item.price,
        flow=item.flow if item.flow in inventory.flows else None,
        provider=item.provider,
        amount=amount,
        unit=item.unit,
        grade=item.grade,
    )


def _sold(
    inventory: Inventory, activity: InventoryActivity, output: InventoryOutput, amount: float
) -> Purchase:
    waste = output.role == "waste"
    key = output.price
    if waste and output.treatment is not None and key == output.flow:
        key = output.treatment  # a flow's own name would be its price as a feedstock
    return Purchase(
        pointer=output.pointer,
        kind="waste_treatment" if waste else "co_product",
        activity=activity.id,
        stage=activity.stage,
        key=key,
        flow=output.flow,
        provider=output.treatment,
        amount=amount,
        unit=inventory.flows[output.flow].unit,
        grade=output.grade,
    )
