"""What to settle first: which rule axes make most of the spread over the guidelines.

On every axis each distinct choice of the guidelines counts with the number of guidelines that take
it; all combinations are scored, and the variance of the scores is split (analysis of variance, an
exact form of Sobol' indices). An axis's share alone says how much of the spread would go if it
were settled; its total share adds what it does together with others.

Reference: Sobol', I. M. (2001), Mathematics and Computers in Simulation 55, 271-280.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from lca.system import Array
from methods.factorials import Effective
from methods.rulebook import Choice, Rules
from methods.scoring import Scorer
from methods.states import LAST_LOOKED_AT, Ruling, rulings

MOST_COMBINATIONS = 50_000
"""Beyond it the axis that does least by itself is held at the choice most guidelines take."""


@dataclass(frozen=True)
class ChoiceClass:
    """Choices on an axis that come to the same on this route.

    `guidelines` take one of `choices`; `mean` is the mean score over everything the other axes
    may say, kg CO2e per functional unit, None if the choices cannot be computed with all of it.
    """

    choices: tuple[Choice, ...]
    guidelines: tuple[str, ...]
    mean: float | None


@dataclass(frozen=True)
class AxisSpread:
    """How much of the spread one axis explains; `alone` and `total` are shares of the variance."""

    axis: str
    alone: float
    total: float
    classes: tuple[ChoiceClass, ...] = ()


@dataclass(frozen=True)
class Spread:
    """The spread of one route's score over what the guidelines say.

    Attributes
    ----------
    mean : kg CO2e per functional unit, over all combinations
    variance : of the same, squared
    scale : mean absolute score of the reference route, by which the library's cases are compared
    axes : axes with more than one class, largest total share first
    idle : axes on which the guidelines differ without any effect on this route
    held : axes that were kept at the choice most guidelines take, for want of room
    combinations : number of combinations that differ for this route
    """

    mean: float
    variance: float
    scale: float
    axes: tuple[AxisSpread, ...]
    idle: tuple[str, ...]
    held: tuple[str, ...]
    combinations: int


def spread(scorer: Scorer, texts: Mapping[str, Rules], scale: float = 1.0) -> Spread:
    """Split the spread of a route's score over the axes.

    Choices that cannot be computed with every choice on the other axes are left out, the one that
    fails most often first, until every combination left can be computed; they are listed without
    a mean.

    Parameters
    ----------
    scorer
        Of the route, in plain numbers.
    texts
        Guideline -> what it says.
    scale
        What the score is compared with between cases: mean absolute score of the baseline, kg
        CO2e per functional unit. Used by `over_library` only.
    """
    for rules in texts.values():
        scorer.reach(rules)  # so that it is known which rules ask for the day
    said = {axis: _distinct(scorer, texts, axis) for axis in LAST_LOOKED_AT}
    options = {axis: found[0] for axis, found in said.items() if len(found[0]) > 1}
    rest = next(iter(texts.values()))
    held: list[str] = []
    while (found := scorer.effective(options, rest, MOST_COMBINATIONS)) is None:
        held.append(min(options, key=lambda axis: _range(scorer, axis, options, rest)))
        distinct, names = said[held[-1]]
        rest = _with(rest, distinct[max(range(len(names)), key=lambda i: len(names[i]))])
        del options[held[-1]]
    weights = [_weights(found, said, axis) for axis in options]
    values, kept = _complete(found.factorial.values, weights)
    inner = [w[k] / w[k].sum() for w, k in zip(weights, kept, strict=True)]
    mean = float(_mean(values, inner, ()))
    variance = max(float(_mean((values - mean) ** 2, inner, ())), 0.0)
    parts = []
    for number, axis in enumerate(options):
        if len(weights[number]) == 1:
            continue
        others = tuple(k for k in range(values.ndim) if k != number)
        by_choice = _mean(values, inner, (number,))
        alone = float(inner[number] @ (by_choice - mean) ** 2)
        without = (_mean(values, inner, others) - mean) ** 2
        left = float(_mean(without, [w for k, w in enumerate(inner) if k != number], ()))
        parts.append(
            AxisSpread(
                axis,
                alone / variance if variance else 0.0,
                max(variance - left, 0.0) / variance if variance else 0.0,
                _classes(found, said, axis, dict(zip(kept[number], by_choice, strict=True))),
            )
        )
    return Spread(
        mean=mean,
        variance=variance,
        scale=scale,
        axes=tuple(sorted(parts, key=lambda p: -p.total)),
        idle=tuple(a for a, w in zip(options, weights, strict=True) if len(w) == 1),
        held=tuple(held),
        combinations=found.factorial.values.size,
    )


def over_library(spreads: Sequence[Spread]) -> tuple[AxisSpread, ...]:
    """Return each axis's shares over several routes.

    Every route's scores are divided by its `scale`; the shares are those of the sum of the
    variances, so that a route counts by its relative spread.
    """
    relative = [found.variance / found.scale**2 for found in spreads]
    whole = sum(relative)
    shares: dict[str, list[float]] = {}
    for found, weight in zip(spreads, relative, strict=True):
        for part in found.axes:
            both = shares.setdefault(part.axis, [0.0, 0.0])
            both[0] += part.alone * weight
            both[1] += part.total * weight
    parts = [
        AxisSpread(axis, alone / whole if whole else 0.0, total / whole if whole else 0.0)
        for axis, (alone, total) in shares.items()
    ]
    return tuple(sorted(parts, key=lambda p: -p.total))


Said = Mapping[str, tuple[list[Ruling], list[list[str]]]]
"""Axis -> its distinct rulings, and the guidelines behind each."""


def _distinct(
    scorer: Scorer, texts: Mapping[str, Rules], axis: str
) -> tuple[list[Ruling], list[list[str]]]:
    found: dict[tuple[int, str], tuple[Ruling, list[str]]] = {}
    for guideline, rules in texts.items():
        ruling = rulings(rules)[axis]
        day = ruling.day if axis in scorer.states.day_axes else ""
        key = (scorer.states.token(ruling.choice), day)
        found.setdefault(key, (ruling, []))[1].append(guideline)
    return [ruling for ruling, _ in found.values()], [names for _, names in found.values()]


def _range(scorer: Scorer, axis: str, options: Mapping[str, list[Ruling]], rest: Rules) -> float:
    values = scorer.factorial({axis: options[axis]}, rest).values
    return 0.0 if np.isnan(values).all() else float(np.nanmax(values) - np.nanmin(values))


def _with(rest: Rules, ruling: Ruling) -> Rules:
    choices = {**rest.choices, ruling.choice.axis: ruling.choice}
    return replace(rest, choices=MappingProxyType(choices))


def _weights(found: Effective, said: Said, axis: str) -> Array:
    """Return the number of guidelines behind each class of an axis."""
    counts = [len(names) for names in said[axis][1]]
    weights: Array = np.bincount(found.classes[axis], weights=counts).astype(np.float64)
    return weights


def _complete(values: Array, weights: Sequence[Array]) -> tuple[Array, list[list[int]]]:
    """Leave out choices until every combination has a score; say which are kept on each axis."""
    kept = [list(range(len(w))) for w in weights]
    while values.size and np.isnan(values).any():
        missing = np.isnan(values)
        share = {
            (axis, k): missing.take(k, axis=axis).mean()
            for axis in range(values.ndim)
            for k in range(values.shape[axis])
            if values.shape[axis] > 1
        }
        if not share:
            break
        axis, k = max(share, key=lambda place: share[place])
        values = np.delete(values, k, axis=axis)
        del kept[axis][k]
    return values, kept


def _mean(values: Array, weights: Sequence[Array], keep: tuple[int, ...]) -> Array:
    """Return the weighted mean over all dimensions but those to keep."""
    for axis in reversed(range(values.ndim)):
        if axis not in keep:
            values = np.tensordot(values, weights[axis], axes=(axis, 0))
    return values


def _classes(
    found: Effective, said: Said, axis: str, means: Mapping[int, float]
) -> tuple[ChoiceClass, ...]:
    distinct, names = said[axis]
    classes = []
    for kind in range(int(found.classes[axis].max()) + 1):
        members = np.flatnonzero(found.classes[axis] == kind)
        mean = means.get(kind)
        classes.append(
            ChoiceClass(
                tuple(distinct[i].choice for i in members),
                tuple(name for i in members for name in names[i]),
                None if mean is None else float(mean),
            )
        )
    return tuple(classes)
