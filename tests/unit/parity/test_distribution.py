"""A cost ratio as a distribution: quantiles, probability of the target, failures told."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from inventories.document.flows import Bound, Distribution
from lca.copula import Link
from lca.sampling import Method, draw
from lca.sampling_errors import SamplesAllFailedError
from parity.distribution import MAX_BINS, histogram, summary
from parity.errors import TargetInvalidError

# Medians 1.5 and 1.3, deviations of the logs 0.20 and 0.25: correlation of the logs, deviation of
# the log ratio, P(R <= 1.2) = Phi((ln 1.2 - ln(1.5/1.3)) / s), s2 = sc2 + sb2 - 2 rho sc sb.
LOGNORMAL = [
    (-0.5, 0.39051248379533277, 0.5400000930044448),
    (0.0, 0.32015621187164245, 0.5487504276382477),
    (0.5, 0.22912878474779202, 0.5679562201636092),
    (0.8, 0.14999999999999997, 0.6031355070735097),
]


@dataclass(frozen=True)
class Cost:
    value: float
    sigma: float
    bound: Bound | None = None
    unit: str = "USD/kg"

    @property
    def distribution(self) -> Distribution:
        return Distribution(kind="lognormal", gsd=math.exp(self.sigma))


@pytest.mark.parametrize("method", ["random", "lhs", "sobol"])
@pytest.mark.parametrize(("rho", "sigma", "expected"), LOGNORMAL)
def test_the_ratio_of_two_lognormals_has_its_closed_form(
    method: Method, rho: float, sigma: float, expected: float
) -> None:
    costs = {"bio": Cost(1.5, 0.20), "base": Cost(1.3, 0.25)}
    links = [Link(("bio", "base"), rho)]
    drawn = draw(costs, 40_000, 12, method, links)
    found = summary(drawn.values["bio"] / drawn.values["base"], 1.2, drawn.replicates, level=0.999)
    assert found.probability.low <= expected <= found.probability.high
    assert found.probability.value == pytest.approx(expected, abs=0.01)
    assert found.median == pytest.approx(1.5 / 1.3, rel=0.01)
    assert found.p5 == pytest.approx(1.5 / 1.3 * math.exp(-1.644854 * sigma), rel=0.015)
    assert found.p95 == pytest.approx(1.5 / 1.3 * math.exp(1.644854 * sigma), rel=0.015)
    assert (found.n, found.failed) == (drawn.n, 0)


def test_the_median_is_not_the_ratio_of_means() -> None:
    costs = {"bio": Cost(1.5, 0.20), "base": Cost(1.3, 0.25)}
    drawn = draw(costs, 40_000, 12).values
    found = summary(drawn["bio"] / drawn["base"], 1.2)
    assert found.median == pytest.approx(1.154, abs=0.01)
    assert drawn["bio"].mean() / drawn["base"].mean() == pytest.approx(1.141, abs=0.005)


def test_failed_samples_are_told_and_not_dropped() -> None:
    found = summary(np.array([1.0, math.nan, 1.1, math.inf, 1.3, -math.inf]), 1.2)
    assert (found.n, found.failed, found.probability.n) == (3, 3, 3)
    assert found.probability.value == pytest.approx(2 / 3)
    assert found.at_least == pytest.approx(2 / 6)
    assert found.median == 1.1


def test_a_ratio_at_the_target_meets_it() -> None:
    assert summary(np.array([1.2, 1.2]), 1.2).probability.value == 1.0


def test_a_cost_below_zero_meets_the_target() -> None:
    assert summary(np.array([-0.5, 2.0]), 1.2).probability.value == 0.5


def test_a_single_sample_is_its_own_median() -> None:
    found = summary(np.array([1.5]), 1.2)
    assert (found.p5, found.median, found.p95, found.probability.value) == (1.5, 1.5, 1.5, 0.0)


@pytest.mark.parametrize("ratio", [np.full(4, np.nan), np.array([np.inf]), np.zeros(0)])
def test_nothing_but_failures_is_an_error(ratio) -> None:
    with pytest.raises(SamplesAllFailedError):
        summary(ratio, 1.2)
    with pytest.raises(SamplesAllFailedError):
        histogram(ratio)


@pytest.mark.parametrize("target", [0.0, -1.2, math.nan, math.inf])
def test_a_target_is_a_positive_number(target: float) -> None:
    with pytest.raises(TargetInvalidError):
        summary(np.array([1.0]), target)


def test_each_bin_holds_the_same_share() -> None:
    ratio = np.random.default_rng(1).lognormal(size=10_000)
    found = histogram(np.append(ratio, np.nan), 20)
    counts, _ = np.histogram(ratio, found.ratio)
    assert np.abs(counts - 500).max() <= 1
    assert (found.share[0], found.share[10], found.share[20]) == (0.0, 0.5, 1.0)
    assert (found.ratio[0], found.ratio[20]) == (ratio.min(), ratio.max())


@pytest.mark.parametrize("bins", [0, -1, MAX_BINS + 1])
def test_bins_are_limited(bins: int) -> None:
    with pytest.raises(ValueError, match="bins"):
        histogram(np.array([1.0]), bins)
