"""Whether a guideline covers a product: where its carbon comes from, what it is, used for, where.

What a text does not cover is computed all the same and labelled *for comparison*.
"""

from __future__ import annotations

import numpy as np

from inventories.expressions import Value
from inventories.inventory import Inventory
from methods.carbon import fossil_kg_c, recent_kg_c
from methods.documents import CarbonSource, Scope
from methods.lines import Note

AXIS = "boundary"


def outside_scope(scope: Scope, inventory: Inventory) -> tuple[Note, ...]:
    """Return a note for each condition of a scope that a bio route does not meet."""
    route = inventory.route
    if route.kind != "bio":
        return ()
    unit = route.functional_unit
    found: list[Note] = []
    params: dict[str, str | Value]
    source = carbon_source(inventory)
    if scope.carbon and source is not None and source not in scope.carbon:
        params = {"carbon": source, "covered": ", ".join(scope.carbon)}
        found.append(Note(AXIS, "outside-scope-carbon", "", params, "warning"))
    cas = inventory.flows[inventory.product_flow].cas
    if scope.cas and cas not in scope.cas:
        params = {"cas": cas or "-", "covered": ", ".join(scope.cas)}
        found.append(Note(AXIS, "outside-scope-product", "", params, "warning"))
    if scope.uses and unit.use not in scope.uses:
        params = {"use": unit.use or "-", "covered": ", ".join(scope.uses)}
        found.append(Note(AXIS, "outside-scope-use", "", params, "warning"))
    if scope.places and not route.geography.startswith(scope.places):
        params = {"place": route.geography, "covered": ", ".join(scope.places)}
        found.append(Note(AXIS, "outside-scope-place", "", params, "warning"))
    return tuple(found)


def carbon_source(inventory: Inventory) -> CarbonSource | None:
    """Return where most of the carbon that enters a route as feedstock comes from.

    ``none`` for a product without carbon, None if the document names no carbon of a feedstock.
    """
    product = inventory.flows[inventory.product_flow]
    if product.carbon is not None and product.carbon.content == 0:
        return "none"
    entering: dict[CarbonSource, float] = {"captured_co2": 0.0, "biomass": 0.0, "fossil_waste": 0.0}
    for activity in inventory.activities:
        for item in activity.inputs:
            if item.flow is None or (item.co2 is None and item.feedstock is None):
                continue
            flow = inventory.flows[item.flow]
            amount = float(np.mean(item.amount))
            if item.co2 is not None:
                entering["captured_co2"] += amount * (recent_kg_c(flow) + fossil_kg_c(flow))
            else:
                entering["biomass"] += amount * recent_kg_c(flow)
                entering["fossil_waste"] += amount * fossil_kg_c(flow)
    if not any(entering.values()):
        return None
    return max(entering, key=lambda source: entering[source])
