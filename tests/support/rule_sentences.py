"""The sentences of `tests/rules/*.yaml`: their form, and reading them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

RULES_FOLDER = Path(__file__).parents[1] / "rules"

What = Literal[
    "route",
    "same_route",
    "gwp_sum",
    "carnot",
    "land_use",
    "land_use_weights",
    "verdict",
    "credit_rate",
    "default_value",
    "mixture",
    "lhv",
]
OWN_WORK = re.compile(r"\b(by hand|made-up|made up|toy)\b", re.IGNORECASE)
"""Words by which an origin says that the numbers are ours, which `published` ones are not."""


class Sentence(BaseModel):
    """One sentence: what is computed under which rules from which inputs, and what must come out.

    `change` lays other choices over the guideline's; `other_*` are the second side of
    `same_route`. A number holds within `tolerance` (absolute) or `tolerance_relative`, the wider.
    """

    model_config = ConfigDict(extra="forbid")

    name: str
    what: What
    guideline: str | None = None
    date: str | None = None
    pins: list[str] = Field(default_factory=list)
    change: dict[str, Any] = Field(default_factory=dict)
    other_change: dict[str, Any] = Field(default_factory=dict)
    other_guideline: str | None = None
    other_date: str | None = None
    inputs: dict[str, Any]
    expected: dict[str, float | bool | str | None]
    tolerance: float | None = Field(default=None, gt=0)
    tolerance_relative: float | None = Field(default=None, gt=0)
    origin: str
    kind: Literal["published", "arithmetic", "own_algebra"]

    @model_validator(mode="after")
    def _tolerance_is_stated(self) -> Sentence:
        if self.tolerance is None and self.tolerance_relative is None:
            raise ValueError("state `tolerance` or `tolerance_relative`")
        return self

    @model_validator(mode="after")
    def _published_names_its_source(self) -> Sentence:
        if self.kind == "published" and (OWN_WORK.search(self.origin) or len(self.origin) < 12):
            raise ValueError("kind `published` needs an `origin` that names the source and place")
        return self

    @model_validator(mode="after")
    def _other_side_is_used(self) -> Sentence:
        other = self.other_change or self.other_guideline or self.other_date
        if other and self.what != "same_route":
            raise ValueError("`other_*` belongs to `what: same_route`")
        return self


SAYS = "says "
"""Before the code of a note: whether the reader is told so (``says capture-credited: true``)."""


def differences(found: Mapping[str, Any], sentence: Sentence) -> dict[str, tuple[Any, Any]]:
    """What did not come out as expected: key -> (found, expected)."""
    wrong = {}
    for key, wanted in sentence.expected.items():
        got = found.get(key, False if key.startswith(SAYS) else "not computed")
        if not _same(got, wanted, sentence):
            wrong[key] = (got, wanted)
    return wrong


def _same(found: Any, wanted: Any, sentence: Sentence) -> bool:
    if not isinstance(wanted, float | int) or isinstance(wanted, bool):
        return bool(found == wanted)
    if not isinstance(found, float | int) or isinstance(found, bool):
        return False
    near = pytest.approx(wanted, abs=sentence.tolerance, rel=sentence.tolerance_relative)
    return bool(found == near)


@functools.cache
def sentence_files() -> tuple[Path, ...]:
    return tuple(sorted(RULES_FOLDER.glob("*.yaml")))


@functools.cache
def sentences() -> tuple[tuple[str, Sentence], ...]:
    """Every sentence with the name of its file (without ending), in the order written."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for file in sentence_files():
        for body in yaml.load(file.read_text("utf-8"), loader):  # noqa: S506
            try:
                found.append((file.stem, Sentence.model_validate(body)))
            except ValueError as error:
                raise ValueError(f"{file.name}: {body.get('name', body)}: {error}") from error
    return tuple(found)
