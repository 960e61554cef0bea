"""Laws a cost model must obey, whatever the numbers."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from inventories.document import Route
from inventories.inventory import evaluate
from parity.cost import RouteCost, plant_cost
from parity.dcf.loan import yearly_payment
from parity.lines import Line
from parity.ratio import parity_ratio
from parity.setting import Setting
from parity.tables import load_tables
from parity.verdict import judge

DOCUMENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "parity_plant.yaml").read_text(encoding="utf-8")
)
ANNUITY: dict[str, Any] = copy.deepcopy(DOCUMENT)
"""The same plant without tax, start-up and years of construction: cost is linear in every price."""
ANNUITY["cost"]["finance"] |= {
    "tax_rate": 0,
    "construction": [1],
    "startup": {"months": 0, "variable": 1, "fixed": 1, "sales": 1},
}
SETTING = Setting(2025, load_tables())
UNITS = {"grid": "kWh", "gas": "m3", "steel": "kg", "landfill-inert": "kg"}
factors = st.floats(0.01, 100)
amounts = st.floats(0.01, 1000)


def cost_of(document: dict[str, Any], **overrides: float) -> RouteCost:
    inventory = evaluate(Route.model_validate(document), UNITS, {}, overrides)
    return plant_cost(inventory, SETTING)


def all_money(document: dict[str, Any]) -> list[dict[str, Any]]:
    cost = document["cost"]
    return [
        *cost["prices"].values(),
        *cost["capital"],
        cost["labour"]["yearly_cost"],
        *(item["yearly"] for item in cost["fixed"] if "yearly" in item),
    ]


@settings(max_examples=40)
@given(factors)
def test_all_money_times_k_is_the_cost_times_k(k: float) -> None:
    document = copy.deepcopy(DOCUMENT)
    for money in all_money(document):
        money["amount"] = (
            f"{money['amount']} * {k!r}"
            if isinstance(money["amount"], str)
            else money["amount"] * k
        )
    assert cost_of(document).msp_jpy == pytest.approx(k * cost_of(DOCUMENT).msp_jpy, rel=1e-9)


@settings(max_examples=40)
@given(st.floats(-100, 100))
def test_cost_is_linear_in_one_price(price: float) -> None:
    zero = cost_of(ANNUITY, power_price=0.0).msp_jpy
    got = cost_of(ANNUITY, power_price=price).msp_jpy
    assert got == pytest.approx(zero + 3 * price, rel=1e-9, abs=1e-9)


@settings(max_examples=40)
@given(amounts)
def test_the_breakdown_sums_to_the_cost_and_yield_moves_it(feed: float) -> None:
    cost = cost_of(ANNUITY, feed_per_product=feed)
    assert math.fsum(line.jpy_per_unit for line in cost.lines) == cost.msp_jpy
    expected = cost_of(ANNUITY, feed_per_product=0.5).msp_jpy - 5 * (feed - 0.5)
    assert cost.msp_jpy == pytest.approx(expected, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("scale", "unit", "energy_scale", "energy_unit"),
    [(1000.0, "g", 3.6, "MJ"), (0.001, "t", 0.001, "MWh"), (1.0, "kg", 1.0, "kWh")],
)
def test_units_do_not_change_the_cost(
    scale: float, unit: str, energy_scale: float, energy_unit: str
) -> None:
    document = copy.deepcopy(DOCUMENT)
    food = document["activities"][0]["inputs"][0]
    food.update(amount=4 * scale, unit=unit)
    document["activities"][0]["inputs"][1].update(amount=3 * energy_scale, unit=energy_unit)
    document["cost"]["capacity"].update(amount=1e6 * scale, unit=unit)
    document["cost"]["prices"]["gas"].update(amount=0.05, per="L")
    assert cost_of(document).msp_jpy == pytest.approx(cost_of(DOCUMENT).msp_jpy, rel=1e-12)


@settings(max_examples=40)
@given(st.floats(-100, 100), st.floats(-100, 100))
def test_cost_rises_with_a_price_under_any_tax(price: float, other: float) -> None:
    low, high = sorted((price, other))
    cheap, dear = cost_of(DOCUMENT, power_price=low), cost_of(DOCUMENT, power_price=high)
    # 3 kWh a unit; start-up runs at more of the cost than of the sales
    assert float(dear.msp_jpy) - float(cheap.msp_jpy) >= 3 * (high - low) * (1 - 1e-9) - 1e-9
    for cost in (cheap, dear):
        assert math.fsum(float(line.jpy_per_unit) for line in cost.lines) == cost.msp_jpy


@settings(max_examples=40)
@given(amounts)
def test_an_activity_may_be_written_at_any_scale(k: float) -> None:
    document = copy.deepcopy(DOCUMENT)
    boiler = document["activities"][1]
    for exchange in (*boiler["outputs"], *boiler["inputs"]):
        exchange["amount"] *= k
    assert cost_of(document).msp_jpy == pytest.approx(cost_of(DOCUMENT).msp_jpy, rel=1e-9)


@given(st.floats(0.0001, 0.5), st.integers(1, 60))
def test_equal_payments_repay_the_principal(rate: float, years: int) -> None:
    factor = yearly_payment(1.0, rate, years)
    worth = math.fsum(factor / (1 + rate) ** t for t in range(1, years + 1))
    assert worth == pytest.approx(1.0, rel=1e-9)
    assert factor > 1 / years


@given(amounts, amounts, st.floats(0.1, 5), factors)
def test_ratio_is_free_of_the_currency(bio: float, base: float, target: float, k: float) -> None:
    a = parity_ratio(bio, base, target)
    b = parity_ratio(k * bio, k * base, target)
    assert b.ratio == pytest.approx(a.ratio, rel=1e-12)
    assert b.required_reduction == pytest.approx(a.required_reduction, rel=1e-9, abs=1e-12)
    assert b.gap_jpy == pytest.approx(k * a.gap_jpy, rel=1e-9, abs=1e-9)


def line(jpy: float, unverified: bool) -> Line:
    return Line(
        id=f"/{jpy}",
        group="other",
        key="x",
        title=Route.model_validate(DOCUMENT).title,
        jpy_per_unit=jpy,
        grade="unverified" if unverified else "published",
        source="s",
        at="",
    )


lines = st.lists(st.builds(line, st.floats(-100, 100), st.booleans()), min_size=1, max_size=6)


@given(lines, amounts, st.floats(0.1, 5), st.floats(0, 0.9))
def test_verdict_agrees_with_its_own_range(
    bio: list[Line], base: float, target: float, variation: float
) -> None:
    verdict = judge(bio, [line(base, unverified=False)], 1.0, target, variation)
    assert verdict.ratio_low <= verdict.ratio_high
    expected = (
        "met"
        if verdict.ratio_high <= target
        else "not_met"
        if verdict.ratio_low > target
        else "uncertain"
    )
    assert verdict.answer == expected
    assert bool(verdict.decided_by) == (verdict.answer == "uncertain")
