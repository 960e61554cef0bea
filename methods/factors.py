"""Which numbers of the room's tables a score rests on: GWP factors, heating values, constants."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

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

    A factor of an elementary flow counts if the flow occurs, in the foreground or in the chain of
    a dataset it uses; `more` are factors of the unit of the result.
    """
    draft = resolution.draft
    flows, providers = occurring(solution)
    row_of = {flow: background.flow_index(flow) for flow in draft.flow_factors}
    rows = np.array([row for row in row_of.values() if row is not None], dtype=np.intp)
    used = np.array([background.index(provider) for provider in providers], dtype=np.intp)
    in_chains = background.inventory[rows[:, None], used].any(axis=1)
    found = flows | {background.flow_keys[row] for row in rows[in_chains]}
    by_flow = [f for flow, known in draft.flow_factors.items() if flow in found for f in known]
    return tuple(dict.fromkeys((*draft.factors, *more, *by_flow)))


def occurring(solution: Solution) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the elementary flows of the foreground itself and the datasets it uses."""
    system = solution.system
    direct = zip(system.flows, solution.direct, strict=True)
    bought = zip(system.providers, solution.background_supply, strict=True)
    return frozenset(f for f, amount in direct if amount), tuple(p for p, a in bought if a)
