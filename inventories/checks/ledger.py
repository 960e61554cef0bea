"""The ledger of an activity: what enters and leaves in mass, carbon and energy, per exchange.

Quantities are per run of the activity as written. None means that the document does not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inventories.catalogue import Catalogue, ElementaryInfo, ProviderInfo
from inventories.checks.compounds import carbon_fraction
from inventories.checks.tables import balance_classes
from inventories.document.flows import Flow
from inventories.inventory import (
    InventoryActivity,
    InventoryElementary,
    InventoryInput,
    InventoryOutput,
)
from inventories.quantities import factor

Side = Literal["in", "out"]
_ENERGY_UNITS = ("kWh", "MJ")
_SAME_AMOUNT = 0.01
"""Two amounts written for the same waste agree to the printed digits; see carbon_classes.yaml."""


@dataclass(frozen=True)
class Entry:
    """One exchange on the ledger.

    `carbon_biogenic_kg_c` holds biogenic and atmospheric carbon. `nature`: exchanged with nature.
    """

    name: str
    side: Side
    mass_kg: float | None = 0.0
    carbon_fossil_kg_c: float | None = 0.0
    carbon_biogenic_kg_c: float | None = 0.0
    energy_mj: float | None = 0.0
    nature: bool = False


def entries(
    activity: InventoryActivity, flows: dict[str, Flow], catalogue: Catalogue
) -> tuple[Entry, ...]:
    """Write the ledger of one activity. Infrastructure inputs stay in no balance."""
    outputs = [_output(o, flows[o.flow]) for o in activity.outputs]
    untreated = [
        entry.mass_kg
        for entry, output in zip(outputs, activity.outputs, strict=True)
        if output.role == "waste" and output.treatment is None and entry.mass_kg
    ]
    inputs = [
        entry
        for item in activity.inputs
        if not item.infrastructure
        for entry in _input(item, flows, catalogue)
        if entry.side == "in" or not _is_listed(entry, untreated)
    ]
    nature = [_elementary(e, catalogue.elementary[e.flow]) for e in activity.elementary]
    return (*outputs, *inputs, *nature)


def _is_listed(treated: Entry, untreated: list[float]) -> bool:
    """Whether the treated waste is already on the ledger as an untreated output."""
    mass = treated.mass_kg or 0.0
    return any(abs(mass - other) <= _SAME_AMOUNT * other for other in untreated)


def _output(output: InventoryOutput, flow: Flow) -> Entry:
    density = balance_classes().density_kg_per_m3.get(output.treatment or "")
    return _of_flow(output.flow, flow, float(output.amount), "out", density)


def _input(item: InventoryInput, flows: dict[str, Flow], catalogue: Catalogue) -> Iterator[Entry]:
    info = catalogue.providers[item.provider] if item.provider is not None else None
    role = balance_classes().categories.get(info.category, "material") if info else "material"
    if role == "treatment" and info is not None:
        yield _of_provider(info, float(item.amount), role)
    elif item.flow is not None:
        flow = flows[item.flow]
        amount = float(item.amount) * factor(item.unit, flow.unit)
        yield _of_flow(item.flow, flow, amount, "in", None)
    elif info is not None and role != "service":
        yield _of_provider(info, float(item.amount), role)


def _of_flow(name: str, flow: Flow, amount: float, side: Side, density: float | None) -> Entry:
    if flow.energy is not None or flow.unit in _ENERGY_UNITS:
        return Entry(name, side, energy_mj=_energy(amount, flow.unit))
    if flow.unit == "t*km":
        return Entry(name, side)
    fossil, biogenic = _flow_carbon(flow)
    return Entry(
        name,
        side,
        mass_kg=_mass(amount, flow.unit, density),
        carbon_fossil_kg_c=None if fossil is None else fossil * amount,
        carbon_biogenic_kg_c=None if biogenic is None else biogenic * amount,
        energy_mj=_heating_value(flow, amount),
    )


def _flow_carbon(flow: Flow) -> tuple[float | None, float | None]:
    """Fossil and non-fossil kg C per unit; a formula without carbon says zero."""
    if flow.carbon is not None:
        carbon = flow.carbon
        return carbon.content * carbon.fossil, carbon.content * (
            carbon.biogenic + carbon.atmospheric
        )
    if flow.formula is not None and carbon_fraction(flow.formula) == 0:
        return 0.0, 0.0
    return None, None


def _heating_value(flow: Flow, amount: float) -> float | None:
    if flow.lhv is None:
        carbon = _flow_carbon(flow)
        return 0.0 if carbon == (0.0, 0.0) else None
    dry = flow.dry_mass_fraction if flow.lhv.basis == "dry" else None
    return flow.lhv.amount * amount * (1.0 if dry is None else dry)


def _of_provider(info: ProviderInfo, amount: float, role: str) -> Entry:
    if role == "energy":
        return Entry(info.key, "in", energy_mj=_energy(amount, info.unit))
    fossil = info.carbon_fossil_kg_c_per_unit * amount
    biogenic = info.carbon_biogenic_kg_c_per_unit * amount
    density = balance_classes().density_kg_per_m3.get(info.key)
    energy = info.lhv_mj_per_unit
    if energy is None and not (fossil or biogenic):
        energy = 0.0
    return Entry(
        info.key,
        "out" if role == "treatment" else "in",
        mass_kg=_mass(amount, info.unit, density),
        carbon_fossil_kg_c=fossil,
        carbon_biogenic_kg_c=biogenic,
        energy_mj=None if energy is None else energy * amount,
    )


def _elementary(exchange: InventoryElementary, info: ElementaryInfo) -> Entry:
    classes = balance_classes()
    amount = float(exchange.amount)
    carbon = info.carbon_kg_c_per_unit * amount
    kind = classes.groups.get(info.group)
    if kind is None and info.group != "co2_land_use":
        kind = next((k for end, k in classes.endings.items() if info.key.endswith(end)), None)
    return Entry(
        info.key,
        info.direction,
        mass_kg=_mass(amount, info.unit, classes.density_kg_per_m3.get(info.key)) or 0.0,
        carbon_fossil_kg_c=carbon if kind == "fossil" else 0.0,
        carbon_biogenic_kg_c=carbon if kind == "biogenic" else 0.0,
        nature=True,
    )


def _mass(amount: float, unit: str, density: float | None) -> float | None:
    """Mass of an amount; None for a volume without density; services weigh nothing."""
    if unit == "kg":
        return amount
    if unit == "m3":
        return None if density is None else amount * density
    return 0.0


def _energy(amount: float, unit: str) -> float | None:
    return amount * factor(unit, "MJ") if unit in _ENERGY_UNITS else None
