"""Comparisons: routes under guidelines, and why the numbers differ."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.openapi import answers, json_body
from api.responses import JSON, json_response, model_bytes
from api.results.comparing import ComparisonDocument, ComparisonRequest
from api.routes.bodies import parse_model, read_body
from api.service import service_of

router = APIRouter(tags=["comparisons"])

_EXAMPLES = {
    "the whole library under all guidelines": {},
    "why two guidelines differ on a case": {
        "cases": ["waste-paper-ethanol"],
        "explain": {"from": "pact_methodology_v3", "to": "eu_red_2018_2001_annex_v"},
    },
    "the freedom a text leaves": {
        "cases": ["food-residue-pla"],
        "guidelines": ["iso_14067_2018"],
        "envelope": True,
    },
    "what to settle first": {"settle": True},
    "how robust the answer is": {
        "cases": ["food-residue-pla"],
        "robustness": {"samples": 50, "seed": 1},
    },
}


@router.post(
    "/v1/comparisons",
    response_class=Response,
    summary="Compare routes under guidelines / ガイドラインごとの結果を比べる",
    responses=answers(ComparisonDocument, 404, 413, 415, 422),
    openapi_extra=json_body(ComparisonRequest, _EXAMPLES),
)
async def compare(request: Request) -> Response:
    """Answer the matrix and, where asked for, why numbers differ and what would change them.

    `explain` splits the gap between two guidelines over their rules; `proposal` tries changed
    rules on every case; `envelope` shows the freedom each text leaves; `settle` which rule to
    settle first; `robustness` how often the route beats its baseline. Nothing is stored, so
    repeating the request is always safe.
    """
    data, _ = await read_body(request, (JSON,))
    asked = parse_model(data, ComparisonRequest)
    evaluator = service_of(request).evaluator
    return json_response(await run_in_threadpool(lambda: model_bytes(evaluator.comparison(asked))))
