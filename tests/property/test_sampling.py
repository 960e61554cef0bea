"""What holds for every distribution, bound, seed and ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inventories.document.flows import Bound, Distribution
from lca.copula import Link, correlation_matrix
from lca.sampling import Method, draw, quantile
from lca.sampling_errors import CorrelationIndefiniteError, SampleNotFiniteError
from parity.distribution import histogram, summary
from parity.intervals import probability, wilson

NUMBER = st.floats(-1e15, 1e15, allow_nan=False)
U = np.linspace(0.0, 1.0, 41)


@dataclass(frozen=True)
class Quantity:
    value: float
    distribution: Distribution
    bound: Bound | None = None
    unit: str = "kg"


@st.composite
def distributions(draw_: st.DrawFn) -> Distribution:
    kind = draw_(st.sampled_from(["lognormal", "normal", "uniform", "triangular"]))
    if kind == "lognormal":
        return Distribution(kind="lognormal", gsd=draw_(st.floats(1.0 + 1e-9, 1e6)))
    if kind == "normal":
        return Distribution(kind="normal", sd=draw_(st.floats(1e-12, 1e15)))
    low, high = sorted((draw_(NUMBER), draw_(NUMBER)))
    assume(low < high)
    return Distribution(kind=kind, low=low, high=high)


@st.composite
def bounds(draw_: st.DrawFn) -> Bound | None:
    ends = draw_(st.tuples(st.none() | NUMBER, st.none() | NUMBER))
    if None not in ends:
        ends = tuple(sorted(ends))  # type: ignore[type-var]
    return Bound(min=ends[0], max=ends[1], kind="definition", reason="toy")


@given(distributions(), NUMBER, bounds())
def test_quantiles_rise_and_stay_inside_the_bound(
    distribution: Distribution, value: float, bound: Bound
) -> None:
    found = quantile(distribution, value, bound, U[1:-1])
    low = -math.inf if bound.min is None else bound.min
    high = math.inf if bound.max is None else bound.max
    assert not np.isnan(found).any()
    assert ((found >= low) & (found <= high)).all()
    steps = np.diff(found)
    assert (steps >= -1e-12 * np.abs(found[1:])).all()


@given(distributions(), st.floats(-100, 100), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_bound_conditions_the_distribution(
    distribution: Distribution, value: float, first: float, second: float
) -> None:
    """The u-quantile between two quantiles is the quantile at the same place between them."""
    low, high = sorted((first, second))
    assume(high - low > 0.01)
    ends = quantile(distribution, value, None, np.array([low, high]))
    assume(np.isfinite(ends).all() and np.abs(ends).max() < 1e15)
    assume(ends[1] - ends[0] > 1e-6 * np.abs(ends).max())
    bound = Bound(min=ends[0], max=ends[1], kind="definition", reason="toy")
    found = quantile(distribution, value, bound, U)
    expected = quantile(distribution, value, None, low + U * (high - low))
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7 * (ends[1] - ends[0]))


@given(
    st.dictionaries(st.text(min_size=1, max_size=5), distributions(), min_size=1, max_size=4),
    st.integers(0, 2**63),
    st.sampled_from(["random", "lhs"]),
)
def test_a_quantity_has_its_samples_whoever_else_is_drawn(
    given_: dict[str, Distribution], seed: int, method: Method
) -> None:
    quantities = {name: Quantity(1.0, distribution) for name, distribution in given_.items()}
    try:
        together = draw(quantities, 50, seed, method)
    except SampleNotFiniteError:
        assume(False)
    for name, quantity in quantities.items():
        alone = draw({name: quantity}, 50, seed, method)
        np.testing.assert_array_equal(alone.values[name], together.values[name])


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_a_matrix_is_positive_definite_or_refused(values: list[float]) -> None:
    pairs = [(a, b) for i, a in enumerate("abcd") for b in "abcd"[i + 1 :]]
    links = [Link(pair, value) for pair, value in zip(pairs, values, strict=True)]
    by_hand = np.eye(4)
    by_hand[np.triu_indices(4, 1)] = values
    by_hand = np.triu(by_hand) + np.triu(by_hand, 1).T
    if np.linalg.eigvalsh(by_hand)[0] > 1e-9:
        np.testing.assert_array_equal(correlation_matrix(links, "abcd"), by_hand)
        np.linalg.cholesky(by_hand)
    else:
        with pytest.raises(CorrelationIndefiniteError) as caught:
            correlation_matrix(links, "abcd")
        assert caught.value.names


POSITIVE = st.floats(1e-3, 1e3)


@given(
    st.lists(st.tuples(st.floats(-1e3, 1e3), POSITIVE), min_size=1, max_size=60),
    st.floats(0.1, 10),
)
def test_a_ratio_of_at_most_r_is_a_gap_of_at_most_zero(
    costs: list[tuple[float, float]], r: float
) -> None:
    """P(c/b <= r) = P(c - r b <= 0) for a positive baseline, up to what rounding decides."""
    bio, base = np.array(costs).T
    gap = bio - r * base
    assume((np.abs(gap) > 1e-9).all())
    assert summary(bio / base, r).probability.value == (gap <= 0).mean()


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50), st.integers(1, 50))
def test_a_histogram_is_a_distribution_function(ratio: list[float], bins: int) -> None:
    found = histogram(np.array(ratio), bins)
    assert len(found.share) == len(found.ratio) == bins + 1
    assert (np.diff(found.ratio) >= -1e-12).all()
    assert (found.ratio[0], found.ratio[-1]) == (min(ratio), max(ratio))


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(0.5, 0.999))
def test_an_interval_holds_its_share_and_widens_with_its_level(
    n: int, share: float, level: float
) -> None:
    k = round(share * n)
    narrow, wide = wilson(k, n, level), wilson(k, n, (1 + level) / 2)
    assert 0 <= wide.low <= narrow.low <= k / n <= narrow.high <= wide.high <= 1
    other = wilson(n - k, n, level)
    assert other.low == pytest.approx(1 - narrow.high, abs=1e-12)


@given(st.lists(st.booleans(), min_size=100, max_size=100), st.sampled_from([1, 10, 20, 100]))
def test_a_probability_lies_in_its_interval(met: list[bool], replicates: int) -> None:
    found = probability(np.array(met), replicates)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high
