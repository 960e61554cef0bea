"""Small tables of the room: GWP sets and constants, each number with unit, source and evidence."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from methods.errors import GwpSetUnknownError
from methods.rulebook import EVIDENCE_ORDER, Evidence

GWP_FILE = Path(__file__).with_name("gwp_sets.csv")
CONSTANTS_FILE = Path(__file__).with_name("constants.csv")


@dataclass(frozen=True)
class Factor:
    """A number that rules multiply with; `evidence` says how well it is known."""

    name: str
    value: float
    unit: str
    evidence: Evidence


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
def _sets() -> Mapping[tuple[str, int], Mapping[str, Factor]]:
    found: dict[tuple[str, int], dict[str, Factor]] = {}
    with GWP_FILE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            table = found.setdefault((row["set"], int(row["horizon"])), {})
            name = f"GWP{row['horizon']} {row['set']} {row['gas']}"
            value, evidence = float(row["value"]), _evidence(row["evidence"])
            table[row["gas"]] = Factor(name, value, row["unit"], evidence)
    return MappingProxyType(found)


def _evidence(tag: str) -> Evidence:
    return next(known for known in EVIDENCE_ORDER if known == tag)


def gwp_sets() -> tuple[tuple[str, int], ...]:
    """Return every (set, horizon in years) of the table."""
    return tuple(_sets())


def gwp(name: str, horizon: int) -> Mapping[str, Factor]:
    """Return the factors of a GWP set, kg CO2e per kg, by gas.

    A gas is a group of elementary flows (``ch4_fossil``) or, for the other gases, the key of an
    elementary flow. ``ch4_biogenic_with_uptake`` is biogenic methane whose carbon was counted -1
    on uptake: it carries the CO2 of its oxidation, else that carbon would be lost.

    Raises
    ------
    GwpSetUnknownError
        If the table has no such set.

    Examples
    --------
    >>> gwp("AR6", 100)["n2o"].value
    273.0
    """
    try:
        return _sets()[(name, horizon)]
    except KeyError as error:
        known = tuple(f"{n} ({h} years)" for n, h in gwp_sets())
        raise GwpSetUnknownError(name, horizon, known) from error
