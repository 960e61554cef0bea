from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.methods_toys import (
    BY,
    activity,
    background,
    catalogue,
    emit,
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
from methods.lines import Note, start
from methods.messages import render
from methods.resolve import Resolution
from methods.rules import fermentation_off_gas

CO2 = {"formula": "CO2", "carbon": (12 / 44, "biogenic")}
SOLD = {"displaces": {"provider": "feed", **BY}}
REPLACEMENT = ("replacement_credit", {"co2_per_carbon": "44/12"})
PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})
MASS = ("ladder", {"rungs": [{"rung": "mass"}]})


def brewery(gas: dict[str, object], *, displaces: bool = True, vented: bool = False) -> Inventory:
    """1 kg of acid of 0.4 kg C from 0.7 kg C of waste, and CO2 of 0.3 kg C: sold or vented."""
    sold = [out("gas", "co2_sold", role="co_product", **(SOLD if displaces else {}))]
    return route(
        {
            "straw": flow(carbon=(0.35, "biogenic")),
            "acid": flow(carbon=(0.4, "biogenic")),
            **({} if vented else {"gas": flow(**gas)}),
        },
        [
            activity(
                "ferment",
                [out("acid", 1), *([] if vented else sold)],
                [use(2, flow="straw", feedstock={"origin": "waste"})],
                [emit("co2-biogenic", 1.1)] if vented else [],
            )
        ],
        ("ferment", "acid", 1, "kg"),
        parameters={"co2_sold": {"title": "CO2", "value": 1.1, "unit": "kg", **BY}},
    )


def credited(found: Resolution) -> list[tuple[str, object]]:
    return [(x.activity, x.amount) for x in found.draft.lines if x.key == CO2E_CREDIT]


def codes(notes: tuple[Note, ...]) -> list[str]:
    ours = ("off-gas", "credit", "soil-carbon")
    return [n.code for n in notes if n.code.startswith(ours)]


def test_biogenic_co2_that_is_sold_is_deducted_by_its_carbon() -> None:
    found = resolved(brewery(CO2), rules(fermentation_off_gas=REPLACEMENT))
    assert credited(found) == [("ferment", pytest.approx(-1.1, rel=1e-12))]
    assert not found.shares
    assert codes(found.notes) == ["off-gas-credited"]
    assert "fermentation_off_gas" in found.acted


def test_only_the_biogenic_part_of_co2_is_deducted() -> None:
    mixed = {"carbon": {"content": 12 / 44, "biogenic": 0.25, "fossil": 0.75, **BY}}
    inventory = brewery(CO2)
    gas = inventory.flows["gas"]
    document = type(gas).model_validate({**gas.model_dump(), **mixed})
    inventory = replace(inventory, flows={**inventory.flows, "gas": document})
    found = resolved(inventory, rules(fermentation_off_gas=REPLACEMENT))
    assert credited(found) == [("ferment", pytest.approx(-0.275, rel=1e-12))]
    assert codes(found.warnings) == ["off-gas-not-biogenic"]


def test_a_sample_of_sold_co2_is_deducted_sample_by_sample() -> None:
    known, amounts = catalogue(), np.array([0.5, 1.0])
    document = brewery(CO2).route
    inventory = evaluate(
        document, known.provider_units, known.elementary_units, {"co2_sold": amounts}
    )
    chosen = rules(fermentation_off_gas=REPLACEMENT)
    draft = fermentation_off_gas.apply(
        start(inventory), chosen["fermentation_off_gas"], Context(known, chosen)
    )
    (line,) = [x for x in draft.lines if x.key == CO2E_CREDIT]
    assert line.amount == pytest.approx([-0.5, -1.0], rel=1e-12)


@pytest.mark.parametrize(
    ("gas", "displaces", "notes", "warnings"),
    [
        (CO2, False, ["off-gas-replaces-nothing"], []),
        (CO2 | {"carbon": (12 / 44, "atmospheric")}, True, [], ["off-gas-not-biogenic"]),
        (CO2 | {"carbon": (12 / 44, "fossil")}, True, [], ["off-gas-not-biogenic"]),
        ({"formula": "CO2"}, True, [], ["off-gas-origin-unknown"]),
    ],
)
def test_other_co2_leaves_with_nothing(gas, displaces: bool, notes, warnings) -> None:
    found = resolved(brewery(gas, displaces=displaces), rules(fermentation_off_gas=REPLACEMENT))
    assert credited(found) == []
    assert not found.shares
    assert (codes(found.notes), codes(found.warnings)) == (notes, warnings)


def test_a_co_product_that_is_not_co2_is_left_to_the_ladder() -> None:
    gas = {"formula": "CO", "carbon": (12 / 28, "biogenic")}
    for choice in (REPLACEMENT, ("not_a_product", {})):
        found = resolved(brewery(gas), rules(fermentation_off_gas=choice, multifunctionality=MASS))
        assert found.shares["ferment"]["acid"] == pytest.approx(1 / 2.1)
        assert "fermentation_off_gas" not in found.acted


def test_co2_is_known_by_its_cas_number_too() -> None:
    gas = {"cas": "124-38-9", "carbon": (12 / 44, "biogenic")}
    assert len(credited(resolved(brewery(gas), rules(fermentation_off_gas=REPLACEMENT)))) == 1


def test_under_minus_one_plus_one_co2_that_is_no_product_counts_as_if_it_were_vented() -> None:
    chosen = rules(fermentation_off_gas="not_a_product", biogenic_carbon=PLUS)
    sold = solve(resolved(brewery(CO2), chosen).system, background()).score
    vented = solve(resolved(brewery(CO2, vented=True), chosen).system, background()).score
    assert sold == pytest.approx(vented, abs=1e-12)
    assert sold == pytest.approx(-0.4 * 44 / 12, abs=1e-12)


def claimed(*credits: dict[str, object], **product: object) -> Inventory:
    return route(
        {"main": flow(**product)},
        [activity("make", [out("main", 1)], [use(10, provider="feed")])],
        ("make", "main", 1, "kg"),
        credits=[{**BY, **credit} for credit in credits],
    )


STORAGE = {"kind": "carbon_storage", "kgco2e_per_unit": 0.5}
SOIL = {
    "kind": "soil_carbon",
    "kgco2e_per_unit": 0.5,
    "certificate": "https://x.invalid",
    "commitment_years": 10,
}


def listed(**term: object):
    return (
        "listed_terms_only",
        {"terms": [{"kind": "carbon_storage", **term}]},
    )


@pytest.mark.parametrize(
    ("choice", "score", "code"),
    [
        ("forbidden", 4.0, "credit-forbidden"),
        ("separate", 4.0, "credit-separate"),
        (("listed_terms_only", {}), 4.0, "credit-not-listed"),
        (listed(), 3.5, "credit-counted"),
        (listed(needs_certificate=True), 4.0, "credit-without-proof"),
        (listed(cap_g_per_mj=10), 3.8, "credit-counted"),
        (listed(cap_g_per_mj=100), 3.5, "credit-counted"),
    ],
)
def test_a_claim_counts_as_the_rule_has_it_and_the_reader_is_told(choice, score, code) -> None:
    found = resolved(claimed(STORAGE, lhv=(20.0, "wet")), rules(credits=choice))
    assert solve(found.system, background()).score == pytest.approx(score, rel=1e-12)
    assert codes(found.notes) == [code]
    (note,) = [n for n in found.notes if n.code == code]
    text = render(note).text
    assert "carbon_storage" in text.en
    assert "0.5 kg CO2e/kg" in text.ja
    assert ("credits" in found.acted) == (score < 4.0)


def test_a_guideline_that_is_silent_is_not_said_to_forbid() -> None:
    silent = rules(credits="forbidden", soil_carbon="not_counted")
    choices = {
        axis: replace(choice, is_default=True) if axis in ("credits", "soil_carbon") else choice
        for axis, choice in silent.choices.items()
    }
    found = resolved(claimed(STORAGE, SOIL), replace(silent, choices=choices))
    assert codes(found.notes) == ["soil-carbon-without-rule", "credit-without-rule"]


def test_a_cap_per_megajoule_needs_a_heating_value() -> None:
    chosen = rules(
        credits=listed(cap_g_per_mj=10), soil_carbon=("credit_with_evidence", {"cap_g_per_mj": 10})
    )
    found = resolved(claimed(STORAGE, SOIL), chosen)
    assert solve(found.system, background()).score == pytest.approx(4.0, rel=1e-12)
    assert codes(found.warnings) == ["soil-carbon-cap-unknown", "credit-cap-unknown"]


def test_a_claim_of_nothing_is_not_talked_about() -> None:
    nothing = {"kgco2e_per_unit": 0}
    chosen = rules(credits=listed(), soil_carbon=("credit_with_evidence", {}))
    found = resolved(claimed(STORAGE | nothing, SOIL | nothing), chosen)
    assert codes((*found.notes, *found.warnings)) == []


@pytest.mark.parametrize(
    ("options", "claims", "deducted"),
    [
        ({}, [SOIL], 0.5),
        ({"cap_g_per_mj": 20}, [SOIL], 0.4),
        ({"cap_g_per_mj": 20}, [SOIL, SOIL], 0.4),
        ({"cap_g_per_mj": 20}, [SOIL | {"biochar": True}], 0.4),
        ({"cap_g_per_mj": 20, "cap_with_biochar_g_per_mj": 40}, [SOIL, SOIL], 0.4),
        (
            {"cap_g_per_mj": 20, "cap_with_biochar_g_per_mj": 40},
            [SOIL, SOIL | {"biochar": True}],
            0.8,
        ),
        ({"least_commitment_years": 11}, [SOIL], 0.0),
        ({}, [SOIL | {"certificate": None}], 0.0),
    ],
)
def test_soil_carbon_counts_up_to_its_cap(options, claims, deducted: float) -> None:
    chosen = rules(soil_carbon=("credit_with_evidence", options), credits=listed())
    found = resolved(claimed(*claims, lhv=(20.0, "wet")), chosen)
    assert solve(found.system, background()).score == pytest.approx(4.0 - deducted, rel=1e-12)


def test_the_product_of_an_allocated_activity_carries_its_claim_alone() -> None:
    inventory = route(
        {"main": flow(), "side": flow()},
        [
            activity(
                "make",
                [out("main", 1), out("side", 3, role="co_product")],
                [use(10, provider="feed")],
            )
        ],
        ("make", "main", 1, "kg"),
        credits=[{**BY, **STORAGE}],
    )
    found = resolved(inventory, rules(credits=listed(), multifunctionality=MASS))
    assert credited(found) == [("make:main", -0.5)]
    assert solve(found.system, background()).score == pytest.approx(0.5, rel=1e-12)
