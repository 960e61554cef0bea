"""Process contingency: what an immature process costs more than its estimate says.

Bands by maturity from AACE RP 16R-90 (`maturity.yaml`); which band a TRL stands for is a decision
of this project and graded unverified.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from inventories.document import Cost, Grade, Localised
from inventories.expressions import Value
from inventories.inventory import worst_grade
from inventories.yaml_files import read_yaml
from parity.capital.errors import ContingencyInvalidError
from parity.lines import place

MATURITY_FILE = Path(__file__).with_name("maturity.yaml")

BandName = Literal["concept", "bench", "pilot", "modules", "commercial"]


class Band(BaseModel):
    """Range of the process contingency for one state of knowledge, share of the FCI."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Localised
    low: float
    high: float
    source: str
    at: str
    grade: Grade


class TrlRow(BaseModel):
    """Band of a TRL and the likeliest share in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    band: BandName
    share: float


class Maturity(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bands: Mapping[BandName, Band]
    trl: Mapping[int, TrlRow]
    trl_grade: Grade
    trl_reason: str

    @model_validator(mode="after")
    def _shares_lie_in_their_bands(self) -> Maturity:
        if sorted(self.trl) != list(range(1, 10)):
            raise ValueError("the table has one row for each TRL from 1 to 9")
        for trl, row in self.trl.items():
            band = self.bands[row.band]
            if not 0 <= band.low <= row.share <= band.high:
                raise ValueError(f"TRL {trl}: share {row.share:g} is outside its band")
        return self


@functools.cache
def maturity() -> Maturity:
    """Return the table of process contingency by maturity."""
    return Maturity.model_validate(read_yaml(MATURITY_FILE)[0])


@dataclass(frozen=True)
class Contingency:
    """Process contingency of a route.

    Attributes
    ----------
    share : of the fixed capital investment, central (the mode) or as moved; float or (s,)
    low, high : ends of its triangular distribution; equal if the share is taken as certain
    grade, source, at : of the share
    """

    share: Value
    low: float
    high: float
    grade: Grade
    source: str
    at: str


def contingency_of(cost: Cost, moved: Value | None = None) -> Contingency | None:
    """Return the process contingency of a route, None if its estimate is taken as is.

    Parameters
    ----------
    cost
        Cost part of the route.
    moved
        Share of the FCI in place of the route's own (samples, a lever); float or (s,).

    Raises
    ------
    ContingencyInvalidError
        If the share is negative or not finite, or the document gives neither share nor TRL.

    Examples
    --------
    >>> pilot = {"trl": 5, "source": "assumption", "reason": "pilot runs", "grade": "derived"}
    >>> cost = Cost.model_validate({"market_price": "x", "contingency": pilot})
    >>> contingency_of(cost).share
    0.3
    """
    own = _stated(cost)
    if moved is None:
        return own
    if not np.all(np.greater_equal(moved, 0.0)) or not np.all(np.isfinite(moved)):
        raise ContingencyInvalidError("a share that is negative or no number")
    if own is None:
        return Contingency(moved, 0.0, 0.0, "unverified", "assumption", "asked for by the caller")
    return Contingency(moved, own.low, own.high, own.grade, own.source, own.at)


def _stated(cost: Cost) -> Contingency | None:
    given = cost.contingency
    if given is None:
        return None
    if given.share is not None:
        low = given.share if given.low is None else given.low
        high = given.share if given.high is None else given.high
        if not low <= given.share <= high:
            raise ContingencyInvalidError(
                f"the share {given.share:g} is not between {low:g} and {high:g}"
            )
        return Contingency(given.share, low, high, given.grade, given.source, place(given))
    if given.trl is None:
        raise ContingencyInvalidError("neither share nor TRL")
    table = maturity()
    row = table.trl[given.trl]
    band = table.bands[row.band]
    grade = worst_grade(band.grade, table.trl_grade, given.grade)
    return Contingency(row.share, band.low, band.high, grade, band.source, f"TRL {given.trl}")
