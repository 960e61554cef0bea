"""The catalogue: what a document may link to."""

from __future__ import annotations

import json
from types import SimpleNamespace

from inventories.catalogue import Catalogue, nearest


def test_catalogue_survives_json(catalogue: Catalogue) -> None:
    assert Catalogue.from_dict(json.loads(json.dumps(catalogue.to_dict()))) == catalogue


def test_units_are_what_evaluate_needs(catalogue: Catalogue) -> None:
    assert catalogue.provider_units["transport-truck"] == "t*km"
    assert catalogue.elementary_units["water-air"] == "m3"


def test_nearest_names_come_best_first(catalogue: Catalogue) -> None:
    assert catalogue.nearest("electricity-jp-mix-2032", "provider")[0] == "electricity-jp-mix-2023"
    assert catalogue.nearest("co2-biogenc", "elementary")[0] == "co2-biogenic"
    assert nearest("zzzz", ["aaaa"]) == ()


def test_statutory_factors_are_told_by_their_key() -> None:
    row = {
        "unit": "kWh", "title_en": "a", "title_ja": "b", "category": "electricity",
        "carbon_fossil_kg_c_per_unit": 0.0, "carbon_biogenic_kg_c_per_unit": 0.0,
        "lhv_mj_per_unit": None, "location": "JP", "grade": "published",
    }  # fmt: skip
    flow = SimpleNamespace(
        key="n2o", unit="kg", direction="out", group="n2o", carbon_kg_c_per_unit=0.0,
        name="Dinitrogen monoxide", ecoinvent_id="x",
    )  # fmt: skip
    tables = SimpleNamespace(
        datasets={
            k: SimpleNamespace(key=k, **row) for k in ("power-statutory-fy2024", "power-mix-2023")
        },
        flows=(flow,),
    )
    made = Catalogue.from_tables(tables)  # type: ignore[arg-type]
    assert made.providers["power-statutory-fy2024"].statutory
    assert not made.providers["power-mix-2023"].statutory
    assert made.elementary["n2o"].ecoinvent_id == "x"
