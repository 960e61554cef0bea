from __future__ import annotations

import numpy as np
import pytest
from support.lca_toys import column, random_system, toy_system

from lca.background import Background
from lca.contributions import DIRECT, Contribution, contributions, flow_amounts
from lca.coverage import coverage
from lca.solve import solve


def total(parts: tuple[Contribution, ...]) -> float:
    return sum(part.value for part in parts)


@pytest.mark.parametrize("size", [2, 7, 25])
@pytest.mark.parametrize("position", [0, 1])
def test_each_list_sums_to_the_score(toy_background: Background, size: int, position: int) -> None:
    system = random_system(np.random.default_rng(size), size, toy_background.provider_keys)
    solution = solve(system, toy_background)
    parts = contributions(solution, toy_background, position)
    assert parts.score == solution.scores[position]
    for name in ("by_stage", "by_activity", "by_provider", "by_flow"):
        listed = getattr(parts, name)
        gross = sum(abs(part.value) for part in listed)
        assert total(listed) == pytest.approx(parts.score, abs=1e-12 * gross), name


def test_parts_are_those_of_the_toy(toy_background: Background) -> None:
    solution = solve(toy_system(), toy_background)
    parts = contributions(solution, toy_background, 1)
    by_provider = {part.key: part for part in parts.by_provider}
    assert set(by_provider) == {"grid", "boiler", "wood", DIRECT}
    assert (by_provider["wood"].amount, by_provider["wood"].unit) == (pytest.approx(3.75), "kg")
    assert by_provider[DIRECT].value == pytest.approx(0.5 - 0.3125 * 44 / 12)
    by_flow = {part.key: part for part in parts.by_flow}
    assert by_flow["co2-biogenic"].amount == pytest.approx(3.75 * 0.15 + 0.5)
    assert [p.key for p in parts.by_stage] == ["feedstock", "conversion"]
    assert parts.by_activity[0].title_ja == "工程 feed"


def test_parts_of_one_activity_are_added_up(toy_background: Background) -> None:
    shared = toy_system(
        columns=(column("a.x", activity="a"), column("a.y", activity="a")),
    )
    parts = contributions(solve(shared, toy_background), toy_background)
    assert [p.key for p in parts.by_activity] == ["a"]
    assert parts.by_activity[0].value == pytest.approx(parts.score)


def test_flow_amounts_hold_foreground_and_background(toy_background: Background) -> None:
    amounts = flow_amounts(solve(toy_system(), toy_background), toy_background)
    assert amounts["co2-biogenic"] == pytest.approx(3.75 * 0.15 + 0.5)
    assert amounts["product-carbon"] == pytest.approx(0.3125)


def test_coverage_takes_the_weakest_link(toy_background: Background) -> None:
    # heat is an unverified dataset; boiler amounts are unverified, their dataset published
    system = toy_system(providers=("heat", "boiler", "wood"))
    solution = solve(system, toy_background)
    found = coverage(solution, toy_background)
    heat, boiler, wood = np.abs(solution.provider_scores[0]) * solution.background_supply
    assert found.gross == pytest.approx(heat + boiler + wood)
    assert found.by_grade == pytest.approx(
        {"published": wood / found.gross, "unverified": (heat + boiler) / found.gross}
    )
    assert found.by_amount_grade == pytest.approx(
        {"published": (heat + wood) / found.gross, "unverified": boiler / found.gross}
    )
    assert sum(found.by_grade.values()) == pytest.approx(1.0)


def test_greenhouse_gases_without_a_factor_are_listed(toy_background: Background) -> None:
    system = toy_system(providers=("landfill", "boiler", "wood"))
    found = coverage(solve(system, toy_background), toy_background, cut_off=("/activities/0",))
    assert {flow.key for flow in found.uncharacterised} == {"co2-uptake", "odd-gas"}
    odd = next(flow for flow in found.uncharacterised if flow.key == "odd-gas")
    assert odd.amount == pytest.approx(0.01 * 1.75)
    assert found.cut_off == ("/activities/0",)


def test_providers_that_do_not_close_are_named(toy_background: Background) -> None:
    assert coverage(solve(toy_system(), toy_background), toy_background).not_closed == ("boiler",)


def test_a_score_of_nothing_has_no_shares(toy_background: Background) -> None:
    solution = solve(toy_system(demand=np.zeros(2)), toy_background)
    assert coverage(solution, toy_background).by_grade == {}
