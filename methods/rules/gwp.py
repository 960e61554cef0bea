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
from methods.tables import gwp

AXIS = "gwp"
UNIT = "kg CO2e"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Characterise the elementary flows for every total of the biogenic carbon rule."""
    return CHOICES[choice.choice](draft, choice, context)


def factor_of(info: ElementaryInfo, total: CarbonTotal, table: Mapping[str, float]) -> float | None:
    """Return kg CO2e per unit of an elementary flow, None if the set has no factor for it."""
    co2 = table["co2"]
    by_group = {
        "co2_fossil": co2,
        "co2_land_use": co2,
        "co2_biogenic": co2 * total.emission,
        "co2_uptake": co2 * total.uptake,
        "ch4_fossil": table["ch4_fossil"],
        "ch4_biogenic": table[total.methane_gas],
        "n2o": table["n2o"],
    }
    if info.group in by_group:
        return by_group[info.group]
    return table.get(info.group, table.get(info.key))


def _set(draft: Draft, choice: Choice, context: Context) -> Draft:
    options = read(choice.options, GwpOptions)
    table = gwp(options.set, options.horizon)
    counted = _counted_groups(context)
    totals = []
    for total in draft.carbon_totals:
        factors: dict[str, float] = {}
        for key, info in context.catalogue.greenhouse_flows.items():
            value = factor_of(info, total, table)
            if value is not None:
                factors[key] = value if counted is None or info.group in counted else 0.0
        if any(t.product_carbon for t in draft.carbon_totals):
            factors[CO2_IN_PRODUCT] = total.product_carbon * table["co2"]
        totals.append(
            Characterization(total.id, UNIT, tuple(factors), np.array(list(factors.values())))
        )
    return replace(draft, characterizations=tuple(totals))


def _counted_groups(context: Context) -> frozenset[str] | None:
    if context.rules["other_gases"].choice == "all_in_set":
        return None
    return frozenset(context.options("other_gases", OtherGasesOptions).groups)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {"set": _set}
