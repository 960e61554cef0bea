"""Depreciation schedules against tables and hand calculations."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parity.dcf import depreciation
from parity.dcf.depreciation import JAPAN_FILE, MACRS_FILE, schedule
from parity.dcf.errors import DepreciationUnknownError


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("years", [3, 5, 7, 10, 15, 20])
def test_macrs_deducts_everything_and_half_a_year_at_the_end(years: int) -> None:
    shares = schedule(f"MACRS{years}")
    assert len(shares) == years + 1
    assert sum(shares) == pytest.approx(1, abs=1e-12)
    assert shares[-1] == pytest.approx(shares[-2] / 2, abs=1.1e-4)


@pytest.mark.parametrize(
    ("years", "factor"), [(3, 2), (5, 2), (7, 2), (10, 2), (15, 1.5), (20, 1.5)]
)
def test_macrs_is_the_declining_balance_it_is_made_of(years: int, factor: float) -> None:
    """Half a year, then `factor`/years of the book value, straight line once that is more."""
    book, left = 1.0, float(years)
    for year, share in enumerate(schedule(f"MACRS{years}")):
        part = 0.5 if year in (0, years) else 1.0
        found = min(book, max(book * factor / years, book / left) * part)
        assert share == pytest.approx(found, abs=1.1e-4)
        book, left = book - found, left - part


def test_macrs_20_has_the_right_ninth_year_not_the_misprint_of_old_copies() -> None:
    assert schedule("MACRS20")[8] == 0.04462
    assert schedule("MACRS7")[5] == 0.0892


def test_straight_line_and_years_digits_by_hand() -> None:
    assert schedule("SL10") == pytest.approx((0.1,) * 10)
    assert schedule("SYD4") == pytest.approx((0.4, 0.3, 0.2, 0.1))
    assert sum(schedule("SYD10")) == pytest.approx(1)


def test_double_declining_leaves_a_rest() -> None:
    shares = schedule("DDB8")
    assert shares[:2] == pytest.approx((0.25, 0.1875))
    assert sum(shares) == pytest.approx(1 - 0.75**8)
    assert schedule("DDB1") == (1.0,)


def test_japanese_eight_years_by_hand() -> None:
    """0.25 of the book value; in year 6 that is less than 0.07909, so 0.334 of 0.75**5."""
    book = 0.75**5
    expected = (
        *(0.25 * 0.75**year for year in range(5)),
        0.334 * book,
        0.334 * book,
        0.332 * book,
    )
    assert schedule("JP200DB8") == pytest.approx(expected)


@pytest.mark.parametrize("years", range(3, 21))
def test_japanese_table_ends_exactly_with_the_life(years: int) -> None:
    """A wrong rate would leave a last year that is too long, or none."""
    shares = schedule(f"JP200DB{years}")
    assert len(shares) == years
    assert sum(shares) == pytest.approx(1, abs=1e-12)
    assert 0 < shares[-1] <= shares[-2] + 1e-12
    assert shares[-1] > 0.4 * shares[-2]


@pytest.mark.parametrize("row", rows(JAPAN_FILE), ids=lambda row: row["years"])
def test_japanese_rates_are_two_over_the_life_and_switch_to_whole_years(
    row: dict[str, str],
) -> None:
    rate, revised = float(row["rate"]), float(row["revised_rate"])
    assert rate == pytest.approx(2 / int(row["years"]), abs=0.00051)
    left = round(1 / revised)
    assert revised == pytest.approx(1 / left, abs=0.0011)
    assert revised >= 1 / left - 1e-9


@pytest.mark.parametrize("file", [MACRS_FILE, JAPAN_FILE], ids=lambda file: file.name)
def test_every_row_of_the_tables_has_unit_source_place_and_grade(file: Path) -> None:
    for row in rows(file):
        assert all(row[key] for key in ("unit", "source", "at", "grade"))


@pytest.mark.parametrize(
    "name",
    ["", "MACRS4", "MACRS", "SL0", "SL-3", "SL1e3", "SL999", "JP200DB2", "JP200DB21", "macrs7"],
)
def test_unknown_schedules_are_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(DepreciationUnknownError) as error:
        schedule(name)
    assert "MACRS7" in str(error.value)
    assert "JP200DB3 to JP200DB20" in error.value.known


def test_known_names_are_known() -> None:
    assert depreciation.known_schedules()[:6] == (
        "MACRS3",
        "MACRS5",
        "MACRS7",
        "MACRS10",
        "MACRS15",
        "MACRS20",
    )
