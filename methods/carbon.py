"""Carbon of flows: what part of it is biogenic or from the air, what part fossil."""

from __future__ import annotations

from inventories.document import Flow

CO2_FOSSIL = "co2-fossil"
CO2_UPTAKE = "co2-uptake"
CO2_LAND_USE = "co2-land-use"
CO2_IN_PRODUCT = "co2-in-product"
"""CO2 that the biogenic carbon of the product would become. Not an exchange with nature: a flow
of its own so that a second total can count the carbon content of the product."""


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
