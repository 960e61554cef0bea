"""Reading request bodies: strictly, with findings instead of the first error alone."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.errors import MediaTypeUnsupportedError, RequestInvalidError, RequestTimeoutError
from api.routes.request_findings import request_finding
from inventories.findings import Finding
from inventories.formats.parsing import MAX_VALUES
from inventories.formats.problems import problem_texts

JSON_TYPES = ("application/json",)
DOCUMENT_TYPES = (
    "application/yaml",
    "text/yaml",
    "application/x-yaml",
    "text/x-yaml",
    "application/json",
)
MAX_FINDINGS, MAX_SHOWN = 50, 200
"""Findings of one request; characters of a key that one repeats."""
BODY_SECONDS = 30
"""Time in which a body must be complete; a slow client does not hold a place for ever."""

Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: Request, accepted: tuple[str, ...]) -> tuple[bytes, str]:
    """Return the body and its media type.

    Raises
    ------
    MediaTypeUnsupportedError
        If the body is of another type, or compressed.
    RequestTooLargeError
        If it is larger than the limit (raised while it is being read).
    """
    given = request.headers.get("content-type", "")
    media_type = given.split(";")[0].strip().lower()
    if media_type not in accepted:
        raise MediaTypeUnsupportedError(media_type or "(no Content-Type)", accepted)
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise MediaTypeUnsupportedError(f"Content-Encoding: {coding}", ("identity",))
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body(), media_type
    except TimeoutError as error:
        raise RequestTimeoutError(BODY_SECONDS) from error


def parse_json(data: bytes) -> dict[str, Any]:
    """Return the JSON object in a body.

    Raises
    ------
    RequestInvalidError
        If the body is not UTF-8 JSON, not an object, repeats a key, nests too deeply, holds a
        number JSON does not have or more values than any document may have.
    """
    if data.count(b",") > MAX_VALUES:
        raise RequestInvalidError((request_finding("too-many-values", "", limit=str(MAX_VALUES)),))
    try:
        document = json.loads(data, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        problem = error.msg if isinstance(error, json.JSONDecodeError) else "not UTF-8"
        raise RequestInvalidError(
            (request_finding("not-json", "", line=line, problem=problem),)
        ) from error
    except RecursionError as error:
        raise RequestInvalidError((request_finding("too-deep", ""),)) from error
    except ValueError as error:  # an integer of thousands of digits
        raise RequestInvalidError((request_finding("not-a-number", "", number="…"),)) from error
    if not isinstance(document, dict):
        raise RequestInvalidError((request_finding("not-an-object", ""),))
    return document


def parse_model(data: bytes, model: type[Model]) -> Model:
    """Return the request in a body, checked against its published schema without conversions.

    Raises
    ------
    RequestInvalidError
        If the body is not JSON or breaks the schema; with a finding for each place.
    """
    parse_json(data)
    try:
        return model.model_validate_json(data, strict=True)
    except ValidationError as error:
        raise RequestInvalidError(
            tuple(findings_of(error.errors(include_url=False), model))
        ) from error


def findings_of(
    errors: Iterable[Any], model: type[BaseModel] | None = None, skip: int = 0
) -> Iterable[Finding]:
    """Return pydantic's errors as findings. The first `skip` parts of a place are left out."""
    for error in list(errors)[:MAX_FINDINGS]:
        parts = [str(part)[:MAX_SHOWN] for part in error["loc"][skip:]]
        pointer = "".join("/" + p.replace("~", "~0").replace("/", "~1") for p in parts)
        match error["type"]:
            case "extra_forbidden":
                known = tuple(model.model_fields) if model else ()
                yield request_finding("unknown-key", pointer, key=parts[-1], known=list(known))
            case "missing":
                yield request_finding("missing-key", pointer, key=parts[-1])
            case _:
                english, japanese = problem_texts(error["type"], error["msg"], error.get("ctx", {}))
                yield request_finding("bad-value", pointer, problem=english, problem_ja=japanese)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RequestInvalidError((request_finding("duplicate-key", "", key=key[:200]),))
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise RequestInvalidError((request_finding("not-a-number", "", number=name),))
