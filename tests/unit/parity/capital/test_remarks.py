"""What a reader of a capital cost is told, and the tables it is held against."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from inventories.document import Route
from parity.capital import capital_remarks
from parity.capital.factors import lang_range, location_factors

Build = Callable[..., dict[str, Any]]
DOCUMENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[3] / "data" / "parity_plant.yaml").read_text(encoding="utf-8")
)


def codes(trl: int | None = None, **cost: Any) -> list[str]:
    document = copy.deepcopy(DOCUMENT)
    document.pop("trl", None)
    document["cost"].update(cost)
    if trl is not None:
        document["trl"] = trl
    return [remark.code for remark in capital_remarks(Route.model_validate(document))]


def test_an_immature_process_without_contingency_is_named() -> None:
    assert codes() == []
    assert codes(trl=5) == ["contingency-missing"]
    assert codes(trl=9) == []


def test_a_contingency_from_the_table_is_named(factor: Build) -> None:
    assert codes(trl=5, contingency=factor(trl=5)) == ["contingency-from-table"]
    assert codes(trl=5, contingency=factor(share=0.2)) == []


def test_capital_of_another_country_without_a_location_factor_is_named(capital: Build) -> None:
    usd = capital(currency="USD", index="capital", year=2020)
    assert codes(capital=[usd]) == ["location-factor-missing"]
    assert codes(capital=[{**usd, "location_factor": 1.15}]) == []
    assert codes(capital=[capital()]) == []


def test_an_unusual_lang_factor_is_named(equipment: Build, factor: Build) -> None:
    items = [equipment()]
    assert codes(capital=[], equipment=items, lang_factor=factor(value=4)) == []
    assert codes(capital=[], equipment=items, lang_factor=factor(value=12)) == ["lang-factor-far"]


def test_a_route_without_a_plant_has_no_capital_to_speak_of() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["cost"] = {"market_price": "power"}
    document["trl"] = 3
    assert list(capital_remarks(Route.model_validate(document))) == []


def test_ranges_as_published() -> None:
    """Lang 1948: 3.10, 3.63, 4.74. Japan: 1.15 (Seider, BioSTEAM), 1.26 (Towler, OpenPyTEA)."""
    usual, japan = lang_range(), location_factors()["JP"]
    assert all(usual.low <= factor <= usual.high for factor in (3.10, 3.63, 4.74))
    assert (japan.low, japan.high) == (1.15, 1.26)
    assert all(row.source and row.at for row in (usual, japan))
