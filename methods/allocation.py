"""Allocation keys: how much of an activity's burden each of its products carries.

A key returns the unnormalised weight of every product, or a `Skip` that says why it cannot be
used on this activity. Weights are >= 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inventories.document import Flow
from methods.context import Context
from methods.heating import allocation_basis, energy
from methods.lines import Line
from methods.options import ExergyRung, RatioTestRung
from methods.tables import Factor


@dataclass(frozen=True)
class Skip:
    """Why a rung cannot be used; `missing_data`: the document could be completed to use it."""

    reason: str
    missing_data: bool


@dataclass(frozen=True)
class Products:
    """The products of one activity that share its burden."""

    lines: Sequence[Line]
    flows: Mapping[str, Flow]
    context: Context

    def flow(self, line: Line) -> Flow:
        """Return the flow a product is."""
        return self.flows[line.key]


@dataclass(frozen=True)
class Weights:
    """Weight of each product by flow, and the numbers of tables it rests on."""

    by_flow: Mapping[str, float]
    factors: tuple[Factor, ...] = ()


def mass(products: Products) -> Weights | Skip:
    """Weight by mass, kg as delivered."""
    missing = [p.key for p in products.lines if products.flow(p).unit != "kg"]
    if missing:
        return Skip(f"no mass: {', '.join(missing)}", missing_data=False)
    return Weights({p.key: p.amount for p in products.lines})


def energy_lhv(products: Products) -> Weights | Skip:
    """Weight by energy content (LHV), MJ; heat and electricity by their energy."""
    basis = allocation_basis(products.context)
    weights: dict[str, float] = {}
    factors: list[Factor] = []
    missing = []
    for product in products.lines:
        found = energy(products.flow(product), basis)
        if found is None:
            missing.append(product.key)
            continue
        weights[product.key] = product.amount * found.mj
        factors += found.factors
    if missing:
        return Skip(f"no lower heating value ({basis}): {', '.join(missing)}", missing_data=True)
    return Weights(weights, tuple(dict.fromkeys(factors)))


def carbon(products: Products) -> Weights | Skip:
    """Weight by carbon content, kg C."""
    missing = [p.key for p in products.lines if products.flow(p).carbon is None]
    if missing:
        return Skip(f"no carbon content: {', '.join(missing)}", missing_data=True)
    weights: dict[str, float] = {}
    for product in products.lines:
        content = products.flow(product).carbon
        weights[product.key] = product.amount * (content.content if content else 0.0)
    return Weights(weights)


def economic(products: Products) -> Weights | Skip:
    """Weight by value, JPY; a product with a price of 0 or below carries nothing."""
    keys = {p.key: p.source_output.price if p.source_output else p.key for p in products.lines}
    missing = [key for key, price in keys.items() if price not in products.context.prices]
    if missing:
        return Skip(f"no price: {', '.join(missing)}", missing_data=True)
    prices = products.context.prices
    return Weights({p.key: max(p.amount * prices[keys[p.key]], 0.0) for p in products.lines})


def physical(products: Products) -> Weights | Skip:
    """Weight by energy where a product is an energy carrier, by mass otherwise."""
    if any(is_energy(products.flow(p)) for p in products.lines):
        return energy_lhv(products)
    return mass(products)


def exergy(products: Products, rung: ExergyRung) -> Weights | Skip:
    """Weight heat and power by exergy: electricity 1, heat (Th - T0) / Th.

    Reference: RED II Annex V C.1(b), C.16.
    """
    others = [p.key for p in products.lines if products.flow(p).energy is None]
    if others:
        return Skip(f"not only heat and power: {', '.join(others)}", missing_data=False)
    weights: dict[str, float] = {}
    for product in products.lines:
        flow = products.flow(product)
        content = energy(flow, "wet")
        if content is None:
            return Skip(f"no energy: {product.key}", missing_data=True)
        quality = 1.0
        if flow.energy == "heat":
            if flow.temperature_k is None:
                return Skip(f"no temperature: {product.key}", missing_data=True)
            quality = carnot_factor(flow.temperature_k, rung)
        weights[product.key] = product.amount * content.mj * quality
    return Weights(weights)


def carnot_factor(temperature_k: float, rung: ExergyRung) -> float:
    """Return the exergy of heat per unit of heat, 0 at or below the reference temperature."""
    low = rung.low_temperature_heat
    if low is not None and temperature_k < low.below_k:
        return low.carnot_factor
    return max((temperature_k - rung.reference_temperature_k) / temperature_k, 0.0)


def ratio_test(products: Products, rung: RatioTestRung) -> tuple[str, Weights] | Skip:
    """Return the key the ratio of unit values asks for and its weights.

    The value per unit of the physical key is compared between products; if the highest is more
    than `threshold` times the lowest the economic key is used, else the physical one.
    """
    below = PLAIN_KEYS[rung.below](products)
    if isinstance(below, Skip):
        return below
    values = economic(products)
    if isinstance(values, Skip):
        return values
    worth = values.by_flow
    per_unit = [worth[key] / weight for key, weight in below.by_flow.items() if weight > 0]
    if len(per_unit) < len(below.by_flow) or not any(per_unit):
        return Skip("a product has no physical amount or none has a value", missing_data=False)
    if max(per_unit) > rung.threshold * min(per_unit):
        return rung.above, values
    return rung.below, below


def is_energy(flow: Flow) -> bool:
    """Whether a flow is heat, power or anything else measured in energy."""
    return flow.energy is not None or flow.unit in {"MJ", "kWh"}


PLAIN_KEYS: Mapping[str, Callable[[Products], Weights | Skip]] = {
    "mass": mass,
    "energy_lhv": energy_lhv,
    "carbon": carbon,
    "economic": economic,
    "physical": physical,
}
"""Keys that need no options, by name of the rung."""
