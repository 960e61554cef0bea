"""Problems (RFC 9457): the one place where an error becomes what a client reads.

Texts are in `problems.yaml`, by slug, in English and Japanese. This module knows neither FastAPI
nor HTTP headers beyond `Accept-Language`, so the command uses it too.
"""

import functools
import http
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from inventories.document.base import Localised
from inventories.errors import HakariError
from inventories.findings import Finding
from inventories.yaml_files import read_yaml

TEXTS_FILE = Path(__file__).with_name("problems.yaml")
TYPE_PREFIX = "/v1/problems/"
MEDIA_TYPE = "application/problem+json"
LANGUAGES = ("en", "ja")


class Problem(BaseModel):
    """A problem as answered (RFC 9457, section 3), with the findings that led to it.

    `type` can be fetched: it describes the kind of problem in both languages. `instance` names
    this one occurrence; it is in the service's log.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    slug: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str | None = None
    findings: tuple[Finding, ...] = ()


class ProblemKind(BaseModel):
    """A kind of problem, in both languages. `{name}` in a detail is filled in when it occurs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str
    status: int = Field(ge=400, le=599)
    title: Localised
    detail: Localised


@functools.cache
def kinds() -> dict[str, ProblemKind]:
    """Every kind of problem by slug."""
    texts: dict[str, dict[str, Any]] = read_yaml(TEXTS_FILE)[0]
    return {slug: ProblemKind(slug=slug, **entry) for slug, entry in texts.items()}


AFTER_QUESTION = re.compile(r"\?\.(?=\s|$)")


def preferred_language(accept_language: str | None) -> str:
    """Return ``ja`` if the header prefers it over English, else ``en`` (RFC 9110, 12.5.4).

    Examples
    --------
    >>> preferred_language("ja,en;q=0.8"), preferred_language("fr, en;q=0.5, ja;q=0.4")
    ('ja', 'en')
    """
    weights: dict[str, float] = {}
    for part in (accept_language or "")[:1000].split(","):
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        name, _, value = parameter.strip().partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and weight > weights.get(language, 0.0):
            weights[language] = weight
    return "ja" if weights.get("ja", 0.0) > weights.get("en", 0.0) else "en"


def problem_of(
    error: HakariError, language: str, instance: str | None = None, public: bool = False
) -> dict[str, Any]:
    """Return the problem an error becomes, as plain JSON values.

    Parameters
    ----------
    error
        What happened.
    language
        ``en`` or ``ja``.
    instance
        URN of the occurrence, if it is logged.
    public
        Whether strangers read it: then a fault (status 500) does not say which file is broken.
    """
    kind = kinds().get(error.slug) or _kind_of_status(error.status)
    if public and error.status == http.HTTPStatus.INTERNAL_SERVER_ERROR:
        detail = kinds()["internal-error"].detail.in_language(language)
    elif kind.slug == error.slug:
        detail = _filled(kind.detail.in_language(language), error)
    else:
        detail = str(error)
    title = kind.title.in_language(language)
    return _plain(
        Problem(
            type=TYPE_PREFIX + kind.slug,
            slug=error.slug,
            title=title,
            status=error.status,
            detail=detail or title,
            instance=instance,
            findings=getattr(error, "findings", ()),
        )
    )


def is_limit_of_rules(error: HakariError) -> bool:
    """Whether a rule cannot be applied to a route, as against a fault of ours or a wrong name."""
    return error.status == http.HTTPStatus.UNPROCESSABLE_ENTITY


def reason_of(error: HakariError) -> Localised:
    """Return what an error says, in both languages."""
    return Localised(en=problem_of(error, "en")["detail"], ja=problem_of(error, "ja")["detail"])


def problem_of_status(status: int, language: str, instance: str | None = None) -> dict[str, Any]:
    """Return the problem of a bare HTTP status (unknown address, wrong method, fault)."""
    kind = _kind_of_status(status)
    return _plain(
        Problem(
            type=TYPE_PREFIX + kind.slug,
            slug=kind.slug,
            title=kind.title.in_language(language),
            status=status,
            detail=kind.detail.in_language(language),
            instance=instance,
        )
    )


_SLUG_OF_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    413: "request-too-large",
    415: "media-type-unsupported",
    422: "request-invalid",
    503: "service-unready",
}


def _kind_of_status(status: int) -> ProblemKind:
    fault = status >= http.HTTPStatus.INTERNAL_SERVER_ERROR
    return kinds()[_SLUG_OF_STATUS.get(status, "internal-error" if fault else "bad-request")]


def _filled(text: str, error: HakariError) -> str:
    values = {
        name: ", ".join(str(part) for part in value) if isinstance(value, tuple) else value
        for name, value in vars(error).items()
    }
    filled = text.format_map({"message": str(error)} | values)
    return AFTER_QUESTION.sub("?", filled)  # a message may end in "did you mean x?"


def _plain(problem: Problem) -> dict[str, Any]:
    return problem.model_dump(mode="json", exclude_defaults=True)
