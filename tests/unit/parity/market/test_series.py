"""Yearly price series hold what they promise, and their means are real."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from parity.errors import FxMissingError, IndexYearMissingError, PriceTableInvalidError
from parity.market.errors import MeanSpanError, SeriesUnknownError, SeriesYearMissingError
from parity.market.series import Series, load_series, market_mean, series_of
from parity.tables import PRICES_FOLDER, load_tables


def test_the_series_cover_1990_to_2025() -> None:
    series = load_series()
    for key in (
        "crude-oil",
        "lng-jp",
        "palm-oil",
        "soybean-oil",
        "corn-grain",
        "sugar",
        "rubber",
        "urea",
        "diammonium-phosphate",
        "wheat",
        "cotton",
        "fish-meal",
        "soybean-meal",
    ):
        assert (series[key].first, series[key].last) == (1990, 2025)
        assert set(series[key].prices) == set(range(1990, 2026))
    assert all(set(s.prices) == set(range(s.first, s.last + 1)) for s in series.values())


@pytest.mark.parametrize(
    ("key", "year", "printed", "to"),
    [
        # World Bank annual table of 2021, nominal USD, an independent print of the same prices.
        ("crude-oil", 1998, 12.71654167, 1e-3),
        ("crude-oil", 2008, 97.63648418, 1e-2),
        ("crude-oil", 2020, 42.3, 1e-2),
        ("lng-jp", 2020, 8.31, 1e-2),
        ("palm-oil", 2020, 752.0, 0.5),
        ("fish-meal", 2020, 1433.0, 0.5),
        ("urea", 2020, 229.0, 0.5),
    ],
)  # fmt: skip
def test_prices_are_those_the_world_bank_printed(
    key: str, year: int, printed: float, to: float
) -> None:
    assert series_of(key).prices[year] == pytest.approx(printed, abs=to)


def test_a_series_of_a_price_key_ends_with_the_price_of_the_table() -> None:
    rows, per = load_tables().prices, {"kg": 1000.0, "t": 1.0}
    for key in ("palm-oil", "palm-kernel-oil", "urea", "sugar", "corn-grain", "coal"):
        series = series_of(key)
        assert series.prices[2025] * per[series.per] == pytest.approx(rows[key].amount, rel=1e-5)


def test_the_mean_is_real_and_hand_made() -> None:
    tables, oil = load_tables(), series_of("crude-oil")
    us = tables.indices
    by_hand = (
        sum(
            oil.prices[year] * us["us_cpi_u", 2025] / us["us_cpi_u", year]
            for year in (2023, 2024, 2025)
        )
        / 3
    )
    got = market_mean(oil, tables, 2025, years=3)
    assert got.mean == pytest.approx(by_hand, rel=1e-12)
    assert got.mean_jpy == pytest.approx(by_hand * 149.5686, rel=1e-12)
    assert got.spot == oil.prices[2025]
    assert got.over_spot == pytest.approx(by_hand / 69.0358, rel=1e-9)
    assert (got.first, got.last, got.currency, got.per) == (2023, 2025, "USD", "bbl")
    assert market_mean(oil, tables, 2025, years=1).mean == oil.prices[2025]


def test_the_mean_of_an_earlier_base_year_is_in_its_money() -> None:
    tables, oil = load_tables(), series_of("crude-oil")
    then = market_mean(oil, tables, 2015, years=10).mean
    level = tables.indices["us_cpi_u", 2025] / tables.indices["us_cpi_u", 2015]
    later = oil.real(range(2006, 2016), 2025, tables)
    assert then * level == pytest.approx(sum(later) / 10, rel=1e-12)


def test_what_is_missing_is_an_error() -> None:
    tables, oil = load_tables(), series_of("crude-oil")
    with pytest.raises(SeriesYearMissingError, match=r"1989 \(it runs from 1990 to 2025\)"):
        market_mean(oil, tables, 1990, years=2)
    with pytest.raises(SeriesYearMissingError, match="2026"):
        market_mean(oil, tables, 2026)
    for years in (0, -1, 10**9):
        with pytest.raises(MeanSpanError):
            market_mean(oil, tables, 2025, years=years)
    with pytest.raises(SeriesUnknownError, match="crude-oil"):
        series_of("crude-oill")
    early = Series("tea", {1970: 1.0, 1971: 1.0}, "USD", "kg", "assumption", "unverified")
    with pytest.raises(IndexYearMissingError):
        market_mean(early, tables, 1971, years=2)
    swiss = Series("gold", {2025: 1.0}, "CHF", "kg", "assumption", "unverified")
    with pytest.raises(FxMissingError):
        market_mean(swiss, tables, 2025, years=1)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("value", "0", "above 0"),
        ("value", "-1", "above 0"),
        ("value", "nan", "finite"),
        ("value", "cheap", "finite"),
        ("year", "19x0", "not a year"),
        ("year", "1991", "duplicate"),
        ("source", "nobody", "nobody"),
        ("locator", "", "locator"),
        ("per", "L", "one series has one"),
        ("currency", "EUR", "one series has one"),
    ],
)
def test_a_broken_row_is_refused(tmp_path: Path, column: str, value: str, said: str) -> None:
    folder = tmp_path / "prices"
    shutil.copytree(PRICES_FOLDER, folder)
    path = folder / "series.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, rows = list(reader.fieldnames or ()), list(reader)
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(PriceTableInvalidError, match=said) as caught:
        load_series(folder)
    assert str(caught.value).startswith("series.csv:")
