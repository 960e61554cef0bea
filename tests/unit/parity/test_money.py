"""Index in the original currency first, exchange rate of the base year second; nothing guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from inventories.document import Money
from parity.errors import FxMissingError, IndexMissingError, IndexYearMissingError
from parity.money import Converter, quoted_amount, quoted_terms
from parity.tables import load_tables


def to_base(quoted: Money, base_year: int) -> float:
    return Converter(base_year, load_tables()).jpy(quoted, "/cost/prices/x")


def money(amount: float | str, currency: str, year: int, index: str) -> Money:
    fields: dict[str, Any] = {
        "amount": amount,
        "currency": currency,
        "year": year,
        "index": index,
        "source": "assumption",
        "reason": "test",
        "grade": "derived",
    }
    return Money(**fields)


def test_money_of_the_base_year_and_currency_is_unchanged() -> None:
    assert to_base(money(123.0, "JPY", 2025, "general"), 2025) == 123.0


def test_index_first_then_exchange_rate_of_the_base_year() -> None:
    tables = load_tables()
    level = tables.indices["cepci", 2025] / tables.indices["cepci", 2016]
    got = to_base(money(2.0, "USD", 2016, "capital"), 2025)
    assert got == pytest.approx(2.0 * level * 149.5686, rel=1e-9)
    other_order = (
        2.0
        * tables.per_usd["JPY", 2016]
        * tables.indices["jp_cpi", 2025]
        / tables.indices["jp_cpi", 2016]
    )
    assert got != pytest.approx(other_order, rel=0.2)


def test_index_none_takes_the_quotation_as_it_is() -> None:
    assert to_base(money(7.0, "JPY", 2010, "none"), 2025) == 7.0
    assert to_base(money(1.0, "USD", 2010, "none"), 2025) == pytest.approx(149.5686)


def test_euro_goes_through_the_dollar_rates_of_one_source() -> None:
    assert to_base(money(1.0, "EUR", 2025, "none"), 2025) == pytest.approx(149.5686 / 0.8845)


def test_there_is_no_japanese_plant_cost_index_to_guess_from() -> None:
    with pytest.raises(IndexMissingError) as caught:
        to_base(money(1.0, "JPY", 2020, "capital"), 2025)
    assert caught.value.kinds == "general, labour"
    assert caught.value.currencies == "EUR, USD"
    assert str(caught.value).startswith("/cost/prices/x: there is no `capital` index for JPY")


def test_a_year_outside_the_series_is_an_error() -> None:
    with pytest.raises(IndexYearMissingError, match=r"1999 \(years it has: 2007-2025\)"):
        to_base(money(1.0, "USD", 1999, "capital"), 2025)


def test_years_of_an_index_are_named_as_spans() -> None:
    error = IndexYearMissingError("USD", "capital", 2030, "/cost/capital/0", (2010, 2007, 2008))
    assert error.years == "2007-2008, 2010"


def test_a_base_year_outside_the_series_is_an_error() -> None:
    with pytest.raises(IndexYearMissingError, match="2031"):
        to_base(money(1.0, "USD", 2020, "general"), 2031)


@pytest.mark.parametrize(("currency", "year"), [("XAU", 2025), ("EUR", 2031)])
def test_an_unknown_rate_is_an_error(currency: str, year: int) -> None:
    with pytest.raises(FxMissingError, match=currency if year == 2025 else "2031"):
        to_base(money(1.0, currency, year, "none"), year)


def test_an_unknown_rate_names_the_currencies_that_have_one() -> None:
    with pytest.raises(FxMissingError) as caught:
        to_base(money(1.0, "XAU", 2025, "none"), 2025)
    assert caught.value.currencies == "CNY, EUR, JPY, USD"
    assert caught.value.pointer == "/cost/prices/x"
    with pytest.raises(FxMissingError, match=r"one \(JPY\)"):  # yen need no rate
        to_base(money(1.0, "USD", 2031, "none"), 2031)


def test_a_plant_cost_in_a_wrong_currency_year_is_not_silently_mixed() -> None:
    a = to_base(money(1.0, "USD", 2007, "general"), 2025)
    b = to_base(money(1.0, "USD", 2025, "general"), 2025)
    assert a == pytest.approx(b * 321.943 / 207.342, rel=1e-4)


@pytest.mark.parametrize(
    ("index", "year", "shown"), [("none", 2025, "(2025)"), ("capital", 2007, "(2007, capital)")]
)
def test_an_index_is_named_where_there_is_one(index: str, year: int, shown: str) -> None:
    assert quoted_terms(money(1.0, "USD", year, index)) == shown
    more = f"{shown[:-1]}, 100 m3)"
    assert quoted_terms(money(1.0, "USD", year, index), "100 m3") == more


def test_a_formula_is_quoted_with_its_value_of_today() -> None:
    fee = money("-paper_fee", "JPY", 2025, "none")
    assert quoted_amount(fee, {"paper_fee": 20.0}) == "-paper_fee = -20 JPY"
    plant = money("plant * 60000000", "EUR", 2025, "none")
    assert quoted_amount(plant, {"plant": 1.5}) == "plant * 60000000 = 90000000 EUR"
    assert quoted_amount(money(797.33, "USD", 2025, "none")) == "797.33 USD"


def test_a_formula_over_samples_has_no_one_value() -> None:
    fee = money("-paper_fee", "JPY", 2025, "none")
    assert quoted_amount(fee, {"paper_fee": np.array([20.0, 25.0])}) == "-paper_fee JPY"
