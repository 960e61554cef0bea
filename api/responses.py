"""Answers as bytes: canonical JSON, entity tags, problems. No plain dict goes through FastAPI.

Serialising a plain dict through FastAPI's encoder costs 15 ms for 0.5 MB, the bytes cost nothing;
results are therefore validated once, stored as bytes and answered as those bytes.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api import problems
from api.canonical import canonical_bytes
from api.results import (
    BackgroundSummary,
    CaseSummary,
    GuidelineSummary,
    IndicatorSummary,
    Result,
    ScenarioSummary,
)
from inventories.errors import HakariError

JSON = "application/json"

_CLOSE = {"Connection": "close"}
"""Else the server would go on reading, and dropping, a body that was refused for its size."""

Item = TypeVar("Item", bound=BaseModel)


class CaseRoutes(Result):
    """The route documents of a case (schema `hakari/route/1`)."""

    route: dict[str, object]
    baseline: dict[str, object] | None = None


class CaseDocument(CaseSummary):
    """One case with its route documents."""

    documents: CaseRoutes


class CasePage(Result):
    """A page of cases, in order of id. `next_cursor` is absent on the last page."""

    items: tuple[CaseSummary, ...]
    next_cursor: str | None = None


class GuidelineList(Result):
    """Every guideline."""

    items: tuple[GuidelineSummary, ...]


class IndicatorList(Result):
    """Every LCIA indicator of the background."""

    items: tuple[IndicatorSummary, ...]


class ScenarioList(Result):
    """Every price scenario."""

    items: tuple[ScenarioSummary, ...]


class BackgroundList(Result):
    """Every background that is built."""

    items: tuple[BackgroundSummary, ...]


class ProblemList(Result):
    """Every kind of problem the service may answer."""

    items: tuple[problems.ProblemKind, ...]


class Health(Result):
    """The process answers."""

    ok: bool
    version: str


class Readiness(Result):
    """The service can answer: database at its newest schema, background loaded."""

    ready: bool
    checks: dict[str, str]


class PublishedLimits(Result):
    """Limits of this service, as it runs.

    Of a comparison: cases; samples of one case; activities times samples; activities of the
    routes that are sent with it. Of a parity: samples; samples times inputs that vary; base
    samples of the Sobol indices times inputs that vary; values of inputs at gates; costs
    weighed in all parts together times years of operation.
    """

    requests_per_minute: int
    max_body_bytes: int
    max_page_size: int
    idempotency_hours: int
    max_cases: int
    max_samples: int
    max_sampled_activities: int
    max_posted_activities: int
    max_parity_samples: int
    max_parity_numbers: int
    max_sobol_runs: int
    max_gate_values: int
    max_parity_point_years: int


def language_of(request: Request) -> str:
    """Return the language a client reads, ``en`` or ``ja``."""
    return problems.preferred_language(request.headers.get("accept-language"))


def instance_of(request: Request) -> str:
    """Return the URN of this request; the log line of the request carries the same id."""
    return f"urn:uuid:{request.scope.get('state', {}).get('request_id', 'unknown')}"


def model_bytes(document: BaseModel) -> bytes:
    """Return the canonical JSON of a model."""
    return canonical_bytes(plain(document))


def json_response(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer bytes that already are JSON."""
    return Response(body, status, dict(headers or {}), JSON)


def tagged_response(body: bytes, if_none_match: str | None) -> Response:
    """Answer bytes under the entity tag of their sha256, or 304 if the client has them."""
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag_matches(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    return json_response(body, headers=headers)


def tag_matches(if_none_match: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names the tag (weak comparison, RFC 9110, 13.1.2)."""
    given = if_none_match or ""
    return given.strip() == "*" or tag in {
        part.strip().removeprefix("W/") for part in given.split(",")
    }


def problem_response(
    request: Request, error: HakariError | int, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer an error, or a bare status, as problem+json in the client's language."""
    language, instance = language_of(request), instance_of(request)
    problem = (
        problems.problem_of(error, language, instance, public=True)
        if isinstance(error, HakariError)
        else problems.problem_of_status(error, language, instance)
    )
    return Response(
        canonical_bytes(problem),
        problem["status"],
        {
            "Content-Language": language,
            "Vary": "Accept-Language",
            "Cache-Control": "no-store",
            **(_CLOSE if problem["status"] == 413 else {}),
            **(headers or {}),
        },
        problems.MEDIA_TYPE,
    )


def page_of(
    items: Sequence[Item], key: Callable[[Item], str], limit: int, cursor: str | None
) -> tuple[tuple[Item, ...], str | None]:
    """Return the page after a cursor, in order of key, and the cursor of the next one.

    A cursor holds the last key seen, so a page stays right when items come or go.

    Raises
    ------
    ValueError
        If the cursor was not given out by this service.
    """
    after = _key_of(cursor) if cursor else ""
    rest = sorted((item for item in items if key(item) > after), key=key)
    page = tuple(rest[:limit])
    return page, (_cursor_of(key(page[-1])) if len(rest) > limit else None)


def _cursor_of(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key_of(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not a cursor of this service") from error


def plain(document: BaseModel) -> dict[str, Any]:
    """Return a model as plain JSON values; keys without a value are left out."""
    return document.model_dump(mode="json", by_alias=True, exclude_none=True)
