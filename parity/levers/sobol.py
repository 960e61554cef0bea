"""Which uncertain inputs make the cost ratio uncertain: variance-based indices of ln R.

First-order index: share of the variance that goes if the input were known. Total index: share
that stays if all others were known. The logarithm makes the indices of a ratio steady. Inputs that
are correlated have no indices of their own; they are taken together as one group.

References: Sobol', I. M. (2001) Mathematics and Computers in Simulation 55, 271-280; estimators:
Saltelli, A. et al. (2010) Computer Physics Communications 181, 259-270.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import qmc

from inventories.document import Localised
from lca.copula import Correlations, correlated, linked_groups
from lca.sampling import quantile
from parity.inputs import Input, Weighing
from parity.levers.errors import (
    AnalysisTooLargeError,
    LeversMissingError,
    SobolCountError,
    SobolSamplesFailedError,
)
from parity.levers.grouping import label_of_members
from parity.levers.moves import CHUNK, Array, lever

Analyze = Callable[..., Mapping[str, Any]]

LEAST, MOST_NUMBERS = 64, 2_000_000
"""Base samples at least; base samples times inputs at most (two tables of 16 MB)."""

FAILED_SHARE = 0.05
"""Beyond this share of failed base samples the rest is another distribution than stated."""

LEVEL = 0.95
CONSTANT = 1e-12
"""Standard deviation of ln R below which only rounding moves it."""

HALF_STEP = 2.0**-31
"""Half the step of the 30-bit sequence: moves its points off 0, whose normal score is infinite."""


@dataclass(frozen=True)
class Index:
    """Sobol indices of one input, or of one group of inputs.

    Attributes
    ----------
    first, total : first-order and total index; a first-order index that is negative within its
        interval is given as 0, `first_raw` as it was estimated
    first_half_width, total_half_width : half of the interval at `Indices.level` (bootstrap)
    """

    label: str
    names: tuple[str, ...]
    first: float
    first_raw: float
    first_half_width: float
    total: float
    total_half_width: float


@dataclass(frozen=True)
class Indices:
    """Sobol indices, largest total first.

    Attributes
    ----------
    sum_first : of the estimated first-order indices; 1 if the inputs do not act on each other
    n, seed, weighed : base samples, seed, and samples weighed, n (groups + 2)
    failed : base samples left out because a sample with them had no positive ratio; the indices
        then are those of the distribution without that part
    spread : standard deviation of ln R
    constant : nothing moves the ratio; all indices are 0
    certain : inputs without a distribution, which are not varied
    """

    indices: tuple[Index, ...]
    sum_first: float
    n: int
    seed: int
    weighed: int
    failed: int
    spread: float
    constant: bool
    level: float
    certain: tuple[str, ...]


def sobol(
    model: Weighing,
    n: int = 1024,
    seed: int = 1,
    groups: Mapping[str, Sequence[str]] | None = None,
    correlations: Correlations | None = None,
) -> Indices:
    """Return first-order and total Sobol indices of ln R.

    Parameters
    ----------
    n : base samples, a power of 2; n (groups + 2) samples are weighed
    groups : label -> inputs that get one index together; the others get their own
    correlations : as in the route document; inputs that hang together become one group

    Raises
    ------
    LeversMissingError
        If no input has a distribution.
    SobolCountError, AnalysisTooLargeError
        If n is no power of 2 or below 64, or n times inputs above 2e6.
    InputUnknownError, LeverGroupInvalidError
        If a group cannot be.
    SobolSamplesFailedError
        If more than 5 % of the base samples give no positive ratio.
    """
    uncertain = {k: m for k, m in model.inputs.items() if m.distribution is not None}
    if not uncertain:
        raise LeversMissingError(
            Localised(en="no input states a distribution", ja="分布のある入力がありません")
        )
    _check_size(n, len(uncertain))
    players = _players(model, uncertain, groups or {}, correlations or ())
    first, second = base_values(uncertain, n, seed, correlations or ())
    logs = _weigh_all(model, tuple(uncertain), players, first, second)
    sound = np.isfinite(logs).all(axis=1)
    failed = int((~sound).sum())
    if failed > FAILED_SHARE * n:
        raise SobolSamplesFailedError(failed, n, FAILED_SHARE)
    kept = logs[sound]
    spread = float(kept[:, [0, -1]].std())
    constant = spread < CONSTANT
    found = () if constant else _estimated(kept, players, seed)
    if constant:
        found = tuple(Index(label, names, 0, 0, 0, 0, 0) for label, names in players.items())
    return Indices(
        indices=tuple(sorted(found, key=lambda index: -index.total)),
        sum_first=float(sum(index.first_raw for index in found)),
        n=n,
        seed=seed,
        weighed=int(logs.size),
        failed=failed,
        spread=spread,
        constant=constant,
        level=LEVEL,
        certain=tuple(name for name in model.inputs if name not in uncertain),
    )


def base_values(
    uncertain: Mapping[str, Input], n: int, seed: int, correlations: Correlations
) -> tuple[Array, Array]:
    """Return two independent samples of the inputs, (n, k) each, from one Sobol sequence.

    The scrambled sequence of 2 k columns is the one SALib draws with the same generator.
    """
    k = len(uncertain)
    sequence = (
        qmc.Sobol(2 * k, scramble=True, rng=np.random.default_rng(seed)).random(n) + HALF_STEP
    )
    halves = []
    for half in (sequence[:, :k], sequence[:, k:]):
        uniforms = {name: half[:, i] for i, name in enumerate(uncertain)}
        if correlations:
            uniforms = correlated(uniforms, correlations)
        columns = [
            quantile(moved.distribution, moved.value, moved.bound, uniforms[name])
            for name, moved in uncertain.items()
            if moved.distribution is not None
        ]
        halves.append(np.column_stack(columns))
    return halves[0], halves[1]


def _check_size(n: int, inputs: int) -> None:
    if n < LEAST or n & (n - 1):
        raise SobolCountError(n, max(LEAST, 1 << max(n - 1, 1).bit_length()))
    if n * inputs > MOST_NUMBERS:
        raise AnalysisTooLargeError(
            Localised(
                en=f"the base samples of {inputs} inputs", ja=f"入力{inputs}個の基本サンプル数"
            ),
            n,
            LEAST,
            MOST_NUMBERS // inputs,
        )


def _players(
    model: Weighing,
    uncertain: Mapping[str, Input],
    groups: Mapping[str, Sequence[str]],
    correlations: Correlations,
) -> dict[str, tuple[str, ...]]:
    """Return label -> inputs, every uncertain input once, correlated ones together."""

    def objection(name: str) -> Localised | None:
        if lever(model, name).distribution is not None:
            return None
        return Localised(
            en=f"`{name}` has no distribution; give it one or leave it out",
            ja=f"`{name}` に分布がありません。分布を書くか、グループから外してください",
        )

    label_of = label_of_members(groups, model.inputs, objection)
    for linked in linked_groups(correlations):
        labels = dict.fromkeys(label_of.get(name, name) for name in linked)
        joined = " + ".join(labels)
        together = {name for name, label in label_of.items() if label in labels} | set(linked)
        label_of |= dict.fromkeys(together, joined)
    players: dict[str, tuple[str, ...]] = {}
    for name in uncertain:
        label = label_of.get(name, name)
        players[label] = (*players.get(label, ()), name)
    return players


def _weigh_all(
    model: Weighing,
    names: tuple[str, ...],
    players: Mapping[str, tuple[str, ...]],
    first: Array,
    second: Array,
) -> Array:
    """Return ln R, (n, groups + 2): the first sample, it with one group of the second, the second.

    Chunks of rows are put together as they are weighed, so memory does not grow with the groups.
    """
    n, kinds = first.shape[0], len(players) + 2
    swapped = np.zeros((kinds, len(names)), dtype=bool)
    for kind, members in enumerate(players.values(), start=1):
        swapped[kind] = [name in members for name in names]
    swapped[-1] = True
    found = np.empty(n * kinds)
    for start in range(0, found.size, CHUNK):
        kinds_of, rows = np.divmod(np.arange(start, min(start + CHUNK, found.size)), n)
        values = np.where(swapped[kinds_of], second[rows], first[rows])
        ratio = model.weigh({name: values[:, i] for i, name in enumerate(names)}).ratio
        found[start : start + rows.size] = ratio
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(found)
    return logs.reshape(kinds, n).T


def _estimated(logs: Array, players: Mapping[str, tuple[str, ...]], seed: int) -> tuple[Index, ...]:
    problem = {
        "num_vars": len(players),
        "names": list(players),
        "bounds": [[0.0, 1.0]] * len(players),
    }
    found = _analyze()(
        problem,
        logs.ravel(),
        calc_second_order=False,
        conf_level=LEVEL,
        seed=seed + 1,  # a seed of 0 is taken for none: the interval would differ in each run
    )
    rows = zip(found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    return tuple(
        Index(
            label=label,
            names=names,
            first=0.0 if -half <= first < 0 else float(first),
            first_raw=float(first),
            first_half_width=float(half),
            total=float(total),
            total_half_width=float(total_half),
        )
        for (label, names), (first, half, total, total_half) in zip(
            players.items(), rows, strict=True
        )
    )


@functools.cache
def _analyze() -> Analyze:
    from SALib.analyze.sobol import analyze  # noqa: PLC0415  (1.5 seconds: it imports pandas)

    found: Analyze = analyze
    return found
