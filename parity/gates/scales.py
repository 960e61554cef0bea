"""Scales on which a quantity may drift for ever without leaving its physical bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, logit

from inventories.document.flows import Bound
from inventories.expressions import Value

Kind = Literal["logit", "log", "log_below"]


@dataclass(frozen=True)
class Scale:
    """A strictly rising map from a quantity to the whole line of real numbers.

    Attributes
    ----------
    kind : ``logit`` between `low` and `high`; ``log`` of the distance above `low`; ``log_below``,
        minus the log of the distance below `high`
    low, high : in the unit of the quantity; infinite where there is no end
    """

    kind: Kind
    low: float
    high: float

    def forward(self, value: float) -> float:
        """Return z of a value; -inf or inf on and beyond the ends.

        Examples
        --------
        >>> Scale("logit", 0.0, 0.5).forward(0.25)
        0.0
        """
        if value <= self.low:
            return -np.inf
        if value >= self.high:
            return np.inf
        if self.kind == "logit":
            return float(logit((value - self.low) / (self.high - self.low)))
        if self.kind == "log":
            return float(np.log(value - self.low))
        return -float(np.log(self.high - value))

    def back(self, z: Value) -> Value:
        """Return the value of z, never outside `low` to `high`; inf where it overflows.

        Parameters
        ----------
        z : float or (s,)
        """
        with np.errstate(over="ignore", under="ignore"):
            if self.kind == "logit":
                value = self.low + (self.high - self.low) * expit(z)
            elif self.kind == "log":
                value = self.low + np.exp(z)
            else:
                value = self.high - np.exp(-np.asarray(z))
        # Rounding may step over an end by one unit in the last place; a hard cap is a hard cap.
        clipped: Value = np.clip(value, self.low, self.high)
        return clipped


def scale_of(bound: Bound | None, values: Sequence[float]) -> Scale | None:
    """Return the scale of a quantity, None if it has no bound and is not positive throughout.

    Two bounds: logit between them. A lower bound alone: log of the distance to it. No bound: log,
    if all values are positive. An upper bound alone: logit between 0 and it if all values are
    positive (a yield), else the log distance to it.

    Examples
    --------
    >>> scale_of(Bound(max=0.5, kind="stoichiometric", reason="carbon"), [0.2, 0.3])
    Scale(kind='logit', low=0.0, high=0.5)
    """
    low = None if bound is None else bound.min
    high = None if bound is None else bound.max
    positive = min(values) > 0
    if low is not None and high is not None:
        return Scale("logit", low, high)
    if low is not None:
        return Scale("log", low, np.inf)
    if high is not None:
        return Scale("logit", 0.0, high) if positive else Scale("log_below", -np.inf, high)
    return Scale("log", 0.0, np.inf) if positive else None
