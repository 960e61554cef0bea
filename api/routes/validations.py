"""Validations: what is wrong with a route document, where, and what to do."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.openapi import answers
from api.responses import JSON, json_response, model_bytes
from api.results import ValidationDocument
from api.routes.bodies import DOCUMENT_TYPES, read_body
from api.service import service_of

router = APIRouter(tags=["validations"])

_YAML_EXAMPLE = "schema: hakari/route/1\nid: my-route\n"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A route document, schema `hakari/route/1`, in YAML or JSON.",
        "content": {
            "application/yaml": {"schema": {"type": "string"}, "example": _YAML_EXAMPLE},
            "text/yaml": {"schema": {"type": "string"}, "example": _YAML_EXAMPLE},
            JSON: {"schema": {}, "example": {"schema": "hakari/route/1", "id": "my-route"}},
        },
    }
}


@router.post(
    "/v1/validations",
    response_class=Response,
    summary="Check a route document / 経路の文書を検査する",
    responses=answers(ValidationDocument, 413, 415, description="Checked; `ok` is the answer"),
    openapi_extra=_BODY,
)
async def validate_route(request: Request) -> Response:
    """Answer every finding; a document with errors is a result here, not a failure.

    Nothing is stored, so repeating the request is always safe.
    """
    data, media_type = await read_body(request, DOCUMENT_TYPES)
    evaluator = service_of(request).evaluator
    name = "route.json" if media_type == JSON else "route.yaml"
    return json_response(
        await run_in_threadpool(lambda: model_bytes(evaluator.validate(data, name)))
    )
