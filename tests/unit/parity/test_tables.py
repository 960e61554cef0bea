"""The price tables hold what they promise, and a broken table is refused with file and line."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from inventories.errors import HakariError
from inventories.quantities import factor
from parity.errors import PriceMissingError, PriceTableInvalidError
from parity.money import Converter
from parity.price import PriceTable
from parity.tables import PRICES_FOLDER, load_tables

CANONICAL = ("kg", "MJ", "kWh", "m3", "t*km")


def converts(per: str, unit: str) -> bool:
    try:
        factor(per, unit)
    except HakariError:
        return False
    return True


def test_every_price_can_be_brought_to_the_base_year() -> None:
    tables = load_tables()
    table = PriceTable(Converter(2025, tables))
    for key, row in tables.prices.items():
        assert any(converts(row.per, unit) for unit in CANONICAL), key
        entry = table.price(key)
        assert entry.title_ja, key
        assert entry.source in tables.sources, key
        if row.low is not None and row.high is not None:
            assert row.low <= row.amount <= row.high, key


def test_an_assumption_is_never_graded_better_than_unverified() -> None:
    for key, row in load_tables().prices.items():
        if row.source == "assumption":
            assert row.grade == "unverified", key


def test_grid_power_is_the_2025_price_with_the_levy() -> None:
    entry = PriceTable(Converter(2025, load_tables())).price("electricity-jp-mix-2023", "kWh")
    assert entry.jpy_per_unit == pytest.approx(17.4 + 4.18)


def test_resins_are_quoted_in_dollars_per_tonne() -> None:
    table = PriceTable(Converter(2025, load_tables()))
    assert table.price("pet-resin", "kg").jpy_per_unit == pytest.approx(0.79733 * 149.5686)
    assert table.price("hdpe-resin", "kg").jpy_per_unit == pytest.approx(0.87067 * 149.5686)


def test_gate_fees_are_negative() -> None:
    table = PriceTable(Converter(2025, load_tables()))
    for key in ("food-waste", "waste-wood", "paper-sludge"):
        assert table.price(key, "kg").jpy_per_unit < 0


def test_an_unknown_key_names_look_alikes() -> None:
    with pytest.raises(PriceMissingError) as caught:
        PriceTable(Converter(2025, load_tables())).price("sulphuric-acid")
    assert "sulfuric-acid" in caught.value.candidates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "prices"
    shutil.copytree(PRICES_FOLDER, copy)
    return copy


def edit(path: Path, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, rows = list(reader.fieldnames or ()), list(reader)
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("file", "column", "value", "said"),
    [
        ("prices.csv", "grade", "good", "locator and a grade"),
        ("prices.csv", "source", "nobody", "nobody"),
        ("prices.csv", "group", "fun", "fun"),
        ("prices.csv", "amount", "nan", "finite"),
        ("prices.csv", "key", "electricity-jp-mix-2020", "duplicate"),
        ("indices.csv", "value", "0", "above 0"),
        ("indices.csv", "locator", "", "locator"),
        ("fx.csv", "per_usd", "-1", "above 0"),
    ],
)
def test_a_broken_row_is_refused(
    folder: Path, file: str, column: str, value: str, said: str
) -> None:
    edit(folder / file, column, value)
    with pytest.raises(PriceTableInvalidError, match=said) as caught:
        load_tables(folder)
    assert str(caught.value).startswith(f"{file}:")


def test_a_missing_column_is_refused(folder: Path) -> None:
    path = folder / "fx.csv"
    path.write_text(path.read_text("utf-8").replace("per_usd", "rate", 1), "utf-8")
    with pytest.raises(PriceTableInvalidError, match=r"fx.csv:1"):
        load_tables(folder)


def test_the_digest_follows_the_content(folder: Path) -> None:
    before = load_tables().digest
    edit(folder / "prices.csv", "amount", "22")
    assert load_tables(folder).digest != before
