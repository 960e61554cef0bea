"""Credits that may bring a result down to zero, not below."""

from __future__ import annotations

import numpy as np

from inventories.expressions import Value
from methods.options import ListedTermsOptions, model_of, read
from methods.rulebook import Rules
from methods.rules import credits


def floored(rules: Rules) -> bool:
    """Whether credits bring a result to zero at most under the rules."""
    choice = rules[credits.AXIS]
    if model_of(credits.AXIS, choice.choice) is not ListedTermsOptions:
        return False
    return read(choice.options, ListedTermsOptions).floor_zero


def not_counted(score: Value, credit: Value) -> Value:
    """Return how much of a credit is not counted because it would bring the result below zero.

    Parameters
    ----------
    score
        Result with the whole credit.
    credit
        What the credits add to it, negative; the same unit.

    Returns
    -------
    Value
        Positive or 0; the result is ``score + not_counted``. A result that is below zero without
        any credit stays as it is.

    Examples
    --------
    >>> not_counted(-3.0, -5.0), not_counted(-3.0, -1.0), not_counted(2.0, -5.0)
    (3.0, 1.0, 0.0)
    """
    below = np.maximum(np.negative(score), 0.0)
    given = np.minimum(below, np.maximum(np.negative(credit), 0.0))
    return float(given) if np.ndim(given) == 0 else given
