"""The probability that the cost ratio meets its target at a gate, from what is known at another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inventories.document.flows import Bound, Distribution
from inventories.expressions import Value
from lca.copula import Correlations
from lca.sampling import Method, Uncertain, draw
from parity.distribution import RatioDistribution, summary
from parity.gates.errors import (
    GatesTooFewError,
    GateTargetYearError,
    GateUnknownError,
    ProjectionMissingError,
    ProjectionPointInvalidError,
)
from parity.gates.projection import Point, Prior, Projection, fit
from parity.gates.records import GateState, KpiState
from parity.inputs import Input, Weighing

Others = Literal["today", "gate"]
"""Where inputs without a trend stand: as last known, or as planned for the gate."""

_STATED = ("measured", "modelled")


@dataclass(frozen=True)
class Held:
    """An input with values at gates that is not projected.

    `why`: ``few_points`` (fewer than two measured values) or ``not_projectable`` (a measured value
    on its bound, two of the same time, or no bound where one is needed).
    """

    name: str
    value: float
    why: Literal["few_points", "not_projectable"]


@dataclass(frozen=True)
class GateProbability:
    """The ratio at a gate as a distribution.

    Attributes
    ----------
    gate, known_at : gate in question; last gate whose measurements were used
    programme : against the final target
    own : against the gate's own target; None if it has none
    projected : inputs with a trend, by name
    drawn : inputs drawn from the distribution their document states
    held : inputs with values at gates that do not vary
    unused_correlations : pairs of which one input does not vary
    """

    gate: str
    known_at: str
    programme: RatioDistribution
    own: RatioDistribution | None
    projected: Mapping[str, Projection]
    drawn: tuple[str, ...]
    held: tuple[Held, ...]
    unused_correlations: tuple[tuple[str, str], ...]


_UNIT = Distribution(kind="uniform", low=0.0, high=1.0)


@dataclass(frozen=True)
class _Uniform:
    """A uniform between 0 and 1: stands for a projected input while samples are drawn."""

    value: float = 0.5
    unit: str = "1"
    distribution: Distribution | None = _UNIT
    bound: Bound | None = None


def measured_points(line: Sequence[GateState], name: str, known: GateState) -> list[Point]:
    """Return what was measured of an input by the end of a gate, in the order of the gates."""
    kpis = (gate.kpis[name] for gate in line if gate.year <= known.year)
    return [
        Point(kpi.year, kpi.value)
        for kpi in kpis
        if kpi.status == "measured" and kpi.year is not None and kpi.year <= known.end
    ]


def projected_to(
    given: Input, points: Sequence[Point], gate: GateState, prior: Prior | None = None
) -> Projection:
    """Return an input at a gate; measured within the gate's own time, it is as last measured.

    Raises
    ------
    HakariError
        As `parity.gates.projection.fit`.
    """
    trend = fit(given, points, prior)
    inside = gate.year <= trend.last.year <= gate.end
    return trend.at(trend.last.year if inside else gate.year)


def gate_probability(
    line: Sequence[GateState],
    model: Weighing,
    at: str,
    *,
    n: int,
    seed: int,
    known_at: str | None = None,
    others: Others = "today",
    method: Method = "random",
    correlations: Correlations = (),
    priors: Mapping[str, Prior] | None = None,
    draw_others: bool = True,
) -> GateProbability:
    """Return the probability of meeting the target at a gate.

    Inputs with two or more measured values are projected to the gate. Of the others, those that
    stand where their document puts them are drawn from the distribution it states, if any. All
    samples are weighed in one call.

    Parameters
    ----------
    line
        From `gate_line`.
    at
        Id of the gate.
    known_at
        Only measurements up to this gate are used; None: all up to `at`.
    others
        Value of inputs that are not projected: ``today``, the last measured or modelled by
        `known_at`, else the document's; ``gate``, what they shall be at the gate.
    n, seed, method
        As `lca.sampling.draw`.
    correlations
        Of normal scores, between projected or drawn inputs.
    priors
        Name -> noise of its trend before it is measured; the default's if missing.
    draw_others
        Whether inputs without a trend vary at all.

    Raises
    ------
    GateUnknownError, GateTargetYearError
        If a gate is not in the line, or `known_at` is later than `at`.
    ProjectionMissingError
        If no input varies.
    HakariError
        If correlations cannot be honoured or no sample gives a ratio.
    """
    there = _gate(line, at)
    known = there if known_at is None else _gate(line, known_at)
    if known.year > there.year:
        raise GateTargetYearError(there.date, known.id, known.date)
    projected: dict[str, Projection] = {}
    fixed: dict[str, float] = {}
    held: list[Held] = []
    for name, kpi in there.kpis.items():
        given, points = model.inputs[name], measured_points(line, name, known)
        why: Literal["few_points", "not_projectable"] = "few_points"
        if len(points) >= 2:
            try:
                projected[name] = projected_to(given, points, there, (priors or {}).get(name))
                continue
            except ProjectionPointInvalidError:
                why = "not_projectable"
        value = kpi.value if others == "gate" else _last_known(known.kpis[name], given)
        if value != given.value or given.distribution is None or not draw_others:
            fixed[name] = value
            held.append(Held(name, value, why))
    drawn = {
        name: given
        for name, given in model.inputs.items()
        if draw_others
        and given.distribution is not None
        and name not in projected
        and name not in fixed
    }
    if not projected and not drawn:
        raise ProjectionMissingError(at)
    varying: dict[str, Uncertain] = {**dict.fromkeys(projected, _Uniform()), **drawn}
    idle = [pair for pair in correlations if _idle(pair.between, varying, model)]
    draws = draw(varying, n, seed, method, [pair for pair in correlations if pair not in idle])
    values: dict[str, Value] = {name: np.full(draws.n, value) for name, value in fixed.items()}
    for name, samples in draws.values.items():
        values[name] = projected[name].quantile(samples) if name in projected else samples
    ratio = np.array(np.broadcast_to(model.weigh(values).ratio, draws.n))
    own = there.target_ratio
    return GateProbability(
        gate=at,
        known_at=known.id,
        programme=summary(ratio, model.target, draws.replicates),
        own=None if own is None else summary(ratio, own, draws.replicates),
        projected=projected,
        drawn=tuple(drawn),
        held=tuple(held),
        unused_correlations=tuple(pair.between for pair in idle),
    )


def outlook_by_gate(
    line: Sequence[GateState],
    model: Weighing,
    *,
    n: int,
    seed: int,
    others: Others = "today",
    method: Method = "random",
    correlations: Correlations = (),
    priors: Mapping[str, Prior] | None = None,
    draw_others: bool = True,
) -> dict[str, GateProbability]:
    """Return, for every gate, the chance of the *last* gate as it could be told then.

    The same draws at every gate, so that a change is what was learnt. Gates at which nothing varies
    yet are left out.

    Parameters
    ----------
    line, model, n, seed, others, method, correlations, priors, draw_others
        As `gate_probability`.

    Raises
    ------
    GatesTooFewError
        If there are no gates.
    HakariError
        As `gate_probability`, but for `ProjectionMissingError`.
    """
    if not line:
        raise GatesTooFewError(0, 1)
    found: dict[str, GateProbability] = {}
    for gate in line:
        try:
            found[gate.id] = gate_probability(
                line,
                model,
                line[-1].id,
                n=n,
                seed=seed,
                known_at=gate.id,
                others=others,
                method=method,
                correlations=correlations,
                priors=priors,
                draw_others=draw_others,
            )
        except ProjectionMissingError:
            continue
    return found


def _gate(line: Sequence[GateState], gate_id: str) -> GateState:
    for gate in line:
        if gate.id == gate_id:
            return gate
    raise GateUnknownError(gate_id, "the question", [gate.id for gate in line])


def _last_known(kpi: KpiState, given: Input) -> float:
    """Value by the known gate; a target is a wish and does not count."""
    return kpi.value if kpi.stated_as in _STATED else given.value


def _idle(pair: tuple[str, str], varying: Mapping[str, object], model: Weighing) -> bool:
    """Whether both names exist but one does not vary; a wrong name is left for `draw` to refuse."""
    return all(name in model.inputs for name in pair) and not all(name in varying for name in pair)
