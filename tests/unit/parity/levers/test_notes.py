"""Notes of lever analyses: each is given when, and only when, it applies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from unit.parity.levers.golden_model import (
    Model,
    an_input,
    fermentation,
    gate,
    linear,
    normal,
    uniform,
    upto,
)

from lca.copula import Link
from parity.levers.break_even import break_even
from parity.levers.design import design
from parity.levers.notes import break_even_notes, design_notes, sobol_notes, tornado_notes
from parity.levers.sobol import sobol
from parity.levers.tornado import tornado


def codes(notes) -> list[str]:
    for given in notes:
        assert given.message.en
        assert given.message.ja
        assert "{" not in given.message.en + given.message.ja
    return [given.code for given in notes]


def test_break_even() -> None:
    plain = fermentation(yld={"bound": upto(0.01, 0.511)})
    assert codes(break_even_notes(break_even(plain, "yld"))) == []
    assert codes(break_even_notes(break_even(plain, "rate"))) == ["lever-range-assumed"]
    turning = Model(
        {"x": an_input("x", 1.0)},
        bio=lambda v: np.where(np.asarray(v["x"]) > 9, np.nan, 1.6 * (v["x"] - 3) ** 2),
        target=1.0,
    )
    found = break_even(turning, "x", within=(0, 10))
    assert codes(break_even_notes(found)) == [
        "lever-not-monotone",
        "lever-other-crossings",
        "lever-range-infeasible",
    ]
    others = break_even_notes(found)[1].message
    assert "is 4 unit" in others.en, "2 is nearer to today"
    assert "4 unit" in others.ja


def test_a_break_even_nobody_believes_is_warned_of() -> None:
    # feed needs 0.3166: 1.67 SD away with SD 0.05, 4.2 with SD 0.02
    for sd, told in ((0.05, []), (0.02, ["lever-break-even-unbelievable"])):
        model = fermentation(feed={"distribution": normal(sd), "bound": upto(0.0, 1.0)})
        assert codes(break_even_notes(break_even(model, "feed"))) == told
    # a gate wants the yield to rise, but a fee is paid for what is not used
    fed = fermentation(
        yld={"gates": {"g2": gate(0.45, "target")}, "bound": upto(0.01, 0.511)},
    )
    fed.bio = lambda v: 4.0 - 0.5 * (1.0 - v["yld"]) / v["yld"]
    found = break_even(fed, "yld")
    assert (found.kind, found.gates) == ("value", "above")
    assert found.value is not None
    assert found.value < 0.3
    assert codes(break_even_notes(found)) == ["lever-break-even-against-gates"]
    fed.given["yld"] = replace(
        fed.given["yld"], gates={"g1": gate(0.2), "g2": gate(0.28, "target")}
    )
    assert codes(break_even_notes(break_even(fed, "yld"))) == []


def test_tornado_and_sobol() -> None:
    model = fermentation(yld={"distribution": normal(0.01)}, feed={"distribution": normal(0.01)})
    assert codes(tornado_notes(tornado(model), model.inputs)) == ["tornado-one-at-a-time"]
    model.given["crf"] = replace(model.given["crf"], grade="unverified")
    assert codes(tornado_notes(tornado(model), model.inputs))[1:] == ["levers-certain-unverified"]
    tied = sobol(model, n=4096, correlations=[Link(("feed", "yld"), 0.5)])
    assert codes(sobol_notes(tied, model.inputs)) == ["sobol-grouped", "levers-certain-unverified"]
    few = sobol(model, n=64)
    assert "sobol-imprecise" in codes(sobol_notes(few, model.inputs))
    cliff = Model(
        {n: an_input(n, 0.5, distribution=uniform(0, 1)) for n in "ab"},
        bio=lambda v: np.where(np.asarray(v["a"]) > 0.98, np.nan, 1 + v["a"] + 0 * v["b"]),
    )
    assert "sobol-failed" in codes(sobol_notes(sobol(cliff, n=1024), cliff.inputs))
    flat = Model({"a": an_input("a", 0.5, distribution=uniform(0, 1))}, bio=lambda _: 2.0)
    assert codes(sobol_notes(sobol(flat, n=64), flat.inputs)) == ["sobol-constant"]


def test_design() -> None:
    both = fermentation(yld={"bound": upto(0, 0.511)}, feed={"distribution": normal(0.05)})
    assert codes(design_notes(design(both, ["yld", "feed"]))) == ["design-mixed-measures"]
    scored = fermentation(yld={"distribution": normal(0.05)}, feed={"distribution": normal(0.05)})
    assert codes(design_notes(design(scored))) == ["design-chance-first-order"]


def test_a_design_that_gets_worse_on_purpose_is_warned_of() -> None:
    spread = {"distribution": normal(1.0)}
    wanted = {"gates": {"g1": gate(1.0, "target")}}
    model = linear({"a": 0.1, "b": -0.1}, 1.1, a=spread | wanted, b=spread)
    found = design_notes(design(model))
    assert codes(found) == ["design-chance-first-order", "design-against-gates"]
    assert ": a would" in found[1].message.en
    model.given["a"] = replace(model.given["a"], gates={"g1": gate(-1.0, "target")})
    assert codes(design_notes(design(model))) == ["design-chance-first-order"]


def test_a_design_nobody_believes_is_warned_of() -> None:
    # 0.5 is needed: 5 SD of a, or with b as well 3.54 of each, together 5
    one = linear({"a": -0.1}, 1.5, a={"distribution": normal(1.0)})
    assert codes(design_notes(design(one)))[1:] == ["design-unbelievable"]
    two = linear({"a": -0.1, "b": -0.1}, 1.5, a={"distribution": normal(1.0)},
                 b={"distribution": normal(1.0)})  # fmt: skip
    found = design_notes(design(two))
    assert codes(found)[1:] == [], "3.54 together: one chance in 5,000"
    two.target = 0.9
    found = design_notes(design(two))
    assert codes(found)[1:] == ["design-unbelievable"], "4.24 together, 3 each"
    assert "a, b would" in found[1].message.en
    bound = linear({"a": -0.5, "b": -0.1}, 2.0, a={"distribution": normal(1.0)},
                   b={"bound": upto(0.0, 10.0)})  # fmt: skip
    bound.target = 0.5
    found = design_notes(design(bound, "ab"))
    assert codes(found) == ["design-mixed-measures", "design-unbelievable"]
    assert ": b would" in found[1].message.en, "b goes all the way to its bound"
    assert codes(design_notes(design(one, ratio=2.0))) == [], "met today"
