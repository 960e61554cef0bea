"""Why numbers differ and what would change them: gaps, envelopes, what to settle, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from api.guideline_pages import named
from api.matrix import applied, cell_verdict
from api.problems import is_limit_of_rules, reason_of
from api.references import Reference
from api.results.explaining import (
    AxisPart,
    Envelope,
    EnvelopeAxis,
    EnvelopeEnd,
    ExplainedGap,
    InteractionPart,
    NotExplained,
    ProposalChange,
    ProposalResult,
)
from api.scorers import Scorers
from inventories.document import Route
from inventories.errors import HakariError
from methods import attribution
from methods.differences import same
from methods.envelope import EnvelopeEnd as EnvelopeEndFound
from methods.envelope import envelope
from methods.guideline import Guideline
from methods.proposals import Proposal
from methods.rulebook import Choice
from methods.vocabulary import axes
from methods.wording import alternative_text, choice_text

UNIT = "kg CO2e/FU"
"""Per functional unit of the document: the same quantity under every guideline."""

Role = Literal["bio", "baseline"]
ROLES: tuple[Role, ...] = ("bio", "baseline")


def explained(
    scorers: Scorers, references: Sequence[Reference], one: str, other: str, date: str | None
) -> tuple[tuple[ExplainedGap, ...], tuple[NotExplained, ...]]:
    """Split the gap between two guidelines on every route, and say where it cannot be done.

    Parameters
    ----------
    one, other
        Ids, or ``id@YYYY-MM-DD``.
    date
        Day of the rules where a guideline names none of its own.
    """
    sides = []
    for name in (one, other):
        guideline, day = named(name, date)
        sides.append(guideline.rules_on(day))
    found: list[ExplainedGap] = []
    missing: list[NotExplained] = []
    for reference in references:
        try:
            gap = attribution.explain(scorers.of(reference.route), *sides)
        except HakariError as error:
            if not is_limit_of_rules(error):
                raise
            missing.append(NotExplained(case=reference.id, reason=reason_of(error)))
            continue
        found.append(_gap(reference.id, "bio", one, other, gap))
    return tuple(found), tuple(missing)


def tried(scorers: Scorers, proposal: Proposal, references: Sequence[Reference]) -> ProposalResult:
    """Try a proposal on every route and its baseline."""
    changed = [a for a in axes() if not same(proposal.before[a], proposal.after[a])]
    document = proposal.document
    return ProposalResult(
        id=document.id,
        title=document.title,
        over=document.over,
        status=document.status,
        rules=tuple(
            axis_part(axis, proposal.before[axis], proposal.after[axis], 0.0, acts=False)
            for axis in changed
        ),
        changes=tuple(
            _change(scorers, proposal, reference.id, role, route)
            for reference in references
            for role, route in zip(ROLES, (reference.route, reference.baseline), strict=True)
            if route is not None
        ),
    )


def axis_part(axis: str, left: Choice, right: Choice, value: float, *, acts: bool) -> AxisPart:
    """Return an axis of a gap with both choices in words."""
    return AxisPart(
        axis=axis,
        title=axes()[axis].title,
        from_=left.choice,
        to=right.choice,
        from_choice=choice_text(left),
        to_choice=choice_text(right),
        value=value,
        acts=acts,
    )


def _parts(gap: attribution.ExplainedGap) -> tuple[AxisPart, ...]:
    return tuple(
        axis_part(p.axis, p.from_choice, p.to_choice, p.value, acts=p.acts) for p in gap.axes
    )


def _gap(
    case: str, role: Role, one: str, other: str, gap: attribution.ExplainedGap
) -> ExplainedGap:
    return ExplainedGap(
        case=case,
        role=role,
        from_=one,
        to=other,
        unit=UNIT,
        from_score=gap.from_score,
        to_score=gap.to_score,
        total=gap.total,
        axes=_parts(gap),
        interactions=tuple(
            InteractionPart(axes=pair.axes, value=pair.value) for pair in gap.interactions
        ),
        grouped=gap.grouped.axes if gap.grouped else (),
        grouped_value=gap.grouped.value if gap.grouped else 0.0,
        combinations=gap.combinations,
    )


def _change(
    scorers: Scorers, proposal: Proposal, case: str, role: Role, route: Route
) -> ProposalChange:
    before, no_before = applied(scorers.evaluator, route, proposal.guideline, rules=proposal.before)
    after, no_after = applied(scorers.evaluator, route, proposal.guideline, rules=proposal.after)
    parts: tuple[AxisPart, ...] = ()
    note = no_before or no_after
    if before and after:
        try:
            parts = _parts(attribution.explain(scorers.of(route), proposal.before, proposal.after))
        except HakariError as error:
            if not is_limit_of_rules(error):
                raise
            note = reason_of(error)
    one, other = (
        found.score_kgco2e_per_functional_unit if found else None for found in (before, after)
    )
    return ProposalChange(
        case=case,
        role=role,
        unit=UNIT,
        before=one,
        after=other,
        change=other - one if one is not None and other is not None else None,
        own_unit=before.unit if before else after.unit if after else "",
        own_before=before.score if before else None,
        own_after=after.score if after else None,
        axes=parts,
        verdict_before=cell_verdict(before.verdict) if before else None,
        verdict_after=cell_verdict(after.verdict) if after else None,
        note=note,
    )


def envelopes(
    scorers: Scorers,
    references: Sequence[Reference],
    guidelines: Sequence[Guideline],
    date: str | None,
) -> tuple[Envelope, ...]:
    """Return the freedom each guideline leaves on each route; where none can be computed, none."""
    found = []
    for reference in references:
        for guideline in guidelines:
            rules = guideline.rules_on(date)
            try:
                wide = envelope(scorers.of(reference.route), rules)
            except HakariError as error:
                if not is_limit_of_rules(error):
                    raise
                continue
            found.append(
                Envelope(
                    case=reference.id,
                    guideline=guideline.id,
                    unit=UNIT,
                    score=wide.score,
                    low=_end(wide.low),
                    high=_end(wide.high),
                    axes=tuple(
                        EnvelopeAxis(
                            axis=a.axis, title=axes()[a.axis].title, low=a.low, high=a.high
                        )
                        for a in wide.axes
                    ),
                    combinations=wide.combinations,
                    not_computable=wide.not_computable,
                    complete=wide.complete,
                )
            )
    return tuple(found)


def _end(end: EnvelopeEndFound) -> EnvelopeEnd:
    return EnvelopeEnd(
        score=end.score,
        choices={axis: alternative_text(axis, taken) for axis, taken in end.choices.items()},
    )
