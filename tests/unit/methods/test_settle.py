"""Which axes make most of the spread over the guidelines."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from support.methods_toys import rules
from support.scorers import biorefinery, methane_plant, toy_scorer

from methods import settle
from methods.settle import AxisSpread, Spread, over_library, spread

MASS, ECONOMIC, ENERGY = (
    ("ladder", {"rungs": [{"rung": key}]}) for key in ("mass", "economic", "energy_lhv")
)
AR5, AR6 = (("set", {"set": name, "horizon": 100}) for name in ("AR5", "AR6"))
PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})


TEXTS = {
    "a": rules(multifunctionality=MASS, gwp=AR5),
    "b": rules(multifunctionality=MASS, gwp=AR6),
    "c": rules(multifunctionality=ECONOMIC, gwp=AR6, capital_goods="include"),
}


def part(found: Spread, axis: str) -> AxisSpread:
    return next(p for p in found.axes if p.axis == axis)


def test_the_shares_are_those_of_the_analysis_of_variance() -> None:
    found = spread(toy_scorer(methane_plant()), TEXTS)
    share, of_share = np.array([1 / 3, 300 / 340]), np.array([2 / 3, 1 / 3])
    burden, of_burden = np.array([35.0, 34.8]), np.array([1 / 3, 2 / 3])
    mean = (share @ of_share) * (burden @ of_burden)
    variance = (share**2 @ of_share) * (burden**2 @ of_burden) - mean**2
    by_share = of_share @ (share * (burden @ of_burden) - mean) ** 2
    by_burden = of_burden @ (burden * (share @ of_share) - mean) ** 2
    assert (found.mean, found.variance) == pytest.approx((mean, variance), rel=1e-12)
    assert part(found, "multifunctionality").alone == pytest.approx(by_share / variance, rel=1e-9)
    assert part(found, "gwp").alone == pytest.approx(by_burden / variance, rel=1e-9)
    total = 1 - by_burden / variance
    assert part(found, "multifunctionality").total == pytest.approx(total, rel=1e-9)
    assert found.combinations == 4
    assert [p.axis for p in found.axes] == ["multifunctionality", "gwp"]


def test_axes_without_effect_are_idle() -> None:
    assert spread(toy_scorer(methane_plant()), TEXTS).idle == ("capital_goods",)


def test_choices_tell_who_takes_them_and_their_mean() -> None:
    mass, economic = part(spread(toy_scorer(methane_plant()), TEXTS), "multifunctionality").classes
    assert mass.guidelines == ("a", "b")
    assert economic.guidelines == ("c",)
    assert mass.mean == pytest.approx((35 + 2 * 34.8) / 3 / 3, rel=1e-12)


def test_choices_that_come_to_the_same_are_one() -> None:
    texts = {
        **TEXTS,
        "d": rules(
            multifunctionality=("ladder", {"rungs": [{"rung": "carbon"}, {"rung": "mass"}]})
        ),
    }
    mass, _ = part(spread(toy_scorer(methane_plant()), texts), "multifunctionality").classes
    assert mass.guidelines == ("a", "b", "d")
    assert len(mass.choices) == 2


def test_guidelines_that_agree_have_no_spread() -> None:
    found = spread(toy_scorer(methane_plant()), {"a": TEXTS["a"], "b": TEXTS["a"]})
    assert (found.variance, found.axes, found.combinations) == (0.0, (), 1)


def test_choices_that_cannot_be_computed_are_left_out_and_listed() -> None:
    texts = {**TEXTS, "e": rules(multifunctionality=ENERGY)}
    found = spread(toy_scorer(methane_plant()), texts)
    plain = spread(toy_scorer(methane_plant()), TEXTS)
    assert part(found, "multifunctionality").classes[-1].mean is None
    assert part(found, "multifunctionality").classes[-1].guidelines == ("e",)
    # `e` still counts where it can: one more text for its GWP set
    assert found.mean != plain.mean
    assert np.isfinite([found.mean, found.variance]).all()


def test_it_is_the_mean_and_variance_of_every_combination() -> None:
    texts = {
        "a": rules(boundary="cradle_to_gate", multifunctionality=MASS, biogenic_carbon=PLUS),
        "b": rules(boundary="cradle_to_grave", multifunctionality=ECONOMIC),
        "c": rules(boundary="cradle_to_grave", multifunctionality=ENERGY, gwp=AR5),
    }
    scorer = toy_scorer(biorefinery())
    found = spread(scorer, texts)
    scores = []
    for picks in itertools.product(texts.values(), repeat=4):
        said = rules()
        for axis, text in zip(
            ("boundary", "multifunctionality", "biogenic_carbon", "gwp"), picks, strict=True
        ):
            said = said.with_choice(axis, text[axis].choice, text[axis].options)
        scores.append(scorer.score(said))
    assert found.mean == pytest.approx(np.mean(scores), rel=1e-9)
    assert found.variance == pytest.approx(np.var(scores), rel=1e-9)
    assert sum(p.alone for p in found.axes) <= 1 + 1e-12
    assert all(p.alone <= p.total + 1e-12 for p in found.axes)


def test_want_of_room_holds_the_axis_that_does_least(monkeypatch) -> None:
    monkeypatch.setattr(settle, "MOST_COMBINATIONS", 2)
    found = spread(toy_scorer(methane_plant()), {**TEXTS, "f": TEXTS["b"]})
    assert found.held[0] == "capital_goods"
    assert "multifunctionality" not in found.held


def test_the_library_counts_each_case_by_its_relative_spread() -> None:
    def case(variance: float, scale: float, axis: str) -> Spread:
        return Spread(1.0, variance, scale, (AxisSpread(axis, 1.0, 1.0),), (), (), 2)

    found = over_library([case(400.0, 10.0, "gwp"), case(1.0, 1.0, "boundary")])
    assert [(p.axis, p.alone) for p in found] == [
        ("gwp", pytest.approx(0.8)),
        ("boundary", pytest.approx(0.2)),
    ]


def test_a_library_without_spread_has_no_shares() -> None:
    flat = Spread(1.0, 0.0, 1.0, (AxisSpread("gwp", 0.0, 0.0),), (), (), 1)
    assert over_library([flat])[0].alone == 0.0
