"""Impact indicators: which LCIA methods a background carries, and their factors.

The list is `indicators.csv`. The factors come from the LCIA implementation that bw2io ships for
the ecoinvent 3.9 elementary flows; its zip is read directly, once, when a background is built.
Note how the shipped methods treat biogenic carbon: IPCC 2021 and EF v3.1 count neither uptake nor
biogenic CO2 (0/0), the EN 15804 variant counts -1/+1.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from inventories.catalogue import nearest
from lca.errors import IndicatorUnknownError
from lca.system import Characterization

if TYPE_CHECKING:
    from lca.background import Background

INDICATORS_FILE = Path(__file__).with_name("indicators.csv")
METHOD_SEPARATOR = " | "


@dataclass(frozen=True)
class Indicator:
    """One indicator: id, titles, unit, the LCIA method it is, and where its factors come from."""

    id: str
    title_en: str
    title_ja: str
    unit: str
    method: tuple[str, ...]
    source: str


def read_indicators(file: Path = INDICATORS_FILE) -> tuple[Indicator, ...]:
    """Read the list of indicators a background is built with."""
    with file.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Indicator(method=tuple(row.pop("method").split(METHOD_SEPARATOR)), **row)
            for row in csv.DictReader(handle)
        )


def indicators_digest(file: Path = INDICATORS_FILE) -> str:
    """Return the sha256 (hex) of the indicator list; part of a background's id."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def characterization(background: Background, indicator_id: str) -> Characterization:
    """Return the factors of an indicator on the background's elementary flows.

    Flows the method does not list are left out, so they count as uncharacterised.

    Raises
    ------
    IndicatorUnknownError
        If the background carries no such indicator.
    """
    for row, indicator in enumerate(background.indicators):
        if indicator.id == indicator_id:
            factors = background.indicator_factors[row]
            listed = np.flatnonzero(~np.isnan(factors))
            return Characterization(
                id=indicator.id,
                unit=indicator.unit,
                flows=tuple(background.flow_keys[k] for k in listed),
                factors=factors[listed],
            )
    ids = [i.id for i in background.indicators]
    raise IndicatorUnknownError(indicator_id, nearest(indicator_id, ids))
