"""The toy world: a small catalogue, prices, and a route with its baseline that pass every check."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventories.catalogue import Catalogue, ElementaryInfo, ProviderInfo
from inventories.document import Route
from inventories.formats.reader import load_route

DATA = Path(__file__).parents[2] / "data"
CO2_CARBON = 12.011 / 44.009


def _provider(
    key: str, unit: str, category: str, fossil: float = 0.0, biogenic: float = 0.0,
    lhv: float | None = None, statutory: bool = False,
) -> ProviderInfo:  # fmt: skip
    return ProviderInfo(key, unit, key, key, category, fossil, biogenic, lhv, statutory)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.of(
        [
            _provider("electricity-jp-mix-2023", "kWh", "electricity"),
            _provider("electricity-jp-wind", "kWh", "electricity"),
            _provider("electricity-jp-statutory-fy2024", "kWh", "electricity", statutory=True),
            _provider("heat-natural-gas", "MJ", "heat"),
            _provider("natural-gas", "m3", "fuel", fossil=0.5345, lhv=34.5),
            _provider("process-water", "kg", "water"),
            _provider("sodium-hydroxide", "kg", "chemical"),
            _provider("fossil-acid", "kg", "chemical", fossil=0.4),
            _provider("soybean-meal", "kg", "biomass", biogenic=0.43),
            _provider("transport-truck", "t*km", "transport"),
            _provider("landfill-food", "kg", "waste_treatment", biogenic=0.152),
            _provider("landfill-inert", "kg", "waste_treatment"),
            _provider("wastewater-treatment", "m3", "waste_treatment"),
        ],
        [
            ElementaryInfo("co2-fossil", "kg", "out", "co2_fossil", CO2_CARBON),
            ElementaryInfo("co2-biogenic", "kg", "out", "co2_biogenic", CO2_CARBON),
            ElementaryInfo("co2-uptake", "kg", "in", "co2_uptake", CO2_CARBON),
            ElementaryInfo("ch4-biogenic", "kg", "out", "ch4_biogenic", 0.75),
            ElementaryInfo("co-fossil", "kg", "out", "other", 0.4286),
            ElementaryInfo("n2o", "kg", "out", "n2o"),
            ElementaryInfo("oxygen-in-air", "kg", "in", "other"),
            ElementaryInfo("water-air", "m3", "out", "other"),
        ],
    )


@pytest.fixture(scope="session")
def prices() -> dict[str, str]:
    return {
        "electricity-jp-mix-2023": "kWh",
        "food-residue": "kg",
        "transport-truck": "t*km",
        "process-water": "kg",
        "sodium-hydroxide": "kg",
        "landfill-inert": "kg",
        "fossil-acid": "kg",
    }


def _read(name: str) -> Route:
    route, found = load_route((DATA / name).read_bytes(), name)
    assert route is not None, found
    return route


@pytest.fixture(scope="session")
def good_bytes() -> bytes:
    return (DATA / "good_route.yaml").read_bytes()


@pytest.fixture(scope="session")
def good_route() -> Route:
    return _read("good_route.yaml")


@pytest.fixture(scope="session")
def good_baseline() -> Route:
    return _read("good_baseline.yaml")
