"""Break-even of one lever: golden values, what is unreachable, jumps, turns and gaps."""

from __future__ import annotations

import numpy as np
import pytest
from unit.parity.levers.golden_model import (
    Model,
    an_input,
    cost,
    fermentation,
    lognormal,
    uniform,
    upto,
)

from parity.errors import InputUnknownError, TargetInvalidError
from parity.levers.break_even import break_even
from parity.levers.errors import (
    LeverOutsideBoundError,
    LeverRangeMissingError,
    RangeInfeasibleError,
    TodayInfeasibleError,
)


def one(bio, value=1.0, target=1.0, **extra) -> Model:
    return Model({"x": an_input("x", value, **extra)}, bio=lambda v: bio(v["x"]), target=target,
                 baseline=lambda _: 1.0)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"), [("yld", 0.3790022240061063), ("feed", 0.3166208333333333)]
)
def test_golden_values(name: str, expected: float) -> None:
    model = fermentation()
    found = break_even(model, name)
    assert found.kind == "value"
    assert found.value == pytest.approx(expected, rel=1e-12)
    assert found.roots == (found.value,)
    assert found.monotone
    assert float(cost({**{n: i.value for n, i in model.inputs.items()}, name: found.value})) <= (
        1.2 * 1.6 * (1 + 1e-15)
    ), "the value meets the target"


@pytest.mark.parametrize(
    ("name", "within", "best", "at"),
    [("titre", (5, 2000), 1.9717, 2000), ("rate", (0.05, 50), 2.1529, 50)],
)
def test_golden_unreachable(name: str, within, best: float, at: float) -> None:
    found = break_even(fermentation(), name, within=within)
    assert (found.kind, found.value, found.roots) == ("unreachable", None, ())
    assert found.best_ratio * 1.6 == pytest.approx(best, abs=5e-5)
    assert found.best_value == at
    assert found.direction == "falls"


def test_already_met_says_where_it_is_lost() -> None:
    found = break_even(fermentation(), "yld", ratio=2.0)
    assert (found.kind, found.value) == ("already_met", None)
    # by hand: 0.4/(y 0.85) = 3.2 - (2.2469771 - 0.4/(0.3 0.85))
    rest = 2.2469771241830063 - 0.4 / (0.3 * 0.85)
    assert found.lost_at == pytest.approx(0.4 / 0.85 / (3.2 - rest), rel=1e-12)


def test_range_is_the_bound_else_a_hundredfold() -> None:
    model = fermentation(yld={"bound": upto(None, 0.35)}, rate={"distribution": lognormal(10.0)})
    found = break_even(model, "yld")
    assert (found.range.low, found.range.high) == (0.003, 0.35)
    assert (found.range.low_from, found.range.high_from) == ("factor", "bound")
    assert (found.kind, found.best_value) == ("unreachable", 0.35)
    wide = break_even(model, "rate").range
    assert (wide.low_from, wide.high_from) == ("distribution", "distribution")
    assert wide.high == pytest.approx(10.0**3.090232306167813, rel=1e-9)


def test_a_turning_ratio_gives_all_roots_and_the_nearest() -> None:
    found = break_even(one(lambda x: (x - 3) ** 2), "x", within=(0, 10))
    assert not found.monotone
    assert found.roots == pytest.approx((2.0, 4.0), rel=1e-12)
    assert (found.kind, found.value) == ("value", pytest.approx(2.0))


def test_a_narrow_dip_between_the_points_of_the_scan_is_found() -> None:
    found = break_even(one(lambda x: 0.9999 + (x - np.pi) ** 2), "x", within=(0, 1000))
    assert found.roots == pytest.approx((np.pi - 0.01, np.pi + 0.01), rel=1e-9)


def test_a_jump_gives_the_end_that_meets_the_target() -> None:
    found = break_even(one(lambda x: np.where(x < 2.5, 1.5, 0.5)), "x", within=(0, 10))
    assert found.value == pytest.approx(2.5, rel=1e-12)
    assert found.value >= 2.5


def test_points_without_cost_are_passed_over_and_counted() -> None:
    found = break_even(one(lambda x: np.where(x > 4, np.nan, 3 - x)), "x", within=(0, 10))
    assert found.value == pytest.approx(2.0)
    assert 0 < found.infeasible < found.scanned
    beyond = break_even(
        one(lambda x: np.where(x < 2, 1.5, np.where(x < 4, np.nan, 0.5))), "x", within=(0, 10)
    )
    assert (beyond.kind, beyond.roots) == ("value", ())
    assert beyond.value == pytest.approx(4.0, abs=0.06)


def test_negative_and_zero_values_today() -> None:
    # a gate fee: today -2 a unit
    found = break_even(one(lambda x: 4 + x, value=-2.0), "x")
    assert (found.range.low, found.range.high) == (-200.0, -0.02)
    assert found.value == pytest.approx(-3.0, rel=1e-12)
    spread = one(lambda x: 2 - x, value=0.0, distribution=uniform(-1, 3))
    assert break_even(spread, "x").value == pytest.approx(1.0, abs=1e-12)
    with pytest.raises(LeverRangeMissingError, match="today's value is 0"):
        break_even(one(lambda x: 2 - x, value=0.0), "x")


def test_flat_input_is_unreachable_and_monotone() -> None:
    found = break_even(one(lambda x: 2.0 + 0 * x), "x")
    assert (found.kind, found.direction, found.monotone) == ("unreachable", "flat", True)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"name": "yeild"}, InputUnknownError),
        ({"name": "yld", "ratio": 0.0}, TargetInvalidError),
        ({"name": "yld", "ratio": float("nan")}, TargetInvalidError),
        ({"name": "yld", "within": (0.4, 0.2)}, LeverRangeMissingError),
        ({"name": "yld", "within": (0.1, float("inf"))}, LeverRangeMissingError),
        ({"name": "yld", "within": (0.1, 0.2, 0.3)}, LeverRangeMissingError),
        ({"name": "yld", "within": (0.1, 0.6)}, LeverOutsideBoundError),
    ],
)
def test_what_cannot_be_is_refused(arguments, error) -> None:
    with pytest.raises(error):
        break_even(fermentation(yld={"bound": upto(0, 0.511)}), **arguments)


def test_no_ratio_today_or_anywhere() -> None:
    with pytest.raises(TodayInfeasibleError):
        break_even(one(lambda x: np.where(x < 2, np.nan, x)), "x")
    with pytest.raises(RangeInfeasibleError):
        break_even(one(lambda x: np.where(x > 2, np.nan, x)), "x", within=(3, 4))
