"""Answers about carbon: assessments and comparisons."""

from typing import Literal

from api.results.base import Message, Result
from api.results.lists import EvidenceCount, FactorEvidence
from inventories.document import Localised
from inventories.findings import Finding


class Contribution(Result):
    """A share of a score. Exactly one of `stage`, `activity`, `provider`, `flow` is set.

    The list holds four complete breakdowns, one by each of these keys; the values of one key sum
    to the score. Do not add values of different keys.
    """

    stage: str | None = None
    activity: str | None = None
    provider: str | None = None
    flow: str | None = None
    title: Localised
    value: float


class Total(Result):
    """One total of a guideline; the first is the score."""

    id: str
    title: Localised
    value: float
    unit: str


class CarriedCarbon(Result):
    """Carbon the product still holds at the gate, kg C per quantity the score is given for.

    `burning_adds` is what burning it would add under this guideline, in the unit of the score.
    """

    biogenic_kg_c: float
    fossil_kg_c: float
    atmospheric_kg_c: float
    burning_adds: float
    unit: str


class Coverage(Result):
    """What the score rests on: shares of the absolute contributions by evidence grade."""

    by_grade: dict[str, float]
    cut_off: tuple[str, ...]
    uncharacterised: tuple[str, ...]
    not_closed: tuple[str, ...]


class Verdict(Result):
    """A verdict the guideline itself defines."""

    passed: bool | None = None
    comparator: float
    unit: str
    saving: float
    threshold: float | None = None
    margin: float | None = None
    clause: str
    evidence: str
    text: Localised


class RuleApplied(Result):
    """One rule axis as applied."""

    axis: str
    title: Localised
    choice: str
    strength: str
    clause: str
    reference: str
    evidence: str
    is_default: bool
    is_overlay: bool
    computed: bool
    text: Localised


class AllocationApplied(Result):
    """How the burden of one activity with several products was shared."""

    activity: str
    rungs: tuple[str, ...]
    shares: dict[str, float]


class IndicatorScore(Result):
    """Score of one LCIA indicator outside the guideline."""

    indicator: str
    title: str
    value: float
    unit: str


class AssessmentResult(Result):
    """One route under one guideline."""

    guideline: str
    guideline_title: Localised
    guideline_status: str
    evidence: EvidenceCount
    worst_evidence: str
    factors: tuple[FactorEvidence, ...] = ()
    score: float
    unit: str
    score_is_for: Localised
    for_comparison: bool
    totals: tuple[Total, ...]
    contributions: tuple[Contribution, ...]
    carried_carbon: CarriedCarbon | None = None
    coverage: Coverage
    verdict: Verdict | None = None
    allocation: tuple[AllocationApplied, ...] = ()
    rules: tuple[RuleApplied, ...]
    indicators: tuple[IndicatorScore, ...] = ()
    warnings: tuple[Message, ...]
    receipt: str


class NotComputable(Result):
    """A guideline that could not be applied, and why."""

    guideline: str
    reason: Localised


class RouteReference(Result):
    """Which route was assessed."""

    id: str
    kind: Literal["bio", "baseline"]
    title: Localised


class FunctionalUnitText(Result):
    """The functional unit in words and numbers."""

    amount: float
    unit: str
    flow: str
    comparison: str
    function: Localised


class AssessmentDocument(Result):
    """Answer of `assess`. `findings` are the warnings about the documents (not in the receipt)."""

    route: RouteReference
    functional_unit: FunctionalUnitText
    background: str
    results: tuple[AssessmentResult, ...]
    not_computable: tuple[NotComputable, ...] = ()
    findings: tuple[Finding, ...] = ()


class MatrixCell(Result):
    """One case under one guideline, with its baseline under the same one.

    `baseline_score` is per unit of baseline product; `baseline_same_function` is for the amount
    that `score` replaces, in the same unit as `score`, and is what `reduction` compares with.
    `reduction_if_burnt`, for results that end at the gate: the same with both products burnt.
    The verdict of a guideline uses the guideline's own comparator instead (see `assess`).
    """

    case: str
    guideline: str
    score: float | None
    baseline_score: float | None
    baseline_same_function: float | None
    unit: str
    reduction: float | None
    reduction_if_burnt: float | None
    for_comparison: bool
    note: Localised | None = None


class ComparisonDocument(Result):
    """Answer of `compare`."""

    matrix: tuple[MatrixCell, ...]
