"""A user's own tables: laid over the package's, checked like them, refused with the place."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from parity.errors import FxMissingError, IndexYearMissingError, PriceTableInvalidError
from parity.market.errors import OwnTableInvalidError
from parity.money import Converter, index_factor
from parity.price import PriceTable
from parity.tables import PRICES_FOLDER, PriceTables, load_tables
from parity.tables_document import OwnTables, load_own_tables
from parity.tables_own import with_own

SOURCE: dict[str, Any] = {"source": "contract", "at": "clause 3", "grade": "measured"}
PRICE = {
    "key": "sulfuric-acid", "amount": 15.2, "currency": "JPY", "per": "kg", "year": 2025,
    "index": "none", **SOURCE,
}  # fmt: skip
INDEX = {
    "currency": "CNY", "kind": "general", "series": "cn_cpi", "year": 2024, "value": 100.0, **SOURCE
}  # fmt: skip
RATE = {"currency": "THB", "year": 2025, "per_usd": 33.1, **SOURCE}


def document(**parts: Any) -> dict[str, Any]:
    return {
        "schema": "hakari/tables/1",
        "sources": {"contract": {"title": "Supply contract", "opened": "yes"}},
        **parts,
    }


def own(**parts: Any) -> OwnTables:
    return OwnTables.model_validate(document(**parts))


def laid(**parts: Any) -> PriceTables:
    return with_own(load_tables(), own(**parts))


def test_a_row_replaces_that_of_its_key_and_leaves_the_others() -> None:
    before, after = load_tables(), laid(prices=[PRICE])
    assert PriceTable(Converter(2025, after)).price("sulfuric-acid").jpy_per_unit == 15.2
    row = after.prices["sulfuric-acid"]
    assert (row.title_en, row.group, row.own) == ("Sulphuric acid", "chemicals", True)
    assert not before.prices["sulfuric-acid"].own
    assert {k: v for k, v in after.prices.items() if k != "sulfuric-acid"} == {
        k: v for k, v in before.prices.items() if k != "sulfuric-acid"
    }
    assert after.sources["contract"] == "Supply contract"
    assert before.prices["sulfuric-acid"].currency == "USD"  # the package's tables are untouched


def test_a_new_key_is_added() -> None:
    new = {**PRICE, "key": "my-enzyme", "amount": -3.0, "title": "My enzyme", "group": "chemicals"}
    row = laid(prices=[new]).prices["my-enzyme"]
    assert (row.title_ja, row.group, row.amount) == ("My enzyme", "chemicals", -3.0)
    bare = {k: v for k, v in new.items() if k not in ("title", "group")}
    row = laid(prices=[bare]).prices["my-enzyme"]
    assert (row.title_en, row.group) == ("my-enzyme", "other")


def test_the_digest_follows_the_rows() -> None:
    before = load_tables().digest
    one, other = laid(prices=[PRICE]), laid(prices=[{**PRICE, "amount": 15.3}])
    assert len({before, one.digest, other.digest}) == 3
    assert laid(prices=[PRICE]).digest == one.digest
    assert laid() is load_tables()


def test_an_index_of_a_new_currency_carries_its_prices() -> None:
    later = {**INDEX, "year": 2025, "value": 103.0}
    tables = laid(indices=[INDEX, later])
    assert index_factor("CNY", "general", 2024, 2025, tables) == pytest.approx(1.03)
    with pytest.raises(IndexYearMissingError, match="2023"):
        index_factor("CNY", "general", 2023, 2025, tables)


def test_an_own_index_ends_a_proxy() -> None:
    assert ("EUR", "capital") in load_tables().proxies
    tables = laid(
        indices=[{**INDEX, "currency": "EUR", "kind": "capital", "series": "my_plant_index"}]
    )
    assert ("EUR", "capital") not in tables.proxies
    assert tables.series["EUR", "capital"] == "my_plant_index"


def test_a_year_added_to_a_series_of_the_package() -> None:
    row = {**INDEX, "currency": "USD", "series": "us_cpi_u", "year": 2026, "value": 330.0}
    tables = laid(indices=[row])
    assert index_factor("USD", "general", 2025, 2026, tables) == pytest.approx(330.0 / 321.943)
    with pytest.raises(FxMissingError):
        Converter(2026, tables).rate("USD", "/cost")


def test_an_exchange_rate_is_added_and_replaced() -> None:
    tables = laid(fx=[RATE, {**RATE, "currency": "JPY", "per_usd": 140.0}])
    assert Converter(2025, tables).rate("THB", "/cost") == pytest.approx(140.0 / 33.1)
    with pytest.raises(FxMissingError):
        Converter(2024, tables).rate("THB", "/cost")


@pytest.mark.parametrize(
    ("parts", "place", "said"),
    [
        ({"prices": [PRICE, {**PRICE, "amount": 1.0}]}, "/prices/1", "twice"),
        ({"indices": [INDEX, INDEX]}, "/indices/1", "twice"),
        ({"fx": [RATE, RATE]}, "/fx/1", "twice"),
        ({"prices": [{**PRICE, "source": "hearsay"}]}, "/prices/0/source", "hearsay"),
        ({"prices": [{**PRICE, "per": "barrowful"}]}, "/prices/0/per", "barrowful"),
        (
            {"prices": [{**PRICE, "source": "assumption", "reason": "a guess"}]},
            "/prices/0/grade",
            "unverified",
        ),
        (
            {"fx": [{"currency": "THB", "year": 2025, "per_usd": 33.1, "source": "contract",
                     "grade": "measured"}]},
            "/fx/0/at",
            "`at`",
        ),
        ({"fx": [{**RATE, "currency": "USD"}]}, "/fx/0/per_usd", "one USD"),
        ({"indices": [{**INDEX, "series": "us_cpi_u"}]}, "/indices/0/series", "USD general"),
        (
            {"indices": [INDEX, {**INDEX, "series": "cn_ppi", "year": 2025}]},
            "/indices/1/series",
            "keep one",
        ),
        (
            {"indices": [{**INDEX, "currency": "USD", "series": "us_cpi_u", "year": 2025}]},
            "/indices/0/value",
            "base year",
        ),
        ({"indices": [INDEX, {**INDEX, "year": 2025, "value": 201.0}]}, "/indices/0/value", "jump"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_is_refused_with_its_place(
    parts: dict[str, Any], place: str, said: str
) -> None:
    with pytest.raises(OwnTableInvalidError, match=said) as caught:
        laid(**parts)
    assert caught.value.pointer == place
    assert caught.value.problem_ja


def test_a_source_cannot_take_the_name_of_one_of_the_package() -> None:
    parts = document(prices=[{**PRICE, "source": "cepci"}])
    parts["sources"] = {"cepci": {"title": "Mine", "opened": "yes"}}
    with pytest.raises(OwnTableInvalidError, match="another id"):
        with_own(load_tables(), OwnTables.model_validate(parts))


def read(document: dict[str, Any]) -> tuple[OwnTables | None, str]:
    tables, findings = load_own_tables(yaml.safe_dump(document).encode(), "own.yaml")
    return tables, " ".join(f"{f.rule} {f.pointer} {f.message.en}" for f in findings)


def test_a_file_is_read_and_laid_over() -> None:
    tables, findings = read(document(prices=[PRICE], indices=[INDEX], fx=[RATE]))
    assert tables is not None
    assert findings == ""
    assert with_own(load_tables(), tables).digest == laid(
        prices=[PRICE], indices=[INDEX], fx=[RATE]
    ).digest  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", float("nan")),
        ("amount", float("inf")),
        ("amount", 1e300),
        ("amount", "15.2 JPY"),
        ("currency", "yen"),
        ("year", 25),
        ("year", 2025.5),
        ("index", "cepci"),
        ("grade", "good"),
        ("key", "Sulfuric acid"),
        ("per", ""),
        ("low", 20.0),
        ("high", 1.0),
        ("group", "fun"),
    ],
)
def test_a_broken_price_is_a_finding_with_its_place(column: str, value: object) -> None:
    tables, findings = read(document(prices=[PRICE, {**PRICE, "key": "a", column: value}]))
    assert tables is None
    assert "/prices/1" in findings


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("fx", {**RATE, "per_usd": 0.0}),
        ("fx", {**RATE, "per_usd": -1.0}),
        ("indices", {**INDEX, "value": 0.0}),
        ("indices", {**INDEX, "kind": "none"}),
        ("prices", {k: v for k, v in PRICE.items() if k != "source"}),
        ("prices", {**PRICE, "source": "assumption"}),
        ("prices", {**PRICE, "amout": 1}),
    ],
)
def test_other_broken_rows_are_findings(part: str, row: dict[str, Any]) -> None:
    tables, findings = read(document(**{part: [row]}))
    assert tables is None
    assert f"/{part}/0" in findings


def test_a_slip_in_a_key_gets_a_suggestion() -> None:
    _, findings = load_own_tables(
        yaml.safe_dump(document(prices=[{**PRICE, "amout": 1}])).encode(), "own.yaml"
    )
    assert any("amount" in f.suggestion.en for f in findings)


def test_too_many_rows_and_another_schema_are_refused() -> None:
    rows = [{**RATE, "year": 1950 + k % 150} for k in range(5001)]
    assert OwnTables.model_validate(document(fx=rows[:10]))
    with pytest.raises(ValueError, match="5000"):
        OwnTables.model_validate(document(fx=rows))
    tables, findings = read({**document(), "schema": "hakari/tables/2"})
    assert tables is None
    assert "/schema" in findings


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("low", "1e9", "from `low` to `high`"), ("high", "0", "from `low`"), ("year", "25", "year")],
)
def test_the_package_refuses_the_same_in_its_own_rows(
    tmp_path: Path, column: str, value: str, said: str
) -> None:
    folder = tmp_path / "prices"
    shutil.copytree(PRICES_FOLDER, folder)
    path = folder / "prices.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, rows = list(reader.fieldnames or ()), list(reader)
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(PriceTableInvalidError, match=said):
        load_tables(folder)


def test_the_example_of_the_documentation_works() -> None:
    text = (Path(__file__).parents[3] / "docs" / "baseline.md").read_text("utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    tables, findings = load_own_tables(example.encode(), "example.yaml")
    assert findings == ()
    assert tables is not None
    after = with_own(load_tables(), tables)
    assert after.prices["sulfuric-acid"].own
    assert index_factor("CNY", "general", 2024, 2025, after) == pytest.approx(1.002)
