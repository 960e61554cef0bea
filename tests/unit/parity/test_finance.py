"""Terms of finance: the caller's, else the document's, else the project's; each with its origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.document import Cost
from inventories.inventory import Inventory
from parity.cost import plant_cost
from parity.dcf.errors import CashFlowTermsInvalidError, DepreciationUnknownError
from parity.dcf.terms import Loan, LossRule
from parity.defaults import defaults
from parity.finance import FinanceChoice, FinanceTerm, Financing, financing
from parity.setting import Setting
from parity.tables import load_tables

Build = Callable[..., Inventory]
ORIGIN = {"source": "company-report", "at": "page 3", "grade": "measured"}
OWN: dict[str, Any] = {
    "discount_rate": 0.07,
    "life_years": 15,
    "tax_rate": 0.25,
    "losses": {"rule": "carry"},
    "depreciation": "SL10",
    "construction": [0.5, 0.5],
    "startup": {"months": 6, "variable": 0.8, "fixed": 0.9, "sales": 0.4},
    "inflation": 0.02,
    **ORIGIN,
}


def cost(**finance: Any) -> Cost:
    """A cost part with these terms of finance; none at all without any."""
    given = {"finance": finance} if finance else {}
    return Cost.model_validate({"market_price": "x", **given})


def stated(found: Financing) -> dict[str, FinanceTerm]:
    assert len({term.name for term in found.stated}) == len(found.stated)
    return {term.name: term for term in found.stated}


def test_without_any_word_every_term_is_the_projects() -> None:
    found = financing(cost(), FinanceChoice())
    terms, default = found.terms, defaults()
    assert terms.discount_rate == default.discount_rate.value
    assert terms.life_years == default.life_years.value
    assert terms.tax_rate == default.tax_rate.value
    assert terms.construction == default.construction.shares
    assert terms.startup_months == default.startup_months.value
    assert terms.losses == LossRule("cap", 0.5, 10)
    assert terms.loan is None
    assert {term.origin for term in found.stated} == {"default"}
    assert stated(found)["tax_rate"].grade == default.tax_rate.grade
    for term in found.stated:
        assert term.source
        assert term.at


def test_the_documents_terms_come_before_the_defaults() -> None:
    found = financing(cost(**OWN), FinanceChoice())
    terms = found.terms
    assert (terms.discount_rate, terms.life_years, terms.tax_rate) == (0.07, 15, 0.25)
    assert terms.losses == LossRule("carry")
    assert terms.construction == (0.5, 0.5)
    assert (terms.startup_months, terms.startup_variable) == (6, 0.8)
    assert (terms.startup_fixed, terms.startup_sales, terms.inflation) == (0.9, 0.4, 0.02)
    assert terms.depreciation[0].schedule == (0.1,) * 10
    assert {term.origin for term in found.stated} == {"route"}
    assert {(term.source, term.at, term.grade) for term in found.stated} == {
        ("company-report", "page 3", "measured")
    }
    assert found.grade == "measured"


def test_what_the_document_leaves_out_is_named_as_default() -> None:
    found = stated(financing(cost(discount_rate=0.07, life_years=15, **ORIGIN), FinanceChoice()))
    assert found["discount_rate"].origin == found["life_years"].origin == "route"
    assert found["tax_rate"].origin == found["tax_rule"].origin == "default"
    assert found["construction"].origin == found["startup_months"].origin == "default"


def test_zero_in_the_document_is_a_term_and_not_a_gap() -> None:
    startup = {"months": 0, "variable": 1, "fixed": 1, "sales": 1}
    found = financing(
        cost(**OWN | {"tax_rate": 0, "discount_rate": 0, "inflation": 0, "startup": startup}),
        FinanceChoice(),
    )
    assert (found.terms.tax_rate, found.terms.discount_rate, found.terms.inflation) == (0, 0, 0)
    assert found.terms.startup_months == 0
    assert {term.origin for term in found.stated} == {"route"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("discount_rate", 0.05),
        ("life_years", 25),
        ("tax_rate", 0.0),
        ("tax_rule", "refund"),
        ("depreciation", "MACRS7"),
        ("inflation", 0.0),
    ],
)
def test_the_callers_term_comes_before_the_documents(name: str, value: Any) -> None:
    found = stated(financing(cost(**OWN), FinanceChoice(**{name: value})))
    text = value if isinstance(value, str) else f"{value:g}"
    assert (found[name].value, found[name].origin) == (text, "request")
    others = {term.origin for other, term in found.items() if other != name}
    assert others == {"route"}


def test_cap_takes_the_law_where_nobody_says_more() -> None:
    own = OWN | {"losses": {"rule": "cap", "share": 0.8, "years": 7}}
    assert financing(cost(**own), FinanceChoice()).terms.losses == LossRule("cap", 0.8, 7)
    mixed = financing(cost(**own), FinanceChoice(cap_years=5))
    assert mixed.terms.losses == LossRule("cap", 0.8, 5)
    assert stated(mixed)["cap_share"].origin == "route"
    assert stated(mixed)["cap_years"].origin == "request"
    asked = financing(cost(**OWN), FinanceChoice(tax_rule="cap"))
    assert asked.terms.losses == LossRule("cap", 0.5, 10)
    assert stated(asked)["cap_share"].origin == "default"


def test_a_loan_is_the_documents_and_its_deduction_may_be_asked() -> None:
    loan = {"share": 0.6, "interest": 0.08, "years": 10}
    own = financing(cost(**OWN, loan=loan), FinanceChoice())
    assert own.terms.loan == Loan(0.6, 0.08, 10)
    told = {name: stated(own)[f"loan_{name}"] for name in ("share", "interest", "years")}
    assert {name: term.value for name, term in told.items()} == {
        "share": "0.6",
        "interest": "0.08",
        "years": "10",
    }
    assert {term.origin for term in told.values()} == {"route"}
    assert stated(own)["loan_deduction"].value == "interest"
    asked = financing(cost(**OWN, loan=loan), FinanceChoice(loan_deduction="full_payment"))
    assert asked.terms.loan == Loan(0.6, 0.08, 10, deduction="full_payment")
    term = stated(asked)["loan_deduction"]
    assert (term.value, term.origin) == ("full_payment", "request")
    assert financing(cost(**OWN), FinanceChoice(loan_deduction="full_payment")).terms.loan is None


def test_a_rate_in_samples_stands_in_for_the_rate_found() -> None:
    rates = np.array([0.05, 0.1])
    found = financing(cost(**OWN), FinanceChoice(), rates)
    np.testing.assert_array_equal(found.terms.discount_rate, rates)
    assert stated(found)["discount_rate"].value == "0.07"


@pytest.mark.parametrize(
    ("choice", "error", "named"),
    [
        ({"tax_rate": 1.0}, CashFlowTermsInvalidError, "tax_rate"),
        ({"tax_rate": float("nan")}, CashFlowTermsInvalidError, "tax_rate"),
        ({"discount_rate": -1.0}, CashFlowTermsInvalidError, "discount_rate"),
        ({"discount_rate": float("nan")}, CashFlowTermsInvalidError, "discount_rate"),
        ({"life_years": 0}, CashFlowTermsInvalidError, "life_years"),
        ({"life_years": 5}, CashFlowTermsInvalidError, "depreciation"),  # SL10 over five years
        ({"inflation": 1.0}, CashFlowTermsInvalidError, "inflation"),
        ({"depreciation": "SL99999"}, DepreciationUnknownError, "SL99999"),
        ({"depreciation": "straight"}, DepreciationUnknownError, "straight"),
    ],
)
def test_terms_that_cannot_be_used_are_named(
    choice: dict[str, Any], error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        financing(cost(**OWN), FinanceChoice(**choice))


def taxed(document: dict[str, Any]) -> None:
    """Half a year of start-up and a steep depreciation: the first years have losses."""
    document["cost"]["finance"] |= {
        "tax_rate": 0.3,
        "depreciation": "MACRS3",
        "startup": {"months": 12, "variable": 0.9, "fixed": 1, "sales": 0.3},
    }


def msp(plant: Build, choice: FinanceChoice) -> float:
    return float(plant_cost(plant(taxed), Setting(2025, load_tables(), choice)).msp_jpy)


def test_the_less_a_loss_is_worth_the_dearer_the_product(plant: Build) -> None:
    refund, carry, cap, none = (
        msp(plant, FinanceChoice(tax_rule=rule)) for rule in ("refund", "carry", "cap", "none")
    )
    assert refund < carry < cap < none


def test_a_cap_of_all_income_without_expiry_is_nearly_a_carry(plant: Build) -> None:
    carry = msp(plant, FinanceChoice(tax_rule="carry"))
    whole = msp(plant, FinanceChoice(tax_rule="cap", cap_share=1.0, cap_years=20))
    assert whole == pytest.approx(carry, rel=1e-9)
    nothing = msp(plant, FinanceChoice(tax_rule="cap", cap_share=0.0))
    assert nothing == pytest.approx(msp(plant, FinanceChoice(tax_rule="none")), rel=1e-9)


def test_without_tax_no_rule_and_no_schedule_matters(plant: Build) -> None:
    found = {
        msp(plant, FinanceChoice(tax_rate=0.0, tax_rule=rule, depreciation=schedule))
        for rule in ("refund", "carry", "none")
        for schedule in ("SL10", "MACRS7")
    }
    assert max(found) == pytest.approx(min(found), rel=1e-12)


def test_the_callers_terms_hold_for_both_routes(model: Any) -> None:
    asked = model(baseline_kind="own_plant", finance=FinanceChoice(discount_rate=0.1)).today
    # at 10 % over ten years: FCI 80 of the baseline, working capital 20
    annuity = 0.1 / (1 - 1.1**-10)
    assert asked.baseline.value == pytest.approx(75 + 80 * annuity + 20 * 0.1, rel=1e-12)
