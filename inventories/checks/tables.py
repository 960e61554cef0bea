"""The data files of the checks, validated: balance classes, atomic masses, currencies."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from inventories.yaml_files import read_yaml

FOLDER = Path(__file__).parent


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
    value, _ = read_yaml(FOLDER / name)
    return value


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
