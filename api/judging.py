"""What a guideline itself says of a result, as shown: verdict, default values, requirements."""

from __future__ import annotations

from api.results.carbon import (
    DefaultValue,
    DefaultVariant,
    HeldAgainst,
    RequirementResult,
    TermValue,
    Verdict,
)
from api.texts import title_of
from inventories.document import Localised
from methods import default_values, requirements, terms
from methods import verdict as verdicts

_GROUP = "verdicts"
_NO_POINTS = 0.05
"""Percentage points below which one decimal would show none; two digits are shown then."""


def verdict(found: verdicts.Verdict) -> Verdict:
    """Return a guideline's own verdict with its sentence, and those of planned comparators."""
    return Verdict(
        **vars(_held_against(found)),
        planned=tuple(_held_against(other) for other in found.planned),
    )


def term_value(found: terms.TermValue) -> TermValue:
    """Return a term of the guideline's formula."""
    return TermValue(id=found.id, title=found.title, value=found.value, sign=found.sign)


def default_value(found: default_values.DefaultValue) -> DefaultValue:
    """Return what the guideline prints for the pathway of a route."""
    return DefaultValue(
        pathway=found.pathway,
        title=found.title,
        variants=tuple(
            DefaultVariant(
                variant=result.variant,
                terms=dict(result.terms),
                total=result.total,
                missing=result.missing,
                unit=result.unit,
                verdict=verdict(result.verdict) if result.verdict else None,
                clause=result.clause,
                evidence=result.evidence,
            )
            for result in found.results
        ),
    )


def requirement(found: requirements.RequirementResult) -> RequirementResult:
    """Return a requirement and what became of it."""
    return RequirementResult(
        check=found.check,
        axis=found.axis,
        title=found.title,
        looks_at=found.looks_at,
        status=found.status,
        text=found.text,
        limit=found.limit,
        strength=found.strength,
        clause=found.clause,
        reference=found.reference,
        evidence=found.evidence,
    )


def _held_against(found: verdicts.Verdict) -> HeldAgainst:
    return HeldAgainst(
        passed=found.met,
        title=found.title,
        comparator=found.comparator_value,
        unit=found.unit,
        saving=found.saving,
        threshold=found.threshold,
        margin=found.margin,
        plant_start=found.plant_start,
        counted=found.counted,
        rate=found.rate,
        clause=found.clause,
        evidence=found.evidence,
        text=Localised(en=_sentence(found, "en"), ja=_sentence(found, "ja")),
    )


def _sentence(found: verdicts.Verdict, language: str) -> str:
    """Say in words what is saved and whether it is enough, or what is paid for it."""

    def text(key: str, **values: str) -> str:
        return title_of(_GROUP, key).in_language(language).format(**values)

    named = {
        "title": found.title.in_language(language),
        "comparator": f"{found.comparator_value:g}",
        "unit": found.unit,
    }
    if found.saving < 0:
        held = text("exceeds", excess=points(-found.saving), **named)
    else:
        held = text("saves", saving=points(found.saving), **named)
    asked_text = paid_text = ""
    if found.threshold is not None and found.margin is not None:
        started = {"plant_start": found.plant_start} if found.plant_start else {}
        key = "asked_started" if started else "asked"
        asked = text(key, threshold=f"{100 * found.threshold:g}", **started)
        key = "passed" if found.margin >= 0 else "failed"
        asked_text = text(key, held=held, asked=asked, margin=points(abs(found.margin)))
    if found.rate is not None and found.counted is not None:
        key = "paid" if found.rate > 0 else "unpaid_met" if found.met else "unpaid"
        paid_text = text(
            key, rate=f"{100 * found.rate:.4g}", counted=f"{found.counted:.4g}", **named
        )
    if asked_text and paid_text:
        return text("both", asked_text=asked_text, paid_text=paid_text)
    return asked_text or paid_text or text("none", held=held)


def points(share: float) -> str:
    """Return a share in percentage points with one decimal; more, where that would show none.

    Examples
    --------
    >>> points(0.4984), points(0.0002), points(0.0)
    ('49.8', '0.02', '0.0')
    """
    value = 100 * share
    return f"{value:.2g}" if 0 < value < _NO_POINTS else f"{value:.1f}"
