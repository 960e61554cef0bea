"""Defaults of the room (`defaults.yaml`): number, unit, source, reason and grade of each."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from inventories.document import Grade
from inventories.yaml_files import read_yaml

DEFAULTS_FILE = Path(__file__).with_name("defaults.yaml")


class Default(BaseModel):
    """One default number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    unit: str
    source: str
    reason: str
    grade: Grade


class NamedDefault(BaseModel):
    """One default that is a name: of a schedule, of a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    unit: str
    source: str
    reason: str
    grade: Grade


class SharesDefault(BaseModel):
    """One default that is a row of shares."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shares: tuple[float, ...]
    unit: str
    source: str
    reason: str
    grade: Grade


class Defaults(BaseModel):
    """All defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_year: Default
    target: Default
    year: Default
    unverified_variation: Default
    discount_rate: Default
    life_years: Default
    tax_rate: Default
    tax_rule: NamedDefault
    inflation: Default
    depreciation: NamedDefault
    construction: SharesDefault
    startup_months: Default
    startup_variable: Default
    startup_fixed: Default
    startup_sales: Default
    samples: Default
    working_capital_share: Default
    scale_range: Default
    price_range: Default
    implausible_ratio: Default
    carbon_value_most: Default
    carbon_price_far: Default


@functools.cache
def defaults() -> Defaults:
    """Return the defaults of the package."""
    return Defaults.model_validate(read_yaml(DEFAULTS_FILE)[0])
