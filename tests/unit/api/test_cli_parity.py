"""What `hakari parity` says in words: what replaces what, the ratio, its range, what is missing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.cli import output
from api.evaluation import Evaluator
from api.results import ParityRequest

CASE = "waste-paper-ethanol"


@pytest.fixture(scope="module")
def documents(evaluator: Evaluator) -> dict[float, dict[str, Any]]:
    """The parity of one case for a target it misses and one it meets."""
    return {
        target: json.loads(evaluator.parity(ParityRequest(case=CASE, target=target)).body)
        for target in (1.2, 5.0)
    }


def printed(document: dict[str, Any], lang: str, capsys: pytest.CaptureFixture[str]) -> str:
    output.parity(document, lang)
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_sentence_has_what_is_replaced_its_price_the_ratio_and_its_range(
    documents: dict[float, dict[str, Any]], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = documents[1.2]
    shown = printed(document, lang, capsys)
    base = document["baseline"]
    assert base["title"][lang] in shown
    assert f"{base['value']:.4g} JPY/{base['unit']}" in shown
    assert f"{document['replaced_per_unit']:.4g} {base['unit']}" in shown
    low, high = (f"{document[key]:.3g}" for key in ("ratio_low", "ratio_high"))
    assert (f"range {low} to {high}" if lang == "en" else f"{low}～{high}") in shown


@pytest.mark.parametrize(
    ("target", "lang", "text"),
    [
        (1.2, "en", "cost must fall by"),
        (1.2, "ja", "必要なコスト低減"),
        (5.0, "en", "reserve: cost may rise by"),
        (5.0, "ja", "余裕: コストが"),
    ],
)
def test_a_met_target_has_a_reserve_and_a_missed_one_a_reduction(
    documents: dict[float, dict[str, Any]],
    target: float,
    lang: str,
    text: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = documents[target]
    shown = printed(document, lang, capsys)
    share = abs(1 - target / document["ratio"])
    assert f"{text} {100 * share:.1f} %" in shown
    assert "-" + f"{100 * share:.1f}" not in shown
