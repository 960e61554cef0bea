"""For operators: health, readiness, metrics, the limits in force."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api import __version__
from api.comparison_limits import MAX_CASES, MAX_POSTED, MAX_SAMPLED, MAX_SAMPLES
from api.errors import ServiceUnreadyError
from api.observe import log_fault
from api.openapi import answers, problem_answers
from api.parity_limits import (
    MAX_DRAWN_NUMBERS,
    MAX_DRAWS,
    MAX_GATE_VALUES,
    MAX_POINT_YEARS,
    MAX_SOBOL_RUNS,
)
from api.responses import Health, PublishedLimits, Readiness, json_response, model_bytes
from api.routes.catalogue import MAX_PAGE_SIZE
from api.service import Service, service_of
from api.store.migrate import revision
from api.store.tables import SCHEMA_REVISION

router = APIRouter(tags=["operations"])


@router.get(
    "/healthz",
    response_class=Response,
    summary="The process answers / プロセスの生存確認",
    responses=answers(Health),
)
async def health() -> Response:
    """Answer without touching anything."""
    return json_response(model_bytes(Health(ok=True, version=__version__)))


@router.get(
    "/readyz",
    response_class=Response,
    summary="The service can answer / サービスの準備確認",
    responses=answers(Readiness, 503),
)
async def readiness(request: Request) -> Response:
    """Check that the database is at its newest schema and the background is loaded."""
    service = service_of(request)
    checks = await run_in_threadpool(_checks, service, request)
    failed = tuple(name for name, state in checks.items() if state != "ok")
    if failed:
        raise ServiceUnreadyError(failed)
    return json_response(model_bytes(Readiness(ready=True, checks=checks)))


@router.get(
    "/metrics",
    response_class=Response,
    summary="Metrics for Prometheus / 監視指標",
    responses={
        200: {
            "description": "Text exposition format",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **problem_answers(),
    },
)
async def metrics(request: Request) -> Response:
    """Answer counts and durations by route; no client and no document is named."""
    text = generate_latest(service_of(request).metrics.registry)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


@router.get(
    "/v1/limits",
    response_class=Response,
    summary="Limits in force / 適用中の制限",
    responses=answers(PublishedLimits),
)
async def limits(request: Request) -> Response:
    """Answer the limits of this service."""
    settings = service_of(request).settings
    return json_response(
        model_bytes(
            PublishedLimits(
                requests_per_minute=settings.rate_per_minute,
                max_body_bytes=settings.max_body_bytes,
                max_page_size=MAX_PAGE_SIZE,
                idempotency_hours=settings.idempotency_hours,
                max_cases=MAX_CASES,
                max_samples=MAX_SAMPLES,
                max_sampled_activities=MAX_SAMPLED,
                max_posted_activities=MAX_POSTED,
                max_parity_samples=MAX_DRAWS,
                max_parity_numbers=MAX_DRAWN_NUMBERS,
                max_sobol_runs=MAX_SOBOL_RUNS,
                max_gate_values=MAX_GATE_VALUES,
                max_parity_point_years=MAX_POINT_YEARS,
            )
        )
    )


def _checks(service: Service, request: Request) -> dict[str, str]:
    request_id = request.scope["state"]["request_id"]
    checks = {"database": "ok", "background": "ok"}
    try:
        if revision(service.engine) != SCHEMA_REVISION:
            checks["database"] = "schema is not the newest"
    except SQLAlchemyError as error:
        log_fault(request_id, error)
        checks["database"] = "not reachable"
    if not service.evaluator.backgrounds():
        checks["background"] = "none is built"
    return checks
