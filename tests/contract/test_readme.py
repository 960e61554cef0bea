"""The README's printed result is what hakari says today, and its commands exist."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from api.cli.tables import number, percent
from api.evaluation import Evaluator
from api.results import AssessmentRequest, ComparisonRequest, ParityRequest
from methods.guideline import guideline_ids

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
COMMANDS = README.split("## Commands")[1].split("```")[1]
CASE, GAP_CASE = "waste-wood-bio-pe", "waste-paper-ethanol"
PACT, RED = "pact_methodology_v3", "eu_red_2018_2001_annex_v"
NUMBERS = {13: "Thirteen", 14: "Fourteen", 15: "Fifteen"}


def test_the_printed_carbon_is_todays(evaluator: Evaluator) -> None:
    reference = evaluator.library.of_case(CASE)
    for cell in evaluator.compare([reference], [PACT, RED]).matrix:
        assert f"{number(cell.score)} {cell.unit}" in README
        assert f"{number(cell.baseline_same_function)} {cell.unit}" in README
        assert f"{percent(cell.reduction)} less" in README
        if cell.reduction_if_burnt is not None:
            assert f"{percent(cell.reduction_if_burnt)} less if both are burnt" in README


def test_the_printed_gap_is_todays(evaluator: Evaluator) -> None:
    asked = {"cases": [GAP_CASE], "guidelines": [PACT], "explain": {"from": PACT, "to": RED}}
    gap = evaluator.comparison(ComparisonRequest.model_validate(asked)).explain
    assert gap is not None
    assert (
        f"is {number(gap.from_score)} kg CO2e per kg under PACT and {number(gap.to_score)}"
        in README
    )
    section = README.split("## Why two guidelines differ")[1]
    printed = re.findall(r"^\| ([A-Z][^|]+) \|.*\| ([+-][\d.e-]+) \|$", section, re.MULTILINE)
    assert printed == [(p.title.en, f"{p.value:+.4g}") for p in gap.axes if p.acts]
    assert f"{NUMBERS[sum(not p.acts for p in gap.axes)]} more axes differ on paper" in README
    assert f"{len(guideline_ids())} guidelines are data" in README


def test_the_printed_cost_is_todays(evaluator: Evaluator) -> None:
    found = json.loads(evaluator.parity(ParityRequest(case=CASE)).body)
    assert f"{number(found['msp'])} JPY/kg" in README
    assert f"{number(found['baseline']['value'])} JPY/kg" in README
    ratio = f"ratio {number(found['ratio'], 3)} against {found['target']}"
    assert f"{ratio}: {found['verdict'].replace('_', ' ')}" in README
    largest = sorted(found["breakdown"], key=lambda line: -abs(line["value"]))[:4]
    assert all(number(abs(line["value"])) in README for line in largest)


def test_the_printed_spread_and_waterfall_are_todays(evaluator: Evaluator) -> None:
    found = json.loads(evaluator.parity(ParityRequest(case=CASE)).body)["spread"]["summary"]
    ends = f"lies between {number(found['p5'], 3)} and {number(found['p95'], 3)}"
    assert f"median of {number(found['median'], 3)} and {ends}" in README
    levers = {"gate": "target-2030", "waterfall": True}
    request = ParityRequest.model_validate({"case": "food-residue-pla", "levers": levers})
    fall = json.loads(evaluator.parity(request).body)["levers"]["waterfall"]
    for state in (fall["start"], fall["end"]):
        assert f"| {number(state['ratio'])} | {number(state['bio'])} |" in README
    for step in fall["steps"]:
        assert f"| {number(step['ratio'])} | {number(step['bio_jpy'])} |" in README


def test_the_printed_share_of_power_is_todays(evaluator: Evaluator) -> None:
    request = AssessmentRequest(case=CASE, guidelines=("pact_methodology_v3",))
    (result,) = json.loads(evaluator.assess(request).body)["results"]
    power = next(
        c for c in result["contributions"] if c.get("provider") == "electricity-jp-mix-2023"
    )
    assert f"grid power ({100 * power['value'] / result['score']:.0f} %)" in README


def test_all_cases_miss_the_target_as_the_readme_says(evaluator: Evaluator) -> None:
    assert "All four cases miss 1.2 today" in README
    verdicts = {
        case: json.loads(evaluator.parity(ParityRequest(case=case)).body)["verdict"]
        for case in evaluator.library.ids
    }
    assert set(verdicts.values()) == {"not_met"}
    assert len(verdicts) == 4


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"^hakari ([a-z]+)", COMMANDS, re.MULTILINE)))
)
def test_the_commands_of_the_readme_exist(name: str) -> None:
    assert name in get_command(app).commands  # type: ignore[attr-defined]
