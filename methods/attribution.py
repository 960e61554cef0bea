"""Explained gap: how much of the difference between two texts each of their rules makes.

Every axis on which the texts differ is switched from one side to the other in every order; an
axis's part is its mean effect over all orders (the exact Shapley value). The parts sum to the gap.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lca.shapley import interactions, shapley
from lca.system import Array
from methods.errors import ExplanationImpossibleError
from methods.factorials import ROUNDING, Factorial
from methods.rulebook import Choice, Rules
from methods.rules import PIPELINE
from methods.scoring import Scorer
from methods.states import Ruling, rulings
from methods.vocabulary import axes

MOST_SWITCHES = 12
"""Beyond 2^12 combinations the axes with the smallest effects are switched together."""

MOST_INTERACTIONS = 10
"""Pairs told, largest first."""

_COMPUTING = frozenset(axis for rule in PIPELINE for axis in (rule.axis, *rule.reads))


@dataclass(frozen=True)
class AxisPart:
    """What one axis makes of a gap, kg CO2e per functional unit.

    `acts`: its difference changes the score of this route in at least one combination; the value
    is exactly 0 where it does not.
    """

    axis: str
    from_choice: Choice
    to_choice: Choice
    value: float
    acts: bool


@dataclass(frozen=True)
class GroupPart:
    """What the axes with the smallest effects make together, kg CO2e per functional unit."""

    axes: tuple[str, ...]
    value: float


@dataclass(frozen=True)
class Interaction:
    """What two axes do together beyond what each does alone (Harsanyi dividend)."""

    axes: tuple[str, str]
    value: float


@dataclass(frozen=True)
class ExplainedGap:
    """The gap from one text to another on one route, split over the axes on which they differ.

    Attributes
    ----------
    from_score, to_score, total : kg CO2e per functional unit; total = to - from
    axes : parts, largest first; with `grouped` they sum to the total
    grouped : axes beyond the twelfth that were switched together, None if none had to be
    interactions : largest pairs, of axes with a part of their own
    combinations : number of mixes of the two texts that were computed
    """

    from_score: float
    to_score: float
    total: float
    axes: tuple[AxisPart, ...]
    grouped: GroupPart | None
    interactions: tuple[Interaction, ...]
    combinations: int


def explain(scorer: Scorer, from_rules: Rules, to_rules: Rules) -> ExplainedGap:
    """Split the gap between two texts (or a text and a proposal) exactly over their rules.

    An axis counts as different if choice or options differ, or if its rule asks for the day of
    the text and the days differ. Above 12 such axes those whose switching alone, from either
    side, does least are switched together as one.

    Parameters
    ----------
    scorer
        Of a route in plain numbers, not in samples.

    Raises
    ------
    ExplanationImpossibleError
        If a mix of the two texts cannot be computed for the route.
    HakariError
        If one of the texts itself cannot be applied to it.
    """
    from_score, to_score = float(scorer.score(from_rules)), float(scorer.score(to_rules))
    left, right = rulings(from_rules), rulings(to_rules)
    while True:
        days_seen = set(scorer.states.day_axes)
        different = tuple(a for a in axes() if _differs(scorer, left[a], right[a]))
        switched = tuple(axis for axis in different if axis in _COMPUTING)
        single, together = _ranked(scorer, switched, left, right, from_rules, to_rules)
        switches = [(axis,) for axis in single] + ([together] if together else [])
        found = scorer.factorial_of(
            [{axis: (left[axis], right[axis]) for axis in switch} for switch in switches],
            from_rules,
        )
        if scorer.states.day_axes == days_seen:
            break
    _refuse_gaps(found, from_rules, to_rules)
    scale = max(np.abs(found.values).max(), np.finfo(np.float64).tiny)
    acting = [_acts(found.values, k, ROUNDING * scale) for k in range(len(switches))]
    values = np.where(acting, shapley(found.values), 0.0).tolist()
    parts = {
        axis: AxisPart(axis, left[axis].choice, right[axis].choice, 0.0, False)
        for axis in different
    }
    for (axis, *_), value, acts in zip(switches[: len(single)], values, acting, strict=False):
        parts[axis] = AxisPart(axis, left[axis].choice, right[axis].choice, value, acts)
    grouped = None
    if together and acting[-1]:
        grouped = GroupPart(together, values[-1])
        parts = {axis: part for axis, part in parts.items() if axis not in together}
    return ExplainedGap(
        from_score=from_score,
        to_score=to_score,
        total=to_score - from_score,
        axes=tuple(sorted(parts.values(), key=lambda p: -abs(p.value))),
        grouped=grouped,
        interactions=_pairs(found.values, single, ROUNDING * scale),
        combinations=found.values.size,
    )


def _differs(scorer: Scorer, left: Ruling, right: Ruling) -> bool:
    if scorer.states.token(left.choice) != scorer.states.token(right.choice):
        return True
    return left.day != right.day and left.choice.axis in scorer.states.day_axes


def _ranked(
    scorer: Scorer,
    switched: tuple[str, ...],
    left: dict[str, Ruling],
    right: dict[str, Ruling],
    from_rules: Rules,
    to_rules: Rules,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the axes that are switched alone, and those that are switched together."""
    if len(switched) <= MOST_SWITCHES:
        return switched, ()
    effect = {}
    for axis in switched:
        steps = [
            scorer.factorial({axis: (left[axis], right[axis])}, rest).values
            for rest in (from_rules, to_rules)
        ]
        moved = np.abs([step[1] - step[0] for step in steps])
        effect[axis] = np.inf if np.isnan(moved).any() else float(moved.max())
    largest = sorted(switched, key=lambda a: -effect[a])[: MOST_SWITCHES - 1]
    single = tuple(axis for axis in switched if axis in largest)
    return single, tuple(axis for axis in switched if axis not in largest)


def _refuse_gaps(found: Factorial, from_rules: Rules, to_rules: Rules) -> None:
    """Name the smallest mix that cannot be computed."""
    if found.computable.all():
        return
    broken = np.argwhere(~found.computable)
    first = broken[broken.sum(axis=1).argmin()]
    taken = tuple(itertools.chain.from_iterable(itertools.compress(found.axes, first)))
    raise ExplanationImpossibleError(
        _name(from_rules), _name(to_rules), taken, found.errors[found.reasons[tuple(first)]]
    )


def _name(rules: Rules) -> str:
    return f"{rules.guideline_id}@{rules.day}"


def _acts(values: Array, switch: int, rounding: float) -> bool:
    steps = np.take(values, 1, axis=switch) - np.take(values, 0, axis=switch)
    return bool((np.abs(steps) > rounding).any())


def _pairs(values: Array, single: Sequence[str], rounding: float) -> tuple[Interaction, ...]:
    dividends = interactions(values)
    found = []
    for i, j in itertools.combinations(range(len(single)), 2):
        place = np.zeros(values.ndim, dtype=np.intp)
        place[[i, j]] = 1
        value = float(dividends[tuple(place)])
        if abs(value) > rounding:
            found.append(Interaction((single[i], single[j]), value))
    return tuple(sorted(found, key=lambda pair: -abs(pair.value))[:MOST_INTERACTIONS])
