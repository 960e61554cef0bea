"""Slips people make while writing get a finding that names them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from inventories.catalogue import Catalogue
from inventories.findings import Finding
from inventories.validation import validate

Spoil = Callable[[str, str], tuple[Finding, ...]]
WATER = "process-water, amount: 1, unit: kg"
LATIN_SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture
def spoil(good_bytes: bytes, catalogue: Catalogue) -> Spoil:
    def run(old: str, new: str) -> tuple[Finding, ...]:
        text = good_bytes.decode()
        assert text.count(old) == 1, old
        return validate(text.replace(old, new).encode(), "x", catalogue).findings

    return run


@pytest.mark.parametrize(
    ("old", "new", "rule", "english", "japanese"),
    [
        ("geography: JP", "\tgeography: JP", "yaml-syntax", "a tab", "タブ"),
        ("geography: JP", "geography\uff1aJP", "yaml-syntax", "full-width", "全角の `\uff1a`"),
        ("trl: 5", "trl: \uff15", "wrong-type", "write `5`", "半角で `5`"),
        ("value: 1.02", "value: 1,02", "wrong-type", "is a point: `1.02`", "小数点はピリオド"),
        (WATER, WATER.replace("1,", "1,5,"), "unknown-key", "Write `1.5`", "小数は `1.5`"),
        (WATER, WATER.replace("1,", '"1,5",'), "formula-invalid", "`1.5`", "ピリオドです: `1.5`"),
        (WATER, WATER.replace("kg", "\uff4b\uff47"), "unit-unknown", "example kg", "(例: kg)"),
        ("{from: fer", "{from\uff1afer", "unknown-key", "write `from: fer", "半角で `from: fer"),
    ],
)  # fmt: skip
def test_a_typical_slip_is_named(
    spoil: Spoil, old: str, new: str, rule: str, english: str, japanese: str
) -> None:
    (found,) = (f for f in spoil(old, new) if f.rule == rule)
    assert english in found.message.en + found.suggestion.en
    assert japanese in found.message.ja + found.suggestion.ja


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("kind: bio\n", "kind: boi\n", "'bio'、'baseline'"),
        ("operating_hours: 8000", "operating_hours: 9000", "8784 以下"),
        ("currency: USD", "currency: usd", "大文字3文字の通貨コード"),
        ("amount: crude_per_pure,", "amount: crude_per_pure +,", "式として読めません"),
        ("amount: crude_per_pure,", 'amount: "min(crude_per_pure)",', "引数の数(1)"),
        ("value: 0.25", "value: 0.4", "化学量論の限界(0.3 以下)"),
        ("geography: JP", "geography: JP\n theme: x", "コロン(:)の位置か字下げ"),
        ("geography: JP", "geography: {a: 1}", "値 マッピング"),
    ],
)
def test_japanese_messages_hold_no_english_sentence(
    spoil: Spoil, old: str, new: str, wanted: str
) -> None:
    found = spoil(old, new)
    assert wanted in found[0].message.ja
    assert not LATIN_SENTENCE.search(found[0].message.ja)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("basis: nth_plant\n", "one of nth_plant, pioneer, pilot"),
        ("data_stage: simulated\n", "one of lab, pilot, simulated, commercial"),
        ("  comparison: chemical\n", "one of fuel, material, chemical, food"),
        ("licence: CC0-1.0\n", "for example `licence: CC-BY-4.0`"),
    ],
)
def test_a_missing_key_says_what_may_stand_there(spoil: Spoil, line: str, wanted: str) -> None:
    (found,) = spoil(line, "")
    assert found.rule == "missing-key"
    assert wanted in found.suggestion.en


def test_a_missing_grade_says_the_grades(spoil: Spoil) -> None:
    (found,) = spoil("at: 50 km, grade: published", "at: 50 km")
    assert "one of measured, published" in found.suggestion.en


def test_a_list_is_not_called_too_short_because_its_entries_are_wrong(spoil: Spoil) -> None:
    found = spoil("  - id: collection\n", "  - idd: collection\n")
    assert {f.pointer for f in found} == {"/activities/0/id", "/activities/0/idd"}


def test_a_provider_like_no_other_points_to_the_search(spoil: Spoil) -> None:
    (found,) = spoil("provider: process-water", "provider: zzzzqq")
    assert found.suggestion.en.startswith("Search with `hakari background find WORD`")
    assert "候補" not in found.suggestion.ja
    assert "?search=" in found.suggestion.ja


def test_a_parameter_of_a_broken_formula_is_not_called_unused(spoil: Spoil) -> None:
    (found,) = spoil("amount: crude_per_pure,", "amount: crude_per_pure 2 *,")
    assert found.rule == "formula-invalid"


def test_one_plain_title_stands_for_both_languages(spoil: Spoil) -> None:
    assert spoil("title: {en: Collection, ja: 収集}", "title: 収集") == ()
    (found,) = spoil("title: {en: Collection, ja: 収集}", 'title: ""')
    assert found.pointer == "/activities/0/title"
