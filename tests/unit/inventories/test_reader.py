"""The reader refuses hostile and careless files with a finding, never with a traceback."""

from __future__ import annotations

import json
import time

import pytest

from inventories.catalogue import Catalogue
from inventories.document import ROUTE_SCHEMA
from inventories.document.schema import SCHEMA_ID, properties_at, route_schema
from inventories.findings import MAX_FINDINGS, Finding, finding, limited
from inventories.formats.reader import load_route, read_document
from inventories.validation import validate_value


def rules_of(data: bytes) -> list[str]:
    return [f.rule for f in read_document(data, "x").findings]


def load(good: bytes, old: str, new: str) -> tuple[Finding, ...]:
    text = good.decode()
    assert text.count(old) == 1
    route, found = load_route(text.replace(old, new).encode(), "x.yaml")
    assert route is None
    return found


def test_a_50_mb_file_is_refused_at_once() -> None:
    data = b"a: " + b"x" * 50_000_000
    start = time.perf_counter()
    assert rules_of(data) == ["file-too-large"]
    assert time.perf_counter() - start < 0.05


def test_too_many_values_are_refused_although_the_file_is_small() -> None:
    assert rules_of(b"a: [" + b"1," * 300_000 + b"1]") == ["file-too-large"]


def test_billion_laughs_are_refused_before_they_grow() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    start = time.perf_counter()
    assert rules_of("\n".join(lines).encode()) == ["yaml-alias"]
    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_quickly(opening: str) -> None:
    start = time.perf_counter()
    assert rules_of(b"a:\n " + opening.encode() * 200_000) in (["yaml-depth"], ["yaml-syntax"])
    assert time.perf_counter() - start < 1


def test_deep_json_is_refused() -> None:
    assert rules_of(b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}") == ["yaml-depth"]


def test_tags_are_refused_and_nothing_is_constructed() -> None:
    assert rules_of(b"a: !!python/object/apply:os.system ['true']") == ["yaml-tag"]
    assert rules_of(b"a: !!int 3") == ["yaml-tag"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "wrong-type"),
        (b"[1, 2]", "wrong-type"),
        (b"just text", "wrong-type"),
        (b"\xff\xfe\x00", "not-utf8"),
        (b"a: 1\n---\nb: 2\n", "yaml-syntax"),
        (b"? [a]\n: 1\n", "yaml-syntax"),
        (b'a: "\\0"', "yaml-syntax"),
        (b'{"a": "\\ud800"}', "yaml-syntax"),
        (b'{"a": 1, "a": 2}', "duplicate-key"),
        (b'{"a": "\\ud83d\\ude00", "a": 2}', "duplicate-key"),
        (b"a:\n  b: 1\n  b: 2\n", "duplicate-key"),
    ],
)
def test_unreadable_files_give_their_rule(data: bytes, rule: str) -> None:
    document = read_document(data, "x")
    assert [f.rule for f in document.findings] == [rule]
    assert document.value == {}


def test_a_duplicate_key_names_its_line() -> None:
    (found,) = read_document(b"a: 1\nb: 2\na: 3\n", "x").findings
    assert (found.pointer, found.line) == ("/a", 3)


def test_scalars_follow_yaml_1_2() -> None:
    text = b'a: yes\nb: 2024-01-01\nc: 1e-3\nd: 012\ne: "1"\nf: ~\ng: true\nh: 1_000\ni: 1:30\n'
    value = read_document(text, "x").value
    assert value == {
        "a": "yes", "b": "2024-01-01", "c": 1e-3, "d": 12, "e": "1",
        "f": None, "g": True, "h": "1_000", "i": "1:30",
    }  # fmt: skip


def test_json_and_yaml_give_the_same_value() -> None:
    value = {"a": [1, 2.5, "x", None, True], "b": {"c": "日本語"}}
    assert read_document(json.dumps(value).encode(), "x").value == value


def test_byte_order_mark_is_accepted() -> None:
    assert read_document(b"\xef\xbb\xbfa: 1", "x").value == {"a": 1}


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "1e999"])
def test_numbers_that_are_not_finite_are_refused(good_bytes: bytes, number: str) -> None:
    (found,) = load(good_bytes, "value: 1.02", f"value: {number}")
    assert found.rule == "wrong-type"
    assert found.pointer == "/parameters/crude_per_pure/value"


@pytest.mark.parametrize("word", ['"1.02"', "true", "[1]", "{a: 1}", "~"])
def test_only_numbers_are_numbers(good_bytes: bytes, word: str) -> None:
    (found,) = load(good_bytes, "value: 1.02", f"value: {word}")
    assert (found.rule, found.pointer) == ("wrong-type", "/parameters/crude_per_pure/value")


def test_an_unknown_key_gets_the_nearest_name_and_its_line(good_bytes: bytes) -> None:
    (found,) = load(good_bytes, "operating_hours", "operating_hour")
    assert found.rule == "unknown-key"
    assert found.params["candidates"] == ["operating_hours"]
    assert found.line is not None
    line = good_bytes.decode().splitlines()[found.line - 1]
    assert "operating_hours" in line


def test_attribute_names_are_not_keys(good_bytes: bytes) -> None:
    found = load(good_bytes, "schema: hakari", "schema_: hakari")
    assert {f.rule for f in found} == {"missing-key", "unknown-key"}


def test_a_key_of_the_wrong_form_is_named(good_bytes: bytes) -> None:
    found = load(good_bytes, "  crude_per_pure:\n", "  Crude Per Pure:\n")
    assert [(f.rule, f.params["got"]) for f in found] == [("bad-value", '"Crude Per Pure"')]


def test_the_amount_of_a_union_gives_one_finding(good_bytes: bytes) -> None:
    (found,) = load(good_bytes, "amount: 0.05, unit: t*km", "amount: [1], unit: t*km")
    assert found.pointer == "/activities/0/inputs/1/amount"


def test_the_route_schema_is_published_and_the_good_route_fits(good_bytes: bytes) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = route_schema()
    assert schema["$id"] == SCHEMA_ID
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    value = read_document(good_bytes, "x").value
    assert value["schema"] == ROUTE_SCHEMA
    assert list(validator.iter_errors(value)) == []
    assert list(validator.iter_errors(value | {"surprise": 1}))


def test_properties_at_follows_references() -> None:
    assert "from" in properties_at(("activities", 0, "inputs", 3))
    assert "gsd" in properties_at(("parameters", "any", "distribution"))
    assert properties_at(("parameters", "any", "value")) == ()


def test_a_hundred_thousand_faults_are_two_hundred_findings_and_a_count(
    catalogue: Catalogue,
) -> None:
    found = validate_value({"activities": [{}] * 60_000}, catalogue).findings
    assert len(found) <= MAX_FINDINGS + 1


def test_more_findings_than_anybody_mends_are_counted(catalogue: Catalogue) -> None:
    many = tuple(finding("not-utf8", f"/{i}", byte=i) for i in range(MAX_FINDINGS + 5))
    shown = limited(many)
    assert len(shown) == MAX_FINDINGS + 1
    assert shown[-1].rule == "more-findings"
    assert shown[-1].params["count"] == 5
