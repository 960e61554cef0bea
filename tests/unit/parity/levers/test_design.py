"""Inverse design: Lagrange's closed form on a linear ratio, bounds, and what cannot be reached."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from unit.parity.levers.golden_model import (
    WANTED,
    Model,
    an_input,
    fermentation,
    gate,
    linear,
    lognormal,
    normal,
    triangular,
    uniform,
    upto,
)

from parity.errors import InputUnknownError, TargetInvalidError
from parity.levers.design import design
from parity.levers.errors import (
    AnalysisTooLargeError,
    LeversMissingError,
    RangeInfeasibleError,
)


def needed(found) -> dict[str, float]:
    return {need.name: need.needed for need in found.needs}


def test_linear_ratio_with_normals_by_hand() -> None:
    model = linear(
        {"a": -0.2, "b": -0.1, "idle": 0.0},
        1.5,
        a={"distribution": normal(1.0)},
        b={"distribution": normal(0.5)},
        idle={"distribution": normal(1.0)},
    )
    found = design(model)
    # z = 0.5 g / |g|^2 with g = (0.2, 0.05), |g|^2 = 0.0425
    assert needed(found) == pytest.approx({"a": 0.1 / 0.0425, "b": 0.5 * 0.025 / 0.0425, "idle": 0})
    assert found.distance == pytest.approx(0.5 / np.sqrt(0.0425), rel=1e-7)
    assert found.chance == pytest.approx(norm.cdf(-0.5 / np.sqrt(0.0425)), rel=1e-6)
    assert found.ratio <= 1.0
    assert found.ratio == pytest.approx(1.0, abs=1e-9)
    assert [n.improves for n in found.needs] == ["up", "up", "neither"]
    assert sum(n.share for n in found.needs) == pytest.approx(1.0)


def test_a_full_way_leaves_the_rest_to_the_other_lever() -> None:
    model = linear(
        {"a": -0.5, "b": -0.1}, 2.0, a={"distribution": normal(1.0)}, b={"bound": upto(0.0, 10.0)}
    )
    model.target = 0.5
    # unbounded: way 1.2; so the way is 1 and 0.5 z = 0.5
    found = design(model, "ab")
    assert needed(found) == pytest.approx({"a": 1.0, "b": 10.0}, rel=1e-6)
    assert [n.measure for n in found.needs] == ["score", "way"]
    assert found.chance is None, "a lever without a distribution has no chance"


def test_lognormals_by_hand() -> None:
    model = Model(
        {
            "c": an_input("c", 2.0, distribution=lognormal(1.5)),
            "b": an_input("b", 1.0, distribution=lognormal(1.2)),
        },
        bio=lambda v: v["c"],
        baseline=lambda v: v["b"],
        target=1.2,
    )
    found = design(model)
    s, t = np.log(1.5), np.log(1.2)
    # ln 2 + s z1 - t z2 = ln 1.2, nearest point of a line
    step = np.log(1.2 / 2.0) / (s * s + t * t)
    assert needed(found) == pytest.approx(
        {"c": 2.0 * np.exp(s * s * step), "b": np.exp(-t * t * step)}, rel=1e-6
    )
    assert found.distance == pytest.approx(abs(step) * np.hypot(s, t), rel=1e-9)
    # for two lognormals the first-order chance is exact
    assert found.chance == pytest.approx(
        norm.cdf((np.log(1.2) - np.log(2.0)) / np.hypot(s, t)), rel=1e-6
    )


def test_golden_model_needs_are_within_bounds_and_not_beaten() -> None:
    model = fermentation(
        yld={"distribution": normal(0.04), "bound": upto(0.0, 0.511)},
        rate={"distribution": lognormal(1.6)},
        titre={"distribution": uniform(20, 120)},
        feed={"distribution": lognormal(1.25)},
        recov={"distribution": normal(0.03), "bound": upto(0.0, 1.0)},
    )
    found = design(model, ratio=1.1)
    assert found.kind == "found"
    assert model.weigh(needed(found)).ratio <= 1.1 * (1 + 1e-12)
    for need in found.needs:
        assert need.low <= need.needed <= need.high
    # random points at 99 % of the distance: none may meet the target
    from parity.levers.beliefs import coordinates

    axes = coordinates(model, [n.name for n in found.needs])
    directions = np.random.default_rng(3).standard_normal((20_000, len(axes)))
    points = directions / np.linalg.norm(directions, axis=1)[:, None] * found.distance * 0.99
    ratio = model.weigh({a.moved.name: a.values(points[:, i]) for i, a in enumerate(axes)}).ratio
    assert np.nanmin(ratio) > 1.1


def test_already_met_and_unreachable() -> None:
    model = fermentation(yld={"bound": upto(0.0, 0.35)}, recov={"bound": upto(0.0, 1.0)})
    met = design(model, ["yld", "recov"], ratio=2.0)
    assert (met.kind, met.distance, met.ratio) == ("already_met", 0.0, met.ratio_today)
    assert needed(met) == {"yld": 0.3, "recov": 0.85}
    out = design(model, ["yld", "recov"], ratio=1.1)
    assert (out.kind, out.chance) == ("unreachable", None)
    assert needed(out) == {"yld": 0.35, "recov": 1.0}
    # by hand: 0.4/0.35 + 0.1175*5000/7200 + 12/50 + 0.3
    best = 0.4 / 0.35 + 0.1175 * 5000 / 7200 + 0.24 + 0.3
    assert out.best_ratio == pytest.approx(best / 1.6, rel=1e-12)
    assert out.ratio == out.best_ratio


def test_gate_values_say_how_far_a_lever_without_bound_may_go() -> None:
    model = fermentation(**{n: {"gates": {"g2": gate(v, "target")}} for n, v in WANTED.items()})
    found = design(model)
    assert found.kind == "found"
    assert {n.name for n in found.needs} == set(WANTED), "crf has neither bound nor gate"
    assert all(0 <= n.distance <= 1 for n in found.needs)
    assert design(model, ratio=0.8).best_ratio == pytest.approx(1.3443463164251206 / 1.6)


def test_a_lever_no_end_of_which_helps_stays() -> None:
    model = linear({"a": -1.0, "b": 1.0}, 1.5, a={"bound": upto(0, 1)}, b={"bound": upto(0, 5)})
    found = design(model, "ab")
    assert needed(found) == pytest.approx({"a": 0.5, "b": 0.0})


def test_a_turning_lever_is_followed_both_ways() -> None:
    model = Model(
        {"x": an_input("x", 0.0, distribution=normal(1.0))},
        bio=lambda v: 2.0 - 0.5 * np.abs(v["x"] + 0.1),
        baseline=lambda _: 1.0,
        target=1.0,
    )
    found = design(model)
    assert needed(found) == pytest.approx({"x": 1.9})
    assert found.needs[0].improves == "both"


def test_a_median_that_meets_the_target_is_no_distance_away() -> None:
    skewed = {"distribution": uniform(0.0, 1.0)}
    model = linear({"a": -1.0}, 1.2, a=skewed)
    found = design(model)
    assert (found.kind, found.distance, needed(found)) == ("found", 0.0, {"a": 0.5})


def test_where_there_is_no_cost_is_gone_around() -> None:
    model = linear({"a": -0.5, "b": -0.4}, 2.0, a={"distribution": normal(1.0)},
                   b={"distribution": normal(1.0)})  # fmt: skip
    plain = model.bio
    model.bio = lambda v: np.where(np.asarray(v["a"]) > 1.0, np.nan, plain(v))
    found = design(model)
    # a stops at 1, so 0.4 b = 0.5
    assert needed(found) == pytest.approx({"a": 1.0, "b": 1.25}, abs=1e-3)
    assert found.ratio <= 1.0


@pytest.mark.parametrize(
    ("names", "ratio", "error"),
    [
        (["yeild"], None, InputUnknownError),
        (["crf"], None, LeversMissingError),
        ([], None, LeversMissingError),
        (["yld"], -1.0, TargetInvalidError),
    ],
)
def test_what_cannot_be_is_refused(names, ratio, error) -> None:
    with pytest.raises(error):
        design(fermentation(yld={"bound": upto(0, 0.511)}), names, ratio)
    with pytest.raises(LeversMissingError):
        design(fermentation())


def test_two_hundred_levers_at_most() -> None:
    model = linear({f"x{i}": 1.0 for i in range(201)}, 2.0)
    model.given = {n: an_input(n, 0.0, distribution=normal(1.0)) for n in model.given}
    with pytest.raises(AnalysisTooLargeError):
        design(model)


def test_levers_that_do_nothing_leave_the_target_unreached() -> None:
    model = linear({"a": 0.0}, 2.0, a={"distribution": normal(1.0)})
    found = design(model)
    assert (found.kind, found.best_ratio, needed(found)) == ("unreachable", 2.0, {"a": 0.0})


def test_no_cost_around_what_is_believed_is_refused() -> None:
    model = linear({"a": 1.0}, 2.0, a={"distribution": uniform(1.0, 2.0)})
    model.bio = lambda v: np.where(np.asarray(v["a"]) >= 1.0, np.nan, 2.0)
    with pytest.raises(RangeInfeasibleError):
        design(model)


def test_the_best_end_of_a_lever_may_turn_when_others_have_moved() -> None:
    # alone, b is best at 0; once a is at 1, at 1: 3 - a - b(2a - 1/2)
    model = linear(
        {"a": 0.0, "b": 0.0},
        0.0,
        a={"distribution": uniform(0, 1)},
        b={"distribution": uniform(0, 1)},
    )
    model.bio = lambda v: 3 - v["a"] - v["b"] * (2 * v["a"] - 0.5)
    found = design(model, ratio=0.4)
    assert found.kind == "unreachable"
    assert found.best_ratio == pytest.approx(0.5, abs=1e-6)
    assert design(model, ratio=0.6).kind == "found"


def test_a_bound_alone_moves_nothing_unless_the_lever_is_named() -> None:
    model = fermentation(
        yld={"bound": upto(0.0, 0.511)},
        feed={"distribution": normal(0.1)},
        titre={"gates": {"g2": gate(100.0, "target")}, "bound": upto(0.0, 200.0)},
    )
    assert {n.name for n in design(model).needs} == {"feed", "titre"}
    assert {n.name for n in design(model, ["yld", "feed"]).needs} == {"yld", "feed"}
    only = fermentation(yld={"bound": upto(0.0, 0.511)})
    with pytest.raises(LeversMissingError, match="name levers"):
        design(only)
    assert design(only, ["yld"]).kind == "found"


def test_todays_value_asks_nothing_on_either_side_of_the_median() -> None:
    # triangular 0 to 4 with its mode at 1: P25 today, the median above; a falling ratio
    spread = {"distribution": triangular(0.0, 4.0)}
    down = Model({"x": an_input("x", 1.0, **spread)}, bio=lambda v: 0.5 + v["x"], target=1.0,
                 baseline=lambda _: 1.0)  # fmt: skip
    found = design(down)
    # F(1) = 1/4, F(0.5) = 1/16
    asked = norm.ppf(1 / 16) - norm.ppf(1 / 4)
    assert needed(found) == pytest.approx({"x": 0.5}, rel=1e-9)
    assert found.needs[0].distance == pytest.approx(asked, rel=1e-7)
    assert found.chance == pytest.approx(1 / 16, rel=1e-5), "the chance is that of the distribution"
    up = Model({"x": an_input("x", 1.0, **spread)}, bio=lambda v: 4.0 - v["x"], target=1.0,
               baseline=lambda _: 1.0)  # fmt: skip
    # F(3) = 1 - 1/12
    assert design(up).distance == pytest.approx(norm.ppf(11 / 12), rel=1e-7)
    assert design(up).chance == pytest.approx(1 / 12, rel=1e-5)


def bumpy(v):
    """Return a cost with several ways down: yield against feed, and a waste fee that turns."""
    return 2.0 / v["a"] + 0.6 * v["b"] ** 2 / v["a"] - 0.4 * v["c"] + 0.25 * (v["c"] * v["b"]) ** 2


@pytest.mark.parametrize("target", [1.0, 1.5, 2.0, 2.4])
@pytest.mark.parametrize("names", ["ab", "ac", "bc", "abc"])
def test_no_point_of_a_fine_grid_asks_less(names: str, target: float) -> None:
    from parity.levers.beliefs import coordinates
    from parity.levers.surface import Surface

    model = Model(
        {
            "a": an_input("a", 1.0, distribution=lognormal(1.3)),
            "b": an_input("b", 1.0, distribution=triangular(0.2, 3.0)),
            "c": an_input("c", 0.5, distribution=normal(1.0), bound=upto(-1.0, 4.0)),
        },
        bio=bumpy,
        baseline=lambda _: 1.0,
    )
    found = design(model, names, target)
    surface = Surface(model, coordinates(model, names), target)
    side = np.linspace(-6.0, 6.0, 601 if len(names) == 2 else 97)
    points = np.stack(np.meshgrid(*(side for _ in names), indexing="ij"), -1)
    points = points.reshape(-1, len(names))
    met = surface.excess(points) <= 0
    if found.kind == "unreachable":
        assert not met.any()
        return
    assert found.kind == "found"
    assert found.ratio <= target * (1 + 1e-12)
    assert found.distance <= surface.size(points[met]).min() * (1 + 1e-9)


def test_the_same_question_gives_the_same_digits() -> None:
    spread = {n: {"distribution": lognormal(1.4)} for n in ("yld", "feed", "titre", "rate")}
    one, other = (design(fermentation(**spread), ratio=1.1) for _ in range(2))
    assert one == other


def test_thirty_levers_take_few_calls() -> None:
    model = linear({f"x{i}": -0.1 - 0.01 * i for i in range(30)}, 3.0,
                   **{f"x{i}": {"distribution": normal(1.0)} for i in range(30)})  # fmt: skip
    plain = model.bio
    model.bio = lambda v: np.exp(plain(v)) / np.exp(2.0)
    assert design(model).kind == "found"
    assert len(model.calls) <= 40
    assert sum(model.calls) <= 25_000
