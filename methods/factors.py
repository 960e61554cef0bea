"""Which numbers of the room's tables a score rests on: GWP factors, heating values, constants."""

from __future__ import annotations

from collections.abc import Iterable

from lca.background import Background
from lca.solve import Solution
from methods.resolve import Resolution
from methods.tables import Factor


def used_factors(
    resolution: Resolution,
    solution: Solution,
    background: Background,
    more: Iterable[Factor] = (),
) -> tuple[Factor, ...]:
    """Return the factors a score rests on, each once.

    A GWP factor counts if a flow it characterises occurs, in the foreground or in the chain of a
    provider; `more` are factors of the unit of the result.
    """
    draft = resolution.draft
    found = [*draft.factors, *more]
    occurring = set(_foreground_flows(solution))
    for flow, factors in draft.flow_factors.items():
        if flow in occurring or _in_background(flow, solution, background):
            found += factors
    return tuple(dict.fromkeys(found))


def _foreground_flows(solution: Solution) -> Iterable[str]:
    pairs = zip(solution.system.flows, solution.direct, strict=True)
    return (flow for flow, amount in pairs if amount)


def _in_background(flow: str, solution: Solution, background: Background) -> bool:
    row = background.flow_index(flow)
    if row is None:
        return False
    per_unit = background.inventory[row, solution.provider_index]
    return bool((per_unit * solution.background_supply).any())
