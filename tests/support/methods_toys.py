"""A small background and routes for the tests of the methods room, all solvable by hand.

Background (per unit of product; no dataset uses another one):

- grid, wind [kWh]: 0.5, 0.01 kg fossil CO2
- gas [MJ]: 0.06 kg fossil CO2, 0.0001 kg fossil CH4
- corn [kg]: 0.4 kg biogenic C (uptake by balance), 0.3 kg fossil CO2, 0.001 kg N2O
- feed [kg]: 0.4 kg fossil CO2
- landfill [kg treated, 0.1 kg biogenic C]: 0.05 kg biogenic CH4, 0.2 kg biogenic CO2
- open [kg]: 0.3 kg biogenic C that nothing took up: its carbon does not close
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from support.lca_toys import ToyDataset, ToyExchange, ToyFlow, ToyTables

from inventories.catalogue import Catalogue
from inventories.document import Route
from inventories.inventory import Inventory, evaluate
from lca import ecoinvent_flows
from lca.artefact import build
from lca.background import Background
from methods.guideline import load_guideline
from methods.resolve import Resolution, resolve
from methods.rulebook import Rules

C_CO2 = 12.0 / 44.0

FLOWS = (
    ToyFlow("co2-fossil", "kg", "349b29d1-3e58-4c66-98b9-9d1a076efd2e", "co2_fossil", C_CO2),
    ToyFlow("co2-biogenic", "kg", "eba59fd6-f37e-41dc-9ca3-c7ea22d602c7", "co2_biogenic", C_CO2),
    ToyFlow("co2-land-use", "kg", "e4e9febc-07c1-403d-8d3a-6707bb4d96e6", "co2_land_use", C_CO2),
    ToyFlow("co2-uptake", "kg", "cc6a1abb-b123-4ca6-8f16-38209df609be", "co2_uptake", C_CO2, "in"),
    ToyFlow("ch4-fossil", "kg", "70ef743b-3ed5-4a6d-b192-fb6d62378555", "ch4_fossil", 0.75),
    ToyFlow("ch4-biogenic", "kg", "da1157e2-7593-4dfd-80dd-a3449b37a4d8", "ch4_biogenic", 0.75),
    ToyFlow("n2o", "kg", "20185046-64bb-4c09-a8e7-e8a9e144ca98", "n2o"),
    ToyFlow("sf6", "kg", "", "sf6"),
    ToyFlow("odd-gas", "kg", "", "other_ghg"),
)
DATASETS = (
    ToyDataset("grid", "kWh", "electricity"),
    ToyDataset("wind", "kWh", "electricity"),
    ToyDataset("gas", "MJ", "heat"),
    ToyDataset("corn", "kg", "biomass", 0.4, is_biomass_production="yes"),
    ToyDataset("feed", "kg", "auxiliary"),
    ToyDataset("landfill", "kg", "waste_treatment", 0.1),
    ToyDataset("open", "kg", "chemical", 0.3),
)
EXCHANGES = (
    ToyExchange("grid", "elementary", "co2-fossil", 0.5),
    ToyExchange("wind", "elementary", "co2-fossil", 0.01),
    ToyExchange("gas", "elementary", "co2-fossil", 0.06),
    ToyExchange("gas", "elementary", "ch4-fossil", 0.0001),
    ToyExchange("corn", "elementary", "co2-fossil", 0.3),
    ToyExchange("corn", "elementary", "n2o", 0.001),
    ToyExchange("feed", "elementary", "co2-fossil", 0.4),
    ToyExchange("landfill", "elementary", "ch4-biogenic", 0.05),
    ToyExchange("landfill", "elementary", "co2-biogenic", 0.2),
    ToyExchange("open", "elementary", "co2-fossil", 1.0),
)
BY = {"source": "assumption", "reason": "toy", "grade": "derived"}


@functools.cache
def background() -> Background:
    return build_toy(DATASETS, EXCHANGES)


def build_toy(datasets: tuple[ToyDataset, ...], exchanges: tuple[ToyExchange, ...]) -> Background:
    """Build a background of the toy flows and some datasets."""
    tables: Any = ToyTables(FLOWS, datasets, exchanges)
    with mock.patch.multiple(ecoinvent_flows, read_factors=_factors, read_flows=_flows):
        return build(tables, Path(tempfile.mkdtemp(prefix="hakari-toy-")) / "toy")


_factors = functools.cache(ecoinvent_flows.read_factors)
_flows = functools.cache(ecoinvent_flows.read_flows)
"""The lists of flows and factors are large and the same for every background."""


def catalogue() -> Catalogue:
    return background().catalogue


def flow(unit: str = "kg", **properties: Any) -> dict[str, Any]:
    """Flow; `carbon` as (content, origin), `lhv` as (amount, basis)."""
    if "carbon" in properties:
        content, origin = properties["carbon"]
        properties["carbon"] = {"content": content, origin: 1.0, **BY}
    if "lhv" in properties:
        amount, basis = properties["lhv"]
        properties["lhv"] = {"amount": amount, "basis": basis, **BY}
    return {"title": {"en": "flow", "ja": "フロー"}, "unit": unit, **properties}


def out(flow_id: str, amount: float, unit: str = "kg", role: str = "reference", **more: Any) -> Any:
    return {"flow": flow_id, "amount": amount, "unit": unit, "role": role, **BY, **more}


def use(amount: float, unit: str = "kg", **more: Any) -> dict[str, Any]:
    return {"amount": amount, "unit": unit, **BY, **more}


def emit(flow_id: str, amount: float) -> dict[str, Any]:
    return {"flow": flow_id, "amount": amount, "unit": "kg", **BY}


def activity(
    name: str,
    outputs: list[Any],
    inputs: list[Any] | None = None,
    elementary: list[Any] | None = None,
    stage: str = "conversion",
) -> dict[str, Any]:
    return {
        "id": name,
        "title": {"en": name, "ja": f"工程 {name}"},
        "stage": stage,
        "outputs": outputs,
        "inputs": inputs or [],
        "elementary": elementary or [],
    }


def route(
    flows: dict[str, Any],
    activities: list[Any],
    product: tuple[str, str, float, str],
    comparison: str = "material",
    downstream: list[Any] | None = None,
    kind: str = "bio",
    on: Catalogue | None = None,
    use: str | None = None,
    **more: Any,
) -> Inventory:
    """Route document in numbers; `on`: another catalogue, `use`: what a fuel is used for, `more`:
    further keys of the document.
    """
    maker, product_flow, amount, unit = product
    offered = on or catalogue()
    document = Route.model_validate(
        {
            "schema": "hakari/route/1",
            "id": "toy",
            "kind": kind,
            "title": {"en": "Toy", "ja": "例"},
            "description": {"en": "Toy", "ja": "例"},
            "geography": "JP",
            "reference_year": 2025,
            "data_stage": "simulated",
            "basis": "nth_plant",
            "authors": ["hakari"],
            "licence": "CC0-1.0",
            "functional_unit": {
                "activity": maker,
                "flow": product_flow,
                "amount": amount,
                "unit": unit,
                "comparison": comparison,
                "function": {"en": "f", "ja": "機能"},
                "use": use,
                "downstream": downstream or [],
            },
            "flows": flows,
            "activities": activities,
            **more,
        }
    )
    return evaluate(document, offered.provider_units, offered.elementary_units)


def rules(**choices: Any) -> Rules:
    """Rules of the library's plainest guideline with other choices: name or (name, options)."""
    found = load_guideline("pact_methodology_v3").rules_on()
    plain: dict[str, Any] = {"biogenic_carbon": "zero_zero"} | choices
    for axis, choice in plain.items():
        name, options = choice if isinstance(choice, tuple) else (choice, {})
        found = found.with_choice(axis, name, options)
    return found


def resolved(inventory: Inventory, chosen: Rules, **more: Any) -> Resolution:
    closed = zip(background().provider_keys, background().carbon_closed, strict=True)
    unclosed = frozenset(key for key, is_closed in closed if not is_closed)
    return resolve(inventory, chosen, catalogue(), unclosed=unclosed, **more)
