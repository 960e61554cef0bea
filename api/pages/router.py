"""Addresses of the pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.guideline_pages import guideline_difference, guideline_page
from api.pages import assets, cost_figures, figures, guideline_views, views
from api.pages.cost_page import shown
from api.pages.error_pages import error_page
from api.pages.language import gettext_in, language_of
from api.pages.pathway import Choice
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
FROM, TO = "from", "to"
"""Parameters of the case page: the two guidelines whose gap it explains."""

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
    """Show one case: carbon under every guideline, one in detail, cost, and what both rest on."""
    base = str(request.base_url).rstrip("/")
    asked = request.query_params.get(GUIDELINE)
    one, other = (request.query_params.get(name) for name in (FROM, TO))

    def make(weighings: Weighings, language: str) -> dict[str, Any]:
        case = weighings.case(known_case_id(case_id))
        chosen = asked or weighings.default_guideline()
        for name in filter(None, (chosen, one, other)):
            _known_guideline(weighings, name)
        translate = gettext_in(language)
        return {
            "base": base,
            "variation": defaults().unverified_variation.value,
            "case": case,
            "guidelines": weighings.guidelines,
            "guideline": chosen,
            "guideline_notes": weighings.evaluator.guideline(chosen)["notes"],
            "pair": (one, other),
            "gap": weighings.explained(case_id, one, other) if one and other else None,
            "carbon_figure": figures.contributions(case.weighings[chosen], translate, language),
            "stage_rows": lambda weighing: views.stage_rows(weighing, language),
            "provider_rows": lambda result: views.provider_rows(result, language),
            "printed_terms": views.printed_terms,
            "requirement_rows": views.requirement_rows,
            "axis_titles": views.axis_titles,
            "doubtful": views.doubtful_numbers(case, language),
            "sources": views.source_rows(case),
            "cost_figure": figures.cost(case.parity, translate, language) if case.parity else None,
            "cost_groups": figures.cost_groups(case.parity.breakdown) if case.parity else [],
            "spread_figure": (
                cost_figures.distribution(case.parity, translate) if case.parity else None
            ),
        }

    return await _answer(request, "case.html", make)


@router.get("/cases/{case_id}/cost")
async def cost_page(request: Request, case_id: str) -> Response:
    """Show what it takes for a case to reach the target: levers, gates, carbon price."""
    base = str(request.base_url).rstrip("/")
    asked = {name: request.query_params.get(name) or None for name in (GUIDELINE, "gate", "x", "y")}

    def make(weighings: Weighings, language: str) -> dict[str, Any]:
        guideline = asked[GUIDELINE] or weighings.guidelines[0].id
        _known_guideline(weighings, guideline)
        choice = Choice(guideline, asked["gate"], asked["x"], asked["y"])
        known = known_case_id(case_id)
        return {"base": base, **shown(weighings, known, choice, gettext_in(language), language)}

    return await _answer(request, "cost.html", make)


@router.get("/guidelines")
async def guidelines_page(request: Request) -> Response:
    """List the guidelines."""
    return await _answer(
        request, "guidelines.html", lambda weighings, _: {"guidelines": weighings.guidelines}
    )


@router.get("/guidelines/{guideline_id}")
async def one_guideline(request: Request, guideline_id: str) -> Response:
    """Show one guideline on a day: identity, comparators, rules, requirements, default values."""
    day = request.query_params.get("date") or None

    def make(weighings: Weighings, _: str) -> dict[str, Any]:
        _known_guideline(weighings, guideline_id)
        shown = guideline_page(guideline_id, day)
        return {
            "page": shown,
            "scope": weighings.evaluator.guideline(guideline_id)["scope"],
            "entries": guideline_views.entry_rows(guideline_id, shown.day),
            "default_terms": guideline_views.default_terms(shown),
            "default_groups": tuple(guideline_views.default_groups(shown)),
            "guidelines": weighings.guidelines,
        }

    return await _answer(request, "guideline.html", make)


@router.get("/guidelines/{guideline_id}/differences")
async def chosen_difference(guideline_id: str, other: str = "") -> Response:
    """Lead from the choice of a second guideline to the page of the two."""
    address = f"/guidelines/{quote(guideline_id, safe='')}"
    if other:
        address += f"/differences/{quote(other, safe='')}"
    return RedirectResponse(address, 303)


@router.get("/guidelines/{guideline_id}/differences/{other_id}")
async def difference_page(request: Request, guideline_id: str, other_id: str) -> Response:
    """Show where two guidelines differ."""

    def make(weighings: Weighings, _: str) -> dict[str, Any]:
        for name in (guideline_id, other_id):
            _known_guideline(weighings, name)
        return {
            "difference": guideline_difference(guideline_id, other_id),
            "guidelines": weighings.guidelines,
            "axes": axes(),
        }

    return await _answer(request, "difference.html", make)


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
