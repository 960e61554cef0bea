"""The tiny plant's cost, worked by hand.

Variable: food 4 * -5 = -20, grid 3 * 20 = 60, ash 0.5 * 10 = 5, residue 0.2 * 8 = 1.6,
gas 0.6 * 50 = 30, power 0.4 * -12 = -4.8; together 71.8 JPY/kg.
FCI = 1e8 * (1000/250)**0.5 * 1.1 = 2.2e8 JPY, at CRF(10 %, 20 y) = 0.1174596248 over 1e6 kg/y is
25.841117 JPY/kg; working capital 5 % * 2.2e8 * 10 % / 1e6 = 1.1; labour 2 * 5 * 5e6 / 1e6 = 50;
maintenance 3 % * 2.2e8 / 1e6 = 6.6; overhead 1.0. MSP = 156.341117 JPY/kg.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from inventories.inventory import Inventory
from parity.baseline import baseline_cost
from parity.cost import plant_cost
from parity.errors import CapacityUnitError, CostMissingError, PriceMissingError, PriceUnitError
from parity.tables import load_tables

Build = Callable[..., Inventory]
CRF = 0.11745962477254576
MSP = 71.8 + 2.2e8 * CRF / 1e6 + 1.1 + 50 + 6.6 + 1.0


def test_msp_of_the_tiny_plant(plant: Build) -> None:
    cost = plant_cost(plant(), 2025, load_tables())
    assert cost.msp_jpy == pytest.approx(MSP, rel=1e-12)
    assert cost.unit == "kg"
    assert cost.fci_jpy == pytest.approx(2.2e8)
    assert cost.capacity == pytest.approx(1e6)


def test_lines_sum_to_the_msp_and_have_their_groups(plant: Build) -> None:
    cost = plant_cost(plant(), 2025, load_tables())
    assert math.fsum(x.jpy_per_unit for x in cost.lines) == cost.msp_jpy
    by_group: dict[str, float] = {}
    for line in cost.lines:
        by_group[line.group] = by_group.get(line.group, 0.0) + line.jpy_per_unit
    assert by_group == pytest.approx(
        {
            "feedstock": -18.4,
            "other": 90.0,
            "waste": 5.0,
            "co_product": -4.8,
            "labour": 50.0,
            "fixed": 7.6,
            "capital": 2.2e8 * CRF / 1e6 + 1.1,
        }
    )


def test_a_yield_moves_the_cost(plant: Build) -> None:
    cost = plant_cost(plant(feed_per_product=5.0), 2025, load_tables())
    assert cost.msp_jpy == pytest.approx(MSP - 5, rel=1e-12)


def test_a_price_may_be_a_parameter(plant: Build) -> None:
    cost = plant_cost(plant(power_price=30.0), 2025, load_tables())
    assert cost.msp_jpy == pytest.approx(MSP + 30, rel=1e-12)


def test_tci_is_freed_of_its_working_capital(baseline: Build) -> None:
    base = baseline_cost(baseline(), "own_plant", 2025, load_tables())
    # 1.5 m3 gas * 50 + 1e8 / 1.25 / 10 years / 1e6 kg; interest on working capital is 0 at rate 0
    assert base.value == pytest.approx(75 + 8.0, rel=1e-12)
    assert base.kind == "own_plant"


def test_own_price_comes_before_the_table(plant: Build) -> None:
    cost = plant_cost(plant(), 2025, load_tables())
    ash = next(x for x in cost.lines if x.group == "waste")
    assert (ash.key, ash.price_jpy, ash.source) == ("landfill-inert", 10.0, "assumption")

    def from_table(document: dict[str, Any]) -> None:
        del document["cost"]["prices"]["landfill-inert"]

    ash = next(
        x for x in plant_cost(plant(from_table), 2025, load_tables()).lines if x.group == "waste"
    )
    assert ash.source == "bioindustrial-park"
    assert ash.price_jpy == pytest.approx(0.042 * 321.943 / 240.007 * 149.5686, rel=1e-4)


def test_a_missing_price_names_key_place_and_candidates(plant: Build) -> None:
    def misspelt(document: dict[str, Any]) -> None:
        document["activities"][0]["inputs"][1]["price"] = "electricity-jp-mix-203"

    with pytest.raises(PriceMissingError) as caught:
        plant_cost(plant(misspelt), 2025, load_tables())
    assert caught.value.key == "electricity-jp-mix-203"
    assert caught.value.pointer == "/activities/0/inputs/1"
    assert "electricity-jp-mix-2023" in caught.value.candidates


def test_a_price_per_another_dimension_is_an_error(plant: Build) -> None:
    def wrong_unit(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["per"] = "kg"

    with pytest.raises(PriceUnitError, match="gas"):
        plant_cost(plant(wrong_unit), 2025, load_tables())


def test_a_capacity_in_another_dimension_is_an_error(plant: Build) -> None:
    def wrong_unit(document: dict[str, Any]) -> None:
        document["cost"]["capacity"]["unit"] = "m3"

    with pytest.raises(CapacityUnitError, match="m3"):
        plant_cost(plant(wrong_unit), 2025, load_tables())


def test_a_route_without_cost_has_no_cost(plant: Build) -> None:
    def no_cost(document: dict[str, Any]) -> None:
        del document["cost"]

    with pytest.raises(CostMissingError, match="tiny-plant"):
        plant_cost(plant(no_cost), 2025, load_tables())


def test_the_worse_grade_of_amount_and_price_counts(plant: Build) -> None:
    def doubtful(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["grade"] = "unverified"
        document["activities"][0]["inputs"][0]["grade"] = "measured"

    lines = {x.key: x.grade for x in plant_cost(plant(doubtful), 2025, load_tables()).lines}
    assert lines["gas"] == "unverified"
    assert lines["food"] == "derived"


def test_defaults_are_used_and_said(plant: Build) -> None:
    def silent(document: dict[str, Any]) -> None:
        del document["cost"]["finance"], document["cost"]["working_capital_share"]

    cost = plant_cost(plant(silent), 2025, load_tables())
    codes = {n.code for n in cost.notes}
    assert {"finance-default", "working-capital-default", "infrastructure-excluded"} <= codes
    capital = next(x for x in cost.lines if x.id == "/cost/capital/0")
    assert capital.jpy_per_unit == pytest.approx(220 * 0.1060792483, rel=1e-9)


def test_a_plant_scaled_too_far_is_said(plant: Build) -> None:
    def tiny_reference(document: dict[str, Any]) -> None:
        document["cost"]["capital"][0]["reference_capacity"] = 50

    notes = {n.code: n for n in plant_cost(plant(tiny_reference), 2025, load_tables()).notes}
    assert "20" in notes["scale-far"].message.en
    assert "プラント" in notes["scale-far"].message.ja
