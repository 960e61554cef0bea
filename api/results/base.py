"""The base of every answer, and what answers share."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from inventories.document import Localised


class Result(BaseModel):
    """Base of every answer: frozen, unknown keys refused, no NaN or infinity."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        serialize_by_alias=True,
    )


class GradeCount(Result):
    """How many numbers of a document have which evidence grade."""

    measured: int = 0
    published: int = 0
    model_run: int = 0
    derived: int = 0
    unverified: int = 0


class Message(Result):
    """A note or warning for the reader."""

    code: str
    level: Literal["info", "warning"]
    text: Localised
    place: str | None = None
