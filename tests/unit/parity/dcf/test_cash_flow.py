"""Loan, start-up, tax and price by hand, and what is refused."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from parity.dcf.defaults import cash_flow_defaults
from parity.dcf.errors import (
    CashFlowAmountInvalidError,
    CashFlowTermsInvalidError,
    LossRuleUnknownError,
    PriceUnsolvedError,
    ProductMissingError,
    ReturnRateAmbiguousError,
    ReturnRateMissingError,
)
from parity.dcf.loan import loan_flows, yearly_payment
from parity.dcf.msp import minimum_price, npv
from parity.dcf.profiles import SALES, VARIABLE, profiles
from parity.dcf.table import cash_flow_table, irr, payback_years, year_axis
from parity.dcf.tax import taxed
from parity.dcf.terms import Depreciation, Loan, LossRule, Plant, Terms, loss_rule

TERMS = Terms(
    discount_rate=0.1,
    life_years=4,
    tax_rate=0.3,
    construction=(0.5, 0.5),
    startup_months=0,
    startup_variable=1,
    startup_fixed=1,
    startup_sales=1,
    depreciation=(Depreciation(1.0, (0.5, 0.5)),),
    losses=LossRule("carry"),
)
PLANT = Plant(
    fixed_capital=100.0,
    working_capital=5.0,
    variable_cost=20.0,
    fixed_cost=10.0,
    by_product_sales=4.0,
    product=10.0,
)


def table(plant: Plant, terms: Terms, price: float) -> dict[str, tuple[float, ...]]:
    return {row.key: row.values for row in cash_flow_table(plant, terms, price)}


def test_loan_is_repaid_and_closes_at_zero() -> None:
    flows = loan_flows(Loan(0.6, 0.05, 3), np.array([40.0, 60.0]), 5)
    assert flows.drawn.tolist() == pytest.approx([24, 36, 0, 0, 0, 0, 0])
    assert flows.construction_interest[:2].tolist() == pytest.approx([1.2, 1.8])
    assert flows.payment[2] == pytest.approx(60 * 0.05 / (1 - 1.05**-3))
    assert flows.principal[4] == pytest.approx(0, abs=1e-12)
    assert flows.payment[5:].tolist() == [0, 0]
    assert flows.deducted.tolist()[2:] == pytest.approx(flows.interest.tolist()[2:])


def test_accumulated_interest_is_owed_and_not_paid_in_construction() -> None:
    flows = loan_flows(Loan(0.5, 0.1, 2, accumulates=True), np.array([100.0, 100.0]), 3)
    owed = 50 * 1.1 + 50
    assert flows.principal[1] == pytest.approx(owed)
    assert flows.construction_interest.sum() == 0
    assert flows.payment[2] == pytest.approx(yearly_payment(owed, 0.1, 2))
    assert flows.principal[3] == pytest.approx(0, abs=1e-12)


def test_loan_without_interest_is_repaid_in_equal_parts() -> None:
    assert yearly_payment(90, 0, 3) == 30


@pytest.mark.parametrize(
    ("months", "expected"),
    [(0, [1, 1, 1]), (3, [0.875, 1, 1]), (12, [0.5, 1, 1]), (18, [0.5, 0.75, 1])],
)
def test_start_up_may_end_within_a_year(months: float, expected: list[float]) -> None:
    terms = replace(TERMS, life_years=3, startup_months=months, startup_sales=0.5)
    unit = profiles(terms)
    assert unit.taxable[SALES].tolist() == pytest.approx([0, 0, *expected])
    assert unit.taxable[VARIABLE].tolist() == [0, 0, -1, -1, -1]


def test_cash_flow_by_hand() -> None:
    """At 9 a unit: sales 94, cost 30, depreciation 50 in two years, tax 0.3."""
    rows = table(PLANT, TERMS, 9.0)
    assert year_axis(TERMS) == (-1, 0, 1, 2, 3, 4)
    assert rows["sales"] == pytest.approx((0, 0, 94, 94, 94, 94))
    assert rows["taxed_earnings"] == pytest.approx((0, 0, 14, 14, 64, 64))
    assert rows["tax"] == pytest.approx((0, 0, 4.2, 4.2, 19.2, 19.2))
    cash = (-50, -55, 59.8, 59.8, 44.8, 49.8)
    assert rows["cash_flow"] == pytest.approx(cash)
    worth = sum(flow * 1.1**-year for flow, year in zip(cash, range(-1, 5), strict=True))
    assert rows["cumulative_npv"][-1] == pytest.approx(worth)
    assert npv(PLANT, TERMS, 9.0) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("rule", "earnings", "open_losses"),
    [
        (LossRule("refund"), [-60, -40, 50, 200], [0, 0, 0, 0]),
        (LossRule("none"), [0, 0, 50, 200], [0, 0, 0, 0]),
        (LossRule("carry"), [0, 0, 0, 150], [0, 60, 100, 50]),
        (LossRule("cap", 0.5), [0, 0, 25, 125], [0, 60, 100, 75]),
        (LossRule("cap", 0.5, 2), [0, 0, 25, 160], [0, 60, 100, 40]),
        (LossRule("cap", 1.0, 1), [0, 0, 10, 200], [0, 60, 40, 0]),
    ],
)
def test_losses_by_hand(rule: LossRule, earnings: list[float], open_losses: list[float]) -> None:
    found = taxed(rule, np.array([-60.0, -40.0, 50.0, 200.0])[:, None])
    assert found.earnings[:, 0].tolist() == pytest.approx(earnings)
    assert found.open_losses[:, 0].tolist() == pytest.approx(open_losses)


def test_price_with_a_loss_carried_by_hand() -> None:
    """One year built, three run: depreciation of 90 in year 1 makes a loss that is used later.

    With income b before depreciation: tax 0 in year 1, 0.3 * (2 b - 90) in year 2 if that is
    positive, 0.3 b in year 3. At a discount rate of 0: 3 b - 0.3 * (3 b - 90) = 90, b = 30 -- the
    loss is not used up by year 2 (60 < 90), tax is 0.3 * (3 b - 90) = 0 in year 3.
    """
    terms = Terms(0.0, 3, 0.3, (1.0,), 0, 1, 1, 1, (Depreciation(1, (1.0,)),), LossRule("carry"))
    plant = Plant(90.0, 0.0, 6.0, 4.0, 0.0, 10.0)
    price = minimum_price(plant, terms)
    assert price.value == pytest.approx((30 + 10) / 10)
    assert price.loss_years is True
    none = minimum_price(plant, replace(terms, losses=LossRule("none")))
    # without carrying: 3 b - 0.3 * 2 b = 90
    assert none.value == pytest.approx((90 / 2.4 + 10) / 10)


def test_replacements_may_be_depreciated() -> None:
    """Deducting 30 over years 3 to 4 and the rest at the end lowers the price."""
    replaced = replace(PLANT, replacements={3: 30.0})
    terms = replace(TERMS, losses=LossRule("refund"))
    schedule = (1 / 3, 1 / 3, 1 / 3)
    plain = minimum_price(replaced, terms)
    deducted = minimum_price(replaced, replace(terms, replacement_schedule=schedule))
    assert plain.factors.replacement[3] > deducted.factors.replacement[3] > 0
    saved = 0.3 * (10 * 1.1**-3 + 20 * 1.1**-4)
    after_tax = 0.7 * 10 * sum(1.1**-year for year in range(1, 5))
    assert plain.value - deducted.value == pytest.approx(saved / after_tax)
    rows = table(replaced, replace(TERMS, replacement_schedule=(1 / 3, 1 / 3, 1 / 3)), 9.0)
    assert rows["depreciation"] == pytest.approx((0, 0, 50, 50, 10, 20))


def test_a_sample_without_number_is_nan_alone() -> None:
    plant = replace(
        PLANT,
        variable_cost=np.array([20.0, math.nan, 20.0, math.inf]),
        by_product_sales=np.array([4.0, 4.0, 4.0, 4.0]),
    )
    price = minimum_price(plant, TERMS)
    alone = minimum_price(PLANT, TERMS).value
    assert np.asarray(price.value).tolist() == pytest.approx(
        [alone, math.nan, alone, math.nan], nan_ok=True, rel=1e-12
    )
    assert np.isnan(np.asarray(price.factors.capital)).tolist() == [False, True, False, True]
    rates = replace(TERMS, discount_rate=np.array([0.1, math.nan]))
    assert np.isnan(np.asarray(minimum_price(PLANT, rates).value)).tolist() == [False, True]


def test_the_same_input_gives_the_same_digits_in_any_chunk() -> None:
    costs = np.linspace(1, 60, 9001)
    plant = replace(PLANT, variable_cost=costs)
    first, second = (np.asarray(minimum_price(plant, TERMS).value) for _ in range(2))
    assert first.tobytes() == second.tobytes()
    part = np.asarray(minimum_price(replace(plant, variable_cost=costs[4500:4600]), TERMS).value)
    np.testing.assert_allclose(part, first[4500:4600], rtol=1e-12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"discount_rate": -1.0}, "discount_rate"),
        ({"discount_rate": math.nan}, "discount_rate"),
        ({"discount_rate": np.array([0.1, -1.5])}, "discount_rate"),
        ({"life_years": 0}, "life_years"),
        ({"life_years": -3}, "life_years"),
        ({"life_years": 10**9}, "life_years"),
        ({"tax_rate": 1.0}, "tax_rate"),
        ({"tax_rate": -0.1}, "tax_rate"),
        ({"tax_rate": math.nan}, "tax_rate"),
        ({"construction": ()}, "construction"),
        ({"construction": (0.5, 0.4)}, "construction"),
        ({"construction": (1.5, -0.5)}, "construction[1]"),
        ({"construction": (0.001,) * 1000}, "construction"),
        ({"startup_months": 48}, "startup_months"),
        ({"startup_months": -1}, "startup_months"),
        ({"startup_sales": 1.5}, "startup_sales"),
        ({"inflation": -1.0}, "inflation"),
        ({"depreciation": (Depreciation(0.6, (1.0,)),) * 2}, "depreciation"),
        ({"depreciation": (Depreciation(1, (0.6, 0.6)),)}, "depreciation[0].schedule"),
        ({"depreciation": (Depreciation(1, (0.2,) * 5),)}, "depreciation[0].schedule"),
        ({"depreciation": (Depreciation(1, (math.nan,)),)}, "depreciation[0].schedule[1]"),
        ({"replacement_schedule": (0.2,) * 5}, "replacement_schedule"),
        ({"losses": LossRule("cap", 1.2)}, "losses.share"),
        ({"losses": LossRule("cap", 0.5, 0)}, "losses.years"),
        ({"losses": LossRule("lottery")}, "losses.kind"),  # type: ignore[arg-type]
        ({"loan": Loan(1.2, 0.05, 3)}, "loan.share"),
        ({"loan": Loan(0.5, -0.05, 3)}, "loan.interest"),
        ({"loan": Loan(0.5, 0.05, 5)}, "loan.years"),
        ({"loan": Loan(0.5, 0.05, 3, deduction="x")}, "loan.deduction"),  # type: ignore[arg-type]
    ],
)
def test_terms_that_cannot_be_used_are_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(CashFlowTermsInvalidError) as error:
        minimum_price(PLANT, replace(TERMS, **changes))
    assert error.value.field == field
    assert error.value.needed
    assert error.value.needed_ja


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fixed_capital": math.nan}, "fixed_capital"),
        ({"variable_cost": math.inf}, "variable_cost"),
        ({"fixed_cost": 1e16}, "fixed_cost"),
        ({"variable_cost": np.array([1.0, 1e300])}, "variable_cost"),
        ({"variable_cost": np.ones(2), "product": np.ones(3)}, "product"),
        ({"variable_cost": np.ones((2, 2))}, "variable_cost"),
        ({"variable_cost": np.ones(0)}, "variable_cost"),
        ({"replacements": {5: 1.0}}, "replacements[5]"),
        ({"replacements": {0: 1.0}}, "replacements[0]"),
        ({"replacements": {2: math.nan}}, "replacements[2]"),
    ],
)
def test_amounts_that_cannot_be_used_are_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(CashFlowAmountInvalidError) as error:
        minimum_price(replace(PLANT, **changes), TERMS)
    assert error.value.field == field
    assert error.value.needed_ja


@pytest.mark.parametrize("product", [0.0, -1.0, np.array([1.0, 0.0])])
def test_a_plant_without_product_is_refused(product: Any) -> None:
    with pytest.raises(ProductMissingError):
        minimum_price(replace(PLANT, product=product), TERMS)


def test_a_plant_that_sells_almost_never_is_refused_or_solved() -> None:
    terms = replace(TERMS, startup_months=47.999999999, startup_sales=0.0)
    price = float(minimum_price(PLANT, terms).value)
    assert price > 1e9
    assert npv(PLANT, terms, price) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("rate", [-1 + 1e-15, 1e300])
def test_rates_whose_factors_overflow_are_refused(rate: float) -> None:
    terms = replace(TERMS, life_years=200, construction=(0.5, 0.25, 0.25))
    for given in (rate, np.array([0.1, rate])):
        with pytest.raises(CashFlowTermsInvalidError) as error:
            minimum_price(PLANT, replace(terms, discount_rate=given))
        assert error.value.field == "discount_rate"


def test_a_rate_that_no_number_holds_together_is_unsolved() -> None:
    """Factors of 1e300 are finite, their product with money is not."""
    terms = replace(TERMS, life_years=200, discount_rate=-1 + 10**-1.53)
    with pytest.raises(PriceUnsolvedError):
        minimum_price(replace(PLANT, fixed_capital=1e15, working_capital=1e15), terms)


def test_a_price_of_other_samples_is_refused() -> None:
    many = replace(PLANT, variable_cost=np.ones(3))
    assert np.shape(npv(many, TERMS, np.ones(3))) == (3,)
    assert np.shape(npv(PLANT, TERMS, np.ones(3))) == (3,)
    with pytest.raises(CashFlowAmountInvalidError):
        npv(many, TERMS, np.ones(2))
    with pytest.raises(CashFlowAmountInvalidError):
        npv(PLANT, TERMS, math.nan)
    assert np.isnan(npv(PLANT, TERMS, np.array([1.0, math.nan]))).tolist() == [False, True]


def test_samples_have_no_table() -> None:
    with pytest.raises(CashFlowAmountInvalidError):
        cash_flow_table(replace(PLANT, variable_cost=np.ones(3)), TERMS, 9.0)
    with pytest.raises(CashFlowAmountInvalidError):
        cash_flow_table(PLANT, TERMS, math.inf)


def test_return_rate_and_payback_by_hand() -> None:
    """Spend 100, earn 50 four times; then 60 in two years and money that comes back at the end."""
    terms = replace(TERMS, tax_rate=0.0, construction=(1.0,))
    plant = replace(PLANT, working_capital=0.0, by_product_sales=0.0)
    rate = irr(plant, terms, 8.0)
    assert sum(50 * (1 + rate) ** -year for year in range(1, 5)) == pytest.approx(100)
    assert payback_years(plant, terms, 8.0) == pytest.approx(2.0)
    assert payback_years(plant, terms, 7.0) == pytest.approx(2.5)
    assert payback_years(plant, terms, 5.0) is None


def test_return_rate_is_real() -> None:
    inflated = replace(TERMS, inflation=0.03)
    price = float(minimum_price(PLANT, inflated).value)
    assert irr(PLANT, inflated, price) == pytest.approx(0.1, abs=1e-9)


def test_a_plant_that_never_earns_has_no_return_rate() -> None:
    with pytest.raises(ReturnRateMissingError):
        irr(PLANT, TERMS, 1.0)


def test_two_return_rates_are_named_instead_of_one() -> None:
    """-100, +230, -132 is zero at 10 % and 20 %."""
    terms = replace(
        TERMS,
        tax_rate=0.0,
        construction=(1.0,),
        life_years=2,
        depreciation=(),
        losses=LossRule("none"),
    )
    plant = Plant(100.0, 0.0, 0.0, 0.0, 0.0, 1.0, {2: 362.0})
    with pytest.raises(ReturnRateAmbiguousError) as error:
        irr(plant, terms, 230.0)
    assert error.value.rates == "0.1, 0.2"


def test_loss_rules_have_names_and_sources() -> None:
    assert loss_rule("japan_large") == LossRule("cap", 0.5, 10)
    assert loss_rule("japan_sme") == LossRule("cap", 1.0, 10)
    with pytest.raises(LossRuleUnknownError, match="japan_sme"):
        loss_rule("mars")
    for rule in cash_flow_defaults().loss_rules.values():
        assert rule.source
        assert rule.unit


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "seconds"), [("refund", 0.5), ("carry", 2.0), ("none", 2.0), ("japan_large", 4.0)]
)
def test_a_hundred_thousand_plants_take_a_second(rule: str, seconds: float) -> None:
    """Measured: 0.06, 0.35, 0.14 and 0.45 s; the limits leave room for slow machines."""
    rng = np.random.default_rng(1)
    terms = replace(
        TERMS, life_years=30, losses=loss_rule(rule), loan=Loan(0.6, 0.08, 10, deduction="interest")
    )
    plant = Plant(
        *(value * rng.lognormal(0, 0.2, 100_000) for value in (100.0, 5.0, 20.0, 10.0, 4.0, 10.0))
    )
    start = time.perf_counter()
    assert np.isfinite(np.asarray(minimum_price(plant, terms).value)).all()
    assert time.perf_counter() - start < seconds
