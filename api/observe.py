"""What every request gets: an id, security headers, a log line, a count; a fault gets an answer."""

import logging
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from pathlib import PurePath
from typing import TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Set on every answer that does not set its own (OWASP secure headers, 2024)."""

_SECURITY_HEADERS_RAW = [(k.encode(), v.encode()) for k, v in SECURITY_HEADERS.items()]
_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_CLIENT_GONE = 499
"""Status in log and metrics of a request whose client left before the answer (as nginx)."""

log = structlog.stdlib.get_logger("hakari.http")


class Metrics:
    """Counts and durations by method, route and status; one registry an application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "hakari_http_requests",
            "HTTP requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "hakari_http_request_seconds",
            "Time to answer an HTTP request",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )


class ObserveMiddleware:
    """Outermost layer: nothing raised inside reaches the client as anything but a problem."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, fault: Callable[[Request], Response]
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, a HEAD one as a GET without its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = str(uuid.uuid4())
        method = scope["method"]
        if method == "HEAD":
            scope = {**scope, "method": "GET"}  # the server keeps its own: it expects no body
        scope.setdefault("state", {})["request_id"] = request_id
        status, started = 500, time.perf_counter()

        async def send_complete(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in _SECURITY_HEADERS_RAW if header[0] not in given),
                    (b"x-request-id", request_id.encode()),
                ]
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        answered = False

        async def send_noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send_complete(message)

        try:
            await self.app(scope, receive, send_noted)
        except ClientDisconnect:
            status = _CLIENT_GONE
        except Exception as error:
            log_fault(request_id, error)
            # Half an answer cannot be taken back: the server then closes the connection.
            if not answered:
                await self.fault(Request(scope))(scope, receive, send_complete)
        finally:
            self._note(scope, request_id, method, status, time.perf_counter() - started)

    def _note(
        self, scope: Scope, request_id: str, method: str, status: int, seconds: float
    ) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        known = method if method in _METHODS else "other"
        self.metrics.requests.labels(known, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        log.info(
            "request",
            request_id=request_id,
            method=known,
            route=route,
            status=status,
            ms=round(seconds * 1000, 2),
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def log_fault(request_id: str, error: BaseException) -> None:
    """Log where a fault happened, without its message: that may quote a document."""
    frames = [
        f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error("fault", request_id=request_id, error=type(error).__name__, frames=frames[-12:])


class _StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to whatever `sys.stderr` is at the time, not what it was at start-up."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """The current standard error."""
        return sys.stderr


def configure_logging(level: str) -> None:
    """Send every log line, also of uvicorn and Alembic, as one JSON object a line to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _StderrHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(
                    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
                ),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    for name in ("hakari", "uvicorn", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level.upper() if name != "alembic" else "WARNING")
