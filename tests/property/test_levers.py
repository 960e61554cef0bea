"""What holds for every lever analysis, whatever the model: sums, symmetry, nearest points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.parity.levers.golden_model import (
    Model,
    an_input,
    linear,
    lognormal,
    normal,
    triangular,
    upto,
)

from parity.levers.break_even import break_even
from parity.levers.contour import contour
from parity.levers.crossings import crossings
from parity.levers.design import design
from parity.levers.ranges import scan_grid
from parity.levers.sobol import sobol
from parity.levers.waterfall import waterfall

FEW = settings(max_examples=40)
NUMBER = st.floats(0.05, 20.0)
SIGNED = st.floats(-5.0, 5.0)
TERMS = st.lists(
    st.tuples(SIGNED, st.lists(st.sampled_from("abcd"), min_size=1, max_size=4)),
    min_size=1,
    max_size=6,
)


def polynomial(terms) -> Model:
    """Return sum of coefficient * product of inputs; every input 1 today."""

    def bio(v):
        total = 10.0
        for coefficient, names in terms:
            product = coefficient
            for name in names:
                product = product * v[name]
            total = total + product
        return total

    return Model({n: an_input(n, 1.0) for n in "abcd"}, bio=bio, baseline=lambda v: 1.0 + v["a"])


@FEW
@given(TERMS, st.lists(NUMBER, min_size=4, max_size=4))
def test_parts_of_a_waterfall_add_up_and_idle_levers_bring_nothing(terms, goals) -> None:
    used = {name for _, names in terms for name in names}
    found = waterfall(polynomial(terms), dict(zip("abcd", goals, strict=True)))
    scale = 1.0 + abs(found.start.ratio) + abs(found.end.ratio)
    assert abs(found.rest) <= 1e-9 * scale
    cost = found.end.bio - found.start.bio
    assert sum(s.bio_jpy for s in found.steps) == pytest.approx(cost, rel=1e-9, abs=1e-6)
    for step in found.steps:
        if step.lever not in used:
            assert step.bio_jpy == pytest.approx(0.0, abs=1e-9 * (1 + abs(found.end.bio)))


@FEW
@given(TERMS, NUMBER)
def test_levers_that_do_the_same_have_the_same_part(terms, goal) -> None:
    mirrored = [
        (c, ["b" if n == "c" else "c" if n == "b" else n for n in names]) for c, names in terms
    ]
    found = waterfall(polynomial(terms + mirrored), {"b": goal, "c": goal})
    assert found.steps[0].ratio == pytest.approx(found.steps[1].ratio, rel=1e-9, abs=1e-9)


@FEW
@given(TERMS, st.lists(NUMBER, min_size=3, max_size=3), st.permutations("bcd"))
def test_the_order_of_the_levers_does_not_matter(terms, goals, order) -> None:
    targets = dict(zip("bcd", goals, strict=True))
    one = {s.lever: s.ratio for s in waterfall(polynomial(terms), targets).steps}
    shuffled = {name: targets[name] for name in order}
    other = {s.lever: s.ratio for s in waterfall(polynomial(terms), shuffled).steps}
    scale = 1e-9 * (1 + max(map(abs, one.values())))
    assert one == pytest.approx(other, rel=1e-9, abs=scale)


@FEW
@given(st.floats(0.2, 5.0), st.floats(0.1, 3.0), st.floats(0.3, 2.0), st.booleans())
def test_a_break_even_meets_the_target_and_just_beyond_does_not(
    scale, power, target, falling
) -> None:
    sign = -power if falling else power
    model = Model(
        {"x": an_input("x", 1.0)},
        bio=lambda v: 0.1 + scale * v["x"] ** sign,
        baseline=lambda _: 1.0,
        target=target,
    )
    found = break_even(model, "x")
    exact = ((target - 0.1) / scale) ** (1 / sign)
    assert found.monotone
    if found.kind == "value":
        assert found.value == pytest.approx(exact, rel=1e-10)
        assert model.weigh({"x": found.value}).ratio <= target
        worse = found.value * (1 + (-1e-9 if falling else 1e-9))
        assert model.weigh({"x": worse}).ratio > target
    elif found.kind == "already_met":
        assert found.ratio <= target
        assert found.lost_at is None or found.lost_at == pytest.approx(exact, rel=1e-10)
    else:
        assert not 0.01 < exact < 100
        assert found.best_ratio > target


@given(st.lists(st.floats(-9.9, 9.9), min_size=1, max_size=4, unique=True))
def test_all_roots_of_a_polynomial_are_found(roots) -> None:
    roots = sorted(round(root, 1) + 0.05 for root in set(np.round(roots, 1)))
    grid = scan_grid(-10.0, 10.05, 400)

    def excess(x):
        return np.prod([x - root for root in roots], axis=0)

    found = crossings(excess, grid, excess(grid))
    assert found == pytest.approx(np.array(roots), abs=1e-9)


@settings(max_examples=25)
@given(
    st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=6).filter(
        lambda slopes: max(map(abs, slopes)) > 0.3
    ),
    st.floats(0.05, 1.0),
)
def test_a_linear_design_is_the_foot_of_the_perpendicular(slopes, gap) -> None:
    names = {f"x{i}": slope for i, slope in enumerate(slopes)}
    model = linear(names, 1.0 + gap, **{n: {"distribution": normal(1.0)} for n in names})
    found = design(model)
    size = float(np.square(slopes).sum())
    assert found.distance == pytest.approx(gap / np.sqrt(size), rel=1e-6)
    for need in found.needs:
        assert need.needed == pytest.approx(-gap * names[need.name] / size, abs=1e-3)
    assert found.ratio <= 1.0


@settings(max_examples=25)
@given(st.lists(st.floats(0.05, 1.0), min_size=1, max_size=5), st.floats(0.1, 3.0))
def test_a_design_within_bounds_meets_the_target_or_says_it_cannot(slopes, gap) -> None:
    names = {f"x{i}": -slope for i, slope in enumerate(slopes)}
    model = linear(names, 1.0 + gap, **{n: {"bound": upto(0.0, 1.0)} for n in names})
    found = design(model, names)
    assert all(0.0 <= need.needed <= 1.0 for need in found.needs)
    if gap < sum(slopes) * (1 - 1e-9):
        assert found.kind == "found"
        assert found.ratio <= 1.0
    elif gap > sum(slopes) * (1 + 1e-9):
        assert found.kind == "unreachable"
        assert found.best_ratio == pytest.approx(1.0 + gap - sum(slopes), abs=1e-9)


SPREAD = st.one_of(
    st.floats(1.1, 2.0).map(lognormal),
    st.floats(0.1, 0.5).map(normal),
    st.tuples(st.floats(0.1, 1.0), st.floats(1.01, 4.0)).map(lambda ends: triangular(*ends)),
)


@settings(max_examples=25)
@given(
    TERMS, st.lists(SPREAD, min_size=4, max_size=4), st.floats(0.5, 0.95), st.permutations("abcd")
)
def test_a_lever_more_never_makes_a_design_harder_to_believe(terms, spreads, part, order) -> None:
    model = polynomial(terms)
    for name, spread in zip("abcd", spreads, strict=True):
        model.given[name] = an_input(name, 1.0, distribution=spread, bound=upto(0.01, 50.0))
    now = float(model.weigh({}).ratio)
    if not now > 0:
        return
    best = np.inf
    for count in range(1, 5):
        found = design(model, order[:count], part * now)
        if found.kind == "unreachable":
            assert best == np.inf, "what fewer levers reach, more reach too"
            continue
        assert found.distance <= best * (1 + 1e-6) + 1e-9
        best = min(best, found.distance)


@settings(max_examples=10)
@given(st.lists(st.floats(0.2, 1.0), min_size=2, max_size=4))
def test_indices_of_a_sum_are_its_shares_of_variance(slopes) -> None:
    names = {f"x{i}": slope for i, slope in enumerate(slopes)}
    model = linear(names, 0.0, **{n: {"distribution": normal(1.0)} for n in names})
    plain = model.bio
    model.bio = lambda v: np.exp(plain(v))
    total = float(np.square(slopes).sum())
    for index in sobol(model, n=512).indices:
        share = names[index.label] ** 2 / total
        assert index.first == pytest.approx(share, abs=0.04)
        assert index.total == pytest.approx(share, abs=0.04)


@settings(max_examples=20)
@given(SIGNED, SIGNED, st.floats(0.5, 3.0))
def test_lines_of_a_plane_lie_on_their_level(a, b, level) -> None:
    found = contour(
        linear({"a": a, "b": b}, 1.0), "a", "b", 9, 7, {"a": (-1, 1), "b": (-1, 1)}, [level]
    )
    for piece in found.lines[0].pieces:
        assert 1 + a * piece[:, 0] + b * piece[:, 1] == pytest.approx(level, abs=1e-9)
