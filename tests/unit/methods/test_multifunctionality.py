from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.methods_toys import (
    BY,
    activity,
    background,
    catalogue,
    flow,
    out,
    resolved,
    route,
    rules,
    use,
)

from inventories.inventory import Inventory, evaluate
from lca.solve import solve
from methods.carbon import CO2E_CREDIT
from methods.context import Context
from methods.lines import Draft, Line, start
from methods.rules import multifunctionality

PRICES = {"main": 500.0, "side": 100.0, "steam": 1.0, "power": 3.0}
SIDES = np.array([0.5, 3.0, 12.0])


def ladder(*rungs: dict[str, object] | str):
    full = [r if isinstance(r, dict) else {"rung": r} for r in rungs]
    return rules(multifunctionality=("ladder", {"rungs": full}))


def parameter(value: float) -> dict[str, object]:
    return {"title": "side", "value": value, "unit": "1", **BY}


def material(displaces: bool = False, **side) -> Inventory:
    more = {"displaces": {"provider": "feed", **BY}} if displaces else {}
    properties = {"carbon": (0.4, "biogenic"), "lhv": (20.0, "wet"), "formula": "C2H6O"}
    return route(
        {"main": flow(**properties), "side": flow(**(properties | {"formula": "CH4"} | side))},
        [
            activity(
                "make",
                [out("main", 1), out("side", "side", role="co_product", **more)],
                [use(10, provider="feed")],
            )
        ],
        ("make", "main", 1, "kg"),
        parameters={"side": parameter(3.0)},
    )


def heat_and_power() -> Inventory:
    return route(
        {
            "steam": flow("MJ", energy="heat", temperature_k=423.15),
            "power": flow("kWh", energy="electricity"),
        },
        [
            activity(
                "make",
                [out("steam", 5, "MJ"), out("power", "side", "kWh", role="co_product")],
                [use(12, "MJ", provider="gas")],
            )
        ],
        ("make", "steam", 1, "MJ"),
        parameters={"side": parameter(3.0)},
    )


def sampled(inventory: Inventory, values) -> Inventory:
    known = catalogue()
    overrides = {"side": values}
    return evaluate(inventory.route, known.provider_units, known.elementary_units, overrides)


RATIO = {"rung": "ratio_test", "threshold": 5, "above": "economic", "below": "mass"}
CASES = {
    "mass": (material(), ladder("mass")),
    "energy": (material(), ladder("energy_lhv")),
    "carbon": (material(), ladder("carbon")),
    "stoichiometric": (material(), ladder("stoichiometric")),
    "economic": (material(), ladder("economic")),
    "ratio test": (material(), ladder(RATIO)),
    "stated substitution": (material(True), ladder("substitution_if_stated", "mass")),
    "exergy": (heat_and_power(), ladder({"rung": "exergy", "reference_temperature_k": 273.15})),
    "useful energy": (
        heat_and_power(),
        ladder({"rung": "useful_energy", "reference_temperature_k": 273.15}),
    ),
    "ratio of CHP": (heat_and_power(), ladder({"rung": "chp_ratio", "electricity_per_heat": 2.5})),
}


@pytest.mark.parametrize("name", CASES)
def test_samples_resolved_together_have_the_shares_of_each_resolved_alone(name: str) -> None:
    inventory, chosen = CASES[name]
    together = draft_of(sampled(inventory, SIDES), chosen)
    for index, side in enumerate(SIDES):
        alone = draft_of(sampled(inventory, float(side)), chosen)
        assert set(alone.shares) == set(together.shares)
        assert alone.rungs == together.rungs
        for key, share in alone.shares.get("make", {}).items():
            assert np.broadcast_to(together.shares["make"][key], SIDES.shape)[
                index
            ] == pytest.approx(share, rel=1e-12)
        assert amounts(together, index) == pytest.approx(amounts(alone, 0), rel=1e-12)


def draft_of(inventory: Inventory, chosen) -> Draft:
    context = Context(catalogue(), chosen, PRICES)
    choice = chosen["multifunctionality"]
    return multifunctionality.apply(start(inventory), choice, context)


def amounts(draft: Draft, index: int) -> list[float]:
    size = len(SIDES)
    return [float(np.broadcast_to(line.amount, (size,))[index]) for line in draft.lines]


def test_each_sample_is_tested_for_itself_where_prices_depend_on_the_amount() -> None:
    chosen = ladder(RATIO | {"threshold": 4})
    inventory = sampled(material(), SIDES)
    context = Context(catalogue(), chosen, {"main": 300.0, "side": np.array([100.0, 50.0, 100.0])})
    draft = multifunctionality.apply(start(inventory), chosen["multifunctionality"], context)
    # ratios 3, 6, 3: mass, value, mass
    expected = [1 / 1.5, 300 / (300 + 3 * 50), 1 / 13]
    assert draft.shares["make"]["main"] == pytest.approx(expected, rel=1e-12)
    total = sum(draft.shares["make"].values())
    assert total == pytest.approx(np.ones(3), abs=1e-15)
    assert draft.rungs["make"] == ("ratio_test", "economic/mass")


def test_a_sample_without_the_co_product_gives_the_main_product_everything() -> None:
    chosen = ladder(RATIO)
    inventory = sampled(material(), np.array([0.0, 2.0]))
    context = Context(catalogue(), chosen, {"main": 1000.0, "side": 100.0})
    draft = multifunctionality.apply(start(inventory), chosen["multifunctionality"], context)
    assert draft.shares["make"]["main"] == pytest.approx([1.0, 1000 / 1200], rel=1e-12)
    assert draft.rungs["make"] == ("ratio_test", "economic/mass")


def test_a_co_product_that_no_sample_makes_is_left_out() -> None:
    draft = draft_of(sampled(material(), np.zeros(2)), ladder("mass"))
    assert draft.shares == {}
    assert [n.code for n in draft.notes] == ["empty-product"]


def test_a_line_of_one_product_is_not_shared() -> None:
    inventory = material()
    chosen = ladder("mass")
    context = Context(catalogue(), chosen)
    own = Line("make", "elementary", CO2E_CREDIT, -0.5, "derived", "/x", product="main")
    draft = start(inventory)
    draft = draft.with_lines((*draft.lines, own))
    found = multifunctionality.apply(draft, chosen["multifunctionality"], context)
    credited = [x for x in found.lines if x.key == CO2E_CREDIT]
    assert [(x.activity, x.amount) for x in credited] == [("make:main", -0.5)]
    feed = {x.activity: x.amount for x in found.lines if x.key == "feed"}
    assert feed == {"make:main": 2.5, "make:side": 7.5}


def test_a_line_of_a_product_that_was_substituted_stays_with_the_activity() -> None:
    inventory = material(displaces=True)
    chosen = ladder("substitution_if_stated", "mass")
    own = Line("make", "elementary", CO2E_CREDIT, -0.5, "derived", "/x", product="side")
    draft = start(inventory)
    draft = draft.with_lines((*draft.lines, own))
    choice = chosen["multifunctionality"]
    found = multifunctionality.apply(draft, choice, Context(catalogue(), chosen))
    assert [(x.activity, x.amount) for x in found.lines if x.key == CO2E_CREDIT] == [("make", -0.5)]


def test_substitution_needs_a_known_function_where_the_rule_asks_for_it() -> None:
    inventory = material(displaces=True)
    known = resolved(inventory, ladder("substitution_if_known", "mass"))
    stated = resolved(inventory, ladder("substitution_if_stated", "mass"))
    assert known.rungs["make"] == ("mass",)
    assert stated.rungs["make"] == ("substitution_if_stated",)
    # 10 kg of feed less the 3 kg that are displaced, 0.4 kg CO2 each
    assert solve(stated.system, background()).score == pytest.approx(2.8, rel=1e-12)


def caused(*shares: float | None) -> Inventory:
    names = [f"side{i}" for i in range(len(shares))]
    sides = [
        out(name, 1, role="co_product", **({} if share is None else {"causal_share": share}))
        for name, share in zip(names, shares, strict=True)
    ]
    return route(
        {"main": flow(), **{name: flow() for name in names}},
        [activity("make", [out("main", 1), *sides])],
        ("make", "main", 1, "kg"),
    )


def test_the_main_product_carries_what_its_co_products_do_not_cause() -> None:
    found = resolved(caused(0.1, 0.2), ladder("causality", "mass"))
    assert found.shares["make"] == pytest.approx({"main": 0.7, "side0": 0.1, "side1": 0.2})
    assert found.rungs["make"] == ("causality",)


def test_causal_shares_that_round_to_one_leave_the_main_product_with_nothing() -> None:
    found = resolved(caused(0.7, 0.1, 0.2), ladder("causality", "mass"))
    assert found.shares["make"]["main"] == pytest.approx(0.0, abs=1e-12)
    assert found.shares["make"]["main"] >= 0


@pytest.mark.parametrize(
    ("shares", "code", "reason"),
    [
        ((None, None), "rung-not-applicable", "no product states its causal share"),
        ((0.2, None), "rung-skipped", "no causal share: side1"),
        ((0.7, 0.6), "rung-skipped", "causal shares sum to more than 1"),
    ],
)
def test_causality_that_cannot_be_used_says_why(shares, code: str, reason: str) -> None:
    found = resolved(caused(*shares), ladder("causality", "mass"))
    assert found.rungs["make"] == ("mass",)
    notes = {n.code: n.params for n in (*found.notes, *found.warnings)}
    told = notes[code]["reason"]
    assert told.en == reason
    assert any("ぁ" <= character <= "ヿ" for character in told.ja)


def test_a_product_without_energy_content_is_no_gap_in_the_data() -> None:
    useful = {"rung": "useful_energy", "reference_temperature_k": 273.15}
    for empty in ({}, {"lhv": (0.0, "wet")}, {"lhv": (1.0, "dry"), "dry_mass_fraction": 0.1}):
        inventory = route(
            {"main": flow(lhv=(120.0, "wet")), "side": flow(**empty)},
            [activity("make", [out("main", 1), out("side", 4, role="co_product")])],
            ("make", "main", 1, "kg"),
        )
        found = resolved(inventory, ladder(useful, "economic"), prices=PRICES)
        assert found.rungs["make"] == ("economic",)
        assert [n.code for n in found.notes if n.code.startswith("rung")] == ["rung-not-applicable"]


def test_an_energy_content_that_cannot_be_converted_is_a_gap_in_the_data() -> None:
    useful = {"rung": "useful_energy", "reference_temperature_k": 273.15}
    inventory = route(
        {"main": flow(lhv=(120.0, "wet")), "side": flow(lhv=(18.0, "dry"))},
        [activity("make", [out("main", 1), out("side", 4, role="co_product")])],
        ("make", "main", 1, "kg"),
    )
    found = resolved(inventory, ladder(useful, "economic"), prices=PRICES)
    assert [n.code for n in found.warnings] == ["rung-skipped"]


@pytest.mark.parametrize(
    "rung",
    [
        {"rung": "chp_ratio", "electricity_per_heat": 2.5},
        {"rung": "exergy", "reference_temperature_k": 273.15},
    ],
)
def test_rungs_for_heat_and_power_leave_other_activities_to_the_next_rung(rung) -> None:
    found = resolved(material(), ladder(rung, "mass"))
    assert found.rungs["make"] == ("mass",)
    assert "not only heat and power" in str(found.notes[0].params["reason"])


def test_heat_without_temperature_cannot_be_shared_by_its_useful_part() -> None:
    inventory = heat_and_power()
    steam = inventory.flows["steam"].model_copy(update={"temperature_k": None})
    inventory = replace(inventory, flows={**inventory.flows, "steam": steam})
    for rung in ("exergy", "useful_energy"):
        found = resolved(
            inventory, ladder({"rung": rung, "reference_temperature_k": 273.15}, "energy_lhv")
        )
        assert found.rungs["make"] == ("energy_lhv",)
        assert [n.code for n in found.warnings] == ["rung-skipped"]


def test_a_formula_of_an_unknown_element_gives_no_amount_of_substance() -> None:
    found = resolved(material(formula="Xx2"), ladder("stoichiometric", "mass"))
    assert found.rungs["make"] == ("mass",)


def test_water_in_a_product_is_not_counted_as_the_substance() -> None:
    found = resolved(
        material(formula="C2H6O", dry_mass_fraction=0.5), ladder("stoichiometric", "mass")
    )
    # 1 against 3 x 0.5 of the same compound
    assert found.shares["make"]["main"] == pytest.approx(0.4, rel=1e-12)
