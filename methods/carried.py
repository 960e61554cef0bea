"""Carbon a product still carries at the gate, so that a gate figure is never read as a life."""

from __future__ import annotations

from dataclasses import dataclass

from methods.carbon import atmospheric_kg_c, biogenic_kg_c, fossil_kg_c
from methods.options import read_ratio
from methods.resolve import Resolution
from methods.rulebook import Rules
from methods.tables import constant

RATIO = "co2_per_carbon"
RATIO_AXES = ("biogenic_carbon", "carbon_balance", "captured_carbon", "land_use")
"""Axes whose choices may state the ratio, in the order in which they speak for the product."""


@dataclass(frozen=True)
class CarriedCarbon:
    """Carbon in the product, kg C per unit of the result, by origin.

    `burning_adds_kgco2e`: what complete oxidation would add to the score under the guideline's
    own factors: fossil carbon in full, biogenic carbon as its rule counts biogenic CO2, both
    with the kg CO2 per kg C of its text.
    """

    biogenic_kg_c: float
    fossil_kg_c: float
    atmospheric_kg_c: float
    burning_adds_kgco2e: float


def co2_per_carbon(rules: Rules) -> float:
    """Return kg CO2 per kg C as the guideline's text has it, that of `constants.csv` if silent.

    The rule on biogenic carbon goes first; a project default is not the text.
    """
    for axis in RATIO_AXES:
        choice = rules[axis]
        if not choice.is_default and RATIO in choice.options:
            return float(read_ratio(choice.options[RATIO]))
    return constant(RATIO).value


def carried_carbon(resolution: Resolution, units_of_product: float) -> CarriedCarbon | None:
    """Return the carbon the product carries, None if the result goes beyond the gate.

    Parameters
    ----------
    units_of_product
        Amount of the product (canonical unit) that the result is given for.
    """
    inventory = resolution.draft.inventory
    services = {d.activity for d in inventory.route.functional_unit.downstream}
    if services & resolution.draft.included:
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
    co2 = fossil * by_group.get("co2_fossil", 0.0) + recent * by_group.get("co2_biogenic", 0.0)
    return CarriedCarbon(
        biogenic_kg_c=biogenic_kg_c(flow) * units_of_product,
        fossil_kg_c=fossil,
        atmospheric_kg_c=atmospheric_kg_c(flow) * units_of_product,
        burning_adds_kgco2e=co2 * co2_per_carbon(resolution.context.rules),
    )
