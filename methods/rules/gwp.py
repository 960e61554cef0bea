"""Axis `gwp` (with `other_gases`): factors of every climate flow for every total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from inventories.catalogue import ElementaryInfo
from lca.system import Characterization
from methods.carbon import CO2_GROSS_USE, CO2_IN_PRODUCT, COUNTED_AS_IS
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


def counted_groups(context: Context) -> frozenset[str] | None:
    """Return the groups of elementary flows that count, None if every gas of the set does."""
    if context.rules["other_gases"].choice == "all_in_set":
        return None
    return frozenset(context.options("other_gases", OtherGasesOptions).groups)


def _set(draft: Draft, choice: Choice, context: Context) -> Draft:
    options = read(choice.options, GwpOptions)
    table = gwp(options.set, options.horizon, options.metric)
    counted = counted_groups(context)
    climate = _climate_flows(context, table)
    own = _own_factors(table)
    totals = []
    used: dict[str, tuple[Factor, ...]] = {}
    for total in draft.carbon_totals:
        factors: dict[str, float] = {}
        for key, info in climate.items():
            found = factor_of(info, total, table)
            if counted is not None and info.group not in counted:
                factors[key] = 0.0  # left out by the rule, whether or not the set has a factor
            elif found is not None:
                value, row = found
                factors[key] = value
                if value and row not in used.get(key, ()):
                    used[key] = (*used.get(key, ()), row)
        if any(t.product_carbon for t in draft.carbon_totals):
            factors[CO2_IN_PRODUCT] = total.product_carbon * table["co2"].value
        factors |= own
        totals.append(
            Characterization(total.id, UNIT, tuple(factors), np.array(list(factors.values())))
        )
    return replace(draft, characterizations=tuple(totals), flow_factors=used)


def _climate_flows(context: Context, table: Mapping[str, Factor]) -> Mapping[str, ElementaryInfo]:
    """Return the greenhouse gases, and the other flows that the set names (CO in EF 3.0)."""
    named = {key: info for key, info in context.catalogue.elementary.items() if key in table}
    return {**context.catalogue.greenhouse_flows, **named}


def _own_factors(table: Mapping[str, Factor]) -> dict[str, float]:
    """Return the factors of the rules' own flows: CO2e is CO2e, CO2 of the use stage is CO2."""
    own = dict.fromkeys(sorted(COUNTED_AS_IS), 1.0)
    own[CO2_GROSS_USE] = table["co2"].value
    return own


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {"set": _set}
