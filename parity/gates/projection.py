"""A quantity projected from its own measurements to a later gate.

On a scale without ends (`parity.gates.scales`) the quantity is a random walk with drift: measured
at t_1 .. t_n, its steps are ``dz_i ~ N(a dt_i, s^2 dt_i)``. Least squares weighted by 1 / dt give
``a = (z_n - z_1) / (t_n - t_1)``, known to ``s^2 / (t_n - t_1)``, so that a time tau after the last
measurement ``z ~ N(z_n + a tau, s^2 (tau + tau^2 / (t_n - t_1)))``.

Farmer and Lafond (2016), How predictable is technological progress?, Research Policy, treat costs
in yearly steps as such a walk, with the error variance ``s^2 (tau + tau^2 / m)`` after m years
(abstract seen; the variance as others quote it). Here the noise s mixes the spread of the steps
with a prior of grade ``unverified`` (`defaults.yaml`), and the distribution is taken as normal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from inventories.document.base import LARGEST
from inventories.expressions import Value
from parity.gates.defaults import gate_defaults
from parity.gates.errors import (
    GateNumberInvalidError,
    ProjectionDivergesError,
    ProjectionPointInvalidError,
    ProjectionPointsTooFewError,
    ProjectionYearError,
)
from parity.gates.scales import Scale, scale_of
from parity.inputs import Input


@dataclass(frozen=True)
class Point:
    """A measured value and when it was measured, in decimal years."""

    year: float
    value: float


@dataclass(frozen=True)
class Prior:
    """What is believed of the noise before it is measured.

    Attributes
    ----------
    noise : standard deviation of z after one year, above 0
    weight : steps between measurements that this belief counts for; 0 once measured ones do
    """

    noise: float
    weight: float


@dataclass(frozen=True)
class Projection:
    """A quantity at one time: normal with `mean` and `sd` on its scale."""

    name: str
    year: float
    scale: Scale
    mean: float
    sd: float

    def quantile(self, u: Value) -> Value:
        """Return the values that are exceeded with probability ``1 - u``.

        Parameters
        ----------
        u : float or (s,), inside 0 to 1; uniform samples give samples of the quantity

        Raises
        ------
        GateNumberInvalidError
            If a u is not between 0 and 1.
        ProjectionDivergesError
            If a value is beyond every honest number.
        """
        given = np.asarray(u, dtype=np.float64)
        inside = (given > 0) & (given < 1)
        if not inside.all():
            bad = float(np.atleast_1d(given)[~np.atleast_1d(inside)][0])
            raise GateNumberInvalidError("u", bad, "between 0 and 1")
        value = self.scale.back(self.mean + self.sd * ndtri(given))
        if not np.all(np.abs(value) <= LARGEST):
            raise ProjectionDivergesError(self.name, self.year)
        return value if given.ndim else float(value)

    @property
    def median(self) -> float:
        """Value that is exceeded as often as not."""
        return float(self.quantile(0.5))

    def probability_at_least(self, target: float) -> float:
        """Return the probability of `target` or more.

        Raises
        ------
        GateNumberInvalidError
            If the target is not finite.
        """
        return self._beyond(target, upwards=True)

    def probability_at_most(self, target: float) -> float:
        """Return the probability of `target` or less.

        Raises
        ------
        GateNumberInvalidError
            If the target is not finite.
        """
        return self._beyond(target, upwards=False)

    def _beyond(self, target: float, *, upwards: bool) -> float:
        if not math.isfinite(target):
            raise GateNumberInvalidError("target", target, "finite")
        away = self.scale.forward(target) - self.mean
        if not upwards:
            away = -away
        if self.sd == 0 or math.isinf(away):
            return 1.0 if away <= 0 else 0.0
        return float(ndtr(-away / self.sd))


@dataclass(frozen=True)
class Trend:
    """A random walk with drift fitted to measurements.

    Attributes
    ----------
    last : the last measurement
    drift : change of z a year
    noise : standard deviation of z after one year
    span : years from the first to the last measurement
    noise_from : ``prior`` with two measurements, else ``measured`` (mixed with the prior)
    """

    name: str
    scale: Scale
    last: Point
    drift: float
    noise: float
    span: float
    noise_from: Literal["prior", "measured"]

    def at(self, year: float) -> Projection:
        """Return the projection at a time no earlier than the last measurement.

        Raises
        ------
        ProjectionYearError
            If the time is earlier than the last measurement, or not finite.
        """
        ahead = year - self.last.year
        if not (math.isfinite(year) and ahead >= 0):
            raise ProjectionYearError(self.name, year, self.last.year)
        return Projection(
            name=self.name,
            year=year,
            scale=self.scale,
            mean=self.scale.forward(self.last.value) + self.drift * ahead,
            sd=self.noise * math.sqrt(ahead + ahead**2 / self.span),
        )


def fit(given: Input, points: Sequence[Point], prior: Prior | None = None) -> Trend:
    """Fit the trend of one input.

    Parameters
    ----------
    given
        The input: its bound decides the scale.
    points
        At least two measurements at different times, in any order, inside the bound.
    prior
        Noise to start from; None: that of `defaults.yaml`.

    Raises
    ------
    ProjectionPointsTooFewError
        If there are fewer than two measurements.
    ProjectionPointInvalidError
        If a measurement is on or beyond a bound, shares its time with another, is not finite, or
        is not positive and has no bound.
    """
    ordered = sorted(points, key=lambda point: point.year)
    if len(ordered) < 2:
        raise ProjectionPointsTooFewError(given.name, len(ordered))
    scale = scale_of(given.bound, [point.value for point in ordered])
    if scale is None:
        least = min(ordered, key=lambda point: point.value)
        raise ProjectionPointInvalidError(
            given.name,
            least.value,
            least.year,
            "a quantity that is not positive needs a bound to be projected",
            "正でない量を外挿するには上下限（bound）が必要です",
        )
    z = np.array([_on_scale(given.name, scale, point) for point in ordered])
    steps = np.diff([point.year for point in ordered])
    if not (steps > 0).all():
        twice = ordered[int(np.argmin(steps))]
        raise ProjectionPointInvalidError(
            given.name,
            twice.value,
            twice.year,
            "another value was measured at the same time; keep one or date them apart",
            "同じ時期の実測値がもう1つあります。どちらかを残すか、日付を分けてください",
        )
    span = float(steps.sum())
    drift = float(z[-1] - z[0]) / span
    believed = prior or _usual_prior(scale)
    squares = float((((np.diff(z) - drift * steps) ** 2) / steps).sum())
    free = len(steps) - 1
    return Trend(
        name=given.name,
        scale=scale,
        last=ordered[-1],
        drift=drift,
        noise=_noise(squares, free, believed),
        span=span,
        noise_from="measured" if free else "prior",
    )


def _noise(squares: float, free: int, prior: Prior) -> float:
    """Spread of the steps and the prior, each by the steps it stands for; ``s^2`` a year."""
    if not (math.isfinite(prior.noise) and prior.noise > 0):
        raise GateNumberInvalidError("prior noise", prior.noise, "> 0")
    if not (math.isfinite(prior.weight) and prior.weight >= 0):
        raise GateNumberInvalidError("prior weight", prior.weight, "0 or above")
    if free == 0:
        return prior.noise
    return math.sqrt((squares + prior.weight * prior.noise**2) / (free + prior.weight))


def _usual_prior(scale: Scale) -> Prior:
    usual = gate_defaults()
    noise = usual.noise_logit if scale.kind == "logit" else usual.noise_log
    return Prior(noise.value, usual.noise_weight.value)


def _on_scale(name: str, scale: Scale, point: Point) -> float:
    finite = math.isfinite(point.value) and math.isfinite(point.year)
    z = scale.forward(point.value) if finite else math.nan
    if not math.isfinite(z):
        raise ProjectionPointInvalidError(
            name,
            point.value,
            point.year,
            f"it must lie inside {scale.low:g} to {scale.high:g}, not on or beyond an end",
            f"{scale.low:g} と {scale.high:g} の間（両端を除く）の値が必要です",
        )
    return z
