"""RED II Annex V parts A, B, D, E: terms, totals and savings as printed (48 pathways)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.methods_toys import activity, background, emit, flow, out, route, use

from methods.assess import assess
from methods.default_values import default_value, default_values
from methods.guideline import load_guideline

RED = "eu_red_2018_2001_annex_v"
VARIANT = {"typ": "typical", "def": "default"}

DATA = json.loads(Path(__file__).with_name("red2_annex_v.json").read_text("utf-8"))
ROWS = [(row, kind) for part in ("D", "E") for row in DATA[part] for kind in ("typ", "def")]
G_PER_KG = 1000.0


def fuel_with_terms(eec: float, ep: float, etd: float):
    """Route of 1 MJ of fuel whose three steps emit the printed terms as fossil CO2."""
    return route(
        {"crop": flow("MJ"), "fuel": flow("MJ"), "service": flow("MJ")},
        [
            activity("grow", [out("crop", 1, "MJ")], [], [emit("co2-fossil", eec / G_PER_KG)]),
            activity(
                "make",
                [out("fuel", 1, "MJ")],
                [use(1, "MJ", flow="crop", **{"from": "grow"})],
                [emit("co2-fossil", ep / G_PER_KG)],
            ),
            activity(
                "haul",
                [out("service", 1, "MJ")],
                [],
                [emit("co2-fossil", etd / G_PER_KG)],
                "distribution",
            ),
        ],
        ("make", "fuel", 1, "MJ"),
        "fuel",
        [{"activity": "haul", "amount": 1}],
    )


def test_all_rows_are_there() -> None:
    assert len(DATA["D"]) + len(DATA["E"]) == len({r["pathway"] for r, _ in ROWS}) == len(ROWS) // 2
    assert len(ROWS) >= 70


@pytest.mark.parametrize(("row", "kind"), ROWS, ids=[f"{r['pathway']}-{k}" for r, k in ROWS])
def test_terms_give_printed_total_and_saving(row: dict[str, float], kind: str) -> None:
    inventory = fuel_with_terms(row["eec"], row[f"ep_{kind}"], row["etd"])
    found = assess(inventory, load_guideline(RED), background())
    terms = {term.id: term.value for term in found.terms}
    assert terms["etd"] == pytest.approx(row["etd"], abs=1e-9)
    assert found.unit == "g CO2e/MJ"
    assert found.score == pytest.approx(row[f"E_{kind}"], abs=0.05)
    assert found.verdict is not None
    assert 100 * found.verdict.saving == pytest.approx(row[f"saving_{kind}_pct"], abs=0.5)


@pytest.mark.parametrize(("row", "kind"), ROWS, ids=[f"{r['pathway']}-{k}" for r, k in ROWS])
def test_table_of_default_values_is_the_printed_one(row: dict[str, float], kind: str) -> None:
    found = default_value(load_guideline(RED).document, str(row["id"]))
    (result,) = [r for r in found.results if r.variant == VARIANT[kind]]
    assert dict(result.terms) == {"eec": row["eec"], "ep": row[f"ep_{kind}"], "etd": row["etd"]}
    assert result.total == row[f"E_{kind}"]
    assert sum(result.terms.values()) == pytest.approx(row[f"E_{kind}"], abs=0.05)
    assert result.verdict is not None
    assert 100 * result.verdict.saving == pytest.approx(row[f"saving_{kind}_pct"], abs=0.5)
    assert result.evidence == "seen"


def test_no_other_pathway_of_annex_v_is_in_the_table() -> None:
    annex_v = {p.id for p in default_values(RED).values() if "Annex V " in p.printed[0].clause}
    assert annex_v == {row["id"] for row, _ in ROWS}


EXCEPTIONS = {"other_cereals_ethanol_forest_residue_chp", "waste_cooking_oil_pure_oil"}
"""Pathways whose one printed decimal is too coarse to show the factor."""


@pytest.mark.parametrize("row", DATA["D"], ids=[r["pathway"] for r in DATA["D"]])
def test_default_processing_is_typical_processing_times_1_4(row: dict[str, float]) -> None:
    # both numbers are printed with one decimal: 0.05 for the default, 1.4 x 0.05 for the typical
    if row["id"] not in EXCEPTIONS:
        assert row["ep_def"] == pytest.approx(1.4 * row["ep_typ"], abs=0.05 + 1.4 * 0.05)
    else:
        assert row["ep_def"] / row["ep_typ"] == pytest.approx(1.4, abs=0.07)
