"""What a score rests on: grades of the data behind it, flows without a factor, what was cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inventories.catalogue import GREENHOUSE_GROUPS
from inventories.document import GRADES
from lca.background import Background
from lca.contributions import flow_amounts
from lca.solve import Solution


@dataclass(frozen=True)
class UncharacterisedFlow:
    """A greenhouse gas in the inventory for which the total lists no factor."""

    key: str
    amount: float
    unit: str


@dataclass(frozen=True)
class Coverage:
    """Coverage of one score.

    Attributes
    ----------
    by_grade : grade -> share of the gross score (sum of absolute parts) whose weakest link,
        the route's amount or the background dataset, has that grade; shares sum to 1
    by_amount_grade : the same, by the grade of the route's own amounts alone
    gross : sum of the absolute parts, in the unit of the total
    uncharacterised : greenhouse gases without a factor
    cut_off : what the route names but does not count, as given
    not_closed : providers used whose biogenic carbon does not balance
    """

    by_grade: dict[str, float]
    by_amount_grade: dict[str, float]
    gross: float
    uncharacterised: tuple[UncharacterisedFlow, ...]
    cut_off: tuple[str, ...]
    not_closed: tuple[str, ...]


def coverage(
    solution: Solution, background: Background, total: int = 0, cut_off: Sequence[str] = ()
) -> Coverage:
    """Say what a score of a solution rests on.

    Parameters
    ----------
    total : position in ``solution.system.totals``
    cut_off : keys or pointers of inputs that were not counted; passed through
    """
    system = solution.system
    provider_grades = [background.grades[i] for i in solution.provider_index]
    weakest: dict[str, float] = {}
    own: dict[str, float] = {}
    supply = np.abs(solution.supply)
    for grade, (bought, direct) in system.grades.items():
        from_providers = np.abs(solution.provider_scores[total]) * (np.abs(bought) @ supply)
        from_flows = float(np.abs(solution.direct_factors[total]) @ (np.abs(direct) @ supply))
        own[grade] = own.get(grade, 0.0) + float(from_providers.sum()) + from_flows
        weakest[grade] = weakest.get(grade, 0.0) + from_flows
        for provider_grade, value in zip(provider_grades, from_providers, strict=True):
            worst = max(grade, provider_grade, key=_rank)
            weakest[worst] = weakest.get(worst, 0.0) + float(value)
    gross = sum(own.values())
    used = zip(system.providers, solution.provider_index, solution.background_supply, strict=True)
    return Coverage(
        by_grade=_shares(weakest, gross),
        by_amount_grade=_shares(own, gross),
        gross=gross,
        uncharacterised=_uncharacterised(solution, background, total),
        cut_off=tuple(cut_off),
        not_closed=tuple(
            key for key, i, amount in used if amount != 0.0 and not background.carbon_closed[i]
        ),
    )


def _rank(grade: str) -> int:
    return GRADES.index(grade)


def _shares(values: dict[str, float], gross: float) -> dict[str, float]:
    if gross == 0.0:
        return {}
    return {g: values[g] / gross for g in sorted(values, key=_rank) if values[g] > 0.0}


def _uncharacterised(
    solution: Solution, background: Background, total: int
) -> tuple[UncharacterisedFlow, ...]:
    listed = set(solution.system.totals[total].flows)
    found = []
    for key, amount in flow_amounts(solution, background).items():
        info = background.catalogue.elementary.get(key)
        if amount == 0.0 or key in listed or info is None:
            continue
        if info.group in GREENHOUSE_GROUPS:
            found.append(UncharacterisedFlow(key, amount, info.unit))
    return tuple(sorted(found, key=lambda f: (-abs(f.amount), f.key)))
