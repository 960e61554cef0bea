from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from inventories.background.tables import load_tables
from methods.errors import GuidelineDataError, OptionInvalidError
from methods.guideline import GUIDELINES_FOLDER, load_guideline
from methods.rulebook import EVIDENCE_ORDER, checked_options
from methods.tables import CONSTANTS_FILE, GWP_FILE, constant, gwp, gwp_sets

GROUPS = {"co2", "ch4_fossil", "ch4_biogenic", "ch4_biogenic_with_uptake", "n2o"}


def test_every_factor_has_unit_source_place_and_evidence() -> None:
    for file in (GWP_FILE, CONSTANTS_FILE):
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert rows
        for row in rows:
            assert all(row.values()), row
            assert row["evidence"] in EVIDENCE_ORDER
    with GWP_FILE.open(encoding="utf-8", newline="") as handle:
        keys = [(r["set"], r["metric"], r["horizon"], r["gas"]) for r in csv.DictReader(handle)]
    assert len(keys) == len(set(keys))


def test_every_set_has_the_groups_and_names_flows_that_exist() -> None:
    flows = set(load_tables().flows)
    for one in gwp_sets():
        table = gwp(one.name, one.horizon, one.metric)
        assert set(table) >= GROUPS
        assert set(table) - GROUPS - {"sf6"} <= flows


def test_methane_with_counted_uptake_is_at_least_the_one_without() -> None:
    for one in gwp_sets():
        table = gwp(one.name, one.horizon, one.metric)
        assert table["ch4_biogenic_with_uptake"].value > table["ch4_biogenic"].value


def test_both_carbon_ratios_stay_apart() -> None:
    assert constant("co2_per_carbon").value == 44 / 12
    with pytest.raises(KeyError):
        constant("co2_per_carbn")


def test_factors_bring_the_evidence_of_their_row() -> None:
    assert gwp("AR4", 100)["ch4_biogenic_with_uptake"].evidence == "low_confidence"
    assert gwp("AR4", 100)["ch4_biogenic"].evidence == "seen"
    assert gwp("AR5", 100)["ch4_fossil"].evidence == "unverified"
    assert constant("latent_heat_of_water").evidence == "unverified"


def test_warming_and_temperature_are_sets_of_their_own() -> None:
    assert gwp("AR6", 100)["n2o"].value == 273
    assert gwp("AR6", 100, "GTP")["n2o"].value == 233
    assert gwp("AR6", 100, "GTP")["n2o"].name == "GTP100 AR6 n2o"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"set": "AR7", "horizon": 100}, "AR6 GWP100"),
        ({"set": "AR5", "horizon": 500}, "AR5 GWP100"),
        ({"set": "AR4", "horizon": 100, "metric": "GTP"}, "AR6 GTP100"),
    ],
)
def test_a_choice_of_a_set_that_is_not_in_the_table_is_refused(
    options: dict[str, object], told: str
) -> None:
    with pytest.raises(OptionInvalidError, match=told) as raised:
        checked_options("gwp", "set", options)
    assert raised.value.option == "set"


def test_an_unknown_set_in_a_rule_file_is_named_by_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(GUIDELINES_FOLDER / "pact_methodology_v3", tmp_path / "pact_methodology_v3")
    file = tmp_path / "pact_methodology_v3" / "rules" / "gwp.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("set: AR6", "set: AR7"), "utf-8")
    with pytest.raises(GuidelineDataError, match="AR7") as raised:
        load_guideline("pact_methodology_v3", tmp_path)
    assert raised.value.file.endswith("gwp.yaml")
    assert raised.value.line is not None
    where = text.splitlines()[raised.value.line - 1].strip()
    assert where.partition(":")[0] in {"choice", "options", "set"}


def test_a_million_btu_is_1055_megajoule() -> None:
    assert constant("mmbtu_in_mj").value == pytest.approx(1055.05585262, abs=1e-9)
