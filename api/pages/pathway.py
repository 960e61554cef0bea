"""What the page of a case's cost shows: each analysis by itself, or in words why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.analyses import Analyses, Part
from api.problems import reason_of
from api.results.gates import GateLine, StageGateTable
from api.results.levers import InputLine
from inventories.document import Localised
from parity.errors import InputUnknownError
from parity.levers.break_even import BreakEven
from parity.levers.design import Need
from parity.levers.tornado import Bar, Tornado

SAMPLES = 2000
"""Samples of the page's own analyses; it says so."""

WIDEST = 12
"""Bars of the tornado that are drawn, and inputs the inverse design may move beside the KPIs."""

GRID = 25
"""Points of the contour along each axis."""

_LONGEST_NAME = 100
_NOT_OWN = ":"
"""In the name of a price, a market, a term or the baseline's: no parameter of the route."""

GATE_COLUMNS = ("gate", "date", "trl", "ratio_frozen", "ratio_moving", "probability_ratio")
"""Columns of the stage-gate table that say the same for all rows of a gate."""


@dataclass(frozen=True)
class Choice:
    """What the reader chose; None: the page's own choice."""

    guideline: str
    gate: str | None = None
    x: str | None = None
    y: str | None = None


@dataclass(frozen=True)
class Pathway:
    """Every analysis of the page.

    Attributes
    ----------
    target_gate : gate the waterfall leads to; None if no gate has targets
    break_evens : one a KPI of the gates
    axes : names of the two inputs of the contour
    """

    base: Part
    gates: Part
    target_gate: GateLine | None
    waterfall: Part | None
    tornado: Part
    break_evens: tuple[Part, ...]
    design: Part
    contour: Part
    axes: tuple[str, str] | None
    carbon: Part


def pathway(analyses: Analyses, case_id: str, choice: Choice) -> Pathway:
    """Ask for everything the page shows.

    Raises
    ------
    CaseUnknownError, GuidelineUnknownError
    """

    def levers(**asked: Any) -> Part:
        return analyses.part(case_id, {"samples": 0, "levers": asked})

    tornado = levers(tornado=True)
    gates = analyses.part(case_id, {"samples": SAMPLES, "gates": {}})
    lines = gates.found.gates.gates if gates.found and gates.found.gates else ()
    kpis = tuple(dict.fromkeys(kpi.name for line in lines for kpi in line.kpis))
    gate = _target_gate(lines, choice.gate)
    wanted = choice.gate or (gate.id if gate else None)
    bars = _bars(tornado)
    moved = tuple(dict.fromkeys((*(bar.name for bar in bars[:WIDEST]), *kpis)))
    base = analyses.part(case_id, {})
    axes = _axes(bars, base, choice)
    return Pathway(
        base=base,
        gates=gates,
        target_gate=gate,
        waterfall=levers(waterfall=True, gate=wanted[:80]) if wanted else None,
        tornado=tornado,
        break_evens=tuple(levers(break_even=[name]) for name in kpis),
        design=levers(design={"levers": list(moved)}),
        contour=_contour(levers, axes, base),
        axes=axes,
        carbon=analyses.part(
            case_id, {"samples": SAMPLES, "carbon": {"guideline": choice.guideline}}
        ),
    )


def target_gates(part: Part) -> tuple[GateLine, ...]:
    """Return the gates a project may be on its way to: those with a target of their own."""
    lines = part.found.gates.gates if part.found and part.found.gates else ()
    return tuple(line for line in lines if any(kpi.status == "target" for kpi in line.kpis))


def _target_gate(lines: Sequence[GateLine], asked: str | None) -> GateLine | None:
    """Return the gate asked for, else the last one with targets."""
    if asked is not None:
        return next((line for line in lines if line.id == asked), None)
    with_targets = [x for x in lines if any(kpi.status == "target" for kpi in x.kpis)]
    return with_targets[-1] if with_targets else None


def _bars(part: Part) -> tuple[Bar, ...]:
    found = _tornado(part)
    return found.bars if found else ()


def _tornado(part: Part) -> Tornado | None:
    return part.found.levers.tornado if part.found and part.found.levers else None


def _axes(bars: Sequence[Bar], base: Part, choice: Choice) -> tuple[str, str] | None:
    """Return the inputs asked for, else the route's own parameters with the widest bars."""
    own = [bar.name for bar in bars if _NOT_OWN not in bar.name]
    others = [bar.name for bar in bars if _NOT_OWN in bar.name]
    stated = [line.name for line in base.found.inputs] if base.found else []
    usual = list(dict.fromkeys((*own, *others, *stated)))
    if choice.x in usual and not choice.y:
        usual.remove(choice.x)
        usual.insert(0, choice.x)
    if len(usual) < 2:
        return None
    x = choice.x or next(name for name in usual if name != choice.y)
    y = choice.y or next(name for name in usual if name != x)
    return x, y


def _contour(levers: Any, axes: tuple[str, str] | None, base: Part) -> Part:
    if axes is None:
        nothing = Localised(
            en="The comparison has fewer than two inputs.", ja="入力値が2つ未満のため描けません。"
        )
        return Part("{}", reason=base.reason or nothing)
    known = [line.name for line in base.found.inputs] if base.found else []
    for name in axes:
        if base.found and name not in known:
            return Part("{}", reason=reason_of(InputUnknownError(name[:_LONGEST_NAME], known)))
    part: Part = levers(contour={"x": axes[0], "y": axes[1], "points": GRID})
    return part


def gate_groups(table: StageGateTable) -> Iterator[list[Mapping[str, Any]]]:
    """Give the rows of the stage-gate table gate by gate, each a column -> cell."""
    group: list[Mapping[str, Any]] = []
    for row in table.rows:
        cells = {column.id: cell for column, cell in zip(table.columns, row, strict=True)}
        if group and (group[0]["gate"], group[0]["date"]) != (cells["gate"], cells["date"]):
            yield group
            group = []
        group.append(cells)
    if group:
        yield group


def break_even_rows(parts: Sequence[Part]) -> Iterator[BreakEven]:
    """Give the break-evens that were found."""
    for part in parts:
        if part.found and part.found.levers:
            yield from part.found.levers.break_even


def reasons(parts: Sequence[Part]) -> tuple[Localised, ...]:
    """Return why some parts are missing, each reason once."""
    return tuple(dict.fromkeys(part.reason for part in parts if part.reason is not None))


def needs_by_share(needs: Sequence[Need]) -> list[Need]:
    """Return the levers of a design, those that have to go farthest first."""
    return sorted(needs, key=lambda need: -need.share)


def input_titles(inputs: Sequence[InputLine]) -> dict[str, InputLine]:
    """Return name -> input."""
    return {line.name: line for line in inputs}
