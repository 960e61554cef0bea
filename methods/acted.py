"""Which rule axes changed the number of one route: those whose evidence its result rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from lca.background import Background
from methods.context import Context
from methods.per import Per
from methods.rules.gwp import counted_groups

ENERGY_RUNGS = ("energy_lhv", "useful_energy", "physical")
"""Rungs of the multifunctionality ladder that look at heating values."""
PER_ENERGY = frozenset({"MJ_LHV", "mmBTU_LHV"})


def acted_axes(
    changed: Collection[str],
    rungs: Mapping[str, Iterable[str]],
    per: Per,
    context: Context,
    flows: Collection[str],
    providers: Iterable[str],
    background: Background,
) -> frozenset[str]:
    """Return the axes that changed the number.

    Two axes have no rule of their own: `heating_value` acts where the result is per energy or a
    burden is shared by it, `other_gases` where a gas occurs that it leaves out.

    Parameters
    ----------
    changed
        Axes whose rule changed the draft.
    rungs
        Activity -> rungs of the multifunctionality ladder used.
    flows, providers
        Elementary flows of the foreground itself, and the datasets it uses.
    """
    acted = set(changed)
    used = {rung for of_activity in rungs.values() for rung in of_activity}
    if per.result.per in PER_ENERGY or any(r in label for label in used for r in ENERGY_RUNGS):
        acted.add("heating_value")
    if _gas_left_out(context, flows, providers, background):
        acted.add("other_gases")
    return frozenset(acted)


def _gas_left_out(
    context: Context, flows: Collection[str], providers: Iterable[str], background: Background
) -> bool:
    counted = counted_groups(context)
    if counted is None:
        return False
    climate = context.catalogue.greenhouse_flows
    left_out = [key for key, info in climate.items() if info.group not in counted]
    if any(key in flows for key in left_out):
        return True
    found = (background.flow_index(key) for key in left_out)
    rows = np.array([row for row in found if row is not None], dtype=np.intp)
    used = np.array([background.index(provider) for provider in providers], dtype=np.intp)
    return bool(background.inventory[rows[:, None], used].any())
