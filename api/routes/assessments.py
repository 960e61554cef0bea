"""Assessments: carbon of one route under guidelines."""

from fastapi import APIRouter, Request, Response

from api.openapi import RESULT_HEADERS, answers, json_body
from api.results import AssessmentDocument, AssessmentRequest
from api.routes import stored
from api.service import EvaluatedResult, Service

router = APIRouter(tags=["assessments"])

_HEADERS = RESULT_HEADERS | {
    "Location": {"description": "Address of the result", "schema": {"type": "string"}}
}
_EXAMPLES = {
    "case": {"case": "food-residue-pla", "guidelines": ["pact_methodology_v3"]},
    "baseline of a case, all guidelines": {"case": "food-residue-pla", "role": "baseline"},
}


@router.post(
    "/v1/assessments",
    status_code=201,
    response_class=Response,
    summary="Assess a case or a route document / 事例または経路を算定する",
    responses=answers(
        AssessmentDocument, 404, 413, 415, 422, status=201, description="Stored", headers=_HEADERS
    ),
    openapi_extra=json_body(AssessmentRequest, _EXAMPLES),
)
async def create_assessment(
    request: Request, idempotency_key: stored.IdempotencyKey = None
) -> Response:
    """Calculate, store with its receipt, answer the result. Nothing is stored on an error."""
    return await stored.create(request, "assessment", AssessmentRequest, _assess, idempotency_key)


@router.get(
    "/v1/assessments/{result_id}",
    response_class=Response,
    summary="Read a stored assessment / 保存された算定結果を読む",
    responses=answers(AssessmentDocument, 404, 422, headers=RESULT_HEADERS)
    | {304: {"description": "The client has it"}},
)
async def read_assessment(
    request: Request, result_id: str, if_none_match: stored.IfNoneMatch = None
) -> Response:
    """Answer the stored bytes; the entity tag is the id of the receipt."""
    return await stored.fetch(request, "assessment", result_id, if_none_match)


def _assess(service: Service, asked: AssessmentRequest) -> EvaluatedResult:
    return service.evaluator.assess(asked)
