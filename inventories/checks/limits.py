"""The data files of the checks, validated: limits, classes, atomic masses, currencies."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from inventories.document.base import Grade

FOLDER = Path(__file__).parent


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limit(_Row):
    """One limit with its unit and where it comes from."""

    unit: str
    value: float
    source: str
    reason: str | None = None
    grade: Grade


class BalanceTolerance(_Row):
    """Largest relative residual of a balance by the stage of the data."""

    unit: str
    lab: float
    pilot: float
    simulated: float
    commercial: float
    source: str
    reason: str
    grade: Grade

    def of(self, stage: str) -> float:
        """Return the tolerance of a data stage (share of what enters)."""
        return float(getattr(self, stage))


class Limits(_Row):
    """`limits.yaml`."""

    schema_: Annotated[Literal["hakari/limits/1"], Field(alias="schema")]
    balance_tolerance: BalanceTolerance
    carbon_ignored: Limit
    mass_ignored: Limit
    energy_ignored: Limit
    formula_carbon_tolerance: Limit
    heating_value_max: Limit
    distribution_span: Limit
    reference_year_distance: Limit
    price_year_max: Limit
    condition_max: Limit


class BalanceClasses(_Row):
    """`carbon_classes.yaml`: how exchanges take part in the balances."""

    schema_: Annotated[Literal["hakari/carbon-classes/1"], Field(alias="schema")]
    categories: dict[str, Literal["material", "energy", "service", "treatment"]]
    groups: dict[str, Literal["fossil", "biogenic"]]
    endings: dict[str, Literal["fossil", "biogenic"]]
    air: tuple[str, ...]
    sunlight: tuple[str, ...]
    density_kg_per_m3: dict[str, float]


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


@functools.cache
def limits() -> Limits:
    """Return the limits of the checks."""
    return Limits.model_validate(_yaml("limits.yaml"))


@functools.cache
def balance_classes() -> BalanceClasses:
    """Return how exchanges take part in the balances."""
    return BalanceClasses.model_validate(_yaml("carbon_classes.yaml"))


@functools.cache
def currencies() -> tuple[str, ...]:
    """Return the currency codes a document may use."""
    return tuple(_yaml("currencies.yaml")["codes"])


@functools.cache
def atomic_masses() -> Mapping[str, float]:
    """Return g/mol by element symbol (IUPAC abridged values)."""
    with (FOLDER / "atomic_masses.csv").open(encoding="utf-8", newline="") as file:
        return {row["element"]: float(row["mass"]) for row in csv.DictReader(file)}
