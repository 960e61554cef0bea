"""Oil links: stored numbers are what the series give, keys are prices, the rest is unverified."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from parity.errors import PriceTableInvalidError
from parity.market.calibration import link_fit
from parity.market.errors import LinkInvalidError, LinkMissingError
from parity.market.links import link_factors, link_of, linked, load_links
from parity.market.series import load_series, series_of
from parity.market.settings import settings
from parity.tables import load_tables

FILE = Path(__file__).parents[4] / "parity" / "market" / "links.csv"


@pytest.mark.parametrize("key", [k for k, link in load_links().items() if link.series])
def test_fitted_links_are_recomputed(key: str) -> None:
    link, tables = link_of(key), load_tables()
    series = series_of(link.series)
    years = range(series.first, series.last + 1)
    fit = link_fit(
        series.real(years, 2025, tables),
        series_of("crude-oil").real(years, 2025, tables),
        settings().link_confidence.value,
    )
    assert (link.beta, link.low, link.high, link.r_squared) == pytest.approx(
        (fit.beta, fit.low, fit.high, fit.r_squared), abs=5.1e-4
    )
    assert link.n == fit.n
    assert fit.linked
    assert link.grade == "derived"


def test_series_without_a_link_to_oil_are_left_out() -> None:
    oil, tables, unlinked = series_of("crude-oil"), load_tables(), set()
    for key, series in load_series().items():
        years = range(series.first, series.last + 1)
        real = series.real(years, 2025, tables)
        if key != "crude-oil" and not link_fit(real, oil.real(years, 2025, tables), 0.9).linked:
            unlinked.add(key)
    assert unlinked == {
        "cotton", "fish-meal", "palm-kernel-oil", "palm-oil", "soybean-oil", "sugar"
    }  # fmt: skip
    assert not unlinked & set(load_links())


def test_a_link_that_was_not_fitted_is_published_or_unverified() -> None:
    for link in load_links().values():
        assert link.key in load_tables().prices
        if not link.series and link.key not in ("crude-oil", "naphtha"):
            assert link.grade == "unverified"
            assert link.low is not None
            assert link.high is not None


def test_half_an_elasticity_is_a_square_root() -> None:
    assert linked(100.0, 0.5, 40.0, 160.0) == 50.0
    assert linked(100.0, 1.0, 138.0, 69.0) == 200.0
    assert linked(100.0, 0.0, 500.0, 69.0) == 100.0
    assert linked(100.0, 0.7, 69.0, 69.0) == 100.0
    many = linked(100.0, np.array([0.5, 1.0]), np.array([276.0, 138.0]), 69.0)
    assert many == pytest.approx([200.0, 200.0])


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        ((100.0, math.nan, 70.0, 69.0), "beta"),
        ((100.0, math.inf, 70.0, 69.0), "beta"),
        ((100.0, 0.5, 0.0, 69.0), "oil"),
        ((100.0, 0.5, -70.0, 69.0), "oil"),
        ((100.0, 0.5, np.array([70.0, math.nan]), 69.0), "oil"),
        ((100.0, 0.5, 70.0, 0.0), "oil_today"),
        ((-5.0, 0.5, 70.0, 69.0), "price"),
        ((math.nan, 0.5, 70.0, 69.0), "price"),
    ],
)
def test_bad_numbers_are_named(numbers: tuple[float, float, float, float], name: str) -> None:
    with pytest.raises(LinkInvalidError, match=f"`{name}`"):
        linked(*numbers)


@pytest.mark.filterwarnings("ignore:overflow")
def test_an_overflow_is_an_error() -> None:
    with pytest.raises(LinkInvalidError, match="overflow"):
        linked(100.0, 500.0, 6900.0, 69.0)


def test_factors_are_one_today_and_prices_in_yen_follow_oil_in_yen() -> None:
    today = link_factors(69.0, 150.0, 69.0, 150.0)
    assert set(today) == set(load_links())
    assert all(factor == 1.0 for factor in today.values())
    weak_yen = link_factors(69.0, 180.0, 69.0, 150.0)
    assert weak_yen["naphtha"] == pytest.approx(1.2)
    assert weak_yen["gasoline"] == pytest.approx(1.2 ** link_of("gasoline").beta)
    assert weak_yen["hdpe-resin"] == 1.0  # quoted in USD: conversion does it
    own = link_factors(69.0, 180.0, 69.0, 150.0, currencies={"naphtha": "USD", "pp-resin": "JPY"})
    assert own["naphtha"] == 1.0
    assert own["pp-resin"] == pytest.approx(1.2 ** link_of("pp-resin").beta)
    samples = link_factors(np.array([69.0, 138.0]), 150.0, 69.0, 150.0)["naphtha"]
    assert samples == pytest.approx([1.0, 2.0])
    with pytest.raises(LinkInvalidError, match="usd_jpy"):
        link_factors(69.0, math.nan, 69.0, 150.0)


def test_a_price_without_a_link_is_an_error_with_names() -> None:
    with pytest.raises(LinkMissingError, match="ethylene"):
        link_of("ethylen")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("naphtha,oil,1,", "naphta,oil,1,", "naphta"),
        ("naphtha,oil,1,", "naphtha,oil,nan,", "finite"),
        ("naphtha,oil,1,", "naphtha,gas,1,", "driver"),
        ("ethylene,oil,0.65", "ethylene,oil,0.95", "low"),
        ("no estimate seen,unverified", "no estimate seen,published", "assumption"),
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "links.csv"
    path.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PriceTableInvalidError, match=said):
        load_links(path)
