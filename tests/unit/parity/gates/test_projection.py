"""Trends fitted to measurements, and what they say of a later gate."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inventories.document import Localised
from inventories.document.flows import Bound
from parity.gates.errors import (
    GateNumberInvalidError,
    ProjectionDivergesError,
    ProjectionPointInvalidError,
    ProjectionPointsTooFewError,
    ProjectionYearError,
)
from parity.gates.projection import Point, Prior, fit
from parity.gates.scales import Scale, scale_of
from parity.inputs import Input


def an_input(low: float | None = None, high: float | None = None) -> Input:
    bound = None
    if low is not None or high is not None:
        bound = Bound(min=low, max=high, kind="stoichiometric", reason="carbon")
    title = Localised(en="x", ja="x")
    return Input("x", title, 1.0, "1", "measured", bound=bound)


TITRE = an_input()
YIELD = an_input(0, 0.5)


def test_a_titre_that_doubled_in_two_years_doubles_again() -> None:
    points = [Point(2026.0, 40.0), Point(2024.0, 20.0)]
    trend = fit(TITRE, points)
    assert trend.drift == pytest.approx(math.log(2) / 2)
    assert trend.noise_from == "prior"
    then = trend.at(2028.0)
    assert then.median == pytest.approx(80.0)
    # tau = 2 years ahead of a record of 2 years: variance s^2 (2 + 4/2).
    assert then.sd == pytest.approx(trend.noise * 2.0)


def test_a_yield_moves_on_the_logit_of_its_share_of_the_bound() -> None:
    # Half of the bound to 3/4 of it is ln 3 on the logit; as much again leads to 9/10.
    then = fit(YIELD, [Point(2024.0, 0.25), Point(2025.0, 0.375)]).at(2026.0)
    assert then.median == pytest.approx(0.45)


def test_drift_and_noise_of_three_measurements_by_hand() -> None:
    # ln x: 0, 1, 5 in the years 0, 1, 3: drift 5/3; rests -2/3 over 1 and 2/3 over 2 years.
    points = [Point(0.0, 1.0), Point(1.0, math.e), Point(3.0, math.exp(5.0))]
    trend = fit(TITRE, points, Prior(0.3, 0.0))
    assert trend.drift == pytest.approx(5 / 3)
    assert trend.noise == pytest.approx(math.sqrt((4 / 9) / 1 + (4 / 9) / 2))
    assert trend.noise_from == "measured"
    mixed = fit(TITRE, points, Prior(0.3, 2.0))
    assert mixed.noise == pytest.approx(math.sqrt((2 / 3 + 2 * 0.09) / 3))


def test_measurements_on_a_line_do_not_give_certainty() -> None:
    points = [Point(float(year), 10.0 * 1.1**year) for year in range(3)]
    assert fit(TITRE, points).noise > 0.2


def test_the_closed_form_is_the_share_of_samples() -> None:
    points = [Point(2023.0, 0.2), Point(2025.0, 0.3)]
    then = fit(YIELD, points).at(2030.0)
    u = (np.arange(20_000) + 0.5) / 20_000
    samples = np.asarray(then.quantile(u))
    for target in (0.1, 0.3, 0.45):
        assert then.probability_at_least(target) == pytest.approx(
            float((samples >= target).mean()), abs=2e-4
        )
        assert then.probability_at_most(target) == pytest.approx(
            1 - then.probability_at_least(target), abs=1e-12
        )


def test_a_target_on_or_beyond_the_bound_is_out_of_reach() -> None:
    then = fit(YIELD, [Point(2023.0, 0.2), Point(2025.0, 0.3)]).at(2030.0)
    assert then.probability_at_least(0.5) == 0.0
    assert then.probability_at_least(0.6) == 0.0
    assert then.probability_at_most(0.0) == 0.0
    assert then.probability_at_least(-1.0) == 1.0
    with pytest.raises(GateNumberInvalidError, match="target"):
        then.probability_at_least(math.nan)


def test_at_its_last_measurement_a_quantity_is_known() -> None:
    now = fit(TITRE, [Point(2024.0, 20.0), Point(2026.0, 40.0)]).at(2026.0)
    assert now.sd == 0
    assert now.probability_at_least(40.0) == pytest.approx(1.0)
    assert now.probability_at_least(41.0) == 0.0
    assert now.quantile(0.01) == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("bound", "values", "kind", "low", "high"),
    [
        ((0.1, 0.5), (0.2, 0.3), "logit", 0.1, 0.5),
        ((None, 0.5), (0.2, 0.3), "logit", 0.0, 0.5),
        ((None, 0.5), (-0.2, 0.3), "log_below", -math.inf, 0.5),
        ((39.4, None), (57.7, 53.6), "log", 39.4, math.inf),
        ((None, None), (1.0, 2.0), "log", 0.0, math.inf),
    ],
)
def test_the_scale_follows_from_the_bounds(
    bound: tuple[float | None, float | None],
    values: tuple[float, float],
    kind: str,
    low: float,
    high: float,
) -> None:
    found = scale_of(an_input(*bound).bound, values)
    assert found == Scale(kind, low, high)  # type: ignore[arg-type]
    assert found is not None
    for value in values:
        assert found.back(found.forward(value)) == pytest.approx(value, rel=1e-12)


def test_what_gives_no_trend_is_refused() -> None:
    with pytest.raises(ProjectionPointsTooFewError, match="`x` has 1 measured"):
        fit(TITRE, [Point(2024.0, 20.0)])
    with pytest.raises(ProjectionPointInvalidError, match="same time"):
        fit(TITRE, [Point(2024.0, 20.0), Point(2024.0, 21.0)])
    with pytest.raises(ProjectionPointInvalidError, match="needs a bound"):
        fit(TITRE, [Point(2024.0, -1.0), Point(2025.0, 21.0)])
    with pytest.raises(ProjectionPointInvalidError, match="on or beyond an end"):
        fit(YIELD, [Point(2024.0, 0.2), Point(2025.0, 0.5)])
    with pytest.raises(ProjectionPointInvalidError):
        fit(YIELD, [Point(2024.0, 0.2), Point(2025.0, math.nan)])
    with pytest.raises(GateNumberInvalidError, match="prior noise"):
        fit(YIELD, [Point(2024.0, 0.2), Point(2025.0, 0.3)], Prior(0.0, 1.0))
    with pytest.raises(GateNumberInvalidError, match="prior weight"):
        fit(YIELD, [Point(2024.0, 0.2), Point(2025.0, 0.3)], Prior(0.1, -1.0))


def test_what_gives_no_projection_is_refused() -> None:
    trend = fit(TITRE, [Point(2024.0, 1.0), Point(2024.1, 1e6)])
    with pytest.raises(ProjectionYearError, match=r"2024\.10.*2024\.00"):
        trend.at(2024.0)
    with pytest.raises(ProjectionYearError):
        trend.at(math.nan)
    with pytest.raises(ProjectionDivergesError, match="give the quantity a bound"):
        trend.at(2080.0).quantile(0.5)
    with pytest.raises(GateNumberInvalidError, match="u is 1"):
        trend.at(2024.2).quantile(np.array([0.5, 1.0]))
