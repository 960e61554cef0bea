"""What a document leaves out, and what is too far from the usual, is said with the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.problems import reason_of
from parity.errors import CostMissingError, IndexMissingError
from parity.model import CostModel
from parity.parity import Parity, assess_parity
from parity.tables import load_tables

Pair = Callable[..., CostModel]
NEW = {
    "labour-missing",
    "fixed-missing",
    "price-far-from-table",
    "price-far-from-baseline",
    "ratio-implausible",
}


def new_codes(result: Parity) -> set[str]:
    return {w.code for w in result.warnings} & NEW


def without(*parts: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        for part in parts:
            del document["cost"][part]

    return change


def test_a_complete_plausible_plant_is_not_remarked(model: Pair) -> None:
    assert new_codes(assess_parity(model())) == set()


@pytest.mark.parametrize("part", ["labour", "fixed"])
def test_a_plant_without_labour_or_fixed_cost_is_said(model: Pair, part: str) -> None:
    result = assess_parity(model(without(part)))
    assert new_codes(result) == {f"{part}-missing"}
    note = next(w for w in result.warnings if w.code == f"{part}-missing")
    assert note.level == "warning"
    assert f"cost.{part}" in note.message.en
    assert f"cost.{part}" in note.message.ja


def test_labour_given_as_a_fixed_line_is_labour_and_nothing_else(model: Pair) -> None:
    def change(document: dict[str, Any]) -> None:
        del document["cost"]["labour"]
        document["cost"]["fixed"] = document["cost"]["fixed"][1:]
        document["cost"]["fixed"][0]["kind"] = "labour"

    assert new_codes(assess_parity(model(change))) == {"fixed-missing"}


def priced(key: str, amount: float, **more: Any) -> Callable[[dict[str, Any]], None]:
    """The plant buys `key` of the price table, in place of its grid power, at its own price."""

    def change(document: dict[str, Any]) -> None:
        power = next(x for x in document["activities"][0]["inputs"] if x.get("provider") == "grid")
        power["price"] = key
        document["cost"]["prices"][key] = (
            document["cost"]["prices"].pop("grid") | {"amount": amount} | more
        )

    return change


@pytest.mark.parametrize(
    ("amount", "said"),
    [(215.0, False), (217.0, True), (2.16, False), (2.15, True), (-300.0, False)],
)
def test_an_own_price_more_than_ten_times_off_the_tables_is_said(
    model: Pair, amount: float, said: bool
) -> None:
    key = "electricity-jp-mix-2023"  # 21.58 JPY/kWh
    assert load_tables().prices[key].amount == 21.58
    result = assess_parity(model(priced(key, amount)))
    found = [w for w in result.warnings if w.code == "price-far-from-table"]
    assert bool(found) is said
    if said:
        assert f"cost.prices.{key}" in found[0].message.en
        assert "21.58 JPY/kWh" in found[0].message.ja


def test_a_market_price_far_from_the_tables_is_said(model: Pair) -> None:
    def change(document: dict[str, Any]) -> None:
        document["cost"]["market_price"] = "pet-resin"
        own = document["cost"]["prices"].pop("old-product")
        document["cost"]["prices"]["pet-resin"] = own | {"amount": 2}

    result = assess_parity(model(None, change))
    assert "price-far-from-table" in new_codes(result)


@pytest.mark.parametrize(("amount", "said"), [(999.0, False), (1001.0, True)])
def test_an_input_ten_times_dearer_than_the_baselines_product_is_said(
    model: Pair, amount: float, said: bool
) -> None:
    def dear(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["food"] |= {"amount": amount, "per": "kg"}

    result = assess_parity(model(dear))  # the baseline's product: 100 JPY/kg
    assert new_codes(result) == ({"price-far-from-baseline"} if said else set())


@pytest.mark.parametrize(("replaced", "said"), [(7.8, False), (7.9, True)])
def test_a_ratio_below_a_fifth_is_said(model: Pair, replaced: float, said: bool) -> None:
    def change(document: dict[str, Any]) -> None:
        document["replaces"]["amount"] = replaced

    result = assess_parity(model(change))  # 156.34 / replaced / 100
    assert new_codes(result) == ({"ratio-implausible"} if said else set())
    if said:
        note = next(w for w in result.warnings if w.code == "ratio-implausible")
        assert "replaces.amount" in note.message.ja
        assert result.comparison.required_reduction < 0


def test_capital_in_yen_of_another_year_names_the_indices_there_are(model: Pair) -> None:
    def old(document: dict[str, Any]) -> None:
        document["cost"]["capital"][0] |= {"year": 2015, "index": "capital"}

    with pytest.raises(IndexMissingError) as caught:
        assess_parity(model(old))
    said = reason_of(caught.value)
    for text in (said.en, said.ja):
        assert text.startswith("/cost/capital/0: ")
        assert "general, labour" in text
    assert "使える指数" in said.ja


def test_the_place_of_every_unconvertible_amount_is_named(model: Pair) -> None:
    def spoil(path: tuple[Any, ...]) -> Callable[[dict[str, Any]], None]:
        def change(document: dict[str, Any]) -> None:
            node: Any = document["cost"]
            for part in path:
                node = node[part]
            node |= {"year": 2015, "index": "capital"}

        return change

    for path in (("labour", "yearly_cost"), ("fixed", 1, "yearly"), ("prices", "gas")):
        with pytest.raises(IndexMissingError) as caught:
            assess_parity(model(spoil(path)))
        assert caught.value.pointer == "/cost/" + "/".join(str(part) for part in path)


@pytest.mark.parametrize(
    ("parts", "asked", "places"),
    [
        (("market_price",), "market_price", "`/cost/market_price`"),
        (("capital", "capacity"), "own_plant", "`/cost/capacity`, `/cost/capital`"),
        (("capital",), "own_plant", "`/cost/capital`"),
    ],
)
def test_what_the_cost_part_lacks_is_named_by_its_place_in_both_languages(
    model: Pair, parts: tuple[str, ...], asked: Any, places: str
) -> None:
    with pytest.raises(CostMissingError) as caught:
        assess_parity(model(None, without(*parts), baseline_kind=asked))
    said = reason_of(caught.value)
    assert f"has no {places}:" in said.en
    assert f"{places} の記載がない" in said.ja
