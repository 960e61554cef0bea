"""Every case goes to Brightway as a workbook and comes back with the same score.

bw2data stores amounts as float32, so the way through a project is held to 1e-6.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.evaluation import Evaluator
from api.exports import export_case
from inventories.library import case_ids
from lca.solve import solve
from methods.guideline import guideline_ids, load_guideline

READER = Path(__file__).parents[1] / "support" / "read_workbook.py"


@pytest.mark.slow
@pytest.mark.parametrize("guideline", guideline_ids())
@pytest.mark.parametrize("case", case_ids())
def test_a_case_read_back_by_brightway_has_nothing_unlinked_and_the_same_score(
    evaluator: Evaluator, tmp_path: Path, case: str, guideline: str
) -> None:
    reference = evaluator.library.of_case(case)
    book = tmp_path / "case.xlsx"
    export_case(evaluator, reference, "bio", "brightway", guideline, book)
    project = tmp_path / "brightway"
    project.mkdir()
    done = subprocess.run(
        [sys.executable, str(READER), str(book), str(tmp_path / "case-method.xlsx")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "BRIGHTWAY2_DIR": str(project)},
    )
    read = json.loads(done.stdout)
    system = evaluator.assessment(reference.route, load_guideline(guideline)).system
    score = float(solve(system, evaluator.background).scores[0])
    assert (read["unlinked"], read["unlinked_factors"]) == (0, 0)
    assert read["score"] == pytest.approx(score, rel=1e-6)
