"""Cash-flow files: what is read, what is refused and how it is named."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parity.dcf.depreciation import schedule
from parity.dcf.document import read_cash_flow, to_plant_terms
from parity.dcf.errors import (
    CashFlowFileInvalidError,
    CashFlowTermsInvalidError,
    LossRuleUnknownError,
)
from parity.dcf.result import cash_flow_result, solve_all
from parity.dcf.terms import LossRule

GOLDEN = Path(__file__).parents[3] / "golden" / "dcf_cornstover.json"


@pytest.fixture
def document() -> dict[str, Any]:
    full: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return copy.deepcopy(full)


def test_inputs_alone_are_enough(document: dict[str, Any]) -> None:
    result = cash_flow_result({"inputs": document["inputs"]})
    assert result.minimum.value == pytest.approx(0.7067117016, rel=1e-9)
    assert result.comparisons == ()
    assert result.file.currency == ""


def test_bytes_and_object_are_the_same_file(document: dict[str, Any]) -> None:
    assert read_cash_flow(GOLDEN.read_bytes()) == read_cash_flow(document)


def test_a_schedule_may_be_a_name(document: dict[str, Any]) -> None:
    for assets in document["inputs"]["depreciation"]:
        del assets["schedule"]
    _, terms = to_plant_terms(read_cash_flow(document), LossRule("carry"), "interest")
    assert terms.depreciation[0].schedule == schedule("MACRS7")


def test_a_loan_without_interest_is_no_loan_as_in_biosteam(document: dict[str, Any]) -> None:
    document["inputs"]["finance_interest"] = 0
    _, terms = to_plant_terms(read_cash_flow(document), LossRule("carry"), "interest")
    assert terms.loan is None


def test_result_at_another_price(document: dict[str, Any]) -> None:
    result = cash_flow_result(document, "japan_large", "interest", price=0.9)
    assert result.net_present_value > 0
    assert result.irr is not None
    assert result.irr > 0.1
    assert result.payback_years is not None
    assert len(result.rows) == 19
    assert len(result.years) == len(result.rows[0].values) == 33
    at_loss = cash_flow_result(document, price=0.1)
    assert at_loss.irr is None
    assert at_loss.payback_years is None


def test_every_rule_is_solved_both_ways(document: dict[str, Any]) -> None:
    found = {(one.losses, one.deduction): one.price for one in solve_all(read_cash_flow(document))}
    assert len(found) == 10
    for deduction in ("interest", "full_payment"):
        prices = [
            found[rule, deduction]
            for rule in ("refund", "carry", "japan_sme", "japan_large", "none")
        ]
        assert prices == sorted(prices)
    assert found["carry", "interest"] > found["carry", "full_payment"]


def test_an_unknown_rule_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(LossRuleUnknownError):
        cash_flow_result(document, losses="mars")


def set_to(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


def without(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (without("inputs"), "/inputs"),
        (without("inputs", "FCI"), "/inputs/FCI"),
        (without("inputs", "startup_VOC_frac"), "/inputs/startup_VOC_frac"),
        (set_to("inputs", "FCI", value="1e8"), "/inputs/FCI"),
        (set_to("inputs", "FCI", value=0), "/inputs/FCI"),
        (set_to("inputs", "FCI", value=float("nan")), "/inputs/FCI"),
        (set_to("inputs", "VOC", value=1e30), "/inputs/VOC"),
        (set_to("inputs", "VOC", value=True), "/inputs/VOC"),
        (set_to("inputs", "operating_years", value=30.5), "/inputs/operating_years"),
        (set_to("inputs", "income_tax", value=35), "/inputs/income_tax"),
        (set_to("inputs", "extra", value=1), "/inputs/extra"),
        (set_to("surprise", value=1), "/surprise"),
        (set_to("inputs", "construction_schedule", value="0.5"), "/inputs/construction_schedule"),
        (
            set_to("inputs", "construction_schedule", value=[0.1] * 5000),
            "/inputs/construction_schedule",
        ),
        (set_to("inputs", "replacement_capex", value=[1.0]), "/inputs/replacement_capex"),
        (
            set_to("inputs", "replacement_capex", value=[1.0] + [0.0] * 32),
            "/inputs/replacement_capex",
        ),
        (set_to("inputs", "TDC", value=1.0), "/inputs/TDC"),
        (
            set_to("inputs", "depreciation", 0, value={"basis": 1.0, "schedule_name": "MACRS8"}),
            "/inputs/depreciation/0/schedule_name",
        ),
        (set_to("inputs", "depreciation", 0, value={"basis": 1.0}), "/inputs/depreciation/0"),
    ],
)
def test_files_that_cannot_be_used_name_the_place(
    document: dict[str, Any], change: Callable[[dict[str, Any]], None], pointer: str
) -> None:
    change(document)
    for data in (document, json.dumps(document).encode()):
        with pytest.raises(CashFlowFileInvalidError) as error:
            cash_flow_result(data)
        assert error.value.pointers[0] == pointer
        assert error.value.problems
        assert error.value.problems_ja


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"3",
        b"{",
        b"\xff\xfe",
        b'{"inputs": {}, "inputs": {}}',
        b"[" * 100_000,
        b" " * 2_000_000,
    ],
    ids=["empty", "list", "number", "cut", "not UTF-8", "twice", "deep", "long"],
)
def test_bytes_that_are_no_file_are_refused(data: bytes) -> None:
    with pytest.raises(CashFlowFileInvalidError):
        read_cash_flow(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("IRR", -1.0),
        ("IRR", 1e6),
        ("operating_years", 0),
        ("operating_years", 500),
        ("income_tax", 1.0),
        ("construction_schedule", [0.1, 0.1, 0.1]),
        ("startup_months", 400),
        ("inflation_rate", -2.0),
        ("finance_interest", 1.0),
        ("finance_years", 31),
    ],
)
def test_terms_of_a_file_are_named_where_they_stand(
    document: dict[str, Any], key: str, value: Any
) -> None:
    document["inputs"][key] = value
    document["inputs"]["replacement_capex"] = []
    with pytest.raises(CashFlowFileInvalidError) as error:
        cash_flow_result(document)
    assert error.value.pointers == (f"/inputs/{key}",)


def test_a_schedule_longer_than_the_life_is_refused(document: dict[str, Any]) -> None:
    document["inputs"] |= {"operating_years": 15, "finance_years": 10, "replacement_capex": []}
    with pytest.raises(CashFlowFileInvalidError, match="longer than the life of 15"):
        cash_flow_result(document)


def test_a_deduction_that_is_none_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(CashFlowTermsInvalidError) as error:
        cash_flow_result(document, deduction="principal")  # type: ignore[arg-type]
    assert error.value.field == "loan.deduction"


def test_many_problems_are_all_named_but_not_endlessly(document: dict[str, Any]) -> None:
    for key in list(document["inputs"]):
        document["inputs"][f"x{key}"] = 1
    with pytest.raises(CashFlowFileInvalidError) as error:
        read_cash_flow(document)
    assert 10 < len(error.value.pointers) <= 20
