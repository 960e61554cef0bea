"""What the case page shows beyond the results themselves: top providers, unverified numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.weighed import WeighedCase, Weighing
from api.results import AssessmentResult, Contribution, DefaultValue, RequirementResult
from inventories.document import Localised
from inventories.document.base import Source
from methods.vocabulary import axes

TOP_PROVIDERS = 8
_WORK_FIRST = ("not_met", "cannot_tell", "met")
_SAFE_LINKS = ("https://", "http://")


@dataclass(frozen=True)
class StageRow:
    """Burden of one stage, route and baseline for the same function; None: it has no such stage."""

    title: str
    route: float | None
    baseline: float | None


@dataclass(frozen=True)
class ProviderRow:
    """A provider's part of the score and its share of it; `title` None: all others together."""

    title: str | None
    value: float
    share: float | None


@dataclass(frozen=True)
class DoubtfulNumber:
    """A number of a document graded `unverified`."""

    role: str
    pointer: str
    title: str | None
    amount: str
    reason: str


@dataclass(frozen=True)
class SourceRow:
    """A source of the route or its baseline; `link` only if it is a web address."""

    id: str
    entry: Source
    link: str | None
    roles: tuple[str, ...]


def stage_rows(weighing: Weighing, language: str) -> list[StageRow]:
    """Return the burden by life-cycle stage, in the order of the route, then of the baseline."""
    bio = _stages(weighing.bio)
    scale = weighing.baseline_scale
    baseline = _stages(weighing.baseline) if scale is not None else {}
    rows = []
    for stage in dict.fromkeys((*bio, *baseline)):
        found = bio.get(stage) or baseline[stage]
        rows.append(
            StageRow(
                title=found.title.in_language(language),
                route=bio[stage].value if stage in bio else None,
                baseline=baseline[stage].value * scale
                if stage in baseline and scale is not None
                else None,
            )
        )
    return rows


def provider_rows(result: AssessmentResult, language: str) -> list[ProviderRow]:
    """Return the largest providers by size, the rest in one row; they add up to the score."""
    parts = sorted(
        (c for c in result.contributions if c.provider is not None), key=lambda c: -abs(c.value)
    )
    top, rest = parts[:TOP_PROVIDERS], [c.value for c in parts[TOP_PROVIDERS:]]
    rows = [
        ProviderRow(c.title.in_language(language), c.value, _share(c.value, result.score))
        for c in top
        if c.value != 0
    ]
    if any(rest):
        other = math.fsum(rest)
        rows.append(ProviderRow(None, other, _share(other, result.score)))
    return rows


def requirement_rows(result: AssessmentResult) -> list[RequirementResult]:
    """Return the requirements of the guideline, those that need work first."""
    return sorted(result.requirements, key=lambda r: _WORK_FIRST.index(r.status))


def printed_terms(found: DefaultValue) -> tuple[str, ...]:
    """Return the terms for which a guideline prints a value for a pathway."""
    return tuple(dict.fromkeys(term for variant in found.variants for term in variant.terms))


def axis_titles(names: Sequence[str]) -> list[Localised]:
    """Return the titles of rule axes."""
    return [axes()[name].title for name in names]


def doubtful_numbers(case: WeighedCase, language: str) -> list[DoubtfulNumber]:
    """Return every number graded `unverified` in the route and its baseline, with its place."""
    return [
        DoubtfulNumber(role, pointer, _title(node, language), _amount(node), _reason(node))
        for role in ("route", "baseline")
        for pointer, node in _unverified(case.documents.get(role), "")
    ]


def source_rows(case: WeighedCase) -> list[SourceRow]:
    """Return the sources of both documents, each once."""
    found: dict[str, SourceRow] = {}
    for role in ("route", "baseline"):
        for source_id, plain in ((case.documents.get(role) or {}).get("sources") or {}).items():
            entry = Source.model_validate(plain)
            url = entry.url or ""
            link = url if url.lower().startswith(_SAFE_LINKS) else None
            known = found.get(source_id)
            if known is not None and known.entry == entry:
                found[source_id] = SourceRow(source_id, entry, link, (*known.roles, role))
            else:  # the same id with another text is another source
                key = source_id if known is None else f"{source_id} ({role})"
                found[key] = SourceRow(key, entry, link, (role,))
    return list(found.values())


def _stages(result: AssessmentResult | None) -> dict[str, Contribution]:
    parts = result.contributions if result else ()
    return {c.stage: c for c in parts if c.stage is not None}


def _share(value: float, total: float) -> float | None:
    return value / total if total else None


def _unverified(node: Any, pointer: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    items: Sequence[tuple[Any, Any]] = ()
    if isinstance(node, Mapping):
        if node.get("grade") == "unverified":
            yield pointer, node
        items = tuple(node.items())
    elif isinstance(node, list):
        items = tuple(enumerate(node))
    for key, child in items:
        yield from _unverified(child, f"{pointer}/{key}")


def _title(node: Mapping[str, Any], language: str) -> str | None:
    title = node.get("title")
    return str(title.get(language)) if isinstance(title, Mapping) else None


_AMOUNT_KEYS = ("value", "amount", "content", "share", "rate", "positions", "unit", "currency")


def _amount(node: Mapping[str, Any]) -> str:
    shown = (node.get(key) for key in _AMOUNT_KEYS)
    return " ".join(
        f"{x:,g}" if isinstance(x, float) else str(x)
        for x in shown
        if isinstance(x, str | int | float)
    )


def _reason(node: Mapping[str, Any]) -> str:
    return str(node.get("reason") or node.get("at") or "")
