"""From results of the calculation rooms to the shapes people and machines see. No arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable

from api import judging
from api.results import (
    AllocationApplied,
    AssessmentResult,
    CarriedCarbon,
    Contribution,
    Coverage,
    EvidenceCount,
    FactorEvidence,
    FunctionalUnitText,
    IndicatorScore,
    Message,
    RouteReference,
    RuleApplied,
    Total,
)
from api.texts import title_of
from inventories.document import Localised, Route
from lca.background import Background
from lca.contributions import Contribution as Part
from methods.assess import Assessment
from methods.vocabulary import axes
from parity.notes import Note


def route_reference(route: Route) -> RouteReference:
    """Return which route this is."""
    return RouteReference(id=route.id, kind=route.kind, title=route.title)


def functional_unit(route: Route) -> FunctionalUnitText:
    """Return the functional unit in words and numbers."""
    unit = route.functional_unit
    return FunctionalUnitText(
        amount=unit.amount,
        unit=unit.unit,
        flow=unit.flow,
        comparison=unit.comparison,
        function=unit.function,
    )


def assessment_result(
    found: Assessment, background: Background, guideline_title: Localised
) -> AssessmentResult:
    """Return an assessment as shown, its receipt still empty."""
    carried = found.carried_carbon
    indicators = {i.id: i for i in background.indicators}
    return AssessmentResult(
        guideline=found.guideline,
        guideline_title=guideline_title,
        guideline_status=found.status,
        evidence=EvidenceCount(**dict(found.evidence.counts)),
        worst_evidence=found.evidence.worst,
        factors=tuple(
            FactorEvidence(name=f.name, value=f.value, evidence=f.evidence)
            for f in found.evidence.factors
            if f.evidence != "seen"
        ),
        score=found.score,
        unit=found.unit,
        score_is_for=found.functional_unit,
        for_comparison=found.for_comparison,
        totals=tuple(
            Total(id=i, title=title_of("totals", i), value=v, unit=found.total_units[i])
            for i, v in found.totals.items()
            if i not in indicators
        ),
        terms=tuple(judging.term_value(t) for t in found.terms),
        contributions=tuple(_contributions(found)),
        carried_carbon=CarriedCarbon(
            biogenic_kg_c=carried.biogenic_kg_c,
            fossil_kg_c=carried.fossil_kg_c,
            atmospheric_kg_c=carried.atmospheric_kg_c,
            burning_adds=carried.burning_adds_kgco2e,
            unit="kg CO2e",
        )
        if carried
        else None,
        coverage=Coverage(
            by_grade=found.coverage.by_grade,
            cut_off=found.coverage.cut_off,
            uncharacterised=tuple(f.key for f in found.coverage.uncharacterised),
            not_closed=found.coverage.not_closed,
        ),
        verdict=judging.verdict(found.verdict) if found.verdict else None,
        default_value=judging.default_value(found.default_value) if found.default_value else None,
        requirements=tuple(judging.requirement(r) for r in found.requirements),
        allocation=tuple(
            AllocationApplied(
                activity=activity,
                rungs=tuple(rungs),
                shares=dict(found.shares.get(activity, {})),
            )
            for activity, rungs in found.rungs.items()
        ),
        rules=tuple(
            RuleApplied(
                axis=r.axis,
                title=r.title,
                choice=r.choice,
                choice_title=axes()[r.axis].titles[r.choice],
                strength=r.strength,
                clause=r.clause,
                reference=r.reference,
                evidence=r.evidence,
                is_default=r.is_default,
                is_overlay=r.is_overlay,
                computed=axes()[r.axis].computed,
                acted=r.acted,
                text=r.paraphrase,
            )
            for r in found.rules
        ),
        acted=found.acted,
        indicators=tuple(
            IndicatorScore(
                indicator=i, title=indicators[i].title_en, value=v, unit=found.total_units[i]
            )
            for i, v in found.totals.items()
            if i in indicators
        ),
        warnings=tuple(
            Message(code=m.code, level=m.level, text=m.text, place=m.activity or None)
            for m in (*found.warnings, *found.notes)
        ),
        receipt="",
    )


def _contributions(found: Assessment) -> Iterable[Contribution]:
    parts = found.contributions
    for part in parts.by_stage:
        yield Contribution(stage=part.key, title=title_of("stages", part.key), value=part.value)
    for part in parts.by_activity:
        yield Contribution(activity=part.key, title=_title(part), value=part.value)
    for part in parts.by_provider:
        yield Contribution(provider=part.key, title=_title(part), value=part.value)
    for part in parts.by_flow:
        yield Contribution(flow=part.key, title=_title(part), value=part.value)


def _title(part: Part) -> Localised:
    return Localised(en=part.title_en, ja=part.title_ja)


def _note(found: Note) -> Message:
    return Message(code=found.code, level=found.level, text=found.message)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
