"""Contours: the grid is the model, the lines lie on their ratio, points and bounds are shown."""

from __future__ import annotations

import numpy as np
import pytest
from unit.parity.levers.golden_model import (
    TODAY,
    Model,
    an_input,
    cost,
    fermentation,
    gate,
    linear,
    normal,
    upto,
)

from parity.errors import InputUnknownError, TargetInvalidError
from parity.levers.contour import contour
from parity.levers.errors import (
    AnalysisTooLargeError,
    ContourAxesError,
    LeverOutsideBoundError,
    LeverRangeMissingError,
    RangeInfeasibleError,
)


def model() -> Model:
    return fermentation(
        yld={"bound": upto(0, 0.511), "gates": {"g1": gate(0.35), "g2": gate(0.45, "target")}},
        feed={"gates": {"g2": gate(0.36, "measured")}},
    )


def test_grid_lines_and_points() -> None:
    asked = model()
    found = contour(asked, "yld", "feed", nx=40, ny=30, ranges={"yld": (0.25, 0.511)})
    assert asked.calls[0] == 1200, "the grid is one call"
    assert found.ratio.shape == (30, 40)
    for j, i in ((0, 0), (29, 39), (7, 21)):
        at = {**TODAY, "yld": found.x.grid[i], "feed": found.y.grid[j]}
        assert found.ratio[j, i] == pytest.approx(cost(at) / 1.6, rel=1e-12)
    assert [line.level for line in found.lines] == [1.0, 1.2, 1.5]
    wanted = found.lines[1]
    assert wanted.pieces
    for x, y in np.concatenate(wanted.pieces):
        assert cost({**TODAY, "yld": x, "feed": y}) / 1.6 == pytest.approx(1.2, abs=2e-3)
    assert [(p.gate, p.status, p.x, p.y) for p in found.points] == [
        (None, "today", 0.3, 0.4),
        ("g1", "measured", 0.35, 0.4),
        ("g2", "target", 0.45, 0.36),
    ]
    assert found.points[2].ratio == pytest.approx(cost({**TODAY, "yld": 0.45, "feed": 0.36}) / 1.6)
    assert all(p.inside for p in found.points)
    assert found.x.bound is not None
    assert (found.x.range.low_from, found.y.range.low_from) == ("given", "factor")


def test_a_straight_line_is_found_exactly() -> None:
    plane = linear({"a": 1.0, "b": 2.0}, 1.0)
    found = contour(plane, "a", "b", 5, 7, {"a": (0, 1), "b": (0, 1)}, levels=[2.0])
    points = np.concatenate(found.lines[0].pieces)
    np.testing.assert_allclose(1 + points[:, 0] + 2 * points[:, 1], 2.0, rtol=1e-12)


def test_a_level_nowhere_crossed_has_no_line() -> None:
    found = contour(model(), "yld", "feed", levels=[0.01])
    assert found.lines[0].pieces == ()


def test_points_without_cost_are_left_white() -> None:
    bare = model()
    bare.bio = lambda v: np.where(np.asarray(v["yld"]) > 0.4, np.nan, cost(v))
    found = contour(bare, "yld", "feed", 20, 20)
    assert np.isnan(found.ratio[:, found.x.grid > 0.4]).all()
    assert found.points[2].ratio is None
    assert max(p[:, 0].max() for line in found.lines for p in line.pieces) <= 0.4


def test_what_is_drawn_without_a_range() -> None:
    spread = contour(
        fermentation(yld={"distribution": normal(0.02), "bound": upto(0, 0.511)}), "yld", "rate"
    )
    low, high = 0.3 - 2.3263478740408408 * 0.02, 0.3 + 2.3263478740408408 * 0.02
    assert spread.x.range.low == pytest.approx(low - 0.05 * (high - low), rel=1e-6)
    assert spread.x.range.high_from == "distribution"
    assert (spread.y.range.low, spread.y.range.high) == pytest.approx((0.425, 2.075))
    with pytest.raises(LeverRangeMissingError):
        contour(linear({"a": 1.0, "b": 1.0}, 1.0), "a", "b")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"x": "yeld"}, InputUnknownError),
        ({"x": "feed"}, ContourAxesError),
        ({"nx": 201}, AnalysisTooLargeError),
        ({"ny": 1}, AnalysisTooLargeError),
        ({"levels": []}, AnalysisTooLargeError),
        ({"levels": [0.0]}, TargetInvalidError),
        ({"levels": range(1, 30)}, AnalysisTooLargeError),
        ({"ranges": {"yld": (0.1, 0.9)}}, LeverOutsideBoundError),
        ({"ranges": {"rate": (0.1, 0.9)}}, ContourAxesError),
    ],
)
def test_what_cannot_be_is_refused(arguments, error) -> None:
    with pytest.raises(error):
        contour(model(), **{"x": "yld", "y": "feed", **arguments})


def test_nowhere_a_cost_is_refused() -> None:
    bare = Model(
        {n: an_input(n, 1.0) for n in "ab"},
        bio=lambda v: np.where(np.asarray(v["a"]) == 1.0, 1.0, np.nan),
    )
    with pytest.raises(RangeInfeasibleError):
        contour(bare, "a", "b", 4, 4, {"a": (2, 3)})
