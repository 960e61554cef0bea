"""The façade on the real cases: documents add up, and carbon and cost agree with each other."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from api.errors import BaselineMissingError, RequestEmptyError
from api.evaluation import Evaluator
from api.results import AssessmentRequest, ParityRequest
from inventories.errors import CaseUnknownError, HakariError, RouteInvalidError
from inventories.library import case_ids
from methods.guideline import guideline_ids

CASES = case_ids()


def _assessed(evaluator: Evaluator, **request: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(evaluator.assess(AssessmentRequest(**request)).body)
    return document


def test_the_library_has_the_four_cases() -> None:
    assert {
        "co2-hydrogen-phb",
        "food-residue-pla",
        "waste-paper-ethanol",
        "waste-wood-bio-pe",
    } <= set(CASES)


@pytest.mark.parametrize("role", ["bio", "baseline"])
@pytest.mark.parametrize("case", CASES)
def test_contributions_of_every_kind_sum_to_the_score(
    evaluator: Evaluator, case: str, role: str
) -> None:
    document = _assessed(evaluator, case=case, role=role)
    assert [r["guideline"] for r in document["results"]] == list(guideline_ids())
    for result in document["results"]:
        for kind in ("stage", "activity", "provider", "flow"):
            parts = [c["value"] for c in result["contributions"] if kind in c]
            gross = math.fsum(map(abs, parts))
            assert math.fsum(parts) == pytest.approx(result["score"], abs=1e-9 * max(gross, 1e-9))
        assert result["totals"][0]["value"] == result["score"]
        assert math.fsum(result["coverage"]["by_grade"].values()) == pytest.approx(1.0)


@pytest.mark.parametrize("case", CASES)
def test_the_cost_breakdown_sums_to_the_price_and_the_ratio_follows(
    evaluator: Evaluator, case: str
) -> None:
    found = json.loads(evaluator.parity(ParityRequest(case=case)).body)
    assert math.fsum(c["value"] for c in found["breakdown"]) == pytest.approx(found["msp"])
    per_baseline = found["msp"] / found["replaced_per_unit"]
    assert found["ratio"] == pytest.approx(per_baseline / found["baseline"]["value"])
    assert found["gap"] == pytest.approx(per_baseline - 1.2 * found["baseline"]["value"])
    assert all(line["source_title"] and line["grade"] for line in found["breakdown"])


def test_two_totals_differ_by_the_biogenic_carbon_of_the_product(evaluator: Evaluator) -> None:
    document = _assessed(evaluator, case="waste-wood-bio-pe", guidelines=("pact_methodology_v3",))
    excluding, including = (t["value"] for t in document["results"][0]["totals"])
    carbon_kg_c = document["results"][0]["carried_carbon"]["biogenic_kg_c"]
    assert excluding - including == pytest.approx(carbon_kg_c * 44 / 12, rel=1e-3)


def test_a_library_route_given_as_document_gives_the_same_score(evaluator: Evaluator) -> None:
    route = evaluator.case_documents("food-residue-pla")["route"]
    by_id = _assessed(evaluator, case="food-residue-pla")
    by_document = _assessed(evaluator, route=route)
    assert by_document["results"][0]["score"] == by_id["results"][0]["score"]


def test_less_enzyme_moves_carbon_and_cost_together(evaluator: Evaluator) -> None:
    """One inventory: what is not bought is neither emitted nor paid."""
    route = evaluator.case_documents("waste-paper-ethanol")["route"]
    route["parameters"]["enzyme_loading"]["value"] *= 0.8
    today = _assessed(evaluator, case="waste-paper-ethanol")
    better = _assessed(evaluator, route=route)
    for before, after in zip(today["results"], better["results"], strict=True):
        assert after["score"] < before["score"]
    cost_today, cost_better = (
        json.loads(evaluator.parity(request).body)["msp"]
        for request in (ParityRequest(case="waste-paper-ethanol"), ParityRequest(route=route))
    )
    assert cost_better < cost_today


def test_an_indicator_is_computed_beside_the_guideline(evaluator: Evaluator) -> None:
    document = _assessed(
        evaluator,
        case="food-residue-pla",
        guidelines=("pact_methodology_v3",),
        indicators=("ef31-acidification",),
    )
    (indicator,) = document["results"][0]["indicators"]
    assert indicator["value"] > 0
    assert indicator["unit"].startswith("mol H+-Eq")


def test_the_matrix_has_every_case_and_guideline(evaluator: Evaluator) -> None:
    references = [evaluator.library.of_case(case) for case in CASES]
    matrix = evaluator.compare(references).matrix
    assert {(c.case, c.guideline) for c in matrix} == {
        (case, guideline) for case in CASES for guideline in guideline_ids()
    }
    assert all(c.score is not None and c.reduction is not None for c in matrix)


def test_fuels_are_compared_per_energy_and_materials_per_function(evaluator: Evaluator) -> None:
    reference = evaluator.library.of_case("waste-paper-ethanol")
    (cell,) = evaluator.compare([reference], ["pact_methodology_v3"]).matrix
    assert reference.route.replaces is not None
    assert cell.score is not None
    assert cell.baseline_score is not None
    per_function = reference.route.replaces.amount * cell.baseline_score
    assert cell.baseline_same_function == pytest.approx(per_function)
    assert cell.reduction == pytest.approx(1 - cell.score / per_function)


def test_a_gate_result_says_what_it_would_be_with_both_products_burnt(
    evaluator: Evaluator,
) -> None:
    reference = evaluator.library.of_case("food-residue-pla")
    gate, life = evaluator.compare(
        [reference], ["pact_methodology_v3", "eu_red_2018_2001_annex_v"]
    ).matrix
    assert gate.reduction is not None
    assert gate.reduction_if_burnt is not None
    assert life.reduction is not None
    assert gate.reduction < gate.reduction_if_burnt
    assert gate.reduction_if_burnt == pytest.approx(life.reduction, abs=0.02)
    assert life.reduction_if_burnt is None


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (AssessmentRequest(), RequestEmptyError),
        (AssessmentRequest(case="waste-papr-ethanol"), CaseUnknownError),
        (AssessmentRequest(route={"schema": "hakari/route/1"}), RouteInvalidError),
        (AssessmentRequest(case=CASES[0], guidelines=("pact_v9",)), HakariError),
        (AssessmentRequest(case=CASES[0], indicators=("gwp-of-mars",)), HakariError),
        (AssessmentRequest(case=CASES[0], date="2026-13-45"), HakariError),
    ],
)
def test_bad_requests_are_named(
    evaluator: Evaluator, request_: AssessmentRequest, error: type[HakariError]
) -> None:
    with pytest.raises(error):
        evaluator.assess(request_)


def test_parity_without_a_baseline_is_refused(evaluator: Evaluator) -> None:
    route = evaluator.case_documents("food-residue-pla")["baseline"]
    with pytest.raises(BaselineMissingError):
        evaluator.parity(ParityRequest(route=route))


def test_every_number_of_the_cases_has_a_grade(evaluator: Evaluator) -> None:
    for case in evaluator.cases():
        assert sum(case.grades.model_dump().values()) > 20


def test_a_fault_of_ours_is_not_taken_for_a_limit_of_a_guideline(
    evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TableBrokenError(HakariError):
        """A table of ours is broken (status 500)."""

    def broken(*_: object, **__: object) -> None:
        raise TableBrokenError

    monkeypatch.setattr(evaluator, "assessment", broken)
    with pytest.raises(TableBrokenError):
        evaluator.assess(AssessmentRequest(case=CASES[0]))
    with pytest.raises(TableBrokenError):
        evaluator.compare([evaluator.library.of_case(CASES[0])])
    with pytest.raises(TableBrokenError):
        evaluator.crosscheck([CASES[0]])


def test_every_data_file_a_result_depends_on_is_in_its_receipt(evaluator: Evaluator) -> None:
    receipt = json.loads(evaluator.assess(AssessmentRequest(case=CASES[0])).receipt)
    data = receipt["inputs"]["data"]
    assert {
        "methods/defaults.yaml",
        "methods/gwp_sets.csv",
        "methods/constants.csv",
        "parity/defaults.yaml",
    } <= data.keys()
    assert receipt["inputs"]["guidelines"].keys() == set(guideline_ids())
