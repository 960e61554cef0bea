"""Where a score comes from: by stage, activity, provider and elementary flow.

Each of the four lists sums to the score; nothing is lumped or left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lca.background import Background
from lca.solve import Solution
from lca.system import Array

DIRECT = "direct"
"""Key of the foreground's own emissions in the list by provider."""


@dataclass(frozen=True)
class Contribution:
    """One part of a score, in the unit of the total; negative parts are credits or uptake.

    `amount` and `unit` say how much of the provider or flow there is (None for other lists).
    """

    key: str
    title_en: str
    title_ja: str
    value: float
    amount: float | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Contributions:
    """A score and its parts, each list largest first by absolute value."""

    total: str
    unit: str
    score: float
    by_stage: tuple[Contribution, ...]
    by_activity: tuple[Contribution, ...]
    by_provider: tuple[Contribution, ...]
    by_flow: tuple[Contribution, ...]


def contributions(solution: Solution, background: Background, total: int = 0) -> Contributions:
    """Split a score of a solution.

    Parameters
    ----------
    total : position in ``solution.system.totals``

    Returns
    -------
    Contributions
        A column's part holds its direct flows and the providers it uses, upstream included. The
        stage's titles are its key; pages name stages in their own words.
    """
    system, characterization = solution.system, solution.system.totals[total]
    per_column = column_scores(solution, total)
    stages: dict[str, float] = {}
    activities: dict[str, tuple[str, str, float]] = {}
    for column, value in zip(system.columns, per_column, strict=True):
        stages[column.stage] = stages.get(column.stage, 0.0) + float(value)
        before = activities.get(column.activity, ("", "", 0.0))[2]
        activities[column.activity] = (column.title_en, column.title_ja, before + float(value))
    return Contributions(
        total=characterization.id,
        unit=characterization.unit,
        score=float(solution.scores[total]),
        by_stage=_ordered(Contribution(s, s, s, v) for s, v in stages.items()),
        by_activity=_ordered(Contribution(a, *rest) for a, rest in activities.items()),
        by_provider=_by_provider(solution, background, total),
        by_flow=_by_flow(solution, background, total),
    )


def column_scores(solution: Solution, total: int = 0) -> Array:
    """Return (n,) the part of a score that each column causes: own flows and providers used."""
    system = solution.system
    per_run = (
        solution.provider_scores[total] @ system.background_demand
        + solution.direct_factors[total] @ system.direct
    )
    scores: Array = per_run * solution.supply
    return scores


def flow_amounts(solution: Solution, background: Background) -> dict[str, float]:
    """Return the amount of every elementary flow, foreground and background together."""
    cumulative = background.inventory[:, solution.provider_index] @ solution.background_supply
    amounts = dict(zip(background.flow_keys, cumulative.tolist(), strict=True))
    for flow, amount in zip(solution.system.flows, solution.direct.tolist(), strict=True):
        amounts[flow] = amounts.get(flow, 0.0) + amount
    return amounts


def _by_provider(
    solution: Solution, background: Background, total: int
) -> tuple[Contribution, ...]:
    values = solution.provider_scores[total] * solution.background_supply
    parts = []
    for key, value, amount in zip(
        solution.system.providers, values, solution.background_supply, strict=True
    ):
        info = background.catalogue.providers[key]
        parts.append(
            Contribution(key, info.title_en, info.title_ja, float(value), float(amount), info.unit)
        )
    own = float(solution.direct_factors[total] @ solution.direct)
    parts.append(Contribution(DIRECT, "Direct emissions of the route", "経路の直接排出", own))
    return _ordered(parts)


def _by_flow(solution: Solution, background: Background, total: int) -> tuple[Contribution, ...]:
    characterization = solution.system.totals[total]
    amounts = flow_amounts(solution, background)
    parts = []
    for flow, factor in zip(characterization.flows, characterization.factors, strict=True):
        amount = amounts.get(flow, 0.0)
        if factor == 0.0 or amount == 0.0:
            continue
        info = background.catalogue.elementary.get(flow)
        name, unit = (info.name or flow, info.unit) if info else (flow, None)
        parts.append(Contribution(flow, name, name, float(factor * amount), amount, unit))
    return _ordered(parts)


def _ordered(parts: Iterable[Contribution]) -> tuple[Contribution, ...]:
    return tuple(sorted(parts, key=lambda c: (-np.abs(c.value), c.key)))
