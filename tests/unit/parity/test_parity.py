"""Ratio, baseline, verdict and warnings of the tiny plant."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from inventories.errors import FormulaInvalidError, FormulaNotFiniteError
from inventories.inventory import Inventory
from parity.capital import first_plant
from parity.coverage import price_map
from parity.dcf.errors import CashFlowTermsInvalidError
from parity.errors import (
    BaselineInvalidError,
    CostMissingError,
    FxMissingError,
    IndexYearMissingError,
    ReplacesMissingError,
    TargetInvalidError,
)
from parity.finance import FinanceChoice
from parity.model import CostModel
from parity.parity import assess_parity
from parity.ratio import parity_ratio

Build = Callable[..., Inventory]
Pair = Callable[..., CostModel]
MSP = 156.34111744996007


def test_ratio_per_unit_of_baseline_replaced(model: Pair) -> None:
    result = assess_parity(model())
    assert result.msp == pytest.approx(MSP, rel=1e-12)
    assert result.ratio == pytest.approx(MSP / 0.8 / 100, rel=1e-12)
    assert result.gap == pytest.approx(MSP / 0.8 - 120, rel=1e-12)
    assert (result.case, result.currency, result.price_year) == ("tiny-plant", "JPY", 2025)
    assert (result.target, result.year) == (1.2, 2030)
    assert result.verdict == "not_met"
    assert math.fsum(x.jpy_per_unit for x in result.breakdown) == result.msp


def test_market_price_is_taken_before_the_baselines_own_plant(model: Pair) -> None:
    result = assess_parity(model())
    assert (result.baseline.kind, result.baseline.value) == ("market_price", 100.0)
    own = assess_parity(model(baseline_kind="own_plant"))
    assert (own.baseline.kind, own.baseline.value) == ("own_plant", pytest.approx(83.0))
    codes = {w.code for w in result.warnings}
    assert "baseline-market-price" in codes
    assert "baseline-market-price" not in {w.code for w in own.warnings}


@pytest.mark.parametrize(("target", "verdict"), [(1.9, "not_met"), (2.0, "met")])
def test_verdict_without_unverified_lines(model: Pair, target: float, verdict: str) -> None:
    result = assess_parity(model(target=target))
    assert result.verdict == verdict
    assert result.judgement.ratio_low == result.judgement.ratio_high == result.ratio


def unverified(*keys: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        for key in keys:
            document["cost"]["prices"][key]["grade"] = "unverified"

    return change


def test_one_unverified_line_that_decides_is_named(model: Pair) -> None:
    # grid is 60 JPY/kg: +-30 moves R from 1.954 to 1.579 .. 2.329
    result = assess_parity(model(unverified("grid"), target=2.0))
    assert result.verdict == "uncertain"
    assert result.judgement.ratio_high == pytest.approx((MSP + 30) / 80, rel=1e-12)
    assert result.judgement.ratio_low == pytest.approx((MSP - 30) / 80, rel=1e-12)
    [decides] = result.judgement.decided_by
    assert (decides.line.key, decides.alone, decides.side) == ("grid", True, "bio")
    warning = next(w for w in result.warnings if w.code == "decided-by-unverified")
    assert "grid" in warning.message.en


def test_the_same_line_does_not_decide_far_from_the_target(model: Pair) -> None:
    result = assess_parity(model(unverified("grid"), target=1.2))
    assert result.verdict == "not_met"
    assert result.judgement.decided_by == ()
    assert "rests-on-unverified" in {w.code for w in result.warnings}


def test_lines_that_decide_only_together_are_named_as_such(model: Pair) -> None:
    # food 20 and gas 30: +10 and +15 JPY/kg; 2.2 needs +19.66
    change = unverified("food", "gas")
    result = assess_parity(model(change, target=2.2))
    assert result.verdict == "uncertain"
    assert [(d.line.key, d.alone) for d in result.judgement.decided_by] == [
        ("gas", False),
        ("food", False),
    ]


def test_an_unverified_baseline_can_decide(model: Pair) -> None:
    result = assess_parity(model(None, unverified("old-product"), target=1.9))
    assert result.verdict == "uncertain"
    assert result.judgement.decided_by[0].side == "baseline"
    assert result.judgement.ratio_low == pytest.approx(MSP / 0.8 / 150, rel=1e-12)


def test_a_bio_route_with_only_a_price_is_compared_and_said(model: Pair) -> None:
    def only_price(document: dict[str, Any]) -> None:
        cost = document["cost"]
        document["cost"] = {"market_price": "grid", "prices": {"grid": cost["prices"]["gas"]}}
        document["cost"]["prices"]["grid"]["per"] = "kg"

    result = assess_parity(model(only_price))
    assert (result.cost_kind, result.msp, result.fci) == ("market_price", 50.0, None)
    assert "route-price-only" in {w.code for w in result.warnings}


def test_every_warning_is_bilingual(model: Pair) -> None:
    for warning in assess_parity(model(unverified("grid"))).warnings:
        assert warning.message.en
        assert warning.message.en != warning.message.ja


@pytest.mark.parametrize("target", [0.0, -1.0, math.nan, math.inf])
def test_an_impossible_target_is_refused(model: Pair, target: float) -> None:
    with pytest.raises(TargetInvalidError):
        assess_parity(model(target=target))


@pytest.mark.parametrize("price", [0, -3])
def test_a_baseline_of_zero_or_less_is_refused(model: Pair, price: float) -> None:
    def free(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["old-product"]["amount"] = price

    with pytest.raises(BaselineInvalidError, match=f"{price}"):
        assess_parity(model(None, free))


def test_a_route_that_replaces_nothing_has_no_ratio(model: Pair) -> None:
    def alone(document: dict[str, Any]) -> None:
        del document["replaces"]

    with pytest.raises(ReplacesMissingError, match="tiny-plant"):
        assess_parity(model(alone))


def test_a_baseline_without_cost_is_an_error(model: Pair) -> None:
    def no_cost(document: dict[str, Any]) -> None:
        del document["cost"]

    with pytest.raises(CostMissingError, match="tiny-baseline"):
        assess_parity(model(None, no_cost))


@pytest.mark.parametrize(("base", "replaced"), [(0.0, 1.0), (1.0, 0.0), (math.nan, 1.0)])
def test_a_ratio_needs_a_positive_denominator(base: float, replaced: float) -> None:
    with pytest.raises(BaselineInvalidError):
        parity_ratio(1.0, base, 1.2, replaced)


def test_price_map_has_flows_with_a_known_price(plant: Build) -> None:
    assert price_map(plant()) == {"power": 12.0}


def test_price_map_leaves_out_a_price_per_another_dimension(plant: Build) -> None:
    def per_mass(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["power"]["per"] = "kg"

    assert price_map(plant(per_mass)) == {}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"year": 1990, "currency": "USD", "index": "capital"}, IndexYearMissingError),
        ({"currency": "XAU"}, FxMissingError),
        ({"amount": "1 / (1 - 1)"}, FormulaNotFiniteError),
        ({"amount": "power_price +"}, FormulaInvalidError),
    ],
)
def test_price_map_does_not_hide_a_price_it_cannot_convert(
    plant: Build, change: dict[str, Any], error: type[Exception]
) -> None:
    def spoilt(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["power"].update(change)

    with pytest.raises(error):
        price_map(plant(spoilt))


def first_of_its_kind(document: dict[str, Any]) -> None:
    document["cost"]["pioneer"] = {
        "pct_new": 40, "impurities": 3, "complexity": 5, "inclusiveness": 33,
        "project_definition": 6, "pre_development": True, "new_steps": 2,
        "balance_equations": 25, "waste": 1, "solids": True,
        "source": "assumption", "reason": "example", "grade": "derived",
    }  # fmt: skip


def test_a_first_plant_costs_more_and_is_marked_as_a_scenario(model: Pair) -> None:
    asked = model(first_of_its_kind, basis="pioneer")
    assert asked.bio.cost is not None
    assert asked.bio.cost.pioneer is not None
    growth = first_plant(asked.bio.cost.pioneer).cost_growth
    assert growth < 1
    found, mature = assess_parity(asked), assess_parity(model(first_of_its_kind))
    assert found.fci == pytest.approx(2.2e8 / growth, rel=1e-12)
    assert found.msp > mature.msp == pytest.approx(MSP, rel=1e-12)
    assert found.baseline.value == mature.baseline.value
    assert (found.basis, mature.basis) == ("pioneer", "nth_plant")
    codes = {w.code for w in found.warnings}
    assert {"basis-pioneer", "basis-mixed"} <= codes
    assert not {"basis-pioneer", "basis-mixed"} & {w.code for w in mature.warnings}


def test_the_terms_of_the_cash_flow_are_part_of_the_result(model: Pair) -> None:
    found = assess_parity(model(finance=FinanceChoice(tax_rule="none", life_years=25)))
    assert found.financing is not None
    stated = {term.name: (term.value, term.origin) for term in found.financing.stated}
    assert stated["tax_rule"] == ("none", "request")
    assert stated["life_years"] == ("25", "request")
    assert stated["discount_rate"] == ("0.1", "route")
    assert stated["depreciation"][1] == "default"


@pytest.mark.parametrize(
    "finance", [{"discount_rate": -1.0}, {"discount_rate": math.nan}, {"tax_rate": 1.0}]
)
def test_terms_that_no_plant_can_be_financed_on_are_refused(
    model: Pair, finance: dict[str, float]
) -> None:
    with pytest.raises(CashFlowTermsInvalidError):
        assess_parity(model(finance=FinanceChoice(**finance)))
