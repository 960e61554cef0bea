"""What assessments and parity share: evaluate once, store with the receipt, answer the bytes."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Header
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.errors import RequestInvalidError, ResultUnknownError
from api.responses import json_response, tag_matches
from api.routes.bodies import JSON_TYPES, parse_model, read_body
from api.routes.request_findings import request_finding
from api.service import EvaluatedResult, Service, service_of
from api.store import repository
from api.store.repository import Claim, StoredResult
from inventories.errors import CaseUnknownError

Kind = Literal["assessment", "parity", "cash_flow"]
Asked = TypeVar("Asked", bound=BaseModel)

PATH_OF: dict[Kind, str] = {
    "assessment": "/v1/assessments",
    "parity": "/v1/parity",
    "cash_flow": "/v1/cashflows",
}

IdempotencyKey = Annotated[
    str | None,
    Header(
        description="The same key with the same body gives the same result. Use a random UUID.",
        json_schema_extra={"pattern": "^[!-~]{1,200}$"},
    ),
]
IfNoneMatch = Annotated[str | None, Header(description="Entity tags the client holds.")]

_KEY = re.compile(r"[!-~]{1,200}")
_RESULT_ID = re.compile(r"[0-9a-f]{64}")
_CASE_ID = re.compile(r"[a-z][a-z0-9_-]{0,79}")


async def create(
    request: Request,
    kind: Kind,
    model: type[Asked],
    evaluate: Callable[[Service, Asked], EvaluatedResult],
    idempotency_key: str | None,
) -> Response:
    """Evaluate a request, store the result with its receipt, answer 201 with its address."""
    if idempotency_key is not None and not _KEY.fullmatch(idempotency_key):
        place = "Idempotency-Key"
        raise RequestInvalidError((request_finding("bad-idempotency-key", place),))
    data, _ = await read_body(request, JSON_TYPES)
    service = service_of(request)

    def work() -> tuple[StoredResult, bool]:
        now = datetime.now(UTC)
        claim = _claim(service, kind, idempotency_key, data, now)
        known = repository.replay(service.engine, claim) if claim else None
        if known is not None:
            return known, True
        asked = parse_model(data, model)
        if kind != "cash_flow":
            _one_route(asked)
        evaluated = evaluate(service, asked)
        result = StoredResult(evaluated.id, kind, evaluated.body, evaluated.receipt)
        return repository.save(service.engine, result, claim, now), False

    result, replayed = await run_in_threadpool(work)
    headers = _headers(result.id) | {"Location": f"{PATH_OF[kind]}/{result.id}"}
    if replayed:
        headers["Idempotency-Replayed"] = "true"
    return json_response(result.body, 201, headers)


async def fetch(
    request: Request, kind: Kind, result_id: str, if_none_match: str | None
) -> Response:
    """Answer a stored result, or 304 if the client has it."""
    if not _RESULT_ID.fullmatch(result_id):
        raise ResultUnknownError
    engine = service_of(request).engine
    headers = _headers(result_id) | {"Cache-Control": "private, max-age=86400, immutable"}
    if tag_matches(if_none_match, headers["ETag"]):
        if await run_in_threadpool(repository.holds, engine, kind, result_id):
            return Response(status_code=304, headers=headers)
        raise ResultUnknownError
    body = await run_in_threadpool(repository.body_of, engine, kind, result_id)
    if body is None:
        raise ResultUnknownError
    return json_response(body, headers=headers)


async def fetch_receipt(request: Request, result_id: str, if_none_match: str | None) -> Response:
    """Answer the stored receipt of a result, or 304 if the client has it."""
    engine = service_of(request).engine
    receipt = (
        await run_in_threadpool(repository.receipt_of, engine, result_id)
        if _RESULT_ID.fullmatch(result_id)
        else None
    )
    if receipt is None:
        raise ResultUnknownError
    headers = {"ETag": f'"{result_id}"', "Cache-Control": "private, max-age=86400, immutable"}
    if tag_matches(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return json_response(receipt, headers=headers)


def known_case_id(name: str) -> str:
    """Return a case id if it can be one. The evaluator also takes file names; a client may not.

    Raises
    ------
    CaseUnknownError
        If it cannot be the id of a case.
    """
    if not _CASE_ID.fullmatch(name):
        raise CaseUnknownError(name[:80])
    return name


def _one_route(asked: Any) -> None:
    if (asked.case is None) == (asked.route is None):
        raise RequestInvalidError((request_finding("case-or-route", "/case"),))
    if asked.case is not None:
        known_case_id(asked.case)


def _claim(
    service: Service, kind: Kind, key: str | None, data: bytes, now: datetime
) -> Claim | None:
    if key is None:
        return None
    oldest = now - timedelta(hours=service.settings.idempotency_hours)
    return Claim(key, kind, hashlib.sha256(data).hexdigest(), oldest)


def _headers(result_id: str) -> dict[str, str]:
    return {
        "ETag": f'"{result_id}"',
        "Link": f'</v1/receipts/{result_id}>; rel="describedby"; type="application/json"',
    }
