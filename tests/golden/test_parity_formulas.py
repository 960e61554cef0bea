"""Hand-derived numbers of the parity room; their origin is in `parity_formulas.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parity.dcf.loan import yearly_payment
from parity.money import index_factor
from parity.ratio import parity_ratio
from parity.tables import load_tables

GOLDEN: dict[str, Any] = json.loads(
    Path(__file__).with_name("parity_formulas.json").read_text(encoding="utf-8")
)


def test_ratio_gap_reduction_and_premium() -> None:
    given, expected = GOLDEN["ratio"]["inputs"], GOLDEN["ratio"]["expected"]
    ratio = parity_ratio(given["bio"], given["base"], given["target"])
    assert ratio.ratio == pytest.approx(expected["ratio"], rel=1e-12)
    assert ratio.gap_jpy == pytest.approx(expected["gap_abs"], rel=1e-12)
    assert ratio.required_reduction == pytest.approx(expected["required_reduction"], rel=1e-12)
    assert ratio.premium == pytest.approx(expected["premium"], rel=1e-12)


@pytest.mark.parametrize("case", GOLDEN["crf"], ids=lambda c: f"{c['rate']}-{c['years']}")
def test_equal_yearly_payment(case: dict[str, float]) -> None:
    got = yearly_payment(1.0, case["rate"], int(case["years"]))
    assert got == pytest.approx(case["expected"], rel=1e-9)


def test_plant_cost_index_carries_corn_stover_capital_to_2025() -> None:
    case = GOLDEN["stover_capital_2025"]
    level = index_factor("USD", "capital", 2007, 2025, load_tables())
    assert level == pytest.approx(810.4 / 525.4, rel=1e-12)
    assert case["other"] + case["capital"] * level == pytest.approx(
        case["expected"], abs=case["printed_to"]
    )
