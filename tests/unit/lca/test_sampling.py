"""Samples follow the distribution a document states and its physical bound."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from inventories.document.flows import Bound, Distribution, Parameter
from lca.sampling import MAX_NUMBERS, REPLICATES, Method, draw, quantile
from lca.sampling_errors import (
    SampleBoundEmptyError,
    SampleCountInvalidError,
    SampleLevelInvalidError,
    SampleNotFiniteError,
    SampleSeedInvalidError,
)

N = 40_000
BY = {"source": "assumption", "reason": "toy", "grade": "derived"}
NORMAL = {"kind": "normal", "sd": 0.3}
METHODS: tuple[Method, ...] = ("random", "lhs", "sobol")


def parameter(value: float, distribution=None, bound=None, unit: str = "kg") -> Parameter:
    if bound is not None:
        bound = {"kind": "definition", "reason": "toy", **bound}
    return Parameter.model_validate(
        {
            "title": "toy",
            "value": value,
            "unit": unit,
            "distribution": distribution,
            "bound": bound,
            **BY,
        }
    )


def drawn(value: float, distribution, bound=None, n: int = N) -> np.ndarray:
    return draw({"x": parameter(value, distribution, bound)}, n, seed=4).values["x"]


def limit(low: float | None = None, high: float | None = None) -> Bound:
    return Bound(min=low, max=high, kind="definition", reason="toy")


def test_the_value_is_the_median_of_a_lognormal() -> None:
    found = drawn(2.0, {"kind": "lognormal", "gsd": 1.5})
    assert np.median(found) == pytest.approx(2.0, rel=0.01)
    assert np.std(np.log(found)) == pytest.approx(np.log(1.5), rel=0.02)
    assert (found > 0).all()


def test_a_lognormal_keeps_the_sign_of_its_value() -> None:
    assert (drawn(-2.0, {"kind": "lognormal", "gsd": 1.5}) < 0).all()
    assert (drawn(0.0, {"kind": "lognormal", "gsd": 1.5}) == 0).all()


def test_a_normal_has_its_mean_and_deviation() -> None:
    found = drawn(2.0, NORMAL)
    assert (found.mean(), found.std()) == pytest.approx((2.0, 0.3), rel=0.02)


def test_a_uniform_knows_only_its_ends() -> None:
    found = drawn(2.0, {"kind": "uniform", "low": 1.0, "high": 2.0})
    assert (found.min(), found.mean(), found.max()) == pytest.approx((1.0, 1.5, 2.0), abs=0.01)


def test_the_value_is_the_mode_of_a_triangular() -> None:
    found = drawn(0.5, {"kind": "triangular", "low": 0.0, "high": 2.0})
    assert found.mean() == pytest.approx((0.0 + 0.5 + 2.0) / 3, rel=0.01)
    assert found.min() >= 0.0
    assert found.max() <= 2.0


@pytest.mark.parametrize(("value", "mean"), [(-1.0, 2 / 3), (5.0, 4 / 3)])
def test_a_mode_outside_a_triangular_is_moved_to_its_end(value: float, mean: float) -> None:
    found = drawn(value, {"kind": "triangular", "low": 0.0, "high": 2.0})
    assert found.mean() == pytest.approx(mean, rel=0.01)


def test_a_bound_cuts_the_tail_and_piles_nothing_up() -> None:
    found = drawn(0.9, {"kind": "normal", "sd": 0.2}, {"max": 1.0})
    assert found.max() <= 1.0
    assert (found == 1.0).sum() == 0


@pytest.mark.parametrize(
    ("distribution", "value", "bound", "expected"),
    [
        ({"kind": "uniform", "low": 2.0, "high": 4.0}, 3.0, limit(high=1.0), 1.0),
        ({"kind": "uniform", "low": 2.0, "high": 4.0}, 3.0, limit(low=5.0), 5.0),
        ({"kind": "triangular", "low": 2.0, "high": 4.0}, 3.0, limit(high=1.0), 1.0),
        ({"kind": "triangular", "low": 2.0, "high": 4.0}, 3.0, limit(low=5.0), 5.0),
        ({"kind": "normal", "sd": 0.01}, 3.0, limit(high=1.0), 1.0),
        ({"kind": "normal", "sd": 0.01}, 3.0, limit(low=5.0), 5.0),
        ({"kind": "lognormal", "gsd": 1.01}, 3.0, limit(high=0.5), 0.5),
        ({"kind": "lognormal", "gsd": 1.01}, 3.0, limit(high=-1.0), -1.0),
        ({"kind": "lognormal", "gsd": 1.01}, -3.0, limit(low=1.0), 1.0),
        ({"kind": "normal", "sd": 1.0}, 3.0, limit(3.0, 3.0), 3.0),
    ],
)
def test_a_distribution_wholly_outside_its_bound_is_the_bound(
    distribution, value: float, bound: Bound, expected: float
) -> None:
    u = np.array([0.0, 0.1, 0.9, 1.0])
    found = quantile(Distribution(**distribution), value, bound, u)
    np.testing.assert_allclose(found, expected, rtol=1e-15 * 8)


def test_parameters_without_distribution_are_not_drawn() -> None:
    assert draw({"x": parameter(1.0)}, 3, seed=1).values == {}


U = np.array([1e-9, 0.001, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9])


@pytest.mark.parametrize(
    ("distribution", "value", "reference"),
    [
        ({"kind": "lognormal", "gsd": 1.5}, 2.0, stats.lognorm(np.log(1.5), scale=2.0)),
        ({"kind": "normal", "sd": 0.3}, 2.0, stats.norm(2.0, 0.3)),
        ({"kind": "uniform", "low": 1.0, "high": 4.0}, 2.0, stats.uniform(1.0, 3.0)),
        ({"kind": "triangular", "low": 1.0, "high": 4.0}, 2.0, stats.triang(1 / 3, 1.0, 3.0)),
        ({"kind": "triangular", "low": 1.0, "high": 4.0}, 9.0, stats.triang(1.0, 1.0, 3.0)),
        ({"kind": "triangular", "low": 1.0, "high": 4.0}, 0.0, stats.triang(0.0, 1.0, 3.0)),
    ],
)
@pytest.mark.parametrize("bound", [None, (None, 2.5), (1.8, None), (1.8, 2.5)])
def test_quantiles_are_those_of_scipy_between_the_bounds(
    distribution, value: float, reference, bound
) -> None:
    low, high = bound or (None, None)
    found = quantile(Distribution(**distribution), value, limit(low, high) if bound else None, U)
    first = 0.0 if low is None else reference.cdf(low)
    last = 1.0 if high is None else reference.cdf(high)
    np.testing.assert_allclose(found, reference.ppf(first + U * (last - first)), rtol=1e-7)
    assert (np.diff(found) >= 0).all()


def test_a_far_upper_tail_keeps_its_digits() -> None:
    # Above ten deviations the normal distribution falls off by x/sd: 1 - F has no digits in F.
    found = quantile(Distribution(kind="normal", sd=1.0), 0.0, limit(low=10.0), U)
    np.testing.assert_allclose(found, stats.truncnorm(10.0, np.inf).ppf(U), rtol=1e-9)
    mirrored = quantile(Distribution(kind="normal", sd=1.0), 0.0, limit(high=-10.0), 1 - U)
    np.testing.assert_allclose(found, -mirrored, rtol=1e-9)


def test_a_negative_lognormal_is_the_mirror_image() -> None:
    wide = Distribution(kind="lognormal", gsd=1.5)
    mirrored = -quantile(wide, 2.0, limit(1.5, 3.0), 1 - U)
    np.testing.assert_allclose(quantile(wide, -2.0, limit(-3.0, -1.5), U), mirrored, rtol=1e-12)


def test_one_probability_gives_one_number() -> None:
    for kind in ({"kind": "normal", "sd": 1.0}, {"kind": "triangular", "low": 0, "high": 4}):
        alone = quantile(Distribution(**kind), 2.0, limit(low=0.0), 0.1)
        both = quantile(Distribution(**kind), 2.0, limit(low=0.0), np.array([0.1, 0.9]))
        assert float(alone) == both[0]


@pytest.mark.parametrize("u", [-0.1, 1.1, np.nan])
def test_what_is_no_probability_has_no_quantile(u: float) -> None:
    with pytest.raises(SampleLevelInvalidError):
        quantile(Distribution(kind="normal", sd=1.0), 0.0, None, np.array([0.5, u]))


def test_a_bound_upside_down_is_refused() -> None:
    with pytest.raises(SampleBoundEmptyError, match="from 2 to 1"):
        quantile(Distribution(kind="normal", sd=1.0), 0.0, limit(2.0, 1.0), U)


@pytest.mark.parametrize("method", METHODS)
def test_the_seed_repeats_the_samples_and_another_does_not(method: Method) -> None:
    both = {"x": parameter(1.0, NORMAL), "y": parameter(1.0, NORMAL)}
    first, again, other = (draw(both, 1000, seed, method).values for seed in (8, 8, 9))
    for name in both:
        np.testing.assert_array_equal(first[name], again[name])
        assert (first[name] != other[name]).all()


@pytest.mark.parametrize("method", METHODS)
def test_quantities_are_independent(method: Method) -> None:
    found = draw({n: parameter(1.0, NORMAL) for n in "xyz"}, N, 8, method).values
    table = np.corrcoef([found[n] for n in "xyz"])
    assert np.abs(table - np.eye(3)).max() < 0.02


@pytest.mark.parametrize("method", ["random", "lhs"])
def test_another_quantity_changes_no_digit_of_the_others(method: Method) -> None:
    few = {"x": parameter(1.0, NORMAL), "y": parameter(1.0, NORMAL)}
    more = {"a": parameter(1.0, NORMAL), "fixed": parameter(1.0), **dict(reversed(few.items()))}
    first, again = draw(few, 1000, 8, method).values, draw(more, 1000, 8, method).values
    for name in few:
        np.testing.assert_array_equal(first[name], again[name])


def test_a_moved_value_keeps_its_noise() -> None:
    low, high = (drawn(value, NORMAL) for value in (2.0, 5.0))
    np.testing.assert_allclose(high - low, 3.0, rtol=1e-12)


def test_the_first_random_samples_stay_when_more_are_asked_for() -> None:
    np.testing.assert_array_equal(drawn(2.0, NORMAL, n=100), drawn(2.0, NORMAL, n=1000)[:100])


def test_random_samples_are_those_of_an_earlier_day() -> None:
    """Streams hang on the name's hash: a change here changes every stored result."""
    found = draw({"x": parameter(0.5, {"kind": "uniform", "low": 0, "high": 1})}, 3, seed=1)
    assert found.values["x"] == pytest.approx(FIRST, abs=1e-15)


FIRST = [0.2998651962472305, 0.5902500716906143, 0.2023731043643251]


@pytest.mark.parametrize(
    ("method", "asked", "given", "replicates"),
    [
        ("random", 7, 7, 1),
        ("lhs", 7, 10, 10),
        ("lhs", 1000, 1000, 10),
        ("sobol", 1, 10, 10),
        ("sobol", 10_000, 10_240, 10),
    ],
)
def test_stratified_samples_are_rounded_up_and_say_so(
    method: Method, asked: int, given: int, replicates: int
) -> None:
    found = draw({"x": parameter(1.0, NORMAL)}, asked, 1, method)
    assert (found.n, found.replicates, found.values["x"].size) == (given, replicates, given)


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_each_replicate_has_one_sample_in_each_stratum(method: Method) -> None:
    flat = {"kind": "uniform", "low": 0.0, "high": 1.0}
    found = draw({n: parameter(0.5, flat) for n in "xy"}, 640, 3, method)
    for samples in found.values.values():
        strata = np.sort(np.floor(samples.reshape(REPLICATES, -1) * 64), axis=1)
        np.testing.assert_array_equal(strata, np.tile(np.arange(64), (REPLICATES, 1)))
        assert np.unique(samples.reshape(REPLICATES, -1)[:, 0]).size == REPLICATES


@pytest.mark.parametrize("method", ["lhs", "sobol"])
def test_stratified_samples_tell_a_mean_better(method: Method) -> None:
    names = [f"x{i}" for i in range(5)]
    quantities = {n: parameter(1.0, {"kind": "lognormal", "gsd": 1.2}) for n in names}

    def error(how: Method) -> float:
        means = [
            np.sum([*draw(quantities, 640, seed, how).values.values()], axis=0).mean()
            for seed in range(20)
        ]
        return float(np.std(means))

    assert error(method) < error("random") / 5


@pytest.mark.parametrize("n", [0, -1, MAX_NUMBERS // 2 + 1])
def test_no_samples_and_far_too_many_are_refused(n: int) -> None:
    with pytest.raises(SampleCountInvalidError):
        draw({x: parameter(1.0, NORMAL) for x in "xy"}, n, seed=1)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(SampleSeedInvalidError, match="-1"):
        draw({}, 1, seed=-1)


def test_a_distribution_that_overflows_is_named() -> None:
    with pytest.raises(SampleNotFiniteError, match="`huge`"):
        draw({"huge": parameter(1e15, {"kind": "lognormal", "gsd": 1e300})}, 1000, seed=1)
