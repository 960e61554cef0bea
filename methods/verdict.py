"""Verdicts a guideline itself defines: saving against its comparator, threshold, rate."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from inventories.document import Localised
from inventories.inventory import Inventory
from methods.documents import (
    Carrier,
    Comparator,
    CreditRate,
    EvidenceTag,
    GuidelineDocument,
    Period,
    Threshold,
)


@dataclass(frozen=True)
class Verdict:
    """Saving against a comparator and whether it is enough.

    Attributes
    ----------
    comparator, comparator_value, unit : what the score is held against
    saving : (comparator - score) / comparator
    threshold : least saving asked for, None if the text asks for none
    margin : saving - threshold
    met : margin >= 0; where the text pays by emissions: they are not above the comparator;
        None if the text asks for nothing
    plant_start : date used to find the threshold, None: that of new plants
    evidence, clause : of the threshold or the rate (of the comparator if there is neither)
    counted : the score as the text counts it for its rate (rounded, floored), else None
    rate : rate the text pays at these emissions, part of the full rate, else None
    planned : the same against comparators that are announced but not in force
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
    evidence: EvidenceTag
    clause: str
    counted: float | None = None
    rate: float | None = None
    planned: tuple[Verdict, ...] = ()


def saving(score: float, comparator: float) -> float:
    """Return the saving of a score against a comparator, both in the same unit.

    Reference: RED II Annex V B, C.3: (EF - E) / EF.

    Examples
    --------
    >>> round(saving(28.2, 94.0), 3)
    0.7
    """
    return (comparator - score) / comparator


def credited_emissions(
    score: float, rate: CreditRate, waste_classes: Collection[str] = ()
) -> float:
    """Return the emissions a text pays by: rounded to the nearest multiple, then not below a floor.

    Half a multiple is rounded up. The floor does not hold for a product all of whose feedstock is
    of the class the text excepts.

    Parameters
    ----------
    score
        In the unit of the comparator.
    waste_classes
        Class of every feedstock of the route; of one without a class, the empty text.
    """
    counted = score
    if rate.rounded_to is not None:
        counted = math.floor(score / rate.rounded_to + 0.5) * rate.rounded_to
    excepted = rate.floor_except_waste_class is not None and set(waste_classes) == {
        rate.floor_except_waste_class
    }
    if rate.floor is not None and not excepted:
        counted = max(counted, rate.floor)
    return counted


def verdict(
    document: GuidelineDocument,
    comparison: str,
    score: float,
    unit: str,
    date: str | None = None,
    plant_start: str | None = None,
    *,
    carrier: Carrier = "fuel",
    waste_classes: Collection[str] = (),
) -> Verdict | None:
    """Hold a score against the guideline's comparator.

    Parameters
    ----------
    comparison
        What the product is compared as (fuel, material ...).
    score, unit
        Result in the guideline's unit.
    date
        Date of the rules, YYYY-MM-DD; None: the day on which the guideline was checked.
    plant_start
        Date the plant started, YYYY-MM-DD; None: the threshold of the latest period.
    carrier
        Whether the product is a fuel, or heat or electricity made from it.
    waste_classes
        Class of every feedstock, for rates that treat some apart.

    Returns
    -------
    Verdict or None
        None if the guideline holds such products against nothing on that date.
    """
    if comparison not in document.applies_to:
        return None
    day = date or document.checked_on
    fitting = [
        c
        for c in document.comparators
        if comparison in c.applies_to and c.unit == unit and c.carrier == carrier
    ]
    in_force = [c for c in fitting if not c.planned and _covers(c.in_force, day)]
    if not in_force:
        return None
    planned = tuple(
        _held_against(c, score, plant_start, waste_classes, ()) for c in fitting if c.planned
    )
    return _held_against(in_force[-1], score, plant_start, waste_classes, planned)


def route_verdict(
    document: GuidelineDocument,
    inventory: Inventory,
    score: float,
    unit: str,
    date: str | None = None,
    plant_start: str | None = None,
) -> Verdict | None:
    """Hold the score of a route against the guideline's comparator, as `verdict` does.

    What the product is (a fuel, heat or electricity) and what the feedstock is are the route's
    own words. A baseline is what others are held against; it has no verdict.
    """
    if inventory.route.kind != "bio":
        return None
    fed = [i.feedstock for a in inventory.activities for i in a.inputs if i.feedstock is not None]
    return verdict(
        document,
        inventory.route.functional_unit.comparison,
        score,
        unit,
        date,
        plant_start,
        carrier=inventory.flows[inventory.product_flow].energy or "fuel",
        waste_classes=[feedstock.waste_class or "" for feedstock in fed],
    )


def _held_against(
    comparator: Comparator,
    score: float,
    plant_start: str | None,
    waste_classes: Collection[str],
    planned: tuple[Verdict, ...],
) -> Verdict:
    saved = saving(score, comparator.value)
    threshold = _threshold(comparator, plant_start)
    margin = saved - threshold.saving if threshold else None
    met = margin >= 0 if margin is not None else None
    counted = rate = None
    if comparator.credit_rate is not None:
        counted = credited_emissions(score, comparator.credit_rate, waste_classes)
        rate = max(saving(counted, comparator.value), 0.0)
        met = counted <= comparator.value if met is None else met
    cited = threshold or comparator.credit_rate or comparator
    return Verdict(
        comparator=comparator.id,
        title=comparator.title,
        comparator_value=comparator.value,
        unit=comparator.unit,
        saving=saved,
        threshold=threshold.saving if threshold else None,
        margin=margin,
        met=met,
        plant_start=plant_start,
        evidence=cited.evidence,
        clause=cited.clause,
        counted=counted,
        rate=rate,
        planned=planned,
    )


def _threshold(comparator: Comparator, plant_start: str | None) -> Threshold | None:
    found = [t for t in comparator.thresholds if _covers(t.plant_start, plant_start)]
    return found[-1] if found else None


def _covers(period: Period, date: str | None) -> bool:
    if date is None:
        return True
    return (period.from_ or date) <= date <= (period.to or date)
