from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from inventories.document import Localised
from methods.documents import guideline_schema, rule_schema
from methods.errors import (
    ChoiceUnknownError,
    DateInvalidError,
    GuidelineDataError,
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
    for axis, apply in PIPELINE:
        module = __import__(apply.__module__, fromlist=["CHOICES"])
        assert sorted(module.CHOICES) == sorted(axes()[axis].choices)
    acting = {a.id for a in axes().values() if a.computed}
    assert acting == {axis for axis, _ in PIPELINE} | {"heating_value", "other_gases"}


def test_code_never_names_a_guideline() -> None:
    for file in Path(GUIDELINES_FOLDER.parent).rglob("*.py"):
        text = file.read_text("utf-8")
        assert not [gid for gid in guideline_ids() if gid in text], file


def test_silent_axis_uses_the_labelled_default() -> None:
    choice = load_guideline(PACT).rules_on()["capital_goods"]
    assert (choice.choice, choice.is_default) == (defaults()["capital_goods"].choice, True)


def test_evidence_counts_only_axes_that_act() -> None:
    counts = load_guideline(RED).rules_on().evidence_counts()
    assert counts == {"seen": 10, "unverified": 1, "low_confidence": 0, "not_found": 0}
    switched = (
        load_guideline(RED)
        .rules_on()
        .with_choice("biogenic_carbon", "minus1_plus1", {"co2_per_carbon": "44/12"})
    )
    # the carbon balance acts now, and no text is cited for the overlay
    assert switched.evidence_counts()["not_found"] == 2
    assert switched.worst_evidence() == "not_found"


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
    with pytest.raises(DateInvalidError):
        load_guideline(RED).rules_on("2026-13-01")


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


def _edit(old: str, new: str, file: str = "rules/gwp.yaml") -> Callable[[Path], None]:
    def edit(home: Path) -> None:
        text = (home / file).read_text("utf-8")
        assert old in text
        (home / file).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def _second_entry(start: str) -> Callable[[Path], None]:
    def edit(home: Path) -> None:
        file = home / "rules/gwp.yaml"
        text = file.read_text("utf-8")
        entry = text[text.index("  - from") :]
        first = text.replace("to: null", 'to: "2025-12-31"')
        file.write_text(first + entry.replace("2018-12-24", start).replace("AR4", "AR6"), "utf-8")

    return edit


BROKEN = {
    "unknown axis": (_edit("axis: gwp", "axis: gpw"), r"gwp.yaml:2: axis `gpw`"),
    "unknown choice": (_edit("choice: set", "choice: sett"), r"gwp.yaml:6: .*`sett`.*one of set"),
    "unknown option": (_edit("set: AR4", "ste: AR4"), r"gwp.yaml:6: .*`ste`"),
    "unknown key": (_edit("strength:", "strenght:"), r"gwp.yaml:\d+: .*(strength|strenght)"),
    "missing evidence": (_edit("    evidence: seen\n", ""), r"gwp.yaml:\d+: .*evidence"),
    "seen nowhere": (_edit("    seen_in:", "    clause:"), r"gwp.yaml:\d+: "),
    "choice without evidence": (_edit("evidence: seen", "evidence: not_found"), "choice null"),
    "duplicate key": (_edit("strength:", "axis: gwp\n    strength: may\n    strength:"), "twice"),
    "anchor": (_edit("options:\n", "options: &o\n      <<: *o\n"), "gwp.yaml"),
    "overlapping dates": (_second_entry("2025-12-31"), r"gwp.yaml:1[0-9]: the period overlaps"),
    "period upside down": (_edit("to: null", 'to: "2001-01-01"'), "is after"),
    "date as a date": (_edit('from: "2018-12-24"', "from: 2018-12-24"), "gwp.yaml:4"),
    "unknown extends": (
        _edit("extends: null", "extends: no_such_text", "guideline.yaml"),
        r"guideline.yaml:\d+: `extends`: no guideline `no_such_text`",
    ),
    "cyclic extends": (
        _edit("extends: null", f"extends: {RED}", "guideline.yaml"),
        r"guideline.yaml:\d+: `extends` goes in a circle",
    ),
    "wrong id": (_edit(f"id: {RED}", "id: eu_red_other", "guideline.yaml"), "must be"),
    "missing axis": (lambda home: (home / "rules/gwp.yaml").unlink(), "no rule file for gwp"),
    "result of a kind missing": (
        _edit("[material, chemical, food]", "[material, chemical]", "guideline.yaml"),
        "must name each",
    ),
    "not yaml": (_edit("entries:", "entries: ]"), r"gwp.yaml:\d+: not valid YAML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_refused_with_its_place(name: str, folder: Path) -> None:
    edit, message = BROKEN[name]
    edit(folder / RED)
    with pytest.raises(GuidelineDataError, match=message):
        load_guideline(RED, folder)


def test_rules_change_by_date(folder: Path) -> None:
    _second_entry("2026-01-01")(folder / RED)
    guideline = load_guideline(RED, folder)
    assert guideline.rules_on("2025-12-31")["gwp"].options["set"] == "AR4"
    assert guideline.rules_on("2026-01-01")["gwp"].options["set"] == "AR6"
    assert guideline.rules_on()["gwp"].options["set"] == "AR6"


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
