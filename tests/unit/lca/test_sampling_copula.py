"""Correlated samples: the wanted ties, and every distribution as it was."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from inventories.document.flows import Bound, Distribution
from lca.copula import SMALLEST, Link, correlated, correlation_matrix, linked_groups
from lca.sampling import Draws, Method, draw
from lca.sampling_errors import (
    CorrelationContradictoryError,
    CorrelationIndefiniteError,
    CorrelationOutOfRangeError,
    CorrelationSameNameError,
    CorrelationUnknownNameError,
    CorrelationWithoutDistributionError,
)

N = 20_000


SKEWED = Distribution(kind="lognormal", gsd=1.3)


@dataclass(frozen=True)
class Quantity:
    value: float = 1.0
    distribution: Distribution | None = SKEWED
    bound: Bound | None = None
    unit: str = "kg"


FOUR = {
    "a": Quantity(),
    "b": Quantity(distribution=Distribution(kind="triangular", low=0.5, high=3.0)),
    "c": Quantity(
        distribution=Distribution(kind="normal", sd=0.5),
        bound=Bound(min=0.8, kind="definition", reason="toy"),
    ),
    "d": Quantity(distribution=Distribution(kind="uniform", low=0.0, high=1.0)),
}
CERTAIN = Quantity(distribution=None)


def linked(*links: tuple[str, str, float], method: Method = "random") -> Draws:
    return draw(FOUR, N, 5, method, [Link((x, y), value) for x, y, value in links])


@pytest.mark.parametrize("method", ["random", "lhs", "sobol"])
@pytest.mark.parametrize("value", [-0.9, -0.3, 0.5, 0.8])
def test_rank_correlations_are_those_of_the_copula(method: Method, value: float) -> None:
    found = linked(("a", "b", value), ("c", "b", 0.2), method=method).values
    rank = stats.spearmanr(found["a"], found["b"]).statistic
    assert rank == pytest.approx(6 / math.pi * math.asin(value / 2), abs=0.02)
    assert stats.spearmanr(found["b"], found["c"]).statistic == pytest.approx(0.191, abs=0.02)
    assert stats.spearmanr(found["a"], found["c"]).statistic == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("method", ["random", "lhs", "sobol"])
def test_every_quantity_keeps_its_distribution(method: Method) -> None:
    free = draw(FOUR, N, 77, method).values
    tied = linked(("a", "b", 0.8), ("b", "c", -0.4), ("c", "d", 0.6), method=method).values
    for name in FOUR:
        assert stats.ks_2samp(free[name], tied[name]).statistic < 0.02
    assert tied["c"].min() >= 0.8


def test_correlated_lognormals_have_the_correlation_of_their_logs() -> None:
    two = {"c": Quantity(), "b": Quantity()}
    found = draw(two, N, 5, correlations=[Link(("c", "b"), 0.7)]).values
    assert np.corrcoef(np.log(found["c"]), np.log(found["b"]))[0, 1] == pytest.approx(0.7, abs=0.01)


def test_only_linked_quantities_move() -> None:
    free, tied = draw(FOUR, N, 5).values, linked(("c", "b", 0.8)).values
    for name in "abd":  # of b and c, the first keeps its samples
        np.testing.assert_array_equal(free[name], tied[name])
    assert (free["c"] != tied["c"]).all()


def test_a_second_group_and_another_order_change_no_digit_of_the_first() -> None:
    one = linked(("b", "a", 0.8)).values
    two = linked(("d", "c", 0.3), ("a", "b", 0.8)).values
    np.testing.assert_array_equal(one["a"], two["a"])
    np.testing.assert_array_equal(one["b"], two["b"])


def test_no_links_and_links_of_zero_change_nothing() -> None:
    free, none, zero = draw(FOUR, 100, 5), draw(FOUR, 100, 5, correlations=()), None
    zero = draw(FOUR, 100, 5, correlations=[Link(("a", "d"), 0.0)])
    for name in FOUR:
        np.testing.assert_array_equal(free.values[name], none.values[name])
        np.testing.assert_allclose(free.values[name], zero.values[name], rtol=1e-12)


def test_the_matrix_has_each_pair_on_both_sides() -> None:
    pairs = [Link(("a", "b"), 0.5), Link(("c", "a"), -0.25), Link(("b", "a"), 0.5)]
    assert correlation_matrix(pairs, ("a", "b", "c")).tolist() == [
        [1.0, 0.5, -0.25],
        [0.5, 1.0, 0.0],
        [-0.25, 0.0, 1.0],
    ]
    assert correlation_matrix([], ()).shape == (0, 0)


def test_groups_are_what_hangs_together() -> None:
    pairs = [Link(("x", "y"), 0.1), Link(("b", "a"), 0.0), Link(("y", "c"), 0.2)]
    assert linked_groups(pairs) == (("a", "b"), ("c", "x", "y"))
    assert linked_groups([]) == ()


@pytest.mark.parametrize("value", [1.01, -1.01, math.nan, math.inf])
def test_a_correlation_lies_from_minus_one_to_one(value: float) -> None:
    with pytest.raises(CorrelationOutOfRangeError):
        linked(("a", "b", value))


def test_a_name_that_is_not_there_is_told_with_what_was_meant() -> None:
    quantities = {"lactic_yield": Quantity(), "titre": Quantity()}
    with pytest.raises(CorrelationUnknownNameError, match="did you mean lactic_yield"):
        draw(quantities, 1, 1, correlations=[Link(("lactic_yeild", "titre"), 0.5)])
    with pytest.raises(CorrelationUnknownNameError, match="`z`"):
        correlation_matrix([Link(("a", "z"), 0.5)], ("a", "b"))


def test_a_quantity_without_distribution_cannot_be_correlated() -> None:
    with pytest.raises(CorrelationWithoutDistributionError, match="`fixed`"):
        draw({**FOUR, "fixed": CERTAIN}, 1, 1, correlations=[Link(("fixed", "a"), 0.5)])


def test_a_quantity_is_not_correlated_with_itself() -> None:
    with pytest.raises(CorrelationSameNameError, match="`a`"):
        linked(("a", "a", 0.5))


def test_a_pair_has_one_correlation() -> None:
    with pytest.raises(CorrelationContradictoryError, match=r"0\.5 and 0\.4"):
        linked(("a", "b", 0.5), ("b", "a", 0.4))


def test_correlations_that_cannot_hold_together_are_told_with_their_names() -> None:
    with pytest.raises(CorrelationIndefiniteError) as caught:
        correlation_matrix(
            [
                Link(("a", "b"), 0.9),
                Link(("b", "c"), 0.9),
                Link(("a", "c"), -0.9),
                Link(("c", "d"), 0.01),
            ],
            ("a", "b", "c", "d", "e"),
        )
    assert caught.value.names == ("a", "b", "c")
    # 1 - 2 * 0.9 for three rows alone; d adds a trifle
    assert caught.value.smallest == pytest.approx(-0.8, abs=1e-3)


def test_pairs_that_are_not_given_count_as_uncorrelated() -> None:
    """A chain of 0.8 and 0.7 needs a link of its ends: the least is 0.56 - 0.43."""
    chain = [Link(("a", "b"), 0.8), Link(("b", "c"), 0.7)]
    with pytest.raises(CorrelationIndefiniteError, match="not given counts as 0"):
        correlation_matrix(chain, "abc")
    assert correlation_matrix([*chain, Link(("a", "c"), 0.14)], "abc").shape == (3, 3)


@pytest.mark.parametrize("value", [1.0, -1.0])
def test_perfect_correlation_is_refused(value: float) -> None:
    with pytest.raises(CorrelationIndefiniteError, match="closer to 0"):
        linked(("a", "b", value))


def test_uniforms_stay_inside_whatever_the_scores() -> None:
    ends = np.array([SMALLEST, 1 - SMALLEST])
    found = correlated({"a": ends, "b": ends}, [Link(("a", "b"), 0.7)])
    assert (found["b"] > 0).all()
    assert (found["b"] < 1).all()
