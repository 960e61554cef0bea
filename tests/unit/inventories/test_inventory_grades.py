"""The grade of an amount is the worst of what it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from inventories.document import Route
from inventories.inventory import Inventory, evaluate

GOOD = Path(__file__).resolve().parents[2] / "data" / "good_route.yaml"


def _evaluated(change: Any = None) -> Inventory:
    document = yaml.safe_load(GOOD.read_text("utf-8"))
    if change:
        change(document)
    route = Route.model_validate(document)
    providers = {x.provider: x.unit for a in route.activities for x in a.inputs if x.provider}
    elementary = {e.flow: e.unit for a in route.activities for e in a.elementary}
    return evaluate(route, providers | {"electricity-jp-mix-2023": "kWh"}, elementary)


def test_a_formula_is_no_better_known_than_its_parameters() -> None:
    def doubt(document: dict[str, Any]) -> None:
        document["parameters"]["acid_yield"]["grade"] = "unverified"

    known, doubted = (
        _evaluated().activity("fermentation"),
        _evaluated(doubt).activity("fermentation"),
    )
    assert known.elementary[0].grade == "derived"
    assert doubted.elementary[0].grade == "unverified"
    assert doubted.inputs[1].grade == known.inputs[1].grade == "published"


def test_a_supplier_is_no_better_known_than_the_link_that_asks_for_it() -> None:
    def doubt(document: dict[str, Any]) -> None:
        document["activities"][2]["inputs"][0]["grade"] = "unverified"

    inventory = _evaluated(doubt)
    assert inventory.activity("fermentation").link_grade == "unverified"
    assert inventory.activity("collection").link_grade == "unverified"
    assert inventory.activity("purification").link_grade == "measured"
    assert _evaluated().activity("collection").link_grade == "derived"
