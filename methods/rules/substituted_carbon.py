"""Biogenic carbon that a substituted co-product takes along.

A co-product that is credited with what it displaces leaves with its own carbon, and the dataset
that it displaces has taken up that of its product. Where uptake counts, the one is charged to who
makes the co-product and the other is not given to him, so that its product keeps the uptake of its
own carbon only and a whole life comes to the same whether uptake counts or not.
"""

from __future__ import annotations

from inventories.document import Flow
from lca.carbon import CAPTURE_CATEGORY, TREATMENT_CATEGORY
from methods.carbon import CO2_UPTAKE, recent_kg_c
from methods.context import Context
from methods.lines import Line


def carbon_taken_along(line: Line, displaced: Line, flow: Flow, context: Context) -> Line | None:
    """Return the uptake that a substituted exchange adds, None if there is none.

    Parameters
    ----------
    line
        Co-product where it is made (``output``) or where the route itself uses it.
    displaced
        What stands for it: the displaced dataset, negative where it is made.
    flow
        The co-product. If its carbon is not stated it is taken to be that of what it displaces;
        nothing is known where the carbon of the displaced dataset does not close.
    """
    uptake = context.catalogue.elementary.get(CO2_UPTAKE)
    if uptake is None or flow.carbon is None or displaced.key in context.unclosed:
        return None
    info = context.catalogue.providers[displaced.key]
    booked_kg_c = info.carbon_biogenic_kg_c_per_unit
    if info.category == TREATMENT_CATEGORY:
        booked_kg_c = -booked_kg_c  # it emits carbon that others took up, and now keep
    elif info.category == CAPTURE_CATEGORY:
        booked_kg_c = 0.0  # nothing is taken up for captured CO2
    own_kg_c = recent_kg_c(flow)
    if own_kg_c == booked_kg_c == 0:
        return None
    arriving = line.amount * (own_kg_c if line.kind == "internal" else -own_kg_c)
    kg_co2 = (arriving - displaced.amount * booked_kg_c) / uptake.carbon_kg_c_per_unit
    return Line(
        line.activity,
        "elementary",
        CO2_UPTAKE,
        kg_co2,
        line.grade,
        line.pointer,
        because=displaced.because,
        product=line.product,
    )
