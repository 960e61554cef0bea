"""The results the pages show: each case weighed once a process, under every guideline."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from api.pages.analyses import Analyses
from api.pages.reading import read_parity
from api.problems import problem_of
from api.references import Reference
from api.results import (
    AssessmentDocument,
    AssessmentRequest,
    AssessmentResult,
    CaseSummary,
    ComparisonDocument,
    ComparisonRequest,
    GuidelineSummary,
    MatrixCell,
    NotComputable,
    ParityDocument,
    ParityRequest,
)
from api.service import Evaluating
from inventories.document import Localised
from inventories.errors import HakariError

Role = Literal["bio", "baseline"]


class _References(Protocol):
    def of_case(self, case_id: str) -> Reference: ...


class Comparing(Evaluating, Protocol):
    """What the pages ask of `api.evaluation.Evaluator`: answers, and the matrix."""

    @property
    def library(self) -> _References:
        """The checked cases."""

    def compare(
        self, references: Sequence[Reference], guidelines: Sequence[str] = ()
    ) -> ComparisonDocument:
        """Every case under every guideline, beside its baseline."""

    def compared(
        self, references: Sequence[Reference], request: ComparisonRequest
    ) -> ComparisonDocument:
        """Cases under guidelines, and why two of them differ."""


@dataclass(frozen=True)
class Weighing:
    """A case under one guideline.

    Attributes
    ----------
    cell : score, baseline score and reduction; both scores are None if not computable
    bio, baseline : the full results, None if not computable
    not_computable : why, in both languages
    """

    cell: MatrixCell
    bio: AssessmentResult | None
    baseline: AssessmentResult | None
    not_computable: Localised | None

    @property
    def baseline_scale(self) -> float | None:
        """What a number of the baseline's result is multiplied by for the same function."""
        same, own = self.cell.baseline_same_function, self.cell.baseline_score
        return same / own if same is not None and own else None

    @property
    def unverified_share(self) -> float | None:
        """Share of the route's score that rests on unverified numbers."""
        return self.bio.coverage.by_grade.get("unverified", 0.0) if self.bio else None

    @property
    def ends_at_gate(self) -> bool:
        """Whether product or baseline leaves with carbon that the score does not follow."""
        return any(
            r is not None and r.carried_carbon is not None for r in (self.bio, self.baseline)
        )


@dataclass(frozen=True)
class WeighedCase:
    """Everything a page says about one case."""

    summary: CaseSummary
    documents: Mapping[str, Any]
    assessments: Mapping[Role, AssessmentDocument]
    weighings: Mapping[str, Weighing]
    parity: ParityDocument | None
    parity_missing: Localised | None

    @property
    def unverified_cost_share(self) -> float | None:
        """Share of the cost, credits counted by size, that rests on unverified numbers."""
        return self.parity.unverified_share if self.parity else None


class Weighings:
    """Weighs cases on demand and keeps them: a case of the library never changes while we run."""

    def __init__(self, evaluator: Comparing) -> None:
        self.evaluator = evaluator
        self.guidelines: tuple[GuidelineSummary, ...] = evaluator.guidelines()
        self.analyses = Analyses(evaluator)
        self._cases: dict[str, WeighedCase] = {}
        self._gaps: dict[tuple[str, str, str], ComparisonDocument] = {}
        self._lock = threading.Lock()

    def case(self, case_id: str) -> WeighedCase:
        """Return a weighed case.

        Raises
        ------
        CaseUnknownError
        """
        with self._lock:
            if case_id not in self._cases:
                self._cases[case_id] = _weigh(self.evaluator, case_id)
            return self._cases[case_id]

    def explained(self, case_id: str, one: str, other: str) -> ComparisonDocument:
        """Return a case under two guidelines of the list, with the gap between them explained.

        Raises
        ------
        CaseUnknownError, GuidelineUnknownError
        """
        key = (case_id, one, other)
        with self._lock:
            if key not in self._gaps:
                asked = {"guidelines": (one, other), "explain": {"from": one, "to": other}}
                self._gaps[key] = self.evaluator.compared(
                    (self.evaluator.library.of_case(case_id),),
                    ComparisonRequest.model_validate(asked),
                )
            return self._gaps[key]

    def cases(self) -> tuple[WeighedCase, ...]:
        """Return every case of the library, weighed."""
        return tuple(self.case(summary.id) for summary in self.evaluator.cases())

    def default_guideline(self) -> str:
        """Return the guideline that covers most cases with its own text, the best seen of them."""

        def weakness(guideline: GuidelineSummary) -> tuple[int, int]:
            cells = [case.weighings[guideline.id].cell for case in self.cases()]
            without = sum(cell.for_comparison or cell.score is None for cell in cells)
            return without, -guideline.evidence.seen

        return min(self.guidelines, key=weakness).id


def _weigh(evaluator: Comparing, case_id: str) -> WeighedCase:
    summary = evaluator.case(case_id)
    roles: tuple[Role, ...] = ("bio", "baseline")
    assessments: dict[Role, AssessmentDocument] = {
        role: AssessmentDocument.model_validate_json(
            evaluator.assess(AssessmentRequest(case=case_id, role=role)).body
        )
        for role in roles
    }
    bio, baseline = ({r.guideline: r for r in assessments[role].results} for role in roles)
    missing: dict[str, NotComputable] = {
        m.guideline: m for role in roles for m in assessments[role].not_computable
    }
    matrix = evaluator.compare((evaluator.library.of_case(case_id),)).matrix
    parity, parity_missing = _parity(evaluator, case_id)
    return WeighedCase(
        summary=summary,
        documents=evaluator.case_documents(case_id),
        assessments=assessments,
        weighings={
            cell.guideline: Weighing(
                cell=cell,
                bio=bio.get(cell.guideline),
                baseline=baseline.get(cell.guideline),
                not_computable=missing[cell.guideline].reason
                if cell.guideline in missing
                else cell.note,
            )
            for cell in matrix
        },
        parity=parity,
        parity_missing=parity_missing,
    )


def _parity(evaluator: Comparing, case_id: str) -> tuple[ParityDocument | None, Localised | None]:
    try:
        body = evaluator.parity(ParityRequest(case=case_id)).body
    except HakariError as error:
        en, ja = (str(problem_of(error, language)["detail"]) for language in ("en", "ja"))
        return None, Localised(en=en, ja=ja)
    return read_parity(body), None
