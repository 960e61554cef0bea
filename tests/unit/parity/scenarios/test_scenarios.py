"""Every scenario of the package is checked; years outside are refused; nothing is extrapolated."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from parity.carbon.chain import Chain
from parity.carbon.policy import load_policy
from parity.money import Converter
from parity.scenarios import Scenario, load_scenario, parse_scenario, scenario_ids
from parity.scenarios.document import DRIVER_UNITS
from parity.scenarios.errors import (
    ScenarioInvalidError,
    ScenarioLineMissingError,
    ScenarioUnknownError,
    ScenarioYearMissingError,
)
from parity.tables import load_tables

DOCS = Path(__file__).parents[4] / "docs"


def test_the_scenarios_asked_for_are_there() -> None:
    assert set(scenario_ids()) >= {
        "hydrogen-japan",
        "power-japan",
        "carbon-price-gx-ets",
        "carbon-price-iea-aps",
        "carbon-price-iea-nze",
        "oil-2026",
    }


@pytest.mark.parametrize("name", scenario_ids())
def test_every_scenario_is_sourced_and_can_be_converted(name: str) -> None:
    scenario, tables = load_scenario(name), load_tables()
    assert scenario.id == name
    converter = Converter(2025, tables)
    cited = {line.source for line in scenario.document.lines} - {"assumption"}
    assert cited == set(scenario.document.sources)
    for what in scenario.covers:
        assert what in tables.prices or what in DRIVER_UNITS
        line = scenario.lines[what]
        if line.grade in {"published", "measured"}:
            assert scenario.document.sources[line.source].opened != "no"
        if line.source == "assumption":
            assert line.grade == "unverified"
        else:
            assert line.at
        for year in scenario.span(what):
            value = scenario.at(what, year)
            price = value.price()
            assert price is not None
            if what not in DRIVER_UNITS or what == "carbon_price":
                assert converter.jpy(price, f"/{what}") > 0


@pytest.mark.parametrize("name", scenario_ids())
def test_outside_its_years_a_scenario_says_so(name: str) -> None:
    scenario = load_scenario(name)
    for what in scenario.covers:
        first, last = scenario.span(what)
        for year in (first - 1, last + 1):
            with pytest.raises(ScenarioYearMissingError, match=str(last)):
                scenario.at(what, year)


def test_hydrogen_follows_the_targets_and_is_straight_between() -> None:
    scenario = load_scenario("hydrogen-japan")
    key = "hydrogen-pem-jp-wind"
    stated = [scenario.at(key, year).value for year in (2023, 2030, 2050)]
    assert stated == pytest.approx([100 * 11.12, 30 * 11.12, 20 * 11.12])
    between = scenario.at(key, 2040)
    assert between.value == pytest.approx(25 * 11.12)
    assert (between.interpolated, between.unit, between.currency) == (True, "kg", "JPY")
    assert load_tables().prices[key].amount == pytest.approx(stated[0])


def test_a_cubic_metre_of_hydrogen_weighs_what_the_gas_law_says() -> None:
    molar_volume_l, molar_mass_g = 22.414, 2.016
    assert molar_volume_l / molar_mass_g == pytest.approx(11.12, abs=0.005)


def test_the_gx_ets_scenario_is_the_band_of_the_policy() -> None:
    scenario = load_scenario("carbon-price-gx-ets")
    for year, (lower, upper) in load_policy("gx_ets").bands.items():
        value = scenario.at("carbon_price", year)
        assert (value.low, value.high) == (lower.value, upper.value)
        assert value.value == pytest.approx((lower.value + upper.value) / 2)
    with pytest.raises(ScenarioYearMissingError, match="2026-2030"):
        scenario.at("carbon_price", 2031)


def test_power_starts_at_the_price_of_the_table_and_adds_the_change_of_the_study() -> None:
    scenario, prices = load_scenario("power-japan"), load_tables().prices
    for key in scenario.covers:
        today, later = scenario.at(key, 2025), scenario.at(key, 2050)
        assert today.value == prices[key].amount
        assert later.value - today.value == pytest.approx(24.9 - 13)
        assert later.low is not None
        assert later.low - today.value == pytest.approx(7.9 - 12)
        assert later.high is not None
        assert later.high - today.value == pytest.approx(53.4 - 13)


def test_prices_of_2026_are_in_money_of_2025() -> None:
    scenario, prices = load_scenario("oil-2026"), load_tables().prices
    to_2025 = 321.943 / 330.079
    assert scenario.at("oil", 2026).value == pytest.approx(93.906 * to_2025, rel=1e-5)
    for key in ("lng-jp", "natural-gas-kg", "natural-gas", "heat-natural-gas"):
        expected = prices[key].amount * 13.13 / 12.03583 * to_2025
        assert scenario.at(key, 2026).value == pytest.approx(expected, rel=1e-4)
        assert scenario.at(key, 2026).unit == prices[key].per


def test_a_held_price_is_known_once_and_assumed_after() -> None:
    scenario = load_scenario("oil-2026")
    seen, later = scenario.at("oil", 2026), scenario.at("oil", 2030)
    assert (seen.grade, seen.held) == ("derived", False)
    assert (later.grade, later.held, later.interpolated) == ("unverified", True, False)
    assert later.value == seen.value
    assert load_scenario("carbon-price-eu-ets-flat").at("carbon_price", 2025).grade == "published"


def test_what_a_scenario_is_silent_about_is_refused() -> None:
    with pytest.raises(ScenarioLineMissingError, match="carbon_price"):
        load_scenario("carbon-price-iea-nze").at("oil", 2030)
    with pytest.raises(ScenarioUnknownError, match="hydrogen-japan"):
        load_scenario("../hydrogen-japan")


def document() -> dict[str, Any]:
    return {
        "schema": "hakari/scenario/1",
        "id": "own",
        "title": "Own",
        "description": {"en": "Own.", "ja": "独自。"},
        "publisher": "Me",
        "lines": [
            {
                "what": "palm-oil",
                "unit": "t",
                "currency": "USD",
                "price_year": 2024,
                "index": "general",
                "points": {2030: 900, 2040: 1100},
                "low": {2030: 700, 2040: 800},
                "source": "assumption",
                "reason": "test",
                "grade": "unverified",
            }
        ],
    }


def test_a_scenario_of_ones_own_is_read() -> None:
    value = parse_scenario(document()).at("palm-oil", 2035)
    assert (value.value, value.low, value.high) == (1000, 750, None)
    assert value.price("high") is None
    low = value.price("low")
    assert low is not None
    assert (low.amount, low.per) == (750, "t")


def test_an_interpolated_value_is_not_published() -> None:
    written = document()
    written["sources"] = {"paper": {"title": "Paper", "opened": "yes"}}
    written["lines"][0] |= {"source": "paper", "grade": "published"}
    scenario = parse_scenario(written)
    assert scenario.at("palm-oil", 2030).grade == "published"
    assert scenario.at("palm-oil", 2035).grade == "derived"


def _line(**fields: Any) -> Any:
    def change(written: dict[str, Any]) -> None:
        written["lines"][0] |= fields

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_line(what="no-such-price"), "/lines/0/what"),
        (_line(unit="kWh"), "/lines/0/unit"),
        (_line(unit="furlong-per"), "/lines/0/unit"),
        (_line(points={}), "/lines/0/points"),
        (_line(points={2030: float("nan"), 2040: 1}), "/lines/0/points"),
        (_line(points={1066: 1}), "/lines/0/points"),
        (_line(low={2030: 700}), "years of `points`"),
        (_line(low={2030: 901, 2040: 800}), "wrong side"),
        (_line(high={2030: 901, 2040: 800}), "wrong side"),
        (_line(interpolation="spline"), "/lines/0/interpolation"),
        (_line(held_after=2030), "no change after"),
        (_line(held_after=2035, low=None), "no change after"),
        (_line(what="oil"), "USD per bbl"),
        (_line(what="oil", unit="bbl", points={2030: 0, 2040: 1}, low=None), "above 0"),
        (_line(what=["palm-oil", "palm-oil"]), "more than one line"),
        (_line(source="paper"), "lacks paper"),
        (_line(reason=None), "reason"),
        (_line(unknown=1), "/lines/0/unknown"),
    ],
)
def test_a_broken_scenario_is_refused_with_its_place(change: Any, place: str) -> None:
    written = copy.deepcopy(document())
    change(written)
    with pytest.raises(ScenarioInvalidError, match=re.escape(place)):
        parse_scenario(written)


def test_a_file_must_bear_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(document()), encoding="utf-8")
    with pytest.raises(ScenarioInvalidError, match=r"other\.yaml"):
        load_scenario("other", tmp_path)


def test_keys_of_a_routes_own_prices_may_be_named() -> None:
    written = document()
    written["lines"][0]["what"] = "my-residue"
    assert parse_scenario(written, keys=("my-residue",)).covers == ("my-residue",)


def test_the_sample_of_the_documentation_is_valid() -> None:
    text = (DOCS / "scenarios.md").read_text(encoding="utf-8")
    samples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert samples
    for sample in samples:
        assert parse_scenario(yaml.safe_load(sample)).covers
    for name in scenario_ids():
        assert f"`{name}`" in text


def test_json_with_text_years_is_read_too() -> None:
    written = document()
    written["lines"][0]["points"] = {"2030": 900, "2040": 1100}
    written["lines"][0]["low"] = None
    assert parse_scenario(written).span("palm-oil") == (2030, 2040)


def test_both_documents_have_a_published_schema() -> None:
    for model in (Scenario, Chain):
        schema = model.model_json_schema()
        assert schema["additionalProperties"] is False
        assert "schema" in schema["required"]
