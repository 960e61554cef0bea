"""The system: the activities can be run so that the demand is met, in one way, all forwards.

The matrix here is the physical one: column = activity, row = its reference product; an input
`from` an activity of that activity's reference product is negative. Co-products follow.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inventories.checks.context import Context
from inventories.findings import Finding, finding
from inventories.inventory import Inventory

Array = NDArray[np.float64]
_BACKWARDS = -1e-9
_DEFICIT = 1e-6
"""Rounding of a solve with a condition number below the limit stays under these."""


def reference_matrix(inventory: Inventory) -> tuple[Array, Array]:
    """Return the foreground matrix and the demand.

    Returns
    -------
    technosphere : (n, n) unit of reference product i per run of activity j
    demand : (n,) unit of reference product i per functional unit
    """
    index = {a.id: i for i, a in enumerate(inventory.activities)}
    technosphere = np.zeros((len(index), len(index)))
    for j, activity in enumerate(inventory.activities):
        technosphere[j, j] += activity.reference.amount
        for item in activity.inputs:
            if item.supplier is not None:
                i = index[item.supplier]
                if item.flow == inventory.activities[i].reference.flow:
                    technosphere[i, j] -= item.amount
    demand = np.zeros(len(index))
    demand[index[inventory.product_activity]] += inventory.demand
    for downstream in inventory.route.functional_unit.downstream:
        demand[index[downstream.activity]] += downstream.amount
    return technosphere, demand


def _scaled(technosphere: Array) -> Array:
    """Scale rows and columns by the reference amounts, so that units do not matter."""
    diagonal = np.abs(np.diag(technosphere))
    scale = np.where(diagonal > 0, diagonal, 1.0)
    return technosphere / scale[:, None]


def _is_singular(ctx: Context, matrix: Array) -> bool:
    condition = float(np.linalg.cond(matrix)) if matrix.size else 1.0
    return not np.isfinite(condition) or condition > ctx.limits.condition_max.value


def check_system_not_square(ctx: Context) -> Iterator[Finding]:
    """What is taken from an activity is made to order there (reference) or at least sold."""
    for pointer, activity, item in ctx.inputs():
        if item.from_ is None or item.flow is None:
            continue
        _, maker = ctx.activities[item.from_]
        roles = {o.role for o in maker.outputs if o.flow == item.flow}
        if roles == {"waste"}:
            yield finding(
                "system-not-square",
                f"{pointer}/from",
                user=activity.id,
                flow=item.flow,
                maker=maker.id,
            )


def check_system_singular(ctx: Context) -> Iterator[Finding]:
    """The foreground has one solution."""
    technosphere, _ = reference_matrix(ctx.inventory)
    matrix = _scaled(technosphere)
    if not _is_singular(ctx, matrix):
        return
    _, _, right = np.linalg.svd(matrix)
    involved = np.abs(right[-1]) > 1e-6 * np.max(np.abs(right[-1]))
    names = [a.id for a, yes in zip(ctx.inventory.activities, involved, strict=True) if yes]
    yield finding("system-singular", "/activities", activities=names)


def _supply(ctx: Context) -> Array | None:
    """Runs of each activity per functional unit, None if the system is singular."""
    technosphere, demand = reference_matrix(ctx.inventory)
    if _is_singular(ctx, _scaled(technosphere)):
        return None
    return np.asarray(np.linalg.solve(technosphere, demand), dtype=np.float64)


def check_negative_supply(ctx: Context) -> Iterator[Finding]:
    """No activity runs backwards."""
    supply = _supply(ctx)
    if supply is None:
        return
    limit = _BACKWARDS * max(1.0, float(np.max(np.abs(supply))))
    for i, (activity, runs) in enumerate(zip(ctx.inventory.activities, supply, strict=True)):
        if runs < limit:
            yield finding(
                "negative-supply", f"/activities/{i}", activity=activity.id, value=float(runs)
            )


def check_co_product_deficit(ctx: Context) -> Iterator[Finding]:
    """No more of a co-product is used inside the route than the route makes."""
    supply = _supply(ctx)
    if supply is None or np.any(supply < 0):
        return
    references = {a.reference.flow for a in ctx.inventory.activities}
    made: dict[str, float] = {}
    used: dict[str, float] = {}
    for runs, activity in zip(supply, ctx.inventory.activities, strict=True):
        for output in activity.outputs:
            if output.role == "co_product" and output.flow not in references:
                made[output.flow] = made.get(output.flow, 0.0) + float(runs) * output.amount
        for item in activity.inputs:
            if item.supplier is not None and item.flow is not None:
                used[item.flow] = used.get(item.flow, 0.0) + float(runs) * item.amount
    for flow, amount in made.items():
        if used.get(flow, 0.0) > amount * (1 + _DEFICIT):
            yield finding(
                "co-product-deficit",
                f"/flows/{flow}",
                flow=flow,
                used=used[flow],
                made=amount,
                unit=ctx.route.flows[flow].unit,
            )
