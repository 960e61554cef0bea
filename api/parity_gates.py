"""Stage gates of one comparison: from the request to the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from api.parity_limits import MAX_GATE_SAMPLES
from api.problems import is_limit_of_rules, reason_of
from api.results.gates import (
    GateChance,
    GateLine,
    GatesResult,
    ProjectedKpi,
    StageGateTable,
    TableColumn,
)
from api.results.parity_request import GatesRequest
from inventories.document import Localised
from inventories.errors import HakariError
from parity.gates.attribution import Attribution, attribute, group_labels
from parity.gates.probability import (
    GateProbability,
    gate_probability,
    measured_points,
    outlook_by_gate,
)
from parity.gates.progress import gate_progress
from parity.gates.records import GateState, gate_line, with_today
from parity.gates.table import stage_gate_table
from parity.model import CostModel
from parity.notes import note
from parity.scenarios.errors import ScenarioYearMissingError

Found = TypeVar("Found")
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95
FEWEST = 2
"""Measured values of a trend whose noise is assumed, not measured."""


def gates(model: CostModel, asked: GatesRequest, verdict: str = "") -> GatesResult:
    """Answer where a project stands at its gates; `verdict` is that of the whole comparison.

    Raises
    ------
    HakariError
        If there are fewer than two gates, a gate has no date, or a cost cannot be computed;
        if a group cannot be.
    """
    line = with_today(gate_line(model.bio.gates, model), model, model.options.base_year)
    due = str(model.options.year)
    notes: list[Localised] = []
    baselines = {**_projected_baselines(model, line, notes), **asked.baselines} or None
    labels = group_labels(asked.groups, model)
    found = {
        gate.id: chance
        for gate in (line if asked.project and model.options.samples else ())
        if (chance := _chance(model, line, gate, notes)) is not None
    }
    notes.extend(_chance_notes(model, line, found))
    by_then = _known_then(model, line, notes) if found else {}
    table = stage_gate_table(
        line,
        model,
        due,
        baselines=baselines,
        probabilities=by_then,
        doubtful=verdict == "uncertain",
    )
    return GatesResult(
        gates=tuple(
            GateLine(
                id=gate.id,
                title=gate.title,
                date=gate.date,
                trl=gate.trl,
                status=gate.status,
                mixed=gate.mixed,
                kpis=tuple(gate.kpis.values()),
                progress=progress,
                attribution=_attribution(model, line, place, labels, notes),
            )
            for place, (gate, progress) in enumerate(
                zip(line, gate_progress(line, model, due, baselines), strict=True)
            )
        ),
        chances=tuple(_shown(chance) for chance in found.values()),
        table=StageGateTable(
            columns=tuple(
                TableColumn(id=c.id, heading=c.heading, percent=c.percent) for c in table.columns
            ),
            rows=table.rows,
        ),
        notes=tuple(dict.fromkeys(notes)),
    )


def _projected_baselines(
    model: CostModel, line: tuple[GateState, ...], notes: list[Localised]
) -> dict[str, float]:
    """Return the baseline at each gate where it follows oil: the median of the gate's year.

    Scenarios hold where they state the year; a gate outside (one that is past) is told in `notes`
    and has the baseline without them.
    """
    if model.options.baseline_kind != "oil_linked":
        return {}
    found = {}
    for gate in line:
        year = max(int(gate.year), model.options.base_year)
        there = replace(model.options, year=year, samples=0)
        try:
            costs = model.asked_with(there).today
        except ScenarioYearMissingError as error:
            notes.append(reason_of(error))
            costs = model.asked_with(replace(there, scenarios=())).today
        found[gate.id] = float(costs.weighed.baseline)
    return found


def _attribution(
    model: CostModel,
    line: tuple[GateState, ...],
    place: int,
    labels: Mapping[str, str],
    notes: list[Localised],
) -> Attribution | None:
    if place == 0:
        return None
    return _or_note(notes, lambda: attribute(line[place - 1], line[place], model, labels))


def _chance(
    model: CostModel, line: tuple[GateState, ...], gate: GateState, notes: list[Localised]
) -> GateProbability | None:
    options = model.options
    return _or_note(
        notes,
        lambda: gate_probability(
            line,
            model,
            gate.id,
            n=_samples(model, line),
            seed=options.seed,
            method=options.sampling,
            correlations=model.correlations,
        ),
    )


def _chance_notes(
    model: CostModel, line: tuple[GateState, ...], found: Mapping[str, GateProbability]
) -> Iterator[Localised]:
    """Say what the probabilities stand on."""
    idle = [_title(line, gate) for gate, chance in found.items() if not chance.projected]
    if idle:
        names = _joined(idle)
        yield note("gate-nothing-projected", gate=names.en, gate_ja=names.ja).message
    known = line[-1]
    assumed = {
        name: model.inputs[name].title
        for chance in found.values()
        for name in chance.projected
        if len(measured_points(line, name, known)) == FEWEST
    }
    if assumed:
        names = _joined(assumed.values())
        yield note("gate-noise-prior", names=names.en, names_ja=names.ja).message


def _title(line: tuple[GateState, ...], gate: str) -> Localised:
    """Return the title of a gate."""
    return next(state.title for state in line if state.id == gate)


def _joined(titles: Iterable[Localised]) -> Localised:
    given = list(titles)
    return Localised(en=", ".join(t.en for t in given), ja="、".join(t.ja for t in given))


def _known_then(
    model: CostModel, line: tuple[GateState, ...], notes: list[Localised]
) -> dict[str, GateProbability]:
    """Return the chance of the last gate as it could be told at each gate."""
    options = model.options
    found = _or_note(
        notes,
        lambda: outlook_by_gate(
            line,
            model,
            n=_samples(model, line),
            seed=options.seed,
            method=options.sampling,
            correlations=model.correlations,
        ),
    )
    return found or {}


def _or_note(notes: list[Localised], ask: Callable[[], Found]) -> Found | None:
    """Return an answer, or note why these gates have none."""
    try:
        return ask()
    except HakariError as error:
        if not is_limit_of_rules(error):
            raise
        notes.append(reason_of(error))
        return None


def _samples(model: CostModel, line: tuple[GateState, ...]) -> int:
    """Return samples of each gate; every gate is asked twice, at its time and from its time on."""
    return min(model.options.samples, MAX_GATE_SAMPLES // (2 * len(line)))


def _shown(found: GateProbability) -> GateChance:
    return GateChance(
        gate=found.gate,
        known_at=found.known_at,
        programme=found.programme,
        own=found.own,
        projected=tuple(
            ProjectedKpi(
                name=name,
                p5=float(trend.quantile(LOW)),
                median=float(trend.quantile(MIDDLE)),
                p95=float(trend.quantile(HIGH)),
            )
            for name, trend in found.projected.items()
        ),
        drawn=found.drawn,
        held=found.held,
    )
