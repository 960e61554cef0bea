"""What the physical plant buys, sells and has taken away, per unit of product at the gate.

No allocation and no guideline here: activity levels follow from the reference products alone, so
the same yields that move the carbon move the cost. Downstream stages are after the gate and not
part of it; infrastructure inputs are left out because the capital cost already pays for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from inventories.document import Grade
from inventories.errors import PlantUnsolvableError
from inventories.expressions import Value
from inventories.inventory import Inventory, InventoryActivity, InventoryInput, InventoryOutput
from inventories.plant import Operation, operate, share_left, upstream
from inventories.values import any_positive
from parity.errors import AmountNegativeError, CoproductDeficitError

PurchaseKind = Literal["feedstock", "purchase", "waste_treatment", "co_product"]


@dataclass(frozen=True)
class Purchase:
    """One bought, sold or disposed amount per unit of product; a float, or samples (s,).

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
    amount: Value
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
    impossible : 0, of samples nan where the plant cannot be built or run
    """

    product: str
    unit: str
    levels: Mapping[str, Value]
    lines: tuple[Purchase, ...]
    excluded: tuple[str, ...]
    impossible: Value = 0.0


def purchases(inventory: Inventory) -> Purchases:
    """Solve the plant for one unit of product and list what it buys and sells.

    Parameters
    ----------
    inventory
        Evaluated route, amounts in canonical units.

    Returns
    -------
    Purchases
        Amounts per unit of the functional unit's flow at the gate. Of an inventory in samples,
        those whose plant cannot be run are nan.

    Raises
    ------
    PlantUnsolvableError
        If the reference products form a singular system or need a negative operation.
    AmountNegativeError
        If a formula gives an amount below 0.
    CoproductDeficitError
        If more of a co-product is used inside the plant than is made.
    """
    plant = upstream(inventory)
    operation = _operation(inventory, plant)
    levels = operation.levels
    impossible = 0.0 * levels[inventory.product_activity]
    possible = np.isfinite(impossible)
    surplus = {key: balance.surplus for key, balance in operation.by_products.items()}
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
            and any_positive(share := surplus[activity.id, output.flow])
            and _has_price(output)
        )
    return Purchases(
        product=inventory.product_flow,
        unit=inventory.flows[inventory.product_flow].unit,
        levels=levels,
        # a plant that cannot run buys nothing: its nan must not ask for a price nobody needs
        lines=tuple(x for x in lines if any_positive(np.where(possible, x.amount, 0.0))),
        excluded=tuple(excluded),
        impossible=impossible,
    )


def _operation(inventory: Inventory, plant: tuple[InventoryActivity, ...]) -> Operation:
    """Run the plant for one unit at the gate, refusing what cannot be built."""
    product = inventory.product_activity
    if inventory.activity(product).reference.flow != inventory.product_flow:
        raise PlantUnsolvableError((product,))
    impossible = _below_zero(plant)  # before the solver, which can only name the activities
    operation = operate(plant, {product: 1.0})
    if operation.backwards:
        raise PlantUnsolvableError(operation.backwards)
    for balance in operation.by_products.values():
        if not isinstance(balance.lacking, np.ndarray):
            if balance.lacking:
                made, used = float(balance.made), float(balance.used)
                raise CoproductDeficitError(balance.flow, balance.maker, made, used)
        else:
            impossible = np.where(balance.lacking, np.nan, impossible)
    if isinstance(impossible, float):
        return operation
    levels = {activity: level + impossible for activity, level in operation.levels.items()}
    return replace(operation, levels=levels)


def _below_zero(plant: tuple[InventoryActivity, ...]) -> Value:
    """Return 0, of samples nan where a formula gives an amount below 0: no cost, and no credit."""
    impossible: Value = 0.0
    for activity in plant:
        amounts: tuple[InventoryOutput | InventoryInput, ...] = (
            *activity.outputs,
            *activity.inputs,
        )
        for line in amounts:
            if not np.any(np.less(line.amount, 0)):
                continue
            if not isinstance(line.amount, np.ndarray):
                raise AmountNegativeError(line.pointer, line.amount)
            impossible = np.where(line.amount < 0, np.nan, impossible)
    return impossible


def _untreated(
    plant: tuple[InventoryActivity, ...],
    levels: Mapping[str, Value],
    surplus: Mapping[tuple[str, str], Value],
) -> dict[str, Value]:
    """Residue that leaves an activity without treatment or price, by flow."""
    free: dict[str, Value] = defaultdict(float)
    for activity in plant:
        for output in activity.outputs:
            if output.role == "waste" and not _has_price(output):
                share = surplus[activity.id, output.flow]
                free[output.flow] += levels[activity.id] * output.amount * share
    return free


def _bought_share(
    plant: tuple[InventoryActivity, ...],
    levels: Mapping[str, Value],
    free_residue: Mapping[str, Value],
) -> dict[str, Value]:
    """Share of each feedstock flow that is not the plant's own residue."""
    need: dict[str, Value] = defaultdict(float)
    for activity in plant:
        for item in activity.inputs:
            if item.feedstock and item.provider is None and item.flow:
                need[item.flow] += levels[activity.id] * item.amount
    return {
        flow: share_left(amount, free_residue.get(flow, 0.0))
        for flow, amount in need.items()
        if any_positive(amount)
    }


def _has_price(output: InventoryOutput) -> bool:
    """A co-product is sold; a waste costs only if it is treated or the author priced it."""
    return (
        output.role == "co_product" or output.treatment is not None or output.price != output.flow
    )


def _bought(
    inventory: Inventory, activity: InventoryActivity, item: InventoryInput, amount: Value
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
    inventory: Inventory, activity: InventoryActivity, output: InventoryOutput, amount: Value
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
