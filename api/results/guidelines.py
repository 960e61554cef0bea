"""A guideline as a page, and two of them side by side."""

from typing import Literal

from api.results.base import Result
from api.results.lists import EvidenceCount
from inventories.document import Localised
from inventories.findings import Finding


class PeriodDocument(Result):
    """First and last day, YYYY-MM-DD; None is open."""

    from_day: str | None
    to_day: str | None


class ThresholdLine(Result):
    """A saving asked for, for plants that started in a period."""

    plant_start: PeriodDocument
    saving: float
    clause: str
    evidence: str


class ComparatorLine(Result):
    """What a guideline holds results against. `planned`: not in force."""

    id: str
    title: Localised
    applies_to: tuple[str, ...]
    carrier: str
    value: float
    unit: str
    in_force: PeriodDocument
    planned: bool
    clause: str
    evidence: str
    pays_by_emissions: bool
    thresholds: tuple[ThresholdLine, ...]


class ResultLine(Result):
    """What a result is given per. `for_comparison`: the text gives none for such products."""

    comparison: tuple[str, ...]
    unit: str
    for_comparison: bool


class ScopeLine(Result):
    """A condition for the guideline to cover a product: one of `values` of `kind`."""

    kind: Literal["carbon", "cas", "uses", "places"]
    values: tuple[str, ...]
    clause: str
    evidence: str


class TermLine(Result):
    """A term of the guideline's own formula."""

    id: str
    title: Localised
    sign: int


class RequirementLine(Result):
    """Something the text asks of a study. `limit`: the number it is held against."""

    check: str
    title: Localised
    limit: float | None
    strength: str
    clause: str | None
    evidence: str


class RuleLine(Result):
    """What a guideline says on one axis on a day. `text` is the choice in words."""

    axis: str
    title: Localised
    choice: str
    text: Localised
    permitted: tuple[Localised, ...]
    strength: str
    clause: str
    paraphrase: Localised
    reference: str
    evidence: str
    is_default: bool
    counts: bool
    requirements: tuple[RequirementLine, ...]


class DefaultValueLine(Result):
    """A value a guideline prints for a pathway; no total where it prints not every term."""

    pathway: str
    title: Localised
    variant: str
    terms: dict[str, float]
    total: float | None
    unit: str
    clause: str
    evidence: str


class GuidelinePage(Result):
    """A guideline on a day: identity, unit, comparators, rules with clause and evidence."""

    id: str
    title: Localised
    body: str
    edition: str
    level: Localised
    status: str
    in_force: PeriodDocument
    day: str
    applies_to: tuple[str, ...]
    scope: tuple[ScopeLine, ...]
    extends: str | None
    results: tuple[ResultLine, ...]
    comparators: tuple[ComparatorLine, ...]
    terms: tuple[TermLine, ...]
    evidence: EvidenceCount
    rules: tuple[RuleLine, ...]
    defaults: tuple[DefaultValueLine, ...]
    notes: tuple[Localised, ...]


class GuidelineSide(Result):
    """One side of a difference: which guideline, on which day."""

    id: str
    title: Localised
    edition: str
    in_force: PeriodDocument
    day: str


class DifferenceLine(Result):
    """An axis on which two guidelines differ. `kind`: another choice, or other options only."""

    axis: str
    title: Localised
    kind: Literal["choice", "options"]
    counts: bool
    left: RuleLine
    right: RuleLine


class GuidelineDifference(Result):
    """Two guidelines side by side: only where they differ."""

    left: GuidelineSide
    right: GuidelineSide
    identity: tuple[str, ...]
    axes: tuple[DifferenceLine, ...]
    same_axes: tuple[str, ...]


class ProposalList(Result):
    """The sample proposals, as documents of schema `hakari/proposal/1`."""

    items: tuple[dict[str, object], ...]


class GuidelineProblem(Result):
    """What is wrong in a guideline file, with line and what to do."""

    file: str
    finding: Finding


class GuidelineCheck(Result):
    """Answer of `guidelines check`."""

    ok: bool
    guidelines: tuple[str, ...]
    problems: tuple[GuidelineProblem, ...]


class MixturePart(Result):
    """A substrate of a mixture. `share`: its part of the energy of the biogas."""

    substrate: str
    title: Localised
    pathway: str
    share: float
    evidence: str


class MixtureValue(Result):
    """Value of a mixture, from the typical or the default values of its pure substrates."""

    variant: str
    value: float


class MixtureDocument(Result):
    """Answer of `guidelines mixture`: RED Annex VI B.1(b), (c)."""

    guideline: str
    unit: str
    parts: tuple[MixturePart, ...]
    values: tuple[MixtureValue, ...]
