"""Small backgrounds and systems for the tests of the lca room, all solvable by hand.

Background ``toy`` (per unit of product):

- grid [kWh]: 0.5 kg CO2, 0.01 heat
- heat [MJ]: 0.1 kg CO2, 0.001 kg CH4, 0.02 grid   (grid and heat form a loop)
- wood [kg]: biomass of 0.5 kg C, 0.1 grid          (uptake by balance: 0.5 / c_CO2 kg)
- boiler [MJ]: 0.1 wood, 0.15 kg biogenic CO2       (0.05 kg C in, 0.15 * c_CO2 out)
- landfill [kg]: 0.4 kg C treated, 0.1 kg biogenic CH4
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lca.system import Characterization, Column, System

C_CO2 = 12.0 / 44.0
C_CH4 = 0.75


@dataclass(frozen=True)
class ToyFlow:
    key: str
    unit: str = "kg"
    ecoinvent_id: str = ""
    group: str = "other"
    carbon_kg_c_per_unit: float = 0.0
    direction: str = "out"
    name: str = ""


@dataclass(frozen=True)
class ToyDataset:
    key: str
    unit: str = "kg"
    category: str = "chemical"
    carbon_biogenic_kg_c_per_unit: float = 0.0
    carbon_fossil_kg_c_per_unit: float = 0.0
    lhv_mj_per_unit: float | None = None
    is_biomass_production: str = "no"
    grade: str = "published"
    location: str = "GLO"
    title_en: str = "=HYPERLINK(1)"
    title_ja: str = "題"


@dataclass(frozen=True)
class ToyExchange:
    dataset: str
    kind: str
    input: str
    amount: float


@dataclass(frozen=True)
class ToyTables:
    flows: tuple[ToyFlow, ...]
    datasets: tuple[ToyDataset, ...]
    exchanges: tuple[ToyExchange, ...]
    digest: str = "0" * 64
    sources: tuple[str, ...] = field(default=())


FLOWS = (
    ToyFlow("co2-fossil", "kg", "349b29d1-3e58-4c66-98b9-9d1a076efd2e", "co2_fossil", C_CO2),
    ToyFlow("co2-biogenic", "kg", "eba59fd6-f37e-41dc-9ca3-c7ea22d602c7", "co2_biogenic", C_CO2),
    ToyFlow("co2-uptake", "kg", "cc6a1abb-b123-4ca6-8f16-38209df609be", "co2_uptake", C_CO2, "in"),
    ToyFlow("ch4-fossil", "kg", "70ef743b-3ed5-4a6d-b192-fb6d62378555", "ch4_fossil", C_CH4),
    ToyFlow("ch4-biogenic", "kg", "da1157e2-7593-4dfd-80dd-a3449b37a4d8", "ch4_biogenic", C_CH4),
    ToyFlow("odd-gas", "kg", "", "other_ghg", name="Odd gas"),
)

DATASETS = (
    ToyDataset("grid", "kWh", "electricity"),
    ToyDataset("heat", "MJ", "heat", grade="unverified"),
    ToyDataset(
        "wood", "kg", "biomass", carbon_biogenic_kg_c_per_unit=0.5, is_biomass_production="yes"
    ),
    ToyDataset("boiler", "MJ", "heat"),
    ToyDataset("landfill", "kg", "waste_treatment", carbon_biogenic_kg_c_per_unit=0.4),
)

EXCHANGES = (
    ToyExchange("grid", "elementary", "co2-fossil", 0.5),
    ToyExchange("grid", "technosphere", "heat", 0.01),
    ToyExchange("heat", "elementary", "co2-fossil", 0.1),
    ToyExchange("heat", "elementary", "ch4-fossil", 0.001),
    ToyExchange("heat", "technosphere", "grid", 0.02),
    ToyExchange("wood", "technosphere", "grid", 0.1),
    ToyExchange("boiler", "technosphere", "wood", 0.1),
    ToyExchange("boiler", "elementary", "co2-biogenic", 0.15),
    ToyExchange("landfill", "elementary", "ch4-biogenic", 0.1),
    ToyExchange("landfill", "elementary", "odd-gas", 0.01),
)


def toy_tables(**changes: object) -> ToyTables:
    values: dict[str, object] = {"flows": FLOWS, "datasets": DATASETS, "exchanges": EXCHANGES}
    return ToyTables(**(values | changes))  # type: ignore[arg-type]


GWP = Characterization(
    "gwp",
    "kg CO2e",
    ("co2-fossil", "co2-biogenic", "ch4-fossil", "ch4-biogenic"),
    np.array([1.0, 0.0, 30.0, 27.0]),
)
FULL = Characterization(
    "minus-plus",
    "kg CO2e",
    ("co2-fossil", "co2-biogenic", "co2-uptake", "ch4-fossil", "ch4-biogenic", "product-carbon"),
    np.array([1.0, 1.0, -1.0, 30.0, 30.0, -44.0 / 12.0]),
)


def column(name: str, stage: str = "conversion", activity: str | None = None) -> Column:
    return Column(name, activity or name, f"{name}-product", stage, f"={name}", f"工程 {name}")


def toy_system(**changes: object) -> System:
    """Feedstock -> product with a loop: 1 product needs 2 feed; 1 feed needs 0.1 product."""
    bought = np.array([[0.2, 1.0], [0.0, 3.0], [1.5, 0.0]])
    direct = np.array([[0.0, 0.4], [0.0, 0.25]])
    published = (np.where(bought == 3.0, 0.0, bought), direct)
    unverified = (np.where(bought == 3.0, bought, 0.0), np.zeros_like(direct))
    values: dict[str, object] = {
        "columns": (column("feed", "feedstock"), column("make")),
        "technosphere": np.array([[1.0, -2.0], [-0.1, 1.0]]),
        "providers": ("grid", "boiler", "wood"),
        "background_demand": bought,
        "flows": ("co2-biogenic", "product-carbon"),
        "direct": direct,
        "demand": np.array([0.0, 1.0]),
        "totals": (GWP, FULL),
        "grades": {"published": published, "unverified": unverified},
    }
    return System(**(values | changes))  # type: ignore[arg-type]


def random_system(rng: np.random.Generator, size: int, providers: tuple[str, ...]) -> System:
    """A diagonally dominant system with random links, as inventories have."""
    links = rng.uniform(0, 0.9 / size, (size, size)) * (rng.random((size, size)) < 0.5)
    technosphere = np.diag(rng.uniform(0.5, 5.0, size)) - links * 0.5
    bought = rng.lognormal(0, 2, (len(providers), size)) * (
        rng.random((len(providers), size)) < 0.4
    )
    direct = rng.normal(0, 1, (3, size))
    return toy_system(
        columns=tuple(column(f"c{j}", ("feedstock", "conversion")[j % 2]) for j in range(size)),
        technosphere=technosphere,
        providers=providers,
        background_demand=bought,
        flows=("co2-fossil", "ch4-biogenic", "product-carbon"),
        direct=direct,
        demand=np.eye(size)[0] * rng.uniform(0.1, 10),
        grades={"published": (bought, direct)},
    )
