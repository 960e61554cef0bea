"""Limits: requests a minute per client, bytes per request body. Published at ``/v1/limits``."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import RateExceededError, RequestTooLargeError
from api.responses import problem_response

UNLIMITED_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Probes of the operator; a busy client must not make the service look dead."""

MAX_CLIENTS = 20_000
"""Buckets kept in memory; the least recently used one is dropped (it is most likely full)."""

_IPV6_CLIENT_PREFIX = 64
_WINDOW_S = 60


@dataclass(frozen=True)
class Decision:
    """Whether a request may pass, how many more may follow, and the wait for the next one in s."""

    allowed: bool
    remaining: int
    wait_s: int


class TokenBuckets:
    """One token bucket a client: holds a minute's worth, refills evenly.

    Parameters
    ----------
    per_minute
        Requests a minute, and size of the bucket.
    clock
        Monotonic time in s.

    Examples
    --------
    >>> buckets = TokenBuckets(1, clock=lambda: 0.0)
    >>> buckets.take("a").allowed, buckets.take("a").allowed, buckets.take("b").allowed
    (True, False, True)
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._per_second = per_minute / _WINDOW_S
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> Decision:
        """Take a token for a client's request."""
        now = self._clock()
        tokens, then = self._buckets.pop(client, (float(self.per_minute), now))
        tokens = min(float(self.per_minute), tokens + (now - then) * self._per_second)
        allowed = tokens >= 1.0
        if allowed:
            tokens -= 1.0
        self._buckets[client] = (tokens, now)
        if len(self._buckets) > MAX_CLIENTS:
            self._buckets.popitem(last=False)
        wait = 0 if tokens >= 1.0 else math.ceil((1.0 - tokens) / self._per_second)
        return Decision(allowed, int(tokens), max(wait, 0 if allowed else 1))


def client_of(scope: Scope) -> str:
    """Return who is counted: the peer's address; of IPv6 its /64, which is one subscriber."""
    host: str = (scope.get("client") or ("unknown", 0))[0]
    if ":" not in host:
        return host
    try:
        network = ipaddress.ip_network(
            (host.split("%", maxsplit=1)[0], _IPV6_CLIENT_PREFIX), strict=False
        )
    except ValueError:
        return host
    return str(network)


class RateLimitMiddleware:
    """Answers 429 with `Retry-After` to a client above its rate; tells everyone what is left."""

    def __init__(self, app: ASGIApp, buckets: TokenBuckets) -> None:
        self.app = app
        self.buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED_PATHS:
            await self.app(scope, receive, send)
            return
        decision = self.buckets.take(client_of(scope))
        rate = self.buckets.per_minute
        headers = {
            "RateLimit-Policy": f'"client";q={rate};w={_WINDOW_S}',
            "RateLimit": f'"client";r={decision.remaining};t={decision.wait_s}',
        }
        if not decision.allowed:
            error = RateExceededError(rate, decision.wait_s)
            response = problem_response(
                Request(scope), error, headers | {"Retry-After": str(decision.wait_s)}
            )
            await response(scope, receive, send)
            return
        raw = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

        async def send_with_rate(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *raw]
            await send(message)

        await self.app(scope, receive, send_with_rate)


class BodyLimitMiddleware:
    """Refuses a body above the limit: by its declared length, and while a chunked one is read."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a counted body, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _declared_bytes(scope) > self.max_bytes:
            refused = problem_response(Request(scope), RequestTooLargeError(self.max_bytes))
            await refused(scope, receive, send)
            return
        read_bytes = 0

        async def counted() -> Message:
            nonlocal read_bytes
            message = await receive()
            if message["type"] == "http.request":
                read_bytes += len(message.get("body", b""))
                if read_bytes > self.max_bytes:
                    raise RequestTooLargeError(self.max_bytes)
            return message

        await self.app(scope, counted, send)


def _declared_bytes(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0
