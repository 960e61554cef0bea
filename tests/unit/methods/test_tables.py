from __future__ import annotations

import csv

import pytest

from inventories.background.tables import load_tables
from methods.rulebook import EVIDENCE_ORDER
from methods.tables import CONSTANTS_FILE, GWP_FILE, constant, gwp, gwp_sets

GROUPS = {"co2", "ch4_fossil", "ch4_biogenic", "ch4_biogenic_with_uptake", "n2o", "sf6"}


def test_every_factor_has_unit_source_place_and_evidence() -> None:
    for file in (GWP_FILE, CONSTANTS_FILE):
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert rows
        for row in rows:
            assert all(row.values()), row
            assert row["evidence"] in EVIDENCE_ORDER
    with GWP_FILE.open(encoding="utf-8", newline="") as handle:
        keys = [(r["set"], r["horizon"], r["gas"]) for r in csv.DictReader(handle)]
    assert len(keys) == len(set(keys))


def test_every_set_has_the_groups_and_names_flows_that_exist() -> None:
    flows = set(load_tables().flows)
    for name, horizon in gwp_sets():
        table = gwp(name, horizon)
        assert set(table) >= GROUPS
        assert set(table) - GROUPS <= flows


def test_methane_with_counted_uptake_is_at_least_the_one_without() -> None:
    for name, horizon in gwp_sets():
        table = gwp(name, horizon)
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
