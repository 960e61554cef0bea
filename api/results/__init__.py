"""Shapes of everything hakari answers: command line, HTTP and pages show these, nothing else.

Minimum keys are a contract (README, "Commands"): add, never rename.
"""

from api.results.base import GradeCount, Message, Result
from api.results.carbon import (
    AllocationApplied,
    AssessmentDocument,
    AssessmentResult,
    CarriedCarbon,
    Contribution,
    Coverage,
    DefaultValue,
    DefaultVariant,
    FunctionalUnitText,
    HeldAgainst,
    IndicatorScore,
    NotComputable,
    RequirementResult,
    RouteReference,
    RuleApplied,
    TermValue,
    Total,
    Verdict,
)
from api.results.cash_flow import CashFlowDocument, CashFlowOptions, CashFlowRequest
from api.results.checks import (
    BackgroundCheckDocument,
    CrosscheckDocument,
    CrosscheckPair,
    ExportDocument,
    ValidationDocument,
    VerificationDocument,
)
from api.results.comparing import ComparisonDocument, ComparisonRequest
from api.results.cost import BaselinePrice, CostLine, ParityDocument, RatioSpread
from api.results.guidelines import (
    GuidelineCheck,
    GuidelineDifference,
    GuidelinePage,
    ProposalList,
)
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
    ScenarioLine,
    ScenarioSummary,
)
from api.results.matrix import MatrixCell
from api.results.parity_request import ParityOptionsRequest, ParityRequest
from api.results.requests import AssessmentRequest

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
    "CashFlowDocument",
    "CashFlowOptions",
    "CashFlowRequest",
    "ComparisonDocument",
    "ComparisonRequest",
    "Contribution",
    "CostLine",
    "Coverage",
    "CrosscheckDocument",
    "CrosscheckPair",
    "DefaultValue",
    "DefaultVariant",
    "ElementarySummary",
    "EvidenceCount",
    "ExportDocument",
    "FactorEvidence",
    "FunctionalUnitText",
    "GradeCount",
    "GuidelineCheck",
    "GuidelineDifference",
    "GuidelinePage",
    "GuidelineSummary",
    "HeldAgainst",
    "IndicatorScore",
    "IndicatorSummary",
    "MatrixCell",
    "Message",
    "NotComputable",
    "ParityDocument",
    "ParityOptionsRequest",
    "ParityRequest",
    "ProposalList",
    "ProviderSummary",
    "RatioSpread",
    "RequirementResult",
    "Result",
    "RouteReference",
    "RuleApplied",
    "ScenarioLine",
    "ScenarioSummary",
    "TermValue",
    "Total",
    "ValidationDocument",
    "Verdict",
    "VerificationDocument",
]
