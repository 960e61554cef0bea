"""Comparisons: what is asked for is answered, adds up, and names what differs."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.service_fake import running

from api.errors import ComparisonTooLargeError
from api.evaluation import Evaluator
from api.results import ComparisonDocument, ComparisonRequest
from inventories.errors import CaseUnknownError
from methods.errors import GuidelineUnknownError, ProposalInvalidError, RuleDateError
from methods.guideline import guideline_ids

PAPER, PLA = "waste-paper-ethanol", "food-residue-pla"
PACT, RED, ISO = "pact_methodology_v3", "eu_red_2018_2001_annex_v", "iso_14067_2018"
GATE = {
    "schema": "hakari/proposal/1",
    "id": "to_the_gate",
    "title": {"en": "To the gate", "ja": "出荷まで"},
    "authors": ["tests"],
    "date": "2026-11-22",
    "over": RED,
    "status": "draft",
    "rules": [
        {
            "axis": "boundary",
            "choice": "cradle_to_gate",
            "strength": "shall",
            "paraphrase": {"en": "It ends at the gate.", "ja": "出荷時で終わる。"},
            "reference": "tests",
            "evidence": "not_found",
        }
    ],
}


def asked(evaluator: Evaluator, **request: Any) -> ComparisonDocument:
    return evaluator.comparison(ComparisonRequest.model_validate(request))


def test_without_a_case_the_whole_library_is_compared_under_every_guideline(
    evaluator: Evaluator,
) -> None:
    found = asked(evaluator)
    assert {(c.case, c.guideline) for c in found.matrix} == {
        (case, guideline) for case in evaluator.library.ids for guideline in guideline_ids()
    }
    assert found.explanations == found.envelopes == found.robustness == ()
    assert found.settle is found.proposal is None


def test_the_matrix_shows_the_guidelines_own_test_with_its_margin(evaluator: Evaluator) -> None:
    (cell,) = asked(evaluator, cases=[PAPER], guidelines=[RED]).matrix
    assert cell.verdict is not None
    assert cell.verdict.comparator_value == 94
    assert cell.score is not None
    assert cell.verdict.saving == pytest.approx(1 - cell.score / 94, abs=1e-12)
    assert cell.verdict.margin == pytest.approx(cell.verdict.saving - 0.65, abs=1e-12)
    assert cell.verdict.met is False


def test_an_explained_gap_is_the_difference_of_the_scores_in_the_matrix(
    evaluator: Evaluator,
) -> None:
    found = asked(
        evaluator, cases=[PAPER], guidelines=[PACT, RED], explain={"from": PACT, "to": RED}
    )
    per_unit = [cell.score_per_functional_unit or 0.0 for cell in found.matrix]
    gap = found.explain
    assert gap is not None
    assert (gap.from_score, gap.to_score) == pytest.approx(per_unit, abs=1e-12)
    parts = sum(part.value for part in gap.axes) + gap.grouped_value
    assert parts == pytest.approx(per_unit[1] - per_unit[0], abs=1e-9)
    acting = [part.axis for part in gap.axes if part.acts]
    assert acting[:2] == ["multifunctionality", "boundary"]
    assert all(part.value == 0 for part in gap.axes if not part.acts)


def test_one_guideline_on_two_days_can_be_explained(evaluator: Evaluator) -> None:
    found = asked(
        evaluator,
        cases=[PLA],
        guidelines=[ISO],
        explain={"from": f"{ISO}@2020-01-01", "to": ISO},
    )
    assert found.explain is not None
    assert [part.axis for part in found.explain.axes if part.acts] == ["gwp"]


def test_a_proposal_changes_what_it_names_and_nothing_else(evaluator: Evaluator) -> None:
    found = asked(evaluator, cases=[PAPER, PLA], guidelines=[RED], proposal=GATE).proposal
    assert found is not None
    assert [rule.axis for rule in found.rules] == ["boundary"]
    for change in found.changes:
        assert change.before is not None
        assert change.after is not None
        assert change.change == pytest.approx(change.after - change.before, abs=1e-12)
        moved = [part for part in change.axes if part.acts]
        assert {part.axis for part in moved} <= {"boundary"}
        assert sum(part.value for part in moved) == pytest.approx(change.change, abs=1e-9)
    ethanol = next(c for c in found.changes if (c.case, c.role) == (PAPER, "bio"))
    assert ethanol.verdict_before is not None
    assert ethanol.verdict_after is not None
    assert ethanol.verdict_after.saving > ethanol.verdict_before.saving


def test_an_envelope_holds_the_score_and_its_ends_name_their_choices(
    evaluator: Evaluator,
) -> None:
    (found,) = asked(evaluator, cases=[PAPER], guidelines=[ISO], envelope=True).envelopes
    assert found.low.score < found.score < found.high.score
    assert found.complete
    opening = [axis.axis for axis in found.axes if axis.high > axis.low]
    assert set(opening) <= set(found.low.choices)


def test_unknown_names_and_bad_proposals_are_refused(evaluator: Evaluator) -> None:
    with pytest.raises(CaseUnknownError):
        asked(evaluator, cases=["waste-papr"])
    with pytest.raises(GuidelineUnknownError):
        asked(evaluator, cases=[PAPER], guidelines=["iso_1406"])
    with pytest.raises(GuidelineUnknownError):
        asked(evaluator, cases=[PAPER], explain={"from": PACT, "to": "no"})
    with pytest.raises(ProposalInvalidError):
        asked(evaluator, cases=[PAPER], proposal=GATE | {"over": "jba"})


def test_robustness_is_counted_on_paired_samples_and_the_seed_repeats_it(
    evaluator: Evaluator,
) -> None:
    request = {"cases": [PAPER], "guidelines": [PACT, RED], "robustness": {"samples": 20}}
    (found,) = asked(evaluator, **request).robustness
    assert found == asked(evaluator, **request).robustness[0]
    by_name = {line.guideline: line for line in found.guidelines}
    better = by_name[RED].carbon
    assert by_name[PACT].carbon == 0.0
    assert better is not None
    assert better > 0.9
    assert found.carbon == pytest.approx(better / 2)
    assert found.cost == found.both == 0.0
    assert [axis.axis for axis in found.turning] == ["boundary"]
    assert found.flips[0].better_under == RED
    assert len(found.sampled) >= 10


def test_too_many_samples_at_once_are_refused(evaluator: Evaluator) -> None:
    with pytest.raises(ComparisonTooLargeError):
        asked(evaluator, robustness={"samples": 1000})


def test_the_shares_of_what_to_settle_first_are_shares(evaluator: Evaluator) -> None:
    settle = asked(evaluator, guidelines=[PACT, RED, ISO], settle=True).settle
    assert settle is not None
    assert {case.case for case in settle.cases} == set(evaluator.library.ids)
    for case in settle.cases:
        assert sum(axis.alone for axis in case.axes) <= 1 + 1e-9
        assert all(0 <= axis.alone <= axis.total + 1e-12 for axis in case.axes)
        for axis in case.axes:
            assert {g for c in axis.choices for g in c.guidelines} == {PACT, RED, ISO}
    assert settle.library[0].total > 0


def test_http_answers_the_same_and_a_bad_proposal_with_findings(
    evaluator: Evaluator, tmp_path: Path
) -> None:
    with running(tmp_path, evaluator) as client:
        request = {"cases": [PAPER], "guidelines": [RED], "proposal": GATE}
        good = client.post("/v1/comparisons", json=request)
        assert good.status_code == 200
        assert good.json()["proposal"]["id"] == "to_the_gate"
        broken = GATE | {"rules": [GATE["rules"][0] | {"choice": "to_the_moon"}]}  # type: ignore[index,operator]
        bad = client.post("/v1/comparisons", json=request | {"proposal": broken})
        assert bad.status_code == 422
        (finding,) = bad.json()["findings"]
        assert finding["pointer"] == "/rules/0/choice"
        listed = client.get("/v1/proposals").json()["items"]
        assert all(item["schema"] == "hakari/proposal/1" for item in listed)
        again = client.post("/v1/comparisons", json={"cases": [PAPER], "proposal": listed[0]})
        assert again.status_code == 200


def test_http_shows_guidelines_on_a_day_and_side_by_side(
    evaluator: Evaluator, tmp_path: Path
) -> None:
    with running(tmp_path, evaluator) as client:
        page = client.get(f"/v1/guidelines/{RED}", params={"date": "2024-01-01"}).json()
        assert page["day"] == "2024-01-01"
        assert len(page["rules"]) == 22
        found = client.get(f"/v1/guidelines/{PACT}/differences/{RED}").json()
        assert {"boundary", "gwp"} <= {axis["axis"] for axis in found["axes"]}
        assert len(found["axes"]) + len(found["same_axes"]) == 22
        assert client.get(f"/v1/guidelines/{PACT}/differences/nothing").status_code == 404
        assert client.get(f"/v1/guidelines/{RED}@1999-01-01").status_code == 422
        assert json.loads(client.get("/v1/guidelines").content)["items"]


def test_what_is_named_twice_stands_once(evaluator: Evaluator) -> None:
    found = asked(evaluator, cases=[PLA, PLA], guidelines=[PACT, PACT], envelope=True)
    assert [(c.case, c.guideline) for c in found.matrix] == [(PLA, PACT)]
    assert [(e.case, e.guideline) for e in found.envelopes] == [(PLA, PACT)]


def test_a_second_route_of_the_same_id_can_be_told_apart(evaluator: Evaluator) -> None:
    route = evaluator.case_documents(PLA)["route"]
    found = asked(evaluator, cases=[PLA], routes=[route, route], guidelines=[PACT])
    assert [c.case for c in found.matrix] == [PLA, f"{PLA} (2)", f"{PLA} (3)"]


def test_a_guideline_not_in_force_is_left_out_of_all_but_the_matrix(evaluator: Evaluator) -> None:
    day = "2019-01-01"
    found = asked(
        evaluator,
        cases=[PLA],
        guidelines=[ISO, "eu_rfnbo_2023_1185"],
        date=day,
        envelope=True,
        settle=True,
        robustness={"samples": 2},
    )
    notes = {c.guideline: c.note for c in found.matrix}
    assert notes[ISO] is None
    assert "2019-01-01" in getattr(notes["eu_rfnbo_2023_1185"], "en", "")
    assert [e.guideline for e in found.envelopes] == [ISO]
    assert [line.guideline for line in found.robustness[0].guidelines] == [ISO]


def test_where_no_guideline_is_in_force_there_is_nothing_to_settle(evaluator: Evaluator) -> None:
    assert asked(evaluator, cases=[PLA], guidelines=[ISO], date="1900-01-01").matrix[0].note
    with pytest.raises(RuleDateError):
        asked(evaluator, cases=[PLA], guidelines=[ISO], date="1900-01-01", settle=True)


def chained(evaluator: Evaluator, steps: int) -> dict[str, Any]:
    """Return the PLA route with more steps between collection and mashing."""
    route: dict[str, Any] = copy.deepcopy(evaluator.case_documents(PLA)["route"])
    collection, mashing = route["activities"][:2]
    flow, origin = "food-residue-collected", collection["id"]
    for step in range(steps):
        more = copy.deepcopy(collection) | {"id": f"step-{step}"}
        more["inputs"] = [mashing["inputs"][0] | {"flow": flow, "from": origin}]
        flow, origin = f"residue-{step}", more["id"]
        more["outputs"][0]["flow"] = flow
        route["flows"][flow] = route["flows"]["food-residue-collected"]
        route["activities"].append(more)
    mashing["inputs"][0] |= {"flow": flow, "from": origin}
    return route


def test_large_routes_are_bounded_by_their_activities(evaluator: Evaluator) -> None:
    large = chained(evaluator, 100)
    assert asked(evaluator, routes=[large], guidelines=[PACT]).matrix[0].score is not None
    with pytest.raises(ComparisonTooLargeError, match="500 of one request"):
        asked(evaluator, routes=[large] * 5, guidelines=[PACT])
    with pytest.raises(ComparisonTooLargeError, match="1000 samples"):
        asked(evaluator, routes=[large], guidelines=[PACT], robustness={"samples": 1000})


@pytest.mark.parametrize(
    "body",
    [
        {"explain": []},
        {"robustness": {"samples": 10**9}},
        {"cases": ["x" * 100_000]},
        {"guidelines": ["x" * 100_000]},
        {"x" * 100_000: 1},
        {"cases": [1] * 1_000_000},
        {"proposal": GATE | {"rules": [{"x" * 100_000: 1}]}},
    ],
)
def test_what_does_not_fit_is_told_shortly_in_both_languages(
    body: dict[str, Any], tmp_path: Path, evaluator: Evaluator
) -> None:
    with running(tmp_path, evaluator) as client:
        done = client.post("/v1/comparisons", json=body)
    assert done.status_code == 422
    assert len(done.content) < 10_000
    for finding in done.json()["findings"]:
        assert re.search("[ぁ-んァ-ヶ一-龠]", finding["message"]["ja"])
        assert "Input should" not in finding["message"]["ja"]
