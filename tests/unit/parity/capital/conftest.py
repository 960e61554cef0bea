"""Cost parts written in a few lines, all money in JPY of the base year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inventories.document import Cost
from parity.money import Converter
from parity.tables import load_tables

SOURCE: dict[str, Any] = {"source": "assumption", "reason": "example", "grade": "published"}
MONEY: dict[str, Any] = {"currency": "JPY", "year": 2025, "index": "none", **SOURCE}
CAPITAL: dict[str, Any] = {
    **MONEY,
    "title": "Plant",
    "amount": 1e9,
    "reference_capacity": 100,
    "reference_unit": "t",
    "exponent": 0.6,
    "scope": "fci",
}
EQUIPMENT: dict[str, Any] = {
    **MONEY,
    "id": "fermenter",
    "title": {"en": "Fermenter", "ja": "発酵槽"},
    "amount": 2e6,
    "size": 1000,
    "size_unit": "m3",
    "reference_size": 100,
    "exponent": 0.6,
}


@pytest.fixture
def capital() -> Callable[..., dict[str, Any]]:
    """Build a reference plant: ``capital(max_unit=100)``."""
    return lambda **changes: {**CAPITAL, **changes}


@pytest.fixture
def equipment() -> Callable[..., dict[str, Any]]:
    """Build a kind of equipment: ``equipment(max_size=250)``."""
    return lambda **changes: {**EQUIPMENT, **changes}


@pytest.fixture
def factor() -> Callable[..., dict[str, Any]]:
    """Build a number with its source: ``factor(value=3)``."""
    return lambda **changes: {**SOURCE, **changes}


@pytest.fixture
def cost_of() -> Callable[..., Cost]:
    """Build a cost part of a plant of 100 t/year: ``cost_of(equipment=[...])``."""
    capacity = {"amount": 100, "unit": "t", **SOURCE}
    return lambda **parts: Cost.model_validate({"capacity": capacity, **parts})


@pytest.fixture
def converter() -> Callable[..., Converter]:
    """Build a converter: ``converter(titre=80)``."""
    return lambda **parameters: Converter(2025, load_tables(), parameters)
