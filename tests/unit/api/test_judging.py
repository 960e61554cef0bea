"""What a guideline itself says of a result: sentences, terms, printed values, requirements."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from api import judging
from api.evaluation import Evaluator
from api.results import AssessmentRequest
from inventories.document import Localised
from methods.errors import DateInvalidError
from methods.verdict import Verdict
from methods.vocabulary import axes

RED, JAPAN, US = (
    "eu_red_2018_2001_annex_v",
    "jp_bioethanol_sophistication_act",
    "us_45z_2025",
)
PAPER = "waste-paper-ethanol"
PATHWAY = "sugar_beet_ethanol_no_biogas_natural_gas_boiler"


def held(**given: Any) -> Verdict:
    """A verdict against 100 g CO2e/MJ that asks for nothing."""
    return Verdict(
        **{
            "comparator": "fossil",
            "title": Localised(en="Fossil fuel", ja="化石燃料"),
            "comparator_value": 100.0,
            "unit": "g CO2e/MJ",
            "saving": 0.7,
            "threshold": None,
            "margin": None,
            "met": None,
            "plant_start": None,
            "evidence": "seen",
            "clause": "1",
        }
        | given
    )


@pytest.mark.parametrize(
    ("found", "en", "ja"),
    [
        (
            held(threshold=0.65, margin=0.05, met=True),
            "met: saves 70.0 % against Fossil fuel (100 g CO2e/MJ);"
            " 65 % is asked for (5.0 percentage points to spare)",
            "達成: 化石燃料（100 g CO2e/MJ）に対して 70.0 % 削減。要件 65 %（余裕 5.0 ポイント）",
        ),
        (
            held(saving=0.5, threshold=0.65, margin=-0.15, met=False, plant_start="2012-01-01"),
            "not met: saves 50.0 % against Fossil fuel (100 g CO2e/MJ); 65 % for a plant started"
            " on 2012-01-01 is asked for (15.0 percentage points short)",
            "未達: 化石燃料（100 g CO2e/MJ）に対して 50.0 % 削減。"
            "要件 65 %、2012-01-01 稼働開始の設備（15.0 ポイント不足）",
        ),
        (
            held(),
            "saves 70.0 % against Fossil fuel (100 g CO2e/MJ); no threshold applies",
            "化石燃料（100 g CO2e/MJ）に対して 70.0 % 削減。適用される要件はありません",
        ),
        (
            held(saving=-0.25, threshold=0.1, margin=-0.35, met=False),
            "not met: emits 25.0 % more than Fossil fuel (100 g CO2e/MJ);"
            " 10 % is asked for (35.0 percentage points short)",
            "未達: 化石燃料（100 g CO2e/MJ）を 25.0 % 超過。要件 10 %（35.0 ポイント不足）",
        ),
        (
            held(met=True, counted=30.0, rate=0.7),
            "pays 70 % of the full rate: the score counts as 30 g CO2e/MJ against"
            " Fossil fuel (100 g CO2e/MJ)",
            "満額の 70 % を支給: 算定値を 30 g CO2e/MJ として計上し、"
            "化石燃料（100 g CO2e/MJ）と比較",
        ),
        (
            held(saving=-0.2, met=False, counted=120.0, rate=0.0),
            "pays nothing: the score counts as 120 g CO2e/MJ, above Fossil fuel (100 g CO2e/MJ)",
            "支給なし: 算定値は 120 g CO2e/MJ として計上され、"
            "化石燃料（100 g CO2e/MJ）を上回ります",
        ),
        (
            held(saving=0.01, met=True, counted=100.0, rate=0.0),
            "pays nothing: the score counts as 100 g CO2e/MJ, not above Fossil fuel"
            " (100 g CO2e/MJ), but nothing below it",
            "支給なし: 算定値は 100 g CO2e/MJ として計上され、化石燃料（100 g CO2e/MJ）以下ですが"
            "差がありません",
        ),
    ],
)
def test_a_verdict_is_said_in_words(found, en, ja):
    shown = judging.verdict(found)
    assert (shown.text.en, shown.text.ja) == (en, ja)
    assert shown.passed is found.met
    assert shown.rate == found.rate


def test_a_margin_too_small_for_one_decimal_is_not_shown_as_none():
    shown = judging.verdict(held(saving=0.6498, threshold=0.65, margin=-0.0002, met=False))
    assert "(0.02 percentage points short)" in shown.text.en


def test_a_verdict_that_asks_and_pays_says_both():
    shown = judging.verdict(held(threshold=0.5, margin=0.2, met=True, counted=30.0, rate=0.7))
    assert shown.text.en.startswith("met: saves 70.0 %")
    assert shown.text.en.endswith("against Fossil fuel (100 g CO2e/MJ)")
    assert "; pays 70 % of the full rate" in shown.text.en


def assessed(evaluator: Evaluator, **request: Any) -> dict[str, Any]:
    """The only result of an assessment."""
    document = json.loads(evaluator.assess(AssessmentRequest(**request)).body)
    (result,) = document["results"]
    return result


def test_planned_comparators_stand_beside_the_one_in_force(evaluator):
    verdict = assessed(evaluator, case=PAPER, guidelines=(JAPAN,))["verdict"]
    (planned,) = verdict["planned"]
    # 88.74 in force, 90.17 announced with 60 % instead of 55 %
    assert (verdict["comparator"], planned["comparator"]) == (88.74, 90.17)
    assert (verdict["threshold"], planned["threshold"]) == (0.55, 0.60)
    score = 88.74 * (1 - verdict["saving"])
    assert planned["saving"] == pytest.approx(1 - score / 90.17, rel=1e-9)
    assert planned["passed"] is (planned["margin"] >= 0)


def test_a_rate_is_paid_on_the_score_as_counted(evaluator):
    route = evaluator.case_documents(PAPER)["route"] | {"geography": "US"}
    verdict = assessed(evaluator, route=route, guidelines=(US,))["verdict"]
    assert verdict["counted"] % 5 == 0
    assert verdict["rate"] == pytest.approx((50 - verdict["counted"]) / 50, rel=1e-9)


def test_terms_with_their_sign_make_up_the_score(evaluator):
    result = assessed(evaluator, case=PAPER, guidelines=(RED,))
    assert {t["id"] for t in result["terms"]} >= {"eec", "ep", "etd", "eccs"}
    assert {t["id"]: t["sign"] for t in result["terms"]}["eccs"] == -1
    total = math.fsum(t["sign"] * t["value"] for t in result["terms"])
    assert total == pytest.approx(result["score"], rel=1e-9)


def test_rules_that_changed_the_number_are_marked(evaluator):
    result = assessed(evaluator, case=PAPER, guidelines=(RED,))
    acted = [r["axis"] for r in result["rules"] if r["acted"]]
    assert acted
    assert acted == result["acted"]
    for rule in result["rules"]:
        assert rule["choice_title"]["en"] == axes()[rule["axis"]].titles[rule["choice"]].en


def test_printed_values_of_the_named_pathway_stand_beside_the_result(evaluator):
    route = evaluator.case_documents(PAPER)["route"] | {"default_pathways": {RED: PATHWAY}}
    found = assessed(evaluator, route=route, guidelines=(RED,))["default_value"]
    assert found["pathway"] == PATHWAY
    typical = next(v for v in found["variants"] if v["variant"] == "typical")
    # Annex V part D: 9.6 + 18.8 + 2.3 = 30.7 g CO2e/MJ; (94 - 30.7) / 94
    assert typical["terms"] == {"eec": 9.6, "ep": 18.8, "etd": 2.3}
    assert typical["total"] == pytest.approx(30.7, abs=0.05)
    assert typical["verdict"]["saving"] == pytest.approx((94 - 30.7) / 94, abs=1e-3)
    assert assessed(evaluator, case=PAPER, guidelines=(RED,)).get("default_value") is None


def test_a_requirement_turns_when_the_document_says_what_is_asked_for(evaluator):
    def answer(**declared: str) -> dict[str, str]:
        route = evaluator.case_documents(PAPER)["route"] | {"declarations": declared}
        found = assessed(evaluator, route=route, guidelines=(RED,))["requirements"]
        return {r["check"]: r["status"] for r in found}

    silent = answer()
    assert silent["third_party_verification"] == "cannot_tell"
    assert silent["chain_of_custody_stated"] == "not_met"
    said = answer(chain_of_custody="mass_balance")
    assert said["chain_of_custody_stated"] == "met"
    assert said["third_party_verification"] == "cannot_tell"


def test_the_threshold_follows_the_start_of_the_plant_and_the_receipt_keeps_it(evaluator):
    old = AssessmentRequest(case=PAPER, guidelines=(RED,), plant_start="2012-01-01")
    new = AssessmentRequest(case=PAPER, guidelines=(RED,))
    answered = evaluator.assess(old)
    verdict = json.loads(answered.body)["results"][0]["verdict"]
    # Article 29(10): 50 % for plants in operation on or before 5 October 2015, 65 % from 2021
    assert (verdict["threshold"], verdict["plant_start"]) == (0.5, "2012-01-01")
    assert "50 % for a plant started on 2012-01-01" in verdict["text"]["en"]
    assert json.loads(evaluator.assess(new).body)["results"][0]["verdict"]["threshold"] == 0.65
    receipt = json.loads(answered.receipt)
    assert receipt["inputs"]["options"]["plant_start"] == "2012-01-01"
    assert evaluator.verify(answered.receipt).verdict == "same"
    assert answered.id != evaluator.assess(new).id


def test_a_plant_start_that_is_no_day_is_refused(evaluator):
    with pytest.raises(DateInvalidError):
        evaluator.assess(AssessmentRequest(case=PAPER, plant_start="2012-02-30"))
