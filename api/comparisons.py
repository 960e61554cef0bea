"""Comparisons: the matrix and whatever else was asked for, in one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from api.comparison_limits import MAX_POSTED, MAX_SAMPLED
from api.errors import ComparisonTooLargeError
from api.evaluation import Evaluator
from api.explaining import envelopes, explained, tried
from api.matrix import matrix
from api.references import Reference
from api.results.comparing import ComparisonDocument, ComparisonRequest
from api.robustness import robust
from api.scorers import Scorers
from api.settling import settled
from methods.errors import RuleDateError
from methods.guideline import Guideline, checked_date, load_guideline
from methods.proposals import Proposal, check_proposal


def compared(
    evaluator: Evaluator,
    references: Sequence[Reference],
    asked: ComparisonRequest,
    proposal: Proposal | None = None,
) -> ComparisonDocument:
    """Compare checked routes under guidelines (none named: all).

    Parameters
    ----------
    proposal
        One that was read from a file, instead of the document in `asked`.

    Raises
    ------
    GuidelineUnknownError, DateInvalidError, ProposalInvalidError, ComparisonTooLargeError
    RuleDateError
        If more than the matrix is asked for and no guideline was in force on the day. One that
        was not is left out of all but the matrix, which says so.
    """
    if asked.date is not None:
        checked_date(asked.date)
    references = _told_apart(references)
    _refuse_too_large(references, asked)
    names = dict.fromkeys(asked.guidelines or tuple(evaluator.guidelines_in_use))
    guidelines = [load_guideline(name) for name in names]
    beyond = asked.envelope or asked.settle or asked.robustness is not None
    acting = _acting(guidelines, asked.date) if beyond else []
    if asked.proposal is not None:
        proposal = check_proposal(asked.proposal, asked.date)
    scorers = Scorers(evaluator)
    explanations, missing = (
        explained(scorers, references, asked.explain.from_, asked.explain.to, asked.date)
        if asked.explain
        else ((), ())
    )
    return ComparisonDocument(
        matrix=matrix(evaluator, references, guidelines, asked.date),
        explain=explanations[0] if explanations else None,
        explanations=explanations,
        not_explained=missing,
        proposal=tried(scorers, proposal, references) if proposal else None,
        envelopes=envelopes(scorers, references, acting, asked.date) if asked.envelope else (),
        settle=settled(scorers, references, acting, asked.date) if asked.settle else None,
        robustness=tuple(
            robust(scorers, reference, acting, asked.date, asked.robustness)
            for reference in references
        )
        if asked.robustness
        else (),
    )


def _told_apart(references: Sequence[Reference]) -> list[Reference]:
    """Return each reference once; a second one of the same id is called ``id (2)``."""
    times: Counter[str] = Counter()
    found = []
    for reference in {id(r): r for r in references}.values():
        times[reference.id] += 1
        count = times[reference.id]
        found.append(
            reference if count == 1 else replace(reference, id=f"{reference.id} ({count})")
        )
    return found


def _refuse_too_large(references: Sequence[Reference], asked: ComparisonRequest) -> None:
    """Bound the work: documents may have two hundred activities each, samples are a thousand."""
    posted = _activities(references[len(references) - len(asked.routes) :])
    if posted > MAX_POSTED:
        raise ComparisonTooLargeError(posted, 1, MAX_POSTED)
    if asked.robustness is None:
        return
    count, samples = _activities(references), asked.robustness.samples
    if count * samples > MAX_SAMPLED:
        raise ComparisonTooLargeError(count, samples, MAX_SAMPLED)


def _activities(references: Sequence[Reference]) -> int:
    return sum(
        len(route.activities)
        for reference in references
        for route in (reference.route, reference.baseline)
        if route is not None
    )


def _acting(guidelines: Sequence[Guideline], date: str | None) -> list[Guideline]:
    """Return the guidelines with rules in force on a day."""
    found, missing = [], []
    for guideline in guidelines:
        try:
            guideline.rules_on(date)
        except RuleDateError as error:
            missing.append(error)
        else:
            found.append(guideline)
    if not found:
        raise missing[0]
    return found
