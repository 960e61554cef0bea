"""Routes of the sentences of `tests/rules`: written short, filled up to whole route documents.

Provenance and titles are filled in; units are kg unless written. `datasets` adds datasets to the
toy background: unit, and kg of each elementary flow per unit, e.g.
``lime: {unit: kg, co2-fossil: 1.3}``.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from support.lca_toys import ToyDataset, ToyExchange
from support.methods_toys import BY, DATASETS, EXCHANGES, background, build_toy, route

from inventories.inventory import Inventory
from lca.background import Background

QUANTIFIED_LISTS = ("outputs", "inputs", "elementary", "credits")
PARTS_WITH_PROVENANCE = (
    "counterfactual",
    "land_use_change",
    "secondary",
    "supply",
    "source_plant",
    "displaces",
    "carbon",
    "lhv",
    "recycling",
    "energy_recovery",
    "disposal",
)


class RouteInputs(BaseModel):
    """What a sentence may say of a route; the keys of `more` are those of a route document."""

    model_config = ConfigDict(extra="forbid")

    flows: dict[str, dict[str, Any]]
    activities: list[dict[str, Any]]
    product: tuple[str, str, float, str]
    comparison: str = "material"
    downstream: list[dict[str, Any]] = Field(default_factory=list)
    kind: str = "bio"
    use: str | None = None
    datasets: dict[str, dict[str, Any]] = Field(default_factory=dict)
    prices: dict[str, float] | None = None
    plant_start: str | None = None
    parameters: dict[str, Any] | None = None
    end_of_life: dict[str, Any] | None = None
    credits: list[dict[str, Any]] | None = None
    declarations: dict[str, Any] | None = None
    conversion_technology: str | None = None
    default_pathways: dict[str, str] | None = None
    geography: str | None = None
    reference_year: int | None = None
    trl: int | None = None
    basis: str | None = None
    data_stage: str | None = None
    replaces: dict[str, Any] | None = None
    sources: dict[str, Any] | None = None
    notes: list[str] | None = None

    def more(self) -> dict[str, Any]:
        """The further keys of the route document that are given."""
        given = self.model_dump(exclude_none=True)
        plain = {"flows", "activities", "product", "comparison", "downstream", "kind"}
        return {k: v for k, v in given.items() if k not in plain | {*NOT_OF_THE_DOCUMENT}}


NOT_OF_THE_DOCUMENT = ("datasets", "prices", "plant_start")


def route_of(inputs: dict[str, Any]) -> tuple[RouteInputs, Inventory, Background]:
    """Return the checked inputs, the inventory and the background of a sentence."""
    return _route(json.dumps(inputs, sort_keys=False))


@functools.cache
def _route(text: str) -> tuple[RouteInputs, Inventory, Background]:
    inputs = RouteInputs.model_validate_json(text)
    behind = _background(json.dumps(inputs.datasets)) if inputs.datasets else background()
    inventory = route(
        {key: {"unit": "kg", "title": "flow", **_filled(f)} for key, f in inputs.flows.items()},
        [_activity(body) for body in inputs.activities],
        inputs.product,
        inputs.comparison,
        inputs.downstream,
        inputs.kind,
        behind.catalogue,
        **_filled(inputs.more()) | _parameters(inputs),
    )
    return inputs, inventory, behind


def _parameters(inputs: RouteInputs) -> dict[str, Any]:
    given = inputs.parameters or {}
    filled = {name: {"title": name, **BY, **body} for name, body in given.items()}
    return {"parameters": filled} if filled else {}


def _activity(body: dict[str, Any]) -> dict[str, Any]:
    whole = {"stage": "conversion", "title": body["id"], "inputs": [], "elementary": [], **body}
    for part in ("outputs", "inputs", "elementary"):
        whole[part] = [{"unit": "kg", **item} for item in whole[part]]
    filled: dict[str, Any] = _filled(whole)
    return filled


def _filled(value: Any) -> Any:
    """Give every part that needs a provenance the toys' own."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _part(key, _filled(part)) for key, part in value.items()}


def _part(key: str, part: Any) -> Any:
    if key in PARTS_WITH_PROVENANCE and isinstance(part, dict):
        return {**BY, **part}
    if key in QUANTIFIED_LISTS:
        return [{**BY, **item} for item in part]
    return part


@functools.cache
def _background(text: str) -> Background:
    datasets, exchanges = list(DATASETS), list(EXCHANGES)
    own = {"unit", "category", "carbon_biogenic_kg_c_per_unit", "carbon_fossil_kg_c_per_unit"}
    for key, body in json.loads(text).items():
        given = {name: value for name, value in body.items() if name in own}
        datasets.append(ToyDataset(key, **{"unit": "kg", **given}))
        exchanges += [
            ToyExchange(key, "elementary", name, amount)
            for name, amount in body.items()
            if name not in own
        ]
    return build_toy(tuple(datasets), tuple(exchanges))
