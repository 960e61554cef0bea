"""Proposals: what is laid over a guideline, and what is said about a bad one."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from methods.errors import GuidelineDataError, ProposalInvalidError
from methods.guideline import load_guideline
from methods.proposals import (
    FINDINGS_FILE,
    PROPOSALS_FOLDER,
    check_proposal,
    load_proposal,
    proposal_ids,
    proposal_schema,
)

PACT = "pact_methodology_v3"
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def rule(axis: str, choice: str, **more: Any) -> dict[str, Any]:
    return {
        "axis": axis,
        "choice": choice,
        "strength": "shall",
        "paraphrase": {"en": "So it would be.", "ja": "こうする。"},
        "reference": "test",
        "evidence": "not_found",
        **more,
    }


def proposal(*rules: dict[str, Any], over: str = PACT, **more: Any) -> dict[str, Any]:
    return {
        "schema": "hakari/proposal/1",
        "id": "test_proposal",
        "title": {"en": "Test", "ja": "試験"},
        "authors": ["tests"],
        "date": "2026-11-22",
        "over": over,
        "status": "draft",
        "rules": list(rules),
        **more,
    }


CAPITAL = rule("capital_goods", "include", adds=True)
GOOD = rule("biogenic_carbon", "zero_zero")


def test_only_the_rules_named_change_and_bring_their_own_citation() -> None:
    found = check_proposal(proposal(GOOD))
    changed = {a for a, c in found.after.choices.items() if c is not found.before[a]}
    assert changed == {"biogenic_carbon"}
    new = found.after["biogenic_carbon"]
    assert (new.choice, new.reference, new.evidence, new.is_overlay) == (
        "zero_zero",
        "test",
        "not_found",
        True,
    )
    assert found.before["biogenic_carbon"].choice == "two_totals"
    assert load_guideline(PACT).rules_on()["biogenic_carbon"].choice == "two_totals"


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "proposal-axis-unknown": (rule("biogenic_carbn", "zero_zero"), "/rules/0/axis"),
    "proposal-rule-missing": (rule("scale_up", "maturity_stated"), "/rules/0/axis"),
    "proposal-rule-exists": (rule("gwp", "set", adds=True), "/rules/0/adds"),
    "proposal-choice-unknown": (rule("boundary", "to_the_moon"), "/rules/0/choice"),
    "proposal-option-invalid": (
        rule("biogenic_carbon", "minus1_plus1", options={"co2_per_carbon": 9}),
        "/rules/0/options",
    ),
    "proposal-changes-nothing": (
        rule("gwp", "set", options={"set": "AR6", "horizon": 100}),
        "/rules/0/choice",
    ),
    "proposal-schema": (rule("boundary", "cradle_to_grave", strenght="shall"), "/rules/0/strenght"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_rule_is_a_finding_with_place_and_advice_in_both_languages(name: str) -> None:
    body, pointer = BAD[name]
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(proposal(body))
    (found,) = caught.value.findings
    assert (found.rule, found.pointer, found.level) == (name, pointer, "error")
    assert JAPANESE.search(found.message.ja)
    assert found.suggestion.en


def test_an_unknown_guideline_is_a_finding_with_candidates() -> None:
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(proposal(GOOD, over="pact_methodology_v4"))
    (found,) = caught.value.findings
    assert found.rule == "proposal-guideline-unknown"
    assert PACT in found.suggestion.en


def test_a_day_that_the_calendar_does_not_have_is_a_finding() -> None:
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(proposal(GOOD, date="2025-13-40"))
    (found,) = caught.value.findings
    assert (found.rule, found.pointer) == ("proposal-date-invalid", "/date")


def test_every_kind_of_finding_is_tried() -> None:
    known = set(yaml.safe_load(FINDINGS_FILE.read_text("utf-8")))
    others = {"proposal-guideline-unknown", "proposal-date-invalid", "proposal-too-large"}
    assert known == {*BAD} | others


@pytest.mark.parametrize(
    "body",
    [
        rule("boundary", "cradle_to_gate", options={"x" * 20_000: 1}),
        rule("boundary", "cradle_to_gate", **{"x" * 20_000: 1}),
        rule("boundary", "x" * 1_900),
        rule("boundary", "cradle_to_gate", options={"\x1b[31m": 1}),
    ],
)
def test_what_a_hostile_proposal_says_is_repeated_in_part_only(body: dict[str, Any]) -> None:
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(proposal(body))
    assert all(len(f.model_dump_json()) < 4_000 for f in caught.value.findings)


@pytest.mark.parametrize("part", ["rule", "proposal"])
def test_a_proposal_longer_than_any_file_is_refused_at_once(part: str) -> None:
    keys = {f"key_{k}": k for k in range(60_000)}
    body = proposal(GOOD | keys) if part == "rule" else proposal(GOOD, **keys)
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(body)
    assert [f.rule for f in caught.value.findings] == ["proposal-too-large"]


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", ".", "no-such-file.yaml"])
def test_what_is_no_file_is_refused_unopened(tmp_path: Path, name: str) -> None:
    with pytest.raises(GuidelineDataError, match="cannot be read"):
        load_proposal(tmp_path / name)
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(GuidelineDataError, match="a pipe or a device"):
        load_proposal(tmp_path / "pipe.yaml")


def test_all_problems_are_told_at_once_with_lines(tmp_path: Path) -> None:
    file = tmp_path / "proposal.yaml"
    file.write_text(
        yaml.safe_dump(
            proposal(BAD["proposal-axis-unknown"][0], GOOD, CAPITAL)
            | {"rules": [BAD[k][0] for k in ("proposal-axis-unknown", "proposal-choice-unknown")]},
            sort_keys=False,
            allow_unicode=True,
        ),
        "utf-8",
    )
    with pytest.raises(ProposalInvalidError) as caught:
        load_proposal(file)
    lines = file.read_text("utf-8").splitlines()
    told = {f.rule: lines[(f.line or 1) - 1] for f in caught.value.findings}
    assert "biogenic_carbn" in told["proposal-axis-unknown"]
    assert "to_the_moon" in told["proposal-choice-unknown"]


@pytest.mark.parametrize(
    "text",
    ["a: &x 1\nb: *x\n", "schema: 1\nschema: 2\n", "schema: [", "!!python/object:os.system x"],
)
def test_a_file_that_is_not_plain_yaml_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "proposal.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(GuidelineDataError, match=r"proposal\.yaml:\d+: "):
        load_proposal(file)


def test_two_rules_on_one_axis_are_refused() -> None:
    with pytest.raises(ProposalInvalidError, match="stands twice"):
        check_proposal(proposal(GOOD, GOOD))


@pytest.mark.parametrize(
    ("rules", "english"),
    [
        ((GOOD, GOOD), "stands twice"),
        ((rule("gwp", "set", options={"set": "AR9", "horizon": 100}),), "no GWP set"),
        ((rule("gwp", "set", options={"set": "AR6", "horizon": "x"}),), "whole number"),
    ],
)
def test_the_reason_itself_is_told_in_japanese(
    rules: tuple[dict[str, Any], ...], english: str
) -> None:
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(proposal(*rules))
    (found,) = caught.value.findings
    assert english in found.message.en
    assert "Value error" not in found.message.en
    reason = found.message.ja.rpartition(": ")[2]
    assert JAPANESE.search(reason), reason


@pytest.mark.parametrize(
    ("axis", "choice", "options"),
    [
        ("gwp", "set", {"set": "AR6", "horizon": "100"}),
        ("gwp", "set", {"set": "AR6", "horizon": True}),
        ("biogenic_carbon", "minus1_plus1", {"co2_per_carbon": "44/0"}),
        ("biogenic_carbon", "minus1_plus1", {"co2_per_carbon": "44/a"}),
        ("biogenic_carbon", "minus1_plus1", {"co2_per_carbon": float("nan")}),
    ],
)
def test_an_option_of_another_type_is_refused_not_converted(
    axis: str, choice: str, options: dict[str, Any]
) -> None:
    with pytest.raises(ProposalInvalidError) as caught:
        check_proposal(proposal(rule(axis, choice, options=options)))
    assert [f.rule for f in caught.value.findings] == ["proposal-option-invalid"]
    assert JAPANESE.search(caught.value.findings[0].message.ja.rpartition(": ")[2])


@pytest.mark.parametrize("name", proposal_ids())
def test_samples_are_valid_and_claim_nothing(name: str) -> None:
    file = PROPOSALS_FOLDER / f"{name}.yaml"
    found = load_proposal(file)
    assert found.document.id == name
    assert found.document.status == "sample"
    assert all(r.evidence == "not_found" for r in found.document.rules)
    jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), proposal_schema())
