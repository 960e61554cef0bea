"""Laws a minimum selling price must obey, whatever the plant."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parity.dcf.depreciation import schedule
from parity.dcf.msp import minimum_price, npv
from parity.dcf.tax import tax_weights, taxed
from parity.dcf.terms import Depreciation, Loan, LossRule, Plant, Terms, loss_rule

RULES = {
    "refund": LossRule("refund"),
    "carry": LossRule("carry"),
    "cap": loss_rule("japan_large"),
    "none": LossRule("none"),
}

rates = st.floats(0, 0.3)
loans = st.one_of(
    st.none(),
    st.builds(
        Loan,
        share=st.floats(0, 0.7),
        interest=st.floats(0, 0.12),
        years=st.integers(1, 5),
        accumulates=st.booleans(),
        deduction=st.sampled_from(["interest", "full_payment"]),
    ),
)


@st.composite
def constructions(draw: st.DrawFn) -> tuple[float, ...]:
    parts = draw(st.lists(st.floats(0.1, 1), min_size=1, max_size=4))
    return tuple(part / sum(parts) for part in parts)


@st.composite
def all_terms(draw: st.DrawFn) -> Terms:
    life = draw(st.integers(5, 30))
    names = ("MACRS3", "SL5", "DDB4", "SYD5", "JP200DB4")
    classes = draw(st.lists(st.sampled_from(names), min_size=0, max_size=2))
    return Terms(
        discount_rate=draw(rates),
        life_years=life,
        tax_rate=draw(st.floats(0, 0.6)),
        construction=draw(constructions()),
        startup_months=draw(st.floats(0, 30)),
        startup_variable=draw(st.floats(0, 1)),
        startup_fixed=draw(st.floats(0, 1)),
        startup_sales=draw(st.floats(0, 1)),
        depreciation=tuple(Depreciation(0.5, schedule(name)) for name in classes),
        losses=LossRule("carry"),
        loan=draw(loans),
        inflation=draw(st.sampled_from([0.0, 0.02, -0.01])),
        replacement_schedule=draw(st.sampled_from([(), schedule("SL5")])),
    )


money = st.floats(0, 1e6)


@st.composite
def plants(draw: st.DrawFn) -> Plant:
    return Plant(
        fixed_capital=draw(st.floats(1, 1e6)),
        working_capital=draw(money),
        variable_cost=draw(money),
        fixed_cost=draw(money),
        by_product_sales=draw(money),
        product=draw(st.floats(1, 1e4)),
        replacements=draw(st.dictionaries(st.integers(1, 5), money, max_size=3)),
    )


def scale(plant: Plant) -> float:
    """Money per unit that rounding is measured against."""
    parts = [float(getattr(plant, field.name)) for field in fields(Plant)[:5]]
    return (sum(parts) + sum(map(float, plant.replacements.values()))) / float(plant.product)


def solved(plant: Plant, terms: Terms, rule: str, **changes: Any) -> float:
    return float(minimum_price(plant, replace(terms, losses=RULES[rule], **changes)).value)


@given(plants(), all_terms())
def test_a_loss_worth_less_makes_the_price_higher(plant: Plant, terms: Terms) -> None:
    """If later money is worth less: with a negative nominal rate a tax paid later weighs more."""
    assume((1 + terms.discount_rate) * (1 + terms.inflation) >= 1)
    prices = [solved(plant, terms, rule) for rule in RULES]
    rounding = 1e-11 * scale(plant)
    assert all(low <= high + rounding for low, high in pairwise(prices))


@given(plants(), all_terms())
def test_without_a_loss_year_or_tax_every_rule_gives_the_closed_form(
    plant: Plant, terms: Terms
) -> None:
    first = minimum_price(plant, replace(terms, losses=RULES["refund"]))
    assume(not first.loss_years or terms.tax_rate == 0)
    for rule in RULES:
        assert solved(plant, terms, rule) == pytest.approx(first.value, abs=1e-11 * scale(plant))


@given(plants(), all_terms())
def test_without_tax_every_rule_is_the_same(plant: Plant, terms: Terms) -> None:
    prices = {solved(plant, terms, rule, tax_rate=0.0) for rule in RULES}
    assert max(prices) - min(prices) <= 1e-12 * scale(plant)


@given(plants(), all_terms(), st.sampled_from(list(RULES)))
def test_net_present_value_at_the_price_is_zero(plant: Plant, terms: Terms, rule: str) -> None:
    asked = replace(terms, losses=RULES[rule])
    price = minimum_price(plant, asked)
    size = npv(plant, asked, float(price.value) + scale(plant)) + scale(plant)
    assert abs(npv(plant, asked, price.value)) <= 1e-10 * abs(size) * max(1.0, plant.product)


@given(plants(), all_terms(), st.sampled_from(list(RULES)))
def test_parts_sum_to_the_price(plant: Plant, terms: Terms, rule: str) -> None:
    price = minimum_price(plant, replace(terms, losses=RULES[rule]))
    k = price.factors
    parts = (
        plant.variable_cost * k.variable
        + plant.fixed_cost * k.fixed
        - plant.by_product_sales * k.sales
        + plant.fixed_capital * k.capital
        + plant.working_capital * k.working
        + sum(spent * k.replacement[year] for year, spent in plant.replacements.items())
    )
    assert price.value == pytest.approx(parts, rel=1e-9, abs=1e-11 * scale(plant))


@given(plants(), all_terms(), st.sampled_from(list(RULES)), st.floats(0.01, 100))
def test_all_money_times_k_is_the_price_times_k(
    plant: Plant, terms: Terms, rule: str, k: float
) -> None:
    dearer = Plant(
        *(k * getattr(plant, field.name) for field in fields(Plant)[:5]),
        product=plant.product,
        replacements={year: k * spent for year, spent in plant.replacements.items()},
    )
    assert solved(dearer, terms, rule) == pytest.approx(
        k * solved(plant, terms, rule), rel=1e-9, abs=1e-11 * k * scale(plant)
    )


@given(plants(), all_terms(), st.sampled_from(list(RULES)), st.floats(0.01, 100))
def test_k_times_the_product_for_the_same_money_is_the_price_over_k(
    plant: Plant, terms: Terms, rule: str, k: float
) -> None:
    more = replace(plant, product=k * plant.product)
    assert k * solved(more, terms, rule) == pytest.approx(
        solved(plant, terms, rule), rel=1e-9, abs=1e-11 * scale(plant)
    )


@given(plants(), all_terms(), st.sampled_from(list(RULES)), st.floats(1, 10))
def test_the_price_rises_with_costs(plant: Plant, terms: Terms, rule: str, k: float) -> None:
    before = solved(plant, terms, rule)
    rounding = 1e-11 * k * scale(plant)
    for name in ("variable_cost", "fixed_cost"):
        dearer = replace(plant, **{name: k * getattr(plant, name)})
        assert solved(dearer, terms, rule) >= before - rounding
    unlent = replace(terms, loan=None)
    bigger = replace(plant, fixed_capital=k * plant.fixed_capital)
    assert solved(bigger, unlent, rule) >= solved(plant, unlent, rule) - rounding


@given(plants(), all_terms(), st.sampled_from(list(RULES)), st.floats(0, 0.2))
def test_the_price_rises_with_the_discount_rate(
    plant: Plant, terms: Terms, rule: str, more: float
) -> None:
    """For plants that spend first and earn later: no loan, nothing replaced, no costly start."""
    plain = replace(terms, loan=None, startup_months=0.0)
    invested = replace(plant, replacements={})
    dearer = solved(invested, plain, rule, discount_rate=float(plain.discount_rate) + more)
    assert dearer >= solved(invested, plain, rule) - 1e-10 * scale(plant)


@given(plants(), rates.filter(lambda rate: rate > 1e-6), st.integers(1, 50))
def test_without_tax_and_start_up_it_is_the_annualised_cost(
    plant: Plant, rate: float, life: int
) -> None:
    """The closed form: capital times the recovery factor, working capital times the rate."""
    terms = Terms(rate, life, 0.0, (1.0,), 0, 1, 1, 1, (), LossRule("carry"))
    simple = replace(plant, replacements={})
    recovery = rate / -math.expm1(-life * math.log1p(rate))
    yearly = (
        recovery * plant.fixed_capital
        + rate * plant.working_capital
        + plant.variable_cost
        + plant.fixed_cost
        - plant.by_product_sales
    )
    assert float(minimum_price(simple, terms).value) == pytest.approx(
        yearly / plant.product, rel=1e-9, abs=1e-11 * scale(plant)
    )


@given(plants(), all_terms(), st.floats(-0.1, 0.1))
def test_without_tax_and_debt_real_and_nominal_give_the_same_price(
    plant: Plant, terms: Terms, inflation: float
) -> None:
    """But for the working capital, which is not recovered with the price level."""
    real = replace(terms, tax_rate=0.0, loan=None, inflation=0.0)
    simple = replace(plant, working_capital=0.0)
    assert solved(simple, real, "carry", inflation=inflation) == pytest.approx(
        solved(simple, real, "carry"), rel=1e-9, abs=1e-10 * scale(plant)
    )


@given(plants(), all_terms(), st.floats(-0.2, -0.001), st.sampled_from(list(RULES)))
def test_a_negative_discount_rate_still_gives_a_price_of_zero_value(
    plant: Plant, terms: Terms, rate: float, rule: str
) -> None:
    asked = replace(terms, discount_rate=rate, losses=RULES[rule], inflation=0.0)
    price = float(minimum_price(plant, asked).value)
    size = scale(plant) * float(plant.product) * (1 + rate) ** -asked.life_years
    assert abs(npv(plant, asked, price)) <= 1e-9 * size * asked.life_years


incomes = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=25)
carried = st.builds(
    LossRule,
    kind=st.sampled_from(["refund", "none", "carry", "cap"]),
    share=st.floats(0, 1),
    years=st.one_of(st.none(), st.integers(1, 12)),
)


def listed(rule: LossRule, income: list[float]) -> list[float]:
    """Taxed earnings by a list of losses, oldest first: the law as it is written."""
    if rule.kind == "refund":
        return income
    share = {"none": 0.0, "carry": 1.0, "cap": rule.share}[rule.kind]
    years = rule.years if rule.kind == "cap" else None
    losses: list[list[float]] = []
    earnings = []
    for year, x in enumerate(income):
        if years is not None:
            losses = [loss for loss in losses if year - loss[0] <= years]
        room = share * max(x, 0.0)
        used = 0.0
        for loss in losses:
            part = min(loss[1], room - used)
            loss[1] -= part
            used += part
        earnings.append(max(x, 0.0) - used)
        if x < 0:
            losses.append([year, -x])
    return earnings


@given(incomes, carried)
def test_taxed_earnings_are_those_of_a_list_of_losses(income: list[float], rule: LossRule) -> None:
    found = taxed(rule, np.array(income)[:, None]).earnings[:, 0]
    np.testing.assert_allclose(found, listed(rule, income), rtol=1e-9, atol=1e-9)


@given(incomes, carried, st.floats(-0.1, 0.3))
def test_weights_times_income_are_the_discounted_taxed_earnings(
    income: list[float], rule: LossRule, rate: float
) -> None:
    x = np.array(income)[:, None]
    discount = (1 + rate) ** -np.arange(len(income), dtype=float)[:, None]
    earned = (discount * taxed(rule, x).earnings).sum()
    weighed = (tax_weights(rule, x, discount) * x).sum()
    size = (discount * np.abs(x)).sum()
    assert weighed == pytest.approx(earned, abs=1e-10 * max(size, 1e-300))


@given(incomes)
def test_a_cap_of_all_income_is_carry_and_of_none_is_no_carry(income: list[float]) -> None:
    x = np.array(income)[:, None]
    for share, kind in ((1.0, "carry"), (0.0, "none")):
        np.testing.assert_allclose(
            taxed(LossRule("cap", share), x).earnings,
            taxed(LossRule(kind), x).earnings,  # type: ignore[arg-type]
            atol=1e-9,
        )
