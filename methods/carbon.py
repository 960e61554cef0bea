"""Carbon of flows: what part of it is biogenic or from the air, what part fossil."""

from __future__ import annotations

from inventories.document import Flow
from methods.options import read_ratio
from methods.rulebook import Rules
from methods.tables import constant

RATIO = "co2_per_carbon"
RATIO_AXES = ("biogenic_carbon", "carbon_balance", "captured_carbon", "land_use")
"""Axes whose choices may state the ratio, in the order in which they speak for the product."""

CO2_FOSSIL = "co2-fossil"
CO2_BIOGENIC = "co2-biogenic"
CO2_UPTAKE = "co2-uptake"
CO2_LAND_USE = "co2-land-use"
CO2_IN_PRODUCT = "co2-in-product"
"""CO2 that the biogenic carbon of the product would become. Not an exchange with nature: a flow
of its own so that a second total can count the carbon content of the product."""
CO2E_CREDIT = "co2e-credit"
"""CO2e that a rule charges or deducts without an exchange with nature, kg CO2e."""
CO2_GROSS_USE = "co2-gross-use"
"""CO2 of the use stage counted whatever the origin of its carbon, kg CO2."""
COUNTED_AS_IS: frozenset[str] = frozenset({CO2E_CREDIT, CO2_GROSS_USE})
"""Flows of the rules' own whose factor is 1 in every total."""


def fossil_kg_c(flow: Flow) -> float:
    """Return fossil carbon, kg C per unit of the flow (0 if its carbon is not stated)."""
    return flow.carbon.content * flow.carbon.fossil if flow.carbon else 0.0


def biogenic_kg_c(flow: Flow) -> float:
    """Return biogenic carbon, kg C per unit of the flow (0 if its carbon is not stated)."""
    return flow.carbon.content * flow.carbon.biogenic if flow.carbon else 0.0


def atmospheric_kg_c(flow: Flow) -> float:
    """Return carbon captured from the air, kg C per unit of the flow."""
    return flow.carbon.content * flow.carbon.atmospheric if flow.carbon else 0.0


def recent_kg_c(flow: Flow) -> float:
    """Return carbon that was CO2 in the air recently: biogenic and atmospheric, kg C per unit."""
    return biogenic_kg_c(flow) + atmospheric_kg_c(flow)


def co2_per_carbon(rules: Rules) -> float:
    """Return kg CO2 per kg C as the guideline's text has it, that of `constants.csv` if silent.

    The rule on biogenic carbon goes first; a project default is not the text.
    """
    for axis in RATIO_AXES:
        choice = rules[axis]
        if not choice.is_default and RATIO in choice.options:
            return float(read_ratio(choice.options[RATIO]))
    return constant(RATIO).value
