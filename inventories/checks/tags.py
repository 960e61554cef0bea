"""Tags the rules act on: datasets in a unit that fits, and tags that say something."""

from __future__ import annotations

from collections.abc import Iterator

from inventories.checks.context import Context
from inventories.document.activities import Input
from inventories.errors import UnitDimensionError
from inventories.findings import Finding, finding
from inventories.quantities import factor

ENERGY_UNIT = "MJ"
BURDENED = frozenset({"primary", "co_product"})
"""Origins of feedstock made for their users: they are no second life and no waste."""
_ALL = 1.0 + 1e-9


def check_provider_unit(ctx: Context) -> Iterator[Finding]:
    """A dataset counted per unit of a flow is measured in the unit of that flow."""
    for pointer, name, needed in (*_feedstock(ctx), *_electricity(ctx), *_end_of_life(ctx)):
        info = ctx.catalogue.providers.get(name or "")
        if info is not None and info.unit != needed:
            yield _misfit(pointer, info.key, info.unit, needed)
    recovery = ctx.route.end_of_life.energy_recovery if ctx.route.end_of_life else None
    if recovery is not None:
        for key in ("displaced_heat", "displaced_power"):
            info = ctx.catalogue.providers.get(getattr(recovery, key) or "")
            if info is not None and not _is_energy(info.unit):
                pointer = f"/end_of_life/energy_recovery/{key}"
                yield _misfit(pointer, info.key, info.unit, ENERGY_UNIT)


def _misfit(pointer: str, name: str, unit: str, needed: str) -> Finding:
    return finding("provider-unit", pointer, name=name, unit=unit, needed=needed)


def _is_energy(unit: str) -> bool:
    try:
        factor(ENERGY_UNIT, unit)
    except UnitDimensionError:
        return False
    return True


Named = tuple[str, str | None, str]
"""Pointer, dataset (if one is named) and the unit it needs."""


def _feedstock(ctx: Context) -> Iterator[Named]:
    for pointer, _, item in ctx.inputs():
        if item.feedstock is None or item.flow not in ctx.route.flows:
            continue
        unit = ctx.route.flows[item.flow].unit
        yield f"{pointer}/feedstock/upstream", item.feedstock.upstream, unit
        if item.feedstock.secondary is not None:
            recycling = item.feedstock.secondary.recycling
            yield f"{pointer}/feedstock/secondary/recycling", recycling, unit


def _electricity(ctx: Context) -> Iterator[Named]:
    for pointer, _, item in ctx.inputs():
        grid = ctx.catalogue.providers.get(item.provider or "")
        if item.electricity is None or grid is None:
            continue
        for kind in ("contract", "supplier", "residual", "marginal"):
            key = f"{kind}_provider"
            yield f"{pointer}/electricity/{key}", getattr(item.electricity, key), grid.unit


def _end_of_life(ctx: Context) -> Iterator[Named]:
    life, product = ctx.route.end_of_life, ctx.route.functional_unit.flow
    if life is None or product not in ctx.route.flows:
        return
    unit = ctx.route.flows[product].unit
    if life.recycling is not None:
        yield "/end_of_life/recycling/recycling", life.recycling.recycling, unit
    if life.energy_recovery is not None:
        yield "/end_of_life/energy_recovery/treatment", life.energy_recovery.treatment, unit
    if life.disposal is not None:
        yield "/end_of_life/disposal/treatment", life.disposal.treatment, unit


def check_tag_without_effect(ctx: Context) -> Iterator[Finding]:
    """A tag of second-hand material or waste stands on a feedstock that is one."""
    for pointer, _, item in ctx.inputs():
        for tag in _idle_tags(item):
            origin = item.feedstock.origin if item.feedstock else ""
            yield finding(
                "tag-without-effect", f"{pointer}/feedstock/{tag}", tag=tag, origin=origin
            )


def _idle_tags(item: Input) -> Iterator[str]:
    feedstock = item.feedstock
    if feedstock is None:
        return
    if feedstock.origin in BURDENED:
        if feedstock.secondary is not None:
            yield "secondary"
        if feedstock.waste_class is not None:
            yield "waste_class"
    if feedstock.origin == "primary" and feedstock.supply is not None:
        yield "supply"


def check_recovery_efficiency(ctx: Context) -> Iterator[Finding]:
    """Burning the product gives no more heat and power than its heating value."""
    recovery = ctx.route.end_of_life.energy_recovery if ctx.route.end_of_life else None
    if recovery is None:
        return
    total = recovery.heat_efficiency + recovery.power_efficiency
    if total > _ALL:
        yield finding("recovery-efficiency", "/end_of_life/energy_recovery", percent=100.0 * total)


def check_recovered_energy_unlinked(ctx: Context) -> Iterator[Finding]:
    """Energy recovered at the end of life names what it displaces."""
    recovery = ctx.route.end_of_life.energy_recovery if ctx.route.end_of_life else None
    if recovery is None:
        return
    for kind, efficiency in (
        ("heat", recovery.heat_efficiency),
        ("power", recovery.power_efficiency),
    ):
        key = f"displaced_{kind}"
        if efficiency > 0 and getattr(recovery, key) is None:
            yield finding("recovered-energy-unlinked", "/end_of_life/energy_recovery", key=key)


def check_end_of_life_carbon(ctx: Context) -> Iterator[Finding]:
    """What burns or disposes of the product emits carbon of the product's origin and amount.

    Not asked of a dataset without carbon: it may keep the carbon, or treat inert matter.
    """
    flow = ctx.route.flows.get(ctx.route.functional_unit.flow)
    if flow is None or flow.carbon is None:
        return
    fossil = flow.carbon.content * flow.carbon.fossil
    recent = flow.carbon.content - fossil
    tolerance = ctx.limits.treatment_carbon_tolerance.value
    for pointer, name in _treatments(ctx):
        info = ctx.catalogue.providers.get(name)
        if info is None:
            continue
        emits = info.carbon_fossil_kg_c_per_unit, info.carbon_biogenic_kg_c_per_unit
        gap = max(abs(fossil - emits[0]), abs(recent - emits[1]))
        if sum(emits) > 0 and gap > tolerance * max(sum(emits), flow.carbon.content):
            yield finding(
                "end-of-life-carbon",
                pointer,
                name=name,
                fossil=fossil,
                biogenic=recent,
                emits_fossil=emits[0],
                emits_biogenic=emits[1],
            )


def _treatments(ctx: Context) -> Iterator[tuple[str, str]]:
    life = ctx.route.end_of_life
    if life is not None and life.energy_recovery is not None:
        yield "/end_of_life/energy_recovery/treatment", life.energy_recovery.treatment
    if life is not None and life.disposal is not None:
        yield "/end_of_life/disposal/treatment", life.disposal.treatment
