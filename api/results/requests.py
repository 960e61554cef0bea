"""What may be asked."""

from typing import Annotated, Literal

from pydantic import Field

from api.results.base import Result

ROUTE_TEXT = "A route document; its JSON Schema is at /v1/schemas/route."


class AssessmentRequest(Result):
    """What to assess: a case of the library (and which of its two routes), or a route document."""

    case: Annotated[str, Field(max_length=80)] | None = None
    role: Literal["bio", "baseline"] = "bio"
    route: Annotated[dict[str, object], Field(description=ROUTE_TEXT)] | None = None
    guidelines: Annotated[
        tuple[str, ...], Field(max_length=50, description="Ids of /v1/guidelines; all, if empty.")
    ] = ()
    indicators: Annotated[
        tuple[str, ...], Field(max_length=50, description="Ids of /v1/indicators.")
    ] = ()
    date: (
        Annotated[
            str,
            Field(
                pattern=r"^\d{4}-\d{2}-\d{2}$",
                description="Rules in force on this day; the latest, if left out.",
            ),
        ]
        | None
    ) = None
    plant_start: (
        Annotated[
            str,
            Field(
                pattern=r"^\d{4}-\d{2}-\d{2}$",
                description="Day the plant started, for thresholds that depend on it; a new plant,"
                " if left out.",
            ),
        ]
        | None
    ) = None
