"""The example people copy is sound, and gives a carbon and a cost result as it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.evaluation import Evaluator
from api.results import AssessmentRequest, ParityRequest
from inventories.document.schema import values_at
from inventories.formats.reader import read_document
from inventories.library import read_limited

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "examples" / "minimal"
GUIDE = FOLDER.parents[1] / "writing-a-route.md"


def _value(name: str) -> dict[str, object]:
    return read_document(read_limited(FOLDER / name), name).value


@pytest.mark.parametrize("name", ["route.yaml", "baseline.yaml"])
def test_it_has_neither_errors_nor_warnings(evaluator: Evaluator, name: str) -> None:
    found = evaluator.validate(read_limited(FOLDER / name), name)
    assert found.ok
    assert {f.level for f in found.findings} <= {"info"}


def test_every_guideline_gives_the_carbon_of_both(evaluator: Evaluator) -> None:
    scores = {}
    for name in ("route.yaml", "baseline.yaml"):
        request = AssessmentRequest(route=_value(name), guidelines=("pact_methodology_v3",))
        (result,) = json.loads(evaluator.assess(request).body)["results"]
        scores[name] = result["score"]
    # Heat, power and composting of the one; supply of the other, both up to the gate.
    assert 0.5 < scores["route.yaml"] < 0.8
    assert 0.3 < scores["baseline.yaml"] < 1.0
    everything = json.loads(evaluator.assess(AssessmentRequest(route=_value("route.yaml"))).body)
    assert len(everything["results"]) > 1


def test_the_cost_is_weighed_against_the_baseline(evaluator: Evaluator) -> None:
    request = ParityRequest(route=_value("route.yaml"), baseline=_value("baseline.yaml"))
    found = json.loads(evaluator.parity(request).body)
    assert found["ratio"] == pytest.approx(found["msp"] / (0.62 * found["baseline"]["value"]))
    text = json.dumps(found)
    assert "labour-missing" not in text
    assert "fixed-missing" not in text


def test_the_guide_names_every_word_of_the_schema_it_lists() -> None:
    rows = dict(
        re.findall(r"^\| `([a-z0-9_.]+)` \| (.*) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    )
    item = ("activities", 0, "inputs", 0)
    places: dict[str, tuple[str | int, ...]] = {
        "functional_unit.comparison": ("functional_unit", "comparison"),
        "data_stage": ("data_stage",),
        "basis": ("basis",),
        "feedstock.origin": (*item, "feedstock", "origin"),
        "feedstock.counterfactual.fate": (*item, "feedstock", "counterfactual", "fate"),
        "co2.source": (*item, "co2", "source"),
        "electricity.supply": (*item, "electricity", "supply"),
        "outputs.role": ("activities", 0, "outputs", 0, "role"),
    }
    for row, place in places.items():
        values = values_at(place)
        assert values
        assert all(f"`{value}`" in rows[row] for value in values), row
