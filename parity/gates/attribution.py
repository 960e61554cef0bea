"""Which inputs made the project's own progress between two gates: exact Shapley values.

Reference: Shapley, L. S. (1953) A value for n-person games, Annals of Mathematics Studies 28,
307-317.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from inventories.document import Localised
from inventories.input_names import BASELINE
from lca.shapley import shapley
from lca.system import Array
from parity.gates.errors import GateCostInvalidError
from parity.gates.records import GateState
from parity.inputs import Weighing
from parity.levers.errors import LeversTooManyError
from parity.levers.grouping import label_of_members
from parity.levers.moves import lever

MAX_PLAYERS = 12
"""Inputs or groups that can be told apart exactly: 2^12 = 4,096 mixes of two gates."""


@dataclass(frozen=True)
class Moved:
    """One input that differs between the two gates, in `unit`."""

    name: str
    title: Localised
    unit: str
    before: float
    after: float


@dataclass(frozen=True)
class Contribution:
    """What an input, or a group of them, did to the bio cost.

    Attributes
    ----------
    name : of the group; the input's own if it stands alone
    log : part of ``ln c1 - ln c0``; negative: the cost fell. None if a cost on the way is not
        positive
    jpy : part of ``c1 - c0``, JPY of the base year per unit of baseline product
    """

    name: str
    moved: tuple[Moved, ...]
    log: float | None = field(default=None, kw_only=True)
    jpy: float


@dataclass(frozen=True)
class Attribution:
    """Own progress between two gates; the contributions sum to `log` and to `jpy`."""

    before: str
    after: str
    log: float | None = field(default=None, kw_only=True)
    jpy: float
    contributions: tuple[Contribution, ...]


def attribute(
    before: GateState,
    after: GateState,
    model: Weighing,
    labels: Mapping[str, str] | None = None,
) -> Attribution:
    """Attribute the change of the bio cost between two gates to the inputs that moved.

    Inputs of the baseline alone (``baseline:...``) are left out: they are the market's part.

    Parameters
    ----------
    before, after
        Two gates of one line.
    model
        Asked once, for all mixes of the two gates.
    labels
        Input -> label of its group (`group_labels`), which counts as one; the others stand alone.
        Inputs that did not move may be named.

    Raises
    ------
    LeversTooManyError
        If more than `MAX_PLAYERS` inputs or groups moved.
    GateCostInvalidError
        If the model has no cost for a mix of the two gates; the message names the mix.
    """
    moved = {
        name: Moved(name, kpi.title, kpi.unit, kpi.value, after.kpis[name].value)
        for name, kpi in before.kpis.items()
        if kpi.value != after.kpis[name].value and not name.startswith(BASELINE)
    }
    players = _players(moved, labels or {})
    k = len(players)
    mixes = np.indices((2,) * k).reshape(k, -1) if k else np.zeros((0, 1), dtype=np.int64)
    values: dict[str, Array] = {
        name: np.full(mixes.shape[1], kpi.value) for name, kpi in before.kpis.items()
    }
    for name in before.kpis:
        if name.startswith(BASELINE):
            values[name] = np.full(mixes.shape[1], after.kpis[name].value)
    for switch, names in enumerate(players.values()):
        for name in names:
            values[name] = np.where(mixes[switch] == 1, moved[name].after, moved[name].before)
    cost: Array = np.array(np.broadcast_to(model.weigh(values).bio, mixes.shape[1]))
    _check(cost, mixes, tuple(players), before.id, after.id)
    shape = (2,) * k
    jpy = shapley(cost.reshape(shape), k)
    logs = shapley(np.log(cost).reshape(shape), k) if (cost > 0).all() else None
    return Attribution(
        before=before.id,
        after=after.id,
        log=None if logs is None else float(np.log(cost[-1]) - np.log(cost[0])),
        jpy=float(cost[-1] - cost[0]),
        contributions=tuple(
            Contribution(
                name=player,
                moved=tuple(moved[name] for name in names),
                log=None if logs is None else float(logs[i]),
                jpy=float(jpy[i]),
            )
            for i, (player, names) in enumerate(players.items())
        ),
    )


def group_labels(groups: Mapping[str, Sequence[str]], model: Weighing) -> dict[str, str]:
    """Return input -> label of its group, for the inputs in a group.

    Raises
    ------
    InputUnknownError
        If a group names what is no input.
    LeverGroupInvalidError
        If a group is empty, bears the name of an input that is not in it, or shares an input with
        another.
    """

    def objection(name: str) -> None:
        lever(model, name)

    return label_of_members(groups, model.inputs, objection)


def _players(moved: Mapping[str, Moved], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    players: dict[str, tuple[str, ...]] = {}
    for name in moved:
        player = labels.get(name, name)
        players[player] = (*players.get(player, ()), name)
    if len(players) > MAX_PLAYERS:
        raise LeversTooManyError(len(players), MAX_PLAYERS)
    return players


def _check(
    cost: Array, mixes: np.ndarray, players: tuple[str, ...], before: str, after: str
) -> None:
    bad = np.flatnonzero(~np.isfinite(cost))
    if bad.size:
        there = [p for p, on in zip(players, mixes[:, bad[0]], strict=True) if on]
        mix = f"{before} with {', '.join(there)} of {after}" if there else before
        raise GateCostInvalidError(mix, "the bio cost", float(cost[bad[0]]))
