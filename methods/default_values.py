"""Default values a guideline prints per pathway, to be shown beside the actual value of a route.

A guideline has them in two tables of its folder: `default_pathways.csv` (the pathways in words and
what they make) and `default_values.csv` (one row per pathway, variant, term and period).
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from inventories.catalogue import nearest
from inventories.document import Localised
from inventories.yaml_files import place
from methods.documents import Carrier, EvidenceTag, GuidelineDocument
from methods.errors import DefaultPathwayUnknownError, GuidelineDataError
from methods.guideline import GUIDELINES_FOLDER
from methods.rulebook import worst
from methods.verdict import Verdict, verdict

PATHWAYS_FILE = "default_pathways.csv"
VALUES_FILE = "default_values.csv"
TOTAL = "total"
FUEL = "fuel"


@dataclass(frozen=True)
class PrintedTerm:
    """One printed number: a term of a pathway's default value, or its `total`, in a period.

    `from_` and `to` are the first and last day, YYYY-MM-DD, None is open.
    """

    variant: str
    term: str
    value: float
    unit: str
    from_: str | None
    to: str | None
    clause: str
    evidence: EvidenceTag
    seen_in: str


@dataclass(frozen=True)
class DefaultPathway:
    """A pathway for which a guideline prints values; `carrier` is what it makes."""

    id: str
    title: Localised
    carrier: Carrier
    printed: tuple[PrintedTerm, ...]

    def on(self, date: str) -> tuple[PrintedTerm, ...]:
        """Return what is in force on a day, YYYY-MM-DD."""
        return tuple(p for p in self.printed if (p.from_ or date) <= date <= (p.to or date))


@dataclass(frozen=True)
class DefaultResult:
    """A default value as the guideline counts it.

    Attributes
    ----------
    variant : typical or default
    terms : printed terms without the total
    total : printed total; without one, the sum of the terms; None if a term is missing
    missing : terms of the guideline's table that this pathway has no number for
    verdict : saving against the comparator and whether it is enough; None without a total
    evidence : worst of the numbers
    """

    variant: str
    terms: Mapping[str, float]
    total: float | None
    missing: tuple[str, ...]
    unit: str
    verdict: Verdict | None
    evidence: EvidenceTag
    clause: str


@dataclass(frozen=True)
class DefaultValue:
    """Default values of the pathway a route says it is."""

    pathway: str
    title: Localised
    results: tuple[DefaultResult, ...]


@functools.cache
def default_values(
    guideline_id: str, folder: Path = GUIDELINES_FOLDER
) -> Mapping[str, DefaultPathway]:
    """Return the pathways a guideline prints values for, by id; empty if it prints none.

    Raises
    ------
    GuidelineDataError
        If a row of the tables is broken; the message names file and line.
    """
    home = folder / guideline_id
    if not (home / VALUES_FILE).exists():
        return MappingProxyType({})
    printed: dict[str, list[PrintedTerm]] = {}
    for line, row in _rows(home / VALUES_FILE):
        printed.setdefault(row["pathway"], []).append(_term(home / VALUES_FILE, line, row))
    found: dict[str, DefaultPathway] = {}
    for line, row in _rows(home / PATHWAYS_FILE):
        pathway = row["pathway"]
        if pathway in found or pathway not in printed or row["carrier"] not in get_args(Carrier):
            problem = f"pathway `{pathway}` stands twice, has no values or an unknown carrier"
            raise GuidelineDataError(place(home / PATHWAYS_FILE), line, problem)
        carrier = next(c for c in get_args(Carrier) if c == row["carrier"])
        title = Localised(en=row["title_en"], ja=row["title_ja"])
        found[pathway] = DefaultPathway(pathway, title, carrier, tuple(printed[pathway]))
    nameless = sorted(set(printed) - set(found))
    if nameless:
        problem = f"no row in {PATHWAYS_FILE} for {', '.join(nameless)}"
        raise GuidelineDataError(place(home / VALUES_FILE), None, problem)
    return MappingProxyType(found)


def default_value(
    document: GuidelineDocument,
    pathway_id: str,
    date: str | None = None,
    plant_start: str | None = None,
    folder: Path = GUIDELINES_FOLDER,
) -> DefaultValue:
    """Return the default values of a pathway with saving and verdict.

    Parameters
    ----------
    date
        Day of the values and the comparator, YYYY-MM-DD; None: the day the guideline was checked.
    plant_start
        Date the plant started, for thresholds that depend on it.

    Raises
    ------
    DefaultPathwayUnknownError
        If the guideline prints no value for such a pathway; the message names the nearest ones.
    """
    table = default_values(document.id, folder)
    if pathway_id not in table:
        raise DefaultPathwayUnknownError(document.id, pathway_id, nearest(pathway_id, table))
    pathway = table[pathway_id]
    day = date or document.checked_on
    in_force = pathway.on(day)
    asked = {t.term for p in table.values() for t in p.printed if _sums(p)} - {TOTAL}
    results = []
    for variant in dict.fromkeys(printed.variant for printed in in_force):
        of_variant = [printed for printed in in_force if printed.variant == variant]
        terms = {p.term: p.value for p in of_variant if p.term != TOTAL}
        totals = [p.value for p in of_variant if p.term == TOTAL]
        missing = () if totals else tuple(sorted(asked - set(terms)))
        total = totals[0] if totals else (None if missing else sum(terms.values()))
        unit = of_variant[0].unit
        judged = None
        if total is not None:
            judged = verdict(document, FUEL, total, unit, day, plant_start, carrier=pathway.carrier)
        results.append(
            DefaultResult(
                variant=variant,
                terms=MappingProxyType(terms),
                total=total,
                missing=missing,
                unit=unit,
                verdict=judged,
                evidence=worst(p.evidence for p in of_variant),
                clause="; ".join(dict.fromkeys(p.clause for p in of_variant)),
            )
        )
    return DefaultValue(pathway.id, pathway.title, tuple(results))


def _sums(pathway: DefaultPathway) -> bool:
    """Whether a pathway's total is the sum of its terms instead of a printed number."""
    return all(printed.term != TOTAL for printed in pathway.printed)


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        for row in reader:
            yield reader.line_num, row


def _term(file: Path, line: int, row: dict[str, str]) -> PrintedTerm:
    try:
        value = float(row["value"])
    except ValueError as error:
        raise GuidelineDataError(place(file), line, f"`{row['value']}` is no number") from error
    evidence: EvidenceTag | None = next(
        (tag for tag in get_args(EvidenceTag) if tag == row["evidence"]), None
    )
    if evidence is None or (evidence == "seen" and not row["seen_in"]) or not row["clause"]:
        problem = "needs a clause and an evidence tag; `seen` needs `seen_in`"
        raise GuidelineDataError(place(file), line, problem)
    if row["from"] and row["to"] and row["from"] > row["to"]:
        raise GuidelineDataError(place(file), line, f"`from` {row['from']} is after `to`")
    return PrintedTerm(
        variant=row["variant"],
        term=row["term"],
        value=value,
        unit=row["unit"],
        from_=row["from"] or None,
        to=row["to"] or None,
        clause=row["clause"],
        evidence=evidence,
        seen_in=row["seen_in"],
    )
