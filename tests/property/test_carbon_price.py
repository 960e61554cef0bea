"""Properties of the carbon price: it brings what it promises, and never more than it can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parity.carbon.abatement import abatement_cost
from parity.carbon.coverage import Coverage, Emissions, PassThrough
from parity.carbon.pair import priced_pair
from parity.carbon.price import CarbonPrice, price_for
from parity.carbon.spread import price_samples, price_spread

money = st.floats(1.0, 1e4)
emission = st.floats(-20.0, 50.0)
share = st.floats(0.0, 1.0)
target = st.floats(0.5, 3.0)


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


@given(money, money, emission, emission, target, share, share)
def test_the_answer_is_what_the_ratio_says(
    c: float, b: float, e_c: float, e_b: float, r: float, cov_c: float, cov_b: float
) -> None:
    coverage = Coverage(cov_c, cov_b)
    found = carbon_price(c, b, e_c, e_b, r, coverage)
    pair = priced_pair(c, b, e_c, e_b, coverage)
    if found.kind == "already_met":
        assert pair.costs_at(0.0).ratio <= r * (1 + 1e-9)
    elif found.kind == "value":
        assert found.jpy_per_t is not None
        assert pair.costs_at(found.jpy_per_t).ratio == pytest.approx(r, rel=1e-6)
    else:
        assert all(pair.costs_at(tau).ratio > r * (1 - 1e-9) for tau in (0.0, 1e3, 1e6, 1e9))


@given(money, money, emission, emission, target, st.floats(0.1, 10.0))
def test_money_of_another_unit_scales_the_price(
    c: float, b: float, e_c: float, e_b: float, r: float, k: float
) -> None:
    one, other = carbon_price(c, b, e_c, e_b, r), carbon_price(k * c, k * b, e_c, e_b, r)
    assume(abs(one.gap_jpy) > 1e-6 * (c + b))
    assert one.kind == other.kind
    if one.jpy_per_t is not None and other.jpy_per_t is not None:
        assert other.jpy_per_t == pytest.approx(k * one.jpy_per_t, rel=1e-5)


@given(money, money, st.floats(0.0, 50.0), target, share, share)
def test_less_coverage_of_the_baseline_never_lowers_the_price(
    c: float, b: float, e_b: float, r: float, one: float, other: float
) -> None:
    less, more = sorted((one, other))

    def price(cov: float) -> float:
        found = carbon_price(c, b, 0.0, e_b, r, Coverage(baseline=cov)).jpy_per_t
        return np.inf if found is None else found

    assert price(less) >= price(more) * (1 - 1e-9)


@given(money, money, emission, emission)
def test_full_pass_through_and_ratio_one_is_the_abatement_cost(
    c: float, b: float, e_c: float, e_b: float
) -> None:
    found = abatement_cost(c, b, e_c, e_b)
    assume(found.kind == "value" and found.extra_cost_jpy > 1e-6 and found.saved_kgco2e > 1e-6)
    price = carbon_price(c, b, e_c, e_b, 1.0, credits_removals=True)
    assert price.kind == "value"
    assert price.jpy_per_t == pytest.approx(found.jpy_per_t, rel=1e-6)


@given(st.lists(st.tuples(money, money, emission, emission), min_size=1, max_size=40), target)
def test_samples_are_single_numbers_side_by_side(
    rows: list[tuple[float, float, float, float]], r: float
) -> None:
    c, b, e_c, e_b = (np.array(column) for column in zip(*rows, strict=True))
    theta = PassThrough(bio=0.9, baseline=0.8)
    pair = priced_pair(c, b, e_c, e_b, Coverage(0.7, 0.6), theta)
    prices = price_samples(pair, r)
    for price, row in zip(prices, rows, strict=True):
        single = carbon_price(*row, r, Coverage(0.7, 0.6), theta).jpy_per_t
        assert price == pytest.approx(np.inf if single is None else single, rel=1e-9)
    spread = price_spread(pair, r)
    total = spread.share_met + spread.share_value + spread.share_unreachable
    assert total == pytest.approx(1.0)
    assert spread.n == len(rows)
