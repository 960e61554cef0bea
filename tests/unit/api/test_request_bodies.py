"""Findings about a request: one for each place, pointers of what was sent, keys known there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.errors import RequestInvalidError
from api.results import ParityRequest
from api.routes.bodies import parse_model
from inventories.findings import Finding


def found(**asked: Any) -> tuple[Finding, ...]:
    with pytest.raises(RequestInvalidError) as error:
        parse_model(json.dumps({"case": "toy", **asked}).encode(), ParityRequest)
    return error.value.findings


@pytest.mark.parametrize(
    ("coverage", "pointer", "said"),
    [
        (1.3, "/carbon/coverage", "1 or less"),
        (-0.1, "/carbon/coverage", "0 or more"),
        ("all", "/carbon/coverage", "a number"),
        ({"conversion": 1.3}, "/carbon/coverage/conversion", "1 or less"),
        ({"a/b~c": "x"}, "/carbon/coverage/a~1b~0c", "a number"),
        ([1.0], "/carbon/coverage", "a number"),
    ],
)
def test_a_value_with_two_forms_gives_one_finding_where_it_stands(
    coverage: Any, pointer: str, said: str
) -> None:
    (one,) = found(carbon={"guideline": "toy", "coverage": coverage})
    assert one.pointer == pointer
    assert said in one.message.en
    assert one.message.ja != one.message.en


def test_every_place_is_named_and_a_place_once() -> None:
    pointers = [one.pointer for one in found(target=-1, year="x", carbon={"coverage": 2.0})]
    assert sorted(pointers) == ["/carbon/coverage", "/carbon/guideline", "/target", "/year"]


def test_an_unknown_key_names_those_of_its_own_object() -> None:
    (one,) = found(finance={"rate": 0.1})
    assert one.pointer == "/finance/rate"
    assert "discount_rate" in one.suggestion.en
    assert "baseline_kind" not in one.suggestion.en
    (top,) = found(rate=0.1)
    assert "baseline_kind" in top.suggestion.en
