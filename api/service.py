"""What the endpoints work with: settings, evaluator, database, metrics."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Engine
from starlette.requests import Request

from api.observe import Metrics
from api.results import (
    AssessmentRequest,
    BackgroundDocument,
    BackgroundSummary,
    CaseSummary,
    CashFlowRequest,
    ComparisonDocument,
    ComparisonRequest,
    GuidelineSummary,
    IndicatorSummary,
    ParityRequest,
    ScenarioSummary,
    ValidationDocument,
    VerificationDocument,
)
from api.settings import Settings


class EvaluatedResult(Protocol):
    """A result as bytes, with the receipt it can be recomputed from."""

    @property
    def id(self) -> str:
        """sha256 of the receipt; the entity tag."""

    @property
    def body(self) -> bytes:
        """Canonical JSON of the document."""

    @property
    def receipt(self) -> bytes:
        """Canonical JSON of the receipt."""


class Evaluating(Protocol):
    """What the service asks of `api.evaluation.Evaluator`."""

    def cases(self) -> tuple[CaseSummary, ...]:
        """Every case of the library."""

    def case(self, case_id: str, /) -> CaseSummary:
        """One case."""

    def case_documents(self, case_id: str, /) -> dict[str, Any]:
        """Return route and baseline of a case as documents."""

    def guidelines(self) -> tuple[GuidelineSummary, ...]:
        """Every guideline."""

    def guideline(self, guideline_id: str, /) -> dict[str, Any]:
        """One guideline with its rules."""

    def comparison(self, request: ComparisonRequest) -> ComparisonDocument:
        """Routes under guidelines, and why the numbers differ."""

    def backgrounds(self) -> tuple[BackgroundSummary, ...]:
        """Every background that is built."""

    def indicators(self) -> tuple[IndicatorSummary, ...]:
        """Every LCIA indicator."""

    def scenarios(self) -> tuple[ScenarioSummary, ...]:
        """Every price scenario."""

    def background_document(self, search: str = "") -> BackgroundDocument:
        """Datasets and elementary flows that match a search."""

    def validate(self, data: bytes, name: str) -> ValidationDocument:
        """Check a route document."""

    def assess(self, request: AssessmentRequest) -> EvaluatedResult:
        """Carbon of a route."""

    def parity(self, request: ParityRequest) -> EvaluatedResult:
        """Cost ratio of a route to its baseline."""

    def cash_flow(self, request: CashFlowRequest) -> EvaluatedResult:
        """Price a plant needs, under every tax rule."""

    def verify(self, receipt: bytes) -> VerificationDocument:
        """Recompute a receipt."""


@dataclass(frozen=True)
class Service:
    """Everything a request may need; made at start-up, never changed."""

    settings: Settings
    evaluator: Evaluating
    engine: Engine
    metrics: Metrics


def service_of(request: Request) -> Service:
    """Return the service of the application a request came to."""
    service: Service = request.app.state.service
    return service
