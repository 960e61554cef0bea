"""The one façade over carbon and cost: command line, HTTP, pages and notebooks call it.

An `Evaluator` holds what never changes while a process runs: the background, the guidelines, the
price tables, the checked case library. Every method is a pure function of its arguments and those.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from api import __version__, present
from api.canonical import canonical_bytes, digest, rounded
from api.errors import RequestEmptyError
from api.receipts import (
    MAX_DIFFERENCES,
    ReceiptInputs,
    differences,
    make_receipt,
    read_receipt,
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
    CrosscheckPair,
    EvidenceCount,
    GradeCount,
    GuidelineSummary,
    MatrixCell,
    NotComputable,
    ParityDocument,
    ParityRequest,
    ValidationDocument,
    VerificationDocument,
)
from api.searching import search_background
from inventories.document import Localised, Route
from inventories.document.base import Provenance
from inventories.errors import CaseUnknownError, HakariError
from inventories.validation import validate
from lca import background as backgrounds
from lca.background import Background
from lca.indicators import characterization
from methods.assess import Assessment, assess
from methods.guideline import Guideline, checked_date, guideline_ids, load_guideline
from parity.coverage import price_map
from parity.parity import ParityOptions, assess_parity
from parity.tables import PriceTables, load_tables

BACKGROUND_FOLDER = "background"
BaselineKind = Literal["auto", "market_price", "own_plant"]
Role = Literal["bio", "baseline"]


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
        self._guidelines = {i: load_guideline(i) for i in guideline_ids()}

    @classmethod
    def create(cls, data_dir: Path) -> Evaluator:
        """Make an evaluator; the background is built in `data_dir` if it is not there."""
        return cls(backgrounds.ensure(data_dir / BACKGROUND_FOLDER), load_tables())

    @classmethod
    def rebuild(cls, data_dir: Path) -> Evaluator:
        """Make an evaluator on a background that is built anew."""
        backgrounds.remove(data_dir / BACKGROUND_FOLDER)
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
        case = self.library.case(case_id)
        route, baseline, about = case.route, case.baseline, case.about
        if baseline is None or about is None:  # a folder of the library has both
            raise CaseUnknownError(case_id)
        return CaseSummary(
            id=case.id,
            title=about.title,
            summary=about.summary,
            theme=about.theme,
            status=about.status,
            product=route.flows[route.functional_unit.flow].title,
            baseline=baseline.title,
            geography=route.geography,
            trl=route.trl,
            grades=_grade_count(route, baseline),
        )

    def case_documents(self, case_id: str) -> dict[str, Any]:
        """Return a case's two documents as plain data."""
        case = self.library.case(case_id)
        baseline = _plain(case.baseline) if case.baseline is not None else None
        return {"route": _plain(case.route), "baseline": baseline}

    def guidelines(self) -> tuple[GuidelineSummary, ...]:
        """List the guidelines."""
        return tuple(_guideline_summary(g) for g in self._guidelines.values())

    def guideline(self, guideline_id: str) -> dict[str, Any]:
        """Return a guideline and its rules as plain data.

        Raises
        ------
        GuidelineUnknownError
        """
        found = load_guideline(guideline_id)
        return guideline_document(found)

    def backgrounds(self) -> tuple[BackgroundSummary, ...]:
        """List the backgrounds."""
        found = self.background
        return (
            BackgroundSummary(
                id=found.id,
                name=str(found.metadata.get("name", "hakari-open")),
                datasets=len(found.provider_keys),
                elementary_flows=len(found.flow_keys),
                grades=GradeCount(**Counter(found.grades)),
                licence=str(found.metadata.get("licence", "")),
            ),
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
        found = validate(data, name, self.library.catalogue, baseline, self.library.price_units)
        return ValidationDocument(ok=found.ok, findings=found.findings)

    def assess(self, request: AssessmentRequest) -> Evaluated:
        """Answer an assessment request."""
        reference = self._requested(request.case, request.route, None)
        return self.assess_route(
            reference.in_role(request.role), request.guidelines, request.indicators, request.date
        )

    def assess_route(
        self,
        route: Route,
        guidelines: Sequence[str] = (),
        indicators: Sequence[str] = (),
        date: str | None = None,
    ) -> Evaluated:
        """Assess a checked route under some guidelines (none named: all).

        A guideline that is named and cannot be applied is an error; under "all" it is listed as
        not computable, with the reason.
        """
        self._check_options(indicators, date)
        results, missing = [], []
        for name in guidelines or tuple(self._guidelines):
            guideline = load_guideline(name)
            try:
                found = self.assessment(route, guideline, date, indicators)
            except HakariError as error:
                if guidelines:
                    raise
                missing.append(NotComputable(guideline=name, reason=_reason(error)))
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
        used = tuple(guidelines) or tuple(self._guidelines)
        inputs = self._inputs(route, None, used, options)
        return _sealed("assessment", inputs, document)

    def parity(self, request: ParityRequest) -> Evaluated:
        """Answer a parity request."""
        reference = self._requested(request.case, request.route, request.baseline)
        return self.parity_of(reference, request.target, request.year, request.baseline_kind)

    def parity_of(
        self, reference: Reference, target: float, year: int, baseline_kind: BaselineKind
    ) -> Evaluated:
        """Weigh a checked route against its baseline in money."""
        document = self.parity_document(reference, target, year, baseline_kind)
        options: dict[str, object] = {
            "target": target,
            "year": year,
            "baseline_kind": baseline_kind,
        }
        inputs = self._inputs(reference.route, reference.baseline, (), options)
        return _sealed("parity", inputs, document)

    def parity_document(
        self,
        reference: Reference,
        target: float = 1.2,
        year: int = 2030,
        baseline_kind: BaselineKind = "auto",
    ) -> ParityDocument:
        """Return the parity of a checked route, without receipt."""
        baseline = reference.in_role("baseline")
        found = assess_parity(
            self.library.inventory(reference.route),
            self.library.inventory(baseline),
            ParityOptions(target=target, year=year, baseline_kind=baseline_kind),
            self.prices,
        )
        return present.parity_document(found, reference.route, baseline, self.prices)

    def compare(
        self, references: Sequence[Reference], guidelines: Sequence[str] = ()
    ) -> ComparisonDocument:
        """Return the matrix of routes and guidelines, each beside its baseline."""
        names = tuple(guidelines) or tuple(self._guidelines)
        return ComparisonDocument(
            matrix=tuple(
                self._cell(reference, load_guideline(name))
                for reference in references
                for name in names
            )
        )

    def _cell(self, reference: Reference, guideline: Guideline) -> MatrixCell:
        try:
            bio = self.assessment(reference.route, guideline)
            base = (
                self.assessment(reference.baseline, guideline)
                if reference.baseline is not None
                else None
            )
        except HakariError as error:
            return MatrixCell(
                case=reference.id,
                guideline=guideline.id,
                score=None,
                baseline_score=None,
                unit="",
                reduction=None,
                for_comparison=False,
                note=_reason(error),
            )
        return MatrixCell(
            case=reference.id,
            guideline=guideline.id,
            score=bio.score,
            baseline_score=base.score if base else None,
            unit=bio.unit,
            reduction=_reduction(reference.route, bio, base),
            for_comparison=bio.for_comparison,
        )

    def crosscheck(self, case_names: Sequence[str] = ()) -> CrosscheckDocument:
        """Calculate cases × guidelines again with bw2calc."""
        from lca.oracle import compared_scores  # noqa: PLC0415

        details = []
        for name in case_names or self.library.ids:
            reference = self.library.of_name(name)
            for role, route in (("bio", reference.route), ("baseline", reference.baseline)):
                if route is None:
                    continue
                for guideline in self._guidelines.values():
                    try:
                        system = self.assessment(route, guideline).system
                    except HakariError:
                        continue  # listed as not computable by `compare`
                    details += [
                        CrosscheckPair(
                            case=reference.id,
                            role="bio" if role == "bio" else "baseline",
                            guideline=guideline.id,
                            total=c.total,
                            hakari=c.hakari,
                            bw2calc=c.bw2calc,
                            rel_diff=c.rel_diff,
                        )
                        for c in compared_scores(system, self.background)
                    ]
        return CrosscheckDocument(
            pairs=len(details),
            max_rel_diff=max((d.rel_diff for d in details), default=0.0),
            engine="bw2calc",
            details=tuple(details),
        )

    def verify(self, receipt: bytes) -> VerificationDocument:
        """Recompute a receipt and say where the recalculation differs.

        Raises
        ------
        ReceiptInvalidError
            If it is no receipt or was changed after it was made.
        RouteInvalidError
            If its route no longer passes the checks.
        """
        old = read_receipt(receipt)
        options = old.inputs.options
        reference = self.library.of_documents(old.inputs.route, old.inputs.baseline)
        if old.kind == "assessment":
            new = self.assess_route(
                reference.route,
                _strings(options["guidelines"]),
                _strings(options["indicators"]),
                None if options["date"] is None else str(options["date"]),
            )
        else:
            request = ParityRequest.model_validate(
                {"route": {}, **{k: options[k] for k in ("target", "year", "baseline_kind")}}
            )
            new = self.parity_of(reference, request.target, request.year, request.baseline_kind)
        again = read_receipt(new.receipt)
        found = [
            *differences(old.inputs.model_dump(), again.inputs.model_dump(), "/inputs"),
            *differences(old.result, again.result, "/result"),
        ]
        return VerificationDocument(
            verdict="differs" if found else "same",
            receipt=old.id,
            differences=tuple(found[:MAX_DIFFERENCES]),
        )

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
        if (case is None) == (route is None):
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
            route=_plain(route),
            baseline=_plain(baseline) if baseline is not None else None,
            options=options,
        )

    def _check_options(self, indicators: Sequence[str], date: str | None) -> None:
        """Refuse what is wrong for every guideline, so that it is not taken for a rule's limit."""
        for name in indicators:
            characterization(self.background, name)
        if date is not None:
            checked_date(date)


def guideline_document(guideline: Guideline) -> dict[str, Any]:
    """Return a guideline with all its dated rules as plain data."""
    return {
        **guideline.document.model_dump(mode="json", by_alias=True),
        "rules": {
            axis: [entry.model_dump(mode="json", by_alias=True) for entry in entries]
            for axis, entries in guideline.entries.items()
        },
    }


@functools.cache
def _guideline_digest(name: str) -> str:
    return digest(guideline_document(load_guideline(name)))


def _sealed(
    kind: Literal["assessment", "parity"],
    inputs: ReceiptInputs,
    document: AssessmentDocument | ParityDocument,
) -> Evaluated:
    """Make the receipt of a document and write its id where the document names its receipt."""
    plain = document.model_dump(mode="json", exclude_none=True)
    receipt = make_receipt(kind, inputs, plain)
    for part in plain.get("results", (plain,)):
        part["receipt"] = receipt.id
    return Evaluated(receipt.id, canonical_bytes(rounded(plain)), receipt_bytes(receipt))


def _plain(route: Route) -> dict[str, Any]:
    plain: dict[str, Any] = route.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain


def _reduction(route: Route, bio: Assessment, base: Assessment | None) -> float | None:
    """Share of the baseline's carbon that the route saves for the same function.

    Per MJ where both results are per MJ; else per unit of product, corrected by `replaces`.
    """
    if base is None or route.replaces is None:
        return None
    if bio.per == base.per == "MJ_LHV":
        own, other = bio.score, base.score
    else:
        own = bio.score / bio.units_of_product
        other = route.replaces.amount * base.score / base.units_of_product
    return 1.0 - own / other if other > 0 else None


def _reason(error: HakariError) -> Localised:
    from api.problems import problem_of  # noqa: PLC0415

    return Localised(
        en=str(problem_of(error, "en")["detail"]), ja=str(problem_of(error, "ja")["detail"])
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _guideline_summary(guideline: Guideline) -> GuidelineSummary:
    document = guideline.document
    return GuidelineSummary(
        id=document.id,
        title=document.title,
        body=document.body,
        edition=document.edition,
        status=document.status,
        in_force_from=document.in_force.from_,
        in_force_to=document.in_force.to,
        applies_to=document.applies_to,
        evidence=EvidenceCount(**guideline.rules_on().evidence_counts()),
    )


def _grade_count(*routes: Route) -> GradeCount:
    return GradeCount(**Counter(grade for route in routes for grade in _grades(route)))


def _grades(part: object) -> Iterator[str]:
    if isinstance(part, Provenance):
        yield part.grade
    if isinstance(part, Mapping):
        for value in part.values():
            yield from _grades(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _grades(value)
    elif hasattr(part, "__pydantic_fields__"):
        for name in type(part).model_fields:  # type: ignore[attr-defined]
            yield from _grades(getattr(part, name))


__all__ = ["Evaluated", "Evaluator", "guideline_document"]
