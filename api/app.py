"""The application: endpoints, pages, limits and problems put together."""

import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api import __version__
from api.errors import RequestInvalidError, StorageUnavailableError
from api.limits import BodyLimitMiddleware, RateLimitMiddleware, TokenBuckets
from api.observe import Metrics, ObserveMiddleware, configure_logging, log_fault
from api.openapi import openapi_document
from api.responses import problem_response
from api.routes import router
from api.routes.bodies import findings_of
from api.service import Evaluating, Service
from api.settings import Settings
from api.store import migrate, open_engine
from inventories.errors import HakariError

_GC_THRESHOLD = (50_000, 20, 100)
"""With the heap frozen after start-up, p99 of a listing fell from 41 to 5 ms (default: 700)."""


def create_app(settings: Settings | None = None, evaluator: Evaluating | None = None) -> FastAPI:
    """Make the application. Nothing is opened or built before it starts.

    Parameters
    ----------
    settings
        From the environment if not given.
    evaluator
        The façade over all calculations; opened in the data folder at start-up if not given.
    """
    chosen = settings or Settings()
    observed = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        configure_logging(chosen.log_level)
        app.state.service = await run_in_threadpool(_start, chosen, evaluator, observed)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_GC_THRESHOLD)
        yield
        app.state.service.engine.dispose()

    app = FastAPI(
        title="hakari",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
    )
    app.openapi = lambda: openapi_document(app)  # type: ignore[method-assign]
    app.include_router(router)
    _include_pages(app)
    app.add_middleware(BodyLimitMiddleware, max_bytes=chosen.max_body_bytes)
    app.add_middleware(RateLimitMiddleware, buckets=TokenBuckets(chosen.rate_per_minute))
    app.add_middleware(ObserveMiddleware, metrics=observed, fault=partial(_answer, error=500))
    app.add_exception_handler(HakariError, _on_error)
    app.add_exception_handler(SQLAlchemyError, _on_storage_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_parameters)
    return app


def _start(settings: Settings, evaluator: Evaluating | None, observed: Metrics) -> Service:
    engine = open_engine(settings.database)
    migrate(engine)
    if evaluator is None:
        from api.evaluation import Evaluator  # noqa: PLC0415  (numpy and scipy: 0.3 s)

        evaluator = Evaluator.create(settings.data_dir)
    return Service(settings, evaluator, engine, observed)


def _include_pages(app: FastAPI) -> None:
    if find_spec("api.pages") is None:
        return
    from api.pages import router as pages  # noqa: PLC0415

    app.include_router(pages, include_in_schema=False)


def _answer(
    request: Request, error: HakariError | int, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a person in a browser with a page, everyone else with a problem."""
    if find_spec("api.pages") is not None:
        from api.pages.error_pages import error_page, wants_page  # noqa: PLC0415

        if wants_page(request):
            return error_page(request, error, headers)
    return problem_response(request, error, headers)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HakariError)  # noqa: S101  (registered for this type)
    if error.status >= 500:
        log_fault(request.scope["state"]["request_id"], error)
    return _answer(request, error)


async def _on_storage_error(request: Request, error: Exception) -> Response:
    log_fault(request.scope["state"]["request_id"], error)
    return _answer(request, StorageUnavailableError())


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this type)
    if isinstance(error.__cause__, HakariError):  # raised while FastAPI read the body
        return problem_response(request, error.__cause__)
    if error.status_code in {204, 304}:
        return Response(status_code=error.status_code, headers=error.headers)
    return _answer(request, error.status_code, error.headers)


async def _on_invalid_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for this type)
    # The first part of a place says path, query or header; a pointer starts at the name.
    return problem_response(
        request, RequestInvalidError(tuple(findings_of(error.errors(), skip=1)))
    )
