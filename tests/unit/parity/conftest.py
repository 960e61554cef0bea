"""The tiny plant and baseline of `tests/data`, ways to change them, and the pair as a cost model.

Both are financed without tax, start-up and years of construction unless a change says otherwise:
then the discounted cash flow is an annuity and every number can be worked by hand.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from inventories.document import Route
from inventories.expressions import Value
from inventories.inventory import Inventory, evaluate
from parity.model import CostModel
from parity.options import ParityOptions

DATA = Path(__file__).parents[2] / "data"
UNITS = {"grid": "kWh", "gas": "m3", "steel": "kg", "landfill-inert": "kg"}
ANNUITY = {
    "tax_rate": 0,
    "construction": [1],
    "startup": {"months": 0, "variable": 1, "fixed": 1, "sales": 1},
}

Change = Callable[[dict[str, Any]], None]


@functools.cache
def _load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    document["cost"]["finance"] |= ANNUITY
    return document  # read once; `_route` copies what it changes


def _route(document: dict[str, Any], change: Change | None) -> Route:
    changed = copy.deepcopy(document)
    if change:
        change(changed)
    return Route.model_validate(changed)


def _evaluated(route: Route, values: Mapping[str, Value]) -> Inventory:
    return evaluate(route, UNITS, {}, values)


@pytest.fixture
def plant() -> Callable[..., Inventory]:
    """Build the tiny plant: ``plant(change, parameter=value)``."""
    document = _load("parity_plant.yaml")
    return lambda change=None, **overrides: _evaluated(_route(document, change), overrides)


@pytest.fixture
def baseline() -> Callable[..., Inventory]:
    """Build the tiny baseline."""
    document = _load("parity_baseline.yaml")
    return lambda change=None, **overrides: _evaluated(_route(document, change), overrides)


@pytest.fixture
def model() -> Callable[..., CostModel]:
    """Build the comparison: ``model(change of the plant, change of the baseline, option=value)``.

    Without `samples` among the options none are drawn.
    """
    bio, base = _load("parity_plant.yaml"), _load("parity_baseline.yaml")

    def build(
        change: Change | None = None, change_baseline: Change | None = None, **options: Any
    ) -> CostModel:
        asked = ParityOptions(**{"samples": 0, **options})
        return CostModel(_route(bio, change), _route(base, change_baseline), _evaluated, asked)

    return build
