"""What the reader of a result must know about its factors, its verdict and what it leaves out."""

from __future__ import annotations

from inventories.catalogue import Catalogue
from lca.coverage import Coverage
from methods.carried import CarriedCarbon
from methods.default_values import DefaultValue
from methods.lines import Note
from methods.tables import Factor, highest_factor
from methods.verdict import Verdict

UNVERIFIED = "unverified"
SEEN = "seen"
NAMED_GASES = 5
"""So many gases without a factor are named; the coverage lists them all."""


def carried_notes(carried: CarriedCarbon | None) -> tuple[Note, ...]:
    """Say what a gate figure leaves in the product."""
    if carried is None:
        return ()
    params: dict[str, str | float] = {
        "fossil": carried.fossil_kg_c,
        "biogenic": carried.biogenic_kg_c,
        "burning": carried.burning_adds_kgco2e,
    }
    return (Note("boundary", "gate-figure", "", params),)


def factor_notes(factors: tuple[Factor, ...]) -> tuple[Note, ...]:
    """Name the factors that were not seen in their source."""
    doubtful = [f for f in factors if f.evidence != SEEN]
    if not doubtful:
        return ()
    told = ", ".join(f"{f.name} = {f.value:g} {f.unit} ({f.evidence})" for f in doubtful)
    return (Note("data_quality", "factor-evidence", "", {"factors": told}, "warning"),)


def missing_factor_notes(cover: Coverage, catalogue: Catalogue) -> tuple[Note, ...]:
    """Say which greenhouse gases occur that the set of factors does not know, and how much.

    How much they can matter is told with the highest factor that any other set has for them, as
    part of the gross score.
    """
    flows = cover.uncharacterised
    if not flows:
        return ()
    kgco2e = 0.0
    unknown = 0
    for flow in flows:
        group = catalogue.elementary[flow.key].group
        factor = highest_factor(group) or highest_factor(flow.key)
        unknown += factor is None
        kgco2e += abs(flow.amount) * (factor or 0.0)
    keys = [flow.key for flow in flows]
    more = ", ..." if len(keys) > NAMED_GASES else ""
    params: dict[str, str | float] = {
        "count": str(len(keys)),
        "gases": ", ".join(keys[:NAMED_GASES]) + more,
        "share": 100 * kgco2e / cover.gross if cover.gross else 100.0,
        "unknown": str(unknown),
    }
    return (Note("gwp", "gas-without-factor", "", params, "warning"),)


def floor_notes(given_back: float, unit: str) -> tuple[Note, ...]:
    """Say how much of the credits does not count because the result would fall below zero."""
    if not given_back:
        return ()
    return (Note("credits", "credits-floor", "", {"not_counted": given_back, "unit": unit}),)


def verdict_notes(
    found: Verdict | None, cover: Coverage, plant_start: str | None
) -> tuple[Note, ...]:
    """Say on what a verdict rests that the reader would not expect."""
    if found is None:
        return ()
    notes: list[Note] = []
    share = cover.by_grade.get(UNVERIFIED, 0.0)
    if share > 0:
        params: dict[str, str | float] = {"share": 100 * share}
        notes.append(Note("reporting", "verdict-unverified", "", params, "warning"))
    if plant_start is None and found.threshold is not None:
        params = {"threshold": 100 * found.threshold}
        notes.append(Note("reporting", "verdict-plant-start", "", params))
    return tuple(notes)


def default_notes(found: DefaultValue | None) -> tuple[Note, ...]:
    """Name the terms a pathway's default value lacks."""
    if found is None:
        return ()
    missing = dict.fromkeys(term for result in found.results for term in result.missing)
    if not missing:
        return ()
    params = {"pathway": found.pathway, "missing": ", ".join(missing)}
    return (Note("data_quality", "default-value-incomplete", "", params, "warning"),)
