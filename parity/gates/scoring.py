"""How an input stands against its target at a gate: way gone, chance, judgement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from inventories.document import Localised
from parity.gates.defaults import gate_defaults
from parity.gates.errors import ProjectionPointInvalidError
from parity.gates.probability import measured_points, projected_to
from parity.gates.records import GateState, KpiState
from parity.gates.scales import scale_of
from parity.inputs import Input

Judgement = Literal["met", "near", "missed"]

SYMBOLS: dict[Judgement, str] = {"met": "○", "near": "△", "missed": "×"}


@dataclass(frozen=True)
class Score:
    """One input at one gate against its target.

    Attributes
    ----------
    target, target_gate : next target at this gate or later; None if there is none
    higher_is_better : from the value at the first gate to the target; None if they are equal
    achievement : share of the way from the first gate to the target, of the logarithms for a
        quantity without an upper bound; None for a value that is itself a target
    probability : of meeting the target at its gate, from what was measured by this one; None with
        fewer than two measurements
    judgement : None if nothing can be said
    """

    kpi: KpiState
    target: float | None
    target_gate: str | None
    higher_is_better: bool | None
    achievement: float | None
    probability: float | None
    judgement: Judgement | None


def score(line: Sequence[GateState], index: int, given: Input) -> Score:
    """Score one input at the gate `index` of a line.

    Parameters
    ----------
    line
        From `gate_line`.
    given
        One of the inputs with values at gates.
    """
    gate, name = line[index], given.name
    kpi, start = gate.kpis[name], line[0].kpis[name].value
    goal = next((later for later in line[index:] if later.kpis[name].status == "target"), None)
    if goal is None:
        return Score(kpi, None, None, None, None, None, None)
    target = goal.kpis[name].value
    rising = None if target == start else target > start
    achieved = None
    if kpi.status != "target" and kpi.stated_as != "target":
        achieved = achievement(start, kpi.value, target, logs=_on_logs(given, start, target))
    chance = _chance(line, gate, goal, given, target, rising)
    return Score(
        kpi=kpi,
        target=target,
        target_gate=goal.id,
        higher_is_better=rising,
        achievement=achieved,
        probability=chance,
        judgement=judge(achieved, chance, measured=is_measured(kpi), started=index > 0),
    )


def is_measured(kpi: KpiState) -> bool:
    """Whether a value was measured, at this gate, an earlier one or, for today's, by its grade."""
    return kpi.stated_as == "measured" or (kpi.stated_as is None and kpi.grade == "measured")


def achievement(start: float, now: float, target: float, *, logs: bool) -> float | None:
    """Return the share of the way from start to target; 1 at the target, negative for a step back.

    None if there is no way to go, or a number has no logarithm where `logs` are asked for.

    Examples
    --------
    >>> achievement(0.2, 0.3, 0.4, logs=False), achievement(10.0, 20.0, 40.0, logs=True)
    (0.4999999999999999, 0.5)
    >>> achievement(5.0, 5.0, 5.0, logs=False) is None
    True
    """
    if logs:
        if min(start, now, target) <= 0:
            return None
        start, now, target = math.log(start), math.log(now), math.log(target)
    if target == start:
        return None
    return (now - start) / (target - start) if now != start else 0.0  # not -0.0


def judge(
    achieved: float | None, chance: float | None, *, measured: bool, started: bool
) -> Judgement | None:
    """Judge by the way gone, and by the chance where the target is still open.

    ``met`` needs a measured value at the target or a likely one; a value that is only modelled is
    ``near`` at best. The first gate is not called ``missed``: nothing was to be gone yet.

    Examples
    --------
    >>> judge(1.0, None, measured=True, started=True)
    'met'
    >>> judge(0.1, 0.1, measured=True, started=True), judge(0.0, None, measured=True, started=False)
    ('missed', None)
    """
    limits = gate_defaults()
    if achieved is None and chance is None:
        return None
    if achieved is not None and achieved >= 1 and measured:
        return "met"
    if chance is not None and chance >= limits.probability_likely.value:
        return "met" if achieved is None else "near"
    if (achieved is not None and achieved >= limits.achievement_near.value) or (
        chance is not None and chance >= limits.probability_open.value
    ):
        return "near"
    return "missed" if started else None


def judgement_text(judgement: Judgement | None) -> Localised:
    """Return the mark and its meaning in both languages."""
    if judgement is None:
        return Localised(en="–", ja="–")
    mark = SYMBOLS[judgement]
    words = {"met": ("met", "達成"), "near": ("open", "途上"), "missed": ("missed", "未達")}
    en, ja = words[judgement]
    return Localised(en=f"{mark} {en}", ja=f"{mark} {ja}")


def _on_logs(given: Input, start: float, target: float) -> bool:
    """Titres, rates and costs: no upper bound, no lower one but 0, and both numbers above it."""
    scale = scale_of(given.bound, (start, target))
    return scale is not None and scale.kind == "log" and scale.low == 0 < min(start, target)


def _chance(
    line: Sequence[GateState],
    gate: GateState,
    goal: GateState,
    given: Input,
    target: float,
    rising: bool | None,
) -> float | None:
    points = measured_points(line, given.name, gate)
    if len(points) < 2 or rising is None:
        return None
    try:
        then = projected_to(given, points, goal)
    except ProjectionPointInvalidError:
        return None
    return then.probability_at_least(target) if rising else then.probability_at_most(target)
