"""Ids and links: everything a document names exists, once, and is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from inventories.catalogue import nearest
from inventories.checks.context import Context
from inventories.document.activities import (
    Counterfactual,
    Displaces,
    ElectricitySupply,
    Feedstock,
    SecondaryMaterial,
    SharedSupply,
    SourcePlant,
)
from inventories.document.after_gate import Disposal, EnergyRecovery, Recycling
from inventories.document.base import Part, Provenance
from inventories.findings import Finding, finding

DATASET_KEYS: dict[type[Part], tuple[str, ...]] = {
    Counterfactual: ("provider",),
    Displaces: ("provider",),
    ElectricitySupply: (
        "contract_provider",
        "supplier_provider",
        "residual_provider",
        "marginal_provider",
    ),
    Feedstock: ("upstream",),
    SecondaryMaterial: ("virgin", "recycling"),
    SharedSupply: ("process",),
    SourcePlant: ("provider",),
    Recycling: ("recycling", "displaced"),
    EnergyRecovery: ("treatment", "displaced_heat", "displaced_power"),
    Disposal: ("treatment",),
}
"""Keys of each tag that name a background dataset."""


def check_duplicate_id(ctx: Context) -> Iterator[Finding]:
    """Ids of activities, fixed costs, equipment and capital factors are each used once."""
    activities = ctx.route.activities
    yield from _repeated((f"/activities/{i}/id", a.id) for i, a in enumerate(activities))
    if ctx.route.cost is not None:
        cost = ctx.route.cost
        for name, ids in (
            ("fixed", [x.id for x in cost.fixed]),
            ("equipment", [x.id for x in cost.equipment]),
            ("capital_factors", [x.id for x in cost.capital_factors]),
        ):
            yield from _repeated((f"/cost/{name}/{i}/id", x) for i, x in enumerate(ids))


def _repeated(ids: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for pointer, name in ids:
        if name in seen:
            yield finding("duplicate-id", pointer, id=name)
        seen.add(name)


def check_unlinked_activity(ctx: Context) -> Iterator[Finding]:
    """Activities named by inputs and by the functional unit exist."""
    fu = ctx.route.functional_unit
    named = [("/functional_unit/activity", fu.activity)]
    named += [
        (f"/functional_unit/downstream/{i}/activity", d.activity)
        for i, d in enumerate(fu.downstream)
    ]
    named += [(f"{p}/from", x.from_) for p, _, x in ctx.inputs() if x.from_ is not None]
    for pointer, name in named:
        if name not in ctx.activities:
            candidates = list(nearest(name, ctx.activities))
            yield finding("unlinked-activity", pointer, name=name, candidates=candidates)


def check_unlinked_flow(ctx: Context) -> Iterator[Finding]:
    """Flows named by outputs, inputs and the functional unit exist."""
    named = [("/functional_unit/flow", ctx.route.functional_unit.flow)]
    named += [(f"{p}/flow", o.flow) for p, _, o in ctx.outputs()]
    named += [(f"{p}/flow", x.flow) for p, _, x in ctx.inputs() if x.flow is not None]
    for pointer, name in named:
        if name not in ctx.route.flows:
            candidates = list(nearest(name, ctx.route.flows))
            yield finding("unlinked-flow", pointer, name=name, candidates=candidates)


def check_unlinked_provider(ctx: Context) -> Iterator[Finding]:
    """Background datasets exist; the nearest names are suggested."""
    for pointer, name in _providers(ctx):
        if name not in ctx.catalogue.providers:
            candidates = list(ctx.catalogue.nearest(name, "provider"))
            yield finding("unlinked-provider", pointer, name=name, candidates=candidates)


def _providers(ctx: Context) -> Iterator[tuple[str, str]]:
    """Every place that names a background dataset."""
    for pointer, _, item in ctx.inputs():
        if item.provider is not None:
            yield f"{pointer}/provider", item.provider
    for pointer, _, output in ctx.outputs():
        if output.treatment is not None:
            yield f"{pointer}/treatment", output.treatment
    for pointer, part in ctx.parts:
        for key in DATASET_KEYS.get(type(part), ()):
            name = getattr(part, key)
            if name is not None:
                yield f"{pointer}/{key}", name


def check_unlinked_elementary(ctx: Context) -> Iterator[Finding]:
    """Elementary flows exist in the catalogue."""
    for i, activity in enumerate(ctx.route.activities):
        for k, exchange in enumerate(activity.elementary):
            if exchange.flow not in ctx.catalogue.elementary:
                yield finding(
                    "unlinked-elementary",
                    f"/activities/{i}/elementary/{k}/flow",
                    name=exchange.flow,
                    candidates=list(ctx.catalogue.nearest(exchange.flow, "elementary")),
                )


def check_missing_source(ctx: Context) -> Iterator[Finding]:
    """Every cited source is declared (or the number is an assumption)."""
    for pointer, part in ctx.parts:
        if (
            isinstance(part, Provenance)
            and part.source != "assumption"
            and part.source not in ctx.route.sources
        ):
            candidates = list(nearest(part.source, ctx.route.sources))
            yield finding(
                "missing-source", f"{pointer}/source", name=part.source, candidates=candidates
            )


def check_unused_source(ctx: Context) -> Iterator[Finding]:
    """Declared sources are cited."""
    cited = {part.source for _, part in ctx.parts if isinstance(part, Provenance)}
    for name in ctx.route.sources:
        if name not in cited:
            yield finding("unused-source", f"/sources/{name}", name=name)


def check_reference_output(ctx: Context) -> Iterator[Finding]:
    """An activity has one reference output; the functional unit's makes the compared flow."""
    for i, activity in enumerate(ctx.route.activities):
        count = sum(o.role == "reference" for o in activity.outputs)
        if count != 1:
            yield finding(
                "reference-output",
                f"/activities/{i}/outputs",
                activity=activity.id,
                count=count,
                wanted="*",
            )
    fu = ctx.route.functional_unit
    if fu.activity in ctx.activities and fu.flow in ctx.route.flows:
        _, maker = ctx.activities[fu.activity]
        made = [o.flow for o in maker.outputs if o.role == "reference"]
        if len(made) == 1 and made[0] != fu.flow:
            yield finding(
                "reference-output",
                "/functional_unit/flow",
                activity=maker.id,
                count=0,
                wanted=fu.flow,
            )


def check_two_makers(ctx: Context) -> Iterator[Finding]:
    """A flow is the reference product of one activity only."""
    makers = Counter(o.flow for _, _, o in ctx.outputs() if o.role == "reference")
    seen: set[str] = set()
    for pointer, _, output in ctx.outputs():
        if output.role != "reference" or makers[output.flow] == 1:
            continue
        if output.flow in seen:
            names = [a.id for _, a, o in ctx.outputs() if o.flow == output.flow]
            yield finding("two-makers", f"{pointer}/flow", flow=output.flow, makers=names)
        seen.add(output.flow)


def check_not_made_there(ctx: Context) -> Iterator[Finding]:
    """An input `from` an activity takes a flow that this activity makes."""
    for pointer, _, item in ctx.inputs():
        if item.from_ not in ctx.activities or item.flow not in ctx.route.flows:
            continue
        _, maker = ctx.activities[item.from_]
        if all(o.flow != item.flow for o in maker.outputs):
            makers = [a.id for _, a, o in ctx.outputs() if o.flow == item.flow]
            yield finding(
                "not-made-there",
                f"{pointer}/flow",
                activity=maker.id,
                flow=item.flow,
                candidates=makers,
            )


def check_statutory_factor(ctx: Context) -> Iterator[Finding]:
    """Legal reporting factors are not life-cycle data."""
    for pointer, name in _providers(ctx):
        info = ctx.catalogue.providers.get(name)
        if info is not None and info.statutory:
            others = [
                p.key
                for p in ctx.catalogue.providers.values()
                if p.category == info.category and p.unit == info.unit and not p.statutory
            ]
            candidates = list(nearest(name, others)) or others[:3]
            yield finding("statutory-factor", pointer, name=name, candidates=candidates)


def check_unused_activity(ctx: Context) -> Iterator[Finding]:
    """Every activity supplies the functional unit, directly or through others.

    Not asked while a link is broken: it would name the activities behind it.
    """
    if any(True for _ in check_unlinked_activity(ctx)):
        return
    fu = ctx.route.functional_unit
    waiting = [fu.activity, *ctx.downstream_ids]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in reached or name not in ctx.activities:
            continue
        reached.add(name)
        _, activity = ctx.activities[name]
        waiting.extend(x.from_ for x in activity.inputs if x.from_ is not None)
    for name, (pointer, _) in ctx.activities.items():
        if name not in reached:
            yield finding("unused-activity", pointer, name=name)
