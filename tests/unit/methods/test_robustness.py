"""In which share of (guideline × sample) a route beats its baseline, and what turns it."""

from __future__ import annotations

import numpy as np
import pytest
from support.methods_toys import activity, emit, flow, out, route, rules
from support.scorers import case_inventories, methane_plant, toy_scorer

from api.evaluation import Evaluator
from inventories.inventory import evaluate
from lca.sampling import draw
from methods.guideline import guideline_ids, load_guideline
from methods.robustness import (
    answers,
    flips,
    function_factor,
    sampled_scores,
    shares,
)
from methods.scoring import Scorer
from parity.coverage import price_map

MASS, ECONOMIC = (("ladder", {"rungs": [{"rung": key}]}) for key in ("mass", "economic"))
AR5, AR6 = (("set", {"set": name, "horizon": 100}) for name in ("AR5", "AR6"))
TEXTS = {
    "mass": rules(multifunctionality=MASS, gwp=AR6),
    "value": rules(multifunctionality=ECONOMIC, gwp=AR5),
}


def fossil():
    """20 kg of CO2, whatever the text."""
    return route(
        {"main": flow()},
        [activity("make", [out("main", 1)], [], [emit("co2-fossil", 20)])],
        ("make", "main", 1, "kg"),
        kind="baseline",
    )


def test_shares_count_every_guideline_and_sample_once() -> None:
    found = shares(
        ["a", "b"],
        np.array([[1.0, 3.0, 5.0, np.nan], [1.0, 1.0, 1.0, 1.0]]),
        np.array([[2.0, 2.0, 2.0, 2.0], [0.5, 0.6, 0.4, 0.3]]),
        factor=2.0,
        cheaper=np.array([True, False, True, True]),
    )
    # a: 1 < 4, 3 < 4, 5 > 4, unknown; b: 1 = 2 * 0.5, 1 < 1.2, no, no
    assert [(g.samples, g.carbon) for g in found.guidelines] == [(3, 2 / 3), (4, 1 / 4)]
    assert found.carbon == pytest.approx(3 / 7)
    assert found.cost == 0.75
    assert found.both == pytest.approx(1 / 7)
    assert [g.both for g in found.guidelines] == [1 / 3, 0.0]


def test_without_cost_there_is_no_both() -> None:
    found = shares(["a"], np.array([[1.0]]), np.array([[2.0]]), 1.0)
    assert (found.cost, found.both, found.guidelines[0].both) == (None, None, None)


def test_a_sample_without_cost_counts_neither_way() -> None:
    found = shares(
        ["a"],
        np.array([[1.0, 1.0, 3.0]]),
        np.array([[2.0, 2.0, 2.0]]),
        1.0,
        cheaper=np.array([True, False, True]),
        priced=np.array([True, False, True]),
    )
    assert (found.carbon, found.cost, found.both) == (2 / 3, 1.0, 1 / 2)


def test_a_guideline_that_cannot_be_applied_has_no_share() -> None:
    found = shares(["a"], np.array([[np.nan]]), np.array([[2.0]]), 1.0)
    assert (found.carbon, found.guidelines[0].samples) == (None, 0)


def test_the_answer_of_each_text_is_that_of_the_documents_numbers() -> None:
    said = answers(toy_scorer(methane_plant()), toy_scorer(fossil()), TEXTS, 1.0)
    assert said == {"mass": True, "value": False}


def test_the_rule_that_turns_the_answer_is_named() -> None:
    (flip,) = flips(toy_scorer(methane_plant()), toy_scorer(fossil()), TEXTS, 1.0)
    assert (flip.better_under, flip.worse_under, flip.axis) == (
        "mass",
        "value",
        "multifunctionality",
    )
    step = (300 / 340 - 1 / 3) * (35 + 34.8) / 2
    assert flip.value == pytest.approx(step, rel=1e-12)
    assert flip.total == pytest.approx(35 * 300 / 340 - 34.8 / 3, rel=1e-12)


def test_texts_that_agree_turn_nothing() -> None:
    assert flips(toy_scorer(methane_plant()), toy_scorer(fossil()), TEXTS, 10.0) == ()


def test_a_route_that_replaces_nothing_has_no_factor() -> None:
    with pytest.raises(ValueError, match="replaces nothing"):
        function_factor(methane_plant(), fossil())


def test_samples_of_the_library_are_scored_as_each_by_itself(evaluator: Evaluator) -> None:
    texts = {name: load_guideline(name).rules_on() for name in guideline_ids()}
    catalogue = evaluator.background.catalogue
    units = (catalogue.provider_units, catalogue.elementary_units)
    for inventory in case_inventories(evaluator).values():
        prices = price_map(inventory, evaluator.prices)
        drawn = draw(inventory.route.parameters, 3, seed=5).values
        sampled = evaluate(inventory.route, *units, drawn)
        found = sampled_scores(Scorer(sampled, evaluator.background, prices), texts, 3)
        for k in range(3):
            single = {name: float(values[k]) for name, values in drawn.items()}
            alone = evaluate(inventory.route, *units, single)
            one = sampled_scores(Scorer(alone, evaluator.background, prices), texts, 1)
            np.testing.assert_allclose(found[:, k], one[:, 0], rtol=1e-10, atol=1e-12)


def test_a_case_replaces_what_its_document_says(evaluator: Evaluator) -> None:
    inventories = case_inventories(evaluator)
    for case in evaluator.library.ids:
        mine, theirs = inventories[case, "bio"], inventories[case, "baseline"]
        replaces = mine.route.replaces
        assert replaces is not None
        expected = mine.demand * replaces.amount / theirs.demand
        assert function_factor(mine, theirs) == pytest.approx(expected, rel=1e-15)
