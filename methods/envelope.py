"""Compliance envelope: how far a score can move within what one text permits.

Every axis may take the text's choice or an alternative it permits; the envelope is the least and
the greatest score over all combinations. It is the freedom the text leaves, not an uncertainty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from methods.factorials import Factorial
from methods.rulebook import Alternative, Choice, Rules
from methods.scoring import Scorer
from methods.states import Ruling

MOST_COMBINATIONS = 20_000
"""Beyond it the axes that open least by themselves keep the text's choice."""


@dataclass(frozen=True)
class EnvelopeEnd:
    """One end: the score, kg CO2e per functional unit, and what is taken on each open axis."""

    score: float
    choices: Mapping[str, Alternative]


@dataclass(frozen=True)
class OpenAxis:
    """How far the score moves if only this axis takes its alternatives.

    `low`, `high` in kg CO2e per functional unit; `varied`: it takes part in the combinations;
    `not_computable`: alternatives that cannot be computed for this route by themselves.
    """

    axis: str
    choices: tuple[Alternative, ...]
    low: float
    high: float
    varied: bool
    not_computable: int


@dataclass(frozen=True)
class Envelope:
    """What one text permits on one route.

    Attributes
    ----------
    score : under the text's own choices, kg CO2e per functional unit
    low, high : the ends
    axes : axes with alternatives, those that open most first
    combinations, not_computable : number of combinations looked at, and of them without result
    complete : every permitted combination was looked at
    """

    score: float
    low: EnvelopeEnd
    high: EnvelopeEnd
    axes: tuple[OpenAxis, ...]
    combinations: int
    not_computable: int
    complete: bool


def envelope(scorer: Scorer, rules: Rules, most: int = MOST_COMBINATIONS) -> Envelope:
    """Return the least and greatest score over everything a text permits.

    Above `most` combinations the axes are taken in the order of how far each opens by itself, as
    long as the limit is kept; the others keep the text's choice, and `complete` is false.

    Parameters
    ----------
    scorer
        Of the route, in plain numbers.
    rules
        What the text says, with the alternatives it permits.

    Raises
    ------
    HakariError
        If the text's own choices cannot be applied to the route.
    """
    score = float(scorer.score(rules))
    options = {a: said for a in rules.choices if len(said := _permitted(rules, a)) > 1}
    alone = {axis: scorer.factorial({axis: said}, rules) for axis, said in options.items()}
    ranges = {axis: _range(found) for axis, found in alone.items()}
    widest = sorted(options, key=lambda a: ranges[a][0] - ranges[a][1])
    varied, product = _within(widest, options, most)
    found = scorer.factorial({axis: options[axis] for axis in varied}, rules)
    if found.values.ndim:
        low, high = int(np.nanargmin(found.values)), int(np.nanargmax(found.values))
    else:
        low = high = 0
    return Envelope(
        score=score,
        low=_end(found, low, varied, options),
        high=_end(found, high, varied, options),
        axes=tuple(
            OpenAxis(
                axis=axis,
                choices=tuple(_alternative(ruling.choice) for ruling in options[axis]),
                low=ranges[axis][0],
                high=ranges[axis][1],
                varied=axis in varied,
                not_computable=int((~alone[axis].computable).sum()),
            )
            for axis in widest
        ),
        combinations=product,
        not_computable=int((~found.computable).sum()),
        complete=len(varied) == len(widest),
    )


def _permitted(rules: Rules, axis: str) -> tuple[Ruling, ...]:
    """Return the text's choice on an axis and every alternative it permits, each once."""
    own = rules[axis]
    others = [
        replace(own, choice=p.choice, options=MappingProxyType(dict(p.options)), permitted=())
        for p in own.permitted
    ]
    found: list[Choice] = []
    for choice in (own, *others):
        if all(_alternative(choice) != _alternative(known) for known in found):
            found.append(choice)
    return tuple(Ruling(choice, rules.day) for choice in found)


def _alternative(choice: Choice) -> Alternative:
    return Alternative(choice.choice, dict(choice.options))


def _range(found: Factorial) -> tuple[float, float]:
    return float(np.nanmin(found.values)), float(np.nanmax(found.values))


def _within(
    widest: list[str], options: Mapping[str, tuple[Ruling, ...]], most: int
) -> tuple[tuple[str, ...], int]:
    """Return the axes that are varied together, and the number of their combinations."""
    total = math.prod(len(options[axis]) for axis in widest)
    if total <= most:
        return tuple(widest), total
    varied: list[str] = []
    product = 1
    for axis in widest:
        if product * len(options[axis]) <= most:
            varied.append(axis)
            product *= len(options[axis])
    return tuple(varied), product


def _end(
    found: Factorial,
    position: int,
    varied: tuple[str, ...],
    options: Mapping[str, tuple[Ruling, ...]],
) -> EnvelopeEnd:
    place = np.unravel_index(position, found.values.shape) if varied else ()
    return EnvelopeEnd(
        score=float(found.values[place]),
        choices={
            axis: _alternative(options[axis][i].choice)
            for axis, i in zip(varied, place, strict=True)
        },
    )
