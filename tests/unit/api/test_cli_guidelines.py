"""`hakari guidelines` and `hakari compare` as a person reads them, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.run import Session
from api.evaluation import Evaluator
from methods.guideline import guideline_ids
from methods.proposals import PROPOSALS_FOLDER
from methods.vocabulary import axes

PACT, RED = "pact_methodology_v3", "eu_red_2018_2001_annex_v"


@pytest.fixture
def hakari(evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(Session, "evaluator", evaluator)

    def run(*arguments: str, lang: str = "C.UTF-8") -> Any:
        done = CliRunner().invoke(app, list(arguments), env={"LANG": lang, "LC_ALL": lang})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return run


def japanese(text: str) -> bool:
    return any("ぁ" <= character <= "ヿ" for character in text)


@pytest.mark.parametrize("name", guideline_ids())
def test_every_guideline_is_shown_with_every_axis_in_both_languages(hakari: Any, name: str) -> None:
    page = json.loads(hakari("guidelines", "show", name, "--json").stdout)
    assert [rule["axis"] for rule in page["rules"]] == list(axes())
    english = hakari("guidelines", "show", name).stdout
    assert not japanese(english)
    assert japanese(hakari("guidelines", "show", name, lang="ja_JP.UTF-8").stdout)
    assert page["title"]["en"][:20] in english


@pytest.mark.parametrize(
    "arguments",
    [
        ("guidelines", "diff", PACT, RED),
        ("guidelines", "diff", PACT, RED, "--edition", "2025-06-01"),
        ("compare", "waste-paper-ethanol", "--explain", PACT, RED),
        ("compare", "waste-paper-ethanol", "--guidelines", "iso_14067_2018", "--envelope"),
        ("compare", "all", "--guidelines", f"{PACT},{RED}", "--settle"),
        (
            "compare",
            "waste-paper-ethanol",
            "--guidelines",
            RED,
            "--robustness",
            "--samples",
            "5",
        ),
        ("compare", "all", "--proposal", str(PROPOSALS_FOLDER / "sample_bio_process_overlay.yaml")),
    ],
)
def test_answers_are_read_in_both_languages(hakari: Any, arguments: tuple[str, ...]) -> None:
    english, other = hakari(*arguments), hakari(*arguments, lang="ja_JP.UTF-8")
    assert english.exit_code == other.exit_code == 0
    assert japanese(other.stdout)
    assert not japanese(english.stdout)


def test_a_diff_on_a_day_before_a_text_was_in_force_is_refused(hakari: Any) -> None:
    done = hakari("guidelines", "diff", PACT, RED, "--edition", "2001-01-01")
    assert done.exit_code == 1
    assert "2001-01-01" in done.stderr


def test_the_same_guideline_differs_from_itself_nowhere(hakari: Any) -> None:
    found = json.loads(hakari("guidelines", "diff", PACT, PACT, "--json").stdout)
    assert found["axes"] == []
    assert "no rule axis differs" in hakari("guidelines", "diff", PACT, PACT).stdout


def test_json_of_compare_has_the_promised_keys(hakari: Any) -> None:
    found = json.loads(
        hakari("compare", "waste-paper-ethanol", "--explain", PACT, RED, "--json").stdout
    )
    assert {"case", "guideline", "score", "baseline_score", "unit"} <= found["matrix"][0].keys()
    assert {"from", "to", "total", "axes"} <= found["explain"].keys()
    assert {"axis", "from", "to", "value"} <= found["explain"]["axes"][0].keys()


def test_a_broken_proposal_is_told_with_its_line(hakari: Any, tmp_path: Path) -> None:
    text = (PROPOSALS_FOLDER / "sample_pact_energy_allocation.yaml").read_text("utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("axis: multifunctionality", "axis: multifunctional"), "utf-8")
    done = hakari("compare", "waste-paper-ethanol", "--proposal", str(file))
    assert done.exit_code == 1
    line = next(
        n for n, row in enumerate(file.read_text("utf-8").splitlines(), 1) if "axis:" in row
    )
    assert f"(line {line})" in done.stderr
    assert "multifunctionality" in done.stderr


def test_check_says_where_a_guideline_file_is_broken(hakari: Any, tmp_path: Path) -> None:
    assert hakari("guidelines", "check").exit_code == 0
    home = tmp_path / "mine"
    (home / "rules").mkdir(parents=True)
    (home / "guideline.yaml").write_text("schema: hakari/guideline/1\nid: mine\n", "utf-8")
    done = hakari("guidelines", "check", str(tmp_path))
    assert done.exit_code == 1
    assert "mine/guideline.yaml:1" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "--json"),
        ("compare", "all", "--guidlines", PACT, "--json"),
        ("compare", "all", "--samples", "many", "--json"),
        ("compare", "all", "--explain", PACT, "--json"),
        ("compare", "all", "--json", "--guidelines", " , "),
        ("guidelines", "show", "--json"),
        ("guidelines", "shwo", PACT, "--json"),
        ("comapre", "all", "--json"),
    ],
)
def test_wrong_usage_is_one_json_problem_where_json_was_asked_for(
    hakari: Any, arguments: tuple[str, ...]
) -> None:
    done = hakari(*arguments)
    assert done.exit_code == 2
    problem = json.loads(done.stdout)
    assert (problem["type"], problem["status"]) == ("usage-error", 400)
    assert problem["detail"]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("compare", "food-residue-pla", "--date", "2020-1-1"), "date-invalid"),
        (("compare", "food-residue-pla", "--explain", "x" * 200, PACT), "request-invalid"),
        (("compare", "food-residue-pla", "--proposal", "/dev/zero"), "guideline-data-broken"),
        (("compare", "food-residue-pla", "--proposal", "no-such.yaml"), "guideline-data-broken"),
        (("guidelines", "show", f"{PACT}@"), "date-invalid"),
        (("guidelines", "check", "no-such-folder"), "file-error"),
    ],
)
def test_what_cannot_be_used_is_one_json_problem_with_status_1(
    hakari: Any, arguments: tuple[str, ...], kind: str
) -> None:
    done = hakari(*arguments, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["type"].endswith(kind)
    assert hakari(*arguments).stdout == ""


def test_cases_and_guidelines_named_twice_or_with_blanks_stand_once(
    hakari: Any, evaluator: Evaluator
) -> None:
    done = hakari(
        "compare", "food-residue-pla", "all", "--guidelines", f"{PACT}, {PACT},", "--json"
    )
    cells = [(c["case"], c["guideline"]) for c in json.loads(done.stdout)["matrix"]]
    assert sorted(cells) == [(case, PACT) for case in sorted(evaluator.library.ids)]


def test_a_name_that_steers_the_terminal_is_told_without_steering_it(
    hakari: Any, tmp_path: Path
) -> None:
    (tmp_path / "evil\x1b[31m\x07").mkdir()
    done = hakari("guidelines", "check", str(tmp_path))
    assert done.exit_code == 1
    assert "evil" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_folder_without_guidelines_is_not_in_order(hakari: Any, tmp_path: Path) -> None:
    done = hakari("guidelines", "check", str(tmp_path), "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problems"]


MANURE = "biogas_electricity_wet_manure_case1_open_digestate"
MAIZE = "biogas_electricity_whole_maize_case1_open_digestate"


def test_a_mixture_of_substrates_has_the_printed_value(hakari: Any) -> None:
    """RED Annex VI D prints 17 and 33 g/MJ for four parts of manure and one of maize."""
    portions = (f"wet_manure=0.8@{MANURE}", f"whole_maize=0.2@{MAIZE}")
    found = json.loads(hakari("guidelines", "mixture", RED, *portions, "--json").stdout)
    values = {value["variant"]: value["value"] for value in found["values"]}
    assert values == pytest.approx({"typical": 17, "default": 33}, abs=1.0)
    assert sum(part["share"] for part in found["parts"]) == pytest.approx(1, abs=1e-12)
    assert japanese(hakari("guidelines", "mixture", RED, *portions, "--lang", "ja").stdout)


@pytest.mark.parametrize(
    ("portion", "status"),
    [
        (f"straw=1@{MANURE}", 1),
        ("wet_manure=1@nothing", 1),
        (f"wet_manure=-1@{MANURE}", 1),
        (f"wet_manure=nan@{MANURE}", 2),
        ("wet_manure", 2),
    ],
)
def test_a_mixture_that_is_none_is_refused(hakari: Any, portion: str, status: int) -> None:
    assert hakari("guidelines", "mixture", RED, portion).exit_code == status
