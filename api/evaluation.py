"""The one façade over carbon and cost: command line, HTTP, pages and notebooks call it.

An `Evaluator` answers from what it holds (`api.holdings`): the background, the guidelines, the
price tables, the checked case library. Every method is a pure function of its arguments and those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api import present
from api.errors import RequestEmptyError
from api.holdings import Holdings
from api.problems import is_limit_of_rules, reason_of
from api.references import Reference
from api.results import (
    AssessmentDocument,
    AssessmentRequest,
    CashFlowRequest,
    ComparisonDocument,
    ComparisonRequest,
    CrosscheckDocument,
    NotComputable,
    ParityOptionsRequest,
    ParityRequest,
    ValidationDocument,
    VerificationDocument,
)
from api.sealing import Evaluated, receipt_inputs, sealed
from inventories.document import Route
from inventories.errors import HakariError
from inventories.expressions import Value
from lca.indicators import characterization
from methods.assess import Assessment, assess
from methods.guideline import Guideline, checked_date, load_guideline
from methods.rulebook import Rules
from methods.scoring import Scorer
from parity.coverage import price_map


class Evaluator(Holdings):
    """Everything hakari can answer."""

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
            plant_start=request.plant_start,
        )

    def assess_route(
        self,
        route: Route,
        guidelines: Sequence[str] = (),
        indicators: Sequence[str] = (),
        date: str | None = None,
        reference: Reference | None = None,
        *,
        plant_start: str | None = None,
    ) -> Evaluated:
        """Assess a checked route under some guidelines (none named: all).

        A guideline that is named and cannot be applied is an error; under "all" it is listed as
        not computable, with the reason.
        """
        self._check_options(indicators, date, plant_start)
        results, missing = [], []
        for name in guidelines or tuple(self.guidelines_in_use):
            guideline = load_guideline(name)
            try:
                found = self.assessment(route, guideline, date, indicators, plant_start=plant_start)
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
            "plant_start": plant_start,
        }
        used = tuple(guidelines) or tuple(self.guidelines_in_use)
        inputs = receipt_inputs(self.background, self.prices, route, used, options)
        return sealed("assessment", inputs, document, reference)

    def parity(self, request: ParityRequest) -> Evaluated:
        """Answer a parity request."""
        reference = self._requested(request.case, request.route, request.baseline)
        options = request.model_dump(exclude={"case", "route", "baseline"}, by_alias=True)
        return self.parity_of(reference, ParityOptionsRequest.model_validate(options))

    def parity_of(self, reference: Reference, asked: ParityOptionsRequest) -> Evaluated:
        """Weigh a checked route against its baseline in money."""
        from api.weighing import tables_of, weighed  # noqa: PLC0415  (written in terms of this)

        document = weighed(self, reference, asked)
        inputs = receipt_inputs(
            self.background,
            tables_of(self, asked),
            reference.route,
            (asked.carbon.guideline,) if asked.carbon else (),
            asked.model_dump(mode="json", exclude_none=True),
            baseline=reference.baseline,
        )
        return sealed("parity", inputs, document, reference)

    def cash_flow(self, asked: CashFlowRequest) -> Evaluated:
        """Solve a cash flow."""
        from api.cash_flows import cash_flow  # noqa: PLC0415  (only where it is asked for)

        document = cash_flow(dict(asked.document), asked)
        inputs = receipt_inputs(
            self.background,
            self.prices,
            None,
            (),
            asked.model_dump(mode="json", exclude={"document"}, exclude_none=True),
            cash_flow=asked.document,
        )
        return sealed("cash_flow", inputs, document)

    def compare(
        self, references: Sequence[Reference], guidelines: Sequence[str] = ()
    ) -> ComparisonDocument:
        """Return the matrix of routes and guidelines, each beside its baseline."""
        return self.compared(references, ComparisonRequest(guidelines=tuple(guidelines)))

    def comparison(self, request: ComparisonRequest) -> ComparisonDocument:
        """Answer a comparison request: cases and routes named, or the whole library."""
        references = [self.library.of_case(name) for name in request.cases]
        references += [self.library.of_documents(route, None) for route in request.routes]
        if not references:
            references = [self.library.of_case(name) for name in self.library.ids]
        return self.compared(references, request)

    def compared(
        self, references: Sequence[Reference], request: ComparisonRequest
    ) -> ComparisonDocument:
        """Compare checked routes under guidelines, and explain what was asked for."""
        from api.comparisons import compared  # noqa: PLC0415  (written in terms of this class)

        return compared(self, references, request)

    def scorer(self, route: Route, samples: Mapping[str, Value] | None = None) -> Scorer:
        """Return a new scorer of a checked route, on samples of its parameters if given.

        A scorer keeps what it has computed and is not for several threads: one a request.

        Parameters
        ----------
        samples
            Parameter -> (s,) values in the parameter's unit. Prices are those of the document.
        """
        plain = self.library.inventory(route)
        inventory = self.library.inventory(route, samples) if samples else plain
        return Scorer(inventory, self.background, price_map(plain, self.prices))

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
        rules: Rules | None = None,
        plant_start: str | None = None,
    ) -> Assessment:
        """Assess a checked route under one guideline, or under a proposal's rules laid over it."""
        inventory = self.library.inventory(route)
        return assess(
            inventory,
            guideline,
            self.background,
            date,
            indicators,
            prices=price_map(inventory, self.prices),
            plant_start=plant_start,
            rules=rules,
        )

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

    def _check_options(self, indicators: Sequence[str], *days: str | None) -> None:
        """Refuse what is wrong for every guideline, so that it is not taken for a rule's limit."""
        for name in indicators:
            characterization(self.background, name)
        for day in days:
            if day is not None:
                checked_date(day)
