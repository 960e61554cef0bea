"""Paths of the oil price, and the one price that is worth a path."""

from __future__ import annotations

import math

import numpy as np
import pytest

from parity.market.drivers import drivers_at
from parity.market.errors import (
    LevelisingInvalidError,
)
from parity.market.levelising import levelised, oil_path
from parity.market.reverting import Reverting


def test_the_kth_sample_starts_the_kth_path() -> None:
    oil = drivers_at(2030, 2025)["oil"].process
    start = np.array([50.0, 70.0, 110.0])
    normals = np.random.default_rng(0).standard_normal((3, 19))
    prices = oil_path(oil, start, 20, normals)
    assert prices.shape == (3, 20)
    assert prices[:, 0] == pytest.approx(start)
    by_hand = np.exp(oil.step(np.log(start), 1.0, normals[:, 0]))
    assert prices[:, 1] == pytest.approx(by_hand)
    assert oil_path(oil, 70.0, 1, np.empty((1, 0))) == pytest.approx(np.array([[70.0]]))


def test_without_chance_a_path_returns_to_the_level() -> None:
    calm = Reverting(80.0, 0.2, 0.0, math.log(60.0))
    prices = oil_path(calm, 80.0, 60, np.ones((1, 59)))[0]
    assert (np.diff(prices) < 0).all()
    assert prices[-1] == pytest.approx(60.0, rel=1e-4)


def test_paths_of_wrong_shape_or_start_are_refused() -> None:
    oil = drivers_at(2030, 2025)["oil"].process
    for normals in (np.zeros((3, 20)), np.zeros((2, 19)), np.zeros(19)):
        with pytest.raises(LevelisingInvalidError):
            oil_path(oil, np.full(3, 70.0), 20, normals)
    with pytest.raises(LevelisingInvalidError):
        oil_path(oil, 70.0, 0, np.zeros((1, 0)))
    for bad in (0.0, -5.0, math.nan, math.inf):
        with pytest.raises(LevelisingInvalidError):
            oil_path(oil, bad, 2, np.zeros((1, 1)))


def test_levelised_by_hand() -> None:
    value = levelised(np.array([100.0, 121.0]), 0.1, np.array([1.0, 2.0]))
    assert value == pytest.approx((100 + 220) / (1 + 2 / 1.1))
    assert levelised(np.full(20, 83.0), 0.08, np.linspace(0.5, 1.0, 20)) == pytest.approx(83.0)


def test_levelised_of_samples_is_that_of_each() -> None:
    rng = np.random.default_rng(2)
    path, rates = rng.uniform(40, 120, (5, 20)), rng.uniform(0.0, 0.15, 5)
    made = rng.uniform(0, 1, 20)
    together = levelised(path, rates, made)
    alone = [levelised(path[k], float(rates[k]), made) for k in range(5)]
    assert together == pytest.approx(alone, rel=1e-12)
    assert np.shape(levelised(path[0], rates, made)) == (5,)
    assert np.shape(levelised(path, 0.1, made)) == (5,)


@pytest.mark.parametrize(
    ("path", "rate", "made", "said"),
    [
        (np.ones(3), 0.1, np.ones(4), "years"),
        (np.ones((2, 3)), np.array([0.1, 0.1, 0.1]), np.ones(3), "2 paths but 3"),
        (np.array([1.0, math.nan]), 0.1, np.ones(2), "finite"),
        (np.ones(2), 0.1, np.array([1.0, -1.0]), "negative"),
        (np.ones(2), -1.0, np.ones(2), "above -1"),
        (np.ones(2), math.nan, np.ones(2), "above -1"),
        (np.ones(2), 0.1, np.zeros(2), "nothing"),
        (np.ones(40), -1 + 1e-15, np.ones(40), "too near"),
    ],
)
def test_levelised_refuses(path: object, rate: object, made: object, said: str) -> None:
    with pytest.raises(LevelisingInvalidError, match=said):
        levelised(path, rate, made)  # type: ignore[arg-type]
