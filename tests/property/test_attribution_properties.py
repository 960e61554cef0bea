"""Explained gaps sum to the gap, on every pair of guidelines and every route of the library."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from support.methods_toys import background, resolved
from support.random_routes import prices as route_prices
from support.random_routes import random_routes
from support.scorers import ROLES, biorefinery, case_scorers, toy_scorer

from api.evaluation import Evaluator
from inventories.errors import HakariError
from lca.shapley import shapley
from lca.solve import solve
from methods.attribution import explain
from methods.errors import ExplanationImpossibleError
from methods.floor import floored
from methods.guideline import guideline_ids, load_guideline
from methods.rulebook import Rules
from methods.scoring import Scorer
from methods.states import rulings

SAMPLE = ("iso_14067_2018", "eu_red_2018_2001_annex_v", "pact_methodology_v3", "us_45z_2025")


@pytest.fixture(scope="module")
def scorers(evaluator: Evaluator):
    return case_scorers(evaluator)


def texts() -> dict[str, Rules]:
    return {name: load_guideline(name).rules_on() for name in guideline_ids()}


def check(scorer, left: Rules, right: Rules) -> None:
    found = explain(scorer, left, right)
    parts = [part.value for part in found.axes]
    parts += [found.grouped.value] if found.grouped else []
    assert sum(parts) == pytest.approx(found.total, abs=1e-9)
    assert found.total == scorer.score(right) - scorer.score(left)


def test_the_parts_sum_to_the_gap_for_some_guidelines(scorers) -> None:
    said = texts()
    for scorer in scorers.values():
        for left, right in itertools.combinations(SAMPLE, 2):
            check(scorer, said[left], said[right])


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_the_parts_sum_to_the_gap_for_every_pair_and_case(scorers, role: str) -> None:
    said = texts()
    for (_, of), scorer in scorers.items():
        if of == role:
            for left, right in itertools.combinations(said, 2):
                check(scorer, said[left], said[right])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_mixes_of_any_two_texts_are_explained_as_one_text(scorers, data) -> None:
    """A text mixed from the library's rules is as good as any other."""
    said = list(texts().values())
    scorer = scorers[data.draw(st.sampled_from(sorted(scorers)))]
    mixed = []
    for _ in range(2):
        choices = {a: data.draw(st.sampled_from(said)).choices[a] for a in said[0].choices}
        mixed.append(Rules("mixed", said[0].day, choices))
    try:
        check(scorer, *mixed)
    except ExplanationImpossibleError:
        reject()  # a mix nobody wrote need not fit the route


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 7), st.integers(0, 10**6))
def test_shapley_values_are_efficient_and_ignore_idle_switches(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(2,) * k) * 10.0 ** rng.integers(-6, 6)
    idle = int(rng.integers(k))
    values = np.repeat(np.take(values, [0], axis=idle), 2, axis=idle)
    found = shapley(values)
    change = values[(1,) * k] - values[(0,) * k]
    assert found.sum() == pytest.approx(change, abs=1e-9 * max(1.0, np.abs(values).max()))
    assert found[idle] == 0.0


@settings(max_examples=30, deadline=None)
@given(st.permutations(["boundary", "biogenic_carbon", "gwp", "multifunctionality"]))
def test_the_order_in_which_axes_are_asked_changes_nothing(order) -> None:
    said = texts()
    options = {
        axis: [rulings(said["iso_14067_2018"])[axis], rulings(said["us_45z_2025"])[axis]]
        for axis in order
    }
    scorer = toy_scorer(biorefinery())
    rest = said["pact_methodology_v3"]
    found = scorer.factorial(options, rest).values
    plain = scorer.factorial({axis: options[axis] for axis in sorted(order)}, rest).values
    back = np.argsort(np.argsort(order))
    np.testing.assert_array_equal(found, plain.transpose(back))


@settings(max_examples=40, deadline=None)
@given(random_routes(), st.data())
def test_random_routes_are_scored_and_explained_as_they_are_resolved(found, data) -> None:
    said = list(texts().values())
    scorer = Scorer(found.inventory, background(), route_prices(found))
    pair = [data.draw(st.sampled_from(said)) for _ in range(2)]
    for text in pair:
        try:
            resolution = resolved(found.inventory, text, prices=route_prices(found))
            expected = solve(resolution.system, background()).score
        except HakariError:
            with pytest.raises(HakariError):
                scorer.score(text)
            reject()
        if not floored(text):
            scale = max(1.0, abs(expected))
            assert scorer.score(text) == pytest.approx(expected, abs=1e-9 * scale)
    try:
        check(scorer, *pair)
    except ExplanationImpossibleError:
        reject()
