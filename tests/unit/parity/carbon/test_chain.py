"""The premium down a value chain: golden numbers, mark-ups and the document."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from parity.carbon.chain import chain_prices, parse_chain, premium_through
from parity.carbon.errors import (
    CarbonInputInvalidError,
    ChainInvalidError,
    ChainPriceInvalidError,
)
from parity.money import Converter
from parity.tables import load_tables

DOCS = Path(__file__).parents[4] / "docs"


def document(*shares: float) -> dict[str, Any]:
    return {
        "schema": "hakari/chain/1",
        "id": "demo",
        "title": {"en": "Demo", "ja": "例"},
        "links": [
            {
                "id": f"step-{number}",
                "title": f"Step {number}",
                "share": share,
                "source": "assumption",
                "reason": "golden case",
                "grade": "unverified",
            }
            for number, share in enumerate(shares)
        ],
    }


def test_premium_of_the_golden_chain() -> None:
    steps = premium_through(parse_chain(document(0.35, 0.20, 0.12)), 1.5)
    assert [step.premium for step in steps] == pytest.approx([0.175, 0.035, 0.0042], rel=1e-12)
    assert [step.ratio for step in steps] == pytest.approx([1.175, 1.035, 1.0042], rel=1e-12)


def test_money_per_unit_stays_the_same_with_absolute_mark_ups() -> None:
    # 100 JPY of resin in a part of 250 JPY, one part in an appliance of 5000 JPY
    prices = {"step-0": 250.0, "step-1": 5000.0}
    steps = premium_through(parse_chain(document(100 / 250, 250 / 5000)), 1.5, prices)
    assert [step.premium_jpy for step in steps] == pytest.approx([50.0, 50.0])


def test_a_percentage_mark_up_marks_the_extra_cost_up_too() -> None:
    written = document(0.4)
    written["links"][0] |= {"markup": "percent", "markup_rate": 0.5}
    step = premium_through(parse_chain(written), 1.5, {"step-0": 250.0})[0]
    assert step.transmission == pytest.approx(0.6)
    assert step.premium_jpy == pytest.approx(75.0)  # 50 JPY of extra cost times 1.5


def test_half_passed_on_is_half_the_premium() -> None:
    written = document(0.35)
    written["links"][0]["pass_through"] = 0.5
    assert premium_through(parse_chain(written), 1.5)[0].premium == pytest.approx(0.0875)


def test_samples_go_down_the_chain() -> None:
    steps = premium_through(
        parse_chain(document(0.35, 0.2)), np.array([1.5, 0.9]), {"step-1": 100.0}
    )
    assert np.asarray(steps[1].premium) == pytest.approx([0.035, -0.007])
    assert np.asarray(steps[1].premium_jpy) == pytest.approx([3.5, -0.7])


def test_prices_of_the_document_are_carried_to_the_base_year() -> None:
    written = document(0.5)
    written["links"][0]["price"] = {
        "amount": 2.0,
        "currency": "USD",
        "year": 2020,
        "index": "general",
        "per": "kg",
        "source": "assumption",
        "reason": "test",
        "grade": "unverified",
    }
    chain, tables = parse_chain(written), load_tables()
    expected = 2.0 * tables.indices["us_cpi_u", 2025] / tables.indices["us_cpi_u", 2020]
    prices = chain_prices(chain, Converter(2025, tables))
    assert prices["step-0"] == pytest.approx(expected * tables.per_usd["JPY", 2025])


def _without(key: str) -> Any:
    def change(written: dict[str, Any]) -> None:
        del written["links"][0][key]

    return change


def _with(**fields: Any) -> Any:
    def change(written: dict[str, Any]) -> None:
        written["links"][0] |= fields

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_with(share=0.0), "/links/0/share"),
        (_with(share=1.01), "/links/0/share"),
        (_with(share=float("nan")), "/links/0/share"),
        (_with(pass_through=-0.1), "/links/0/pass_through"),
        (_with(markup="percent"), "/links/0"),
        (_with(markup_rate=0.2), "/links/0"),
        (_with(share=0.9, markup="percent", markup_rate=0.5), "/links/0"),
        (_without("grade"), "/links/0/grade"),
        (_without("reason"), "/links/0"),
        (_with(source="nowhere"), "lacks nowhere"),
        (_with(id="step-1"), "same `id`"),
        (_with(unknown=1), "/links/0/unknown"),
    ],
)
def test_a_broken_chain_is_refused_with_its_place(change: Any, place: str) -> None:
    written = copy.deepcopy(document(0.35, 0.2))
    change(written)
    with pytest.raises(ChainInvalidError, match=re.escape(place)):
        parse_chain(written)


def test_an_empty_or_endless_chain_is_refused() -> None:
    broken: list[object] = [document(), document(*[0.5] * 21), [], None, "chain"]
    for written in broken:
        with pytest.raises(ChainInvalidError):
            parse_chain(written)


def test_bad_numbers_of_the_caller_are_refused() -> None:
    chain = parse_chain(document(0.35))
    with pytest.raises(CarbonInputInvalidError, match="ratio"):
        premium_through(chain, float("nan"))
    with pytest.raises(ChainPriceInvalidError, match="step-0"):
        premium_through(chain, 1.5, {"step-0": 0.0})


def test_the_sample_of_the_documentation_is_valid() -> None:
    blocks = re.findall(
        r"```yaml\n(.*?)```", (DOCS / "carbon-price.md").read_text(encoding="utf-8"), re.DOTALL
    )
    samples = [block for block in blocks if "hakari/chain/1" in block]
    assert samples
    for sample in samples:
        assert parse_chain(yaml.safe_load(sample)).links


def test_a_price_of_a_chain_is_no_formula() -> None:
    written = document(0.5)
    written["links"][0]["price"] = {
        "amount": "2 * x",
        "currency": "JPY",
        "year": 2025,
        "index": "none",
        "per": "kg",
        "source": "assumption",
        "reason": "test",
        "grade": "unverified",
    }
    with pytest.raises(ChainInvalidError, match="formula"):
        parse_chain(written)
