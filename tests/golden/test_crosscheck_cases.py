"""bw2calc agrees on every case and guideline (the oracle of `hakari crosscheck`)."""

from __future__ import annotations

from api.evaluation import Evaluator
from inventories.library import case_ids
from methods.guideline import guideline_ids


def test_every_case_and_guideline_agrees_with_bw2calc(evaluator: Evaluator) -> None:
    document = evaluator.crosscheck()
    calculated = {(d.case, d.role, d.guideline) for d in document.details}
    assert calculated == {
        (case, role, guideline)
        for case in case_ids()
        for role in ("bio", "baseline")
        for guideline in guideline_ids()
    }
    assert document.max_rel_diff <= 1e-9
    assert all(abs(d.hakari) > 0 for d in document.details)
