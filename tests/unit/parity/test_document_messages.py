"""What is said about documents of money that cannot be read: every place, and what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.problems import reason_of
from inventories.formats.reader import load_route
from parity.carbon.chain import CHAIN_SCHEMA, parse_chain
from parity.carbon.errors import MOST_PROBLEMS, ChainInvalidError
from parity.dcf.document import read_cash_flow
from parity.dcf.errors import CashFlowFileInvalidError
from parity.tables_document import load_own_tables


def chain_problems(value: object) -> ChainInvalidError:
    with pytest.raises(ChainInvalidError) as error:
        parse_chain(value)
    return error.value


def test_a_file_without_schema_is_told_the_schema_that_is_meant() -> None:
    for load, wanted in ((load_own_tables, "hakari/tables/1"), (load_route, "hakari/route/1")):
        _, found = load(b"sources: {}", "own.yaml")
        (one,) = (one for one in found if one.pointer == "/schema")
        assert f"`schema: {wanted}`" in one.suggestion.en
        assert f"`schema: {wanted}`" in one.suggestion.ja


def test_every_field_that_a_chain_lacks_is_named() -> None:
    error = chain_problems({"links": [{"id": "cup"}]})
    assert set(error.pointers) == {
        "/schema", "/id", "/title",
        "/links/0/title", "/links/0/share", "/links/0/source", "/links/0/grade",
    }  # fmt: skip
    said = reason_of(error)
    for text in (said.en, said.ja):
        assert all(pointer in text for pointer in error.pointers)
        assert f"schema: {CHAIN_SCHEMA}" in text
        assert "docs/carbon-price.md" in text


def test_a_long_list_of_problems_is_cut_and_counted() -> None:
    error = chain_problems({"links": [{} for _ in range(20)]})
    assert len(error.pointers) == MOST_PROBLEMS
    assert "and 83 more" in str(error)  # 20 links lack 5 keys each, the chain 3
    assert "ほか 83 件" in error.problems_ja


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "リスト"),
        ({"schema": "hakari/route/1"}, CHAIN_SCHEMA),
        ({"schema": CHAIN_SCHEMA, "linsk": []}, "候補: links"),
    ],
)
def test_a_chain_of_another_kind_is_told_in_japanese(value: Any, said: str) -> None:
    assert said in reason_of(chain_problems(value)).ja


def link(**more: Any) -> dict[str, Any]:
    title = {"en": "x", "ja": "x"}
    by = {"source": "assumption", "reason": "toy", "grade": "unverified"}
    return {"id": "a", "title": title, "share": 0.5, **by, **more}


@pytest.mark.parametrize(
    "links",
    [
        [link(markup="percent")],
        [link(share=0.9, markup="percent", markup_rate=0.5)],
        [link(), link()],
        [link(source="nowhere", at="p. 1", grade="published")],
    ],
    ids=["markup", "share", "twice", "source"],
)
def test_what_contradicts_itself_in_a_chain_is_told_in_both_languages(links: Any) -> None:
    title = {"en": "x", "ja": "x"}
    error = chain_problems({"schema": CHAIN_SCHEMA, "id": "x", "title": title, "links": links})
    english = error.problems.split("accepted: ")[1].rstrip(".")
    assert english not in error.problems_ja


def test_a_cash_flow_that_is_no_json_says_where_and_what_to_do() -> None:
    with pytest.raises(CashFlowFileInvalidError) as error:
        read_cash_flow(b'{"inputs":\n  1,}')
    said = reason_of(error.value)
    assert "line 2, column 5" in said.en
    assert "2 行 5 文字目" in said.ja
    for text in (said.en, said.ja):
        assert "docs/cash-flow.md" in text
        assert "/v1/schemas/cash-flow" in text


def test_a_cash_flow_names_all_it_lacks() -> None:
    with pytest.raises(CashFlowFileInvalidError) as error:
        read_cash_flow(json.dumps({"inputs": {"IRR": 0.1}}).encode())
    assert {"/inputs/FCI", "/inputs/VOC", "/inputs/annual_product"} <= set(error.value.pointers)
