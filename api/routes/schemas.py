"""JSON Schemas of the documents the service reads and gives out."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.canonical import canonical_bytes
from api.cost_schemas import COST_SCHEMAS
from api.openapi import Responses, problem_answers
from api.receipts import receipt_schema
from api.responses import JSON, json_response, problem_response
from inventories.document.schema import route_schema
from methods.documents import guideline_schema, rule_schema
from methods.proposals import proposal_schema

router = APIRouter(tags=["schemas"])

SCHEMAS = {
    "route": route_schema,
    "guideline": guideline_schema,
    "proposal": proposal_schema,
    "rule": rule_schema,
    "receipt": receipt_schema,
    **COST_SCHEMAS,
}
_ANSWER: dict[str, Any] = {
    "description": "OK",
    "content": {JSON: {"schema": {"type": "object"}}},
}
_RESPONSES: Responses = {200: _ANSWER, **problem_answers(404, 422)}


@router.get(
    "/v1/schemas",
    response_class=Response,
    summary="List the document schemas / 文書スキーマの一覧",
    responses={200: _ANSWER, **problem_answers()},
)
async def list_schemas() -> Response:
    """Answer the address of every schema."""
    return json_response(canonical_bytes({name: f"/v1/schemas/{name}" for name in SCHEMAS}))


@router.get(
    "/v1/schemas/{name}",
    response_class=Response,
    summary="Read a document schema / 文書スキーマを読む",
    responses=_RESPONSES,
)
async def read_schema(request: Request, name: str) -> Response:
    """Answer a JSON Schema (2020-12)."""
    schema = SCHEMAS.get(name)
    return (
        problem_response(request, 404)
        if schema is None
        else json_response(canonical_bytes(schema()))
    )
