"""Quadrants of the abatement cost, and acceptability curves against hand calculations."""

from __future__ import annotations

import math

import numpy as np
import pytest

from parity.carbon.abatement import (
    Quadrant,
    abatement_cost,
    acceptability,
    median_price,
    quadrant_shares,
)
from parity.carbon.errors import CarbonInputInvalidError, CarbonSamplesFailedError


@pytest.mark.parametrize(
    ("cost", "saved", "kind", "value"),
    [
        (0.5, 2.5, "value", 200.0),
        (-0.5, 2.5, "dominant", None),
        (0.5, -0.2, "dominated", None),
        (-0.5, -0.2, "trade_off", None),
        (0.5, 1e-12, "no_significant_difference", None),
    ],
)
def test_quadrants_of_the_golden_cases(
    cost: float, saved: float, kind: Quadrant, value: float | None
) -> None:
    found = abatement_cost(2.5 + cost, 2.5, 4.0 - saved, 4.0)
    assert found.kind == kind
    assert found.jpy_per_t == (None if value is None else pytest.approx(value))
    assert found.meaning.en
    assert found.meaning.ja


def test_a_trade_off_states_the_money_saved_per_extra_tonne() -> None:
    found = abatement_cost(2.0, 2.5, 4.2, 4.0)
    assert found.saved_jpy_per_extra_t == pytest.approx(2500.0)
    assert found.jpy_per_t is None


def test_equal_cost_is_an_abatement_cost_of_zero_or_domination() -> None:
    assert abatement_cost(2.0, 2.0, 1.0, 4.0).jpy_per_t == 0.0
    assert abatement_cost(2.0, 2.0, 5.0, 4.0).kind == "dominated"


def test_a_difference_within_its_interval_is_none() -> None:
    assert abatement_cost(3.0, 2.0, 3.5, 4.0, interval_kgco2e=0.6).kind == (
        "no_significant_difference"
    )
    assert abatement_cost(3.0, 2.0, 3.5, 4.0, interval_kgco2e=0.4).kind == "value"


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_finite_is_refused(bad: float) -> None:
    for place in range(5):
        numbers = [3.0, 2.0, 1.0, 4.0, 0.0]
        numbers[place] = bad
        with pytest.raises(CarbonInputInvalidError):
            abatement_cost(*numbers)
    with pytest.raises(CarbonInputInvalidError, match="interval"):
        abatement_cost(3.0, 2.0, 1.0, 4.0, -0.1)


COST = np.array([10.0, 20.0, -5.0, -4.0, 30.0])
SAVED = np.array([2.0, 1.0, 1.0, -1.0, -2.0])
"""Pays from 5000 up, from 20000 up, always, up to 4000, never."""


def test_acceptability_counts_the_samples_that_pay() -> None:
    found = acceptability(COST, SAVED, [0.0, 4_000.0, 5_000.0, 20_000.0, 1e6])
    assert [p.value for p in found.probability] == pytest.approx([0.4, 0.4, 0.4, 0.6, 0.6])
    assert all(p.low <= p.value <= p.high for p in found.probability)
    assert found.median_price == pytest.approx(20_000.0)
    assert found.limit == pytest.approx(0.6)
    assert found.quadrants["value"] == pytest.approx(0.4)
    assert sum(found.quadrants.values()) == pytest.approx(1.0)
    assert (found.n, found.failed) == (5, 0)


def test_a_sample_that_leaves_at_a_price_still_pays_at_it() -> None:
    assert median_price(np.array([4.0, -4.0]), np.array([1.0, -1.0])) == 0.0
    join_and_leave = median_price(
        np.array([4.0, -4.0, 9.0, 9.0]), np.array([1.0, -1.0, -1.0, -1.0])
    )
    assert join_and_leave == pytest.approx(4_000.0)  # 2 of 4 at 4000 only
    assert median_price(np.array([0.0, 1.0, 2.0]), np.array([-1.0, -1.0, -1.0])) is None


def test_median_price_agrees_with_counting_on_a_fine_grid() -> None:
    random = np.random.default_rng(5)
    for _ in range(20):
        cost, saved = random.normal(20, 30, 101), random.normal(2, 1.5, 101)
        exact = median_price(cost, saved)
        grid = np.arange(0.0, 60_000.0, 20.0)
        paying = np.mean(grid[:, None] * saved / 1000 >= cost, axis=1) >= 0.5
        first = grid[np.argmax(paying)] if paying.any() else None
        if first is None:
            assert exact is None or exact > grid[-1] - 20
        else:
            assert exact is not None
            assert first - 20 <= exact <= first


def test_failed_samples_are_left_out_and_counted() -> None:
    cost = np.append(COST, [math.nan, math.inf])
    found = acceptability(cost, np.append(SAVED, [1.0, 1.0]), [20_000.0])
    assert (found.n, found.failed) == (5, 2)
    assert found.probability[0].value == pytest.approx(0.6)
    with pytest.raises(CarbonSamplesFailedError):
        acceptability(np.array([math.nan]), np.array([1.0]), [1.0])


def test_replicates_get_the_interval_of_their_spread() -> None:
    random = np.random.default_rng(11)
    cost, saved = random.normal(10, 10, 1000), random.normal(2, 1, 1000)
    cost[3] = math.nan
    found = acceptability(cost, saved, [5_000.0], replicates=10)
    assert found.failed == 1
    assert found.probability[0].method == "replicates"
    assert found.probability[0].n == 999


@pytest.mark.parametrize("prices", [[], [-1.0], [2.0, 1.0], [1.0, 1.0], [math.nan], [math.inf]])
def test_prices_must_rise_from_zero_or_more(prices: list[float]) -> None:
    with pytest.raises(CarbonInputInvalidError, match="prices"):
        acceptability(COST, SAVED, prices)
    with pytest.raises(CarbonInputInvalidError, match="prices"):
        acceptability(COST, SAVED, list(range(501)))


def test_samples_must_pair() -> None:
    with pytest.raises(CarbonInputInvalidError, match="samples"):
        acceptability(COST, SAVED[:3], [1.0])
    one_number = acceptability(COST, 1.0, [10_000.0])
    assert one_number.n == 5


def test_quadrant_shares_split_all_samples() -> None:
    shares = quadrant_shares(np.array([1.0, -1.0, 1.0, -1.0, 0.0]), np.array([1, 1, -1, -1, 0.0]))
    assert list(shares.values()) == pytest.approx([0.2] * 5)
