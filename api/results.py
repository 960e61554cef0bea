"""Shapes of everything hakari answers: command line, HTTP and pages show these and nothing else.

Minimum keys are a contract (README, "JSON"): add, never rename.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from inventories.document import Localised
from inventories.findings import Finding
from parity.defaults import defaults

ROUTE_TEXT = "A route document; its JSON Schema is at /v1/schemas/route."


class Result(BaseModel):
    """Base of every answer: frozen, unknown keys refused, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FactorEvidence(Result):
    """A factor a score uses whose value is not `seen` in its source."""

    name: str
    value: float
    evidence: str


class EvidenceCount(Result):
    """How many rules of a guideline rest on which evidence."""

    seen: int
    unverified: int
    low_confidence: int
    not_found: int


class GradeCount(Result):
    """How many numbers of a document have which evidence grade."""

    measured: int = 0
    published: int = 0
    model_run: int = 0
    derived: int = 0
    unverified: int = 0


class CaseSummary(Result):
    """One case of the library."""

    id: str
    title: Localised
    summary: Localised
    theme: str
    status: str
    product: Localised
    baseline: Localised
    geography: str
    trl: int | None
    grades: GradeCount


class GuidelineSummary(Result):
    """One guideline as encoded."""

    id: str
    title: Localised
    body: str
    edition: str
    status: str
    in_force_from: str | None
    in_force_to: str | None
    applies_to: tuple[str, ...]
    evidence: EvidenceCount


class BackgroundSummary(Result):
    """One background artefact."""

    id: str
    name: str
    datasets: int
    elementary_flows: int
    grades: GradeCount
    licence: str


class ProviderSummary(Result):
    """One dataset a route may link to. `score` is kg CO2e per unit under `indicator`."""

    key: str
    title: Localised
    unit: str
    category: str
    location: str
    grade: str
    score: float
    indicator: str
    price_jpy: float | None
    price_grade: str | None


class IndicatorSummary(Result):
    """One LCIA indicator that can be computed beside a guideline."""

    id: str
    title: Localised
    unit: str
    source: str


class ElementarySummary(Result):
    """One elementary flow a route may emit or take."""

    key: str
    name: str
    unit: str
    direction: Literal["in", "out"]
    group: str


class BackgroundDocument(Result):
    """A background's datasets and elementary flows, or those that match a search."""

    id: str
    search: str
    providers: tuple[ProviderSummary, ...]
    elementary: tuple[ElementarySummary, ...]


class Message(Result):
    """A note or warning for the reader."""

    code: str
    level: Literal["info", "warning"]
    text: Localised
    place: str | None = None


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


class CostLine(Result):
    """One line of the minimum selling price, JPY of the price year per unit of product."""

    id: str
    group: str
    title: Localised
    value: float
    amount: float | None = None
    unit: str | None = None
    price: float | None = None
    quoted: str
    grade: str
    source: str
    source_title: str
    at: str


class BaselinePrice(Result):
    """What the ratio is measured against.

    `route` is the id of the baseline document; `origin` where it came from: ``request``, the name
    of a file, or ``library: <case>`` (not part of the receipt).
    """

    route: str
    origin: str = ""
    kind: Literal["market_price", "own_plant"]
    value: float
    unit: str
    title: Localised
    quoted: str
    grade: str
    source: str
    source_title: str


class ParityDocument(Result):
    """Answer of `parity`. Money is `currency` of `price_year`.

    `gap` is what the product that replaces one unit of the baseline costs above
    ``target * baseline`` (negative: reserve).
    """

    case: str
    currency: str
    price_year: int
    unit: str
    msp: float
    replaced_per_unit: float
    baseline: BaselinePrice
    ratio: float
    target: float
    target_year: int
    gap: float
    required_reduction: float | None = None
    verdict: Literal["met", "not_met", "uncertain"]
    ratio_low: float
    ratio_high: float
    unverified_share: float
    deciding_unverified: tuple[Localised, ...]
    basis: str
    fixed_capital: float | None = None
    capacity: float | None = None
    breakdown: tuple[CostLine, ...]
    warnings: tuple[Message, ...]
    findings: tuple[Finding, ...] = ()
    receipt: str


class CrosscheckPair(Result):
    """One case and guideline calculated twice."""

    case: str
    role: Literal["bio", "baseline"]
    guideline: str
    total: str
    hakari: float
    bw2calc: float
    rel_diff: float


class CrosscheckDocument(Result):
    """Answer of `crosscheck`."""

    pairs: int
    max_rel_diff: float
    engine: str
    details: tuple[CrosscheckPair, ...]
    skipped: tuple[str, ...] = ()


class ValidationDocument(Result):
    """Answer of `validate`."""

    ok: bool
    findings: tuple[Finding, ...]


class VerificationDocument(Result):
    """Answer of `verify`."""

    verdict: Literal["same", "differs"]
    receipt: str
    differences: tuple[str, ...]


class ExportDocument(Result):
    """Answer of `export`."""

    path: str
    format: str
    bytes: int
    more: tuple[str, ...] = ()


class BackgroundCheckDocument(Result):
    """Answer of `background check`."""

    id: str
    ok: bool
    datasets: int
    closed: int
    max_residual: float
    problems: tuple[str, ...]


class AssessmentRequest(Result):
    """What to assess: a case of the library (and which of its two routes), or a route document."""

    case: Annotated[str, Field(max_length=80)] | None = None
    role: Literal["bio", "baseline"] = "bio"
    route: Annotated[dict[str, object], Field(description=ROUTE_TEXT)] | None = None
    guidelines: Annotated[
        tuple[str, ...], Field(max_length=50, description="Ids of /v1/guidelines; all, if empty.")
    ] = ()
    indicators: Annotated[
        tuple[str, ...], Field(max_length=50, description="Ids of /v1/indicators.")
    ] = ()
    date: (
        Annotated[
            str,
            Field(
                pattern=r"^\d{4}-\d{2}-\d{2}$",
                description="Rules in force on this day; the latest, if left out.",
            ),
        ]
        | None
    ) = None


class ParityRequest(Result):
    """What to weigh in money: a case, or a route with its baseline."""

    case: Annotated[str, Field(max_length=80)] | None = None
    route: Annotated[dict[str, object], Field(description=ROUTE_TEXT)] | None = None
    baseline: (
        Annotated[
            dict[str, object],
            Field(description=f"With `route` only. {ROUTE_TEXT}"),
        ]
        | None
    ) = None
    target: Annotated[float, Field(gt=0, le=100)] = Field(
        default_factory=lambda: defaults().target.value
    )
    year: Annotated[int, Field(ge=2020, le=2100)] = Field(
        default_factory=lambda: int(defaults().year.value)
    )
    baseline_kind: Literal["auto", "market_price", "own_plant"] = "auto"
