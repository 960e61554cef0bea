"""Numbers that may be one value or an array of samples of shape (s,): questions and bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable

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
    """Whether a value is above 0, or unknown (nan), in at least one sample.

    What is unknown in every sample must not be taken for nothing.

    Examples
    --------
    >>> any_positive(np.array([0.0, np.nan])), any_positive(np.array([0.0, -1.0]))
    (True, False)
    """
    return bool(np.any(~np.less_equal(value, 0.0)))


def total(values: Iterable[Value]) -> Value:
    """Return the sum: exactly rounded for floats, per sample where one is an array.

    Examples
    --------
    >>> total([0.1] * 10), total([1.0, np.array([1.0, 2.0])]).tolist()
    (1.0, [2.0, 3.0])
    """
    parts = list(values)
    if any(isinstance(part, np.ndarray) for part in parts):
        summed: Value = np.sum(np.broadcast_arrays(*parts), axis=0)
        return summed
    return math.fsum(parts)


def at_least(value: Value, low: Value) -> Value:
    """Return the value, or `low` where it is below; a float for floats."""
    if isinstance(value, float) and isinstance(low, float):
        return max(value, low)
    return np.maximum(value, low)
