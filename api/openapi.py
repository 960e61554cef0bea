"""The published contract: schemas, examples and error answers of OpenAPI 3.1."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import __version__, problems, responses, results

Responses = dict[int | str, dict[str, Any]]

_REF = "#/components/schemas/{model}"
_DESCRIPTION = """Carbon and cost of bio-based routes against the products they would replace.

Every error is `application/problem+json` (RFC 9457), in English or Japanese by `Accept-Language`,
with the findings that led to it. Results are content-addressed: the id of a result is the sha256
of its receipt and its `ETag`; anyone can recompute a receipt at `/v1/verifications`.

`Idempotency-Key` (POST of assessments and parity): the same key with the same body gives the same
result, with another body 422. Keys are shared by all clients of a service: use a random UUID. They
are forgotten after the time given at `/v1/limits`, where the rate and size limits are published
too. Above the rate the answer is 429 with `Retry-After`. Keys without a value are left out of
answers.

This version has no accounts and no authentication: put it behind a proxy that has them. Documents
(routes, receipts) are described by the JSON Schemas under `/v1/schemas`.

エラーはすべて problem+json で、`Accept-Language` に応じて英語か日本語で返します。結果の識別子は
算定証明の sha256 で、`/v1/verifications` で誰でも再計算できます。
"""

_MODELS: tuple[type[BaseModel], ...] = (
    problems.Problem,
    problems.ProblemKind,
    responses.BackgroundList,
    responses.CaseDocument,
    responses.CasePage,
    responses.GuidelineList,
    responses.Health,
    responses.IndicatorList,
    responses.ProblemList,
    responses.PublishedLimits,
    responses.Readiness,
    responses.ScenarioList,
    results.AssessmentDocument,
    results.AssessmentRequest,
    results.BackgroundDocument,
    results.CashFlowDocument,
    results.CashFlowRequest,
    results.ComparisonDocument,
    results.ComparisonRequest,
    results.GuidelineDifference,
    results.GuidelinePage,
    results.ParityDocument,
    results.ParityRequest,
    results.ProposalList,
    results.ValidationDocument,
    results.VerificationDocument,
)

_TEXT_OF_STATUS = {
    404: "Not found",
    413: "Body too large",
    415: "Media type not read here",
    422: "Findings: what is wrong, where, and what to do",
    429: "Too many requests; see `Retry-After`",
    500: "A fault in the service, logged under `instance`",
    503: "Not ready",
}

RESULT_HEADERS: dict[str, Any] = {
    "ETag": {"description": "sha256 of the receipt", "schema": {"type": "string"}},
    "Link": {"description": 'The receipt, rel="describedby"', "schema": {"type": "string"}},
}


def answers(
    model: type[BaseModel],
    *errors: int,
    status: int = 200,
    description: str = "OK",
    headers: dict[str, Any] | None = None,
    example: Any = None,
) -> Responses:
    """Return the documented answers of an endpoint: one document, and problems by status.

    429 and 500 are documented for every endpoint.
    """
    content: dict[str, Any] = {"schema": schema_of(model)}
    if example is not None:
        content["example"] = example
    answer: dict[str, Any] = {"description": description, "content": {responses.JSON: content}}
    if headers:
        answer["headers"] = headers
    return {status: answer} | problem_answers(*errors)


def problem_answers(*statuses: int) -> Responses:
    """Return the documented problems of an endpoint, with an example each."""
    return {status: _problem_answer(status) for status in sorted({*statuses, 429, 500})}


def schema_of(model: type[BaseModel]) -> dict[str, str]:
    """Return the reference to a model's schema."""
    return {"$ref": _REF.format(model=model.__name__)}


def json_body(model: type[BaseModel] | None, examples: dict[str, Any]) -> dict[str, Any]:
    """Return the documented JSON body of an endpoint that reads it by itself."""
    content: dict[str, Any] = {"schema": schema_of(model) if model else {"type": "object"}}
    content["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {"requestBody": {"required": True, "content": {responses.JSON: content}}}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the application's `/v1` and its probes."""
    if app.openapi_schema is None:
        document = get_openapi(
            title="hakari",
            version=__version__,
            openapi_version="3.1.0",
            description=_DESCRIPTION,
            routes=app.routes,
            servers=[{"url": "/", "description": "The service this document came from"}],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        _, schemas = models_json_schema(
            [(model, "validation") for model in _MODELS], ref_template=_REF
        )
        components = document.setdefault("components", {}).setdefault("schemas", {})
        components.update(schemas["$defs"])
        for schema in components.values():
            _leave_out_null(schema)
        for name in ("HTTPValidationError", "ValidationError"):
            components.pop(name, None)
        app.openapi_schema = document
    return app.openapi_schema


def _leave_out_null(schema: dict[str, Any]) -> None:
    # Answers leave out keys without a value, so a key that may be null is never required.
    properties = schema.get("properties", {})
    required = [
        name
        for name in schema.get("required", ())
        if {"type": "null"} not in properties[name].get("anyOf", ())
    ]
    if required:
        schema["required"] = required
    else:
        schema.pop("required", None)


def _problem_answer(status: int) -> dict[str, Any]:
    example = problems.problem_of_status(status, "en") if status != 429 else _RATE_EXAMPLE
    # An example is a text for people: placeholders of a detail become words.
    example = {**example, "detail": re.sub(r"\{(\w+)\}", r"(\1)", example["detail"])}
    answer: dict[str, Any] = {
        "description": _TEXT_OF_STATUS[status],
        "content": {
            problems.MEDIA_TYPE: {"schema": schema_of(problems.Problem), "example": example}
        },
    }
    if status == 429:
        answer["headers"] = {
            "Retry-After": {"description": "Wait in s", "schema": {"type": "integer"}}
        }
    return answer


_RATE_EXAMPLE: dict[str, Any] = {
    "type": "/v1/problems/rate-exceeded",
    "slug": "rate-exceeded",
    "title": "Too many requests",
    "status": 429,
    "detail": "600 requests a minute are allowed; try again in 1 s.",
}
