"""The one façade over carbon and cost: command line, HTTP, pages and notebooks call it.

An `Evaluator` holds what never changes while a process runs: the background, the guidelines, the
price tables, the checked case library. Every method is a pure function of its arguments and those.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, NamedTuple

from api import __version__, present
from api.canonical import canonical_bytes, digest, rounded
from api.errors import RequestEmptyError
from api.inputs import data_digests
from api.listing import (
    background_summary,
    case_summary,
    guideline_document,
    guideline_summary,
    route_document,
)
from api.problems import is_limit_of_rules, reason_of
from api.receipts import (
    ReceiptInputs,
    make_receipt,
    receipt_bytes,
)
from api.references import Library, Reference
from api.results import (
    AssessmentDocument,
    AssessmentRequest,
    BackgroundCheckDocument,
    BackgroundDocument,
    BackgroundSummary,
    CaseSummary,
    ComparisonDocument,
    CrosscheckDocument,
    GuidelineSummary,
    IndicatorSummary,
    NotComputable,
    ParityDocument,
    ParityRequest,
    ValidationDocument,
    VerificationDocument,
)
from api.searching import search_background
from inventories.document import Localised, Route
from inventories.errors import HakariError
from lca import artefact
from lca.background import Background
from lca.indicators import characterization
from methods.assess import Assessment, assess
from methods.guideline import Guideline, checked_date, guideline_ids, load_guideline
from parity.coverage import price_map
from parity.parity import ParityOptions, assess_parity
from parity.tables import PriceTables, load_tables

BACKGROUND_FOLDER = "background"


class Evaluated(NamedTuple):
    """A result as canonical JSON, with its receipt; `id` is the receipt's sha256."""

    id: str
    body: bytes
    receipt: bytes


class Evaluator:
    """Everything hakari can answer."""

    def __init__(self, background: Background, prices: PriceTables) -> None:
        self.background = background
        self.prices = prices
        self.library = Library(
            background.catalogue, {key: row.per for key, row in prices.prices.items()}
        )
        self.guidelines_in_use = {i: load_guideline(i) for i in guideline_ids()}

    @classmethod
    def create(cls, data_dir: Path) -> Evaluator:
        """Make an evaluator; the background is built in `data_dir` if it is not there."""
        return cls(artefact.ensure(data_dir / BACKGROUND_FOLDER), load_tables())

    @classmethod
    def rebuild(cls, data_dir: Path) -> Evaluator:
        """Make an evaluator on a background that is built anew."""
        artefact.remove(data_dir / BACKGROUND_FOLDER)
        return cls.create(data_dir)

    # Lists -------------------------------------------------------------------------------------

    def cases(self) -> tuple[CaseSummary, ...]:
        """List the cases of the library."""
        return tuple(self.case(case_id) for case_id in self.library.ids)

    def case(self, case_id: str) -> CaseSummary:
        """Return one case of the library.

        Raises
        ------
        CaseUnknownError
        """
        return case_summary(self.library.case(case_id))

    def case_documents(self, case_id: str) -> dict[str, Any]:
        """Return a case's two documents as plain data."""
        case = self.library.case(case_id)
        baseline = route_document(case.baseline) if case.baseline is not None else None
        return {"route": route_document(case.route), "baseline": baseline}

    def guidelines(self) -> tuple[GuidelineSummary, ...]:
        """List the guidelines."""
        return tuple(guideline_summary(g) for g in self.guidelines_in_use.values())

    def guideline(self, guideline_id: str) -> dict[str, Any]:
        """Return a guideline and its rules as plain data.

        Raises
        ------
        GuidelineUnknownError
        """
        return guideline_document(load_guideline(guideline_id))

    def backgrounds(self) -> tuple[BackgroundSummary, ...]:
        """List the backgrounds."""
        return (background_summary(self.background),)

    def indicators(self) -> tuple[IndicatorSummary, ...]:
        """List the LCIA indicators that can be computed beside a guideline."""
        return tuple(
            IndicatorSummary(
                id=i.id,
                title=Localised(en=i.title_en, ja=i.title_ja),
                unit=i.unit,
                source=i.source,
            )
            for i in self.background.indicators
        )

    def background_document(self, search: str = "") -> BackgroundDocument:
        """List the datasets and elementary flows whose key or title holds every word searched."""
        return search_background(self.background, self.prices, search)

    def check_background(self) -> BackgroundCheckDocument:
        """Check the background in use: files, solve, carbon closure."""
        from lca.build import check_artefact  # noqa: PLC0415

        problems, residual = check_artefact(self.background)
        return BackgroundCheckDocument(
            id=self.background.id,
            ok=not problems,
            datasets=len(self.background.provider_keys),
            closed=int(self.background.carbon_closed.sum()),
            max_residual=residual,
            problems=tuple(problems),
        )

    # Answers -----------------------------------------------------------------------------------

    def validate(self, data: bytes, name: str, baseline: Route | None = None) -> ValidationDocument:
        """Check a document; never raises for what it holds."""
        found = self.library.validated(data, name, baseline)
        return ValidationDocument(ok=found.ok, findings=found.findings)

    def assess(self, request: AssessmentRequest) -> Evaluated:
        """Answer an assessment request."""
        reference = self._requested(request.case, request.route, None)
        return self.assess_route(
            reference.in_role(request.role),
            request.guidelines,
            request.indicators,
            request.date,
            reference,
        )

    def assess_route(
        self,
        route: Route,
        guidelines: Sequence[str] = (),
        indicators: Sequence[str] = (),
        date: str | None = None,
        reference: Reference | None = None,
    ) -> Evaluated:
        """Assess a checked route under some guidelines (none named: all).

        A guideline that is named and cannot be applied is an error; under "all" it is listed as
        not computable, with the reason.
        """
        self._check_options(indicators, date)
        results, missing = [], []
        for name in guidelines or tuple(self.guidelines_in_use):
            guideline = load_guideline(name)
            try:
                found = self.assessment(route, guideline, date, indicators)
            except HakariError as error:
                if guidelines or not is_limit_of_rules(error):
                    raise
                missing.append(NotComputable(guideline=name, reason=reason_of(error)))
                continue
            title = guideline.document.title
            results.append(present.assessment_result(found, self.background, title))
        document = AssessmentDocument(
            route=present.route_reference(route),
            functional_unit=present.functional_unit(route),
            background=self.background.id,
            results=tuple(results),
            not_computable=tuple(missing),
        )
        options: dict[str, object] = {
            "guidelines": list(guidelines),
            "indicators": list(indicators),
            "date": date,
        }
        used = tuple(guidelines) or tuple(self.guidelines_in_use)
        inputs = self._inputs(route, None, used, options)
        return _sealed("assessment", inputs, document, reference)

    def parity(self, request: ParityRequest) -> Evaluated:
        """Answer a parity request."""
        reference = self._requested(request.case, request.route, request.baseline)
        return self.parity_of(
            reference,
            ParityOptions(
                target=request.target, year=request.year, baseline_kind=request.baseline_kind
            ),
        )

    def parity_of(self, reference: Reference, options: ParityOptions) -> Evaluated:
        """Weigh a checked route against its baseline in money."""
        document = self.parity_document(reference, options)
        inputs = self._inputs(reference.route, reference.baseline, (), asdict(options))
        return _sealed("parity", inputs, document, reference)

    def parity_document(
        self, reference: Reference, options: ParityOptions | None = None
    ) -> ParityDocument:
        """Return the parity of a checked route, without receipt."""
        baseline = reference.in_role("baseline")
        found = assess_parity(
            self.library.inventory(reference.route),
            self.library.inventory(baseline),
            options or ParityOptions(),
            self.prices,
        )
        return present.parity_document(found, reference.route, baseline, self.prices)

    def compare(
        self, references: Sequence[Reference], guidelines: Sequence[str] = ()
    ) -> ComparisonDocument:
        """Return the matrix of routes and guidelines, each beside its baseline."""
        from api.comparing import compare  # noqa: PLC0415  (it is written in terms of this class)

        return compare(self, references, guidelines)

    def crosscheck(self, case_names: Sequence[str] = ()) -> CrosscheckDocument:
        """Calculate cases × guidelines again with bw2calc."""
        from api.checking import crosscheck  # noqa: PLC0415  (bw2calc only where it is asked for)

        return crosscheck(self, case_names)

    def verify(self, receipt: bytes) -> VerificationDocument:
        """Recompute a receipt and say where the recalculation differs."""
        from api.checking import verify  # noqa: PLC0415

        return verify(self, receipt)

    def assessment(
        self,
        route: Route,
        guideline: Guideline,
        date: str | None = None,
        indicators: Sequence[str] = (),
    ) -> Assessment:
        """Assess a checked route under one guideline."""
        inventory = self.library.inventory(route)
        prices = price_map(inventory, self.prices)
        return assess(inventory, guideline, self.background, date, indicators, prices=prices)

    def _requested(
        self,
        case: str | None,
        route: Mapping[str, object] | None,
        baseline: Mapping[str, object] | None,
    ) -> Reference:
        if (case is None) == (route is None) or (case is not None and baseline is not None):
            raise RequestEmptyError
        if case is not None:
            return self.library.of_case(case)
        return self.library.of_documents(route or {}, baseline)

    def _inputs(
        self,
        route: Route,
        baseline: Route | None,
        guidelines: Sequence[str],
        options: dict[str, object],
    ) -> ReceiptInputs:
        return ReceiptInputs(
            engine=f"hakari {__version__}",
            background=self.background.id,
            background_tables=self.background.tables_digest,
            guidelines={name: _guideline_digest(name) for name in guidelines},
            prices=self.prices.digest,
            data=data_digests(),
            route=route_document(route),
            baseline=route_document(baseline) if baseline is not None else None,
            options=options,
        )

    def _check_options(self, indicators: Sequence[str], date: str | None) -> None:
        """Refuse what is wrong for every guideline, so that it is not taken for a rule's limit."""
        for name in indicators:
            characterization(self.background, name)
        if date is not None:
            checked_date(date)


@functools.cache
def _guideline_digest(name: str) -> str:
    return digest(guideline_document(load_guideline(name)))


def _sealed(
    kind: Literal["assessment", "parity"],
    inputs: ReceiptInputs,
    document: AssessmentDocument | ParityDocument,
    reference: Reference | None = None,
) -> Evaluated:
    """Make the receipt of a document and write its id where the document names its receipt.

    Where a baseline was found and what the checks warn of is said to the reader but is no part of
    the receipt: the same documents give the same receipt wherever they lie.
    """
    plain = document.model_dump(mode="json", exclude_none=True, exclude={"findings"})
    receipt = make_receipt(kind, inputs, plain)
    if reference is not None:
        plain["findings"] = [f.model_dump(mode="json") for f in reference.warnings]
        if kind == "parity":
            plain["baseline"]["origin"] = reference.baseline_from
    for part in plain.get("results", (plain,)):
        part["receipt"] = receipt.id
    return Evaluated(receipt.id, canonical_bytes(rounded(plain)), receipt_bytes(receipt))
