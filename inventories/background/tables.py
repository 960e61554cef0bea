"""Loader of the background tables: five CSV files in, one validated frozen object out.

The tables are what people read and amend; nothing here computes an inventory. `exchanges.csv`
holds each source as it was published, `mends.csv` is an overlay that repairs known faults, so
that both states can be loaded and compared (`changelog.csv` states the effect of every mend).

Signs: amounts are per one unit of the dataset's product; technosphere inputs are positive,
elementary flows are positive in their own direction (resources in, emissions out).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from inventories.background.records import (
    ACTIONS,
    BIOMASS_PRODUCTION,
    CATEGORIES,
    FLOW_UNITS,
    GRADES,
    GROUPS,
    KINDS,
    OPENED,
    UNITS,
    BackgroundExchange,
    Dataset,
    ElementaryFlow,
    Mend,
    Source,
)
from inventories.background.rows import Row, fail, read_rows

FOLDER = Path(__file__).parent / "hakari_open"
__all__ = [
    "BackgroundExchange",
    "BackgroundTables",
    "Dataset",
    "ElementaryFlow",
    "Mend",
    "Source",
    "load_tables",
]

DIGESTED = ("datasets.csv", "elementary_flows.csv", "exchanges.csv", "mends.csv", "sources.csv")


@dataclass(frozen=True)
class BackgroundTables:
    """The background as tables, linked and checked.

    Attributes
    ----------
    flows, datasets, sources : by key
    exchanges : grouped by dataset, mends applied unless the tables were loaded without
    mends : applied mends, in file order
    digest : sha256 hex over the five CSV files (another one if loaded without mends)
    """

    flows: Mapping[str, ElementaryFlow]
    datasets: Mapping[str, Dataset]
    exchanges: tuple[BackgroundExchange, ...]
    sources: Mapping[str, Source]
    digest: str
    mends: tuple[Mend, ...] = ()


def load_tables(folder: Path | None = None, mends: bool = True) -> BackgroundTables:
    """Read and check the background tables.

    Parameters
    ----------
    folder
        A folder with the five CSV files; the shipped `hakari-open` if absent.
    mends
        Apply `mends.csv`. Without it the datasets stand as their sources published them.

    Returns
    -------
    BackgroundTables

    Raises
    ------
    BackgroundTableError
        If a key is unknown (candidates are named) or doubled, a unit, grade, category or number
        is not allowed, a source is missing, or a dataset has no exchange; with file and line.

    Examples
    --------
    >>> tables = load_tables()
    >>> tables.datasets["hdpe-resin"].unit
    'kg'
    """
    folder = FOLDER if folder is None else folder
    contents = {name: _content(folder, name) for name in DIGESTED}
    sources = _sources(read_rows(folder / "sources.csv", contents["sources.csv"], Source))
    flows = _flows(
        read_rows(folder / "elementary_flows.csv", contents["elementary_flows.csv"], ElementaryFlow)
    )
    datasets = _datasets(
        read_rows(folder / "datasets.csv", contents["datasets.csv"], Dataset), sources
    )
    checked = _Links(flows, datasets, sources)
    exchanges = checked.exchanges(
        read_rows(folder / "exchanges.csv", contents["exchanges.csv"], BackgroundExchange)
    )
    overlay = checked.mends(read_rows(folder / "mends.csv", contents["mends.csv"], Mend))
    if mends:
        for at, mend in overlay:
            _apply(exchanges, mend, at)
    digest = hashlib.sha256()
    for name in DIGESTED:
        digest.update(name.encode() + b"\0" + contents[name] + b"\0")
    if not mends:
        digest.update(b"without mends")
    for key in datasets:
        # An empty dataset is a fault of a source; a mend must say what it should hold.
        if mends and not exchanges.get(key):
            raise fail(folder / "exchanges.csv", 1, f"dataset `{key}` has no exchange")
    return BackgroundTables(
        flows=MappingProxyType(flows),
        datasets=MappingProxyType(datasets),
        exchanges=tuple(e for key in datasets for e in exchanges.get(key, {}).values()),
        sources=MappingProxyType(sources),
        digest=digest.hexdigest(),
        mends=tuple(mend for _, mend in overlay) if mends else (),
    )


def _content(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise fail(folder / name, 0, "the file cannot be read") from error


def _sources(rows: list[Row]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for row in rows:
        row.unique("id", found)
        row.one_of("opened", OPENED)
        found[row["id"]] = Source(
            row["id"], row.text("title"), row.text("publisher_or_author"), row.integer("year"),
            row["url_or_doi"], row.text("licence"), row["opened"],
        )  # fmt: skip
    return found


def _flows(rows: list[Row]) -> dict[str, ElementaryFlow]:
    found: dict[str, ElementaryFlow] = {}
    for row in rows:
        row.unique("key", found)
        row.one_of("unit", FLOW_UNITS)
        row.one_of("group", GROUPS)
        row.one_of("direction", {"in", "out"})
        found[row["key"]] = ElementaryFlow(
            row["key"], row.text("name"), row.text("compartment"), row["subcompartment"],
            row["unit"], row["ecoinvent_id"], row["group"],
            row.number("carbon_kg_c_per_unit"), row["direction"], row["note"],
        )  # fmt: skip
    return found


def _datasets(rows: list[Row], sources: Mapping[str, Source]) -> dict[str, Dataset]:
    found: dict[str, Dataset] = {}
    for row in rows:
        row.unique("key", found)
        row.one_of("unit", UNITS)
        row.one_of("category", CATEGORIES)
        row.one_of("grade", GRADES)
        row.one_of("is_biomass_production", BIOMASS_PRODUCTION)
        row.known("source", sources)
        found[row["key"]] = Dataset(
            row["key"], row.text("title_en"), row.text("title_ja"), row["unit"],
            row.text("location"), row.integer("reference_year"), row["category"],
            row.text("origin"), row.number("carbon_fossil_kg_c_per_unit"),
            row.number("carbon_biogenic_kg_c_per_unit"),
            row.number("lhv_mj_per_unit") if row["lhv_mj_per_unit"] else None,
            row["is_biomass_production"], row["source"], row.text("locator"),
            row["grade"], row.text("licence"), row["note"],
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class _Links:
    """What exchanges and mends may point to."""

    flows: Mapping[str, ElementaryFlow]
    datasets: Mapping[str, Dataset]
    sources: Mapping[str, Source]

    def exchanges(self, rows: list[Row]) -> dict[str, dict[tuple[str, str], BackgroundExchange]]:
        """Exchanges by dataset and (kind, input); each pair once."""
        found: dict[str, dict[tuple[str, str], BackgroundExchange]] = {}
        for row in rows:
            self._check(row)
            own = found.setdefault(row["dataset"], {})
            if (row["kind"], row["input"]) in own:
                raise row.error(f"`{row['input']}` stands twice in `{row['dataset']}`")
            own[row["kind"], row["input"]] = BackgroundExchange(
                row["dataset"], row["kind"], row["input"], row.number("amount"), row["unit"],
                row["source"], row["locator"], row["grade"], row["note"],
            )  # fmt: skip
        return found

    def mends(self, rows: list[Row]) -> list[tuple[Row, Mend]]:
        """Mends in file order, each with the row it came from."""
        found = []
        for row in rows:
            row.one_of("action", ACTIONS)
            self._check(row)
            mend = Mend(
                row["dataset"], row["action"], row["kind"], row["input"], row.number("amount"),
                row["unit"], row["source"], row["locator"], row["grade"], row.text("reason"),
            )  # fmt: skip
            found.append((row, mend))
        return found

    def _check(self, row: Row) -> None:
        row.known("dataset", self.datasets)
        row.one_of("kind", KINDS)
        row.one_of("grade", GRADES)
        row.known("source", self.sources)
        row.text("locator")
        if row["kind"] == "technosphere":
            row.known("input", self.datasets)
            unit = self.datasets[row["input"]].unit
            if row["input"] == row["dataset"]:
                raise row.error(f"`{row['dataset']}` takes itself as input")
        else:
            row.known("input", self.flows)
            unit = self.flows[row["input"]].unit
        if row["unit"] != unit:
            raise row.error(f"`{row['input']}` is in {unit}, not in `{row['unit']}`")


def _apply(
    exchanges: dict[str, dict[tuple[str, str], BackgroundExchange]], mend: Mend, at: Row
) -> None:
    own = exchanges.setdefault(mend.dataset, {})
    key = (mend.kind, mend.input)
    if mend.action == "replace_all":
        own.clear()
    if mend.action in {"replace", "remove"} and key not in own:
        raise at.error(f"`{mend.dataset}` has no `{mend.input}` to {mend.action}")
    if mend.action == "remove":
        del own[key]
        return
    amount = mend.amount
    if mend.action == "add" and key in own:
        amount += own[key].amount
    own[key] = BackgroundExchange(
        mend.dataset, mend.kind, mend.input, amount, mend.unit,
        mend.source, mend.locator, mend.grade, f"mended: {mend.reason}",
    )  # fmt: skip
