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
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from inventories.inventory import Inventory
from parity.capital.errors import ContingencyInvalidError
from parity.cost import plant_cost
from parity.errors import CapacityUnitError, CostMissingError, PriceMissingError, PriceUnitError
from parity.setting import Setting
from parity.tables import load_tables

Build = Callable[..., Inventory]
CRF = 0.11745962477254576
SETTING = Setting(2025, load_tables())
MSP = 71.8 + 2.2e8 * CRF / 1e6 + 1.1 + 50 + 6.6 + 1.0


def test_msp_of_the_tiny_plant(plant: Build) -> None:
    cost = plant_cost(plant(), SETTING)
    assert cost.msp_jpy == pytest.approx(MSP, rel=1e-12)
    assert cost.unit == "kg"
    assert cost.fci_jpy == pytest.approx(2.2e8)
    assert cost.capacity == pytest.approx(1e6)


def test_lines_sum_to_the_msp_and_have_their_groups(plant: Build) -> None:
    cost = plant_cost(plant(), SETTING)
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
    cost = plant_cost(plant(feed_per_product=5.0), SETTING)
    assert cost.msp_jpy == pytest.approx(MSP - 5, rel=1e-12)


def test_a_price_may_be_a_parameter(plant: Build) -> None:
    cost = plant_cost(plant(power_price=30.0), SETTING)
    assert cost.msp_jpy == pytest.approx(MSP + 30, rel=1e-12)


def test_tci_is_freed_of_its_working_capital(baseline: Build) -> None:
    # 1.5 m3 gas * 50 + 1e8 / 1.25 / 10 years / 1e6 kg; interest on working capital is 0 at rate 0
    assert plant_cost(baseline(), SETTING).msp_jpy == pytest.approx(75 + 8.0, rel=1e-12)


CONSTRUCTION, LIFE, RATE, TAX = (0.4, 0.6), 3, 0.1, 0.3
MONTHS, VARIABLE, SALES = 6, 0.75, 0.5


def taxed_plant(rule: str) -> Callable[[dict[str, Any]], None]:
    """Tax, two years of construction, half a year of start-up, straight line over two years."""

    def change(document: dict[str, Any]) -> None:
        document["cost"]["finance"] |= {
            "discount_rate": RATE,
            "life_years": LIFE,
            "tax_rate": TAX,
            "losses": {"rule": rule},
            "depreciation": "SL2",
            "construction": list(CONSTRUCTION),
            "startup": {"months": MONTHS, "variable": VARIABLE, "fixed": 1, "sales": SALES},
        }

    return change


def hand_npv(price: float, rule: str) -> float:
    """Net present value of the tiny plant in million JPY, year by year (1000 t, FCI 220)."""
    fci, working = 220.0, 11.0
    paid, sold, fixed = 76.6, 4.8, 57.6  # 71.8 = 76.6 - 4.8; labour 50, maintenance 6.6, overhead 1
    npv = -CONSTRUCTION[0] * fci * (1 + RATE) - CONSTRUCTION[1] * fci - working
    first_variable = MONTHS / 12 * VARIABLE + 1 - MONTHS / 12
    first_sales = MONTHS / 12 * SALES + 1 - MONTHS / 12
    carried = 0.0
    for year in range(1, LIFE + 1):
        depreciation = fci / 2 if year <= 2 else 0.0
        before_tax = (
            (price + sold) * (first_sales if year == 1 else 1)
            - paid * (first_variable if year == 1 else 1)
            - fixed
        )
        income = before_tax - depreciation
        if rule == "refund":
            taxed = income
        else:
            used = min(carried, max(income, 0.0)) if rule == "carry" else 0.0
            taxed = max(income, 0.0) - used
            carried += max(-income, 0.0) - used
        released = working if year == LIFE else 0.0
        npv += (before_tax - TAX * taxed + released) / (1 + RATE) ** year
    return npv


@pytest.mark.parametrize("rule", ["refund", "carry", "none"])
def test_msp_makes_a_cash_flow_worked_by_hand_worth_nothing(plant: Build, rule: str) -> None:
    cost = plant_cost(plant(taxed_plant(rule)), SETTING)
    assert isinstance(cost.msp_jpy, float)
    low, high = 0.0, 1000.0  # the hand-made value rises with the price: bisect it
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if hand_npv(middle, rule) < 0 else (low, middle)
    assert cost.msp_jpy == pytest.approx(low, rel=1e-10)
    assert math.fsum(x.jpy_per_unit for x in cost.lines) == cost.msp_jpy


def test_a_loss_year_is_what_separates_the_tax_rules(plant: Build) -> None:
    msp = {
        rule: float(plant_cost(plant(taxed_plant(rule)), SETTING).msp_jpy)
        for rule in ("refund", "carry", "none")
    }
    assert msp["refund"] < msp["carry"] < msp["none"]  # the first year, at half sales, has a loss


def test_startup_is_a_line_of_its_own_and_absent_without_one(plant: Build) -> None:
    with_one = {x.group: x for x in plant_cost(plant(taxed_plant("none")), SETTING).lines}
    assert with_one["startup"].jpy_per_unit > 0
    assert with_one["startup"].id == "/cost/finance/startup"
    assert "startup" not in {x.group for x in plant_cost(plant(), SETTING).lines}


def with_equipment(document: dict[str, Any]) -> None:
    """Fermenters of at most 500 m3 whose volume follows from the titre, in place of the plant."""
    origin = {"source": "assumption", "reason": "example", "grade": "derived"}
    cost = document["cost"]
    del cost["capital"]
    document["parameters"]["titre"] = {
        "title": {"en": "Titre", "ja": "生産物濃度"}, "value": 50, "unit": "g/L", **origin,
    }  # fmt: skip
    cost["equipment"] = [
        {
            "id": "fermenter",
            "title": {"en": "Fermenter", "ja": "発酵槽"},
            "amount": 1e7,
            "currency": "JPY",
            "year": 2025,
            "index": "none",
            "size": "50000 / titre",  # 1000 m3 at 50 g/L
            "size_unit": "m3",
            "reference_size": 125,
            "exponent": 0.5,
            "max_size": 500,
            **origin,
        }
    ]


def test_equipment_follows_a_parameter_and_splits_at_the_largest_vessel(plant: Build) -> None:
    # 1000 m3 = 2 x 500: 2 * 1e7 * (500 / 125)**0.5; at 100 g/L one of 500; at 200 one of 250
    for titre, fci in ((50.0, 4e7), (100.0, 2e7), (200.0, 1e7 * 2**0.5), (49.0, 3e7 * 2.7210**0.5)):
        cost = plant_cost(plant(with_equipment, titre=titre), SETTING)
        assert cost.fci_jpy == pytest.approx(fci, rel=1e-4)
    titres = np.array([50.0, 100.0, 200.0])
    sampled = plant_cost(plant(with_equipment, titre=titres), SETTING)
    np.testing.assert_allclose(sampled.fci_jpy, [4e7, 2e7, 1e7 * 2**0.5], rtol=1e-12)


def test_contingency_comes_on_top_of_capital_and_of_what_follows_it(plant: Build) -> None:
    def unsure(document: dict[str, Any]) -> None:
        document["cost"]["contingency"] = {
            "share": 0.3, "source": "assumption", "reason": "example", "grade": "derived",
        }  # fmt: skip

    without, found = plant_cost(plant(), SETTING), plant_cost(plant(unsure), SETTING)
    assert found.fci_jpy == pytest.approx(1.3 * 2.2e8, rel=1e-12)
    # 30 % more of the annuity, of working capital and of maintenance
    more = 0.3 * (2.2e8 * CRF / 1e6 + 1.1 + 6.6)
    assert found.msp_jpy == pytest.approx(without.msp_jpy + more, rel=1e-12)
    line = next(x for x in found.lines if x.key == "contingency")
    assert line.jpy_per_unit == pytest.approx(0.3 * 2.2e8 * CRF / 1e6, rel=1e-12)
    moved = plant_cost(plant(unsure), replace(SETTING, contingency=np.array([0.0, 0.3])))
    np.testing.assert_allclose(moved.msp_jpy, [without.msp_jpy, found.msp_jpy], rtol=1e-12)


@pytest.mark.parametrize("share", [-0.1, math.nan, math.inf, np.array([0.1, -0.1])])
def test_an_impossible_contingency_is_refused(plant: Build, share: Any) -> None:
    with pytest.raises(ContingencyInvalidError):
        plant_cost(plant(), replace(SETTING, contingency=share))


def test_own_price_comes_before_the_table(plant: Build) -> None:
    cost = plant_cost(plant(), SETTING)
    ash = next(x for x in cost.lines if x.group == "waste")
    assert (ash.key, ash.price_jpy, ash.source) == ("landfill-inert", 10.0, "assumption")

    def from_table(document: dict[str, Any]) -> None:
        del document["cost"]["prices"]["landfill-inert"]

    ash = next(x for x in plant_cost(plant(from_table), SETTING).lines if x.group == "waste")
    assert ash.source == "bioindustrial-park"
    assert ash.price_jpy == pytest.approx(0.042 * 321.943 / 240.007 * 149.5686, rel=1e-4)


def test_a_missing_price_names_key_place_and_candidates(plant: Build) -> None:
    def misspelt(document: dict[str, Any]) -> None:
        document["activities"][0]["inputs"][1]["price"] = "electricity-jp-mix-203"

    with pytest.raises(PriceMissingError) as caught:
        plant_cost(plant(misspelt), SETTING)
    assert caught.value.key == "electricity-jp-mix-203"
    assert caught.value.pointer == "/activities/0/inputs/1"
    assert "electricity-jp-mix-2023" in caught.value.candidates


def test_a_price_per_another_dimension_is_an_error(plant: Build) -> None:
    def wrong_unit(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["per"] = "kg"

    with pytest.raises(PriceUnitError, match="gas"):
        plant_cost(plant(wrong_unit), SETTING)


def test_a_capacity_in_another_dimension_is_an_error(plant: Build) -> None:
    def wrong_unit(document: dict[str, Any]) -> None:
        document["cost"]["capacity"]["unit"] = "m3"

    with pytest.raises(CapacityUnitError, match="m3"):
        plant_cost(plant(wrong_unit), SETTING)


def test_a_route_without_cost_has_no_cost(plant: Build) -> None:
    def no_cost(document: dict[str, Any]) -> None:
        del document["cost"]

    with pytest.raises(CostMissingError, match="tiny-plant"):
        plant_cost(plant(no_cost), SETTING)


def test_the_worse_grade_of_amount_and_price_counts(plant: Build) -> None:
    def doubtful(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["grade"] = "unverified"
        document["activities"][0]["inputs"][0]["grade"] = "measured"

    lines = {x.key: x.grade for x in plant_cost(plant(doubtful), SETTING).lines}
    assert lines["gas"] == "unverified"
    assert lines["food"] == "derived"


def test_defaults_are_used_and_said(plant: Build) -> None:
    def silent(document: dict[str, Any]) -> None:
        del document["cost"]["finance"], document["cost"]["working_capital_share"]

    cost = plant_cost(plant(silent), SETTING)
    codes = {n.code for n in cost.notes}
    assert {"finance-default", "working-capital-default", "infrastructure-excluded"} <= codes
    assert cost.financing is not None
    assert {term.origin for term in cost.financing.stated} == {"default"}
    assert cost.financing.terms.discount_rate == 0.1
    assert cost.financing.terms.life_years == 30


def test_a_plant_scaled_too_far_is_said(plant: Build) -> None:
    def tiny_reference(document: dict[str, Any]) -> None:
        document["cost"]["capital"][0]["reference_capacity"] = 50

    notes = {n.code: n for n in plant_cost(plant(tiny_reference), SETTING).notes}
    assert "20" in notes["scale-far"].message.en
    assert "プラント" in notes["scale-far"].message.ja


def test_a_line_priced_by_a_formula_shows_its_value_of_today(plant: Build) -> None:
    quoted = {line.quoted for line in plant_cost(plant(power_price=30.0), SETTING).lines}
    assert any(" = 30 JPY/" in text for text in quoted), quoted
    assert not any("none" in text for text in quoted)
