"""Robustness: in which share of (guideline × sample) a route beats its baseline, and what turns it.

Both routes are scored on paired samples: the k-th of one is held against the k-th of the other,
never mean against mean. Cost is weighed elsewhere; it enters here as an answer per sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.errors import HakariError
from inventories.inventory import Inventory
from lca.system import Array
from methods.attribution import explain
from methods.errors import ExplanationImpossibleError
from methods.rulebook import Rules
from methods.scoring import Scorer

Answers = NDArray[np.bool_]


@dataclass(frozen=True)
class GuidelineShare:
    """Share of the samples under one guideline in which the route beats its baseline.

    `samples` that could be computed; the shares are of those, None if there are none. `both`: in
    carbon and in cost, None if cost is not known.
    """

    guideline: str
    samples: int
    carbon: float | None
    both: float | None


@dataclass(frozen=True)
class Shares:
    """The same over all guidelines, each sample counted once per guideline."""

    carbon: float | None
    cost: float | None
    both: float | None
    guidelines: tuple[GuidelineShare, ...]


@dataclass(frozen=True)
class Flip:
    """Two guidelines that answer differently, and the rule that turns the answer most.

    `value`: what the axis adds to (route - baseline) on the way from the one under which the route
    is better to the other, kg CO2e per functional unit; `total`: the whole way. Both axis and
    value are None where a mix of the two texts cannot be computed (`error`).
    """

    better_under: str
    worse_under: str
    axis: str | None
    value: float | None
    total: float
    error: HakariError | None = None


def function_factor(route: Inventory, baseline: Inventory) -> float:
    """Return the functional units of the baseline that one of the route replaces.

    Raises
    ------
    ValueError
        If the route replaces nothing.
    """
    replaces = route.route.replaces
    if replaces is None:
        raise ValueError(f"route `{route.route.id}` replaces nothing")
    return route.demand * replaces.amount / baseline.demand


def sampled_scores(scorer: Scorer, texts: Mapping[str, Rules], samples: int) -> Array:
    """Return (g, s) scores under each text, kg CO2e per functional unit, NaN without a result."""
    scores = np.full((len(texts), samples), np.nan)
    for row, rules in enumerate(texts.values()):
        found = scorer.found(scorer.reach(rules))
        if not isinstance(found, HakariError):
            scores[row] = found
    return scores


def shares(
    guidelines: Sequence[str],
    route: Array,
    baseline: Array,
    factor: float,
    cheaper: Answers | None = None,
    priced: Answers | None = None,
) -> Shares:
    """Count the samples in which the route beats its baseline.

    A sample that could not be computed counts neither way.

    Parameters
    ----------
    guidelines
        g names.
    route, baseline : (g, s) scores on paired samples, kg CO2e per functional unit
    factor
        Functional units of the baseline that one of the route replaces (`function_factor`).
    cheaper : (s,) whether the route also beats it in cost, None if that is not known
    priced : (s,) whether the cost of the sample could be computed; None: of all

    Examples
    --------
    >>> one = shares(["a"], np.array([[1.0, 3.0, np.nan]]), np.array([[2.0, 2.0, 2.0]]), 1.0)
    >>> one.carbon, one.guidelines[0].samples
    (0.5, 2)
    """
    known = np.isfinite(route) & np.isfinite(baseline)
    with np.errstate(invalid="ignore"):
        better = known & (route < factor * baseline)
    told = np.zeros(route.shape[1:], dtype=np.bool_)
    if cheaper is not None:
        told = np.ones_like(told) if priced is None else priced
    both = better & told & (cheaper if cheaper is not None else told)
    return Shares(
        carbon=_share(better, known),
        cost=_share(cheaper & told, told) if cheaper is not None else None,
        both=_share(both, known & told),
        guidelines=tuple(
            GuidelineShare(
                name,
                int(known[row].sum()),
                _share(better[row], known[row]),
                _share(both[row], known[row] & told),
            )
            for row, name in enumerate(guidelines)
        ),
    )


def _share(answers: Answers, known: Answers) -> float | None:
    counted = int(known.sum())
    return float(answers.sum()) / counted if counted else None


def answers(
    route: Scorer, baseline: Scorer, texts: Mapping[str, Rules], factor: float
) -> dict[str, bool]:
    """Return whether the route beats its baseline under each text, on the document's own numbers.

    Texts that cannot be applied to one of them are left out.
    """
    found = {}
    for name, rules in texts.items():
        bio, base = (x.found(x.reach(rules)) for x in (route, baseline))
        if not isinstance(bio, HakariError) and not isinstance(base, HakariError):
            found[name] = bool(bio < factor * base)
    return found


def flips(
    route: Scorer, baseline: Scorer, texts: Mapping[str, Rules], factor: float
) -> tuple[Flip, ...]:
    """Return the rule that turns the answer, for every two texts that answer differently.

    The Shapley value of a difference is the difference of the Shapley values, so that the two
    routes are explained apart. The rule that turns the answer is the one that adds most to
    (route - baseline) on the way from the better to the worse answer.
    """
    said = answers(route, baseline, texts, factor)
    found = [
        _flip(route, baseline, texts, factor, (better, worse))
        for better in said
        for worse in said
        if said[better] and not said[worse]
    ]
    return tuple(sorted(found, key=lambda flip: -(flip.value or 0.0)))


def _flip(
    route: Scorer,
    baseline: Scorer,
    texts: Mapping[str, Rules],
    factor: float,
    pair: tuple[str, str],
) -> Flip:
    left, right = texts[pair[0]], texts[pair[1]]
    total = float(route.score(right)) - float(route.score(left))
    total -= factor * (float(baseline.score(right)) - float(baseline.score(left)))
    try:
        bio, base = explain(route, left, right), explain(baseline, left, right)
    except ExplanationImpossibleError as error:
        return Flip(*pair, None, None, total, error)
    parts = {part.axis: part.value for part in bio.axes}
    for part in base.axes:
        parts[part.axis] = parts.get(part.axis, 0.0) - factor * part.value
    axis = max(parts, key=lambda name: parts[name])
    return Flip(*pair, axis, parts[axis], total)
