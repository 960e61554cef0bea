"""An evaluator that answers fixed documents, and a client without a socket."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin

import anyio.from_thread
import httpx
from pydantic import BaseModel

from api.app import create_app
from api.canonical import canonical_bytes
from api.errors import ReceiptInvalidError
from api.results import (
    AssessmentDocument,
    AssessmentRequest,
    BackgroundDocument,
    BackgroundSummary,
    CaseSummary,
    CashFlowDocument,
    CashFlowRequest,
    ComparisonDocument,
    ComparisonRequest,
    GuidelineSummary,
    IndicatorSummary,
    ParityDocument,
    ParityRequest,
    RouteReference,
    ScenarioSummary,
    ValidationDocument,
    VerificationDocument,
)
from api.settings import Settings
from inventories.document.base import Localised
from inventories.errors import CaseUnknownError, HakariError, RouteInvalidError
from inventories.findings import Finding

CASE_IDS = ("alpha", "beta", "gamma", "delta", "epsilon")
GUIDELINE = "pact_methodology_v3"
FINDING = Finding(
    level="error",
    rule="unlinked-input",
    pointer="/activities/0/inputs/1",
    message=Localised(en="Nothing makes `sugr`.", ja="`sugr` を作るものがありません。"),
    params={"name": "sugr"},
    suggestion=Localised(en="Did you mean `sugar`?", ja="`sugar` ではありませんか。"),
)


class GuidelineUnknownFakeError(HakariError):
    status = 404
    slug = "guideline-unknown-fake"


class TableBrokenFakeError(HakariError):
    slug = "table-broken-fake"


class Evaluated(NamedTuple):
    id: str
    body: bytes
    receipt: bytes


def text(en: str) -> Localised:
    return Localised(en=en, ja=f"日本語 {en}")


def sample(model: type[BaseModel], **given: Any) -> Any:
    """The smallest document of a model: its required fields by type, and what is given."""
    required = {name: field for name, field in model.model_fields.items() if field.is_required()}
    return model(**{name: _value(field.annotation) for name, field in required.items()} | given)


def _value(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return sample(kind)
    match get_origin(kind):
        case typing.Literal:
            return get_args(kind)[0]
        case typing.Union | types.UnionType:
            return None
        case None:
            return {str: "x", int: 1, float: 1.0, bool: True}[kind]
        case container:
            return container()


class FakeEvaluator:
    """Answers by rule of the request; counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0
        self.built = True

    def cases(self) -> tuple[CaseSummary, ...]:
        return tuple(self.case(case_id) for case_id in CASE_IDS)

    def case(self, id: str) -> CaseSummary:
        if id not in CASE_IDS:
            raise CaseUnknownError(id, ("alpha",))
        return sample(CaseSummary, id=id, title=text(id), baseline=text("baseline"))

    def case_documents(self, id: str) -> dict[str, Any]:
        return {"route": {"id": id, "schema": "hakari/route/1"}, "baseline": {"id": "old"}}

    def guidelines(self) -> tuple[GuidelineSummary, ...]:
        return (sample(GuidelineSummary, id=GUIDELINE),)

    def guideline(self, id: str) -> dict[str, Any]:
        if id != GUIDELINE:
            raise GuidelineUnknownFakeError(f"no guideline {id}")
        return {"id": id, "rules": {"boundary": {"choice": "cradle_to_gate"}}}

    def comparison(self, request: ComparisonRequest) -> ComparisonDocument:
        for name in request.cases:
            self.case(name)
        return ComparisonDocument(matrix=())

    def backgrounds(self) -> tuple[BackgroundSummary, ...]:
        if not self.built:
            return ()
        return (sample(BackgroundSummary),)

    def indicators(self) -> tuple[IndicatorSummary, ...]:
        return (IndicatorSummary(id="gwp", title=text("GWP"), unit="kg", source="made up"),)

    def background_document(self, search: str = "") -> BackgroundDocument:
        return BackgroundDocument(id="hakari-open-0", search=search, providers=(), elementary=())

    def validate(self, data: bytes, name: str) -> ValidationDocument:
        assert name in ("route.yaml", "route.json")
        ok = b"schema: hakari/route/1" in data or b'"hakari/route/1"' in data
        return ValidationDocument(ok=ok, findings=() if ok else (FINDING,))

    def assess(self, request: AssessmentRequest) -> Evaluated:
        self.calls += 1
        if request.route is not None and request.route.get("id") == "broken":
            raise RouteInvalidError((FINDING,))
        if request.route is not None and request.route.get("id") == "fault":
            raise RuntimeError("secret recipe: 3 kg of sugar")
        if request.route is not None and request.route.get("id") == "table":
            raise TableBrokenFakeError("tables/secret.csv line 3")
        name = self.case(request.case).id if request.case else "own"
        route = sample(RouteReference, id=name, kind=request.role)
        return _evaluated("assessment", sample(AssessmentDocument, route=route))

    def parity(self, request: ParityRequest) -> Evaluated:
        self.calls += 1
        name = self.case(request.case).id if request.case else "own"
        return _evaluated("parity", sample(ParityDocument, case=name, target=request.target))

    def cash_flow(self, request: CashFlowRequest) -> Evaluated:
        return _evaluated("cash_flow", sample(CashFlowDocument, tax_rule=request.tax_rule))

    def scenarios(self) -> tuple[ScenarioSummary, ...]:
        return (sample(ScenarioSummary),)

    def verify(self, receipt: bytes) -> VerificationDocument:
        given = json.loads(receipt)
        if given.get("schema") != "hakari/receipt/1":
            raise ReceiptInvalidError("/schema: not hakari/receipt/1")
        return VerificationDocument(verdict="same", receipt="0" * 64, differences=())


def _evaluated(kind: str, result: BaseModel) -> Evaluated:
    document = result.model_dump(mode="json")
    body = canonical_bytes(document)
    receipt = canonical_bytes({"schema": "hakari/receipt/1", "kind": kind, "result": document})
    return Evaluated(hashlib.sha256(receipt).hexdigest(), body, receipt)


class Client:
    """Sends requests to an application in this process, from synchronous tests."""

    def __init__(self, portal: Any, app: Any, address: str = "192.0.2.1") -> None:
        self.app = app
        self._portal = portal
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1234))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://hakari.test")

    def request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            return await self._client.request(method, path, **kwargs)

        return self._portal.call(send)

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.request("GET", path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.request("POST", path, **kwargs)


@contextmanager
def running(folder: Path, evaluator: Any = None, **settings: Any) -> Iterator[Client]:
    """Start the application in a folder, with the fake evaluator if none is given."""
    chosen = Settings(data_dir=folder, log_level="warning", **settings)
    app = create_app(chosen, evaluator if evaluator is not None else FakeEvaluator())
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        yield Client(portal, app)
