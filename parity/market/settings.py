"""Numbers of the package that are neither prices nor fitted (`settings.yaml`)."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from inventories.document import Grade
from inventories.yaml_files import read_yaml
from parity.defaults import Default

_FILE = Path(__file__).with_name("settings.yaml")


class Coefficients(BaseModel):
    """Several numbers that belong together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: tuple[float, ...]
    unit: str
    source: str
    reason: str
    grade: Grade


class Settings(BaseModel):
    """All settings of the package."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_root_5_percent: Coefficients
    link_confidence: Default
    mean_years: Default
    index_jump: Default


@functools.cache
def settings() -> Settings:
    """Return the settings of the package."""
    return Settings.model_validate(read_yaml(_FILE)[0])
