"""RED II Annex V: disaggregated values, totals and savings as printed (70 rows)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.methods_toys import activity, background, emit, flow, out, route, use

from methods.assess import assess
from methods.guideline import load_guideline

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
    found = assess(inventory, load_guideline("eu_red_2018_2001_annex_v"), background())
    assert found.unit == "g CO2e/MJ"
    assert found.score == pytest.approx(row[f"E_{kind}"], abs=0.05)
    assert found.verdict is not None
    assert 100 * found.verdict.saving == pytest.approx(row[f"saving_{kind}_pct"], abs=0.5)
