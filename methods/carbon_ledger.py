"""What carbon of one kind enters and leaves an activity, exchange by exchange, in kg C per run.

The classes of exchanges are those of the balance checks (`carbon_classes.yaml`); here amounts may
be samples. Carbon that a document does not state counts as none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from inventories.catalogue import Catalogue, ElementaryInfo, ProviderInfo
from inventories.checks.tables import balance_classes
from inventories.document.flows import Flow
from inventories.expressions import Value
from inventories.inventory import (
    InventoryActivity,
    InventoryElementary,
    InventoryInput,
    InventoryOutput,
)
from inventories.quantities import factor
from methods.carbon import fossil_kg_c, recent_kg_c

Kind = Literal["fossil", "biogenic"]
KINDS: tuple[Kind, ...] = ("fossil", "biogenic")
"""Kinds of carbon; ``biogenic`` takes carbon from the air with it."""

CONTENT: Mapping[str, Callable[[Flow], float]] = {"fossil": fossil_kg_c, "biogenic": recent_kg_c}
"""Kind -> kg C of it per unit of a flow."""


@dataclass(frozen=True)
class CarbonEntry:
    """Carbon of one exchange: `exchange` is None where it is with nature or with a treatment."""

    side: Literal["in", "out"]
    kg_c: Value
    exchange: InventoryInput | InventoryOutput | None = None


def carbon_entries(
    activity: InventoryActivity, flows: Mapping[str, Flow], catalogue: Catalogue, kind: Kind
) -> Iterator[CarbonEntry]:
    """Yield the carbon of every exchange of an activity; infrastructure stays out of it."""
    for output in activity.outputs:
        yield CarbonEntry("out", output.amount * CONTENT[kind](flows[output.flow]), output)
    for item in activity.inputs:
        if not (item.infrastructure or item.price_only):
            yield _input(item, flows, catalogue, kind)
    for exchange in activity.elementary:
        yield _with_nature(exchange, catalogue.elementary[exchange.flow], kind)


def throughput_kg_c(
    activity: InventoryActivity, flows: Mapping[str, Flow], catalogue: Catalogue, kind: Kind
) -> tuple[Value, Value]:
    """Return carbon that enters and that leaves an activity, kg C per run."""
    entering: Value = 0.0
    leaving: Value = 0.0
    for entry in carbon_entries(activity, flows, catalogue, kind):
        if entry.side == "in":
            entering = entering + entry.kg_c
        else:
            leaving = leaving + entry.kg_c
    return entering, leaving


def _input(
    item: InventoryInput, flows: Mapping[str, Flow], catalogue: Catalogue, kind: Kind
) -> CarbonEntry:
    info = catalogue.providers[item.provider] if item.provider is not None else None
    role = balance_classes().categories.get(info.category, "material") if info else "material"
    if info is not None and role == "treatment":
        return CarbonEntry("out", item.amount * _of_provider(info, kind))
    if item.flow is not None:
        flow = flows[item.flow]
        return CarbonEntry(
            "in", item.amount * factor(item.unit, flow.unit) * CONTENT[kind](flow), item
        )
    if info is not None and role == "material":
        return CarbonEntry("in", item.amount * _of_provider(info, kind), item)
    return CarbonEntry("in", 0.0, item)


def _of_provider(info: ProviderInfo, kind: Kind) -> float:
    if kind == "fossil":
        return info.carbon_fossil_kg_c_per_unit
    return info.carbon_biogenic_kg_c_per_unit


def _with_nature(exchange: InventoryElementary, info: ElementaryInfo, kind: Kind) -> CarbonEntry:
    classes = balance_classes()
    found = classes.groups.get(info.group)
    if found is None and info.group != "co2_land_use":
        found = next((k for end, k in classes.endings.items() if info.key.endswith(end)), None)
    kg_c = exchange.amount * info.carbon_kg_c_per_unit if found == kind else 0.0
    return CarbonEntry(info.direction, kg_c)
