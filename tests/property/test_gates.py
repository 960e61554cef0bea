"""Laws of gates and projections, whatever the numbers."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from inventories.document import Localised
from inventories.document.flows import Bound
from parity.gates.errors import ProjectionPointInvalidError
from parity.gates.progress import log_split, needed_factor
from parity.gates.projection import Point, Trend, fit
from parity.gates.scales import Scale
from parity.inputs import Input

positive = st.floats(1e-3, 1e3)
shares = st.floats(1e-6, 1 - 1e-6)
LEVELS = np.concatenate([[2.0**-53, 1e-12], np.linspace(0.01, 0.99, 99), [1 - 1e-12, 1 - 2.0**-53]])


def an_input(bound: Bound | None) -> Input:
    return Input("x", Localised(en="x", ja="x"), 1.0, "1", "measured", bound=bound)


def bounded(low: float | None, high: float | None) -> Input:
    return an_input(Bound(min=low, max=high, kind="stoichiometric", reason="carbon"))


def fitted(given_input: Input, points: list[Point]) -> Trend:
    try:
        return fit(given_input, points)
    except ProjectionPointInvalidError:  # rounded onto the bound
        assume(False)
        raise


@given(
    low=st.floats(-100, 100),
    width=positive,
    measured=st.lists(shares, min_size=2, max_size=5),
    ahead=st.floats(0, 200),
)
def test_no_sample_leaves_a_hard_bound(
    low: float, width: float, measured: list[float], ahead: float
) -> None:
    high = low + width
    points = [Point(2020.0 + i, low + width * share) for i, share in enumerate(measured)]
    trend = fitted(bounded(low, high), points)
    samples = np.asarray(trend.at(trend.last.year + ahead).quantile(LEVELS))
    assert (samples >= low).all()
    assert (samples <= high).all()
    assert (np.diff(samples) >= 0).all()


@given(
    limit=st.floats(-50, 50),
    distances=st.lists(positive, min_size=2, max_size=5),
    below=st.booleans(),
    ahead=st.floats(0, 10),
)
def test_one_bound_is_as_hard_as_two(
    limit: float, distances: list[float], below: bool, ahead: float
) -> None:
    sign = -1 if below else 1
    points = [Point(2020.0 + i, limit + sign * d) for i, d in enumerate(distances)]
    assume(not (below and min(p.value for p in points) > 0))  # then 0 is a bound as well
    trend = fitted(bounded(None, limit) if below else bounded(limit, None), points)
    samples = trend.scale.back(trend.at(trend.last.year + ahead).mean + 3 * LEVELS)
    assert (sign * (np.asarray(samples) - limit) >= 0).all()


@given(
    measured=st.lists(positive, min_size=2, max_size=5),
    ahead=st.floats(0, 20),
    target=positive,
)
def test_the_two_probabilities_are_complements_and_know_their_median(
    measured: list[float], ahead: float, target: float
) -> None:
    points = [Point(2020.0 + i, value) for i, value in enumerate(measured)]
    then = fit(an_input(None), points).at(2020.0 + len(points) - 1 + ahead)
    up, down = then.probability_at_least(target), then.probability_at_most(target)
    assert 0 <= up <= 1
    if then.sd > 0:
        assert math.isclose(up + down, 1.0, abs_tol=1e-12)
        assert (up >= 0.5) == (then.mean >= math.log(target))


@given(measured=st.lists(positive, min_size=2, max_size=5), factor=positive)
def test_a_change_of_unit_changes_no_probability(measured: list[float], factor: float) -> None:
    points = [Point(2020.0 + i, x) for i, x in enumerate(measured)]
    scaled = [Point(p.year, p.value * factor) for p in points]
    one = fit(an_input(None), points).at(2030.0)
    other = fit(an_input(None), scaled).at(2030.0)
    target = measured[0] * 1.1
    assert math.isclose(
        one.probability_at_least(target), other.probability_at_least(target * factor), abs_tol=1e-9
    )


@given(bio=st.tuples(positive, positive), baseline=st.tuples(positive, positive))
def test_the_log_split_is_exact(bio: tuple[float, float], baseline: tuple[float, float]) -> None:
    split = log_split(bio, baseline)
    assert split is not None
    change = math.log((bio[1] / baseline[1]) / (bio[0] / baseline[0]))
    assert math.isclose(split.total, change, abs_tol=1e-9)
    assert split.total == split.own + split.market


@given(ratio=positive, target=positive, years=st.floats(0.1, 50))
def test_the_needed_rate_leads_to_the_target(ratio: float, target: float, years: float) -> None:
    assert math.isclose(ratio * needed_factor(ratio, target, years) ** years, target, rel_tol=1e-9)


@given(z=st.floats(-700, 700), low=st.floats(-10, 10), width=positive)
def test_a_scale_never_steps_over_its_ends(z: float, low: float, width: float) -> None:
    value = float(Scale("logit", low, low + width).back(z))
    assert low <= value <= low + width
