"""Answers about cost: what is written fits what is published, and can be read back as written."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import jsonschema
import pytest
from pydantic import BaseModel

from api.evaluation import Evaluator
from api.results import CashFlowDocument, CashFlowRequest, ParityDocument, ParityRequest

PUBLISHED = Path(__file__).parents[2] / "docs" / "openapi.json"
GOLDEN = Path(__file__).parents[1] / "golden" / "dcf_corn.json"
LINK = {"source": "assumption", "reason": "toy", "grade": "unverified"}
CHAIN = {
    "schema": "hakari/chain/1",
    "id": "cup",
    "title": {"en": "Cup", "ja": "カップ"},
    "links": [{"id": "cup", "title": {"en": "Cup", "ja": "カップ"}, "share": 0.5, **LINK}],
}
EVERY_PART: dict[str, Any] = {
    "samples": 200,
    "levers": {
        "targets": {"lactic_yield": 0.93, "price:electricity-jp-mix-2023": 15.0},
        "waterfall": True,
        "tornado": True,
        "sobol": 64,
        "break_even": ["lactic_yield", "price:electricity-jp-mix-2023"],
        "contour": {"x": "lactic_yield", "y": "dilution_water", "points": 5},
        "design": {"levers": ["lactic_yield", "price:electricity-jp-mix-2023"]},
    },
    "gates": {},
    "carbon": {"guideline": "iso_14067_2018", "chain": CHAIN},
}


def published(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of an answer as it is published."""
    components = json.loads(PUBLISHED.read_text("utf-8"))["components"]
    return {"$ref": f"#/components/schemas/{model.__name__}", "components": components}


@pytest.mark.parametrize("case", ["food-residue-pla", "waste-wood-bio-pe"])
@pytest.mark.parametrize("asked", [EVERY_PART, {"samples": 0}], ids=["every part", "no part"])
def test_a_comparison_fits_its_schema_and_can_be_read_back(
    evaluator: Evaluator, case: str, asked: dict[str, Any]
) -> None:
    parts = dict(asked)
    if case != "food-residue-pla" and "levers" in parts:  # the names are those of that case
        parts["levers"] = {"tornado": True, "sobol": 64}
    body = evaluator.parity(ParityRequest.model_validate({"case": case, **parts})).body
    document = json.loads(body)
    assert {"levers", "gates", "carbon"} & set(document) == {"levers", "gates", "carbon"} & set(
        asked
    )
    jsonschema.validate(document, published(ParityDocument))
    again = ParityDocument.model_validate_json(body)
    found = json.loads(body)
    written = again.model_dump_json(by_alias=True, exclude_none=True)
    assert json.loads(written) == found


def test_a_cash_flow_fits_its_schema_and_can_be_read_back(evaluator: Evaluator) -> None:
    file = json.loads(GOLDEN.read_text("utf-8"))
    body = evaluator.cash_flow(CashFlowRequest(document=file)).body
    document = json.loads(body)
    jsonschema.validate(document, published(CashFlowDocument))
    again = CashFlowDocument.model_validate_json(body)
    assert again.model_dump(mode="json", by_alias=True, exclude_none=True) == document


def inside(kind: Any) -> Iterator[Any]:
    """Classes that a type is made of."""
    if get_origin(kind) is Annotated:
        yield from inside(get_args(kind)[0])
    elif get_args(kind):
        for part in get_args(kind):
            yield from inside(part)
    elif isinstance(kind, type):
        yield kind


def nullable(kind: Any) -> bool:
    """Whether a field may be None, which answers leave out."""
    if get_origin(kind) is Annotated:
        return nullable(get_args(kind)[0])
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def without_default(kind: type) -> Iterator[str]:
    """Nullable fields of a class and all it holds that must be given."""
    seen: set[type] = set()
    todo = [kind]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if issubclass(one, BaseModel):
            hints = {name: f.annotation for name, f in one.model_fields.items()}
            needed = {name for name, f in one.model_fields.items() if f.is_required()}
        elif dataclasses.is_dataclass(one):
            hints = get_type_hints(one, include_extras=True)
            nothing = dataclasses.MISSING
            needed = {
                f.name
                for f in dataclasses.fields(one)
                if f.default is nothing and f.default_factory is nothing
            }
        else:
            continue
        yield from (f"{one.__name__}.{name}" for name in needed if nullable(hints[name]))
        todo += [part for hint in hints.values() for part in inside(hint)]


@pytest.mark.parametrize("model", [ParityDocument, CashFlowDocument])
def test_what_an_answer_may_leave_out_has_a_default(model: type[BaseModel]) -> None:
    assert sorted(without_default(model)) == []
