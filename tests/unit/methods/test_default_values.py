from __future__ import annotations

from pathlib import Path

import pytest

from methods.default_values import PATHWAYS_FILE, VALUES_FILE, default_value, default_values
from methods.errors import DefaultPathwayUnknownError, GuidelineDataError
from methods.guideline import guideline_ids, load_guideline

RED = "eu_red_2018_2001_annex_v"
CORSIA = "icao_corsia_2025"
VALUES = "pathway,variant,term,value,unit,from,to,clause,evidence,seen_in\n"
PATHWAYS = "pathway,carrier,title_en,title_ja\ncane,fuel,Cane,サトウキビ\n"


def folder(tmp_path: Path, rows: str, pathways: str = PATHWAYS) -> Path:
    home = tmp_path / "some_guideline"
    home.mkdir()
    (home / VALUES_FILE).write_text(VALUES + rows, "utf-8")
    (home / PATHWAYS_FILE).write_text(pathways, "utf-8")
    return tmp_path


def test_a_guideline_without_tables_has_no_default_values() -> None:
    assert dict(default_values("pact_methodology_v3")) == {}


def test_every_shipped_table_is_sound_and_bilingual() -> None:
    tables = {name: default_values(name) for name in guideline_ids()}
    assert {name for name, table in tables.items() if table} >= {RED, CORSIA}
    for name, table in tables.items():
        for pathway in table.values():
            assert pathway.title.en != pathway.title.ja
            found = default_value(load_guideline(name).document, pathway.id)
            assert found.results
            keys = [(p.variant, p.term, p.from_) for p in pathway.printed]
            assert len(keys) == len(set(keys))


def test_an_unknown_pathway_names_the_nearest_ones() -> None:
    with pytest.raises(DefaultPathwayUnknownError, match="sugar_cane_ethanol") as raised:
        default_value(load_guideline(RED).document, "sugar_cane_etanol")
    assert raised.value.candidates[0] == "sugar_cane_ethanol"


def test_a_total_is_only_summed_if_no_term_is_missing() -> None:
    document = load_guideline(CORSIA).document
    (whole,) = default_value(document, "hefa_rapeseed").results
    (part,) = default_value(document, "hefa_camelina").results
    assert whole.total == pytest.approx(47.4 + 23.9, abs=1e-12)
    assert (part.total, part.missing, part.verdict) == (None, ("iluc",), None)


def test_values_change_with_the_day() -> None:
    document = load_guideline("jp_bioethanol_sophistication_act").document
    days = ("2018-04-16", "2018-04-17", "2026-01-01")
    totals = [default_value(document, "sugar_cane_ethanol", d).results[0].total for d in days]
    assert totals == [32.7, 33.61, 28.59]
    assert default_value(document, "us_corn_ethanol", "2017-01-01").results == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("cane,default,total,many,g,,,1,unverified,\n", "no number"),
        ("cane,default,total,1,g,,,1,seen,\n", "seen_in"),
        ("cane,default,total,1,g,,,1,guessed,\n", "evidence"),
        ("cane,default,total,1,g,,,,unverified,\n", "clause"),
        ("cane,default,total,1,g,2020-01-02,2020-01-01,1,unverified,\n", "after"),
    ],
)
def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(GuidelineDataError, match=problem) as raised:
        default_values("some_guideline", folder(tmp_path, row))
    assert raised.value.file.endswith(VALUES_FILE)
    assert raised.value.line == 2


def test_values_and_pathways_must_name_each_other(tmp_path: Path) -> None:
    row = "beet,default,total,1,g,,,1,unverified,\n"
    with pytest.raises(GuidelineDataError, match="cane"):
        default_values("some_guideline", folder(tmp_path, row))
