"""The envelope of what one text permits."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from support.methods_toys import rules
from support.scorers import biorefinery, methane_plant, toy_scorer

from methods.envelope import envelope
from methods.errors import MultifunctionalityUnresolvedError
from methods.rulebook import Alternative, Rules

MASS = {"rungs": [{"rung": "mass"}]}
ECONOMIC = {"rungs": [{"rung": "economic"}]}
ENERGY = {"rungs": [{"rung": "energy_lhv"}]}
AR5, AR6 = {"set": "AR5", "horizon": 100}, {"set": "AR6", "horizon": 100}


def permitting(**axes: tuple[str, dict, list[tuple[str, dict]]]) -> Rules:
    """Toy rules in which each axis named has a choice and the alternatives given."""
    found = rules()
    found = Rules(
        found.guideline_id,
        found.day,
        {a: replace(c, permitted=()) for a, c in found.choices.items()},
    )
    for axis, (choice, options, others) in axes.items():
        permitted = tuple(Alternative(*other) for other in others)
        found = found.with_choice(axis, choice, options, permitted=permitted)
    return found


def test_the_ends_are_those_of_every_combination() -> None:
    # AR5 35, AR6 34.8 kg; the product carries 1/3 by mass, 300 / (300 + 2 * 20) by value
    text = permitting(
        multifunctionality=("ladder", MASS, [("ladder", ECONOMIC)]),
        gwp=("set", AR6, [("set", AR5)]),
    )
    found = envelope(toy_scorer(methane_plant()), text)
    assert found.score == pytest.approx(34.8 / 3, rel=1e-12)
    assert found.low.score == pytest.approx(34.8 / 3, rel=1e-12)
    assert found.high.score == pytest.approx(35 * 300 / 340, rel=1e-12)
    assert found.high.choices["gwp"].options == AR5
    assert found.high.choices["multifunctionality"].options == ECONOMIC
    assert (found.combinations, found.not_computable, found.complete) == (4, 0, True)


def test_each_axis_tells_what_it_opens_by_itself() -> None:
    text = permitting(
        gwp=("set", AR6, [("set", AR5)]),
        multifunctionality=("ladder", MASS, [("ladder", ECONOMIC)]),
        capital_goods=("exclude", {}, [("include", {})]),
    )
    first, second, third = envelope(toy_scorer(methane_plant()), text).axes
    assert (first.axis, second.axis, third.axis) == ("multifunctionality", "gwp", "capital_goods")
    assert (first.low, first.high) == pytest.approx((34.8 / 3, 34.8 * 300 / 340), rel=1e-12)
    assert (second.low, second.high) == pytest.approx((34.8 / 3, 35 / 3), rel=1e-12)
    assert third.low == third.high


def test_a_text_that_permits_nothing_else_is_a_point() -> None:
    found = envelope(toy_scorer(methane_plant()), permitting())
    assert found.low.score == found.score == found.high.score
    assert (found.axes, found.combinations) == ((), 1)


def test_an_alternative_that_is_the_choice_itself_opens_nothing() -> None:
    text = permitting(gwp=("set", AR6, [("set", dict(AR6))]))
    assert envelope(toy_scorer(methane_plant()), text).axes == ()


def test_alternatives_that_cannot_be_computed_are_counted() -> None:
    text = permitting(
        multifunctionality=("ladder", MASS, [("ladder", ENERGY)]), gwp=("set", AR6, [("set", AR5)])
    )
    found = envelope(toy_scorer(biorefinery(side_lhv=None)), text)
    assert (found.combinations, found.not_computable) == (4, 2)
    assert found.axes[-1].not_computable + found.axes[0].not_computable == 1
    assert found.low.choices["multifunctionality"].options == MASS


def test_a_text_that_cannot_be_applied_has_no_envelope() -> None:
    text = permitting(multifunctionality=("ladder", ENERGY, [("ladder", MASS)]))
    with pytest.raises(MultifunctionalityUnresolvedError):
        envelope(toy_scorer(biorefinery(side_lhv=None)), text)


def test_too_many_combinations_leave_out_what_opens_least() -> None:
    text = permitting(
        gwp=("set", AR6, [("set", AR5)]),
        multifunctionality=("ladder", MASS, [("ladder", ECONOMIC)]),
    )
    found = envelope(toy_scorer(methane_plant()), text, most=3)
    assert not found.complete
    assert found.combinations == 2
    assert [(axis.axis, axis.varied) for axis in found.axes] == [
        ("multifunctionality", True),
        ("gwp", False),
    ]
    assert found.high.score == pytest.approx(34.8 * 300 / 340, rel=1e-12)


def test_the_envelope_holds_every_alternative_one_by_one() -> None:
    text = permitting(
        boundary=("cradle_to_gate", {}, [("cradle_to_grave", {})]),
        multifunctionality=("ladder", MASS, [("ladder", ECONOMIC), ("ladder", ENERGY)]),
        biogenic_carbon=("zero_zero", {}, [("minus1_plus1", {"co2_per_carbon": "44/12"})]),
    )
    scorer = toy_scorer(biorefinery())
    found = envelope(scorer, text)
    scores = []
    for places in itertools.product((0, 1), (0, 1, 2), (0, 1)):
        said = text
        axes = ("boundary", "multifunctionality", "biogenic_carbon")
        for axis, place in zip(axes, places, strict=True):
            if place:
                other = text[axis].permitted[place - 1]
                said = said.with_choice(axis, other.choice, other.options)
        scores.append(scorer.score(said))
    assert (found.low.score, found.high.score) == pytest.approx((min(scores), max(scores)))
