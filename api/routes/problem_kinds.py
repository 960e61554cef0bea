"""Kinds of problems: what the `type` of a problem leads to."""

from fastapi import APIRouter, Request, Response

from api.openapi import answers
from api.problems import ProblemKind, kinds
from api.responses import ProblemList, json_response, model_bytes, problem_response

router = APIRouter(tags=["problems"])


@router.get(
    "/v1/problems",
    response_class=Response,
    summary="List the kinds of problems / 問題の種類の一覧",
    responses=answers(ProblemList),
)
async def list_problems() -> Response:
    """Answer every kind of problem, in both languages."""
    return json_response(model_bytes(ProblemList(items=tuple(kinds().values()))))


@router.get(
    "/v1/problems/{slug}",
    response_class=Response,
    summary="Read about a kind of problem / 問題の種類の説明",
    responses=answers(ProblemKind, 404, 422),
)
async def read_problem(request: Request, slug: str) -> Response:
    """Answer what a `type` means; `{name}` stands for what is filled in when it occurs."""
    kind = kinds().get(slug)
    return problem_response(request, 404) if kind is None else json_response(model_bytes(kind))
