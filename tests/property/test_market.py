"""Laws of the price models, links and levelised prices."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parity.market.calibration import calibrated
from parity.market.errors import CalibrationImpossibleError
from parity.market.levelising import levelised
from parity.market.links import linked
from parity.market.reverting import RandomWalk, Reverting

prices = st.floats(1.0, 1e4)
speeds = st.floats(1e-6, 5.0)
spreads = st.floats(0.0, 1.5)
times = st.floats(0.0, 60.0)
levels = st.floats(0.0, 9.0)


@given(prices, speeds, spreads, levels, times, times)
def test_two_steps_are_one(
    s0: float, kappa: float, sigma: float, alpha: float, first: float, then: float
) -> None:
    process = Reverting(s0, kappa, sigma, alpha)
    location, variance = process.moments(first + then)
    half, half_variance = process.moments(first)
    assert process.step(half, then, 0.0) == pytest.approx(location, rel=1e-9, abs=1e-9)
    carried = half_variance * math.exp(-2 * kappa * then)
    added = Reverting(s0, kappa, sigma, alpha).moments(then)[1]
    assert carried + added == pytest.approx(variance, rel=1e-9, abs=1e-12)


@given(prices, speeds, st.floats(0.01, 1.5), levels, times)
def test_the_spread_grows_up_to_that_of_forever(
    s0: float, kappa: float, sigma: float, alpha: float, time: float
) -> None:
    process, walk = Reverting(s0, kappa, sigma, alpha), RandomWalk(s0, sigma)
    variance = process.moments(time)[1]
    assert 0.0 <= variance <= process.moments(math.inf)[1] * (1 + 1e-12)
    assert variance <= walk.moments(time)[1] * (1 + 1e-12)
    median, mean = process.median(time), process.mean(time)
    assert mean >= median * (1 - 1e-12)
    low, high = sorted((s0, math.exp(alpha)))
    assert low * (1 - 1e-9) <= median <= high * (1 + 1e-9)


@given(prices, speeds, st.floats(0.01, 1.0), levels, st.floats(0.01, 0.99), st.floats(0.1, 60.0))
def test_quantiles_surround_the_median(
    s0: float, kappa: float, sigma: float, alpha: float, u: float, time: float
) -> None:
    process = Reverting(s0, kappa, sigma, alpha)
    low, high = process.quantile(u, time), process.quantile(1 - u, time)
    assert low * high == pytest.approx(process.median(time) ** 2, rel=1e-9)
    assert (low <= high) == (u <= 0.5) or low == pytest.approx(high)


@given(prices, speeds, spreads, levels, st.floats(0.01, 100.0), times)
def test_another_money_scales_the_price(
    s0: float, kappa: float, sigma: float, alpha: float, scale: float, time: float
) -> None:
    one = Reverting(s0, kappa, sigma, alpha)
    other = Reverting(s0 * scale, kappa, sigma, alpha + math.log(scale))
    assert other.median(time) == pytest.approx(one.median(time) * scale, rel=1e-9)
    assert other.moments(time)[1] == one.moments(time)[1]


@given(st.lists(st.floats(5.0, 200.0), min_size=6, max_size=40), st.floats(0.01, 100.0))
def test_calibration_does_not_depend_on_the_money(series: list[float], scale: float) -> None:
    try:
        one = calibrated(series)
        other = calibrated([price * scale for price in series])
    except CalibrationImpossibleError:
        return
    assert other.slope == pytest.approx(one.slope, rel=1e-6, abs=1e-9)
    assert 0 < one.slope < 1 < 1 + one.kappa
    assert one.slope_unbiased > one.slope


@given(prices, st.floats(-2.0, 2.0), prices, prices, prices)
def test_a_link_by_way_of_another_price_is_the_direct_one(
    price: float, beta: float, oil: float, via: float, today: float
) -> None:
    direct = linked(price, beta, oil, today)
    stepped = linked(linked(price, beta, via, today), beta, oil, via)
    assert stepped == pytest.approx(direct, rel=1e-9)


@given(
    st.lists(st.floats(1.0, 500.0), min_size=1, max_size=40),
    st.floats(-0.2, 1.0),
    st.floats(0.01, 100.0),
)
def test_a_levelised_price_lies_among_the_prices(
    path: list[float], rate: float, scale: float
) -> None:
    made = np.linspace(1.0, 2.0, len(path))
    value = levelised(np.array(path), rate, made)
    assert min(path) * (1 - 1e-9) <= value <= max(path) * (1 + 1e-9)
    assert levelised(np.array(path) * scale, rate, made) == pytest.approx(value * scale)
    assert levelised(np.array(path), rate, made * scale) == pytest.approx(value)
