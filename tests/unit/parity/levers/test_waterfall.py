"""Shapley waterfall of the hand-worked model; the parts are means over all 120 orders."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from unit.parity.levers.golden_model import (
    PRICE,
    TODAY,
    WANTED,
    Model,
    an_input,
    cost,
    fermentation,
    upto,
)

from parity.errors import InputUnknownError
from parity.levers.errors import (
    LeverGroupInvalidError,
    LeverNotFiniteError,
    LeverOutsideBoundError,
    LeversMissingError,
    LeversTooManyError,
    MixInfeasibleError,
    TargetsInfeasibleError,
    TodayInfeasibleError,
)
from parity.levers.waterfall import waterfall

PARTS = {
    "titre": -0.13580562659846546,
    "rate": -0.04617234121909639,
    "yld": -0.4781661456853271,
    "feed": -0.12607748413375017,
    "recov": -0.11640921012124658,
}
FIRST = {
    "titre": -0.14117647058823524,
    "rate": -0.04799836601307206,
    "yld": -0.5228758169934637,
    "feed": -0.15686274509803955,
    "recov": -0.14813956379653304,
}
LAST = {
    "titre": -0.1304347826086958,
    "rate": -0.04434631642512077,
    "yld": -0.4347826086956521,
    "feed": -0.09661835748792269,
    "recov": -0.08600499076442181,
}


def test_golden_parts_first_and_last() -> None:
    model = fermentation()
    found = waterfall(model, WANTED)
    assert found.start.bio == pytest.approx(2.2469771241830063, rel=1e-12)
    assert found.end.bio == pytest.approx(1.3443463164251206, rel=1e-12)
    for step in found.steps:
        assert step.bio_jpy == pytest.approx(PARTS[step.lever], abs=1e-12)
        assert step.ratio == pytest.approx(PARTS[step.lever] / PRICE, abs=1e-12)
        assert step.ratio_first == pytest.approx(FIRST[step.lever] / PRICE, abs=1e-12)
        assert step.ratio_last == pytest.approx(LAST[step.lever] / PRICE, abs=1e-12)
        assert step.baseline_jpy == 0
    assert sum(s.ratio_first for s in found.steps) == pytest.approx(-1.0170529624893436 / PRICE)
    assert abs(found.rest) < 1e-12
    assert model.calls == [2**5], "all mixes are weighed in one call"


def test_parts_are_means_over_all_orders() -> None:
    sums = dict.fromkeys(WANTED, 0.0)
    orders = list(itertools.permutations(WANTED))
    for order in orders:
        state = dict(TODAY)
        for name in order:
            before = cost(state)
            state[name] = WANTED[name]
            sums[name] += float(cost(state) - before)
    for step in waterfall(fermentation(), WANTED).steps:
        assert step.bio_jpy == pytest.approx(sums[step.lever] / len(orders), abs=1e-12)


def test_a_group_moves_as_one_and_stands_where_its_first_member_does() -> None:
    found = waterfall(fermentation(), WANTED, {"fermenter": ["rate", "titre"]})
    assert [step.lever for step in found.steps] == ["fermenter", "yld", "feed", "recov"]
    group = found.steps[0]
    assert [(m.name, m.start, m.target) for m in group.moves] == [
        ("rate", 1.0, 2.0),
        ("titre", 50.0, 100.0),
    ]
    # titre and rate add up in this model, so the group has the sum of both
    assert group.bio_jpy == pytest.approx(PARTS["titre"] + PARTS["rate"], abs=1e-12)


def test_from_gate_to_gate_with_the_baseline_as_a_lever() -> None:
    model = Model(
        {n: an_input(n, v) for n, v in {"own": 3.0, "market": 2.0, "else": 1.0}.items()},
        bio=lambda v: v["own"] * v["else"],
        baseline=lambda v: v["market"],
    )
    found = waterfall(model, {"own": 2.0, "market": 2.5}, start={"own": 2.5, "else": 2.0})
    assert (found.start.ratio, found.end.ratio) == (2.5, 1.6)
    own, market = found.steps
    # by hand: corners 5/2=2.5, 4/2=2.0, 5/2.5=2.0, 4/2.5=1.6
    assert own.ratio == pytest.approx((-0.5 - 0.4) / 2)
    assert market.ratio == pytest.approx((-0.5 - 0.4) / 2)
    assert (own.bio_jpy, own.baseline_jpy) == (-1.0, 0.0)
    assert (market.bio_jpy, market.baseline_jpy) == (0.0, 0.5)


def test_thirteen_levers_need_groups() -> None:
    names = [f"x{i}" for i in range(13)]
    model = Model({n: an_input(n, 1.0) for n in names}, bio=lambda v: sum(v[n] for n in names))
    with pytest.raises(LeversTooManyError, match="groups"):
        waterfall(model, dict.fromkeys(names, 0.5))
    found = waterfall(model, dict.fromkeys(names, 0.5), {"two": names[:2]})
    assert found.steps[0].bio_jpy == pytest.approx(-1.0)


def test_a_mix_without_cost_is_named() -> None:
    def bio(v):
        return np.where((v["a"] > 1) & (v["b"] < 1), np.nan, v["a"] + v["b"])

    model = Model({n: an_input(n, 0.5) for n in "abc"}, bio=bio)
    with pytest.raises(MixInfeasibleError) as caught:
        waterfall(model, {"a": 2.0, "b": 2.0, "c": 1.0})
    assert (caught.value.moved, caught.value.kept, caught.value.count) == ("`a`", "`b`, `c`", 2)
    waterfall(model, {"a": 2.0, "b": 2.0, "c": 1.0}, {"both": ["a", "b"]})
    with pytest.raises(TargetsInfeasibleError, match="`a`, `c`"):
        waterfall(model, {"a": 2.0, "c": 1.0})
    with pytest.raises(TodayInfeasibleError):
        waterfall(model, {"b": 2.0}, start={"a": 2.0})


@pytest.mark.parametrize(
    ("targets", "groups", "error", "said"),
    [
        ({"yeld": 0.4}, None, InputUnknownError, "did you mean .*yld"),
        ({"yld": float("nan")}, None, LeverNotFiniteError, "finite"),
        ({"yld": 0.52}, None, LeverOutsideBoundError, r"0\.511.*carbon of the sugar"),
        ({}, None, LeversMissingError, "target"),
        ({"yld": 0.4}, {"g": ["rate"]}, LeverGroupInvalidError, "no target"),
        ({"yld": 0.4}, {"g": []}, LeverGroupInvalidError, "empty"),
        ({"yld": 0.4}, {"g": ["yld"], "h": ["yld"]}, LeverGroupInvalidError, "already in `g`"),
        ({"yld": 0.4, "rate": 2}, {"rate": ["yld"]}, LeverGroupInvalidError, "outside it"),
    ],
)
def test_what_cannot_be_is_refused(targets, groups, error, said) -> None:
    with pytest.raises(error, match=said):
        waterfall(fermentation(yld={"bound": upto(0.0, 0.511)}), targets, groups)
