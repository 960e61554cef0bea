"""Receipts: everything a result was made from, and recomputing it."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.openapi import Responses, answers, json_body, problem_answers
from api.responses import JSON, json_response, model_bytes
from api.results import VerificationDocument
from api.routes import stored
from api.routes.bodies import JSON_TYPES, parse_json, read_body
from api.service import service_of

router = APIRouter(tags=["receipts"])

_RECEIPT: Responses = {
    200: {"description": "The receipt", "content": {JSON: {"schema": {"type": "object"}}}},
    304: {"description": "The client has it"},
}


@router.get(
    "/v1/receipts/{result_id}",
    response_class=Response,
    summary="Read the receipt of a result / 算定証明を読む",
    responses=_RECEIPT | problem_answers(404, 422),
)
async def read_receipt(
    request: Request, result_id: str, if_none_match: stored.IfNoneMatch = None
) -> Response:
    """Answer the receipt as it was made with the result."""
    return await stored.fetch_receipt(request, result_id, if_none_match)


@router.post(
    "/v1/verifications",
    response_class=Response,
    summary="Recompute a receipt / 算定証明を再計算して確かめる",
    responses=answers(VerificationDocument, 404, 413, 415, 422),
    openapi_extra=json_body(None, {"receipt": {"schema": "hakari/receipt/1"}}),
)
async def verify_receipt(request: Request) -> Response:
    """Say `same`, or `differs` and where. Nothing is stored."""
    data, _ = await read_body(request, JSON_TYPES)
    evaluator = service_of(request).evaluator

    def work() -> bytes:
        parse_json(data)
        return model_bytes(evaluator.verify(data))

    return json_response(await run_in_threadpool(work))
