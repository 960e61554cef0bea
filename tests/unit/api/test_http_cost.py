"""Costs over HTTP: hostile and mistaken requests get an answer that says what to do."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.service_fake import Client, running

from api.evaluation import Evaluator
from api.parity_limits import MAX_DRAWN_NUMBERS, MAX_GATE_VALUES, MAX_SOBOL_RUNS

CASES = Path(__file__).parents[3] / "cases"
PLA, WOOD = "food-residue-pla", "waste-wood-bio-pe"
GRAVE = "iso_14067_2018"


@pytest.fixture(scope="module")
def client(evaluator: Evaluator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("cost")
    with running(folder, evaluator, rate_per_minute=100_000) as started:
        yield started


@pytest.fixture
def documents() -> tuple[dict[str, Any], dict[str, Any]]:
    """Route and baseline of a case, to be changed."""
    route, baseline = (
        yaml.safe_load((CASES / PLA / f"{name}.yaml").read_text("utf-8"))
        for name in ("route", "baseline")
    )
    return route, baseline


def asked(client: Client, /, *, told_in: str = "en", **request: Any) -> Any:
    body = {"samples": 0, **({} if "route" in request else {"case": PLA}), **request}
    return client.post("/v1/parity", json=body, headers={"Accept-Language": told_in})


def refused(client: Client, slug: str, **request: Any) -> dict[str, Any]:
    """Check that a request is refused with this problem, told in both languages."""
    told = [asked(client, told_in=language, **request) for language in ("en", "ja")]
    for answer in told:
        assert answer.status_code in (404, 422), answer.text
        assert answer.json()["slug"] == slug
    english, japanese = (answer.json() for answer in told)
    if "findings" in english:
        assert all(f["message"]["en"] != f["message"]["ja"] for f in english["findings"])
    else:
        assert english["detail"] != japanese["detail"]
        assert "{" not in japanese["detail"]
    return dict(english)


def uncertain(number: int) -> dict[str, Any]:
    """Parameters that vary and that nothing uses."""
    return {
        f"idle_{i}": {
            "title": {"en": f"Idle {i}", "ja": f"未使用{i}"},
            "value": 1.0,
            "unit": "kg/kg",
            "distribution": {"kind": "lognormal", "gsd": 1.2},
            "source": "assumption",
            "reason": "test",
            "grade": "unverified",
        }
        for i in range(number)
    }


def own_tables(**rows: Any) -> dict[str, Any]:
    sources = {"own": {"title": "Own quotation", "opened": "yes"}}
    return {"schema": "hakari/tables/1", "sources": sources, **rows}


def quoted(**changes: Any) -> dict[str, Any]:
    return {
        "key": "pet-resin",
        "title": {"en": "PET", "ja": "PET"},
        "amount": 120.0,
        "currency": "JPY",
        "year": 2025,
        "index": "none",
        "per": "kg",
        "source": "own",
        "at": "line 1",
        "grade": "unverified",
    } | changes


@pytest.mark.parametrize("value", [1e308, 1e-308, 1e16, 1e-12])
def test_a_baseline_of_a_gate_beyond_all_prices_is_refused(client: Client, value: float) -> None:
    gates = {"baselines": {"technical-2017": value}}
    problem = refused(client, "request-invalid", gates=gates)
    assert problem["findings"][0]["pointer"].endswith("/gates/baselines/technical-2017")


@pytest.mark.parametrize("amount", [0.0, -5.0, 1e-300, 5e-324])
def test_a_baseline_that_gives_no_ratio_is_refused(client: Client, amount: float) -> None:
    refused(client, "baseline-invalid", tables=own_tables(prices=[quoted(amount=amount)]))


def test_low_and_high_swapped_is_said_in_both_languages(client: Client) -> None:
    tables = own_tables(prices=[quoted(low=200.0, high=100.0)])
    refused(client, "request-invalid", tables=tables)


def test_many_own_rows_that_nothing_uses_are_told_in_one_short_note(client: Client) -> None:
    rows = [quoted(key=f"idle-{i}") for i in range(1000)]
    warnings = asked(client, tables=own_tables(prices=rows)).json()["warnings"]
    [told] = [w for w in warnings if w["code"] == "own-tables-unused"]
    assert len(told["text"]["en"]) < 500


def test_samples_are_limited_by_the_inputs_that_vary(
    client: Client, documents: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    route, baseline = documents
    route["parameters"] |= uncertain(300)
    own: dict[str, Any] = {"route": route, "baseline": baseline}
    most = MAX_DRAWN_NUMBERS // 300
    refused(client, "sample-count-invalid", **own, samples=most)
    assert asked(client, **own, samples=100).status_code == 201
    assert MAX_SOBOL_RUNS // 300 < 1024
    refused(client, "analysis-too-large", **own, levers={"sobol": 1024})
    limits = client.get("/v1/limits").json()
    assert limits["max_parity_numbers"] == MAX_DRAWN_NUMBERS
    assert limits["max_sobol_runs"] == MAX_SOBOL_RUNS
    assert limits["max_gate_values"] == MAX_GATE_VALUES


def test_values_at_gates_are_limited(
    client: Client, documents: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    route, baseline = documents
    gates = [
        {"id": f"g{i}", "title": {"en": "G", "ja": "ゲ"}, "date": f"{2010 + i}", "trl": 5}
        for i in range(20)
    ]
    value = {"value": 1.0, "status": "target", "source": "assumption", "reason": "test"}
    idle = uncertain(MAX_GATE_VALUES // 20 + 1)
    for parameter in idle.values():
        parameter["gates"] = {g["id"]: value | {"grade": "unverified"} for g in gates}
    for name in ("lactic_yield", "dilution_water"):
        route["parameters"][name].pop("gates")
    route["gates"] = gates
    route["parameters"] |= idle
    own: dict[str, Any] = {"route": route, "baseline": baseline}
    refused(client, "analysis-too-large", **own, gates={})
    assert asked(client, **own).status_code == 201


def test_an_input_moved_until_the_plant_is_none_gives_no_cost(client: Client) -> None:
    """A dry matter of 1 leaves less than no water: infeasible in a scan, refused as a target."""
    scanned = asked(client, levers={"break_even": ["dry_matter"]})
    assert scanned.status_code == 201, scanned.text
    assert scanned.json()["levers"]["break_even"][0]["infeasible"] > 0
    problem = refused(client, "amount-negative", levers={"targets": {"dry_matter": 1.0}})
    assert "/activities/" in problem["detail"]


@pytest.mark.parametrize("amount", [0, -1.0])
def test_capital_that_costs_nothing_is_refused(
    client: Client, documents: tuple[dict[str, Any], dict[str, Any]], amount: float
) -> None:
    route, baseline = documents
    route["cost"]["capital"][1]["amount"] = amount
    problem = refused(client, "route-invalid", route=route, baseline=baseline)
    assert "/cost/capital/1/amount" in {f["pointer"] for f in problem["findings"]}


def test_a_note_about_a_list_of_equipment_is_told_once(
    client: Client, documents: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    route, baseline = documents
    first = {k: v for k, v in route["cost"]["capital"][1].items() if k != "scope"}
    for key in ("reference_capacity", "reference_unit", "location_factor"):
        first.pop(key)
    route["cost"]["equipment"] = [
        copy.deepcopy(first)
        | {"id": f"e{i}", "size": 100, "size_unit": "m3", "reference_size": 100,
           "installation_factor": 2.0,
           "title": {"en": f"Tank {i}", "ja": f"槽{i}"}}
        for i in range(40)
    ]  # fmt: skip
    answer = asked(client, route=route, baseline=baseline)
    assert answer.status_code == 201, answer.text
    told = [w for w in answer.json()["warnings"] if w["code"] == "location-factor-missing"]
    assert len(told) == 1


def test_requests_at_once_give_the_answers_of_requests_one_by_one(client: Client) -> None:
    """Own exchange rates are those of their request alone, whatever runs beside it."""
    asking = [
        {
            "case": case,
            "samples": 200,
            "baseline_kind": kind,
            "levers": {"tornado": True},
            "carbon": {"guideline": GRAVE},
            "tables": own_tables(
                fx=[{"currency": "JPY", "year": 2025, "per_usd": rate, "source": "own",
                     "at": "x", "grade": "unverified"}]
            ),
        }
        for rate in (100.0, 150.0, 200.0)
        for case in (PLA, WOOD)
        for kind in ("market_price", "oil_linked")
    ]  # fmt: skip
    alone = [client.post("/v1/parity", json=request).content for request in asking]
    assert len({json.loads(body)["ratio"] for body in alone}) == len(asking)
    with ThreadPoolExecutor(6) as pool:
        together = list(
            pool.map(lambda request: client.post("/v1/parity", json=request).content, asking * 2)
        )
    assert together == alone * 2


def test_every_part_at_once_is_the_same_bytes_and_verifies(client: Client) -> None:
    request = {
        "case": PLA,
        "samples": 200,
        "sampling": "lhs",
        "baseline_kind": "oil_linked",
        "timing": "levelised",
        "finance": {"tax_rule": "cap", "cap_share": 0.5, "cap_years": 10, "depreciation": "MACRS7"},
        "levers": {
            "gate": "target-2030",
            "waterfall": True,
            "tornado": True,
            "sobol": 64,
            "break_even": ["lactic_yield"],
            "contour": {"x": "lactic_yield", "y": "market:oil", "points": 5},
        },
        "gates": {},
        "carbon": {"guideline": GRAVE, "coverage": 0.5},
    }
    first, second = (client.post("/v1/parity", json=request) for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.content == second.content
    found = first.json()
    receipt = client.get(f"/v1/receipts/{found['receipt']}").content
    checked = client.post(
        "/v1/verifications", content=receipt, headers={"Content-Type": "application/json"}
    )
    assert checked.json()["verdict"] == "same"
    costs = sum(line["value"] for line in found["breakdown"])
    assert costs == pytest.approx(found["msp"], rel=1e-9)
    fall = found["levers"]["waterfall"]
    assert fall["start"]["ratio"] == pytest.approx(found["ratio"], rel=1e-9)
    assert fall["end"] == found["levers"]["at_targets"]


def test_a_scenario_that_begins_after_a_gate_leaves_the_gate_as_it_was(client: Client) -> None:
    request: dict[str, Any] = {
        "baseline_kind": "oil_linked",
        "scenarios": ["oil-2026"],
        "gates": {},
    }
    answer = asked(client, **request)
    assert answer.status_code == 201, answer.text
    told = answer.json()["gates"]
    assert any("oil-2026" in note["en"] for note in told["notes"])
    plain = asked(client, baseline_kind="oil_linked", gates={}).json()["gates"]
    first, last = (
        [g["gates"][k]["progress"]["baseline_jpy"] for g in (told, plain)] for k in (0, -1)
    )
    assert first[0] == first[1]
    assert last[0] != last[1]


def test_options_without_effect_are_not_taken_silently(client: Client) -> None:
    refused(client, "request-invalid", finance={"tax_rule": "carry", "cap_share": 0.3})
    assert asked(client, finance={"cap_share": 0.3}).status_code == 201  # cap is the default rule
    told = asked(client, baseline_kind="market_price", timing="levelised").json()["warnings"]
    assert "timing-unused" in {w["code"] for w in told}


def test_deflation_beyond_reason_is_refused(client: Client) -> None:
    """Nominal depreciation is worth 10^17 times more after 60 years at -49 %."""
    refused(client, "request-invalid", finance={"inflation": -0.49})


def test_parts_that_are_too_much_together_are_refused(client: Client) -> None:
    parts: dict[str, Any] = {"gates": {}, "levers": {"sobol": 2048}, "finance": {"life_years": 60}}
    refused(client, "analysis-too-large", samples=100_000, **parts)
    assert asked(client, samples=100, gates={}, finance={"life_years": 60}).status_code == 201
