"""How much of the way from today to the targets each lever brings: exact Shapley values.

With k levers all 2^k mixes of start and target are weighed; a lever's part is its mean effect
over all orders in which the levers can be moved, so the parts add up to the whole change and do
not depend on an order. A group of levers moves as one; its part is the sum that the Owen value
gives its members (the quotient game).

References: Shapley, L. S. (1953) A value for n-person games, Annals of Mathematics Studies 28,
307-317; Owen (1977) in: Gimenez, J. M. & Puente, M. A. (2017) A new procedure to calculate the
Owen value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inventories.document import Localised
from lca.shapley import shapley
from parity.inputs import Weighed, Weighing
from parity.levers.errors import (
    LeversMissingError,
    LeversTooManyError,
    MixInfeasibleError,
    TargetsInfeasibleError,
    TodayInfeasibleError,
)
from parity.levers.grouping import label_of_members
from parity.levers.moves import Array, check_values, lever, weigh_points

MOST_LEVERS = 12
"""2^12 mixes are weighed in one call; beyond, levers have to be grouped."""


@dataclass(frozen=True)
class Move:
    """One input on its way, both values in `unit`."""

    name: str
    title: Localised
    start: float
    target: float
    unit: str


@dataclass(frozen=True)
class Step:
    """What one lever, or one group of levers, brings.

    Attributes
    ----------
    lever : name of the input, or label of the group
    ratio : part of the change of the cost ratio (Shapley value)
    bio_jpy, baseline_jpy : part of the change of the two costs, JPY per unit of baseline product
    ratio_first, ratio_last : change of the ratio if this lever is moved alone from the start, and
        if it is moved after all others; between them lies how far the order matters
    """

    lever: str
    moves: tuple[Move, ...]
    ratio: float
    bio_jpy: float
    baseline_jpy: float
    ratio_first: float
    ratio_last: float


@dataclass(frozen=True)
class Waterfall:
    """The way from `start` to `end`; the parts of the steps add up to end - start.

    `start`, `end` : costs in JPY per unit, ratio. `rest` : ratio at the end less the ratio at the
    start and all steps, rounding only. `target` : the ratio wanted.
    """

    start: Weighed
    end: Weighed
    steps: tuple[Step, ...]
    rest: float
    target: float


def waterfall(
    model: Weighing,
    targets: Mapping[str, float],
    groups: Mapping[str, Sequence[str]] | None = None,
    start: Mapping[str, float] | None = None,
) -> Waterfall:
    """Split the change of ratio and costs from the start to the targets over the levers.

    Parameters
    ----------
    targets : input -> value wanted, in the input's unit
    groups : label -> names among `targets` that move as one; the others move alone
    start : input -> value to start from; today's where left out. Inputs that are only in `start`
        stay there.

    Returns
    -------
    Waterfall
        Steps in the order of `targets`; a group stands where its first member does.

    Raises
    ------
    InputUnknownError, LeverNotFiniteError, LeverOutsideBoundError
        If a name or value cannot be.
    LeversMissingError, LeversTooManyError, LeverGroupInvalidError
        If there is no lever, more than 12, or a group that is none.
    MixInfeasibleError
        If a mix of start and target has no cost; the mix is named.
    TodayInfeasibleError, TargetsInfeasibleError
        If the start, or all targets together, have none.
    """
    begin = dict(start or {})
    check_values(model, begin)
    check_values(model, targets)
    players = _players(model, targets, groups or {})
    states = {name: begin.get(name, model.inputs[name].value) for name in targets}
    on = np.indices((2,) * len(players)).reshape(len(players), -1).astype(bool)
    asked: dict[str, float | Array] = dict(begin)
    for row, members in zip(on, players.values(), strict=True):
        for name in members:
            asked[name] = np.where(row, float(targets[name]), states[name])
    found = weigh_points(model, asked, on.shape[1])
    _refuse_infeasible(np.asarray(found.ratio), on, tuple(players))
    cube = (2,) * len(players)
    ratio = np.asarray(found.ratio).reshape(cube)
    parts = shapley(ratio)
    bio = shapley(np.asarray(found.bio).reshape(cube))
    baseline = shapley(np.asarray(found.baseline).reshape(cube))
    first, last = _alone(np.asarray(found.ratio), len(players))
    steps = tuple(
        Step(
            lever=label,
            moves=tuple(
                Move(
                    name,
                    model.inputs[name].title,
                    states[name],
                    float(targets[name]),
                    model.inputs[name].unit,
                )
                for name in members
            ),
            ratio=float(parts[i]),
            bio_jpy=float(bio[i]),
            baseline_jpy=float(baseline[i]),
            ratio_first=float(first[i]),
            ratio_last=float(last[i]),
        )
        for i, (label, members) in enumerate(players.items())
    )
    ends = _corner(found, 0), _corner(found, -1)
    change = float(ends[1].ratio) - float(ends[0].ratio)
    return Waterfall(*ends, steps, change - float(parts.sum()), model.target)


def _players(
    model: Weighing, targets: Mapping[str, float], groups: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    def objection(name: str) -> Localised | None:
        lever(model, name)
        if name in targets:
            return None
        return Localised(
            en=f"`{name}` has no target; give it one",
            ja=f"`{name}` の目標値がありません。指定してください",
        )

    group_of = label_of_members(groups, model.inputs, objection)
    players: dict[str, tuple[str, ...]] = {}
    for name in targets:
        label = group_of.get(name, name)
        players.setdefault(label, tuple(groups[label]) if name in group_of else (name,))
    if not players:
        raise LeversMissingError(
            Localised(
                en="give at least one input a target",
                ja="少なくとも1つの入力に目標値を指定してください",
            )
        )
    if len(players) > MOST_LEVERS:
        raise LeversTooManyError(len(players), MOST_LEVERS)
    return players


def _alone(ratio: Array, count: int) -> tuple[Array, Array]:
    """Return the effect of every lever moved first and moved last, (count,) each."""
    bits = 1 << np.arange(count - 1, -1, -1)
    return ratio[bits] - ratio[0], ratio[-1] - ratio[ratio.size - 1 - bits]


def _refuse_infeasible(ratio: Array, on: Array, labels: tuple[str, ...]) -> None:
    if np.isnan(ratio[0]):
        raise TodayInfeasibleError
    if np.isnan(ratio[-1]):
        raise TargetsInfeasibleError(labels)
    without = np.flatnonzero(np.isnan(ratio))
    if without.size:
        mix = on[:, without[np.argmin(on[:, without].sum(axis=0))]]  # the one with fewest moved
        moved = [label for label, at in zip(labels, mix, strict=True) if at]
        kept = [label for label, at in zip(labels, mix, strict=True) if not at]
        raise MixInfeasibleError(moved, kept, int(without.size))


def _corner(found: Weighed, index: int) -> Weighed:
    return Weighed(
        *(float(np.asarray(f)[index]) for f in (found.msp, found.bio, found.baseline, found.ratio))
    )
