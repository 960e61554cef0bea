"""Sobol indices: the Ishigami function, groups, correlations, failures."""

from __future__ import annotations

import numpy as np
import pytest
from unit.parity.levers.golden_model import (
    Model,
    an_input,
    fermentation,
    linear,
    lognormal,
    normal,
    uniform,
)

from lca.copula import Link
from parity.errors import InputUnknownError
from parity.levers.errors import (
    AnalysisTooLargeError,
    LeverGroupInvalidError,
    LeversMissingError,
    SobolCountError,
    SobolSamplesFailedError,
)
from parity.levers.sobol import base_values, sobol


def ishigami() -> Model:
    """Ishigami & Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, inputs on [-pi, pi]."""
    inputs = {n: an_input(n, 0.0, distribution=uniform(-np.pi, np.pi)) for n in ("x1", "x2", "x3")}
    return Model(
        inputs,
        bio=lambda v: np.exp(
            np.sin(v["x1"]) + 7 * np.sin(v["x2"]) ** 2 + 0.1 * v["x3"] ** 4 * np.sin(v["x1"])
        ),
        baseline=lambda _: 1.0,
    )


def test_ishigami() -> None:
    found = sobol(ishigami(), n=8192, seed=1)
    by_name = {index.label: index for index in found.indices}
    # exact, from the variances of the function: V1 + V13 + V2 with a = 7, b = 0.1
    for name, first, total in (
        ("x1", 0.3139, 0.5576),
        ("x2", 0.4424, 0.4424),
        ("x3", 0.0, 0.2437),
    ):
        assert abs(by_name[name].first_raw - first) < by_name[name].first_half_width < 0.04
        assert by_name[name].total == pytest.approx(total, abs=1e-3)
    assert found.sum_first == pytest.approx(0.7563, abs=0.02)
    assert [index.label for index in found.indices] == ["x1", "x2", "x3"]
    assert (found.weighed, found.failed, found.constant) == (8192 * 5, 0, False)


def test_negative_within_its_interval_is_shown_as_zero() -> None:
    raw = [i for seed in range(6) for i in sobol(ishigami(), n=128, seed=seed).indices]
    negative = [i for i in raw if -i.first_half_width <= i.first_raw < 0]
    assert negative
    assert all(i.first == 0.0 for i in negative)
    assert all(i.first == i.first_raw for i in raw if i.first_raw >= 0)


def test_samples_are_those_salib_draws() -> None:
    from SALib.sample.sobol import sample

    inputs = ishigami().inputs
    first, second = base_values(inputs, 64, 5, ())
    problem = {"num_vars": 3, "names": list(inputs), "bounds": [[-np.pi, np.pi]] * 3}
    theirs = sample(problem, 64, calc_second_order=False, seed=np.random.default_rng(5))
    np.testing.assert_allclose(first, theirs[0::5], atol=1e-8)
    np.testing.assert_allclose(second, theirs[4::5], atol=1e-8)


def test_lognormal_ratio_has_indices_by_hand() -> None:
    model = Model(
        {
            "c": an_input("c", 2.0, distribution=lognormal(np.exp(0.3))),
            "b": an_input("b", 1.0, distribution=lognormal(np.exp(0.4))),
            "known": an_input("known", 1.0),
        },
        bio=lambda v: v["c"] * v["known"],
        baseline=lambda v: v["b"],
    )
    found = sobol(model, n=1024)
    assert {i.label: i.first for i in found.indices} == pytest.approx(
        {"b": 0.64, "c": 0.36}, abs=0.01
    )
    assert found.spread == pytest.approx(0.5, abs=0.005)
    assert found.certain == ("known",)


def test_same_seed_same_digits_also_zero() -> None:
    for seed in (0, 7):
        one, two = (sobol(ishigami(), n=64, seed=seed) for _ in range(2))
        assert one == two
    assert sobol(ishigami(), n=64, seed=8) != two


def test_a_group_has_one_index_and_no_interaction_left() -> None:
    found = sobol(ishigami(), n=2048, groups={"pair": ["x1", "x3"]})
    by_name = {index.label: index for index in found.indices}
    assert by_name["pair"].names == ("x1", "x3")
    # exact: all that x2 does not explain, and x2 acts with neither
    assert by_name["pair"].first == pytest.approx(1 - 0.4424, abs=0.02)
    assert by_name["pair"].total == pytest.approx(1 - 0.4424, abs=0.02)
    assert found.sum_first == pytest.approx(1.0, abs=0.03)


def test_correlated_inputs_are_one_group_and_are_drawn_together() -> None:
    model = linear(
        {"a": 1.0, "b": 1.0, "c": 1.0}, 0.0, **{n: {"distribution": normal(1.0)} for n in "abc"}
    )
    linear_bio = model.bio
    model.bio = lambda v: np.exp(linear_bio(v))
    found = sobol(model, n=1024, correlations=[Link(("a", "c"), 0.5)])
    by_name = {index.label: index for index in found.indices}
    assert set(by_name) == {"a + c", "b"}
    # variances by hand: a + c 1 + 1 + 2*0.5 = 3, b 1
    assert by_name["a + c"].first == pytest.approx(0.75, abs=0.01)
    joined = sobol(model, n=64, groups={"own": ["a", "b"]}, correlations=[Link(("a", "c"), 0.5)])
    assert [index.names for index in joined.indices] == [("a", "b", "c")]


def test_memory_does_not_decide_the_numbers(monkeypatch) -> None:
    whole = sobol(ishigami(), n=256)
    monkeypatch.setattr("parity.levers.sobol.CHUNK", 100)
    model = ishigami()
    assert sobol(model, n=256) == whole
    assert max(model.calls) == 100


def test_few_failures_are_counted_many_refused() -> None:
    def model(limit: float) -> Model:
        return Model(
            {n: an_input(n, 0.5, distribution=uniform(0, 1)) for n in "ab"},
            bio=lambda v: np.where(v["a"] > limit, np.nan, 1 + v["a"] + v["b"]),
        )

    some = sobol(model(0.99), n=1024)
    assert 0 < some.failed < 0.05 * 1024
    with pytest.raises(SobolSamplesFailedError, match="5 %"):
        sobol(model(0.5), n=1024)


def test_a_ratio_nothing_moves_has_indices_of_zero() -> None:
    model = Model(
        {n: an_input(n, 0.5, distribution=uniform(0, 1)) for n in "ab"}, bio=lambda _: 2.0
    )
    found = sobol(model, n=64)
    assert found.constant
    assert [(i.first, i.total) for i in found.indices] == [(0, 0), (0, 0)]


@pytest.mark.parametrize("n", [0, -4, 63, 100, 32])
def test_base_samples_are_a_power_of_two(n: int) -> None:
    with pytest.raises(SobolCountError, match="power of 2"):
        sobol(ishigami(), n=n)


@pytest.mark.parametrize(
    ("groups", "error"),
    [
        ({"g": ["x9"]}, InputUnknownError),
        ({"g": []}, LeverGroupInvalidError),
        ({"x2": ["x1", "x3"]}, LeverGroupInvalidError),
        ({"g": ["x1"], "h": ["x1"]}, LeverGroupInvalidError),
    ],
)
def test_groups_that_cannot_be_are_refused(groups, error) -> None:
    with pytest.raises(error):
        sobol(ishigami(), groups=groups)


def test_too_much_and_nothing_are_refused() -> None:
    with pytest.raises(AnalysisTooLargeError, match="666666"):
        sobol(ishigami(), n=2**20)
    with pytest.raises(LeversMissingError):
        sobol(fermentation())
    with pytest.raises(LeverGroupInvalidError, match="no distribution"):
        sobol(fermentation(yld={"distribution": normal(0.01)}), groups={"g": ["rate"]})
