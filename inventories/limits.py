"""The limits of checks and solvers (`limits.yaml`): each with its unit and where it comes from."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from inventories.document.base import Grade
from inventories.yaml_files import read_yaml

LIMITS_FILE = Path(__file__).with_name("limits.yaml")


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
    plant_rounding: Limit
    magnitude_span: Limit
    replaces_energy_tolerance: Limit
    replaces_span: Limit
    capacity_span: Limit
    capacity_span_refused: Limit
    replaces_span_refused: Limit
    carbon_content_max: Limit
    treatment_carbon_tolerance: Limit


@functools.cache
def limits() -> Limits:
    """Return the limits."""
    return Limits.model_validate(read_yaml(LIMITS_FILE)[0])
