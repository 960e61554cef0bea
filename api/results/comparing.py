"""Comparisons: what may be asked for, and the answer that holds all of it."""

from typing import Annotated

from pydantic import Field

from api.comparison_limits import MAX_CASES, MAX_GUIDELINES, MAX_SAMPLES, MAX_SEED
from api.results.base import Result
from api.results.explaining import Envelope, ExplainedGap, NotExplained, ProposalResult
from api.results.matrix import MatrixCell
from api.results.requests import ROUTE_TEXT
from api.results.robustness import Robustness
from api.results.settling import Settle

Name = Annotated[str, Field(max_length=100)]


class ExplainRequest(Result):
    """Explain the gap from one guideline to another, rule by rule."""

    from_: Annotated[str, Field(alias="from", max_length=100, description="Id, or id@YYYY-MM-DD.")]
    to: Annotated[str, Field(max_length=100, description="Id, or id@YYYY-MM-DD.")]


class RobustnessRequest(Result):
    """Paired samples of both routes' parameters.

    The activities of all routes and baselines, times samples, are at most 16000.
    """

    samples: Annotated[int, Field(ge=1, le=MAX_SAMPLES)] = 100
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 1


class ComparisonRequest(Result):
    """Routes under guidelines. No case and no route: the whole library; no guideline: all.

    What is named twice stands once; a second route of the same id is called `id (2)`. The routes
    sent have at most 500 activities in all, their baselines counted.
    """

    cases: Annotated[tuple[Name, ...], Field(max_length=MAX_CASES)] = ()
    routes: Annotated[
        tuple[dict[str, object], ...], Field(max_length=5, description=f"{ROUTE_TEXT}")
    ] = ()
    guidelines: Annotated[
        tuple[Name, ...], Field(max_length=MAX_GUIDELINES, description="Ids of /v1/guidelines.")
    ] = ()
    date: (
        Annotated[
            str,
            Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Rules in force on this day."),
        ]
        | None
    ) = None
    explain: ExplainRequest | None = None
    proposal: (
        Annotated[
            dict[str, object],
            Field(description="A proposal; its JSON Schema is at /v1/schemas/proposal."),
        ]
        | None
    ) = None
    envelope: bool = False
    settle: bool = False
    robustness: RobustnessRequest | None = None


class ComparisonDocument(Result):
    """Answer of `compare`. `explain` is the first of `explanations`."""

    matrix: tuple[MatrixCell, ...]
    explain: ExplainedGap | None = None
    explanations: tuple[ExplainedGap, ...] = ()
    not_explained: tuple[NotExplained, ...] = ()
    proposal: ProposalResult | None = None
    envelopes: tuple[Envelope, ...] = ()
    settle: Settle | None = None
    robustness: tuple[Robustness, ...] = ()
