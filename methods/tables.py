"""Small tables of the room: GWP sets and constants, each number with unit, source and evidence."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from methods.documents import EvidenceTag
from methods.errors import GwpSetUnknownError

GWP_FILE = Path(__file__).with_name("gwp_sets.csv")
CONSTANTS_FILE = Path(__file__).with_name("constants.csv")


@dataclass(frozen=True)
class Factor:
    """A number that rules multiply with; `evidence` says how well it is known."""

    name: str
    value: float
    unit: str
    evidence: EvidenceTag


@dataclass(frozen=True)
class GwpSet:
    """A set of factors: whose, over how many years, of warming (GWP) or temperature (GTP)."""

    name: str
    horizon: int
    metric: str = "GWP"

    def __str__(self) -> str:
        """Name in a message, e.g. ``AR6 GWP100``."""
        return f"{self.name} {self.metric}{self.horizon}"


@functools.cache
def constant(key: str) -> Factor:
    """Return a constant of `constants.csv` in the unit stated there."""
    with CONSTANTS_FILE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["key"] == key:
                over, _, under = row["value"].partition("/")
                value = float(over) / float(under or 1)
                return Factor(key, value, row["unit"], _evidence(row["evidence"]))
    raise KeyError(key)


@functools.cache
def _sets() -> Mapping[GwpSet, Mapping[str, Factor]]:
    found: dict[GwpSet, dict[str, Factor]] = {}
    with GWP_FILE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = GwpSet(row["set"], int(row["horizon"]), row["metric"])
            name = f"{row['metric']}{row['horizon']} {row['set']} {row['gas']}"
            value, evidence = float(row["value"]), _evidence(row["evidence"])
            found.setdefault(key, {})[row["gas"]] = Factor(name, value, row["unit"], evidence)
    return MappingProxyType(found)


def _evidence(tag: str) -> EvidenceTag:
    return next(known for known in get_args(EvidenceTag) if known == tag)


def gwp_sets() -> tuple[GwpSet, ...]:
    """Return every set of the table."""
    return tuple(_sets())


def gwp(name: str, horizon: int, metric: str = "GWP") -> Mapping[str, Factor]:
    """Return the factors of a set, kg CO2e per kg, by gas.

    A gas is a group of elementary flows (``ch4_fossil``) or, for the other gases, the key of an
    elementary flow. ``ch4_biogenic_with_uptake`` is biogenic methane whose carbon was counted -1
    on uptake: it carries the CO2 of its oxidation, else that carbon would be lost. A gas that is
    not in the set has no factor there; that is not a factor of zero.

    Parameters
    ----------
    name, horizon, metric
        E.g. AR6, 100 (years), GWP or GTP.

    Raises
    ------
    GwpSetUnknownError
        If the table has no such set.

    Examples
    --------
    >>> gwp("AR6", 100)["n2o"].value
    273.0
    >>> gwp("AR6", 100, "GTP")["n2o"].value
    233.0
    """
    try:
        return _sets()[GwpSet(name, horizon, metric)]
    except KeyError as error:
        known = tuple(str(one) for one in gwp_sets())
        raise GwpSetUnknownError(name, horizon, known, metric) from error


@functools.cache
def highest_factor(gas: str) -> float | None:
    """Return the highest factor any set has for a gas, kg CO2e per kg; None if none has one.

    It tells how much a gas can matter that the set in use does not know; nothing is computed
    with it.
    """
    values = [table[gas].value for table in _sets().values() if gas in table]
    return max(values, default=None)
