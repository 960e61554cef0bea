"""Fit the price models and the oil links to yearly data, and say how little the data know.

A few dozen yearly prices cannot tell slow reversion from none: the speed of reversion is biased
upward and a unit root is hardly ever rejected. So every fit carries its standard error, the
unit-root statistic and the bias-corrected slope; the reader decides.

References
----------
Kendall, M. G. (1954), Note on bias in the estimation of autocorrelation, Biometrika 41, 403-404
(``E[slope] - slope = -(1 + 3 slope) / n``); MacKinnon (2010), Critical values for cointegration
tests (response surface; its coefficients are data in `settings.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from parity.market.errors import CalibrationImpossibleError, SeriesPriceInvalidError
from parity.market.reverting import RandomWalk, Reverting

_Array = NDArray[np.float64]
_FEWEST = 5
"""Prices: below this a line with an intercept has fewer than two degrees of freedom left."""


@dataclass(frozen=True)
class Calibration:
    """AR(1) fit to the ln of yearly real prices, read as a Schwartz model.

    Attributes
    ----------
    n : pairs of successive years
    slope, slope_se : ``x_{t+1} = c + slope x_t + e`` and its standard error
    slope_unbiased : slope + (1 + 3 slope) / n (Kendall); at 1 or above nothing reverts
    residual_sd : of ``e``, n - 2 degrees of freedom
    kappa, sigma, alpha : as `Reverting` takes them, from the uncorrected slope
    unit_root_t : (slope - 1) / slope_se, the Dickey-Fuller statistic
    """

    n: int
    slope: float
    slope_se: float
    slope_unbiased: float
    residual_sd: float
    kappa: float
    sigma: float
    alpha: float
    unit_root_t: float

    @property
    def half_life(self) -> float:
        """Years in which half of a distance from the level is gone, uncorrected."""
        return float(np.log(2.0) / self.kappa)

    @property
    def half_life_unbiased(self) -> float:
        """The same with the bias taken out; inf if nothing is left of the reversion."""
        if self.slope_unbiased >= 1.0:
            return float("inf")
        return float(np.log(0.5) / np.log(self.slope_unbiased))

    def unit_root_rejected(self, critical: Sequence[float]) -> bool:
        """Whether a random walk is rejected at the level `critical` belongs to.

        Parameters
        ----------
        critical
            Coefficients b_0, b_1, ... of ``sum b_i / n^i`` (MacKinnon 2010, constant, no trend).
        """
        return bool(self.unit_root_t < sum(b / self.n**i for i, b in enumerate(critical)))

    def model(self, s0: float) -> Reverting:
        """Return the model that starts at the price `s0`."""
        return Reverting(s0=s0, kappa=self.kappa, sigma=self.sigma, alpha=self.alpha)


def calibrated(prices: Sequence[float] | _Array) -> Calibration:
    """Fit the reverting model to successive yearly real prices, oldest first.

    Raises
    ------
    SeriesPriceInvalidError
        If a price is not finite or not above 0.
    CalibrationImpossibleError
        If there are too few, they do not vary, or the fit does not revert (slope not between 0
        and 1): then a random walk is the model.
    """
    x = _logs(prices)
    intercept, slope, slope_se, residual_sd = _line(x[:-1], x[1:])
    if not 0.0 < slope < 1.0:
        raise CalibrationImpossibleError(
            f"the fitted slope {slope:.3g} is not between 0 and 1, so nothing reverts; use a "
            "random walk",
            f"推定した傾き {slope:.3g} が 0 と 1 の間になく、平均回帰しません。ランダムウォークを"
            "使ってください",
        )
    n = len(x) - 1
    kappa = float(-np.log(slope))
    return Calibration(
        n=n,
        slope=slope,
        slope_se=slope_se,
        slope_unbiased=slope + (1.0 + 3.0 * slope) / n,
        residual_sd=residual_sd,
        kappa=kappa,
        sigma=float(residual_sd * np.sqrt(2.0 * kappa / -np.expm1(-2.0 * kappa))),
        alpha=intercept / (1.0 - slope),
        unit_root_t=(slope - 1.0) / slope_se,
    )


def wandering(prices: Sequence[float] | _Array) -> RandomWalk:
    """Fit the random walk to successive yearly real prices; it starts at the last one.

    `sigma` is the standard deviation of the yearly changes of the ln price; their mean (the drift)
    is left out on purpose: a trend of the past is no reason to expect another.

    Raises
    ------
    SeriesPriceInvalidError, CalibrationImpossibleError
    """
    x = _logs(prices)
    return RandomWalk(s0=float(np.exp(x[-1])), sigma=float(np.diff(x).std(ddof=1)))


@dataclass(frozen=True)
class LinkFit:
    """Elasticity of a real price on the real oil price, from yearly data.

    Attributes
    ----------
    n : years
    beta, r_squared : of the levels, ``ln p = a + beta ln oil``
    beta_changes : of the yearly changes: what the first year brings
    low, high : widest of the two fits' intervals of the level asked for
    linked : whether both intervals lie above 0; two trending series look alike without a link
    """

    n: int
    beta: float
    r_squared: float
    beta_changes: float
    low: float
    high: float
    linked: bool


def link_fit(
    prices: Sequence[float] | _Array, oil: Sequence[float] | _Array, confidence: float
) -> LinkFit:
    """Fit the elasticity of `prices` on `oil`, both real and of the same successive years.

    The intervals take the residuals as independent, which those of levels are not: they are too
    narrow there, and the changes are fitted beside them for that reason.

    Raises
    ------
    SeriesPriceInvalidError, CalibrationImpossibleError
    """
    y, x = _logs(prices), _logs(oil)
    if len(x) != len(y):
        raise CalibrationImpossibleError(
            f"{len(y)} prices but {len(x)} oil prices",
            f"価格 {len(y)} 件に原油価格 {len(x)} 件です",
        )
    fits = [_line(x, y), _line(np.diff(x), np.diff(y))]
    ends = []
    for (_, slope, slope_se, _), count in zip(fits, (len(x), len(x) - 1), strict=True):
        half = float(student.ppf(0.5 + confidence / 2.0, count - 2)) * slope_se
        ends.append((slope - half, slope + half))
    (_, beta, _, residual_sd), (_, beta_changes, _, _) = fits
    left = residual_sd**2 * (len(x) - 2)
    return LinkFit(
        n=len(x),
        beta=beta,
        r_squared=float(1.0 - left / np.sum((y - y.mean()) ** 2)),
        beta_changes=beta_changes,
        low=min(low for low, _ in ends),
        high=max(high for _, high in ends),
        linked=all(low > 0.0 for low, _ in ends),
    )


def _logs(prices: Sequence[float] | _Array) -> _Array:
    values = np.asarray(prices, dtype=np.float64)
    bad = ~(np.isfinite(values) & (values > 0.0))
    if bad.any():
        place = int(np.argmax(bad))
        raise SeriesPriceInvalidError(place + 1, float(values[place]))
    if values.ndim != 1 or len(values) < _FEWEST:
        raise CalibrationImpossibleError(
            f"{values.size} prices, at least {_FEWEST} are needed",
            f"価格が {values.size} 件しかありません。{_FEWEST} 件以上必要です",
        )
    return np.log(values)


def _line(x: _Array, y: _Array) -> tuple[float, float, float, float]:
    """Intercept, slope, standard error of the slope, residual standard deviation."""
    centred = x - x.mean()
    spread = float(centred @ centred)
    # Equal prices leave only rounding, which must not pass for variation.
    if spread <= len(x) * (np.finfo(np.float64).eps * max(1.0, float(np.abs(x).max()))) ** 2:
        raise CalibrationImpossibleError(
            "the prices do not vary; state the price as certain",
            "価格が変動していません。確定値として扱ってください",
        )
    slope = float(centred @ y) / spread
    intercept = float(y.mean() - slope * x.mean())
    rest = y - intercept - slope * x
    residual_sd = float(np.sqrt(rest @ rest / (len(x) - 2)))
    return intercept, slope, residual_sd / float(np.sqrt(spread)), residual_sd
