"""What to settle first, case by case and over the library."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from api.explaining import UNIT
from api.references import Reference
from api.results.settling import Settle, SettleAxis, SettleCase, SettleChoice
from api.scorers import Scorers
from inventories.errors import HakariError
from methods.guideline import Guideline
from methods.rulebook import Rules
from methods.settle import AxisSpread, Spread, over_library, spread
from methods.vocabulary import axes
from methods.wording import choice_text


def settled(
    scorers: Scorers,
    references: Sequence[Reference],
    guidelines: Sequence[Guideline],
    date: str | None,
) -> Settle:
    """Split the spread over the guidelines on every route, and over all of them together.

    Between routes the spread is held against the mean size of the baseline's score (of the
    route's own, if it has no baseline).
    """
    texts = {guideline.id: guideline.rules_on(date) for guideline in guidelines}
    found = [
        (
            reference.id,
            spread(scorers.of(reference.route), texts, _scale(scorers, reference, texts)),
        )
        for reference in references
    ]
    return Settle(
        cases=tuple(_case(case, part) for case, part in found),
        library=tuple(_axis(axis) for axis in over_library([part for _, part in found])),
    )


def _scale(scorers: Scorers, reference: Reference, texts: dict[str, Rules]) -> float:
    scorer = scorers.of(reference.baseline or reference.route)
    scores = [scorer.found(scorer.reach(rules)) for rules in texts.values()]
    sizes = [abs(float(s)) for s in scores if not isinstance(s, HakariError)]
    return float(np.mean(sizes)) if any(sizes) else 1.0


def _case(case: str, found: Spread) -> SettleCase:
    return SettleCase(
        case=case,
        unit=UNIT,
        mean=found.mean,
        standard_deviation=found.variance**0.5,
        combinations=found.combinations,
        axes=tuple(_axis(axis) for axis in found.axes),
        without_effect=found.idle,
        held=found.held,
    )


def _axis(found: AxisSpread) -> SettleAxis:
    return SettleAxis(
        axis=found.axis,
        title=axes()[found.axis].title,
        alone=found.alone,
        total=found.total,
        choices=tuple(
            SettleChoice(
                texts=tuple(dict.fromkeys(choice_text(c) for c in kind.choices)),
                guidelines=kind.guidelines,
                mean=kind.mean,
            )
            for kind in found.classes
        ),
    )
