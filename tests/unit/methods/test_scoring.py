"""A scorer gives what an assessment gives, for every combination, faster."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from support.methods_toys import (
    BY,
    activity,
    background,
    emit,
    flow,
    out,
    resolved,
    route,
    rules,
    use,
)
from support.scorers import PRICES, biorefinery, case_scorers, toy_scorer

from api.evaluation import Evaluator
from inventories.document.after_gate import ClaimedCredit
from inventories.errors import HakariError
from lca.errors import SystemSingularError
from lca.solve import solve
from methods import states
from methods.assess import assess
from methods.errors import MultifunctionalityUnresolvedError
from methods.guideline import Guideline, guideline_ids, load_guideline
from methods.rulebook import Rules
from methods.scoring import Scorer
from methods.states import rulings

PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})


def ladder(key: str):
    return ("ladder", {"rungs": [{"rung": key}]})


CHOICES = {
    "boundary": ["cradle_to_gate", "cradle_to_grave"],
    "multifunctionality": [ladder("mass"), ladder("energy_lhv"), ladder("economic")],
    "biogenic_carbon": ["zero_zero", PLUS],
    "gwp": [("set", {"set": "AR5", "horizon": 100}), ("set", {"set": "AR6", "horizon": 100})],
    "capital_goods": ["exclude", "include"],
}


def combinations() -> dict[tuple[int, ...], Rules]:
    return {
        place: rules(**{axis: CHOICES[axis][i] for axis, i in zip(CHOICES, place, strict=True)})
        for place in itertools.product(*(range(len(c)) for c in CHOICES.values()))
    }


def options():
    """Choices of each axis as rulings."""
    return {
        axis: [rulings(rules(**{axis: choice}))[axis] for choice in choices]
        for axis, choices in CHOICES.items()
    }


def one_by_one(inventory, chosen: Rules) -> float:
    return solve(resolved(inventory, chosen, prices=PRICES).system, background()).score


def scored(scorer: Scorer, guideline: Guideline) -> object:
    """The score, or kind and text of the error."""
    try:
        return scorer.score(guideline.rules_on())
    except HakariError as error:
        return type(error), str(error)


def assessed(scorer: Scorer, guideline: Guideline) -> object:
    inventory, prices = scorer.inventory, scorer.context.prices
    try:
        found = assess(inventory, guideline, scorer.background, prices=prices)
    except HakariError as error:
        return type(error), str(error)
    return found.score_kgco2e_per_functional_unit


def test_every_route_of_the_library_under_every_guideline_is_as_assessed(
    evaluator: Evaluator,
) -> None:
    compared = 0
    for scorer in case_scorers(evaluator).values():
        for guideline in map(load_guideline, guideline_ids()):
            found, expected = scored(scorer, guideline), assessed(scorer, guideline)
            if isinstance(expected, float):
                assert found == pytest.approx(expected, rel=1e-12)
            else:
                assert found == expected
            compared += 1
    assert compared > 100


def test_a_full_factorial_is_each_combination_by_itself() -> None:
    inventory = biorefinery()
    found = toy_scorer(inventory).factorial(options(), rules())
    assert found.computable.all()
    assert found.values.shape == (2, 3, 2, 2, 2)
    for place, chosen in combinations().items():
        assert found.values[place] == pytest.approx(one_by_one(inventory, chosen), rel=1e-12)


def test_choices_without_effect_share_their_states() -> None:
    scorer = toy_scorer(biorefinery())
    scorer.factorial(options(), rules())
    # 2 boundaries, then 3 keys each, then 2 carbon rules each; capital goods: there are none
    seen = 1 + 1 + 2 * 3 + 2 * 3 * 2
    assert len(scorer.states) <= seen + 2 * 3  # and what the carbon balance moves


def test_what_cannot_be_computed_says_why_and_leaves_the_rest() -> None:
    inventory = biorefinery(side_lhv=None)
    found = toy_scorer(inventory).factorial(options(), rules())
    assert found.computable.all(axis=(0, 2, 3, 4)).tolist() == [True, False, True]
    assert np.isnan(found.values[:, 1]).all()
    reason = found.errors[found.reasons[0, 1, 0, 0, 0]]
    assert isinstance(reason, MultifunctionalityUnresolvedError)
    with pytest.raises(MultifunctionalityUnresolvedError, match="make"):
        toy_scorer(inventory).score(rules(multifunctionality=ladder("energy_lhv")))


def test_a_foreground_without_solution_names_its_columns() -> None:
    inventory = route(
        {"a": flow(), "b": flow()},
        [
            activity("one", [out("a", 1)], [use(2, flow="b", **{"from": "two"})]),
            activity("two", [out("b", 1)], [use(0.5, flow="a", **{"from": "one"})]),
        ],
        ("one", "a", 1, "kg"),
    )
    with pytest.raises(SystemSingularError, match="one, two"):
        toy_scorer(inventory).score(rules())


def test_axes_that_change_together_take_one_dimension() -> None:
    scorer, said = toy_scorer(biorefinery()), options()
    both = {"boundary": said["boundary"], "biogenic_carbon": said["biogenic_carbon"]}
    together = scorer.factorial_of([both, {"gwp": said["gwp"]}], rules())
    apart = scorer.factorial({**both, "gwp": said["gwp"]}, rules())
    assert together.axes == (("boundary", "biogenic_carbon"), ("gwp",))
    np.testing.assert_array_equal(together.values, apart.values[[0, 1], [0, 1]])


def test_a_rule_that_looks_at_an_axis_it_does_not_name_is_found(monkeypatch) -> None:
    rule = states.STAGES[0]

    def curious(draft, _choice, context):
        _ = context.rules["gwp"]
        return draft

    changed = (type(rule)(rule.axis, curious, rule.reads), *states.STAGES[1:])
    monkeypatch.setattr(states, "STAGES", changed)
    with pytest.raises(KeyError, match="gwp"):
        toy_scorer(biorefinery()).score(rules())


def test_a_rule_that_looks_at_the_day_is_asked_again_on_another_day(monkeypatch) -> None:
    days = []
    rule = states.STAGES[0]

    def dated(draft, _choice, context):
        days.append(context.rules.day)
        return draft

    changed = (type(rule)(rule.axis, dated, rule.reads), *states.STAGES[1:])
    monkeypatch.setattr(states, "STAGES", changed)
    scorer = toy_scorer(biorefinery())
    pact = load_guideline("pact_methodology_v3")
    for day in ("2025-06-01", "2025-06-02", "2025-06-01"):
        scorer.score(pact.rules_on(day))
    assert days == ["2025-06-01", "2025-06-02"]
    assert scorer.states.day_axes == {rule.axis}


def test_samples_are_scored_as_each_by_itself() -> None:
    amounts = np.array([0.5, 1.0, 4.0])

    def plant(kwh):
        made = route(
            {"main": flow(), "side": flow(), "mid": flow()},
            [
                activity("mid-maker", [out("mid", 1)], [use(1, "kWh", provider="grid")]),
                activity(
                    "make",
                    [out("main", 1), out("side", 1, role="co_product")],
                    [use(1, flow="mid", **{"from": "mid-maker"}), use(2, "MJ", provider="gas")],
                    [emit("co2-fossil", 0.1)],
                ),
            ],
            ("make", "main", 1, "kg"),
        )
        return with_amounts(made, kwh)

    chosen = rules(multifunctionality=ladder("mass"))
    found = toy_scorer(plant(amounts)).score(chosen)
    assert found == pytest.approx([toy_scorer(plant(x)).score(chosen) for x in amounts.tolist()])
    # grid 0.5 kg/kWh, `make` needs x of mid and x kWh each: half of the burden is the product's
    assert found[1] - found[0] == pytest.approx(0.5 * (1.0**2 - 0.5**2) * 0.5, rel=1e-12)


def with_amounts(inventory, x):
    """Let the power of the first activity and the need for its product be `x`."""
    first, second = inventory.activities
    return replace(
        inventory,
        activities=(
            replace(first, inputs=(replace(first.inputs[0], amount=x),)),
            replace(second, inputs=(replace(second.inputs[0], amount=x), second.inputs[1])),
        ),
    )


@pytest.mark.parametrize(("claimed", "score"), [(1.0, 4.0), (5.0, 0.0), (9.0, 0.0)])
def test_credits_that_stop_at_zero_do_so_here_too(claimed: float, score: float) -> None:
    inventory = route(
        {"main": flow()},
        [activity("make", [out("main", 1)], [use(10, "kWh", provider="grid")])],
        ("make", "main", 1, "kg"),
    )
    credit = ClaimedCredit.model_validate(
        {"kind": "carbon_storage", "kgco2e_per_unit": claimed, **BY}
    )
    document = inventory.route.model_copy(update={"credits": (credit,)})
    claiming = replace(inventory, route=document)
    listed = {"terms": [{"kind": "carbon_storage"}], "floor_zero": True}
    floored = rules(credits=("listed_terms_only", listed))
    plain = rules(credits=("listed_terms_only", {**listed, "floor_zero": False}))
    scorer = toy_scorer(claiming)
    assert scorer.score(floored) == pytest.approx(score, abs=1e-12)
    assert scorer.score(plain) == pytest.approx(5.0 - claimed, abs=1e-12)
    pact = load_guideline("pact_methodology_v3")
    found = assess(claiming, pact, background(), rules=floored)
    assert found.score_kgco2e_per_functional_unit == pytest.approx(score, abs=1e-12)
