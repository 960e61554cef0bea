"""Probabilities counted on samples and how sure their count is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import binomtest

from inventories.document.flows import Bound, Distribution
from lca.sampling import draw
from lca.sampling_errors import (
    SampleLevelInvalidError,
    SampleReplicatesInvalidError,
    SamplesAllFailedError,
)
from parity.intervals import probability, replicate_interval, wilson

STANDARD = Distribution(kind="normal", sd=1.0)


@dataclass(frozen=True)
class Normal:
    value: float = 0.0
    distribution: Distribution = STANDARD
    bound: Bound | None = None
    unit: str = "kg"


def test_wilson_gives_the_published_numbers() -> None:
    """8412 of 10,000, and the rule of three for none of 1,000."""
    found = wilson(8412, 10_000)
    assert (found.low, found.high) == pytest.approx((0.8339056947765902, 0.84823226473526))
    none = wilson(0, 1000)
    assert none.low == 0.0
    assert none.high == pytest.approx(0.003826758485555124, rel=1e-12)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (0, 50), (50, 50), (3, 7), (499, 1000)])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
def test_wilson_is_that_of_scipy(k: int, n: int, level: float) -> None:
    expected = binomtest(k, n).proportion_ci(level, method="wilson")
    found = wilson(k, n, level)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_none_and_all_end_exactly_at_zero_and_one() -> None:
    for n in (1, 3, 7, 1000, 9_999):
        assert wilson(0, n).low == 0.0
        assert wilson(n, n).high == 1.0


@pytest.mark.parametrize("p", [0.02, 0.2, 0.5, 0.9])
def test_wilson_covers_the_truth_as_often_as_it_says(p: float) -> None:
    rng = np.random.default_rng(3)
    ends = [wilson(int(k), 200) for k in rng.binomial(200, p, 3000)]
    covered = np.mean([end.low <= p <= end.high for end in ends])
    assert covered == pytest.approx(0.95, abs=0.025)


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_replicates_cover_the_truth_and_are_narrower(method) -> None:
    """P(x + y <= 1) = Phi(1 / sqrt 2) = 0.7602 of two independent standard normals."""
    truth, covered, width = 0.760249938906523, [], []
    for seed in range(300):
        drawn = draw({"x": Normal(), "y": Normal()}, 1280, seed, method)
        met = drawn.values["x"] + drawn.values["y"] <= 1.0
        found = probability(met, drawn.replicates)
        assert found.method == "replicates"
        covered.append(found.low <= truth <= found.high)
        width.append(found.high - found.low)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.035)
    whole = wilson(round(truth * 1280), 1280)
    assert np.mean(width) < 0.8 * (whole.high - whole.low)


def test_rare_events_of_replicates_are_covered_too() -> None:
    """P(x <= -2.8) = 0.002555: some five of 2,000, fewer than the replicates."""
    truth, covered = 0.002555130330427932, []
    for seed in range(300):
        drawn = draw({"x": Normal(), "y": Normal()}, 2000, seed, "lhs")
        # turned by 45 degrees, so that no stratum alone decides
        mixed = (drawn.values["x"] + drawn.values["y"]) / np.sqrt(2)
        found = probability(mixed <= -2.8, drawn.replicates)
        covered.append(found.low <= truth <= found.high)
    assert np.mean(covered) > 0.92


def test_student_t_by_hand() -> None:
    # 0.1 ... 1.0: mean 0.55, s = 0.302765, t(9, 97.5 %) = 2.262157
    found = replicate_interval(np.arange(1, 11) / 10)
    half = 2.262157 * 0.302765 / 10**0.5
    assert (found.low, found.high) == pytest.approx((0.55 - half, 0.55 + half), abs=1e-5)


def test_an_interval_does_not_leave_zero_and_one() -> None:
    shares = np.array([0.0] * 9 + [1.0])
    found = replicate_interval(shares, 0.999)
    assert (found.low, found.high) == (0.0, pytest.approx(0.1 + 4.781 * 0.1, abs=1e-3))
    assert replicate_interval(1 - shares, 0.999).high == 1.0


@pytest.mark.parametrize("met", [np.zeros(1000, bool), np.ones(1000, bool)])
def test_none_of_all_replicates_is_not_certainty(met) -> None:
    found = probability(met, replicates=10)
    assert found.method == "wilson"
    assert found.high - found.low == pytest.approx(0.003826758485555124, rel=1e-9)


def test_replicates_that_agree_to_the_digit_leave_wilson() -> None:
    found = probability(np.tile([True, False], 500), replicates=10)
    assert (found.value, found.method) == (0.5, "wilson")


def test_the_parts_are_told() -> None:
    found = probability(np.array([True, True, False, True]), level=0.9)
    assert (found.value, found.n, found.level, found.method) == (0.75, 4, 0.9, "wilson")
    assert found.low < 0.75 < found.high


def test_failed_samples_count_neither_way() -> None:
    met = np.array([True, True, False, True])
    found = probability(met, valid=np.array([True, False, True, False]))
    assert (found.value, found.n) == (0.5, 2)


def test_replicates_with_failures_keep_the_value_inside() -> None:
    rng = np.random.default_rng(2)
    met, valid = rng.random(1000) < 0.6, rng.random(1000) < 0.5
    valid[:100] = rng.random(100) < 0.05
    found = probability(met, 10, valid=valid)
    assert found.method == "replicates"
    assert found.value == pytest.approx(met[valid].mean())
    assert found.low <= found.value <= found.high


def test_a_replicate_that_failed_altogether_leaves_wilson() -> None:
    valid = np.ones(1000, bool)
    valid[:100] = False
    found = probability(np.random.default_rng(2).random(1000) < 0.6, 10, valid=valid)
    assert (found.method, found.n) == ("wilson", 900)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 95.0, np.nan])
def test_a_level_is_between_zero_and_one(level: float) -> None:
    with pytest.raises(SampleLevelInvalidError):
        wilson(1, 2, level)
    with pytest.raises(SampleLevelInvalidError):
        replicate_interval(np.full(10, 0.5), level)


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_share_is_between_zero_and_one(share: float) -> None:
    with pytest.raises(SampleLevelInvalidError):
        replicate_interval(np.array([0.5] * 9 + [share]))


@pytest.mark.parametrize(("size", "replicates"), [(1000, 9), (1000, 0), (1001, 10), (5, 10)])
def test_replicates_have_to_be_enough_and_equal(size: int, replicates: int) -> None:
    with pytest.raises(SampleReplicatesInvalidError):
        probability(np.ones(size, bool), replicates)
    with pytest.raises(SampleReplicatesInvalidError):
        replicate_interval(np.full(9, 0.5))


def test_nothing_cannot_be_counted() -> None:
    with pytest.raises(SamplesAllFailedError):
        wilson(0, 0)
    with pytest.raises(SamplesAllFailedError):
        probability(np.zeros(0, bool))
    with pytest.raises(SamplesAllFailedError):
        probability(np.ones(3, bool), valid=np.zeros(3, bool))
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="flags"):
        probability(np.ones(3, bool), valid=np.ones(2, bool))
