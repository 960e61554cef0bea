"""Default values of biogas from a mixture of substrates digested together.

Reference: RED II Annex VI B.1(b) and (c).
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from inventories.document import Localised
from methods.documents import EvidenceTag
from methods.guideline import GUIDELINES_FOLDER

SUBSTRATES_FILE = "biogas_substrates.csv"


@dataclass(frozen=True)
class Substrate:
    """A substrate: energy yield, MJ biogas per kg wet at its standard moisture (kg/kg)."""

    id: str
    title: Localised
    energy_mj_per_kg: float
    standard_moisture: float
    evidence: EvidenceTag


@functools.cache
def substrates(guideline_id: str, folder: Path = GUIDELINES_FOLDER) -> Mapping[str, Substrate]:
    """Return the substrates a guideline lists for mixtures, by id; empty if it lists none."""
    file = folder / guideline_id / SUBSTRATES_FILE
    if not file.exists():
        return MappingProxyType({})
    found: dict[str, Substrate] = {}
    with file.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            evidence: EvidenceTag = "seen" if row["evidence"] == "seen" else "unverified"
            found[row["substrate"]] = Substrate(
                row["substrate"],
                Localised(en=row["title_en"], ja=row["title_ja"]),
                float(row["energy_mj_per_kg"]),
                float(row["standard_moisture"]),
                evidence,
            )
    return MappingProxyType(found)


def energy_shares(
    known: Mapping[str, Substrate],
    wet_kg: Mapping[str, float],
    moisture: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Return the share of each substrate in the energy of the biogas; they sum to 1.

    ``S_n = P_n W_n / sum(P_m W_m)`` with ``W_n = I_n / sum(I) * (1 - AM_n) / (1 - SM_n)``.

    Parameters
    ----------
    known
        Substrates by id, as `substrates` returns them.
    wet_kg
        Yearly wet mass of each substrate, in any one unit.
    moisture
        Actual yearly mean moisture, kg water per kg; the standard one where not given.
    """
    actual = moisture or {}
    weights = {}
    for name, mass_kg in wet_kg.items():
        standard = known[name].standard_moisture
        drier = (1 - actual.get(name, standard)) / (1 - standard)
        weights[name] = known[name].energy_mj_per_kg * mass_kg * drier
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}


def mixture_value(shares: Mapping[str, float], values: Mapping[str, float]) -> float:
    """Return the value of a mixture from the values of its pure substrates, in their unit.

    Examples
    --------
    >>> round(mixture_value({"wet_manure": 0.25, "whole_maize": 0.75}, {"wet_manure": -28.0,
    ...     "whole_maize": 38.0}), 3)
    21.5
    """
    return sum(share * values[name] for name, share in shares.items())
