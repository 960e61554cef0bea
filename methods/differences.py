"""Where two guidelines differ: the axes on which their choices or options are not the same."""

from __future__ import annotations

from dataclasses import dataclass

from inventories.document import Localised
from methods.rulebook import Choice, Rules
from methods.vocabulary import axes


@dataclass(frozen=True)
class Difference:
    """One axis on two sides.

    `same_choice`: the choice is the same and only its options differ; `counts`: the axis can
    change the number under at least one of the two.
    """

    axis: str
    title: Localised
    left: Choice
    right: Choice
    same_choice: bool
    counts: bool


def same(left: Choice, right: Choice) -> bool:
    """Whether two choices on an axis ask for the same calculation."""
    return left.choice == right.choice and dict(left.options) == dict(right.options)


def differences(left: Rules, right: Rules) -> tuple[Difference, ...]:
    """Return the axes on which two sets of rules differ, in the order of `axes.yaml`.

    Examples
    --------
    >>> from methods.guideline import load_guideline
    >>> pact = load_guideline("pact_methodology_v3").rules_on()
    >>> differences(pact, pact)
    ()
    """
    return tuple(
        Difference(
            axis=name,
            title=axis.title,
            left=left[name],
            right=right[name],
            same_choice=left[name].choice == right[name].choice,
            counts=left.acts(name) or right.acts(name),
        )
        for name, axis in axes().items()
        if not same(left[name], right[name])
    )
