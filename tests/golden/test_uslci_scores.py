"""The unmended tables give the scores of the USLCI release they come from."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from inventories.background.tables import BackgroundTables, load_tables

HERE = Path(__file__).parent
CHANGELOG = (
    Path(__file__).parents[2] / "inventories" / "background" / "hakari_open" / "changelog.csv"
)
# AR6 GWP100 as the golden scores and the changelog use them (CO2 uptake and biogenic CO2: 0).
MAIN = {
    "co2-fossil": 1.0,
    "co2-land-use": 1.0,
    "ch4-fossil": 29.8,
    "ch4-biogenic": 27.0,
    "n2o": 273.0,
}
# The release's HCFC-22 and CFC-10, without which four resins miss the last 0.1 %.
HALOGENATED = {"methane-chlorodifluoro-hcfc-22-air": 1960.0, "methane-tetrachloro-r-10-air": 2200.0}


def cumulative(tables: BackgroundTables, flows: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Cumulative amount of each flow per unit of each dataset."""
    column = {key: j for j, key in enumerate(tables.datasets)}
    row = {key: k for k, key in enumerate(flows)}
    technosphere = np.eye(len(column))
    biosphere = np.zeros((len(flows), len(column)))
    for exchange in tables.exchanges:
        j = column[exchange.dataset]
        if exchange.kind == "technosphere":
            technosphere[column[exchange.input], j] -= exchange.amount
        elif exchange.input in row:
            biosphere[row[exchange.input], j] += exchange.amount
    solved = np.linalg.solve(technosphere.T, biosphere.T)
    return {key: solved[j] for key, j in column.items()}


def scores(tables: BackgroundTables, factors: dict[str, float]) -> dict[str, float]:
    weights = np.array(list(factors.values()))
    return {k: float(v @ weights) for k, v in cumulative(tables, tuple(factors)).items()}


def golden() -> list[dict[str, str]]:
    with (HERE / "uslci_key_scores.csv").open(encoding="utf-8", newline="") as file:
        file.readline()  # origin
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def unmended() -> BackgroundTables:
    return load_tables(mends=False)


@pytest.fixture(scope="module")
def mended() -> BackgroundTables:
    return load_tables()


def test_golden_file_has_79_products_all_in_the_tables(unmended: BackgroundTables) -> None:
    rows = golden()
    assert len(rows) == 79
    assert [r["product"] for r in rows if r["dataset"] not in unmended.datasets] == []


def test_every_product_scores_as_in_the_release(unmended: BackgroundTables) -> None:
    ours = scores(unmended, MAIN | HALOGENATED)
    wrong = {}
    for row in golden():
        expected = float(row["GWP100_AR6_kgCO2e"])
        got = ours[row["dataset"]] * float(row["units_per_base_unit"])
        if got != pytest.approx(expected, rel=1e-3, abs=1e-12):
            wrong[row["dataset"]] = (got, expected)
    assert wrong == {}


@pytest.mark.parametrize(
    ("column", "flow"),
    [
        ("CO2_fossil_kg", "co2-fossil"),
        ("CO2_biogenic_kg", "co2-biogenic"),
        ("CH4_fossil_kg", "ch4-fossil"),
        ("CH4_biogenic_kg", "ch4-biogenic"),
        ("N2O_kg", "n2o"),
    ],
)
def test_each_gas_is_as_in_the_release(unmended: BackgroundTables, column: str, flow: str) -> None:
    ours = cumulative(unmended, (flow,))
    wrong = {}
    for row in golden():
        expected = float(row[column])
        got = float(ours[row["dataset"]][0]) * float(row["units_per_base_unit"])
        if got != pytest.approx(expected, rel=1e-3, abs=1e-9):
            wrong[row["dataset"]] = (got, expected)
    assert wrong == {}


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [("hdpe-resin", 1.97), ("ethylene", 1.61), ("pla-resin-natureworks", 1.69)],
)
def test_known_scores_to_the_printed_precision(
    unmended: BackgroundTables, dataset: str, expected: float
) -> None:
    assert round(scores(unmended, MAIN)[dataset], 2) == expected


def test_japanese_mix_2023_lies_between_ember_and_own_estimate(mended: BackgroundTables) -> None:
    assert 0.48 <= scores(mended, MAIN)["electricity-jp-mix-2023"] <= 0.50


def test_changelog_states_what_the_mends_do(
    unmended: BackgroundTables, mended: BackgroundTables
) -> None:
    before, after = scores(unmended, MAIN), scores(mended, MAIN)
    with CHANGELOG.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        key = row["dataset"]
        assert float(row["score_before_kgco2e"]) == pytest.approx(before[key], rel=1e-5), key
        assert float(row["score_after_kgco2e"]) == pytest.approx(after[key], rel=1e-5), key
    assert {m.dataset for m in mended.mends} == {
        r["dataset"] for r in rows if r["changed"] != "inputs only"
    }


def test_changelog_misses_no_dataset_that_moves_by_a_hundredth(
    unmended: BackgroundTables, mended: BackgroundTables
) -> None:
    before, after = scores(unmended, MAIN), scores(mended, MAIN)
    with CHANGELOG.open(encoding="utf-8", newline="") as file:
        named = {row["dataset"] for row in csv.DictReader(file)}
    moved = {k for k in before if abs(after[k] - before[k]) > 0.0101 * abs(before[k])}
    assert moved - named == set()
