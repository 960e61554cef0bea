"""Allocation keys: how much of an activity's burden each of its products carries.

A key returns the unnormalised weight of every product, or a `Skip` that says why it cannot be
used on this activity. Weights are >= 0, floats or arrays of samples of shape (s,).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inventories.checks.compounds import molar_mass
from inventories.document import Flow, Localised
from inventories.expressions import Value
from inventories.values import at_least
from methods.context import Context
from methods.heating import Basis, allocation_basis, energy
from methods.lines import Line
from methods.options import ChpRatioRung, ExergyRung, RatioTestRung, UsefulEnergyRung
from methods.tables import Factor

ROUNDING = 1e-9
"""Shares that sum to more than 1 by less than this are rounded numbers, not a contradiction."""


@dataclass(frozen=True)
class Skip:
    """Why a rung cannot be used; `missing_data`: the document could be completed to use it."""

    reason: Localised
    missing_data: bool


def _without(en: str, ja: str, flows: Sequence[str], *, missing_data: bool) -> Skip:
    """Return a skip that names the products which lack something."""
    named = ", ".join(flows)
    return Skip(Localised(en=f"{en}: {named}", ja=f"{ja}: {named}"), missing_data)


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

    by_flow: Mapping[str, Value]
    factors: tuple[Factor, ...] = ()


def mass(products: Products) -> Weights | Skip:
    """Weight by mass, kg as delivered."""
    missing = [p.key for p in products.lines if products.flow(p).unit != "kg"]
    if missing:
        return _without("no mass", "質量がない", missing, missing_data=False)
    return Weights({p.key: p.amount for p in products.lines})


def energy_lhv(products: Products) -> Weights | Skip:
    """Weight by energy content (LHV), MJ; heat and electricity by their energy."""
    basis = allocation_basis(products.context)
    weights: dict[str, Value] = {}
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
        return _without(
            f"no lower heating value ({basis})",
            f"低位発熱量({basis})がない",
            missing,
            missing_data=True,
        )
    return Weights(weights, tuple(dict.fromkeys(factors)))


def carbon(products: Products) -> Weights | Skip:
    """Weight by carbon content, kg C."""
    missing = [p.key for p in products.lines if products.flow(p).carbon is None]
    if missing:
        return _without("no carbon content", "炭素含有量がない", missing, missing_data=True)
    weights: dict[str, Value] = {}
    for product in products.lines:
        content = products.flow(product).carbon
        weights[product.key] = product.amount * (content.content if content else 0.0)
    return Weights(weights)


def stoichiometric(products: Products) -> Weights | Skip:
    """Weight by amount of substance, kmol of the compound in the dry matter."""
    weights: dict[str, Value] = {}
    missing = []
    for product in products.lines:
        flow = products.flow(product)
        kg_per_kmol = molar_mass(flow.formula) if flow.formula and flow.unit == "kg" else None
        if kg_per_kmol is None:
            missing.append(product.key)
            continue
        dry = 1.0 if flow.dry_mass_fraction is None else flow.dry_mass_fraction
        weights[product.key] = product.amount * (dry / kg_per_kmol)
    if missing:
        return _without("no chemical formula", "化学式がない", missing, missing_data=False)
    return Weights(weights)


def causality(products: Products) -> Weights | Skip:
    """Weight by the share of the burden that follows each product when more of it alone is made.

    The co-products state theirs (`Output.causal_share`), the reference product has the rest.
    """
    stated: dict[str, float] = {}
    missing, references = [], []
    for product in products.lines:
        output = product.source_output
        if output is None or output.role == "reference":
            references.append(product.key)
        elif output.causal_share is None:
            missing.append(product.key)
        else:
            stated[product.key] = output.causal_share
    if not stated:
        return Skip(
            Localised(en="no product states its causal share", ja="因果的な分担率を示す製品がない"),
            missing_data=False,
        )
    if missing:
        return _without("no causal share", "因果的な分担率がない", missing, missing_data=True)
    rest = 1.0 - sum(stated.values())
    if rest < -ROUNDING:
        return Skip(
            Localised(en="causal shares sum to more than 1", ja="因果的な分担率の合計が1を超える"),
            missing_data=True,
        )
    return Weights({**dict.fromkeys(references, max(rest, 0.0)), **stated})


def economic(products: Products) -> Weights | Skip:
    """Weight by value, JPY; a product with a price of 0 or below carries nothing."""
    keys = {p.key: p.source_output.price if p.source_output else p.key for p in products.lines}
    missing = [key for key, price in keys.items() if price not in products.context.prices]
    if missing:
        return _without("no price", "価格がない", missing, missing_data=True)
    prices = products.context.prices
    return Weights({p.key: at_least(p.amount * prices[keys[p.key]], 0.0) for p in products.lines})


def physical(products: Products) -> Weights | Skip:
    """Weight by energy where a product is an energy carrier, by mass otherwise."""
    if any(is_energy(products.flow(p)) for p in products.lines):
        return energy_lhv(products)
    return mass(products)


def exergy(products: Products, rung: ExergyRung) -> Weights | Skip:
    """Weight heat and power by exergy: electricity 1, heat (Th - T0) / Th.

    Reference: RED II Annex V C.1(b), C.16.
    """
    others = _not_heat_or_power(products)
    return others or _by_usefulness(products, rung)


def useful_energy(products: Products, rung: UsefulEnergyRung) -> Weights | Skip:
    """Weight by energy content, of heat only its useful part, where every product has one.

    Reference: (EU) 2023/1185 Annex A.15(e); a product without energy content makes the text go on
    to its point (f), economic value.
    """
    basis = allocation_basis(products.context)
    flows = {p.key: products.flow(p) for p in products.lines}
    without = [key for key, flow in flows.items() if _has_no_energy(flow, basis)]
    if without:
        return _without("no energy content", "エネルギー含有量がない", without, missing_data=False)
    return _by_usefulness(products, rung)


def _has_no_energy(flow: Flow, basis: Basis) -> bool:
    """Whether a product has no energy content; one that cannot be computed is another matter."""
    if is_energy(flow):
        return False
    content = energy(flow, basis)
    return flow.lhv is None if content is None else content.mj <= 0


def chp_ratio(products: Products, rung: ChpRatioRung) -> Weights | Skip:
    """Weight heat and power by a printed burden of a MJ of electricity against a MJ of heat.

    Reference: PAS 2050:2011, 8.5.
    """
    others = _not_heat_or_power(products)
    if others:
        return others
    basis = allocation_basis(products.context)
    weights: dict[str, Value] = {}
    for product in products.lines:
        flow = products.flow(product)
        content = energy(flow, basis)
        if content is None:
            return _without("no energy", "エネルギー量がない", [product.key], missing_data=True)
        burden = rung.electricity_per_heat if flow.energy == "electricity" else 1.0
        weights[product.key] = product.amount * (content.mj * burden)
    return Weights(weights)


def _not_heat_or_power(products: Products) -> Skip | None:
    others = [p.key for p in products.lines if products.flow(p).energy is None]
    if not others:
        return None
    return _without(
        "not only heat and power", "熱と電力以外の製品がある", others, missing_data=False
    )


def _by_usefulness(products: Products, rung: ExergyRung | UsefulEnergyRung) -> Weights | Skip:
    """Weight by energy content, MJ, of heat by its exergy."""
    basis = allocation_basis(products.context)
    weights: dict[str, Value] = {}
    factors: list[Factor] = []
    for product in products.lines:
        flow = products.flow(product)
        content = energy(flow, basis)
        if content is None:
            return _without(
                f"no lower heating value ({basis})",
                f"低位発熱量({basis})がない",
                [product.key],
                missing_data=True,
            )
        quality = 1.0
        if flow.energy == "heat":
            if flow.temperature_k is None:
                return _without("no temperature", "温度がない", [product.key], missing_data=True)
            quality = carnot_factor(flow.temperature_k, rung)
        weights[product.key] = product.amount * (content.mj * quality)
        factors += content.factors
    return Weights(weights, tuple(dict.fromkeys(factors)))


def carnot_factor(temperature_k: float, rung: ExergyRung | UsefulEnergyRung) -> float:
    """Return the exergy of heat per unit of heat, 0 at or below the reference temperature."""
    low = rung.low_temperature_heat
    if low is not None and temperature_k < low.below_k:
        return low.carnot_factor
    return max((temperature_k - rung.reference_temperature_k) / temperature_k, 0.0)


def ratio_test(products: Products, rung: RatioTestRung) -> tuple[str, Weights] | Skip:
    """Return the key the ratio of unit values asks for and its weights.

    The value per unit of the physical key is compared between products; if the highest is more
    than `threshold` times the lowest the economic key is used, else the physical one. Each sample
    is tested for itself: where they disagree the name has both keys and the weights are shares. A
    product of which a sample makes nothing takes no part in that sample.
    """
    below = PLAIN_KEYS[rung.below](products)
    if isinstance(below, Skip):
        return below
    values = economic(products)
    if isinstance(values, Skip):
        return values
    made = [p.amount for p in products.lines]
    keys = [p.key for p in products.lines]
    parts = [*made, *(below.by_flow[k] for k in keys), *(values.by_flow[k] for k in keys)]
    amount, weight, worth = np.split(np.stack(np.broadcast_arrays(*parts)), 3)
    if np.any((weight <= 0) & (amount > 0)) or not np.all(np.any(worth > 0, axis=0)):
        return Skip(
            Localised(
                en="a product has no physical amount or none has a value",
                ja="物理量のない製品があるか、価値のある製品がない",
            ),
            missing_data=False,
        )
    per_unit = np.full_like(worth, np.nan)
    np.divide(worth, weight, out=per_unit, where=weight > 0)
    dear = np.nanmax(per_unit, axis=0) > rung.threshold * np.nanmin(per_unit, axis=0)
    if np.all(dear):
        return rung.above, values
    if not np.any(dear):
        return rung.below, below
    shares = np.where(dear, worth / worth.sum(axis=0), weight / weight.sum(axis=0))
    name = f"{rung.above}/{rung.below}"
    return name, Weights(dict(zip(keys, shares, strict=True)), below.factors)


def is_energy(flow: Flow) -> bool:
    """Whether a flow is heat, power or anything else measured in energy."""
    return flow.energy is not None or flow.unit in {"MJ", "kWh"}


PLAIN_KEYS: Mapping[str, Callable[[Products], Weights | Skip]] = {
    "mass": mass,
    "energy_lhv": energy_lhv,
    "carbon": carbon,
    "stoichiometric": stoichiometric,
    "causality": causality,
    "economic": economic,
    "physical": physical,
}
"""Keys that need no options, by name of the rung."""
