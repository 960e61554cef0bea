"""Addresses of the pages."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.pages import assets, figures, views
from api.pages.error_pages import error_page
from api.pages.language import gettext_in, language_of
from api.pages.plane import plane
from api.pages.rendering import page
from api.pages.weighed import Comparing, Weighings
from api.routes.stored import known_case_id
from api.service import service_of
from inventories.errors import HakariError
from methods.errors import GuidelineUnknownError
from methods.vocabulary import axes
from parity.defaults import defaults

router = APIRouter()

GUIDELINE = "guideline"

Make = Callable[[Weighings, str], dict[str, Any]]


@router.get("/")
async def home(request: Request) -> Response:
    """Show every case on the plane of carbon and cost, and in a table."""
    asked = request.query_params.get(GUIDELINE)

    def make(weighings: Weighings, language: str) -> dict[str, Any]:
        chosen = asked or weighings.default_guideline()
        _known_guideline(weighings, chosen)
        cases = weighings.cases()
        return {
            "cases": cases,
            "guideline": chosen,
            "guidelines": weighings.guidelines,
            "chart": plane(cases, chosen, gettext_in(language), language),
            "variation": defaults().unverified_variation.value,
        }

    return await _answer(request, "home.html", make)


@router.get("/cases/{case_id}")
async def case_page(request: Request, case_id: str) -> Response:
    """Show one case: carbon under each guideline, cost, and what both rest on."""
    base = str(request.base_url).rstrip("/")

    def make(weighings: Weighings, language: str) -> dict[str, Any]:
        case = weighings.case(known_case_id(case_id))
        translate = gettext_in(language)
        return {
            "base": base,
            "variation": defaults().unverified_variation.value,
            "case": case,
            "guidelines": weighings.guidelines,
            "carbon_figures": {
                name: figures.contributions(weighing, translate, language)
                for name, weighing in case.weighings.items()
            },
            "stage_rows": lambda weighing: views.stage_rows(weighing, language),
            "provider_rows": lambda result: views.provider_rows(result, language),
            "doubtful": views.doubtful_numbers(case, language),
            "sources": views.source_rows(case),
            "cost_figure": figures.cost(case.parity, translate, language) if case.parity else None,
            "cost_groups": figures.cost_groups(case.parity.breakdown) if case.parity else [],
        }

    return await _answer(request, "case.html", make)


@router.get("/guidelines")
async def guidelines_page(request: Request) -> Response:
    """List the guidelines."""
    return await _answer(
        request, "guidelines.html", lambda weighings, _: {"guidelines": weighings.guidelines}
    )


@router.get("/guidelines/{guideline_id}")
async def guideline_page(request: Request, guideline_id: str) -> Response:
    """Show the rules of one guideline."""

    def make(weighings: Weighings, _: str) -> dict[str, Any]:
        _known_guideline(weighings, guideline_id)
        document = weighings.evaluator.guideline(guideline_id)
        summary = next(g for g in weighings.guidelines if g.id == guideline_id)
        return {"guideline": document, "summary": summary, "axes": axes()}

    return await _answer(request, "guideline.html", make)


@router.get("/about")
async def about_page(request: Request) -> Response:
    """Say what hakari is, how its numbers are graded, and how to cite it."""
    return await _answer(
        request,
        "about.html",
        lambda weighings, _: {"backgrounds": weighings.evaluator.backgrounds()},
    )


@router.get("/static/{name}")
async def static_file(request: Request, name: str) -> Response:
    """Answer a static file, compressed for a browser that takes gzip."""
    found = await run_in_threadpool(assets.asset, name)
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": assets.CACHE_CONTROL, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", "").lower():
        headers["Content-Encoding"] = "gzip"
        return Response(found.gzipped, headers=headers, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)


async def _answer(request: Request, template: str, make: Make) -> Response:
    def work() -> Response:
        try:
            return page(request, template, make(_weighings(request), language_of(request)))
        except HakariError as error:
            if error.status >= 500:
                raise  # a fault of ours: it is logged where every fault is
            return error_page(request, error)

    return await run_in_threadpool(work)


def _weighings(request: Request) -> Weighings:
    state = request.app.state
    evaluator: Comparing = service_of(request).evaluator  # type: ignore[assignment]
    known = getattr(state, "weighings", None)
    if known is None or known.evaluator is not evaluator:
        known = state.weighings = Weighings(evaluator)
    result: Weighings = known
    return result


def _known_guideline(weighings: Weighings, name: str) -> None:
    ids = tuple(g.id for g in weighings.guidelines)
    if name not in ids:
        raise GuidelineUnknownError(name[:80], ids)
