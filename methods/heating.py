"""Lower heating values of flows, wet or dry basis, and of finished fuels a text lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inventories.document import Flow
from inventories.quantities import factor
from methods.context import Context
from methods.errors import HeatingValueMissingError
from methods.options import HeatingValueOptions, ListedFuelsOptions
from methods.tables import Factor, constant

Basis = Literal["wet", "dry"]


@dataclass(frozen=True)
class Energy:
    """Energy content, MJ (LHV) per unit of a flow, and the factors it rests on."""

    mj: float
    factors: tuple[Factor, ...] = ()


def energy(flow: Flow, basis: Basis) -> Energy | None:
    """Return the energy content of a flow, None if it cannot be known.

    A dry heating value is per kg of dry matter; on wet basis the water in the flow is evaporated
    by the flow's own heat and a negative result counts as 0 (RED II Annex V C.18).

    Reference: q_wet = q_dry (1 - w) - latent heat * w (EN 14918, ISO 18125).
    """
    if flow.unit in {"MJ", "kWh"}:
        return Energy(factor(flow.unit, "MJ"))
    if flow.lhv is None:
        return None
    if flow.lhv.basis == basis == "wet":
        return Energy(flow.lhv.amount)
    if flow.dry_mass_fraction is None:
        return None
    dry = flow.dry_mass_fraction
    latent = constant("latent_heat_of_water")
    water_mj = latent.value * (1 - dry)
    if basis == "wet":
        return Energy(max(flow.lhv.amount * dry - water_mj, 0.0), (latent,))
    if flow.lhv.basis == "dry":
        return Energy(flow.lhv.amount * dry)
    return Energy(flow.lhv.amount + water_mj, (latent,))


def allocation_basis(context: Context) -> Basis:
    """Return the basis of the energy allocation under the rules."""
    choice = context.rules["heating_value"]
    model = ListedFuelsOptions if choice.choice == "listed_fuels" else HeatingValueOptions
    return context.options("heating_value", model).allocation_basis


def product_energy(flow_id: str, flow: Flow, context: Context) -> tuple[Energy, bool]:
    """Return the energy of a unit of the result's product, and whether the guideline lists it.

    Raises
    ------
    HeatingValueMissingError
        If neither the guideline nor the document gives a heating value.
    """
    if context.rules["heating_value"].choice == "listed_fuels" and flow.unit == "kg":
        listed = context.options("heating_value", ListedFuelsOptions).fuels_by_cas
        if flow.cas in listed:
            fuel = listed[flow.cas]
            name = f"LHV {fuel.name}"
            used = Factor(name, fuel.mj_per_kg, "MJ/kg", fuel.evidence)
            return Energy(fuel.mj_per_kg, (used,)), True
    found = energy(flow, "wet")
    if found is None or not found.mj:
        raise HeatingValueMissingError(flow_id)
    return found, False
