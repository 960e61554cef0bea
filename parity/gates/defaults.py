"""Numbers of the gates (`defaults.yaml`): number, unit, source, reason and grade of each."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from inventories.yaml_files import read_yaml
from parity.defaults import Default

DEFAULTS_FILE = Path(__file__).with_name("defaults.yaml")


class GateDefaults(BaseModel):
    """All numbers of the gates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gap_floor: Default
    noise_logit: Default
    noise_log: Default
    noise_weight: Default
    probability_likely: Default
    probability_open: Default
    achievement_near: Default


@functools.cache
def gate_defaults() -> GateDefaults:
    """Return the numbers of the package."""
    return GateDefaults.model_validate(read_yaml(DEFAULTS_FILE)[0])
