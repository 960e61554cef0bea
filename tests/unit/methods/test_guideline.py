from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

from inventories.document import Localised
from methods.documents import guideline_schema, rule_schema
from methods.errors import (
    ChoiceUnknownError,
    DateInvalidError,
    GuidelineUnknownError,
    OptionInvalidError,
    RuleDateError,
)
from methods.guideline import GUIDELINES_FOLDER, defaults, guideline_ids, load_guideline
from methods.rules import PIPELINE
from methods.vocabulary import axes

RED = "eu_red_2018_2001_annex_v"
PACT = "pact_methodology_v3"


@pytest.mark.parametrize("guideline_id", guideline_ids())
def test_every_axis_is_written_and_has_a_choice(guideline_id: str) -> None:
    rules = load_guideline(guideline_id).rules_on()
    assert list(rules.choices) == list(axes())
    assert len(axes()) == 22
    for axis, choice in rules.choices.items():
        assert choice.choice in axes()[axis].choices
        assert (
            choice.is_default == (choice.evidence == "not_found") == (choice.strength == "silent")
        )
        assert choice.paraphrase.ja != choice.paraphrase.en


@pytest.mark.parametrize("guideline_id", guideline_ids())
def test_files_fit_the_published_schemas(guideline_id: str) -> None:
    home = GUIDELINES_FOLDER / guideline_id
    jsonschema.validate(yaml.safe_load((home / "guideline.yaml").read_text()), guideline_schema())
    for file in (home / "rules").glob("*.yaml"):
        jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), rule_schema())
    json.dumps(guideline_schema()), json.dumps(rule_schema())


def test_code_knows_exactly_the_choices_of_the_vocabulary() -> None:
    for rule in PIPELINE:
        module = __import__(rule.apply.__module__, fromlist=["CHOICES"])
        assert sorted(module.CHOICES) == sorted(axes()[rule.axis].choices)
    acting = {a.id for a in axes().values() if a.computed}
    assert acting == {rule.axis for rule in PIPELINE} | {"heating_value", "other_gases"}


def test_code_never_names_a_guideline() -> None:
    for file in Path(GUIDELINES_FOLDER.parent).rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        # an example in a docstring may name one; a docstring is an expression of its own
        told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if id(node) not in told
        ]
        assert not [gid for gid in guideline_ids() if any(gid in text for text in texts)], file


def test_silent_axis_uses_the_labelled_default() -> None:
    choice = load_guideline(PACT).rules_on()["capital_goods"]
    assert (choice.choice, choice.is_default) == (defaults()["capital_goods"].choice, True)


def test_evidence_counts_only_axes_that_act() -> None:
    rules = load_guideline(RED).rules_on()
    counts = rules.evidence_counts()
    assert sum(counts.values()) == sum(rules.acts(axis) for axis in axes()) < len(axes())
    switched = rules.with_choice("biogenic_carbon", "minus1_plus1", {"co2_per_carbon": "44/12"})
    # the carbon balance acts now, and no text is cited for the overlay
    after = switched.evidence_counts()
    assert sum(after.values()) == sum(counts.values()) + 1
    assert after["not_found"] == counts["not_found"] + 2
    assert switched["biogenic_carbon"].evidence == "not_found"


def test_overlay_never_borrows_the_citation_of_what_it_replaces() -> None:
    rules = load_guideline(RED).rules_on()
    before = rules["gwp"]
    assert before.clause
    assert not before.is_overlay
    bare = rules.with_choice("gwp", "set", {"set": "AR6", "horizon": 100})["gwp"]
    assert (bare.is_overlay, bare.is_default, bare.clause, bare.reference) == (True, False, "", "")
    assert (bare.evidence, bare.strength, bare.permitted) == ("not_found", "silent", ())
    assert bare.paraphrase != before.paraphrase
    cited = rules.with_choice(
        "gwp",
        "set",
        {"set": "AR6", "horizon": 100},
        strength="shall",
        clause="Draft 5.2",
        paraphrase=Localised(en="AR6 is used.", ja="AR6を用いる。"),
        reference="Draft of a guideline",
        evidence="seen",
    )["gwp"]
    assert (cited.clause, cited.evidence, cited.strength) == ("Draft 5.2", "seen", "shall")
    assert cited.paraphrase.en == "AR6 is used."
    assert cited.is_overlay


def test_unknown_guideline_suggests_the_nearest() -> None:
    with pytest.raises(GuidelineUnknownError, match=PACT):
        load_guideline("pact_methodology_v2")


def test_date_before_the_rules_and_no_date_at_all() -> None:
    with pytest.raises(RuleDateError, match="boundary"):
        load_guideline(RED).rules_on("2009-01-01")
    for none in ("2026-13-01", "20260101", "2026-W01-1", "tomorrow"):
        with pytest.raises(DateInvalidError):
            load_guideline(RED).rules_on(none)


def test_overlay_refuses_what_it_does_not_know() -> None:
    rules = load_guideline(RED).rules_on()
    with pytest.raises(OptionInvalidError, match="`horizn`"):
        rules.with_choice("gwp", "set", {"set": "AR6", "horizn": 100})
    with pytest.raises(ChoiceUnknownError, match="zero_zero"):
        rules.with_choice("biogenic_carbon", "half")
    with pytest.raises(ChoiceUnknownError, match="boundary"):
        rules.with_choice("bondary", "cradle_to_gate")


@pytest.mark.parametrize(
    ("rungs", "message"),
    [
        (["contract", "own"], "must end with `location_average`"),
        (["location_average", "own"], "must end with `location_average`"),
        (["location_average", "own", "location_average"], "twice"),
    ],
)
def test_an_electricity_ladder_ends_with_the_average_and_says_so(rungs, message) -> None:
    rules = load_guideline(RED).rules_on()
    with pytest.raises(OptionInvalidError, match=message):
        rules.with_choice("electricity", "ladder", {"rungs": rungs})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GUIDELINES_FOLDER / RED, tmp_path / RED)
    return tmp_path


def test_rules_change_by_date(folder: Path) -> None:
    file = folder / RED / "rules/electricity.yaml"
    text = file.read_text("utf-8")
    entry = text[text.index("  - from") :]
    rung = "own_off_grid"
    assert rung in entry
    later = entry.replace("2018-12-24", "2026-01-01").replace(rung, "own")
    file.write_text(text.replace("to: null", 'to: "2025-12-31"') + later, "utf-8")
    guideline = load_guideline(RED, folder)
    rungs = {
        day: guideline.rules_on(day)["electricity"].options["rungs"][0]
        for day in ("2025-12-31", "2026-01-01", None)
    }
    assert rungs == {"2025-12-31": rung, "2026-01-01": "own", None: "own"}


def test_extending_guideline_inherits_what_it_does_not_write(folder: Path) -> None:
    home = folder / "eu_red_child"
    (home / "rules").mkdir(parents=True)
    text = (folder / RED / "guideline.yaml").read_text("utf-8")
    text = text.replace(f"id: {RED}", "id: eu_red_child").replace(
        "extends: null", f"extends: {RED}"
    )
    (home / "guideline.yaml").write_text(text, "utf-8")
    rule = (folder / RED / "rules/gwp.yaml").read_text("utf-8").replace("AR4", "AR5")
    (home / "rules/gwp.yaml").write_text(rule, "utf-8")
    rules = load_guideline("eu_red_child", folder).rules_on()
    assert rules["gwp"].options["set"] == "AR5"
    assert rules["boundary"].choice == "well_to_wheel"
