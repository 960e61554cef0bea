"""The gap between two texts is split exactly over their rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.methods_toys import activity, emit, flow, out, route, rules, use
from support.scorers import biorefinery, toy_scorer

from methods import attribution, states
from methods.attribution import ExplainedGap, explain
from methods.errors import ExplanationImpossibleError, MultifunctionalityUnresolvedError

PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})
AR5 = ("set", {"set": "AR5", "horizon": 100})
AR6 = ("set", {"set": "AR6", "horizon": 100})


def ladder(key: str):
    return ("ladder", {"rungs": [{"rung": key}]})


def value(found: ExplainedGap, axis: str) -> float:
    return next(part.value for part in found.axes if part.axis == axis)


def plant():
    """1 kg of product, 1 kg of side product worth nothing, 10 kWh of grid, 1 kg of methane."""
    return route(
        {"main": flow(), "side": flow()},
        [
            activity(
                "make",
                [out("main", 1), out("side", 1, role="co_product")],
                [use(10, "kWh", provider="grid")],
                [emit("ch4-fossil", 1)],
            )
        ],
        ("make", "main", 1, "kg"),
    )


def two_rules() -> ExplainedGap:
    scorer = toy_scorer(plant())
    scorer.context.prices["side"] = 0.0
    return explain(
        scorer,
        rules(gwp=AR5, multifunctionality=ladder("mass")),
        rules(gwp=AR6, multifunctionality=ladder("economic")),
    )


def test_two_rules_that_multiply_share_their_product() -> None:
    # burden 10 * 0.5 + CH4 (30, then 29.8); share 1/2, then 1: AR5 17.5 -> 35, AR6 17.4 -> 34.8
    found = two_rules()
    assert (found.from_score, found.to_score) == pytest.approx((17.5, 34.8), rel=1e-12)
    assert found.total == pytest.approx(17.3, rel=1e-12)
    assert value(found, "multifunctionality") == pytest.approx((17.5 + 17.4) / 2, rel=1e-12)
    assert value(found, "gwp") == pytest.approx((-0.1 - 0.2) / 2, rel=1e-9)
    assert found.combinations == 4


def test_what_two_rules_do_together_is_told() -> None:
    (pair,) = two_rules().interactions
    assert set(pair.axes) == {"multifunctionality", "gwp"}
    assert pair.value == pytest.approx(34.8 - 35 - 17.4 + 17.5, rel=1e-9)


def test_a_rule_that_differs_without_effect_gets_exactly_nothing() -> None:
    found = explain(
        toy_scorer(plant()), rules(capital_goods="exclude"), rules(capital_goods="include")
    )
    (part,) = found.axes
    assert (part.axis, part.value, part.acts) == ("capital_goods", 0.0, False)


def test_a_rule_that_only_asks_for_reporting_is_listed_with_nothing() -> None:
    found = explain(
        toy_scorer(plant()), rules(reporting="free"), rules(reporting="separate_fields")
    )
    assert [(part.axis, part.value) for part in found.axes] == [("reporting", 0.0)]


def test_a_text_does_not_differ_from_itself() -> None:
    found = explain(toy_scorer(plant()), rules(), rules())
    assert (found.total, found.axes, found.combinations) == (0.0, (), 1)


def test_the_other_way_round_is_the_same_with_the_other_sign() -> None:
    left, right = rules(), rules(boundary="cradle_to_grave", biogenic_carbon=PLUS, gwp=AR5)
    scorer = toy_scorer(biorefinery())
    there, back = explain(scorer, left, right), explain(scorer, right, left)
    for part in there.axes:
        assert value(back, part.axis) == pytest.approx(-part.value, abs=1e-12)


def test_a_text_that_cannot_be_applied_at_all_is_not_explained() -> None:
    scorer = toy_scorer(biorefinery(side_lhv=None))
    with pytest.raises(MultifunctionalityUnresolvedError, match="heating value"):
        explain(scorer, rules(), rules(multifunctionality=ladder("energy_lhv")))


def test_a_mix_of_two_good_texts_that_is_no_good_is_named() -> None:
    """Outside the boundary nothing needs sharing: the ladder fails only with the other's stages."""
    inventory = route(
        {"main": flow(), "heat": flow(), "side": flow()},
        [
            activity("make", [out("main", 1)], [use(1, "kWh", provider="grid")]),
            activity(
                "deliver",
                [out("heat", 1), out("side", 1, role="co_product")],
                [use(1, "MJ", provider="gas")],
                stage="use",
            ),
        ],
        ("make", "main", 1, "kg"),
        downstream=[{"activity": "deliver", "amount": 1}],
    )
    left = rules(boundary="cradle_to_gate", multifunctionality=ladder("carbon"))
    right = rules(boundary="cradle_to_grave", multifunctionality=ladder("mass"))
    with pytest.raises(ExplanationImpossibleError, match="on boundary cannot be computed") as error:
        explain(toy_scorer(inventory), left, right)
    assert error.value.axes == "boundary"
    assert "carbon content" in str(error.value)


def test_beyond_the_limit_the_smallest_effects_are_one(monkeypatch) -> None:
    left = rules(gwp=AR5, multifunctionality=ladder("mass"))
    right = rules(
        gwp=AR6,
        multifunctionality=ladder("economic"),
        boundary="cradle_to_grave",
        biogenic_carbon=PLUS,
        capital_goods="include",
    )
    scorer = toy_scorer(biorefinery())
    whole = explain(scorer, left, right)
    assert whole.grouped is None
    monkeypatch.setattr(attribution, "MOST_SWITCHES", 3)
    found = explain(scorer, left, right)
    assert found.grouped is not None
    assert "capital_goods" in found.grouped.axes
    assert len(found.axes) == 2
    parts = sum(part.value for part in found.axes) + found.grouped.value
    assert parts == pytest.approx(whole.total, abs=1e-9)
    assert found.axes[0].axis == whole.axes[0].axis


def test_the_day_is_part_of_a_rule_that_asks_for_it(monkeypatch) -> None:
    stages = list(states.STAGES)
    position = next(i for i, rule in enumerate(stages) if rule.axis == "captured_carbon")

    def until_2040(draft, _choice, context):
        if context.rules.day < "2041-01-01":
            return draft
        return draft.with_lines(
            tuple(x.scaled(2.0) if x.kind == "background" else x for x in draft.lines)
        )

    stages[position] = type(stages[0])("captured_carbon", until_2040)
    monkeypatch.setattr(states, "STAGES", tuple(stages))
    now = rules(multifunctionality=ladder("mass"))
    later = replace(now, day="2050-01-01")
    found = explain(toy_scorer(plant()), now, later)
    (part,) = found.axes
    assert part.axis == "captured_carbon"
    assert part.value == pytest.approx(0.5 * 5.0, rel=1e-12)
