"""Where the project stands at each stage gate."""

from typing import Literal

from api.results.base import Result
from inventories.document import Localised
from parity.distribution import RatioDistribution
from parity.gates.attribution import Attribution
from parity.gates.probability import Held
from parity.gates.progress import GateProgress
from parity.gates.records import KpiState


class GateLine(Result):
    """One gate: what is known there of each input, and where cost and baseline stand.

    `progress` splits the change of the ratio since the first and the last gate into the project's
    own part and the market's; `attribution` splits the own part since the last gate over inputs.
    """

    id: str
    title: Localised
    date: str
    trl: int | None = None
    status: Literal["measured", "modelled", "target", "carried"]
    mixed: bool
    kpis: tuple[KpiState, ...]
    progress: GateProgress
    attribution: Attribution | None = None


class ProjectedKpi(Result):
    """An input carried to a gate from its measured values: median and 5 to 95 % there."""

    name: str
    p5: float
    median: float
    p95: float


class GateChance(Result):
    """The ratio at a gate as a distribution, from what was measured by `known_at`.

    `programme` is against the final target, `own` against the gate's. `drawn` inputs vary as their
    document states, `held` ones do not vary.
    """

    gate: str
    known_at: str
    programme: RatioDistribution
    own: RatioDistribution | None = None
    projected: tuple[ProjectedKpi, ...]
    drawn: tuple[str, ...]
    held: tuple[Held, ...]


class TableColumn(Result):
    """A column of the stage-gate table; `percent` is shown times 100."""

    id: str
    heading: Localised
    percent: bool


class StageGateTable(Result):
    """The stage-gate table: TRL, KPI, measured, target, probability, judgement."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Localised | str | float | int | None, ...], ...]


class GatesResult(Result):
    """Gates in the order of their dates."""

    gates: tuple[GateLine, ...]
    chances: tuple[GateChance, ...]
    table: StageGateTable
    notes: tuple[Localised, ...] = ()
