from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from lca.shapley import interactions, shapley

RNG = np.random.default_rng(20)


def by_orders(values: np.ndarray) -> np.ndarray:
    """Mean effect over every order of switching: the definition."""
    k = values.ndim
    found = np.zeros(k)
    for order in itertools.permutations(range(k)):
        place = [0] * k
        for switch in order:
            before = values[tuple(place)]
            place[switch] = 1
            found[switch] += values[tuple(place)] - before
    return found / math.factorial(k)


def test_the_glove_game_has_the_published_value() -> None:
    # Left glove, two right gloves: (2/3, 1/6, 1/6), e.g. Osborne & Rubinstein (1994) ch. 14
    game = np.zeros((2, 2, 2))
    game[1, 1, 0] = game[1, 0, 1] = game[1, 1, 1] = 1.0
    assert shapley(game) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-15)


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_it_is_the_mean_over_every_order(k: int) -> None:
    values = RNG.normal(size=(2,) * k)
    assert shapley(values) == pytest.approx(by_orders(values), abs=1e-14)


@pytest.mark.parametrize("k", [1, 4, 12])
def test_the_parts_sum_to_the_change(k: int) -> None:
    values = RNG.normal(size=(2,) * k) * 1e3
    change = values[(1,) * k] - values[(0,) * k]
    assert shapley(values).sum() == pytest.approx(change, abs=1e-9)


def test_a_switch_without_effect_gets_exactly_nothing() -> None:
    values = np.repeat(RNG.normal(size=(2, 1, 2)), 2, axis=1)
    assert shapley(values)[1] == 0.0


def test_switches_that_do_the_same_get_the_same() -> None:
    values = RNG.normal(size=(2, 2, 2))
    symmetric = (values + values.transpose(1, 0, 2)) / 2
    first, second, _ = shapley(symmetric)
    assert first == pytest.approx(second, abs=1e-15)


def test_it_is_additive_over_quantities() -> None:
    a, b = RNG.normal(size=(2, 2, 2, 2))
    assert shapley(3 * a - b) == pytest.approx(3 * shapley(a) - shapley(b), abs=1e-14)


def test_samples_are_carried_along() -> None:
    values = RNG.normal(size=(2, 2, 2, 7))
    found = shapley(values, switches=3)
    assert found.shape == (3, 7)
    assert found[:, 4] == pytest.approx(shapley(values[..., 4]), abs=1e-15)


def test_nothing_that_switches_has_no_parts() -> None:
    assert shapley(np.array(3.0)).shape == (0,)


def test_dividends_rebuild_every_combination_and_the_shapley_values() -> None:
    k = 4
    values = RNG.normal(size=(2,) * k)
    dividends = interactions(values)
    for place in np.ndindex(values.shape):
        inside = [d for d in np.ndindex(values.shape) if (np.array(d) <= place).all()]
        assert sum(dividends[d] for d in inside) == pytest.approx(values[place], abs=1e-13)
    shares = [
        sum(dividends[d] / sum(d) for d in np.ndindex(values.shape) if d[switch])
        for switch in range(k)
    ]
    assert shapley(values) == pytest.approx(shares, abs=1e-13)


def test_dividends_leave_their_argument_alone() -> None:
    values = np.ones((2, 2))
    interactions(values)
    assert (values == 1).all()


def test_three_ways_of_a_switch_are_refused() -> None:
    with pytest.raises(ValueError, match="length 2"):
        shapley(np.zeros((2, 3)))
