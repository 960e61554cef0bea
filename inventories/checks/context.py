"""What a check may look at: the route, the catalogue, and every part of the document by pointer."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from inventories.catalogue import Catalogue
from inventories.document import Route
from inventories.document.activities import Activity, Input, Output
from inventories.document.base import Part
from inventories.formats.parsing import escape
from inventories.inventory import Inventory, evaluate
from inventories.limits import Limits, limits

Usage = tuple[str, str, str]
"""Stage, background dataset, canonical unit of the reference product."""

Magnitudes = Mapping[Usage, tuple[tuple[float, str], ...]]
"""Amounts, each with its unit, that routes take of a dataset per unit of reference product."""


@dataclass(frozen=True)
class Context:
    """One document under check.

    `prices` maps the price keys that are known elsewhere to their unit; None means that prices
    are not looked at. `baseline` is the route it is compared with, if there is one. `magnitudes`
    is what the case library takes; None means that amounts are not held against it.
    """

    route: Route
    catalogue: Catalogue
    baseline: Route | None = None
    prices: Mapping[str, str] | None = None
    magnitudes: Magnitudes | None = None

    @property
    def limits(self) -> Limits:
        """Tolerances and bounds of the checks."""
        return limits()

    @cached_property
    def parts(self) -> tuple[tuple[str, Part], ...]:
        """Every part of the document with its JSON pointer, in document order."""
        return tuple(_walk(self.route, ""))

    @cached_property
    def formula_texts(self) -> tuple[tuple[str, str], ...]:
        """Pointer and text of every formula."""
        return tuple(
            (f"{pointer}/{field}", text)
            for pointer, part in self.parts
            for field in ("amount", "size")
            if isinstance(text := vars(part).get(field), str)
        )

    @cached_property
    def inventory(self) -> Inventory:
        """The route in numbers; only for checks that run after links, units and formulas."""
        return evaluate(self.route, self.catalogue.provider_units, self.catalogue.elementary_units)

    @cached_property
    def parameter_values(self) -> dict[str, float]:
        """Value of each parameter as the document gives it."""
        return {name: p.value for name, p in self.route.parameters.items()}

    @cached_property
    def activities(self) -> dict[str, tuple[str, Activity]]:
        """Pointer and activity by id (the first one of an id)."""
        found: dict[str, tuple[str, Activity]] = {}
        for i, activity in enumerate(self.route.activities):
            found.setdefault(activity.id, (f"/activities/{i}", activity))
        return found

    @cached_property
    def downstream_ids(self) -> frozenset[str]:
        """Ids of the activities after the gate."""
        return frozenset(d.activity for d in self.route.functional_unit.downstream)

    def outputs(self) -> Iterator[tuple[str, Activity, Output]]:
        """Every output with its pointer and activity."""
        for i, activity in enumerate(self.route.activities):
            for k, output in enumerate(activity.outputs):
                yield f"/activities/{i}/outputs/{k}", activity, output

    def inputs(self) -> Iterator[tuple[str, Activity, Input]]:
        """Every input with its pointer and activity."""
        for i, activity in enumerate(self.route.activities):
            for k, item in enumerate(activity.inputs):
                yield f"/activities/{i}/inputs/{k}", activity, item


def _walk(part: Part, pointer: str) -> Iterator[tuple[str, Part]]:
    yield pointer, part
    for key, name in _keys(type(part)):
        yield from _walk_value(getattr(part, name), f"{pointer}/{key}")


def _walk_value(value: Any, pointer: str) -> Iterator[tuple[str, Part]]:
    if isinstance(value, Part):
        yield from _walk(value, pointer)
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _walk_value(item, f"{pointer}/{i}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk_value(item, f"{pointer}/{escape(key)}")


@functools.cache
def _keys(kind: type[Part]) -> tuple[tuple[str, str], ...]:
    """Document key and attribute name of each field of a model."""
    return tuple((field.alias or name, name) for name, field in kind.model_fields.items())
