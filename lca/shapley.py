"""Exact Shapley values and Harsanyi dividends of a quantity that k switches change.

`values` has one axis of length 2 per switch: index 0 is the switch as it is on the first side, 1
as it is on the second; entry (i1, ..., ik) is the quantity of that combination. Further axes
behind the k switches (samples) are carried along.

References: Shapley, L. S. (1953) A value for n-person games, Annals of Mathematics Studies 28,
307-317; Harsanyi, J. C. (1963) A simplified bargaining model for the n-person cooperative game,
International Economic Review 4(2), 194-220.
"""

from __future__ import annotations

import math

import numpy as np

from lca.system import Array


def shapley(values: Array, switches: int | None = None) -> Array:
    """Return the Shapley value of every switch; they sum to the whole change.

    Parameters
    ----------
    values : (2,) * k, or (2,) * k + (s,) with `switches` given
    switches : k; the number of dimensions if None

    Returns
    -------
    (k,) or (k, s) in the unit of `values`

    Raises
    ------
    ValueError
        If one of the first k dimensions has not length 2.

    Examples
    --------
    The glove game: the first player has a left glove, the other two a right one each, and only a
    pair is worth something (1).

    >>> pair = np.zeros((2, 2, 2))
    >>> pair[1, 1, 0] = pair[1, 0, 1] = pair[1, 1, 1] = 1.0
    >>> [float(v) for v in shapley(pair).round(12)]
    [0.666666666667, 0.166666666667, 0.166666666667]
    """
    k = _switches(values, switches)
    others = np.indices((2,) * max(k - 1, 0)).sum(axis=0)
    weight_of_size = np.array(
        [math.factorial(m) * math.factorial(k - 1 - m) / math.factorial(k) for m in range(k)]
    )
    found = np.empty((k, *values.shape[k:]))
    for switch in range(k):
        steps = np.take(values, 1, axis=switch) - np.take(values, 0, axis=switch)
        found[switch] = np.tensordot(weight_of_size[others], steps, axes=k - 1)
    return found


def interactions(values: Array, switches: int | None = None) -> Array:
    """Return the Harsanyi dividend of every set of switches (Moebius transform), as `values`.

    Entry (1, 0, ..., 0) is what the first switch does alone, (1, 1, 0, ..., 0) what the first two
    do together beyond what each does alone, and so on; (0, ..., 0) is the first side itself. A
    switch's Shapley value is the sum of the dividends of the sets it is in, each divided by the
    size of its set.

    Examples
    --------
    >>> interactions(np.array([[1.0, 3.0], [4.0, 10.0]])).tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    dividends = np.array(values, dtype=np.float64)
    for switch in range(_switches(values, switches)):
        on = np.moveaxis(dividends, switch, 0)
        on[1] -= on[0]
    return dividends


def _switches(values: Array, switches: int | None) -> int:
    k = values.ndim if switches is None else switches
    if values.shape[:k] != (2,) * k:
        raise ValueError(f"{k} switches need {k} dimensions of length 2, not {values.shape}")
    return k
