"""The carbon price to a ratio: published golden numbers, hand calculations and refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from parity.carbon.coverage import Allocation, Coverage, Emissions, PassThrough, covered_emissions
from parity.carbon.errors import (
    CarbonInputInvalidError,
    CarbonSamplesFailedError,
    CoverageStageUnknownError,
)
from parity.carbon.pair import priced_pair
from parity.carbon.price import CarbonPrice, price_for
from parity.carbon.spread import price_samples, price_spread
from parity.errors import BaselineInvalidError, TargetInvalidError


def carbon_price(
    bio: float,
    baseline: float,
    e_bio: Emissions,
    e_baseline: Emissions,
    ratio: float = 1.0,
    *scheme: Any,
    **more: Any,
) -> CarbonPrice:
    return price_for(priced_pair(bio, baseline, e_bio, e_baseline, *scheme, **more), ratio)


@pytest.mark.parametrize(("ratio", "expected"), [(1.0, 400.0), (1.2, 181.81818181818187)])
def test_price_of_the_golden_case(ratio: float, expected: float) -> None:
    found = carbon_price(3.0, 2.0, 1.5, 4.0, ratio)
    assert found.kind == "value"
    assert found.jpy_per_t == pytest.approx(expected, rel=1e-12)
    assert found.ratio_today == 1.5


def test_the_price_found_brings_the_ratio_asked_for() -> None:
    found = carbon_price(320.0, 200.0, 1.1, 3.7, 1.2)
    assert found.jpy_per_t is not None
    pair = priced_pair(320.0, 200.0, 1.1, 3.7)
    assert pair.costs_at(found.jpy_per_t).ratio == pytest.approx(1.2, rel=1e-12)


def test_a_target_met_today_needs_no_price() -> None:
    found = carbon_price(230.0, 200.0, 1.0, 4.0, 1.2)
    assert (found.kind, found.jpy_per_t, found.lost_above_jpy_per_t) == ("already_met", 0.0, None)


def test_a_target_met_exactly_is_met_whatever_the_rounding() -> None:
    assert carbon_price(1.2 * 0.7 + 1e-17, 0.7, 1.0, 4.0, 1.2).kind == "already_met"
    assert carbon_price(0.1 + 0.2, 0.3, 1.0, 4.0, 1.0).kind == "already_met"


def test_a_target_met_today_can_be_lost_above_a_price() -> None:
    found = carbon_price(180.0, 200.0, 5.0, 1.0, 1.0)
    assert found.kind == "already_met"
    assert found.lost_above_jpy_per_t == pytest.approx(1000 * 20 / 4)
    pair = priced_pair(180.0, 200.0, 5.0, 1.0)
    assert pair.costs_at(5000.0).ratio == pytest.approx(1.0)
    assert "5,000" in found.reason.en or "5000" in found.reason.en


@pytest.mark.parametrize("e_baseline", [1.25, 1.0])
def test_no_price_helps_where_the_baseline_pays_for_too_little(e_baseline: float) -> None:
    found = carbon_price(300.0, 200.0, 1.5, e_baseline, 1.2)  # r e_b = 1.5 at most
    assert (found.kind, found.jpy_per_t) == ("unreachable", None)
    assert "no carbon price" in found.reason.en.lower()
    assert "炭素価格" in found.reason.ja


def test_coverage_of_the_baseline_alone_raises_the_price() -> None:
    full = carbon_price(300.0, 200.0, 0.0, 4.0, 1.0)
    half = carbon_price(300.0, 200.0, 0.0, 4.0, 1.0, Coverage(baseline=0.5))
    assert full.jpy_per_t == pytest.approx(25_000.0)
    assert half.jpy_per_t == pytest.approx(50_000.0)


def test_coverage_by_stage_prices_only_those_stages() -> None:
    base = {"feedstock": 1.0, "process": 2.0, "end_of_life": 1.0}
    found = carbon_price(
        300.0,
        200.0,
        0.0,
        base,
        1.0,
        Coverage(baseline={"feedstock": 0.0, "process": 0.8, "end_of_life": 0.0}),
    )
    assert found.priced_baseline == pytest.approx(1.6)
    assert found.jpy_per_t == pytest.approx(1000 * 100 / 1.6)


def test_stages_must_be_the_same_on_both_sides_of_the_product() -> None:
    with pytest.raises(CoverageStageUnknownError, match="process"):
        carbon_price(3.0, 2.0, 1.0, {"process": 4.0}, 1.0, Coverage(baseline={"plant": 1.0}))
    with pytest.raises(CoverageStageUnknownError):
        carbon_price(3.0, 2.0, 1.0, 4.0, 1.0, Coverage(baseline={"process": 1.0}))


def test_removals_are_unpaid_unless_the_scheme_pays_them() -> None:
    plant = {"process": 2.0, "uptake": -3.0}
    unpaid = covered_emissions("bio", plant, 1.0)
    assert (unpaid.total, unpaid.covered, unpaid.unpaid_removals) == (-1.0, 2.0, -3.0)
    paid = covered_emissions("bio", plant, 1.0, credits_removals=True)
    assert (paid.covered, paid.unpaid_removals) == (-1.0, 0.0)
    dear = carbon_price(3.0, 2.0, -1.0, 4.0)
    cheap = carbon_price(3.0, 2.0, -1.0, 4.0, credits_removals=True)
    assert dear.jpy_per_t == pytest.approx(250.0)
    assert cheap.jpy_per_t == pytest.approx(200.0)


def test_free_allowances_change_the_cash_and_not_the_margin() -> None:
    pair = priced_pair(300.0, 200.0, 1.0, 4.0, Coverage(bio=0.5), PassThrough(baseline=0.6))
    free = pair.costs_at(4_000.0, Allocation(bio=0.25, baseline=0.9))
    sold = pair.costs_at(4_000.0)
    assert free.marginal_baseline == sold.marginal_baseline == pytest.approx(4 * 4 * 0.6)
    assert free.marginal_bio == sold.marginal_bio == pytest.approx(4 * 0.5)
    assert free.cash_bio == pytest.approx(4 * 0.5 * 0.75)
    assert free.cash_baseline == pytest.approx(4 * 4 * 0.1)
    assert free.ratio == sold.ratio == pytest.approx(302 / 209.6)
    assert free.ratio_cash == pytest.approx(301.5 / 201.6)


def test_samples_give_the_price_of_each_and_never_a_mean() -> None:
    cost = np.array([150.0, 260.0, 300.0, 900.0, math.nan])
    emission = np.array([1.0, 1.0, 9.0, 1.0, 1.0])
    pair = priced_pair(cost, 200.0, emission, 4.0)
    price = price_samples(pair, 1.0)
    assert price[:2] == pytest.approx([0.0, 20_000.0])
    assert np.isposinf(price[2])
    assert np.isnan(price[4])
    spread = price_spread(pair, 1.0)
    assert (spread.n, spread.failed) == (4, 1)
    assert (spread.share_met, spread.share_value, spread.share_unreachable) == (0.25, 0.5, 0.25)
    assert (spread.median, spread.p95) == (20_000.0, None)
    assert not hasattr(spread, "mean")


def test_samples_with_a_baseline_not_above_zero_fail_and_are_counted() -> None:
    baseline = np.array([200.0, 0.0, -1.0, math.inf])
    spread = price_spread(priced_pair(300.0, baseline, 1.0, 4.0), 1.0)
    assert (spread.n, spread.failed) == (1, 3)
    with pytest.raises(CarbonSamplesFailedError):
        price_spread(priced_pair(300.0, baseline[1:], 1.0, 4.0), 1.0)


def test_samples_equal_single_numbers() -> None:
    random = np.random.default_rng(3)
    cost, e_bio = random.uniform(100, 400, 50), random.uniform(-1, 5, 50)
    price = price_samples(priced_pair(cost, 200.0, e_bio, 4.0), 1.2)
    for got, c, e in zip(price, cost, e_bio, strict=True):
        single = carbon_price(float(c), 200.0, float(e), 4.0, 1.2)
        expected = math.inf if single.jpy_per_t is None else single.jpy_per_t
        assert got == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("target", [0.0, -1.0, math.nan, math.inf])
def test_a_target_not_above_zero_is_refused(target: float) -> None:
    with pytest.raises(TargetInvalidError):
        carbon_price(3.0, 2.0, 1.5, 4.0, target)


@pytest.mark.parametrize("baseline", [0.0, -2.0])
def test_a_baseline_not_above_zero_is_refused(baseline: float) -> None:
    with pytest.raises(BaselineInvalidError):
        carbon_price(3.0, baseline, 1.5, 4.0)


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_share_outside_zero_to_one_is_refused(share: float) -> None:
    with pytest.raises(CarbonInputInvalidError, match=r"coverage\.baseline"):
        Coverage(baseline=share)
    with pytest.raises(CarbonInputInvalidError, match=r"coverage\.bio\.process"):
        Coverage(bio={"process": share})
    with pytest.raises(CarbonInputInvalidError, match=r"allocation\.bio"):
        Allocation(bio=share)


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        ((math.nan, 2.0, 1.5, 4.0), "bio_jpy"),
        ((3.0, math.inf, 1.5, 4.0), "baseline_jpy"),
        ((3.0, 2.0, math.nan, 4.0), r"emissions\.bio"),
        ((3.0, 2.0, 1.5, math.inf), r"emissions\.baseline"),
    ],
)
def test_what_is_not_finite_is_refused_by_name(
    numbers: tuple[float, float, float, float], name: str
) -> None:
    with pytest.raises(CarbonInputInvalidError, match=name):
        carbon_price(*numbers)


def test_other_bad_input_is_refused() -> None:
    pair = priced_pair(3.0, 2.0, 1.5, 4.0)
    with pytest.raises(CarbonInputInvalidError, match="carbon_price"):
        pair.costs_at(-1.0)
    with pytest.raises(CarbonInputInvalidError, match="pass_through"):
        PassThrough(bio=-0.1)
    with pytest.raises(CarbonInputInvalidError, match="samples"):
        priced_pair(np.ones(3), np.ones(4), 1.0, 2.0)
    with pytest.raises(CarbonInputInvalidError, match="bio_jpy"):
        priced_pair(np.ones((2, 2)), 1.0, 1.0, 2.0)
    with pytest.raises(CarbonInputInvalidError, match="single"):
        price_for(priced_pair(np.ones(3), 1.0, 1.0, 2.0), 1.0)
    with pytest.raises(CarbonInputInvalidError, match="stages"):
        priced_pair(3.0, 2.0, {}, 4.0)


def test_a_baseline_paid_for_removals_can_lose_its_price() -> None:
    pair = priced_pair(3.0, 2.0, 1.0, -4.0, credits_removals=True)
    with pytest.raises(BaselineInvalidError):
        pair.costs_at(600.0)


def test_the_reason_is_readable_in_both_languages() -> None:
    found = carbon_price(300.0, 200.0, 1.5, 4.0, 1.2)
    assert found.reason.en == "At 18,182 JPY/t CO2e the ratio comes down from 1.5 to 1.2."
    assert "18,182円/t-CO2e" in found.reason.ja
    assert "e+" not in carbon_price(119.9999, 100.0, 0.0, 2.0, 1.0).reason.en


def test_a_saving_too_small_for_a_number_is_no_price() -> None:
    found = price_for(priced_pair(3.0, 2.0, 0.0, 5e-324), 1.2)
    assert (found.kind, found.jpy_per_t) == ("unreachable", None)
