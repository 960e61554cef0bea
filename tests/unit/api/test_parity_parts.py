"""What one parity may be asked for beside its ratio: each part, its receipt, its errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.evaluation import Evaluator
from api.results import CashFlowRequest, ParityRequest
from inventories.errors import HakariError
from methods.guideline import load_guideline

PAPER, PLA, PHB, WOOD = (
    "waste-paper-ethanol",
    "food-residue-pla",
    "co2-hydrogen-phb",
    "waste-wood-bio-pe",
)
GRAVE = "iso_14067_2018"


def asked(evaluator: Evaluator, case: str, **parts: Any) -> dict[str, Any]:
    """Ask, verify the receipt, and return the document."""
    request = ParityRequest.model_validate({"case": case, "samples": 200, **parts})
    found = evaluator.parity(request)
    assert evaluator.verify(found.receipt).verdict == "same"
    document: dict[str, Any] = json.loads(found.body)
    return document


def test_the_waterfall_adds_up_from_today_to_the_targets(evaluator: Evaluator) -> None:
    names = [x["name"] for x in asked(evaluator, PLA)["inputs"] if ":" not in x["name"]]
    yields = {"lactic_yield": 0.93, "price:electricity-jp-mix-2023": 15.0}
    assert "lactic_yield" in names
    found = asked(evaluator, PLA, levers={"targets": yields, "waterfall": True})["levers"]
    fall = found["waterfall"]
    assert found["targets"] == yields
    moved = fall["end"]["ratio"] - fall["start"]["ratio"]
    assert sum(step["ratio"] for step in fall["steps"]) == pytest.approx(moved, rel=1e-9)
    costs = fall["end"]["bio"] - fall["start"]["bio"]
    assert sum(step["bio_jpy"] for step in fall["steps"]) == pytest.approx(costs, rel=1e-9)


def test_the_targets_of_a_gate_are_taken_and_overlaid(evaluator: Evaluator) -> None:
    gates = asked(evaluator, PLA, gates={})["gates"]["gates"]
    last = gates[-1]["id"]
    plain = asked(evaluator, PLA, levers={"gate": last, "waterfall": True})["levers"]["targets"]
    over = asked(
        evaluator, PLA, levers={"gate": last, "targets": {"lactic_yield": 0.9}, "waterfall": True}
    )["levers"]["targets"]
    assert plain["lactic_yield"] != 0.9
    assert over == plain | {"lactic_yield": 0.9}


def test_every_lever_analysis_answers(evaluator: Evaluator) -> None:
    levers = {
        "tornado": True,
        "sobol": 64,
        "break_even": ["price:electricity-jp-mix-2023"],
        "contour": {"x": "lactic_yield", "y": "dilution_water", "points": 5},
        "design": {"levers": ["lactic_yield", "price:electricity-jp-mix-2023"]},
    }
    found = asked(evaluator, PLA, levers=levers)["levers"]
    widths = [bar["swing"] for bar in found["tornado"]["bars"]]
    assert widths == sorted(widths, reverse=True)
    assert 0 < found["sobol"]["sum_first"] < 1.5
    assert found["break_even"][0]["kind"] == "unreachable"
    assert len(found["contour"]["ratio"]) == len(found["contour"]["ratio"][0]) == 5
    assert found["design"]["kind"] == "unreachable"
    assert found["design"]["best_ratio"] > 1.2
    assert {note["code"] for note in found["notes"]}


@pytest.mark.parametrize("case", [PAPER, PLA, PHB, WOOD])
def test_the_gates_of_every_case_split_progress(evaluator: Evaluator, case: str) -> None:
    found = asked(evaluator, case, gates={})["gates"]
    assert len(found["gates"]) >= 2
    for gate in found["gates"][1:]:
        split = gate["progress"]["since_start"]
        assert split["own"] + split["market"] == pytest.approx(split["total"], abs=1e-12)
    assert {len(row) for row in found["table"]["rows"]} == {len(found["table"]["columns"])}


def test_the_carbon_price_brings_the_ratio_where_it_says(evaluator: Evaluator) -> None:
    found = asked(evaluator, WOOD, carbon={"guideline": GRAVE})
    carbon = found["carbon"]
    tau = carbon["to_target"]["jpy_per_t"] / 1000
    bio = found["ratio"] * found["baseline"]["value"] + tau * carbon["bio"]["priced"]
    base = found["baseline"]["value"] + tau * carbon["baseline"]["priced"]
    assert bio / base == pytest.approx(found["target"], rel=1e-9)
    assert sum(carbon["bio"]["by_stage"].values()) == pytest.approx(carbon["bio"]["total"])
    assert [p["jpy_per_t"] for p in carbon["at_prices"]] == [1913.0, 4840.0]
    odds = [p["value"] for p in carbon["acceptability"]["probability"]]
    assert odds == sorted(odds)


def test_only_covered_stages_are_priced(evaluator: Evaluator) -> None:
    whole = asked(evaluator, WOOD, carbon={"guideline": GRAVE})["carbon"]
    part = asked(evaluator, WOOD, carbon={"guideline": GRAVE, "coverage": {"conversion": 1.0}})[
        "carbon"
    ]
    assert part["bio"]["priced"] == pytest.approx(whole["bio"]["by_stage"]["conversion"])
    assert part["baseline"]["priced"] < whole["baseline"]["priced"]


def test_a_guideline_that_stops_at_the_gate_is_told(evaluator: Evaluator) -> None:
    def told(guideline: str) -> list[str]:
        asking = {"guideline": guideline, "coverage": 0.5}
        return [n["en"] for n in asked(evaluator, WOOD, carbon=asking)["carbon"]["notes"]]

    assert any("stops at the gate" in note for note in told("pact_methodology_v3"))
    assert not any("stops at the gate" in note for note in told(GRAVE))


@pytest.mark.parametrize("guideline", ["eu_red_2018_2001_annex_v", "us_45z_2025", GRAVE])
def test_emissions_are_in_kg_whatever_unit_the_guideline_prints(
    evaluator: Evaluator, guideline: str
) -> None:
    carbon = asked(evaluator, PAPER, carbon={"guideline": guideline})["carbon"]
    route = evaluator.library.of_case(PAPER).route
    rules = load_guideline(guideline).rules_on(None)
    assert route.replaces is not None
    per_kg = float(evaluator.scorer(route).score(rules))  # functional unit: 1 kg of ethanol
    assert carbon["bio"]["total"] == pytest.approx(per_kg / route.replaces.amount)
    assert sum(carbon["bio"]["by_stage"].values()) == pytest.approx(carbon["bio"]["total"])


def test_the_premium_thins_down_the_chain(evaluator: Evaluator) -> None:
    link = {"source": "assumption", "reason": "toy", "grade": "unverified"}
    chain = {
        "schema": "hakari/chain/1",
        "id": "bottle",
        "title": {"en": "Bottle", "ja": "ボトル"},
        "links": [
            {"id": "resin", "title": {"en": "Resin", "ja": "樹脂"}, "share": 0.5, **link},
            {"id": "drink", "title": {"en": "Drink", "ja": "飲料"}, "share": 0.1, **link},
        ],
    }
    found = asked(evaluator, WOOD, carbon={"guideline": GRAVE, "chain": chain})
    premium = found["ratio"] - 1
    steps = [step["premium"] for step in found["carbon"]["chain"]]
    assert steps == pytest.approx([0.5 * premium, 0.05 * premium])


def test_own_tables_replace_a_price_and_stand_in_the_receipt(evaluator: Evaluator) -> None:
    tables: dict[str, Any] = {
        "schema": "hakari/tables/1",
        "sources": {"contract": {"title": "Contract", "opened": "yes"}},
        "prices": [
            {
                "key": "hdpe-resin",
                "amount": 300.0,
                "currency": "JPY",
                "per": "kg",
                "year": 2025,
                "index": "none",
                "source": "contract",
                "at": "clause 3",
                "grade": "measured",
            }
        ],
    }
    found = asked(evaluator, WOOD, tables=tables)
    assert found["baseline"]["value"] == 300.0
    assert "own-tables-used" in {note["code"] for note in found["warnings"]}
    tables["prices"][0]["key"] = "hdpe-resn"
    told = {n["code"]: n for n in asked(evaluator, WOOD, tables=tables)["warnings"]}
    assert "hdpe-resn" in told["own-tables-unused"]["text"]["en"]


@pytest.mark.parametrize(
    ("parts", "slug"),
    [
        ({"levers": {"targets": {"no_such": 1.0}, "waterfall": True}}, "input-unknown"),
        ({"levers": {"targets": {"lactic_yield": 1.5}, "waterfall": True}}, "lever-outside-bound"),
        ({"levers": {"gate": "no-gate", "waterfall": True}}, "gate-values-missing"),
        ({"scenarios": ["no-scenario"]}, "scenario-unknown"),
        ({"scenarios": ["carbon-price-gx-ets"], "year": 2050}, "scenario-year-missing"),
        ({"carbon": {"guideline": "no_guideline"}}, "guideline-unknown"),
        ({"baseline_kind": "market_mean"}, "series-unknown"),
        ({"finance": {"depreciation": "MACRS4"}}, "depreciation-unknown"),
        ({"tables": {"schema": "hakari/tables/1", "fx": [{"currency": "THB"}]}}, "request-invalid"),
    ],
)
def test_what_cannot_be_is_an_error_with_a_name(
    evaluator: Evaluator, parts: dict[str, Any], slug: str
) -> None:
    with pytest.raises(HakariError) as error:
        asked(evaluator, PLA, **parts)
    assert error.value.slug == slug


def test_the_same_seed_gives_the_same_digits_and_another_does_not(evaluator: Evaluator) -> None:
    one, again, other = (
        asked(evaluator, PAPER, seed=seed)["spread"]["summary"] for seed in (3, 3, 4)
    )
    assert one == again
    assert one != other


def test_a_cash_flow_is_solved_and_its_receipt_verifies(evaluator: Evaluator) -> None:
    inputs = {
        "IRR": 0.1,
        "income_tax": 0.0,
        "operating_years": 1,
        "construction_schedule": [1.0],
        "startup_months": 0,
        "startup_VOC_frac": 1,
        "startup_FOC_frac": 1,
        "startup_sales_frac": 1,
        "WC_over_FCI": 0,
        "finance_interest": 0,
        "finance_years": 0,
        "finance_fraction": 0,
        "FCI": 100,
        "depreciation": [{"basis": 100, "schedule": [1.0]}],
        "VOC": 20,
        "FOC": 10,
        "other_sales": 5,
        "annual_product": 10,
    }
    found = evaluator.cash_flow(CashFlowRequest(document={"inputs": inputs}))
    document = json.loads(found.body)
    assert document["minimum_price"] == pytest.approx((110 + 20 + 10 - 5) / 10)
    assert sum(p["value"] for p in document["parts"]) == pytest.approx(document["minimum_price"])
    assert evaluator.verify(found.receipt).verdict == "same"


def test_a_group_of_inputs_is_told_as_one(evaluator: Evaluator) -> None:
    plain = asked(evaluator, PLA, gates={})["gates"]["gates"]
    moved = [m["name"] for c in plain[-1]["attribution"]["contributions"] for m in c["moved"]]
    last, pair = plain[-1]["id"], moved[:2]
    found = asked(
        evaluator,
        PLA,
        gates={"groups": {"both": pair}},
        levers={"gate": last, "waterfall": True, "groups": {"both": pair}},
    )
    told = found["gates"]["gates"][-1]["attribution"]["contributions"]
    steps = found["levers"]["waterfall"]["steps"]
    assert [m["name"] for m in next(c for c in told if c["name"] == "both")["moved"]] == pair
    assert [m["name"] for m in next(s for s in steps if s["lever"] == "both")["moves"]] == pair
    with pytest.raises(HakariError, match="`misspelt` is no input"):
        asked(evaluator, PLA, gates={"groups": {"both": ["misspelt"]}})


def test_assumed_elasticities_are_named_where_oil_is_not_todays(evaluator: Evaluator) -> None:
    def told(**options: Any) -> dict[str, dict[str, Any]]:
        return {note["code"]: note for note in asked(evaluator, WOOD, **options)["warnings"]}

    assert "oil-link-unverified" not in told()
    linked = told(baseline_kind="oil_linked")["oil-link-unverified"]["text"]
    assert "hdpe-resin" in linked["en"]
    assert "hdpe-resin" in linked["ja"]
