"""A score by the terms of the guideline's own formula (eec, ep, etd ...)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inventories.document import Localised
from lca.solve import Solution
from methods.documents import Term
from methods.lines import Draft, Line

OTHER = Term(
    id="other",
    title=Localised(en="Not named by any term", ja="どの項にも属さない分"),
)
"""Gathers what no term of a guideline names, so that the terms always make up the score."""


@dataclass(frozen=True)
class TermValue:
    """A term in the unit of the result; the score is the sum of ``sign * value`` over the terms."""

    id: str
    title: Localised
    value: float
    sign: Literal[1, -1]


def line_scores(draft: Draft, solution: Solution) -> tuple[tuple[Line, float], ...]:
    """Return what every line of a draft adds to the first total, kg CO2e for the whole demand.

    A line's part is the supply of its column times its amount times the score of its provider, or
    the factor of its flow; the parts sum to the score.
    """
    system = solution.system
    runs = {c.id: float(x) for c, x in zip(system.columns, solution.supply, strict=True)}
    provider = dict(zip(system.providers, solution.provider_scores[0].tolist(), strict=True))
    flow = dict(zip(system.flows, solution.direct_factors[0].tolist(), strict=True))
    factors = {"background": provider, "elementary": flow}
    return tuple(
        (line, runs[line.activity] * float(np.mean(line.amount)) * factors[line.kind][line.key])
        for line in draft.lines
        if line.kind in factors
    )


def score_of_axes(parts: Sequence[tuple[Line, float]], axes: Collection[str]) -> float:
    """Return the sum of the parts whose line one of some axes added or changed."""
    return sum(value for line, value in parts if line.because in axes)


def term_values(
    terms: Sequence[Term], draft: Draft, parts: Sequence[tuple[Line, float]], scale: float
) -> tuple[TermValue, ...]:
    """Gather the parts of a score by the terms of a guideline.

    A line belongs to the first term that names the axis which added it, else to the first that
    names the stage of its activity. What no term names goes to a last term of its own, which is
    left out where it is empty.

    Parameters
    ----------
    parts
        What `line_scores` returns.
    scale
        Unit of the result in one kg CO2e of the whole demand.
    """
    if not terms:
        return ()
    stages = {column.id: column.stage for column in draft.columns}
    gathered: dict[str, float] = {term.id: 0.0 for term in terms}
    left_over: list[float] = []
    for line, value in parts:
        term = _term_of(line, stages[line.activity], terms)
        if term is None:
            left_over.append(value)
        else:
            gathered[term.id] += value
    found = [
        TermValue(term.id, term.title, term.sign * gathered[term.id] * scale + 0.0, term.sign)
        for term in terms
    ]
    if any(left_over):
        rest = sum(left_over) * scale
        found.append(TermValue(OTHER.id, OTHER.title, rest, OTHER.sign))
    return tuple(found)


def _term_of(line: Line, stage: str, terms: Sequence[Term]) -> Term | None:
    by_axis = (term for term in terms if line.because and line.because in term.axes)
    by_stage = (term for term in terms if stage in term.stages)
    return next(by_axis, None) or next(by_stage, None)
