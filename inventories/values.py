"""Numbers that may be one value or an array of samples of shape (s,): questions and bounds."""

from __future__ import annotations

import numpy as np

from inventories.expressions import Value


def is_zero(value: Value) -> bool:
    """Whether a value is exactly 0, in every sample.

    Examples
    --------
    >>> is_zero(np.array([0.0, 0.0])), is_zero(np.array([0.0, 1.0]))
    (True, False)
    """
    return not np.any(value)


def any_positive(value: Value) -> bool:
    """Whether a value is above 0 in at least one sample."""
    return bool(np.any(np.greater(value, 0.0)))


def at_least(value: Value, low: Value) -> Value:
    """Return the value, or `low` where it is below; a float for floats."""
    if isinstance(value, float) and isinstance(low, float):
        return max(value, low)
    return np.maximum(value, low)
