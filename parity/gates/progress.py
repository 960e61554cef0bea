"""How far the cost ratio has come from gate to gate, and whose doing it was.

With c the bio cost and b the baseline cost, ``d ln R = d ln c - d ln b`` holds exactly between any
two gates: the first part is the project's own progress, the second what the market did to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lca.system import Array
from parity.gates.defaults import gate_defaults
from parity.gates.errors import (
    GateBaselineMissingError,
    GateCostInvalidError,
    GateNumberInvalidError,
    GatesTooFewError,
    GateTargetYearError,
    GateUnknownError,
)
from parity.gates.records import GateState, decimal_year
from parity.inputs import Weighing


@dataclass(frozen=True)
class LogSplit:
    """Change of the natural logarithm of the ratio; negative parts bring parity nearer.

    Attributes
    ----------
    total : ``ln R1 - ln R0`` = own + market
    own : ``ln c1 - ln c0``, the project's own progress
    market : ``-(ln b1 - ln b0)``, the market's help (below 0) or hindrance (above 0)
    """

    total: float
    own: float
    market: float


@dataclass(frozen=True)
class GateProgress:
    """One gate, against the first and the last before it.

    Attributes
    ----------
    bio_jpy, baseline_jpy : JPY of the base year per unit of baseline product
    ratio_frozen : bio cost over the baseline of the first gate
    ratio_moving : bio cost over the baseline of this gate
    target, gate_target : ratio to reach in the end; at this gate if the programme wants another
    distance : ``ratio_moving - target``; negative: reserve
    since_start, since_last : None at the first gate, and where a bio cost is not positive
    needed_percent : change of the ratio in % a year that still leads to the target in time,
        negative: it must fall; None from the target date on and where the target is met
    gap_closure : share of the first gate's gap to the target that is closed; None if that gap is
        too small to divide by
    """

    gate: str
    year: float
    bio_jpy: float
    baseline_jpy: float
    ratio_frozen: float
    ratio_moving: float
    target: float
    gate_target: float | None = field(default=None, kw_only=True)
    distance: float
    since_start: LogSplit | None = field(default=None, kw_only=True)
    since_last: LogSplit | None = field(default=None, kw_only=True)
    needed_percent: float | None = field(default=None, kw_only=True)
    gap_closure: float | None = field(default=None, kw_only=True)

    @property
    def met(self) -> bool:
        """Whether the moving ratio is at the final target or below."""
        return self.ratio_moving <= self.target


def needed_factor(ratio: float, target: float, years: float) -> float:
    """Return by what the ratio must be multiplied each year: ``(target / ratio)^(1 / years)``.

    Raises
    ------
    GateNumberInvalidError
        If ratio, target or the number of years is not a positive number.

    Examples
    --------
    >>> round(needed_factor(1.92, 1.2, 2.0), 4)
    0.7906
    """
    for what, number in (("target", target), ("ratio", ratio), ("years", years)):
        if not (math.isfinite(number) and number > 0):
            raise GateNumberInvalidError(what, number, "> 0")
    return float((target / ratio) ** (1 / years))


def gap_closure(first: float, now: float, target: float) -> float | None:
    """Return ``1 - (R_t - target) / (R_0 - target)``, None if the first gap is next to nothing.

    Examples
    --------
    >>> round(gap_closure(2.2, 1.7, 1.2), 12), gap_closure(1.22, 1.1, 1.2)
    (0.5, None)
    """
    gap = first - target
    return 1 - (now - target) / gap if gap > gate_defaults().gap_floor.value else None


def log_split(bio: tuple[float, float], baseline: tuple[float, float]) -> LogSplit | None:
    """Split the change of the log ratio between two states; None if a cost is not positive.

    Examples
    --------
    >>> split = log_split((2.0, 1.0), (1.0, 2.0))
    >>> round(split.own / split.total, 12)
    0.5
    """
    if min(*bio, *baseline) <= 0:
        return None
    own = math.log(bio[1]) - math.log(bio[0])
    market = -(math.log(baseline[1]) - math.log(baseline[0]))
    return LogSplit(total=own + market, own=own, market=market)


def gate_progress(
    line: Sequence[GateState],
    model: Weighing,
    target_date: str,
    baselines: Mapping[str, float] | None = None,
) -> tuple[GateProgress, ...]:
    """Return where each gate stands.

    Parameters
    ----------
    line
        From `gate_line`, at least two gates.
    model
        Asked once, for all gates together.
    target_date
        When `model.target` is to be reached: a year, month or day (``2030``).
    baselines
        Gate id -> cost of the baseline there, JPY of the base year per unit of baseline product;
        None: what the model gives with the ``baseline:`` inputs of each gate.

    Raises
    ------
    GatesTooFewError
        If there are fewer than two gates.
    GateTargetYearError
        If the target date is not after the first gate.
    GateUnknownError, GateBaselineMissingError
        If `baselines` names other gates than the line has.
    GateCostInvalidError
        If a cost is not finite or a baseline not positive.
    """
    if len(line) < 2:
        raise GatesTooFewError(len(line))
    due, _ = decimal_year(target_date, "target")
    if due <= line[0].year:
        raise GateTargetYearError(target_date, line[0].id, line[0].date)
    bio, base = _costs(line, model, baselines)
    target = model.target
    ratios = [c / b for c, b in zip(bio, base, strict=True)]
    found: list[GateProgress] = []
    for i, gate in enumerate(line):
        first = (bio[0], bio[i]), (base[0], base[i])
        last = (bio[i - 1], bio[i]), (base[i - 1], base[i])
        years = due - gate.year
        needed = years > 0 and ratios[i] > target
        found.append(
            GateProgress(
                gate=gate.id,
                year=gate.year,
                bio_jpy=bio[i],
                baseline_jpy=base[i],
                ratio_frozen=bio[i] / base[0],
                ratio_moving=ratios[i],
                target=target,
                gate_target=gate.target_ratio,
                distance=ratios[i] - target,
                since_start=log_split(*first) if i else None,
                since_last=log_split(*last) if i else None,
                needed_percent=(
                    100 * (needed_factor(ratios[i], target, years) - 1) if needed else None
                ),
                gap_closure=gap_closure(ratios[0], ratios[i], target),
            )
        )
    return tuple(found)


def _costs(
    line: Sequence[GateState], model: Weighing, baselines: Mapping[str, float] | None
) -> tuple[list[float], list[float]]:
    """Bio and baseline cost at every gate, from one question to the model."""
    names = tuple(line[0].kpis)
    values: dict[str, Array] = {
        name: np.array([gate.kpis[name].value for gate in line], dtype=np.float64) for name in names
    }
    weighed = model.weigh(values)
    bio = [float(c) for c in np.broadcast_to(weighed.bio, len(line))]
    base = [float(b) for b in np.broadcast_to(weighed.baseline, len(line))]
    if baselines is not None:
        ids = tuple(gate.id for gate in line)
        for gate_id in baselines:
            if gate_id not in ids:
                raise GateUnknownError(gate_id, "baseline costs", ids)
        missing = [gate_id for gate_id in ids if gate_id not in baselines]
        if missing:
            raise GateBaselineMissingError(missing)
        base = [float(baselines[gate_id]) for gate_id in ids]
    for gate, c, b in zip(line, bio, base, strict=True):
        if not math.isfinite(c):
            raise GateCostInvalidError(gate.id, "the bio cost", c)
        if not (math.isfinite(b) and b > 0):
            raise GateCostInvalidError(gate.id, "the baseline cost", b)
    return bio, base
