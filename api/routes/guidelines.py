"""Guidelines: the list, one with its rules on a day, two side by side, and sample proposals."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.guideline_pages import guideline_difference, guideline_page, sample_proposals
from api.openapi import Responses, answers
from api.responses import GuidelineList, model_bytes, tagged_response
from api.results.guidelines import GuidelineDifference, GuidelinePage, ProposalList
from api.routes.stored import IfNoneMatch
from api.service import service_of

router = APIRouter(tags=["guidelines"])

_NOT_MODIFIED: Responses = {304: {"description": "The client has it"}}
Named = Annotated[str, Path(max_length=100, description="Id, or id@YYYY-MM-DD.")]
Day = Annotated[
    str | None,
    Query(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Rules in force on this day."),
]


@router.get(
    "/v1/guidelines",
    response_class=Response,
    summary="List the guidelines / ガイドラインの一覧",
    responses=answers(GuidelineList, 422) | _NOT_MODIFIED,
)
async def list_guidelines(request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Answer every guideline with its status and evidence counts."""
    items = await run_in_threadpool(service_of(request).evaluator.guidelines)
    return tagged_response(model_bytes(GuidelineList(items=items)), if_none_match)


@router.get(
    "/v1/guidelines/{guideline_id}",
    response_class=Response,
    summary="Read a guideline with its rules / ガイドラインと規則を読む",
    responses=answers(GuidelinePage, 404, 422) | _NOT_MODIFIED,
)
async def read_guideline(
    guideline_id: Named, date: Day = None, if_none_match: IfNoneMatch = None
) -> Response:
    """Answer a guideline: every rule axis with choice, strength, clause and evidence."""
    body = await run_in_threadpool(lambda: model_bytes(guideline_page(guideline_id, date)))
    return tagged_response(body, if_none_match)


@router.get(
    "/v1/guidelines/{guideline_id}/differences/{other_id}",
    response_class=Response,
    summary="Two guidelines side by side / 2つのガイドラインの相違",
    responses=answers(GuidelineDifference, 404, 422) | _NOT_MODIFIED,
)
async def read_difference(
    guideline_id: Named,
    other_id: Named,
    date: Day = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Answer the rule axes on which two guidelines, or two days of one, differ."""
    body = await run_in_threadpool(
        lambda: model_bytes(guideline_difference(guideline_id, other_id, date))
    )
    return tagged_response(body, if_none_match)


@router.get(
    "/v1/proposals",
    response_class=Response,
    summary="Sample proposals / 提案の見本",
    responses=answers(ProposalList, 422) | _NOT_MODIFIED,
)
async def list_proposals(if_none_match: IfNoneMatch = None) -> Response:
    """Answer the sample proposals; edit one and try it as `proposal` of `/v1/comparisons`."""
    body = await run_in_threadpool(lambda: model_bytes(ProposalList(items=sample_proposals())))
    return tagged_response(body, if_none_match)
