"""The price models against closed forms; the first numbers are a hand-checked worked example."""

from __future__ import annotations

import math

import numpy as np
import pytest

from parity.market.errors import ProcessInvalidError
from parity.market.reverting import PriceProcess, RandomWalk, Reverting

OIL = Reverting(s0=80.0, kappa=0.5, sigma=0.3, alpha=4.248495242049359)
"""From 80 to a level whose ln is that of 70; half of the way in 1.4 years."""


def test_six_years_ahead() -> None:
    location, variance = OIL.moments(6.0)
    assert location == pytest.approx(4.255143378623213, rel=1e-9)
    assert variance == pytest.approx(0.08977691230410002, rel=1e-9)
    assert OIL.median(6.0) == pytest.approx(70.46691991411714, rel=1e-9)
    assert OIL.mean(6.0) == pytest.approx(73.70213995331117, rel=1e-9)
    assert OIL.quantile(0.05, 6.0) == pytest.approx(43.047288658541774, rel=1e-9)
    assert OIL.quantile(0.95, 6.0) == pytest.approx(115.35190616929336, rel=1e-9)
    assert OIL.half_life == pytest.approx(1.3862943611198906, rel=1e-9)


def test_now_is_certain_and_the_far_future_forgets() -> None:
    assert OIL.moments(0.0) == (pytest.approx(math.log(80.0)), 0.0)
    assert OIL.moments(math.inf) == (pytest.approx(OIL.alpha), pytest.approx(0.3**2 / 1.0))
    assert OIL.moments(200.0) == pytest.approx(OIL.moments(math.inf), rel=1e-12)


def test_hardly_any_reversion_is_a_random_walk() -> None:
    slow, walk = Reverting(80.0, 1e-12, 0.3, 4.0), RandomWalk(80.0, 0.3)
    assert slow.moments(10.0) == pytest.approx(walk.moments(10.0), rel=1e-9)
    assert walk.median(30.0) == pytest.approx(80.0)


@pytest.mark.parametrize("process", [OIL, RandomWalk(80.0, 0.3)])
def test_paths_have_the_moments_of_the_closed_form(process: PriceProcess) -> None:
    years = np.array([0.0, 1.0, 2.0, 6.0])
    normals = np.random.default_rng(11).standard_normal((40_000, 4))
    prices = process.path(math.log(80.0), years, normals)
    assert prices.shape == (40_000, 4)
    assert prices[:, 0] == pytest.approx(80.0)
    for column, year in enumerate(years[1:], start=1):
        location, variance = process.moments(float(year))
        spread = math.sqrt(float(variance))
        logs = np.log(prices[:, column])
        assert logs.mean() == pytest.approx(location, abs=5 * spread / 200)
        assert logs.std() == pytest.approx(spread, rel=0.02)


def test_each_path_may_start_elsewhere() -> None:
    start = np.log([40.0, 160.0])
    prices = OIL.path(start, np.array([0.0, 50.0]), np.zeros((2, 2)))
    assert prices[:, 0] == pytest.approx([40.0, 160.0])
    assert prices[:, 1] == pytest.approx(math.exp(OIL.alpha), rel=1e-9)


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        ({"kappa": 0.0}, "kappa"),
        ({"kappa": -1.0}, "kappa"),
        ({"kappa": math.nan}, "kappa"),
        ({"sigma": -0.1}, "sigma"),
        ({"sigma": math.inf}, "sigma"),
        ({"s0": 0.0}, "s0"),
        ({"alpha": math.nan}, "alpha"),
    ],
)
def test_numbers_that_mean_nothing_are_refused(numbers: dict[str, float], name: str) -> None:
    with pytest.raises(ProcessInvalidError, match=name) as caught:
        Reverting(**{"s0": 80.0, "kappa": 0.5, "sigma": 0.3, "alpha": 4.2, **numbers})
    assert caught.value.rule_ja


def test_the_past_and_impossible_probabilities_are_refused() -> None:
    walk = RandomWalk(80.0, 0.3)
    for process in (OIL, walk):
        with pytest.raises(ProcessInvalidError, match="T"):
            process.moments(-1.0)
        with pytest.raises(ProcessInvalidError, match="T"):
            process.moments(np.array([1.0, math.nan]))
        for u in (0.0, 1.0, math.nan):
            with pytest.raises(ProcessInvalidError, match="`u`"):
                process.quantile(u, 1.0)
        with pytest.raises(ProcessInvalidError, match="`z`"):
            process.path(4.0, np.array([1.0]), np.array([[math.nan]]))
        with pytest.raises(ProcessInvalidError, match="fall"):
            process.path(4.0, np.array([2.0, 1.0]), np.zeros((1, 2)))
    with pytest.raises(ProcessInvalidError, match="finite"):
        walk.moments(math.inf)
    with pytest.raises(ProcessInvalidError):
        RandomWalk(80.0, -0.1)
    with pytest.raises(ProcessInvalidError):
        RandomWalk(-80.0, 0.1)
