"""Receipts: same inputs give the same id; any change is noticed; verification names the place."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from api.canonical import canonical_bytes, rounded
from api.errors import ReceiptInvalidError
from api.evaluation import Evaluator
from api.receipts import differences, make_receipt, read_receipt, receipt_bytes
from api.results import AssessmentRequest, ParityRequest

CASE = "waste-paper-ethanol"


def test_the_same_request_gives_the_same_receipt(evaluator: Evaluator) -> None:
    request = AssessmentRequest(case=CASE)
    assert evaluator.assess(request) == evaluator.assess(request)


def test_other_options_give_another_receipt(evaluator: Evaluator) -> None:
    one = evaluator.parity(ParityRequest(case=CASE, target=1.2))
    other = evaluator.parity(ParityRequest(case=CASE, target=1.3))
    assert one.id != other.id


@pytest.mark.parametrize("kind", ["assess", "parity"])
def test_a_receipt_recomputes_to_the_same_result(evaluator: Evaluator, kind: str) -> None:
    request = AssessmentRequest(case=CASE) if kind == "assess" else ParityRequest(case=CASE)
    evaluated = getattr(evaluator, kind)(request)
    verified = evaluator.verify(evaluated.receipt)
    assert verified.verdict == "same"
    assert verified.receipt == evaluated.id
    assert verified.differences == ()


def test_the_document_names_its_receipt_in_every_result(evaluator: Evaluator) -> None:
    evaluated = evaluator.assess(AssessmentRequest(case=CASE))
    document = json.loads(evaluated.body)
    assert len(document["results"]) > 1
    assert {r["receipt"] for r in document["results"]} == {evaluated.id}


def test_a_changed_result_is_refused(evaluator: Evaluator) -> None:
    receipt = json.loads(evaluator.parity(ParityRequest(case=CASE)).receipt)
    receipt["result"]["ratio"] *= 0.5
    with pytest.raises(ReceiptInvalidError, match="changed"):
        evaluator.verify(json.dumps(receipt).encode())


def test_a_receipt_of_another_engine_differs_and_says_where(evaluator: Evaluator) -> None:
    old = read_receipt(evaluator.parity(ParityRequest(case=CASE)).receipt)
    inputs = old.inputs.model_copy(update={"engine": "hakari 0.0.1"})
    forged = receipt_bytes(make_receipt("parity", inputs, {**old.result, "msp": 1.0}))
    verified = evaluator.verify(forged)
    assert verified.verdict == "differs"
    assert any(d.startswith("/inputs/engine:") for d in verified.differences)
    assert any(d.startswith("/result/msp:") for d in verified.differences)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe", b'{"schema":"hakari/receipt/1"}'])
def test_what_is_no_receipt_is_refused(evaluator: Evaluator, data: bytes) -> None:
    with pytest.raises(ReceiptInvalidError):
        evaluator.verify(data)


def test_differences_name_both_values_and_missing_keys() -> None:
    found = list(differences({"a": [1, 2], "b": 1}, {"a": [1, 3], "c": 1}))
    assert found == [
        "/a/1: 2 in the receipt, 3 recalculated",
        "/b: only in the receipt",
        "/c: only in the recalculation",
    ]


def test_canonical_json_is_sorted_compact_and_refuses_nan() -> None:
    assert canonical_bytes({"b": 1, "a": "秤"}) == '{"a":"秤","b":1}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical_bytes({"a": float("nan")})
    assert rounded([1 / 3]) == [0.333333333333]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("assessment", {}),
        ("assessment", {"guidelines": 5, "indicators": [], "date": None}),
        ("parity", {"target": "x", "year": 2030, "baseline_kind": "auto"}),
        ("parity", {"baseline_kind": "x"}),
    ],
)
def test_a_forged_receipt_with_a_fitting_id_is_refused(
    evaluator: Evaluator, kind: Literal["assessment", "parity"], options: dict[str, object]
) -> None:
    request = AssessmentRequest(case=CASE) if kind == "assessment" else ParityRequest(case=CASE)
    old = read_receipt(
        (evaluator.assess if kind == "assessment" else evaluator.parity)(request).receipt  # type: ignore[operator]
    )
    inputs = old.inputs.model_copy(update={"options": options})
    with pytest.raises(ReceiptInvalidError, match="options"):
        evaluator.verify(receipt_bytes(make_receipt(kind, inputs, old.result)))
