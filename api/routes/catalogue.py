"""What the service knows: cases, backgrounds, indicators."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.canonical import canonical_bytes
from api.errors import BackgroundUnknownError, RequestInvalidError
from api.openapi import Responses, answers
from api.responses import (
    BackgroundList,
    CaseDocument,
    CasePage,
    IndicatorList,
    ScenarioList,
    model_bytes,
    page_of,
    plain,
    tagged_response,
)
from api.results import BackgroundDocument
from api.routes.request_findings import request_finding
from api.routes.stored import IfNoneMatch, known_case_id
from api.service import service_of

router = APIRouter(tags=["catalogue"])

MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 20

_NOT_MODIFIED: Responses = {304: {"description": "The client has it"}}
_LINK = {"Link": {"description": 'The next page, rel="next"', "schema": {"type": "string"}}}


@router.get(
    "/v1/cases",
    response_class=Response,
    summary="List the cases / 事例の一覧",
    responses=answers(CasePage, 422, headers=_LINK) | _NOT_MODIFIED,
)
async def list_cases(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Answer a page of cases, in order of id; follow `Link` or `next_cursor` for the next."""
    cases = await run_in_threadpool(service_of(request).evaluator.cases)
    try:
        items, following = page_of(cases, lambda case: case.id, limit, cursor)
    except ValueError as error:
        raise RequestInvalidError((request_finding("bad-cursor", "/cursor"),)) from error
    response = tagged_response(
        model_bytes(CasePage(items=items, next_cursor=following)), if_none_match
    )
    if following:
        query = urlencode({"limit": limit, "cursor": following})
        response.headers["Link"] = f'</v1/cases?{query}>; rel="next"'
    return response


@router.get(
    "/v1/cases/{case_id}",
    response_class=Response,
    summary="Read a case with its documents / 事例と文書を読む",
    responses=answers(CaseDocument, 404, 422) | _NOT_MODIFIED,
)
async def read_case(request: Request, case_id: str, if_none_match: IfNoneMatch = None) -> Response:
    """Answer a case, its route document and that of its baseline."""
    evaluator = service_of(request).evaluator

    def work() -> bytes:
        name = known_case_id(case_id)
        documents = evaluator.case_documents(name)
        return canonical_bytes(plain(evaluator.case(name)) | {"documents": documents})

    return tagged_response(await run_in_threadpool(work), if_none_match)


@router.get(
    "/v1/backgrounds",
    response_class=Response,
    summary="List the backgrounds / バックグラウンドの一覧",
    responses=answers(BackgroundList, 422) | _NOT_MODIFIED,
)
async def list_backgrounds(request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Answer every background that is built."""
    items = await run_in_threadpool(service_of(request).evaluator.backgrounds)
    return tagged_response(model_bytes(BackgroundList(items=items)), if_none_match)


@router.get(
    "/v1/backgrounds/{background_id}",
    response_class=Response,
    summary="Find datasets and elementary flows to link to / リンク先のデータセットを探す",
    responses=answers(BackgroundDocument, 404, 422) | _NOT_MODIFIED,
)
async def read_background(
    request: Request,
    background_id: str,
    search: Annotated[
        str, Query(max_length=200, description="Words of a key or title, English or Japanese.")
    ] = "",
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Answer the datasets of a background, with unit, score, price and grade of each."""
    evaluator = service_of(request).evaluator

    def work() -> bytes:
        if background_id not in {b.id for b in evaluator.backgrounds()}:
            raise BackgroundUnknownError(background_id[:80])
        return model_bytes(evaluator.background_document(search))

    return tagged_response(await run_in_threadpool(work), if_none_match)


@router.get(
    "/v1/indicators",
    response_class=Response,
    summary="List the LCIA indicators / 影響評価指標の一覧",
    responses=answers(IndicatorList, 422) | _NOT_MODIFIED,
)
async def list_indicators(request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Answer every indicator that an assessment can compute beside a guideline."""
    items = await run_in_threadpool(service_of(request).evaluator.indicators)
    return tagged_response(model_bytes(IndicatorList(items=items)), if_none_match)


@router.get(
    "/v1/scenarios",
    response_class=Response,
    summary="List the price scenarios / 価格シナリオの一覧",
    responses=answers(ScenarioList, 422) | _NOT_MODIFIED,
)
async def list_scenarios(request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Answer every scenario that a parity may take prices of the target year from."""
    items = await run_in_threadpool(service_of(request).evaluator.scenarios)
    return tagged_response(model_bytes(ScenarioList(items=items)), if_none_match)
