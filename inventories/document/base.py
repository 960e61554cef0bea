"""What every part of a route document shares: frozen models, bilingual text, provenance."""

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,79}$")]
"""Identifier inside a document: lower case, digits, hyphen, underscore; at most 80 characters."""

NO_CONTROLS = (
    "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]*$"
)
"""Text that steers no terminal, turns no reading direction, and fits into a workbook."""

Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True, pattern=NO_CONTROLS),
]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
LARGEST, SMALLEST = 1e15, 1e-12
"""Bounds that no honest number of a document reaches: beyond them arithmetic overflows."""

Finite = Annotated[float, Field(allow_inf_nan=False, ge=-LARGEST, le=LARGEST)]
Positive = Annotated[float, Field(allow_inf_nan=False, ge=SMALLEST, le=LARGEST)]

Grade = Literal["measured", "published", "model_run", "derived", "unverified"]
"""How well a number is known. `unverified`: no source could be opened for it."""

GRADES: tuple[Grade, ...] = ("measured", "published", "model_run", "derived", "unverified")

DataStage = Literal["lab", "pilot", "simulated", "commercial"]

Amount = Finite | Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A number, or a formula over the route's parameters (`inventories.expressions`)."""


class Part(BaseModel):
    """Base of every part of a document: unknown keys are refused, values do not change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True
    )


class Localised(Part):
    """A text in English and Japanese; both are needed."""

    en: Text
    ja: Text

    def in_language(self, language: str) -> str:
        """Return the Japanese text for ``ja``, the English one otherwise."""
        return self.ja if language == "ja" else self.en


def _same_in_both(value: object) -> object:
    return {"en": value, "ja": value} if isinstance(value, str) else value


Title = Annotated[
    Localised, BeforeValidator(_same_in_both, json_schema_input_type=Localised | Text)
]
"""A text in both languages; one plain text stands for both."""


class Provenance(Part):
    """Where a number comes from and how well it is known.

    `source` is an id of the document's `sources`, or the word ``assumption`` with a `reason`.
    `at` is the place in the source: page, table, cell, row.
    """

    source: Key
    at: Text | None = None
    reason: Text | None = None
    grade: Grade

    @model_validator(mode="after")
    def _assumption_needs_reason(self) -> "Provenance":
        if self.source == "assumption" and not self.reason:
            raise ValueError("an assumption needs a `reason`")
        return self


class Source(Part):
    """A source the document cites. `opened`: whether the authors saw it themselves."""

    title: Text
    author: Text | None = None
    year: int | None = Field(default=None, ge=1800, le=2100)
    url: Text | None = None
    licence: Text | None = None
    opened: Literal["yes", "no", "secondary"]
    note: Text | None = None
