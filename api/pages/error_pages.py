"""Errors as pages: for people who open an address in a browser, not for programs."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.pages.language import language_of
from api.pages.rendering import page
from api.problems import problem_of, problem_of_status
from api.responses import instance_of
from inventories.errors import HakariError

_FOR_PROGRAMS = frozenset(
    {"v1", "3", "auth", ".well-known", "healthz", "readyz", "metrics", "openapi.json", "static"}
)
"""First parts of addresses whose errors are problem+json whatever the client accepts."""


def wants_page(request: Request) -> bool:
    """Whether an error of this request is read by a person: a GET that accepts HTML."""
    if request.method not in {"GET", "HEAD"}:
        return False
    if request.url.path.strip("/").partition("/")[0] in _FOR_PROGRAMS:
        return False
    accepted = request.headers.get("accept", "")[:1000].lower()
    return any(part.partition(";")[0].strip() == "text/html" for part in accepted.split(","))


def error_page(
    request: Request, error: HakariError | int, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Render an error, or a bare status, as a page in the reader's language."""
    language, instance = language_of(request), instance_of(request)
    problem = (
        problem_of(error, language, instance, public=True)
        if isinstance(error, HakariError)
        else problem_of_status(error, language, instance)
    )
    response = page(request, "error.html", {"problem": problem}, status=problem["status"])
    response.headers.update(headers or {})
    return response
