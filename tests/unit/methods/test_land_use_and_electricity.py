"""Land use and electricity on arrays of samples, and the flows of the rules' own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.methods_toys import activity, background, flow, out, resolved, route, rules, use

from lca.solve import solve
from methods.carbon import CO2_GROSS_USE, CO2E_CREDIT
from methods.context import Context
from methods.guideline import load_guideline
from methods.lines import Draft, Line, start
from methods.rules import electricity, gwp, land_use

CHANGE = {
    "reference_stock_t_c_per_ha": 50,
    "actual_stock_t_c_per_ha": 10,
    "yield_per_ha": 80000,
    "source": "assumption",
    "reason": "toy",
    "grade": "derived",
}
LARGER = {
    "years": 25,
    "co2_per_carbon": "44/12",
    "indirect": "included",
    "indirect_values": [{"crops": ["cane"], "g_per_mj": 50.0, "evidence": "unverified"}],
    "larger_of_direct_and_indirect": True,
}


def two_steps(kg_per_mj: float):
    feed = {"origin": "primary", "upstream": "corn", "crop": "cane", "land_use_change": CHANGE}
    return route(
        {"fuel": flow("MJ"), "juice": flow(), "cane": flow()},
        [
            activity("press", [out("juice", 2)], [use(4 * kg_per_mj, flow="cane", feedstock=feed)]),
            activity("make", [out("fuel", 10, "MJ")], [use(5, flow="juice", **{"from": "press"})]),
        ],
        ("make", "fuel", 3, "MJ"),
        "fuel",
    )


def land(kg_per_mj: float) -> float:
    ruled = rules(land_use=("annualised", LARGER), feedstock_origin="cutoff")
    without = rules(land_use="excluded", feedstock_origin="cutoff")
    scores = [
        solve(resolved(two_steps(kg_per_mj), r).system, background()).score
        for r in (ruled, without)
    ]
    return scores[0] - scores[1]


@pytest.mark.parametrize("kg_per_mj", [0.1, 0.68, 0.69, 5.0])
def test_the_larger_charge_is_found_through_the_chain(kg_per_mj: float) -> None:
    # a MJ of fuel needs 0.5 juice, 1.0 x kg_per_mj cane: 40 x 44/12 x 1000 / 25 / 80 000 per kg
    direct = 3 * kg_per_mj * 40 * 44 / 12 * 1000 / 25 / 80000
    assert land(kg_per_mj) == pytest.approx(max(direct, 3 * 0.05), rel=1e-12)


def test_fuel_the_plant_uses_itself_bears_no_indirect_change() -> None:
    feed = {"origin": "primary", "upstream": "corn", "crop": "cane"}
    inventory = route(
        {"fuel": flow("MJ"), "aux": flow(), "cane": flow()},
        [
            activity(
                "make",
                [out("fuel", 10, "MJ")],
                [use(1, flow="cane", feedstock=feed), use(1, flow="aux", **{"from": "help"})],
            ),
            activity("help", [out("aux", 1)], [use(2, "MJ", flow="fuel", **{"from": "make"})]),
        ],
        ("make", "fuel", 3, "MJ"),
        "fuel",
    )
    scores = [
        solve(resolved(inventory, rules(land_use=choice)).system, background()).score
        for choice in (("annualised", LARGER), "excluded")
    ]
    # what leaves: 3 MJ at 50 g, whatever is made for the plant itself
    assert scores[0] - scores[1] == pytest.approx(3 * 0.05, rel=1e-12)


def test_the_larger_land_use_change_is_found_in_each_sample() -> None:
    ruled = rules(land_use=("annualised", LARGER), feedstock_origin="cutoff")
    kg_per_mj = np.array([0.5, 1.0, 5.0, 40.0])
    draft = start(two_steps(1.0))
    draft = replace(
        draft,
        lines=tuple(
            replace(x, amount=x.amount * kg_per_mj) if x.key == "cane" else x for x in draft.lines
        ),
    )
    context = Context(background().catalogue, ruled)
    after = land_use.apply(draft, ruled["land_use"], context)
    added = [x for x in after.lines if x.because == "land_use"]
    direct = next(x for x in added if x.key != CO2E_CREDIT)
    indirect = next(x for x in added if x.key == CO2E_CREDIT)
    # 3 MJ are 0.3 runs of make and 0.75 of press; without direct change 0.15 kg count
    per_kg = 40 * 44 / 12 * 1000 / 25 / 80000
    expected = np.maximum(0.75 * 4 * kg_per_mj * per_kg, 3 * 0.05)
    assert 0.75 * direct.amount + 0.3 * indirect.amount == pytest.approx(expected, rel=1e-12)
    assert not np.any(np.asarray(direct.amount) * np.asarray(indirect.amount))


def sampled(draft: Draft, s: int) -> Draft:
    scale = np.linspace(1.0, 2.0, s)
    return replace(
        draft,
        lines=tuple(
            replace(x, amount=x.amount * scale) if x.source_input else x for x in draft.lines
        ),
    )


def test_samples_of_a_feedstock_pass_the_land_use_rule_together() -> None:
    draft = sampled(start(two_steps(0.1)), 5)
    ruled = rules(land_use=("annualised", {**LARGER, "larger_of_direct_and_indirect": False}))
    context = Context(background().catalogue, ruled)
    after = land_use.apply(draft, ruled["land_use"], context)
    direct = [x for x in after.lines if x.because == "land_use" and x.key != CO2E_CREDIT]
    assert [np.shape(x.amount) for x in direct] == [(5,)]
    indirect = [x for x in after.lines if x.key == CO2E_CREDIT]
    assert [(x.product, x.amount) for x in indirect] == [("fuel", pytest.approx(0.5))]


def test_samples_of_power_pass_the_ladder_together() -> None:
    inventory = route(
        {"resin": flow()},
        [
            activity(
                "make",
                [out("resin", 1)],
                [
                    use(
                        2,
                        "kWh",
                        provider="grid",
                        electricity={"supply": "grid", "full_load_hours_met": False},
                    )
                ],
            )
        ],
        ("make", "resin", 1, "kg"),
    )
    options = {"rungs": ["full_load_hours", "location_average"], "full_load_g_per_mj": 183}
    ruled = rules(electricity=("ladder", options))
    draft = sampled(start(inventory), 3)
    after = electricity.apply(draft, ruled["electricity"], Context(background().catalogue, ruled))
    (charge,) = [x for x in after.lines if x.key == CO2E_CREDIT]
    assert charge.amount == pytest.approx(np.array([2, 3, 4]) * 3.6 * 0.183)
    assert [x.kind for x in after.lines if x.key == "grid"] == ["uncounted"]


def test_the_rules_own_flows_count_as_they_are_in_every_total() -> None:
    draft = resolved(two_steps(0.1), rules()).draft
    extra = (
        Line("make", "elementary", CO2E_CREDIT, -1.0, "derived", ""),
        Line("make", "elementary", CO2_GROSS_USE, 2.0, "derived", ""),
    )
    draft = replace(draft, lines=draft.lines + extra)
    for guideline in ("pact_methodology_v3", "eu_red_2018_2001_annex_v"):
        ruled = load_guideline(guideline).rules_on()
        after = gwp.apply(draft, ruled["gwp"], Context(background().catalogue, ruled))
        assert after.characterizations
        for total in after.characterizations:
            factors = dict(zip(total.flows, total.factors.tolist(), strict=True))
            assert (factors[CO2E_CREDIT], factors[CO2_GROSS_USE]) == (1.0, 1.0)
