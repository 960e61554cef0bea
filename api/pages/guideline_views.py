"""What the guideline pages show beyond the page document: dated entries, default tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.guideline_pages import named
from api.results.guidelines import DefaultValueLine, GuidelinePage
from inventories.document import Localised
from methods.documents import EvidenceTag, RuleEntry
from methods.requirements import RequirementKind, requirement_kinds
from methods.vocabulary import axes
from methods.wording import option_text


@dataclass(frozen=True)
class RequirementRow:
    """Something a rule asks of the study; `limit` None if it is held against no number."""

    kind: RequirementKind
    limit: float | None
    strength: str


@dataclass(frozen=True)
class EntryRow:
    """What a guideline says on one axis in one period.

    `text` is the choice in words, None where the text is silent; `in_force`: on the day of the
    page; `dated`: the axis has entries of more than one period.
    """

    axis: str
    title: Localised
    from_day: str | None
    to_day: str | None
    in_force: bool
    dated: bool
    text: Localised | None
    permitted: tuple[Localised, ...]
    paraphrase: Localised
    strength: str
    clause: str | None
    reference: str
    evidence: EvidenceTag
    seen_in: str | None
    requirements: tuple[RequirementRow, ...]


def entry_rows(reference: str, day: str) -> list[EntryRow]:
    """Return every entry of a guideline, axis by axis, oldest first.

    Raises
    ------
    GuidelineUnknownError
    """
    guideline, _ = named(reference)
    return [
        _row(axis, entry, day, dated=len(guideline.entries[axis]) > 1)
        for axis in axes()
        for entry in guideline.entries[axis]
    ]


def default_terms(page: GuidelinePage) -> tuple[str, ...]:
    """Return the terms of a guideline's default tables, in the order printed."""
    return tuple(dict.fromkeys(term for line in page.defaults for term in line.terms))


def default_groups(page: GuidelinePage) -> Iterator[Sequence[DefaultValueLine]]:
    """Give the default values pathway by pathway."""
    for _, lines in groupby(page.defaults, key=lambda line: line.pathway):
        yield tuple(lines)


def _row(axis: str, entry: RuleEntry, day: str, *, dated: bool) -> EntryRow:
    kinds = requirement_kinds()
    return EntryRow(
        axis=axis,
        title=axes()[axis].title,
        from_day=entry.from_,
        to_day=entry.to,
        in_force=(entry.from_ or day) <= day <= (entry.to or day),
        dated=dated,
        text=option_text(axis, entry.choice, entry.options) if entry.choice else None,
        permitted=tuple(option_text(axis, p.choice, p.options) for p in entry.permitted),
        paraphrase=entry.paraphrase,
        strength=entry.strength,
        clause=entry.clause,
        reference=entry.reference,
        evidence=entry.evidence,
        seen_in=entry.seen_in,
        requirements=tuple(
            RequirementRow(kinds[r.check], r.limit, r.strength) for r in entry.requirements
        ),
    )
