"""Why numbers differ and what would change them: explained gaps, envelopes, proposals."""

from typing import Literal

from pydantic import Field

from api.results.base import Result
from api.results.matrix import CellVerdict
from inventories.document import Localised


class AxisPart(Result):
    """The part of a gap that one rule axis explains, kg CO2e per functional unit.

    `from_choice` and `to_choice` are the choices in words; `acts`: the difference changes this
    route's number at all.
    """

    axis: str
    title: Localised
    from_: str = Field(alias="from")
    to: str
    from_choice: Localised
    to_choice: Localised
    value: float
    acts: bool


class InteractionPart(Result):
    """What axes do together beyond what each does alone (Harsanyi dividend)."""

    axes: tuple[str, ...]
    value: float


class ExplainedGap(Result):
    """A gap between two guidelines, split exactly over the rules in which they differ.

    The values of `axes`, with `grouped_value` for the axes in `grouped`, sum to `total`.
    """

    case: str
    role: Literal["bio", "baseline"]
    from_: str = Field(alias="from")
    to: str
    unit: str
    from_score: float
    to_score: float
    total: float
    axes: tuple[AxisPart, ...]
    interactions: tuple[InteractionPart, ...]
    grouped: tuple[str, ...] = ()
    grouped_value: float = 0.0
    combinations: int


class NotExplained(Result):
    """A case whose gap cannot be split, and why."""

    case: str
    reason: Localised


class EnvelopeEnd(Result):
    """One end of an envelope: the score and the choices that give it, where the text allows one."""

    score: float
    choices: dict[str, Localised]


class EnvelopeAxis(Result):
    """How far the score moves if only this axis takes its other permitted choices."""

    axis: str
    title: Localised
    low: float
    high: float


class Envelope(Result):
    """The freedom one guideline leaves on one case, kg CO2e per functional unit."""

    case: str
    guideline: str
    unit: str
    score: float
    low: EnvelopeEnd
    high: EnvelopeEnd
    axes: tuple[EnvelopeAxis, ...]
    combinations: int
    not_computable: int
    complete: bool


class ProposalChange(Result):
    """What a proposal does to one case, kg CO2e per functional unit and in the guideline's unit."""

    case: str
    role: Literal["bio", "baseline"]
    unit: str
    before: float | None
    after: float | None
    change: float | None
    own_unit: str
    own_before: float | None
    own_after: float | None
    axes: tuple[AxisPart, ...] = ()
    verdict_before: CellVerdict | None = None
    verdict_after: CellVerdict | None = None
    note: Localised | None = None


class ProposalResult(Result):
    """A proposal tried on every case: the table a working group reviews."""

    id: str
    title: Localised
    over: str
    status: str
    rules: tuple[AxisPart, ...]
    changes: tuple[ProposalChange, ...]
