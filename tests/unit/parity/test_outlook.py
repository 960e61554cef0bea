"""What scenarios and the market say of the target year, and what that moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.errors import HakariError
from parity.market.drivers import drivers_at
from parity.market.errors import HorizonInvalidError
from parity.market.links import link_of
from parity.model import CostModel
from parity.outlook import path_normals
from parity.parity import assess_parity
from parity.scenarios import load_scenario
from parity.scenarios.errors import ScenarioUnknownError, ScenarioYearMissingError
from parity.tables import load_tables

Pair = Callable[..., CostModel]
Change = Callable[[dict[str, Any]], None]
MSP = 156.34111744996007
YEN = 149.5686
POWER = "electricity-jp-mix-2023"
OIL = drivers_at(2030, 2025)["oil"]


def sold_as(key: str) -> Change:
    """The baseline's market price is the table's of `key`."""

    def change(document: dict[str, Any]) -> None:
        document["cost"]["market_price"] = key

    return change


def power_of_the_table(document: dict[str, Any]) -> None:
    document["activities"][0]["inputs"][1]["price"] = POWER


def gas_of_the_table(document: dict[str, Any]) -> None:
    document["activities"][1]["inputs"][1]["price"] = "natural-gas"


def test_without_scenario_and_oil_link_everything_is_of_today(model: Pair) -> None:
    asked = model(year=2040)
    assert asked.outlook.carbon_price is None
    assert asked.given == {}
    assert {driver.distribution for driver in asked.outlook.drivers} == {None}
    assert asked.inputs["market:oil"].value == OIL.today
    assert asked.inputs["market:usd_jpy"].value == pytest.approx(YEN)
    codes = {w.code for w in assess_parity(asked).warnings}
    assert "not-a-forecast" in codes
    assert "outlook-used" not in codes


def test_a_scenario_replaces_the_price_of_the_year(model: Pair) -> None:
    # 21.58 JPY/kWh in 2025, 33.48 in 2050; 2030 lies a fifth of the way
    asked = model(power_of_the_table, scenarios=("power-japan",), year=2030)
    price = 21.58 + (33.48 - 21.58) / 5
    assert asked.weigh({}).msp == pytest.approx(MSP - 60 + 3 * price, rel=1e-12)
    told = asked.inputs[f"price:{POWER}"]
    assert told.value == pytest.approx(price)
    assert told.distribution is None  # the table's range is of today
    assert f"price:{POWER}" in asked.given
    codes = {w.code for w in assess_parity(asked).warnings}
    assert "outlook-used" in codes
    assert "not-a-forecast" not in codes


def test_what_a_scenario_states_can_still_be_moved(model: Pair) -> None:
    asked = model(power_of_the_table, scenarios=("power-japan",))
    found = asked.weigh({f"price:{POWER}": np.array([10.0, 20.0])})
    np.testing.assert_allclose(found.msp, [MSP - 30, MSP], rtol=1e-12)


def test_a_scenarios_unit_and_currency_are_converted(model: Pair) -> None:
    # quoted in USD/t of 2025, the product is counted in kg
    stated = load_scenario("oil-2026").at("palm-oil", 2030)
    assert (stated.unit, stated.currency, stated.price_year) == ("t", "USD", 2025)
    asked = model(None, sold_as("palm-oil"), scenarios=("oil-2026",), year=2030)
    assert asked.weigh({}).baseline == pytest.approx(stated.value * YEN / 1000, rel=1e-9)


def test_a_price_a_scenario_states_is_not_moved_again_by_its_oil(model: Pair) -> None:
    asked = model(gas_of_the_table, scenarios=("oil-2026",), year=2030)
    gas = load_scenario("oil-2026").at("natural-gas", 2030)
    [line] = [x for x in asked.today.bio.lines if x.key == "natural-gas"]
    assert line.price_jpy == pytest.approx(gas.value * YEN, rel=1e-9)


def test_oil_of_a_scenario_moves_the_linked_prices_it_does_not_state(model: Pair) -> None:
    asked = model(None, sold_as("pet-resin"), scenarios=("oil-2026",), year=2030)
    oil = load_scenario("oil-2026").at("oil", 2030).value
    risen = (oil / OIL.today) ** link_of("pet-resin").beta
    assert asked.weigh({}).baseline == pytest.approx(0.79733 * YEN * risen, rel=1e-9)
    assert asked.inputs["market:oil"].value == pytest.approx(oil)
    assert asked.inputs["market:oil"].distribution is None


def test_the_later_of_two_scenarios_holds(model: Pair) -> None:
    asked = [
        model(power_of_the_table, scenarios=order, year=2050).inputs[f"price:{POWER}"].value
        for order in (("power-japan", "power-japan-flat"), ("power-japan-flat", "power-japan"))
    ]
    flat = load_scenario("power-japan-flat").at(POWER, 2050).value
    assert asked == [pytest.approx(flat), pytest.approx(33.48)]


def test_a_scenario_that_does_not_reach_the_year_is_an_error(model: Pair) -> None:
    with pytest.raises(ScenarioYearMissingError, match="2060"):
        model(scenarios=("hydrogen-japan",), year=2060).weigh({})


def test_an_unknown_scenario_is_an_error(model: Pair) -> None:
    with pytest.raises(ScenarioUnknownError, match="power-japam"):
        model(scenarios=("power-japam",)).weigh({})


def test_a_target_year_before_the_base_year_is_an_error(model: Pair) -> None:
    with pytest.raises(HorizonInvalidError, match="2020"):
        model(None, sold_as("pet-resin"), baseline_kind="oil_linked", year=2020).weigh({})


def test_the_yen_moves_what_is_priced_in_dollars(model: Pair) -> None:
    weighed = model(gas_of_the_table, sold_as("palm-oil")).weigh(
        {"market:usd_jpy": np.array([YEN, 1.2 * YEN, 0.5 * YEN])}
    )
    gas, rise = 0.43806 * YEN, np.array([1.0, 1.2, 0.5])
    # gas costs 50 JPY/m3 of the route's own price in MSP; the rest is in yen and does not move
    np.testing.assert_allclose(weighed.msp, MSP - 30 + 0.6 * gas * rise, rtol=1e-9)
    np.testing.assert_allclose(weighed.baseline, 1.0069475 * YEN * rise, rtol=1e-9)


def test_a_price_in_yen_that_does_not_follow_oil_stays_with_any_yen(model: Pair) -> None:
    weighed = model().weigh({"market:usd_jpy": np.array([100.0, 200.0])})
    np.testing.assert_allclose(weighed.msp, [MSP, MSP], rtol=1e-12)
    np.testing.assert_array_equal(weighed.baseline, [100.0, 100.0])


def test_a_price_in_yen_that_follows_oil_follows_it_in_yen(model: Pair) -> None:
    asked = model(None, sold_as("naphtha"))
    assert link_of("naphtha").beta == 1.0
    today = float(asked.weigh({}).baseline)
    assert today == pytest.approx(86.9)
    cases = ((OIL.today, 2 * YEN, 2.0), (2 * OIL.today, YEN, 2.0), (2 * OIL.today, YEN / 2, 1.0))
    for oil, yen, times in cases:
        found = asked.weigh({"market:oil": oil, "market:usd_jpy": yen})
        assert found.baseline == pytest.approx(times * today, rel=1e-6)


def test_oil_moves_linked_prices_of_both_routes_by_their_elasticity(model: Pair) -> None:
    asked = model(gas_of_the_table, sold_as("pet-resin"))
    today, doubled = asked.weigh({}), asked.weigh({"market:oil": 2 * OIL.today})
    gas = 0.6 * 0.43806 * YEN
    beta = link_of("natural-gas").beta
    assert doubled.msp - today.msp == pytest.approx(gas * (2**beta - 1), rel=1e-9)
    assert doubled.baseline / today.baseline == pytest.approx(
        2 ** link_of("pet-resin").beta, rel=1e-9
    )


@pytest.mark.parametrize("name", ["market:oil", "market:usd_jpy"])
@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_a_driver_that_is_not_above_zero_is_refused(model: Pair, name: str, value: float) -> None:
    with pytest.raises(HakariError):
        model(gas_of_the_table, sold_as("pet-resin")).weigh({name: value})


def test_paths_follow_from_the_seed_and_begin_alike_for_more_samples() -> None:
    few, many = path_normals(5, 30, seed=3), path_normals(50, 30, seed=3)
    assert few.shape == (5, 29)
    np.testing.assert_array_equal(few, many[:5])
    assert not np.array_equal(few, path_normals(5, 30, seed=4))
    np.testing.assert_array_equal(path_normals(2, 30, seed=None), np.zeros((2, 29)))


def test_todays_dollar_is_the_tables() -> None:
    assert load_tables().per_usd["JPY", 2025] == YEN
