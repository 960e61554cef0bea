"""Kinds of a baseline: today's price, a mean of years, a price that follows oil, an own plant."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from parity.errors import BaselineInvalidError, CostMissingError
from parity.finance import FinanceChoice
from parity.market.drivers import drivers_at
from parity.market.errors import LinkMissingError, SeriesUnknownError
from parity.market.links import link_of
from parity.market.reverting import Reverting
from parity.market.series import load_series
from parity.model import CostModel
from parity.parity import assess_parity
from parity.samples import sampled
from parity.tables import load_tables

Pair = Callable[..., CostModel]
PET = 0.79733 * 149.5686
BETA = link_of("pet-resin").beta
OIL = drivers_at(2030, 2025)["oil"]


def sold_as(key: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["cost"]["market_price"] = key

    return change


def pet(model: Pair, **options: Any) -> CostModel:
    """The tiny plant against PET resin, whose price of the table follows oil."""
    return model(None, sold_as("pet-resin"), **options)


def test_the_market_price_comes_before_the_own_plant(model: Pair) -> None:
    assert model().today.baseline.kind == "market_price"
    own = model(baseline_kind="own_plant").today.baseline
    assert (own.kind, own.timing, own.value) == ("own_plant", "spot", pytest.approx(83.0))

    def unpriced(document: dict[str, Any]) -> None:
        del document["cost"]["market_price"]

    assert model(None, unpriced).today.baseline.kind == "own_plant"


def test_a_market_price_is_one_line(model: Pair) -> None:
    found = pet(model).today.baseline
    [line] = found.cost.lines
    assert found.value == line.jpy_per_unit == pytest.approx(PET, rel=1e-9)
    assert (line.key, line.source) == ("pet-resin", load_tables().prices["pet-resin"].source)


def test_the_mean_of_ten_years_is_real(model: Pair) -> None:
    tables, series = load_tables(), load_series()["palm-oil"]
    real = [
        series.prices[year] * tables.indices["us_cpi_u", 2025] / tables.indices["us_cpi_u", year]
        for year in range(2016, 2026)
    ]
    found = model(None, sold_as("palm-oil"), baseline_kind="market_mean").today.baseline
    expected = 1.0069475 * 149.5686 * sum(real) / 10 / series.prices[2025]
    assert (found.kind, found.timing) == ("market_mean", "spot")
    assert found.value == pytest.approx(expected, rel=1e-9)
    assert found.cost.lines[0].price_jpy == pytest.approx(expected, rel=1e-9)


def test_without_a_series_there_is_no_mean(model: Pair) -> None:
    with pytest.raises(SeriesUnknownError, match="old-product"):
        model(baseline_kind="market_mean").weigh({})


def test_without_an_elasticity_no_price_follows_oil(model: Pair) -> None:
    with pytest.raises(LinkMissingError, match="old-product"):
        model(baseline_kind="oil_linked").weigh({})


def test_an_oil_linked_price_is_todays_at_todays_oil(model: Pair) -> None:
    today = pet(model, baseline_kind="oil_linked", year=2025).today.baseline
    assert (today.kind, today.timing) == ("oil_linked", "spot")
    assert today.value == pytest.approx(PET, rel=1e-9)
    at_2030 = pet(model, baseline_kind="oil_linked", year=2030)
    moved = at_2030.weigh({"market:oil": OIL.today})
    assert moved.baseline == pytest.approx(PET, rel=1e-9)


def test_an_oil_linked_price_follows_the_median_of_the_year(model: Pair) -> None:
    process = OIL.process
    assert isinstance(process, Reverting)
    log_oil = process.alpha + math.exp(-5 * process.kappa) * (math.log(OIL.today) - process.alpha)
    found = pet(model, baseline_kind="oil_linked", year=2030)
    assert found.inputs["market:oil"].value == pytest.approx(math.exp(log_oil), rel=1e-9)
    expected = PET * (math.exp(log_oil) / OIL.today) ** BETA
    assert found.today.baseline.value == pytest.approx(expected, rel=1e-9)


def test_levelised_at_the_long_run_level_is_the_spot(model: Pair) -> None:
    process = OIL.process
    assert isinstance(process, Reverting)
    level = math.exp(process.alpha)
    spot, levelised = (
        pet(model, baseline_kind="oil_linked", timing=timing).weigh({"market:oil": level})
        for timing in ("spot", "levelised")
    )
    assert levelised.baseline == pytest.approx(spot.baseline, rel=1e-12)
    assert levelised.msp == pytest.approx(spot.msp, rel=1e-12)


def test_levelised_is_the_discounted_mean_of_the_path_back(model: Pair) -> None:
    process = OIL.process
    assert isinstance(process, Reverting)
    prices, weights = [], []
    for year in range(20):  # life of the tiny plant, at its 10 %
        back = math.exp(-year * process.kappa)
        oil = math.exp(process.alpha + back * (math.log(200.0) - process.alpha))
        prices.append(PET * (oil / OIL.today) ** BETA)
        weights.append(1.1**-year)
    expected = sum(p * w for p, w in zip(prices, weights, strict=True)) / sum(weights)
    asked = pet(model, baseline_kind="oil_linked", timing="levelised")
    assert asked.today.baseline.timing == "levelised"
    assert asked.weigh({"market:oil": 200.0}).baseline == pytest.approx(expected, rel=1e-9)


def test_levelised_with_rates_in_samples_is_levelised_one_by_one(model: Pair) -> None:
    asked = pet(model, baseline_kind="oil_linked", timing="levelised")
    rates = np.array([0.02, 0.1, 0.25])
    together = asked.weigh({"finance:discount_rate": rates})
    alone = [asked.weigh({"finance:discount_rate": float(rate)}) for rate in rates]
    np.testing.assert_allclose(together.baseline, [x.baseline for x in alone], rtol=1e-12)
    np.testing.assert_allclose(together.msp, [x.msp for x in alone], rtol=1e-12)


def test_levelised_over_the_life_the_caller_asks_for(model: Pair) -> None:
    asked = [
        pet(
            model,
            baseline_kind="oil_linked",
            timing="levelised",
            finance=FinanceChoice(life_years=years),
        ).weigh({"market:oil": 200.0})
        for years in (10, 20, 40)
    ]
    values = [float(x.baseline) for x in asked]
    assert values == sorted(values, reverse=True)  # the longer, the more years near the level


def test_an_oil_linked_baseline_is_drawn_with_oil_and_yen(model: Pair) -> None:
    found = sampled(pet(model, baseline_kind="oil_linked", samples=500))
    assert set(found.uncertain) == {"market:oil", "market:usd_jpy"}
    oil, yen = (found.draws.values[name] for name in ("market:oil", "market:usd_jpy"))
    expected = 0.79733 * yen * (oil / OIL.today) ** BETA
    np.testing.assert_allclose(found.weighed.baseline, expected, rtol=1e-9)


def test_a_levelised_baseline_spreads_less_than_the_spot(model: Pair) -> None:
    spot, levelised = (
        sampled(
            pet(
                model,
                baseline_kind="oil_linked",
                timing=timing,
                samples=2000,
                finance=FinanceChoice(discount_rate=0.03),
            )
        )
        for timing in ("spot", "levelised")
    )
    assert np.std(np.log(levelised.weighed.baseline)) < np.std(np.log(spot.weighed.baseline))
    np.testing.assert_array_equal(
        spot.draws.values["market:oil"], levelised.draws.values["market:oil"]
    )


@pytest.mark.parametrize("price", [0, -3])
def test_a_baseline_of_nothing_or_less_is_refused(model: Pair, price: float) -> None:
    def free(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["old-product"]["amount"] = price

    with pytest.raises(BaselineInvalidError, match=f"{price}"):
        model(None, free).weigh({})


def test_an_own_plant_that_earns_money_is_no_baseline(model: Pair) -> None:
    def paid_for(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["amount"] = -100

    with pytest.raises(BaselineInvalidError):
        model(None, paid_for, baseline_kind="own_plant").weigh({})


@pytest.mark.parametrize("kind", ["market_price", "market_mean", "oil_linked"])
def test_without_a_market_price_no_kind_of_it_is_guessed(model: Pair, kind: str) -> None:
    def unpriced(document: dict[str, Any]) -> None:
        del document["cost"]["market_price"]

    with pytest.raises(CostMissingError, match="market_price"):
        model(None, unpriced, baseline_kind=kind).weigh({})


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("market_price", {"baseline-market-price"}),
        ("oil_linked", {"baseline-oil-linked"}),
        ("own_plant", set()),
    ],
)
def test_the_result_says_what_kind_of_price_it_compares_with(
    model: Pair, kind: str, said: set[str]
) -> None:
    codes = {w.code for w in assess_parity(pet(model, baseline_kind=kind)).warnings}
    assert codes & {"baseline-market-price", "baseline-oil-linked"} == said
