"""Parity: cost of a route against its baseline."""

from fastapi import APIRouter, Request, Response

from api.openapi import RESULT_HEADERS, answers, json_body
from api.results import ParityDocument, ParityRequest
from api.routes import stored
from api.service import EvaluatedResult, Service

router = APIRouter(tags=["parity"])

_HEADERS = RESULT_HEADERS | {
    "Location": {"description": "Address of the result", "schema": {"type": "string"}}
}
_EXAMPLES = {
    "case": {"case": "food-residue-pla", "target": 1.2, "year": 2030},
    "against the market price": {"case": "food-residue-pla", "baseline_kind": "market_price"},
}


@router.post(
    "/v1/parity",
    status_code=201,
    response_class=Response,
    summary="Weigh a case or a route in money / コストパリティを求める",
    responses=answers(
        ParityDocument, 404, 413, 415, 422, status=201, description="Stored", headers=_HEADERS
    ),
    openapi_extra=json_body(ParityRequest, _EXAMPLES),
)
async def create_parity(
    request: Request, idempotency_key: stored.IdempotencyKey = None
) -> Response:
    """Calculate, store with its receipt, answer the result. Nothing is stored on an error."""
    return await stored.create(request, "parity", ParityRequest, _parity, idempotency_key)


@router.get(
    "/v1/parity/{result_id}",
    response_class=Response,
    summary="Read a stored parity / 保存されたコストパリティを読む",
    responses=answers(ParityDocument, 404, 422, headers=RESULT_HEADERS)
    | {304: {"description": "The client has it"}},
)
async def read_parity(
    request: Request, result_id: str, if_none_match: stored.IfNoneMatch = None
) -> Response:
    """Answer the stored bytes; the entity tag is the id of the receipt."""
    return await stored.fetch(request, "parity", result_id, if_none_match)


def _parity(service: Service, asked: ParityRequest) -> EvaluatedResult:
    return service.evaluator.parity(asked)
