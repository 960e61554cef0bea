from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from support.lca_toys import random_system, toy_system

from lca.background import Background
from lca.oracle import _NoProjects, compared_scores, score_with_bw2calc
from lca.solve import solve
from lca.system import System


def test_bw2calc_agrees_on_the_toy(toy_background: Background) -> None:
    theirs = score_with_bw2calc(toy_system(), toy_background)
    assert theirs == pytest.approx(solve(toy_system(), toy_background).scores, rel=1e-12)


def test_bw2calc_agrees_on_random_systems(toy_background: Background) -> None:
    rng = np.random.default_rng(20)
    sizes = (1, 2, 3, 5, 8, 13, 21, 30)
    systems = [random_system(rng, size, toy_background.provider_keys) for size in sizes]
    found = [compared_scores(system, toy_background) for system in systems]
    assert [len(scores) for scores in found] == [2] * 8
    assert max(score.rel_diff for scores in found for score in scores) <= 1e-9


def test_a_difference_is_seen(toy_background: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(system: System, background: Background) -> list[float]:
        return [score * 1.001 for score in score_with_bw2calc(system, background)]

    monkeypatch.setattr("lca.oracle.score_with_bw2calc", wrong)
    for score in compared_scores(toy_system(), toy_background):
        assert score.rel_diff == pytest.approx(0.001, rel=1e-2)


def test_a_changed_inventory_is_seen(toy_background: Background) -> None:
    tampered = replace(toy_background, inventory=toy_background.inventory * (1 + 1e-6))
    assert max(s.rel_diff for s in compared_scores(toy_system(), tampered)) > 1e-7


def test_systems_without_direct_flows_or_demand_are_solved(toy_background: Background) -> None:
    bare = toy_system(flows=(), direct=np.zeros((0, 2)), grades={})
    assert max(s.rel_diff for s in compared_scores(bare, toy_background)) <= 1e-12
    assert score_with_bw2calc(toy_system(demand=np.zeros(2)), toy_background) == [0.0, 0.0]


def test_the_oracle_is_quiet_and_makes_no_project(
    toy_background: Background, capfd: pytest.CaptureFixture[str]
) -> None:
    before = "bw2data" in sys.modules
    finders = list(sys.meta_path)
    score_with_bw2calc(toy_system(), toy_background)
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
    assert ("bw2data" in sys.modules) == before
    assert sys.meta_path == finders


def test_only_the_importing_thread_does_not_find_bw2data() -> None:
    finder = _NoProjects()
    with pytest.raises(ModuleNotFoundError, match="bw2data"):
        finder.find_spec("bw2data", None)
    assert finder.find_spec("bw2calc", None) is None
    with ThreadPoolExecutor(1) as other:
        assert other.submit(finder.find_spec, "bw2data", None).result() is None
