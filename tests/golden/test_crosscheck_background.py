"""hakari-open against bw2calc: the whole background in one matrix, at 1e-9; workbook at 1e-6.

bw2calc (through datapackages) is the reference engine; bw2data stores single precision, so the
way through an Excel workbook and a Brightway project is held to 1e-6.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.lca_toys import column, random_system, toy_system

from lca.artefact import ensure
from lca.background import Background
from lca.export import write_brightway_workbook, write_method_workbook
from lca.indicators import characterization
from lca.oracle import ComparedScore, compared_scores
from lca.solve import solve
from lca.system import Characterization, System

SUPPORT = Path(__file__).parents[1] / "support"
INDICATORS = ("ipcc2021-gwp100", "en15804-climate-change", "ced-total", "ef31-acidification")


@pytest.fixture(scope="module")
def background(tmp_path_factory: pytest.TempPathFactory) -> Background:
    return ensure(tmp_path_factory.mktemp("backgrounds"))


def totals(background: Background) -> tuple[Characterization, ...]:
    return tuple(characterization(background, i) for i in INDICATORS)


def compared(systems: list[System], background: Background) -> list[ComparedScore]:
    return [score for system in systems for score in compared_scores(system, background)]


def test_every_provider_agrees_with_bw2calc(background: Background) -> None:
    keys, direct = background.provider_keys, np.zeros((0, 1))
    systems = []
    for key in keys:
        system = toy_system(
            columns=(column("buy"),),
            technosphere=np.eye(1),
            providers=(key,),
            background_demand=np.ones((1, 1)),
            flows=(),
            direct=direct,
            demand=np.ones(1),
            totals=totals(background),
            grades={"published": (np.ones((1, 1)), direct)},
        )
        systems.append(system)
    found = compared(systems[::6], background)
    assert len(found) == len(systems[::6]) * len(INDICATORS)
    assert max(score.rel_diff for score in found) <= 1e-9


def test_random_foregrounds_agree_with_bw2calc(background: Background) -> None:
    rng = np.random.default_rng(11)
    systems = [
        random_system(rng, size, tuple(rng.choice(background.provider_keys, 12, replace=False)))
        for size in (1, 4, 9, 16, 30)
    ]
    assert max(score.rel_diff for score in compared(systems, background)) <= 1e-9


def test_stored_inventory_satisfies_the_background(background: Background) -> None:
    remade = background.inventory @ background.technosphere_csc
    stored = background.biosphere_csc.toarray()
    scale = np.abs(background.inventory) @ abs(background.technosphere_csc) + np.abs(stored)
    floor = 1e-5 * scale.max(axis=1, keepdims=True)
    assert np.max(np.abs(remade - stored) / (scale + floor + 1e-300)) <= 1e-9


def test_workbook_gives_the_same_score_in_brightway(background: Background, tmp_path: Path) -> None:
    system = _mixed_system(background)
    book, method = tmp_path / "database.xlsx", tmp_path / "method.xlsx"
    write_brightway_workbook(system, background, book, "hakari export", "for a test")
    write_method_workbook(system, background, method)
    project = tmp_path / "brightway"
    project.mkdir()
    done = subprocess.run(
        [sys.executable, str(SUPPORT / "read_workbook.py"), str(book), str(method)],
        env={**os.environ, "BRIGHTWAY2_DIR": str(project), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    read = json.loads(done.stdout)
    assert read["database"] == "hakari export"
    assert (read["unlinked"], read["unlinked_factors"]) == (0, 0)
    assert read["score"] == pytest.approx(solve(system, background).score, rel=1e-6)


def _mixed_system(background: Background) -> System:
    """A loop of two activities that buys plastic, power and maize, with carbon of its own.

    All factors have one sign: what cancels has no relative accuracy in single precision.
    """
    providers = ("hdpe-resin", "electricity-jp-mix-2023", "corn-grain")
    gwp = characterization(background, "ipcc2021-gwp100")
    total = Characterization(
        "test", gwp.unit, (*gwp.flows, "product-carbon"), np.append(gwp.factors, 44.0 / 12.0)
    )
    return toy_system(providers=providers, totals=(total,))
