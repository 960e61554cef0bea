"""A guideline in text: its page, and two guidelines side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from api.results.guidelines import (
    ComparatorLine,
    DefaultValueLine,
    DifferenceLine,
    GuidelineCheck,
    GuidelineDifference,
    GuidelinePage,
    GuidelineProblem,
    GuidelineSide,
    PeriodDocument,
    RequirementLine,
    ResultLine,
    RuleLine,
    ScopeLine,
    TermLine,
    ThresholdLine,
)
from api.results.lists import EvidenceCount
from methods.default_values import default_value, default_values
from methods.differences import differences
from methods.documents import Comparator, Period, ResultUnit, Scope
from methods.guideline import (
    GUIDELINES_FOLDER,
    Guideline,
    checked_date,
    guideline_ids,
    load_guideline,
)
from methods.guideline_check import check_guidelines
from methods.proposals import PROPOSALS_FOLDER, load_proposal, proposal_ids
from methods.requirements import requirement_kinds
from methods.rulebook import Choice, Rules
from methods.vocabulary import axes
from methods.wording import alternative_text, choice_text

DAY_MARK = "@"
"""`ID@YYYY-MM-DD` names a guideline on a day."""


def named(reference: str, date: str | None = None) -> tuple[Guideline, str]:
    """Return the guideline and the day that ``ID`` or ``ID@YYYY-MM-DD`` names.

    Raises
    ------
    GuidelineUnknownError, DateInvalidError
    """
    name, _, day = reference.partition(DAY_MARK)
    guideline = load_guideline(name)
    chosen = day if DAY_MARK in reference else date
    return guideline, checked_date(chosen) if chosen is not None else guideline.document.checked_on


def guideline_page(reference: str, date: str | None = None) -> GuidelinePage:
    """Return the page of a guideline.

    Parameters
    ----------
    reference
        Id, or ``ID@YYYY-MM-DD``.
    date
        Day of the rules where the reference names none; None: the day they were checked.

    Raises
    ------
    GuidelineUnknownError, DateInvalidError, RuleDateError
    """
    guideline, day = named(reference, date)
    document, rules = guideline.document, guideline.rules_on(day)
    return GuidelinePage(
        id=document.id,
        title=document.title,
        body=document.body,
        edition=document.edition,
        level=document.level,
        status=document.status,
        in_force=_period(document.in_force),
        day=day,
        applies_to=document.applies_to,
        scope=_scope(document.scope),
        extends=document.extends,
        results=tuple(_result(r) for r in document.results),
        comparators=tuple(_comparator(c) for c in document.comparators),
        terms=tuple(TermLine(id=t.id, title=t.title, sign=t.sign) for t in document.terms),
        evidence=EvidenceCount(**rules.evidence_counts()),
        rules=tuple(_rule(rules, name) for name in axes()),
        defaults=tuple(_defaults(guideline, day)),
        notes=document.notes,
    )


def guideline_difference(left: str, right: str, date: str | None = None) -> GuidelineDifference:
    """Return where two guidelines differ, or one guideline on two days.

    Raises
    ------
    GuidelineUnknownError, DateInvalidError, RuleDateError
    """
    (one, one_day), (other, other_day) = named(left, date), named(right, date)
    one_rules, other_rules = one.rules_on(one_day), other.rules_on(other_day)
    found = differences(one_rules, other_rules)
    differing = {d.axis for d in found}
    return GuidelineDifference(
        left=_side(one, one_day),
        right=_side(other, other_day),
        identity=_identity(one, other),
        axes=tuple(
            DifferenceLine(
                axis=d.axis,
                title=d.title,
                kind="options" if d.same_choice else "choice",
                counts=d.counts,
                left=_rule(one_rules, d.axis),
                right=_rule(other_rules, d.axis),
            )
            for d in found
        ),
        same_axes=tuple(name for name in axes() if name not in differing),
    )


def sample_proposals() -> tuple[dict[str, object], ...]:
    """Return the proposals that come with hakari, as documents."""
    return tuple(
        load_proposal(PROPOSALS_FOLDER / f"{name}.yaml").document.model_dump(
            mode="json", by_alias=True, exclude_none=True
        )
        for name in proposal_ids()
    )


def checked_guidelines(folder: Path | None = None) -> GuidelineCheck:
    """Check every guideline file of a folder (None: those of hakari).

    The folder holds one folder for each guideline, as `methods/guidelines` does.
    """
    home = folder or GUIDELINES_FOLDER
    problems = check_guidelines(home)
    return GuidelineCheck(
        ok=not problems,
        guidelines=guideline_ids(home),
        problems=tuple(GuidelineProblem(file=p.file, finding=p.finding) for p in problems),
    )


def _defaults(guideline: Guideline, day: str) -> Iterator[DefaultValueLine]:
    """Give every value the guideline prints for a pathway, as in force on a day."""
    for name in default_values(guideline.id):
        found = default_value(guideline.document, name, day)
        for result in found.results:
            yield DefaultValueLine(
                pathway=found.pathway,
                title=found.title,
                variant=result.variant,
                terms=dict(result.terms),
                total=result.total,
                unit=result.unit,
                clause=result.clause,
                evidence=result.evidence,
            )


def _identity(one: Guideline, other: Guideline) -> tuple[str, ...]:
    """Return the names of the parts of the identity that are not the same."""
    parts = ("edition", "in_force", "applies_to", "scope", "results", "comparators", "terms")
    return tuple(
        part for part in parts if getattr(one.document, part) != getattr(other.document, part)
    )


def _side(guideline: Guideline, day: str) -> GuidelineSide:
    document = guideline.document
    return GuidelineSide(
        id=document.id,
        title=document.title,
        edition=document.edition,
        in_force=_period(document.in_force),
        day=day,
    )


def _scope(scope: Scope | None) -> tuple[ScopeLine, ...]:
    if scope is None:
        return ()
    asked: dict[Literal["carbon", "cas", "uses", "places"], tuple[str, ...]] = {
        "carbon": scope.carbon,
        "cas": scope.cas,
        "uses": scope.uses,
        "places": scope.places,
    }
    return tuple(
        ScopeLine(kind=kind, values=values, clause=scope.clause, evidence=scope.evidence)
        for kind, values in asked.items()
        if values
    )


def _period(period: Period) -> PeriodDocument:
    return PeriodDocument(from_day=period.from_, to_day=period.to)


def _result(result: ResultUnit) -> ResultLine:
    return ResultLine(
        comparison=result.comparison,
        unit=f"{result.mass} CO2e/{result.per}",
        for_comparison=result.for_comparison,
    )


def _comparator(comparator: Comparator) -> ComparatorLine:
    return ComparatorLine(
        id=comparator.id,
        title=comparator.title,
        applies_to=comparator.applies_to,
        carrier=comparator.carrier,
        value=comparator.value,
        unit=comparator.unit,
        in_force=_period(comparator.in_force),
        planned=comparator.planned,
        clause=comparator.clause,
        evidence=comparator.evidence,
        pays_by_emissions=comparator.credit_rate is not None,
        thresholds=tuple(
            ThresholdLine(
                plant_start=_period(t.plant_start),
                saving=t.saving,
                clause=t.clause,
                evidence=t.evidence,
            )
            for t in comparator.thresholds
        ),
    )


def _rule(rules: Rules, axis: str) -> RuleLine:
    choice = rules[axis]
    return RuleLine(
        axis=axis,
        title=axes()[axis].title,
        choice=choice.choice,
        text=choice_text(choice),
        permitted=tuple(alternative_text(axis, other) for other in choice.permitted),
        strength=choice.strength,
        clause=choice.clause,
        paraphrase=choice.paraphrase,
        reference=choice.reference,
        evidence=choice.evidence,
        is_default=choice.is_default,
        counts=rules.acts(axis),
        requirements=_requirements(choice),
    )


def _requirements(choice: Choice) -> tuple[RequirementLine, ...]:
    kinds = requirement_kinds()
    return tuple(
        RequirementLine(
            check=r.check,
            title=kinds[r.check].title,
            limit=r.limit,
            strength=r.strength,
            clause=r.clause,
            evidence=r.evidence,
        )
        for r in choice.requirements
    )
