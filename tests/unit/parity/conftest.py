"""The tiny plant of `tests/data/parity_plant.yaml` and ways to change it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from inventories.document import Route
from inventories.inventory import Inventory, evaluate

DATA = Path(__file__).parents[2] / "data"
UNITS = {"grid": "kWh", "gas": "m3", "steel": "kg", "landfill-inert": "kg"}

Change = Callable[[dict[str, Any]], None]


def _load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return document


def _inventory(document: dict[str, Any], change: Change | None, **overrides: float) -> Inventory:
    changed = copy.deepcopy(document)
    if change:
        change(changed)
    return evaluate(Route.model_validate(changed), UNITS, {}, overrides)


@pytest.fixture
def plant() -> Callable[..., Inventory]:
    """Build the tiny plant: ``plant(change, parameter=value)``."""
    document = _load("parity_plant.yaml")
    return lambda change=None, **overrides: _inventory(document, change, **overrides)


@pytest.fixture
def baseline() -> Callable[..., Inventory]:
    """Build the tiny baseline."""
    document = _load("parity_baseline.yaml")
    return lambda change=None, **overrides: _inventory(document, change, **overrides)
