"""Export to Brightway: a workbook `bw2io.ExcelImporter` reads, and one for the factors.

The workbook holds the foreground, every background dataset it reaches, and the elementary flows
that Brightway's `biosphere3` (ecoinvent 3.9) does not have, in one database, so that nothing is
left unlinked. To read it::

    importer = bw2io.ExcelImporter(path)
    importer.apply_strategies()
    importer.match_database(fields=("name", "unit", "location"))
    importer.write_database()

The activity named ``functional unit`` is what to ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lca.background import Background
from lca.ecoinvent_flows import BRIGHTWAY_UNITS
from lca.system import System

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FUNCTIONAL_UNIT = "functional unit"
FOREGROUND_LOCATION = "GLO"
OWN_CATEGORY = "hakari"
_EXCHANGE_HEADER = ("name", "reference product", "amount", "unit", "location", "categories", "type")

Value = str | float
Row = Sequence[Value]


@dataclass(frozen=True)
class _Flow:
    """An elementary flow as the workbook names it; `own` if the workbook defines it itself."""

    name: str
    categories: str
    unit: str
    own: bool


@dataclass(frozen=True)
class _Process:
    """An activity as the workbook names it."""

    code: str
    name: str
    product: str
    unit: str
    location: str


def write_brightway_workbook(
    system: System,
    background: Background,
    path: Path,
    database_name: str,
    comment: str = "",
) -> None:
    """Write a system and the background it reaches as one Brightway database.

    Parameters
    ----------
    path : the `.xlsx` file to write
    database_name : name of the database the importer will make
    comment : free text shown with the functional unit (guideline, licence, receipt)

    Raises
    ------
    BackgroundUnknownProviderError
        If the background lacks a provider of the system.
    """
    import openpyxl  # noqa: PLC0415  (slow to import; only when exporting)

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("database")
    flows = _named_flows(system, background)
    blocks: list[Iterable[Row]] = [
        [("Database", database_name), ("format", "hakari export"), ("backgroundid", background.id)],
        *_foreground(system, background, flows, comment),
        *_background(system, background, flows),
        *_own_flows(flows),
    ]
    _write(sheet, blocks)
    _write_factors(book.create_sheet("factors"), system, flows)
    book.save(path)


def write_method_workbook(
    system: System, background: Background, path: Path, total: int = 0
) -> None:
    """Write the factors of one total as `bw2io.ExcelLCIAImporter` reads them.

    Flows that `biosphere3` lacks carry the category ``hakari``; link them to the imported
    database with ``bw2io.strategies.link_iterable_by_fields(..., fields=("name", "categories"))``.
    """
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("method")
    flows = _named_flows(system, background)
    characterization = system.totals[total]
    rows: list[Row] = [("name", "categories", "unit", "amount")]
    for key, factor in zip(characterization.flows, characterization.factors, strict=True):
        flow = flows[key]
        rows.append((flow.name, flow.categories, flow.unit, float(factor)))
    _write(sheet, [rows])
    book.save(path)


def _foreground(
    system: System, background: Background, flows: dict[str, _Flow], comment: str
) -> Iterable[list[Row]]:
    columns = [_column(system, j) for j in range(len(system.columns))]
    providers = [_provider(background, background.index(key)) for key in system.providers]
    unit = _Process(FUNCTIONAL_UNIT, FUNCTIONAL_UNIT, FUNCTIONAL_UNIT, "unit", FOREGROUND_LOCATION)
    asked = [
        _technosphere(columns[j], amount)
        for j, amount in enumerate(system.demand.tolist())
        if amount != 0.0
    ]
    yield _activity(unit, [_production(unit, 1.0), *asked], comment)
    for j, process in enumerate(columns):
        exchanges: list[Row] = [_production(process, float(system.technosphere[j, j]))]
        for i in np.flatnonzero(system.technosphere[:, j]):
            if i != j:
                exchanges.append(_technosphere(columns[i], -float(system.technosphere[i, j])))
        for i in np.flatnonzero(system.background_demand[:, j]):
            exchanges.append(_technosphere(providers[i], float(system.background_demand[i, j])))
        for k in np.flatnonzero(system.direct[:, j]):
            exchanges.append(_biosphere(flows[system.flows[k]], float(system.direct[k, j])))
        yield _activity(process, exchanges)


def _background(
    system: System, background: Background, flows: dict[str, _Flow]
) -> Iterable[list[Row]]:
    technosphere, biosphere = background.technosphere_csc, background.biosphere_csc
    reached = _reached(system, background)
    processes = {j: _provider(background, j) for j in reached}
    for j in reached:
        exchanges: list[Row] = []
        for i, value in _column_entries(technosphere, j):
            if i == j:
                exchanges.insert(0, _production(processes[j], value))
            else:
                exchanges.append(_technosphere(processes[i], -value))
        for k, value in _column_entries(biosphere, j):
            exchanges.append(_biosphere(flows[background.flow_keys[k]], value))
        yield _activity(processes[j], exchanges)


def _column_entries(matrix: object, j: int) -> list[tuple[int, float]]:
    start, end = matrix.indptr[j : j + 2]  # type: ignore[attr-defined]
    rows, values = matrix.indices[start:end], matrix.data[start:end]  # type: ignore[attr-defined]
    return [(int(i), float(v)) for i, v in zip(rows, values, strict=True)]


def _reached(system: System, background: Background) -> list[int]:
    """Positions of the datasets the system needs, directly or through others."""
    used = np.abs(system.background_demand).sum(axis=1)
    open_ = [background.index(k) for k, u in zip(system.providers, used, strict=True) if u > 0.0]
    reached: set[int] = set()
    while open_:
        j = open_.pop()
        if j not in reached:
            reached.add(j)
            open_ += [i for i, _ in _column_entries(background.technosphere_csc, j)]
    return sorted(reached)


def _own_flows(flows: dict[str, _Flow]) -> Iterable[list[Row]]:
    for key, flow in flows.items():
        if flow.own:
            yield [
                ("Activity", flow.name),
                ("code", key),
                ("categories", flow.categories),
                ("unit", flow.unit),
                ("type", "emission"),
            ]


def _named_flows(system: System, background: Background) -> dict[str, _Flow]:
    """Name every flow; those that share an ecoinvent flow with an earlier one are our own."""
    named: dict[str, _Flow] = {}
    taken: set[str] = set()
    characterised = (flow for total in system.totals for flow in total.flows)
    for key in dict.fromkeys((*background.flow_keys, *system.flows, *characterised)):
        known = background.ecoinvent_flows.get(key)
        if known is not None and known.id not in taken:
            taken.add(known.id)
            unit = BRIGHTWAY_UNITS.get(known.unit, known.unit)
            named[key] = _Flow(known.name, "::".join(known.categories), unit, own=False)
            continue
        info = background.catalogue.elementary.get(key)
        unit = BRIGHTWAY_UNITS.get(info.unit, info.unit) if info else "unit"
        title = f"{info.name} [{key}]" if info and info.name else key
        named[key] = _Flow(title, OWN_CATEGORY, unit, own=True)
    return named


def _column(system: System, j: int) -> _Process:
    column = system.columns[j]
    name = f"{column.title_en} [{column.id}]"
    return _Process(
        f"column-{j}", name, f"{column.product} [{column.id}]", "unit", FOREGROUND_LOCATION
    )


def _provider(background: Background, j: int) -> _Process:
    key = background.provider_keys[j]
    info = background.catalogue.providers[key]
    name = f"{info.title_en} [{key}]"
    unit = BRIGHTWAY_UNITS.get(info.unit, info.unit)
    return _Process(key, name, key, unit, background.locations[j] or FOREGROUND_LOCATION)


def _activity(process: _Process, exchanges: list[Row], comment: str = "") -> list[Row]:
    rows: list[Row] = [
        ("Activity", process.name),
        ("code", process.code),
        ("reference product", process.product),
        ("unit", process.unit),
        ("location", process.location),
        ("type", "process"),
    ]
    if comment:
        rows.append(("comment", comment))
    return [*rows, ("Exchanges",), _EXCHANGE_HEADER, *exchanges]


def _production(process: _Process, amount: float) -> Row:
    return (*_linked(process, amount), "", "production")


def _technosphere(process: _Process, amount: float) -> Row:
    return (*_linked(process, amount), "", "technosphere")


def _linked(process: _Process, amount: float) -> Row:
    return (process.name, process.product, amount, process.unit, process.location)


def _biosphere(flow: _Flow, amount: float) -> Row:
    return (flow.name, "", amount, flow.unit, "", flow.categories, "biosphere")


def _write_factors(sheet: Worksheet, system: System, flows: dict[str, _Flow]) -> None:
    """Write every total's factors for people; the importer skips this sheet."""
    rows: list[Row] = [("skip", "characterization factors of each total"), ()]
    rows.append(("total", "unit", "flow", "name", "categories", "flow unit", "factor"))
    for total in system.totals:
        for key, factor in zip(total.flows, total.factors, strict=True):
            flow = flows[key]
            rows.append(
                (total.id, total.unit, key, flow.name, flow.categories, flow.unit, float(factor))
            )
    _write(sheet, [rows])


def _write(sheet: Worksheet, blocks: Iterable[Iterable[Row]]) -> None:
    row = 0
    for block in blocks:
        for values in block:
            row += 1
            for column, value in enumerate(values, start=1):
                if value != "":
                    _set(sheet.cell(row=row, column=column), value)
        row += 1


def _set(cell: Any, value: Value) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a title that starts with `=` stays text
