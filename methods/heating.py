"""Lower heating values of flows, wet or dry basis, and of finished fuels a text lists."""

from __future__ import annotations

from typing import Literal

from inventories.document import Flow
from inventories.quantities import factor
from methods.context import Context
from methods.errors import HeatingValueMissingError
from methods.options import HeatingValueOptions, ListedFuelsOptions
from methods.tables import constant

Basis = Literal["wet", "dry"]


def energy_mj(flow: Flow, basis: Basis) -> float | None:
    """Return MJ (LHV) per unit of the flow, None if it cannot be known.

    A dry heating value is per kg of dry matter; on wet basis the water in the flow is evaporated
    by the flow's own heat and a negative result counts as 0 (RED II Annex V C.18).

    Reference: q_wet = q_dry (1 - w) - latent heat * w (EN 14918, ISO 18125).
    """
    if flow.unit in {"MJ", "kWh"}:
        return factor(flow.unit, "MJ")
    if flow.lhv is None:
        return None
    if flow.lhv.basis == basis == "wet":
        return flow.lhv.amount
    if flow.dry_mass_fraction is None:
        return None
    dry = flow.dry_mass_fraction
    water_mj = constant("latent_heat_of_water") * (1 - dry)
    if basis == "wet":
        return max(flow.lhv.amount * dry - water_mj, 0.0)
    return flow.lhv.amount * dry if flow.lhv.basis == "dry" else flow.lhv.amount + water_mj


def allocation_basis(context: Context) -> Basis:
    """Return the basis of the energy allocation under the rules."""
    choice = context.rules["heating_value"]
    model = ListedFuelsOptions if choice.choice == "listed_fuels" else HeatingValueOptions
    return context.options("heating_value", model).allocation_basis


def product_energy_mj(flow_id: str, flow: Flow, context: Context) -> tuple[float, bool]:
    """Return MJ per unit of the functional unit's product, and whether the guideline lists it.

    Raises
    ------
    HeatingValueMissingError
        If neither the guideline nor the document gives a heating value.
    """
    if context.rules["heating_value"].choice == "listed_fuels" and flow.unit == "kg":
        listed = context.options("heating_value", ListedFuelsOptions).fuels_by_cas
        if flow.cas in listed:
            return listed[flow.cas].mj_per_kg, True
    energy = energy_mj(flow, "wet")
    if not energy:
        raise HeatingValueMissingError(flow_id)
    return energy, False
