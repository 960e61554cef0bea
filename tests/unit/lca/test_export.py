from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.lca_toys import FULL, toy_system

from lca.background import Background
from lca.errors import BackgroundUnknownProviderError
from lca.export import FUNCTIONAL_UNIT, write_brightway_workbook, write_method_workbook


@pytest.fixture
def book(toy_background: Background, tmp_path: Path) -> Any:
    path = tmp_path / "export.xlsx"
    write_brightway_workbook(toy_system(), toy_background, path, "=name", "=comment")
    return openpyxl.load_workbook(path)


def activities(book: Any) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    name = ""
    for row in book["database"].iter_rows(values_only=True):
        if row[0] == "Activity":
            name = row[1]
            found[name] = []
        elif name:
            found[name].append(row)
    return found


def test_foreground_and_reachable_background_are_written(book: Any) -> None:
    assert set(activities(book)) == {
        FUNCTIONAL_UNIT,
        "=feed [feed]",
        "=make [make]",
        "=HYPERLINK(1) [grid]",
        "=HYPERLINK(1) [heat]",  # reached through grid only
        "=HYPERLINK(1) [wood]",
        "=HYPERLINK(1) [boiler]",
        "Odd gas [odd-gas]",
        "product-carbon",
    }


def test_amounts_are_those_of_the_system(book: Any) -> None:
    rows = {(r[0], r[6]): r[2] for r in activities(book)["=make [make]"] if r[6]}
    assert rows["=make [make]", "production"] == 1.0
    assert rows["=feed [feed]", "technosphere"] == 2.0
    assert rows["=HYPERLINK(1) [boiler]", "technosphere"] == 3.0
    assert rows["product-carbon", "biosphere"] == 0.25
    assert rows["Carbon dioxide, non-fossil", "biosphere"] == 0.4
    asked = {(r[0], r[6]): r[2] for r in activities(book)[FUNCTIONAL_UNIT] if r[6]}
    assert asked["=make [make]", "technosphere"] == 1.0


def test_no_cell_is_a_formula(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(isinstance(cell.value, str) and cell.value.startswith("=") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_factor_sheet_is_skipped_by_the_importer_and_complete(book: Any) -> None:
    rows = list(book["factors"].iter_rows(values_only=True))
    assert rows[0][0] == "skip"
    listed = {(r[0], r[2]): r[6] for r in rows[3:] if r[0]}
    assert listed["gwp", "ch4-biogenic"] == 27.0
    assert listed["minus-plus", "co2-uptake"] == -1.0


def test_method_workbook_holds_one_total(toy_background: Background, tmp_path: Path) -> None:
    path = tmp_path / "method.xlsx"
    write_method_workbook(toy_system(), toy_background, path, total=1)
    (sheet,) = openpyxl.load_workbook(path).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("name", "categories", "unit", "amount")
    assert len(rows) == 1 + len(FULL.flows)
    assert ("Carbon dioxide, in air", "natural resource::in air", "kilogram", -1) in rows


def test_unknown_provider_is_refused(toy_background: Background, tmp_path: Path) -> None:
    system = toy_system(providers=("grid", "boiler", "nothing"))
    with pytest.raises(BackgroundUnknownProviderError):
        write_brightway_workbook(system, toy_background, tmp_path / "x.xlsx", "x")
