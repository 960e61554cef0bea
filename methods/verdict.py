"""Verdicts a guideline itself defines: saving against its comparator, and the threshold."""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Localised
from methods.documents import Comparator, GuidelineDocument, Period, Threshold
from methods.rulebook import Evidence


@dataclass(frozen=True)
class Verdict:
    """Saving against a comparator and whether it is enough.

    Attributes
    ----------
    comparator, comparator_value, unit : what the score is held against
    saving : (comparator - score) / comparator
    threshold : least saving asked for, None if the text asks for none
    margin : saving - threshold
    met : margin >= 0
    plant_start : date used to find the threshold, None: that of new plants
    evidence, clause : of the threshold (of the comparator if there is none)
    """

    comparator: str
    title: Localised
    comparator_value: float
    unit: str
    saving: float
    threshold: float | None
    margin: float | None
    met: bool | None
    plant_start: str | None
    evidence: Evidence
    clause: str


def saving(score: float, comparator: float) -> float:
    """Return the saving of a score against a comparator, both in the same unit.

    Reference: RED II Annex V B, C.3: (EF - E) / EF.

    Examples
    --------
    >>> round(saving(28.2, 94.0), 3)
    0.7
    """
    return (comparator - score) / comparator


def verdict(
    document: GuidelineDocument,
    comparison: str,
    score: float,
    unit: str,
    date: str | None = None,
    plant_start: str | None = None,
) -> Verdict | None:
    """Hold a score against the guideline's comparator.

    Parameters
    ----------
    comparison
        What the product is compared as (fuel, material ...).
    score, unit
        Result in the guideline's unit.
    date
        Date of the rules, YYYY-MM-DD; None: the latest comparator.
    plant_start
        Date the plant started, YYYY-MM-DD; None: the threshold of the latest period.

    Returns
    -------
    Verdict or None
        None if the guideline holds such products against nothing.
    """
    comparator = _comparator(document, comparison, unit, date)
    if comparator is None:
        return None
    saved = saving(score, comparator.value)
    threshold = _threshold(comparator, plant_start)
    margin = saved - threshold.saving if threshold else None
    return Verdict(
        comparator=comparator.id,
        title=comparator.title,
        comparator_value=comparator.value,
        unit=comparator.unit,
        saving=saved,
        threshold=threshold.saving if threshold else None,
        margin=margin,
        met=margin >= 0 if margin is not None else None,
        plant_start=plant_start,
        evidence=(threshold or comparator).evidence,
        clause=(threshold or comparator).clause,
    )


def _comparator(
    document: GuidelineDocument, comparison: str, unit: str, date: str | None
) -> Comparator | None:
    found = [
        c
        for c in document.comparators
        if comparison in c.applies_to and c.unit == unit and _covers(c.in_force, date)
    ]
    return found[-1] if found else None


def _threshold(comparator: Comparator, plant_start: str | None) -> Threshold | None:
    found = [t for t in comparator.thresholds if _covers(t.plant_start, plant_start)]
    return found[-1] if found else None


def _covers(period: Period, date: str | None) -> bool:
    if date is None:
        return True
    return (period.from_ or date) <= date <= (period.to or date)
