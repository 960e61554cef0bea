"""Samples follow the distribution a document states and its physical bound."""

from __future__ import annotations

import numpy as np
import pytest

from inventories.document.flows import Parameter
from lca.sampling import draw

N = 40_000
BY = {"source": "assumption", "reason": "toy", "grade": "derived"}


def parameter(value: float, distribution=None, bound=None) -> Parameter:
    if bound is not None:
        bound = {"kind": "definition", "reason": "toy", **bound}
    return Parameter.model_validate(
        {
            "title": "toy",
            "value": value,
            "unit": "kg",
            "distribution": distribution,
            "bound": bound,
            **BY,
        }
    )


def drawn(value: float, distribution, bound=None, n: int = N) -> np.ndarray:
    found = draw({"x": parameter(value, distribution, bound)}, n, np.random.default_rng(4))
    return found["x"]


def test_the_value_is_the_median_of_a_lognormal() -> None:
    found = drawn(2.0, {"kind": "lognormal", "gsd": 1.5})
    assert np.median(found) == pytest.approx(2.0, rel=0.01)
    assert np.std(np.log(found)) == pytest.approx(np.log(1.5), rel=0.02)
    assert (found > 0).all()


def test_a_lognormal_keeps_the_sign_of_its_value() -> None:
    assert (drawn(-2.0, {"kind": "lognormal", "gsd": 1.5}) < 0).all()


def test_a_normal_has_its_mean_and_deviation() -> None:
    found = drawn(2.0, {"kind": "normal", "sd": 0.3})
    assert (found.mean(), found.std()) == pytest.approx((2.0, 0.3), rel=0.02)


def test_a_uniform_knows_only_its_ends() -> None:
    found = drawn(2.0, {"kind": "uniform", "low": 1.0, "high": 2.0})
    assert (found.min(), found.mean(), found.max()) == pytest.approx((1.0, 1.5, 2.0), abs=0.01)


def test_the_value_is_the_mode_of_a_triangular() -> None:
    found = drawn(0.5, {"kind": "triangular", "low": 0.0, "high": 2.0})
    assert found.mean() == pytest.approx((0.0 + 0.5 + 2.0) / 3, rel=0.01)
    assert found.min() >= 0.0
    assert found.max() <= 2.0


def test_a_bound_cuts_the_tail_and_piles_nothing_up() -> None:
    found = drawn(0.9, {"kind": "normal", "sd": 0.2}, {"max": 1.0})
    assert found.max() <= 1.0
    assert (found == 1.0).sum() == 0


def test_a_distribution_wholly_outside_its_bound_is_the_bound() -> None:
    found = drawn(3.0, {"kind": "uniform", "low": 2.0, "high": 4.0}, {"max": 1.0}, n=5)
    assert found.tolist() == [1.0] * 5


def test_parameters_without_distribution_are_not_drawn() -> None:
    assert draw({"x": parameter(1.0)}, 3, np.random.default_rng(1)) == {}


def test_parameters_are_independent_and_the_seed_repeats_them() -> None:
    same = {"kind": "normal", "sd": 1.0}
    both = {"x": parameter(1.0, same), "y": parameter(1.0, same)}
    first, again = (draw(both, N, np.random.default_rng(8)) for _ in range(2))
    np.testing.assert_array_equal(first["x"], again["x"])
    assert abs(np.corrcoef(first["x"], first["y"])[0, 1]) < 0.02
