"""The system: the activities can be run so that the demand is met, in one way, all forwards.

Asked twice: for the whole life cycle, and for the plant up to the gate alone, which the cost is
calculated for. What the stages after the gate make cannot feed the plant.
"""

from __future__ import annotations

from collections.abc import Iterator

from inventories.checks.context import Context
from inventories.errors import PlantUnsolvableError
from inventories.findings import Finding, finding
from inventories.plant import Operation, operate, upstream


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


def _life_cycle(ctx: Context) -> Operation:
    """Run everything for the functional unit."""
    demand = {ctx.inventory.product_activity: ctx.inventory.demand}
    for downstream in ctx.route.functional_unit.downstream:
        demand[downstream.activity] = demand.get(downstream.activity, 0.0) + downstream.amount
    return operate(ctx.inventory.activities, demand)


def _plant(ctx: Context) -> Operation:
    """Run what the product at the gate needs, for the functional unit."""
    return operate(upstream(ctx.inventory), {ctx.inventory.product_activity: ctx.inventory.demand})


def _operations(ctx: Context) -> tuple[Operation, ...]:
    """Life cycle and plant; nothing if one of them cannot be solved."""
    try:
        return _life_cycle(ctx), _plant(ctx)
    except PlantUnsolvableError:
        return ()


def check_system_singular(ctx: Context) -> Iterator[Finding]:
    """The foreground has one solution."""
    for operation in (_life_cycle, _plant):
        try:
            operation(ctx)
        except PlantUnsolvableError as error:
            yield finding("system-singular", "/activities", activities=list(error.activities))
            return


def check_negative_supply(ctx: Context) -> Iterator[Finding]:
    """No activity runs backwards."""
    place = {a.id: f"/activities/{i}" for i, a in enumerate(ctx.inventory.activities)}
    seen: set[str] = set()
    for operation in _operations(ctx):
        for name in operation.backwards:
            if name not in seen:
                seen.add(name)
                value = float(operation.levels[name])
                yield finding("negative-supply", place[name], activity=name, value=value)


def check_co_product_deficit(ctx: Context) -> Iterator[Finding]:
    """No more of a co-product is taken from an activity than it makes."""
    place = {
        (a.id, o.flow): o.pointer
        for a in ctx.inventory.activities
        for o in a.outputs
        if o.role != "reference"
    }
    seen: set[tuple[str, str]] = set()
    for operation in _operations(ctx):
        if operation.backwards:
            continue
        for key, balance in operation.by_products.items():
            if balance.lacking and key not in seen:
                seen.add(key)
                yield finding(
                    "co-product-deficit",
                    place[key],
                    flow=balance.flow,
                    maker=balance.maker,
                    used=float(balance.used),
                    made=float(balance.made),
                    unit=ctx.route.flows[balance.flow].unit,
                )
