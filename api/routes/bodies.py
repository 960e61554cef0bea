"""Reading request bodies: strictly, with findings instead of the first error alone."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.errors import MediaTypeUnsupportedError, RequestInvalidError, RequestTimeoutError
from api.routes.request_findings import request_finding
from inventories.findings import Finding
from inventories.formats.parsing import MAX_VALUES, escape
from inventories.formats.problems import problem_texts
from inventories.formats.reader import WRONG_TYPE_ENDS, place_of

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
    value = parse_json(data)
    try:
        return model.model_validate_json(data, strict=True)
    except ValidationError as error:
        found = findings_of(error.errors(include_url=False), model, value=value)
        raise RequestInvalidError(found) from error


def findings_of(
    errors: Iterable[Any], model: type[BaseModel] | None = None, skip: int = 0, value: Any = None
) -> tuple[Finding, ...]:
    """Return pydantic's errors as findings, one for each place.

    Parameters
    ----------
    errors
        As `ValidationError.errors` gives them.
    model
        What was asked for; names the keys it knows.
    skip
        So many first parts of a place are left out.
    value
        What was checked. With it the names pydantic gives to the branches of a union stay out of
        the pointers, and of several branches that failed at one place one finding is left.
    """
    found: dict[str, tuple[Finding, bool]] = {}
    for error in list(errors)[:MAX_FINDINGS]:
        place = error["loc"][skip:]
        if value is not None:
            place, _ = place_of(place, value, error["type"])
        pointer = "".join(f"/{escape(str(part)[:MAX_SHOWN])}" for part in place)
        of_type = error["type"].endswith(WRONG_TYPE_ENDS)
        if pointer not in found or (found[pointer][1] and not of_type):
            found[pointer] = _finding_of(error, place, pointer, model), of_type
    return tuple(
        one
        for one, of_type in found.values()
        if not (of_type and any(other.startswith(f"{one.pointer}/") for other in found))
    )


def _finding_of(
    error: Any, place: tuple[str | int, ...], pointer: str, model: type[BaseModel] | None
) -> Finding:
    last = str(place[-1])[:MAX_SHOWN] if place else ""
    match error["type"]:
        case "extra_forbidden":
            return request_finding(
                "unknown-key", pointer, key=last, known=list(_known(model, place[:-1]))
            )
        case "missing":
            return request_finding("missing-key", pointer, key=last)
        case _:
            english, japanese = problem_texts(error["type"], error["msg"], error.get("ctx", {}))
            return request_finding("bad-value", pointer, problem=english, problem_ja=japanese)


def _known(model: type[BaseModel] | None, place: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys of the object at a place of a request."""
    for part in place:
        if model is None or part not in model.model_fields:
            return ()
        kinds = _parts(model.model_fields[str(part)].annotation)
        model = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
    return tuple(model.model_fields) if model else ()


def _parts(kind: Any) -> tuple[Any, ...]:
    """Return a type, or what a union or an annotated type is made of."""
    inner = get_args(kind)
    return tuple(part for one in inner for part in _parts(one)) if inner else (kind,)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RequestInvalidError((request_finding("duplicate-key", "", key=key[:200]),))
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise RequestInvalidError((request_finding("not-a-number", "", number=name),))
