"""Axis `gwp` (with `other_gases`): factors of every climate flow for every total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from inventories.catalogue import ElementaryInfo
from lca.system import Characterization
from methods.carbon import CO2_IN_PRODUCT
from methods.context import Context
from methods.lines import CarbonTotal, Draft
from methods.options import GwpOptions, OtherGasesOptions, read
from methods.rulebook import Choice
from methods.tables import Factor, gwp

AXIS = "gwp"
UNIT = "kg CO2e"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Characterise the elementary flows for every total of the biogenic carbon rule."""
    return CHOICES[choice.choice](draft, choice, context)


def factor_of(
    info: ElementaryInfo, total: CarbonTotal, table: Mapping[str, Factor]
) -> tuple[float, Factor] | None:
    """Return kg CO2e per unit of an elementary flow and the row of the set it comes from.

    None if the set has no factor for the flow.
    """
    rows = {
        "co2_fossil": ("co2", 1.0),
        "co2_land_use": ("co2", 1.0),
        "co2_biogenic": ("co2", total.emission),
        "co2_uptake": ("co2", total.uptake),
        "ch4_biogenic": (total.methane_gas, 1.0),
    }
    gas, counted = rows.get(info.group, (info.group, 1.0))
    row = table.get(gas, table.get(info.key))
    return None if row is None else (row.value * counted, row)


def _set(draft: Draft, choice: Choice, context: Context) -> Draft:
    options = read(choice.options, GwpOptions)
    table = gwp(options.set, options.horizon)
    counted = _counted_groups(context)
    totals = []
    used: dict[str, tuple[Factor, ...]] = {}
    for total in draft.carbon_totals:
        factors: dict[str, float] = {}
        for key, info in context.catalogue.greenhouse_flows.items():
            found = factor_of(info, total, table)
            if found is None:
                continue
            value, row = found
            factors[key] = value if counted is None or info.group in counted else 0.0
            if factors[key] and row not in used.get(key, ()):
                used[key] = (*used.get(key, ()), row)
        if any(t.product_carbon for t in draft.carbon_totals):
            factors[CO2_IN_PRODUCT] = total.product_carbon * table["co2"].value
        totals.append(
            Characterization(total.id, UNIT, tuple(factors), np.array(list(factors.values())))
        )
    return replace(draft, characterizations=tuple(totals), flow_factors=used)


def _counted_groups(context: Context) -> frozenset[str] | None:
    if context.rules["other_gases"].choice == "all_in_set":
        return None
    return frozenset(context.options("other_gases", OtherGasesOptions).groups)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {"set": _set}
