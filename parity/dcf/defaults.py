"""Loss rules of tax laws and limits of the calculation (`defaults.yaml`), with their sources."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from inventories.document import Grade
from inventories.yaml_files import read_yaml

DEFAULTS_FILE = Path(__file__).with_name("defaults.yaml")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str
    source: str
    reason: str
    grade: Grade


class NamedLossRule(_Row):
    """A loss rule by name: what share of a year's income a loss may offset, for how long."""

    kind: Literal["refund", "none", "carry", "cap"]
    share: float = Field(ge=0, le=1)
    years: int | None = Field(default=None, ge=1)


class CashFlowLimit(_Row):
    """A largest value."""

    value: float = Field(gt=0)


class CashFlowDefaults(BaseModel):
    """`defaults.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    loss_rules: dict[str, NamedLossRule]
    limits: dict[str, CashFlowLimit]


@functools.cache
def cash_flow_defaults() -> CashFlowDefaults:
    """Loss rules by name and limits."""
    return CashFlowDefaults.model_validate(read_yaml(DEFAULTS_FILE)[0])


def limit(name: str) -> float:
    """Return the largest value allowed of `name`."""
    return cash_flow_defaults().limits[name].value
