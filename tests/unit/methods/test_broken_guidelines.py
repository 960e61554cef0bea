from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from methods.errors import GuidelineDataError, RuleDateError
from methods.files import MAX_BYTES
from methods.guideline import GUIDELINES_FOLDER, load_guideline
from methods.guideline_check import check_guidelines
from methods.vocabulary import axes

BROKEN = Path(__file__).parents[2] / "broken_guidelines"
MODES = sorted(home.name for home in BROKEN.iterdir() if home.is_dir() and home.name != "whole")
TOY = "toy_text_2025"
DUE = re.compile(r"# (\S+) in line (\d+)\n")


def _silent(axis: str) -> str:
    return (
        f"schema: hakari/rule/1\naxis: {axis}\nentries:\n"
        "  - {from: null, to: null, choice: null, strength: silent, evidence: not_found,\n"
        "     reference: A text, paraphrase: {en: Nothing., ja: 定めなし。}}\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one whole guideline, silent on all axes but one."""
    shutil.copytree(BROKEN / "whole", tmp_path / TOY)
    for axis in axes():
        if axis != "gwp":
            (tmp_path / TOY / "rules" / f"{axis}.yaml").write_text(_silent(axis), "utf-8")
    return tmp_path


def test_the_guideline_they_are_laid_over_is_whole(folder: Path) -> None:
    assert check_guidelines(folder) == ()
    assert load_guideline(TOY, folder).rules_on("2024-12-31")["gwp"].options["set"] == "AR5"
    assert load_guideline(TOY, folder).rules_on()["gwp"].options["set"] == "AR6"


@pytest.mark.parametrize("mode", MODES)
def test_a_broken_file_is_refused_by_file_and_line(mode: str, folder: Path) -> None:
    (file,) = (path for path in (BROKEN / mode).rglob("*.yaml"))
    shutil.copytree(BROKEN / mode, folder / TOY, dirs_exist_ok=True)
    due = DUE.match(file.read_text("utf-8"))
    assert due is not None
    rule, line = due[1], int(due[2])
    (problem,) = {p.file + p.finding.rule: p for p in check_guidelines(folder)}.values()
    assert (problem.finding.rule, problem.finding.line) == (rule, line)
    assert problem.file.endswith(f"{TOY}/{file.relative_to(BROKEN / mode)}")
    assert problem.text("ja") != problem.text("en")
    assert re.search("[ぁ-んァ-ン一-龥]", problem.finding.message.ja)
    assert problem.finding.suggestion.en
    with pytest.raises(GuidelineDataError) as refused:
        load_guideline(TOY, folder)
    assert str(refused.value).startswith(f"{problem.file}:{line}: ")
    assert refused.value.findings == (problem.finding,)
    assert refused.value.problem_ja == problem.finding.message.ja


def test_every_problem_of_a_folder_is_told(folder: Path) -> None:
    for mode in ("unknown-gwp-set", "term-of-an-unknown-axis"):
        shutil.copytree(BROKEN / mode, folder / TOY, dirs_exist_ok=True)
    (folder / TOY / "rules/boundary.yaml").write_text("entries: [", "utf-8")
    (folder / "no_text_2025").mkdir()
    found = [problem.finding.rule for problem in check_guidelines(folder)]
    assert sorted(found) == [
        "guideline-file-missing",
        "option-invalid",
        "term-axis-unknown",
        "yaml-syntax",
    ]
    with pytest.raises(GuidelineDataError, match=r"\(2 more; `hakari guidelines check`"):
        load_guideline(TOY, folder)


def test_a_missing_rule_file_is_told_and_no_default_taken(folder: Path) -> None:
    (folder / TOY / "rules/land_use.yaml").unlink()
    (problem,) = check_guidelines(folder)
    assert problem.finding.rule == "rule-file-missing"
    assert "rules/land_use.yaml" in problem.finding.suggestion.en


@pytest.mark.parametrize("name", ["gwp.yml", "gpw.yaml", "gwp.yaml.orig"])
def test_a_file_that_would_be_passed_over_is_told(name: str, folder: Path) -> None:
    shutil.copy(folder / TOY / "rules/gwp.yaml", folder / TOY / "rules" / name)
    (problem,) = check_guidelines(folder)
    assert problem.finding.rule == "rule-file-stray"
    assert name in problem.finding.message.en


def test_a_huge_file_is_not_read(folder: Path) -> None:
    (folder / TOY / "rules/gwp.yaml").write_text("#" * (MAX_BYTES + 1), "utf-8")
    (problem,) = check_guidelines(folder)
    assert problem.finding.rule == "unreadable-file"
    assert "too large" in problem.finding.message.en


def test_a_file_that_is_not_utf8_is_told(folder: Path) -> None:
    (folder / TOY / "rules/gwp.yaml").write_bytes("軸: gwp".encode("shift_jis"))
    (problem,) = check_guidelines(folder)
    assert problem.finding.rule == "unreadable-file"
    assert "UTF-8" in problem.finding.message.ja


def test_a_guideline_on_a_broken_one_says_so(folder: Path) -> None:
    child = folder / "toy_child_2025"
    child.mkdir()
    text = (folder / TOY / "guideline.yaml").read_text("utf-8")
    text = text.replace(f"id: {TOY}", "id: toy_child_2025")
    (child / "guideline.yaml").write_text(text.replace("extends: null", f"extends: {TOY}"), "utf-8")
    assert check_guidelines(folder) == ()
    shutil.copytree(BROKEN / "unknown-gwp-set", folder / TOY, dirs_exist_ok=True)
    found = [(p.file.split("/")[-2], p.finding.rule) for p in check_guidelines(folder)]
    assert found == [("toy_child_2025", "extends-broken"), ("rules", "option-invalid")]


def test_a_circle_of_two_is_told(folder: Path) -> None:
    child = folder / "toy_child_2025"
    child.mkdir()
    text = (folder / TOY / "guideline.yaml").read_text("utf-8")
    (folder / TOY / "guideline.yaml").write_text(
        text.replace("extends: null", "extends: toy_child_2025"), "utf-8"
    )
    text = text.replace(f"id: {TOY}", "id: toy_child_2025")
    (child / "guideline.yaml").write_text(text.replace("extends: null", f"extends: {TOY}"), "utf-8")
    assert {p.finding.rule for p in check_guidelines(folder)} == {"extends-circle"}


def test_a_plain_date_and_a_quoted_one_are_the_same(folder: Path) -> None:
    file = folder / TOY / "rules/gwp.yaml"
    file.write_text(file.read_text("utf-8").replace('"2020-01-01"', "2020-01-01"), "utf-8")
    assert check_guidelines(folder) == ()
    with pytest.raises(RuleDateError):
        load_guideline(TOY, folder).rules_on("2019-12-31")


def test_a_broken_row_of_default_values_is_told(folder: Path) -> None:
    home = GUIDELINES_FOLDER / "eu_red_2018_2001_annex_v"
    for name in ("default_pathways.csv", "default_values.csv"):
        shutil.copy(home / name, folder / TOY / name)
    assert check_guidelines(folder) == ()
    values = folder / "toy_other_2025"
    shutil.copytree(folder / TOY, values)
    guideline = values / "guideline.yaml"
    text = guideline.read_text("utf-8").replace(f"id: {TOY}", "id: toy_other_2025")
    guideline.write_text(text, "utf-8")
    with (values / "default_values.csv").open("a", encoding="utf-8") as handle:
        handle.write("no_such_pathway,default,total,many,g CO2e/MJ,,,D,seen,nowhere\n")
    (problem,) = check_guidelines(folder)
    assert problem.finding.rule == "table-broken"
    assert problem.file.endswith("toy_other_2025/default_values.csv")
    assert problem.finding.line == _last_line(values / "default_values.csv")


def _last_line(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())
