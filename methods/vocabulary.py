"""The 22 rule axes and the choices on each: the words a guideline's rule file may use."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from inventories.document import Localised
from inventories.yaml_files import place
from methods.errors import GuidelineDataError
from methods.files import read_yaml

AXES_FILE = Path(__file__).with_name("axes.yaml")


class _AxisModel(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Localised
    computed: bool
    choices: dict[str, Localised]
    acts_when: dict[str, list[str]] = {}


@dataclass(frozen=True)
class Axis:
    """One rule axis; `computed` says whether its choice changes the number.

    `titles` names each choice in words. `acts_when`: axis -> choices on it under which this one
    changes the number; empty: always.
    """

    id: str
    title: Localised
    computed: bool
    titles: Mapping[str, Localised]
    acts_when: Mapping[str, tuple[str, ...]]

    @property
    def choices(self) -> tuple[str, ...]:
        """Ids of the choices."""
        return tuple(self.titles)


@functools.cache
def axes() -> Mapping[str, Axis]:
    """Return every axis by id, in the order of `axes.yaml`.

    Examples
    --------
    >>> len(axes())
    22
    """
    value, _ = read_yaml(AXES_FILE)
    if not isinstance(value, dict):
        raise GuidelineDataError(place(AXES_FILE), None, "must be a mapping of axes")
    found: dict[str, Axis] = {}
    for name, body in value.items():
        model = _AxisModel.model_validate(body)
        found[name] = Axis(
            name,
            model.title,
            model.computed,
            MappingProxyType(model.choices),
            {other: tuple(names) for other, names in model.acts_when.items()},
        )
    return MappingProxyType(found)
