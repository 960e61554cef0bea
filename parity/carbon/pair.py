"""Costs of two products and the emissions of each that pay a carbon price."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inventories.expressions import Value
from parity.carbon.coverage import (
    NO_ALLOCATION,
    Allocation,
    Coverage,
    Covered,
    Emissions,
    PassThrough,
    checked,
    covered_emissions,
)
from parity.carbon.errors import CarbonInputInvalidError
from parity.errors import BaselineInvalidError, TargetInvalidError

KG_PER_T = 1000.0
NO_DIFFERENCE = 1e-12
"""Relative to the terms of a difference, below it rounding alone makes the sign."""


@dataclass(frozen=True)
class CarbonCosts:
    """What a carbon price does to both sides, JPY per unit of baseline replaced.

    Attributes
    ----------
    jpy_per_t : the carbon price
    marginal_bio, marginal_baseline : added to the prices (with the share passed on); the same
        whatever is allocated free
    cash_bio, cash_baseline : what the emitters pay after free allowances
    ratio : ratio of the prices, marginal cost included
    ratio_cash : ratio of the costs after free allowances
    """

    jpy_per_t: float
    marginal_bio: Value
    marginal_baseline: Value
    cash_bio: Value
    cash_baseline: Value
    ratio: Value
    ratio_cash: Value


@dataclass(frozen=True)
class PricedPair:
    """Two costs and the emissions of each that pay a carbon price.

    Floats, or samples (s,) of one length. A sample that is not finite or whose baseline is not
    positive is nan in everything calculated from it.

    Attributes
    ----------
    bio_jpy, baseline_jpy : JPY per unit of baseline replaced
    bio, baseline : emissions as the scheme sees them
    pass_through : share of the carbon cost that reaches the price
    """

    bio_jpy: Value
    baseline_jpy: Value
    bio: Covered
    baseline: Covered
    pass_through: PassThrough

    @property
    def priced_bio(self) -> Value:
        """Emissions that move the price of the bio product, kg CO2e per unit replaced."""
        return self.pass_through.bio * self.bio.covered

    @property
    def priced_baseline(self) -> Value:
        """Emissions that move the price of the baseline, kg CO2e per unit."""
        return self.pass_through.baseline * self.baseline.covered

    def costs_at(self, jpy_per_t: float, allocation: Allocation = NO_ALLOCATION) -> CarbonCosts:
        """Return marginal and cash carbon cost of both sides at a carbon price.

        Raises
        ------
        CarbonInputInvalidError
            If the price is negative or not finite.
        BaselineInvalidError
            If the baseline is not above 0 at this price.

        Examples
        --------
        >>> pair = priced_pair(300.0, 200.0, 1.5, 4.0)
        >>> costs = pair.costs_at(4300.0, Allocation(baseline=0.9))
        >>> round(costs.marginal_baseline, 2), round(costs.cash_baseline, 2)
        (17.2, 1.72)
        """
        if not (math.isfinite(jpy_per_t) and jpy_per_t >= 0):
            raise CarbonInputInvalidError(
                "carbon_price", jpy_per_t, "0 or more JPY per t", "0 以上(円/t)"
            )
        tau = jpy_per_t / KG_PER_T
        marginal = tau * self.priced_bio, tau * self.priced_baseline
        cash = (
            tau * (1 - allocation.bio) * self.bio.covered,
            tau * (1 - allocation.baseline) * self.baseline.covered,
        )
        return CarbonCosts(
            jpy_per_t=jpy_per_t,
            marginal_bio=marginal[0],
            marginal_baseline=marginal[1],
            cash_bio=cash[0],
            cash_baseline=cash[1],
            ratio=_over(self.bio_jpy + marginal[0], self.baseline_jpy + marginal[1]),
            ratio_cash=_over(self.bio_jpy + cash[0], self.baseline_jpy + cash[1]),
        )

    def terms(self, ratio: float) -> tuple[Value, Value]:
        """Return ``c - r b`` (JPY) and ``r p_b - p_c`` (kg CO2e), rounding noise as 0.

        Raises
        ------
        TargetInvalidError
            If the ratio is not above 0.
        """
        if not (math.isfinite(ratio) and ratio > 0):
            raise TargetInvalidError(ratio)
        return (
            _difference(self.bio_jpy, ratio * self.baseline_jpy),
            _difference(ratio * self.priced_baseline, self.priced_bio),
        )


def priced_pair(
    bio_jpy: Value,
    baseline_jpy: Value,
    e_bio: Emissions,
    e_baseline: Emissions,
    coverage: Coverage | None = None,
    pass_through: PassThrough | None = None,
    credits_removals: bool = False,
) -> PricedPair:
    """Join costs and emissions of the two sides, all per unit of baseline replaced.

    Parameters
    ----------
    bio_jpy, baseline_jpy
        JPY; float or samples (s,).
    e_bio, e_baseline
        kg CO2e under one named guideline and the same boundary; float, samples (s,), or by stage.
    coverage, pass_through
        What the scheme prices and what reaches the price; everything if None.
    credits_removals
        Whether negative emissions are paid for; no compliance scheme known to us does by default.

    Raises
    ------
    BaselineInvalidError
        If a single baseline is not above 0.
    CarbonInputInvalidError
        If a single number is not finite, or samples differ in length.
    CoverageStageUnknownError
        If shares by stage and emissions by stage do not match.
    """
    coverage, pass_through = coverage or Coverage(), pass_through or PassThrough()
    bio, baseline = checked("bio_jpy", bio_jpy), checked("baseline_jpy", baseline_jpy)
    if isinstance(baseline, np.ndarray):
        baseline = np.where(baseline > 0, baseline, np.nan)
    elif baseline <= 0:
        raise BaselineInvalidError(baseline)
    sides = (
        covered_emissions("bio", e_bio, coverage.bio, credits_removals),
        covered_emissions("baseline", e_baseline, coverage.baseline, credits_removals),
    )
    rows = {
        len(value)
        for value in (bio, baseline, sides[0].total, sides[1].total)
        if isinstance(value, np.ndarray)
    }
    if len(rows) > 1:
        raise CarbonInputInvalidError(
            "samples", f"rows of {sorted(rows)}", "rows of one length", "同じ長さの標本"
        )
    return PricedPair(bio, baseline, sides[0], sides[1], pass_through)


def _difference(left: Value, right: Value) -> Value:
    """Return left - right, exactly 0 where only rounding separates them."""
    difference = left - right
    noise = NO_DIFFERENCE * (np.abs(left) + np.abs(right))
    if isinstance(difference, np.ndarray):
        return np.where(np.abs(difference) <= noise, 0.0, difference)
    return 0.0 if abs(difference) <= noise else float(difference)


def _over(bio: Value, baseline: Value) -> Value:
    if isinstance(bio, np.ndarray) or isinstance(baseline, np.ndarray):
        below = np.asarray(baseline, dtype=np.float64)
        return np.asarray(bio / np.where(below > 0, below, np.nan))
    if baseline <= 0:
        raise BaselineInvalidError(baseline)
    return bio / baseline
