"""JSON Schema of the route document."""

from __future__ import annotations

import functools
from typing import Any

from inventories.document.route import Route

SCHEMA_ID = "https://hakari.invalid/schema/route/1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@functools.cache
def _schema() -> dict[str, Any]:
    schema = Route.model_json_schema(by_alias=True)
    return {
        "$schema": _DIALECT,
        "$id": SCHEMA_ID,
        **schema,
        "title": "hakari route document, version 1",
        "description": (
            "A way to make a product: what is used, made and emitted, its cost and its sources. "
            "経路(製品の作り方)の文書: 投入、産出、排出、費用、出典。"
        ),
    }


def route_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `hakari/route/1` as a dict of its own."""
    return dict(_schema())


def properties_at(pointer: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys the schema knows for the object at `pointer`, () if it knows none.

    Examples
    --------
    >>> "amount" in properties_at(("functional_unit",))
    True
    """
    keys: dict[str, None] = {}
    for variant in _at(pointer):
        keys.update(dict.fromkeys(variant.get("properties", ())))
    return tuple(keys)


def values_at(pointer: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the words the schema allows for the value at `pointer`, () if it is no such choice.

    Examples
    --------
    >>> values_at(("kind",))
    ('bio', 'baseline')
    """
    values: dict[str, None] = {}
    for variant in _at(pointer):
        values.update(dict.fromkeys(str(v) for v in variant.get("enum", ())))
    return tuple(values)


def _at(pointer: tuple[str | int, ...]) -> list[dict[str, Any]]:
    """Return the schema nodes for the value at `pointer`."""
    schema = _schema()
    nodes = [schema]
    for segment in pointer:
        nodes = [child for node in nodes for child in _children(schema, node, segment)]
    return [variant for node in nodes for variant in _variants(schema, node)]


def _children(
    schema: dict[str, Any], node: dict[str, Any], segment: str | int
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for variant in _variants(schema, node):
        if isinstance(segment, int):
            child = variant.get("items")
        else:
            child = variant.get("properties", {}).get(segment, variant.get("additionalProperties"))
            for pattern_child in variant.get("patternProperties", {}).values():
                child = child if isinstance(child, dict) else pattern_child
        if isinstance(child, dict):
            found.append(child)
    return found


def _variants(schema: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    """Resolve `$ref` and `anyOf` of a schema node."""
    if "$ref" in node:
        name = node["$ref"].removeprefix("#/$defs/")
        return _variants(schema, schema["$defs"][name])
    if "anyOf" in node:
        return [v for child in node["anyOf"] for v in _variants(schema, child)]
    return [node]
