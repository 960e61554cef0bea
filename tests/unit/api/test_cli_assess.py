"""What `hakari assess` prints for a person: verdict, terms, printed values, requirements."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout

import pytest
from typer.testing import CliRunner

from api.cli.assessment_output import assessment
from api.cli.main import app
from api.cli.run import Session
from api.results import AssessmentRequest

PAPER = "waste-paper-ethanol"
RED, JAPAN, US = (
    "eu_red_2018_2001_annex_v",
    "jp_bioethanol_sophistication_act",
    "us_45z_2025",
)
PATHWAY = "sugar_beet_ethanol_no_biogas_natural_gas_boiler"


@pytest.fixture
def hakari(data_dir, evaluator, tmp_path, monkeypatch):
    """Run the command in this process on the shared evaluator."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Session, "evaluator", evaluator)

    def run(*arguments: str) -> str:
        environment = {"HAKARI_DATA_DIR": str(data_dir), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        done = CliRunner().invoke(app, list(arguments), env=environment, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def rows(text: str) -> dict[str, list[str]]:
    """First cell -> further cells, of every row of every table."""
    cells = (re.split(r"\s*│\s*", line.strip("│ \n")) for line in text.splitlines() if "│" in line)
    return {row[0]: row[1:] for row in cells if row[0]}


def printed(evaluator, lang: str, **asked) -> str:
    """What a person sees of an assessment."""
    document = json.loads(evaluator.assess(AssessmentRequest(**asked)).body)
    with redirect_stdout(io.StringIO()) as out:
        assessment(document, lang)
    return out.getvalue()


def test_terms_are_a_table_that_ends_in_the_score(hakari):
    document = json.loads(hakari("assess", PAPER, "-g", RED, "--json"))
    found = rows(hakari("assess", PAPER, "-g", RED, "--lang", "en"))
    for term in document["results"][0]["terms"]:
        sign = "-" if term["sign"] < 0 else "+"
        assert float(found[f"{sign} {term['id']}"][1]) == pytest.approx(term["value"], rel=1e-3)
    assert float(found["="][1]) == pytest.approx(document["results"][0]["score"], rel=1e-3)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("planned, not in force: ", "What the guideline asks of the study", "cannot tell")),
        ("ja", ("予定(未施行): ", "数値以外にガイドラインが求める事項", "判断できません")),
    ],
)
def test_planned_comparators_and_requirements_are_told(hakari, lang, told):
    text = hakari("assess", PAPER, "-g", JAPAN, "-g", RED, "--lang", lang)
    for part in told:
        assert part in text
    assert "declarations." in text


@pytest.mark.parametrize(("lang", "told"), [("en", "of the full rate"), ("ja", "満額の")])
def test_a_rate_is_told(evaluator, lang, told):
    route = evaluator.case_documents(PAPER)["route"] | {"geography": "US"}
    assert told in printed(evaluator, lang, route=route, guidelines=(US,))


def test_plant_start_chooses_the_threshold(hakari):
    text = hakari("assess", PAPER, "-g", RED, "--plant-start", "2012-01-01", "--lang", "en")
    assert "50 % for a plant started on 2012-01-01" in " ".join(text.split())


@pytest.mark.parametrize(
    ("lang", "typical", "total"), [("en", "typical", "total"), ("ja", "代表値", "合計")]
)
def test_printed_values_stand_beside_those_of_the_route(evaluator, lang, typical, total):
    route = evaluator.case_documents(PAPER)["route"] | {"default_pathways": {RED: PATHWAY}}
    asked = {"route": route, "guidelines": (RED,)}
    document = json.loads(evaluator.assess(AssessmentRequest(**asked)).body)
    text = printed(evaluator, lang, **asked)
    assert PATHWAY in text
    assert typical in text
    found = rows(text)
    own = {t["id"]: t["value"] for t in document["results"][0]["terms"]}
    for name, value in (("eec", "9.6"), ("ep", "18.8"), ("etd", "2.3")):
        assert float(found[name][0]) == pytest.approx(own[name], rel=1e-3)
        assert value in found[name]
    assert "30.7" in found[total]
