"""Lang factors and location factors (`factors.yaml`): ranges to hold a document's factors against.

None is applied by itself: a document that wants one states it, with its source.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from inventories.document import Grade
from inventories.yaml_files import read_yaml

FACTORS_FILE = Path(__file__).with_name("factors.yaml")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    at: str
    grade: Grade


class FactorRange(_Row):
    """Range of a factor over plants."""

    low: float
    high: float


class LocationFactor(FactorRange):
    """Cost of a plant in `country` (ISO 3166) over the U.S. Gulf Coast, in one currency."""

    country: str


class _Factors(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    lang_range: FactorRange
    location: tuple[LocationFactor, ...]


@functools.cache
def _factors() -> _Factors:
    return _Factors.model_validate(read_yaml(FACTORS_FILE)[0])


def lang_range() -> FactorRange:
    """Return the range in which Lang factors are quoted."""
    return _factors().lang_range


def location_factors() -> Mapping[str, LocationFactor]:
    """Return the location factors by country.

    Examples
    --------
    >>> japan = location_factors()["JP"]
    >>> japan.low, japan.high
    (1.15, 1.26)
    """
    return {row.country: row for row in _factors().location}
