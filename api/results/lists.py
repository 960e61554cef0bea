"""What there is: cases, guidelines, backgrounds, what a route may link to."""

from typing import Literal

from api.results.base import GradeCount, Result
from inventories.document import Localised


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


class ScenarioLine(Result):
    """What a scenario says about some prices or drivers: amounts by year, straight between."""

    what: tuple[str, ...]
    unit: str
    price_year: int
    points: dict[str, float]
    grade: str
    source: str
    at: str


class ScenarioSummary(Result):
    """A named price scenario for `parity`."""

    id: str
    title: Localised
    description: Localised
    publisher: str
    lines: tuple[ScenarioLine, ...]
