"""Two models of a real price: it comes back to a level (Schwartz), or it wanders (random walk).

Both are exactly lognormal at every horizon, so that nothing is discretised: a step of five years
is as right as five steps of one.

Schwartz one-factor, ``X = ln S``: ``dX = kappa (alpha - X) dt + sigma dW``, hence
``X_T | X_0 ~ N(e^{-kT} X_0 + (1 - e^{-kT}) alpha, sigma^2 (1 - e^{-2kT}) / (2k))``.

References
----------
Schwartz, E. S. (1997), The stochastic behavior of commodity prices, J. Finance 52, 923-973, model 1
(under the real-world measure, without the price of risk: a baseline is no derivative).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from inventories.expressions import Value
from parity.market.errors import ProcessInvalidError

_Array = NDArray[np.float64]


class PriceProcess(ABC):
    """A real price that is lognormal at every horizon; `s0` is today's, all in one money."""

    s0: float

    @abstractmethod
    def moments(self, T: Value) -> tuple[Value, Value]:
        """Return mean and variance of the ln price in `T` years."""

    @abstractmethod
    def step(self, x: Value, dt: Value, z: Value) -> Value:
        """Return the ln price `dt` years after it was `x`."""

    def median(self, T: Value) -> Value:
        """Return the median price in `T` years."""
        return _plain(np.exp(self.moments(T)[0]))

    def mean(self, T: Value) -> Value:
        """Return the expected price in `T` years; above the median."""
        location, variance = self.moments(T)
        return _plain(np.exp(location + 0.5 * np.asarray(variance)))

    def quantile(self, u: Value, T: Value) -> Value:
        """Return the price that is not exceeded with probability `u` in `T` years.

        Parameters
        ----------
        u
            Probability, above 0 and below 1; a float or samples (s,).
        T
            Years from today, >= 0; may be inf.

        Raises
        ------
        ProcessInvalidError
        """
        _demand("u", u, (np.asarray(u) > 0) & (np.asarray(u) < 1), *_UNIT)
        location, variance = self.moments(T)
        return _plain(np.exp(location + np.sqrt(variance) * ndtri(u)))

    def path(self, x0: Value, years: _Array, z: _Array) -> _Array:
        """Return prices along paths.

        Parameters
        ----------
        x0
            ln price at time 0, a float or one per path (s,).
        years : (T,)
            Times after that, years, >= 0, not falling. A first 0 gives the start itself.
        z : (s, T)
            Independent standard normals, one per step.

        Returns
        -------
        (s, T)
            Prices, not logarithms.

        Raises
        ------
        ProcessInvalidError
            If the times fall or a number is not finite.
        """
        times = np.asarray(years, dtype=np.float64)
        steps = np.diff(times, prepend=0.0)
        _demand("years", steps, steps >= 0, "the times of a path must not fall", "時点は昇順です")
        normals = np.asarray(z, dtype=np.float64)
        x: Value = np.broadcast_to(np.asarray(x0, dtype=np.float64), normals.shape[:1])
        prices = np.empty((len(normals), len(times)))
        for column, dt in enumerate(steps):
            x = self.step(x, float(dt), normals[:, column])
            prices[:, column] = np.exp(x)
        return prices


_UNIT = ("it must be above 0 and below 1", "0 より大きく 1 より小さい値です")
_TIME = ("it must be 0 or more", "0 以上の値です")
_ABOVE = ("it must be finite and above 0", "有限の正の値です")
_SPREAD = ("it must be finite and 0 or more", "有限の 0 以上の値です")
_FINITE = ("it must be finite", "有限の値です")


@dataclass(frozen=True)
class Reverting(PriceProcess):
    """Schwartz one-factor model of a real price.

    Parameters
    ----------
    s0
        Price today, > 0.
    kappa
        Speed of return, 1/year, > 0.
    sigma
        Volatility, per square root of a year, >= 0.
    alpha
        Long-run mean of the ln price, in the unit of `s0`.

    Raises
    ------
    ProcessInvalidError

    Examples
    --------
    >>> oil = Reverting(s0=80.0, kappa=0.5, sigma=0.3, alpha=4.248495242049359)
    >>> round(oil.median(6.0), 4), round(oil.half_life, 4)
    (70.4669, 1.3863)
    """

    s0: float
    kappa: float
    sigma: float
    alpha: float

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        _check_start(self.s0, self.sigma)
        _demand("kappa", self.kappa, np.isfinite(self.kappa) and self.kappa > 0, *_ABOVE)
        _demand("alpha", self.alpha, np.isfinite(self.alpha), *_FINITE)

    @property
    def half_life(self) -> float:
        """Years in which half of a distance from the long-run level is gone."""
        return float(np.log(2.0) / self.kappa)

    def moments(self, T: Value) -> tuple[Value, Value]:
        """Return mean and variance of the ln price in `T` years (>= 0, may be inf)."""
        return self._location(float(np.log(self.s0)), T), self._variance(T)

    def step(self, x: Value, dt: Value, z: Value) -> Value:
        """Return the ln price `dt` years after it was `x`, given standard normals `z`."""
        _demand("x", x, np.isfinite(x), *_FINITE)
        _demand("z", z, np.isfinite(z), *_FINITE)
        return _plain(self._location(x, dt) + np.sqrt(self._variance(dt)) * np.asarray(z))

    def _location(self, x: Value, T: Value) -> Value:
        gone = -np.expm1(-self.kappa * _time(T))
        return _plain(np.asarray(x) + gone * (self.alpha - np.asarray(x)))

    def _variance(self, T: Value) -> Value:
        gone = -np.expm1(-2.0 * self.kappa * _time(T))
        return _plain(self.sigma**2 * gone / (2.0 * self.kappa))


@dataclass(frozen=True)
class RandomWalk(PriceProcess):
    """A real price whose ln wanders without a level and without drift: the median stays today's.

    Parameters
    ----------
    s0
        Price today, > 0.
    sigma
        Volatility, per square root of a year, >= 0.

    Raises
    ------
    ProcessInvalidError
    """

    s0: float
    sigma: float

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        _check_start(self.s0, self.sigma)

    def moments(self, T: Value) -> tuple[Value, Value]:
        """Return mean and variance of the ln price in `T` years (>= 0, finite)."""
        time = _time(T)
        _demand("T", T, np.isfinite(time), *_FINITE)
        return _plain(np.log(self.s0) + 0.0 * time), _plain(self.sigma**2 * time)

    def median(self, T: Value) -> Value:
        """Return today's price, exactly, at every time."""
        return _plain(self.s0 + 0.0 * _time(T))

    def step(self, x: Value, dt: Value, z: Value) -> Value:
        """Return the ln price `dt` years after it was `x`, given standard normals `z`."""
        _demand("x", x, np.isfinite(x), *_FINITE)
        _demand("z", z, np.isfinite(z), *_FINITE)
        return _plain(np.asarray(x) + self.sigma * np.sqrt(_time(dt)) * np.asarray(z))


def _check_start(s0: float, sigma: float) -> None:
    _demand("s0", s0, np.isfinite(s0) and s0 > 0, *_ABOVE)
    _demand("sigma", sigma, np.isfinite(sigma) and sigma >= 0, *_SPREAD)


def _time(T: Value) -> _Array:
    time = np.asarray(T, dtype=np.float64)
    _demand("T", T, time >= 0, *_TIME)
    return time


def _demand(name: str, value: Value, holds: object, rule: str, rule_ja: str) -> None:
    """Raise unless `holds` everywhere; the first offending number is shown. nan never holds."""
    good = np.asarray(holds, dtype=bool)
    if not good.all():
        shown = np.broadcast_to(np.asarray(value, dtype=np.float64), good.shape)[~good][0]
        raise ProcessInvalidError(name, float(shown), rule, rule_ja)


def _plain(value: object) -> Value:
    """Return a float for one number, the array for several."""
    array = np.asarray(value, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
