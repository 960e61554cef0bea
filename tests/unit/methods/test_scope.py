"""Scope: a product that a text does not cover is computed and labelled, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from support.methods_toys import activity, background, flow, out, route, use

from methods.assess import assess
from methods.guideline import guideline_ids, load_guideline
from methods.scope import carbon_source

RFNBO, RED, JET = "eu_rfnbo_2023_1185", "eu_red_2018_2001_annex_v", "icao_corsia_2025"


def fuel(source: str, **more: Any) -> Any:
    """Ethanol from waste biomass, captured CO2, or fossil waste."""
    origin = "fossil" if source == "fossil_waste" else "biogenic"
    tag = (
        {"co2": {"source": "dac"}}
        if source == "captured_co2"
        else {"feedstock": {"origin": "waste"}}
    )
    return route(
        {
            "feed": flow(carbon=(0.3, origin)),
            "fuel": flow(carbon=(0.3, origin), lhv=(26.8, "wet"), cas="64-17-5"),
        },
        [activity("make", [out("fuel", 1)], [use(1, flow="feed", **tag)])],
        ("make", "fuel", 1, "kg"),
        "fuel",
        **more,
    )


@pytest.mark.parametrize("source", ["biomass", "captured_co2", "fossil_waste"])
def test_the_source_of_the_carbon_is_read_from_the_feedstock(source: str) -> None:
    assert carbon_source(fuel(source)) == source


@pytest.mark.parametrize(
    ("guideline", "inventory", "codes"),
    [
        (RFNBO, fuel("biomass"), {"outside-scope-carbon"}),
        (RFNBO, fuel("captured_co2"), set()),
        (RED, fuel("biomass"), set()),
        (RED, fuel("fossil_waste"), {"outside-scope-carbon"}),
        (JET, fuel("biomass"), {"outside-scope-use"}),
        (JET, fuel("biomass", use="aviation"), set()),
        ("us_45z_2025", fuel("biomass", use="road"), {"outside-scope-place"}),
        ("us_45z_2025", fuel("biomass", use="road", geography="US-IA"), set()),
        ("jp_bioethanol_sophistication_act", fuel("biomass", use="road"), set()),
    ],
)
def test_what_a_text_does_not_cover_is_for_comparison_and_has_no_verdict(
    guideline: str, inventory: Any, codes: set[str]
) -> None:
    found = assess(inventory, load_guideline(guideline), background())
    told = {m.code for m in found.warnings if m.code.startswith("outside-scope")}
    assert told == codes
    assert found.for_comparison == bool(codes)
    assert (found.verdict is None) == bool(codes)
    assert found.score is not None


@pytest.mark.parametrize("guideline", guideline_ids())
def test_a_baseline_is_never_outside_the_scope(guideline: str) -> None:
    found = assess(fuel("fossil_waste", kind="baseline"), load_guideline(guideline), background())
    assert not {m.code for m in found.warnings if m.code.startswith("outside-scope")}
