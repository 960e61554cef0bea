"""Every number of the case library, so that no rule, dataset or price changes one unseen."""

from __future__ import annotations

import pytest
from support.case_scores import CaseScore, computed, written

from api.evaluation import Evaluator


@pytest.fixture(scope="module")
def found(evaluator: Evaluator) -> dict[tuple[str, str, str, str], CaseScore]:
    return {score.key: score for score in computed(evaluator)}


def test_every_case_role_guideline_and_price_is_written_down(found) -> None:
    assert sorted(found) == sorted(score.key for score in written())


@pytest.mark.parametrize("score", written(), ids=lambda score: " ".join(filter(None, score.key)))
def test_the_library_still_gives_this_number(score: CaseScore, found) -> None:
    now = found[score.key]
    assert now.unit == score.unit
    assert now.value == pytest.approx(score.value, rel=1e-6)
