"""Errors of the api room."""

from __future__ import annotations

from inventories.errors import HakariError
from inventories.findings import Finding


class ReceiptInvalidError(HakariError):
    """A file is no receipt, or was changed after it was made."""

    status = 422
    slug = "receipt-invalid"

    def __init__(self, problem: str) -> None:
        super().__init__(f"not a valid receipt: {problem}")
        self.problem = problem


class RequestEmptyError(HakariError):
    """A request names neither a case nor a route document."""

    status = 422
    slug = "request-empty"

    def __init__(self) -> None:
        super().__init__(
            "give exactly one of `case` and `route`; `baseline` goes with `route` only"
        )


class BaselineMissingError(HakariError):
    """The baseline of a route is needed and was neither given nor found."""

    status = 422
    slug = "baseline-missing"

    def __init__(self, route: str) -> None:
        super().__init__(f"the baseline that route `{route}` replaces was neither given nor found")
        self.route = route


class RequestInvalidError(HakariError):
    """A request body or parameter breaks the published schema; the findings say where."""

    status = 422
    slug = "request-invalid"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"the request has {len(findings)} finding(s)")
        self.findings = findings
        self.count = len(findings)


class RequestTooLargeError(HakariError):
    """A request body is larger than the published limit; reading it was stopped."""

    status = 413
    slug = "request-too-large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"the request body is larger than {limit_bytes} bytes")
        self.limit_bytes = limit_bytes


class MediaTypeUnsupportedError(HakariError):
    """A request body came in a media type or content coding the endpoint does not read."""

    status = 415
    slug = "media-type-unsupported"

    def __init__(self, given: str, accepted: tuple[str, ...]) -> None:
        super().__init__(f"`{given[:80]}` is not read here; send {', '.join(accepted)}")
        self.given = given[:80]
        self.accepted = ", ".join(accepted)


class RateExceededError(HakariError):
    """A client sent more requests than the published rate allows."""

    status = 429
    slug = "rate-exceeded"

    def __init__(self, per_minute: int, retry_after_s: int) -> None:
        super().__init__(f"more than {per_minute} requests a minute; retry in {retry_after_s} s")
        self.per_minute = per_minute
        self.retry_after_s = retry_after_s


class IdempotencyKeyReusedError(HakariError):
    """An `Idempotency-Key` came again with another request."""

    status = 422
    slug = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key was already used with another request body")


class ResultUnknownError(HakariError):
    """No stored result or receipt has that id."""

    status = 404
    slug = "result-unknown"

    def __init__(self) -> None:
        super().__init__("no stored result of this kind has this id")


class ServiceUnreadyError(HakariError):
    """The service cannot answer yet: its database or background is missing."""

    status = 503
    slug = "service-unready"

    def __init__(self, failed: tuple[str, ...]) -> None:
        super().__init__(f"not ready: {', '.join(failed)}")
        self.failed = ", ".join(failed)


class DatabaseUrlInvalidError(HakariError):
    """`HAKARI_DATABASE_URL` names a database hakari cannot keep results in."""

    slug = "database-url-invalid"

    def __init__(self, problem: str) -> None:
        super().__init__(f"HAKARI_DATABASE_URL: {problem}")
        self.problem = problem


class BundleInvalidError(HakariError):
    """A zip file is not a bundle hakari can verify."""

    status = 422
    slug = "bundle-invalid"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: not a hakari bundle: {problem}")
        self.name = name
        self.problem = problem


class BackgroundUnknownError(HakariError):
    """No background of that id is built."""

    status = 404
    slug = "background-unknown"

    def __init__(self, background: str) -> None:
        super().__init__(f"no background `{background}`")
        self.background = background


class SettingsInvalidError(HakariError):
    """An environment variable holds a value the service cannot use."""

    slug = "settings-invalid"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class StorageUnavailableError(HakariError):
    """The database does not take or give results now."""

    status = 503
    slug = "storage-unavailable"

    def __init__(self) -> None:
        super().__init__("the database does not take the result now")


class RequestTimeoutError(HakariError):
    """A request body did not come in time."""

    status = 408
    slug = "request-timeout"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the body was not complete after {seconds} s")
        self.seconds = seconds


class AddressUnusableError(HakariError):
    """The service cannot listen where it was told to."""

    slug = "address-unusable"

    def __init__(self, host: str, port: int, problem: str) -> None:
        super().__init__(f"{host}:{port}: {problem}")
        self.host = host
        self.port = port
        self.problem = problem


class ComparisonTooLargeError(HakariError):
    """More activities, times samples, are to be calculated than one request may cost."""

    status = 422
    slug = "comparison-too-large"

    def __init__(self, activities: int, samples: int, most: int) -> None:
        super().__init__(
            f"{activities} activities in all, times {samples} samples, is more than the {most} of "
            "one request: name fewer cases, send smaller routes or ask for fewer samples"
        )
        self.activities = activities
        self.samples = samples
        self.most = most


class MixtureInvalidError(HakariError):
    """A mixture names a substrate the guideline does not list, or a number out of range."""

    status = 422
    slug = "mixture-invalid"

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(f"`{name}` does not fit; possible: {', '.join(candidates) or '-'}")
        self.name = name
        self.candidates = candidates
