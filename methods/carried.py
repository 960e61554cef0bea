"""Carbon a product still carries at the gate, so that a gate figure is never read as a life."""

from __future__ import annotations

from dataclasses import dataclass

from methods.carbon import (
    CO2_GROSS_USE,
    atmospheric_kg_c,
    biogenic_kg_c,
    co2_per_carbon,
    fossil_kg_c,
)
from methods.resolve import Resolution
from methods.rules.biogenic_carbon import GROSS_USE
from methods.rules.boundary import is_oxidation
from methods.rules.product_carbon import life_is_documented


@dataclass(frozen=True)
class CarriedCarbon:
    """Carbon in the product, kg C per unit of the result, by origin.

    `burning_adds_kgco2e`: what complete oxidation would add to the score under the guideline's
    own factors: fossil carbon in full, biogenic carbon as its rule counts biogenic CO2 of the use
    stage, both with the kg CO2 per kg C of its text.
    """

    biogenic_kg_c: float
    fossil_kg_c: float
    atmospheric_kg_c: float
    burning_adds_kgco2e: float


def carried_carbon(resolution: Resolution, units_of_product: float) -> CarriedCarbon | None:
    """Return the carbon the product carries, None if the result goes beyond the gate.

    Parameters
    ----------
    units_of_product
        Amount of the product (canonical unit) that the result is given for.
    """
    inventory = resolution.draft.inventory
    if _goes_beyond_the_gate(resolution):
        return None
    flow = inventory.flows[inventory.product_flow]
    recent = (biogenic_kg_c(flow) + atmospheric_kg_c(flow)) * units_of_product
    fossil = fossil_kg_c(flow) * units_of_product
    total = resolution.system.totals[0]
    by_group = {
        info.group: float(value)
        for key, value in zip(total.flows, total.factors, strict=True)
        if (info := resolution.context.catalogue.elementary.get(key)) is not None
    }
    gross = resolution.context.rules["biogenic_carbon"].choice == GROSS_USE
    of_recent = 1.0 if gross else by_group.get("co2_biogenic", 0.0)
    co2 = fossil * by_group.get("co2_fossil", 0.0) + recent * of_recent
    return CarriedCarbon(
        biogenic_kg_c=biogenic_kg_c(flow) * units_of_product,
        fossil_kg_c=fossil,
        atmospheric_kg_c=atmospheric_kg_c(flow) * units_of_product,
        burning_adds_kgco2e=co2 * co2_per_carbon(resolution.context.rules),
    )


def _goes_beyond_the_gate(resolution: Resolution) -> bool:
    """Whether the result already says where the product's carbon goes."""
    reach = resolution.context.rules["boundary"].choice
    return life_is_documented(resolution.draft, reach) or any(
        is_oxidation(line) or line.key == CO2_GROSS_USE for line in resolution.draft.lines
    )
