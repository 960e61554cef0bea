"""Shapes of everything hakari answers: command line, HTTP and pages show these, nothing else.

Minimum keys are a contract (README, "Commands"): add, never rename.
"""

from api.results.base import GradeCount, Message, Result
from api.results.carbon import (
    AllocationApplied,
    AssessmentDocument,
    AssessmentResult,
    CarriedCarbon,
    ComparisonDocument,
    Contribution,
    Coverage,
    FunctionalUnitText,
    IndicatorScore,
    MatrixCell,
    NotComputable,
    RouteReference,
    RuleApplied,
    Total,
    Verdict,
)
from api.results.checks import (
    BackgroundCheckDocument,
    CrosscheckDocument,
    CrosscheckPair,
    ExportDocument,
    ValidationDocument,
    VerificationDocument,
)
from api.results.cost import BaselinePrice, CostLine, ParityDocument
from api.results.lists import (
    BackgroundDocument,
    BackgroundSummary,
    CaseSummary,
    ElementarySummary,
    EvidenceCount,
    FactorEvidence,
    GuidelineSummary,
    IndicatorSummary,
    ProviderSummary,
)
from api.results.requests import AssessmentRequest, ParityRequest

__all__ = [
    "AllocationApplied",
    "AssessmentDocument",
    "AssessmentRequest",
    "AssessmentResult",
    "BackgroundCheckDocument",
    "BackgroundDocument",
    "BackgroundSummary",
    "BaselinePrice",
    "CarriedCarbon",
    "CaseSummary",
    "ComparisonDocument",
    "Contribution",
    "CostLine",
    "Coverage",
    "CrosscheckDocument",
    "CrosscheckPair",
    "ElementarySummary",
    "EvidenceCount",
    "ExportDocument",
    "FactorEvidence",
    "FunctionalUnitText",
    "GradeCount",
    "GuidelineSummary",
    "IndicatorScore",
    "IndicatorSummary",
    "MatrixCell",
    "Message",
    "NotComputable",
    "ParityDocument",
    "ParityRequest",
    "ProviderSummary",
    "Result",
    "RouteReference",
    "RuleApplied",
    "Total",
    "ValidationDocument",
    "Verdict",
    "VerificationDocument",
]
