"""What there is: summaries of cases, guidelines and backgrounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from api.results import (
    BackgroundSummary,
    CaseSummary,
    EvidenceCount,
    GradeCount,
    GuidelineSummary,
    IndicatorSummary,
)
from inventories.document import Localised, Route
from inventories.document.base import Provenance
from inventories.errors import CaseUnknownError
from inventories.library import Case
from lca.background import Background
from lca.indicators import Indicator
from methods.guideline import Guideline


def case_summary(case: Case) -> CaseSummary:
    """Return a case of the library as listed.

    Raises
    ------
    CaseUnknownError
        If it is a single file, which has no baseline or case file of its own.
    """
    route, baseline, about = case.route, case.baseline, case.about
    if baseline is None or about is None:
        raise CaseUnknownError(case.id)
    return CaseSummary(
        id=case.id,
        title=about.title,
        summary=about.summary,
        theme=about.theme,
        status=about.status,
        product=route.flows[route.functional_unit.flow].title,
        baseline=baseline.title,
        geography=route.geography,
        trl=route.trl,
        grades=GradeCount(**Counter(g for r in (route, baseline) for g in _grades(r))),
    )


def guideline_summary(guideline: Guideline) -> GuidelineSummary:
    """Return a guideline as listed, with the evidence of its latest rules."""
    document = guideline.document
    return GuidelineSummary(
        id=document.id,
        title=document.title,
        body=document.body,
        edition=document.edition,
        status=document.status,
        in_force_from=document.in_force.from_,
        in_force_to=document.in_force.to,
        applies_to=document.applies_to,
        evidence=EvidenceCount(**guideline.rules_on().evidence_counts()),
    )


def background_summary(background: Background) -> BackgroundSummary:
    """Return a background as listed."""
    return BackgroundSummary(
        id=background.id,
        name=str(background.metadata.get("name", "hakari-open")),
        datasets=len(background.provider_keys),
        elementary_flows=len(background.flow_keys),
        grades=GradeCount(**Counter(background.grades)),
        licence=str(background.metadata.get("licence", "")),
    )


def indicator_summary(indicator: Indicator) -> IndicatorSummary:
    """Return an LCIA indicator as listed."""
    return IndicatorSummary(
        id=indicator.id,
        title=Localised(en=indicator.title_en, ja=indicator.title_ja),
        unit=indicator.unit,
        source=indicator.source,
    )


def route_document(route: Route) -> dict[str, Any]:
    """Return a route as plain data, as it would be written."""
    plain: dict[str, Any] = route.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain


def guideline_document(guideline: Guideline) -> dict[str, Any]:
    """Return a guideline with all its dated rules as plain data."""
    return {
        **guideline.document.model_dump(mode="json", by_alias=True),
        "rules": {
            axis: [entry.model_dump(mode="json", by_alias=True) for entry in entries]
            for axis, entries in guideline.entries.items()
        },
    }


def _grades(part: object) -> Iterator[str]:
    """Grade of every number in a part of a document."""
    if isinstance(part, Provenance):
        yield part.grade
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _grades(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _grades(value)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _grades(getattr(part, name))
