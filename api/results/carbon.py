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


class HeldAgainst(Result):
    """A result held against one comparator.

    `title`: of the comparator; `saving`: 1 minus score over comparator; `margin`: saving minus
    threshold, both shares of 1; `passed`: None if the text asks for nothing; `plant_start`: day
    the threshold was looked up for, None: plants that start now; `counted`, `rate`: where the text
    pays by emissions, the score as it counts it and the part of the full rate it pays.
    """

    passed: bool | None = None
    title: Localised
    comparator: float
    unit: str
    saving: float
    threshold: float | None = None
    margin: float | None = None
    plant_start: str | None = None
    counted: float | None = None
    rate: float | None = None
    clause: str
    evidence: str
    text: Localised


class Verdict(HeldAgainst):
    """A verdict the guideline itself defines; `planned`: against comparators not yet in force."""

    planned: tuple[HeldAgainst, ...] = ()


class TermValue(Result):
    """A term of the guideline's own formula, in the unit of the score.

    The score is the sum of `sign` times `value` over the terms.
    """

    id: str
    title: Localised
    value: float
    sign: Literal[1, -1]


class DefaultVariant(Result):
    """A value the guideline prints for a pathway: typical or default, by term and in total.

    `missing`: terms for which nothing is printed; without them there is no total.
    """

    variant: str
    terms: dict[str, float]
    total: float | None = None
    missing: tuple[str, ...] = ()
    unit: str
    verdict: Verdict | None = None
    clause: str
    evidence: str


class DefaultValue(Result):
    """What the guideline prints for the pathway the route says it is, beside its own result."""

    pathway: str
    title: Localised
    variants: tuple[DefaultVariant, ...]


class RequirementResult(Result):
    """Something the text asks of the study beside the number, and what became of it.

    `status` is `cannot_tell` where the route document is silent; `text` says what was found and
    what to write where; `looks_at`: the part of the document that answers.
    """

    check: str
    axis: str
    title: Localised
    looks_at: Localised
    status: Literal["met", "not_met", "cannot_tell"]
    text: Localised
    limit: float | None = None
    strength: str
    clause: str
    reference: str
    evidence: str


class RuleApplied(Result):
    """One rule axis as applied. `acted`: it changed this route's number."""

    axis: str
    title: Localised
    choice: str
    choice_title: Localised
    strength: str
    clause: str
    reference: str
    evidence: str
    is_default: bool
    is_overlay: bool
    computed: bool
    acted: bool
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
    """One route under one guideline. `acted`: the axes whose rule changed this number."""

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
    terms: tuple[TermValue, ...] = ()
    contributions: tuple[Contribution, ...]
    carried_carbon: CarriedCarbon | None = None
    coverage: Coverage
    verdict: Verdict | None = None
    default_value: DefaultValue | None = None
    requirements: tuple[RequirementResult, ...] = ()
    allocation: tuple[AllocationApplied, ...] = ()
    rules: tuple[RuleApplied, ...]
    acted: tuple[str, ...] = ()
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
