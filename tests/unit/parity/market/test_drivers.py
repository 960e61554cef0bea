"""The stored drivers are what the stored prices give, and say what they stand for."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from parity.errors import FxMissingError
from parity.market.calibration import calibrated, link_fit, wandering
from parity.market.drivers import drivers_at, real_usd_jpy, stored_drivers
from parity.market.errors import (
    CalibrationImpossibleError,
    HorizonInvalidError,
    SeriesPriceInvalidError,
    SeriesYearMissingError,
)
from parity.market.reverting import Reverting
from parity.market.series import series_of
from parity.market.settings import settings
from parity.tables import load_tables


def test_the_oil_model_is_recomputed_from_the_series() -> None:
    stored = stored_drivers().oil
    years = range(stored.first, stored.last + 1)
    fit = calibrated(series_of(stored.series).real(years, stored.price_year, load_tables()))
    for name in ("kappa", "sigma", "alpha"):
        assert getattr(stored, name) == pytest.approx(getattr(fit, name), abs=5.1e-6)
    for name in ("slope", "slope_se", "slope_unbiased"):
        assert getattr(stored.fit, name) == pytest.approx(getattr(fit, name), abs=5.1e-6)
    assert stored.fit.n == fit.n
    assert stored.fit.unit_root_t == pytest.approx(fit.unit_root_t, abs=5.1e-4)


def test_the_caveat_of_oil_is_true() -> None:
    stored = stored_drivers().oil
    fit = calibrated(
        series_of("crude-oil").real(range(stored.first, stored.last + 1), 2025, load_tables())
    )
    assert not fit.unit_root_rejected(settings().unit_root_5_percent.value)
    assert fit.half_life == pytest.approx(4.7, abs=0.05)
    assert 4.0 <= fit.half_life <= 8.0  # Postali and Picchetti (2006)
    assert fit.half_life_unbiased == pytest.approx(19.0, abs=0.5)
    assert math.exp(fit.alpha) == pytest.approx(71.0, abs=0.5)


def test_the_yen_is_recomputed_and_does_not_revert() -> None:
    stored = stored_drivers().usd_jpy
    rates = real_usd_jpy(range(stored.first, stored.last + 1), 2025, load_tables())
    assert stored.sigma == pytest.approx(wandering(rates).sigma, abs=5.1e-6)
    with pytest.raises(CalibrationImpossibleError, match=r"1\.02"):
        calibrated(rates)


def test_the_real_rate_is_todays_today_and_follows_both_price_levels() -> None:
    tables = load_tables()
    today, once = real_usd_jpy((2025, 1995), 2025, tables)
    assert today == pytest.approx(149.5686)
    us = tables.indices["us_cpi_u", 1995] / tables.indices["us_cpi_u", 2025]
    jp = tables.indices["jp_cpi", 1995] / tables.indices["jp_cpi", 2025]
    assert once == pytest.approx(93.9649 * us / jp, rel=1e-12)


def test_the_input_is_the_year_and_today_stands_beside_it() -> None:
    oil = drivers_at(2030, 2025)["oil"]
    assert oil.today == 69.0358
    assert isinstance(oil.process, Reverting)
    location, variance = oil.process.moments(5.0)
    assert oil.input.value == oil.central_at_year == pytest.approx(math.exp(location))
    assert oil.input.distribution is not None
    assert oil.input.distribution.gsd == pytest.approx(math.exp(math.sqrt(float(variance))))
    yen = drivers_at(2030, 2025)["usd_jpy"]
    assert yen.today == yen.input.value == pytest.approx(149.5686)
    assert yen.input.distribution is not None
    assert math.log(yen.input.distribution.gsd or 0) == pytest.approx(0.09306 * math.sqrt(5))
    assert oil.caveat.ja


def test_today_has_no_spread() -> None:
    for driver in drivers_at(2025, 2025).values():
        assert driver.input.distribution is None
        assert driver.input.value == driver.today


def test_another_base_year_is_the_same_model_in_its_money() -> None:
    tables = load_tables()
    level = tables.indices["us_cpi_u", 2020] / tables.indices["us_cpi_u", 2025]
    then, now = (drivers_at(2035, year)["oil"].process for year in (2020, 2025))
    assert isinstance(then, Reverting)
    assert isinstance(now, Reverting)
    assert math.exp(then.alpha) == pytest.approx(math.exp(now.alpha) * level)
    assert then.s0 == pytest.approx(42.3, abs=0.01)


def test_years_without_data_are_errors() -> None:
    with pytest.raises(HorizonInvalidError, match="2024"):
        drivers_at(2024, 2025)
    with pytest.raises(SeriesYearMissingError, match="2026"):
        drivers_at(2030, 2026)
    bare = replace(load_tables(), per_usd={})
    with pytest.raises(FxMissingError):
        drivers_at(2030, 2025, bare)


def test_calibration_finds_the_numbers_a_long_path_was_made_with() -> None:
    made = Reverting(80.0, 0.4, 0.25, math.log(60.0))
    normals = np.random.default_rng(3).standard_normal((1, 20_000))
    path = made.path(math.log(80.0), np.arange(1.0, 20_001.0), normals)[0]
    found = calibrated(path)
    assert found.kappa == pytest.approx(0.4, rel=0.05)
    assert found.sigma == pytest.approx(0.25, rel=0.02)
    assert found.alpha == pytest.approx(math.log(60.0), abs=0.02)
    assert found.unit_root_rejected(settings().unit_root_5_percent.value)


def test_short_series_exaggerate_reversion_and_the_correction_takes_it_back() -> None:
    made = Reverting(80.0, 0.15, 0.28, math.log(71.0))
    normals = np.random.default_rng(5).standard_normal((400, 36))
    fits = []
    for prices in made.path(math.log(71.0), np.arange(1.0, 37.0), normals):
        try:
            fits.append(calibrated(prices))
        except CalibrationImpossibleError:
            continue
    truth = math.exp(-0.15)
    raw = float(np.mean([fit.slope for fit in fits])) - truth
    corrected = float(np.mean([fit.slope_unbiased for fit in fits])) - truth
    assert raw < -0.05
    assert abs(corrected) < abs(raw) / 2


@pytest.mark.parametrize(
    ("prices", "error"),
    [
        ([1.0, 2.0, 0.0, 2.0, 3.0], SeriesPriceInvalidError),
        ([1.0, 2.0, -4.0, 2.0, 3.0], SeriesPriceInvalidError),
        ([1.0, 2.0, math.nan, 2.0, 3.0], SeriesPriceInvalidError),
        ([1.0, 2.0, math.inf, 2.0, 3.0], SeriesPriceInvalidError),
        ([1.0, 2.0, 1.0], CalibrationImpossibleError),
        ([], CalibrationImpossibleError),
        ([7.3] * 30, CalibrationImpossibleError),
        ([1.0, 3.0, 1.0, 3.0, 1.0, 3.0], CalibrationImpossibleError),
    ],
)
def test_series_that_give_no_model(prices: list[float], error: type[Exception]) -> None:
    with pytest.raises(error):
        calibrated(prices)


def test_an_exact_link_is_found_exactly() -> None:
    oil = np.array([20.0, 40.0, 30.0, 90.0, 60.0, 70.0])
    fit = link_fit(3.0 * oil**0.6, oil, 0.9)
    assert fit.beta == pytest.approx(0.6)
    assert fit.beta_changes == pytest.approx(0.6)
    assert (fit.low, fit.high) == pytest.approx((0.6, 0.6))
    assert fit.r_squared == pytest.approx(1.0)
    assert fit.linked
    with pytest.raises(CalibrationImpossibleError, match="6 prices but 5"):
        link_fit(oil, oil[1:], 0.9)


def test_the_documentation_states_the_spread_there_is() -> None:
    text = (Path(__file__).parents[4] / "docs" / "baseline.md").read_text("utf-8")
    for driver in drivers_at(2030, 2025).values():
        low, high = (float(driver.process.quantile(u, 5.0)) for u in (0.05, 0.95))
        assert f"| {low:.0f}-{high:.0f} |" in text


def test_oil_and_yen_have_moved_independently() -> None:
    tables, years = load_tables(), range(1990, 2026)
    oil = np.diff(np.log(series_of("crude-oil").real(years, 2025, tables)))
    yen = np.diff(np.log(real_usd_jpy(years, 2025, tables)))
    assert np.corrcoef(oil, yen)[0, 1] == pytest.approx(-0.05, abs=0.005)
