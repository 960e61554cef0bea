"""Random routes whose carbon closes: every carbon atom of every activity goes somewhere.

A route is a chain of one to three activities on the toy background. Each makes a main product and
perhaps a co-product out of the product before it, waste, grown feedstock and captured CO2; what
the products do not bind leaves as CO2 (biogenic or fossil) and as biogenic methane. The last
activity may send part of its product back to the first, a residue may be burnt for steam on the
site, and the product may be burnt in an activity of its own. Amounts per run differ in size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from support.methods_toys import BY, activity, emit, out, route, use

from inventories.inventory import Inventory

CO2 = 44.0 / 12.0
WASTE_C, CORN_C, RESIDUE_C = 0.5, 0.4, 0.6
KEYS = ("mass", "energy_lhv", "carbon", "economic")
"""Rungs of the multifunctionality ladder that every random route can use."""

_amounts = st.floats(0.1, 10.0)
_contents = st.floats(0.05, 0.4)
_shares = st.floats(0.0, 1.0)


@dataclass(frozen=True)
class RandomRoute:
    """A random route, and what properties need to know of it.

    Attributes
    ----------
    inventory : the route in numbers
    biogenic_kg_c, fossil_kg_c : carbon of the product per kg
    fossil_sold : whether a co-product with fossil carbon leaves the route
    all_from_co2 : whether all carbon of the products entered as captured CO2
    """

    inventory: Inventory
    biogenic_kg_c: float
    fossil_kg_c: float
    fossil_sold: bool
    all_from_co2: bool


@dataclass(frozen=True)
class _Step:
    """One activity as drawn: run size, carbon of its products, losses (kg C per kg of run)."""

    size: float
    biogenic: float
    fossil: float
    used: float
    co_product: tuple[float, float, float] | None
    lost_biogenic: float
    lost_fossil: float
    as_methane: float
    from_co2: float
    from_corn: float
    grid: float

    @property
    def bound(self) -> tuple[float, float]:
        """Biogenic and fossil kg C in the products of a run."""
        amount, biogenic, fossil = self.co_product or (0.0, 0.0, 0.0)
        return self.size * self.biogenic + amount * biogenic, (
            self.size * self.fossil + amount * fossil
        )


@st.composite
def _steps(draw: st.DrawFn, fossil: bool, co2_only: bool, shared: bool) -> _Step:
    size = draw(_amounts)
    co_product = None
    if shared and draw(st.booleans()):
        co_product = (
            size * draw(st.floats(0.05, 2.0)),
            draw(_contents),
            draw(_contents) if fossil and draw(st.booleans()) else 0.0,
        )
    return _Step(
        size=size,
        biogenic=draw(_contents),
        fossil=draw(_contents) if fossil else 0.0,
        used=size * draw(st.floats(0.2, 2.0)),
        co_product=co_product,
        lost_biogenic=size * draw(st.floats(0.0, 0.5)),
        lost_fossil=size * draw(st.floats(0.0, 0.5)) if fossil else 0.0,
        as_methane=0.0 if co2_only else draw(st.sampled_from([0.0, 0.01, 0.1])),
        from_co2=1.0 if co2_only else draw(_shares),
        from_corn=draw(_shares),
        grid=size * draw(st.floats(0.0, 3.0)),
    )


@st.composite
def random_routes(
    draw: st.DrawFn,
    documented: bool | None = None,
    co2_only: bool = False,
    least_steps: int = 1,
    fossil: bool | None = None,
    co_products: bool = True,
) -> RandomRoute:
    """Draw a route.

    Parameters
    ----------
    documented
        Whether an activity burns the product; None: either.
    co2_only
        All carbon enters as captured CO2, and none leaves as methane.
    least_steps
        Activities in the chain at least; never more than three.
    fossil
        Whether there is fossil carbon; None: either.
    co_products
        Whether activities may have co-products.
    """
    with_fossil = draw(st.booleans()) if fossil is None else fossil
    step = _steps(with_fossil, co2_only, co_products)
    steps = draw(st.lists(step, min_size=least_steps, max_size=3))
    residue = draw(st.booleans())
    loop = draw(st.floats(0.01, 0.3)) if len(steps) > 1 and draw(st.booleans()) else 0.0
    burns = draw(st.booleans()) if documented is None else documented
    last = steps[-1]
    flows = {**_flows(steps), "burnt": _flow()}
    activities = [_activity(steps, i, loop, residue) for i in range(len(steps))]
    if residue:
        activities.append(_boiler(steps[0]))
    if burns:
        activities.append(
            activity(
                "burn",
                [out("burnt", 1)],
                [],
                _emitted(last.biogenic * CO2, last.fossil * CO2, 0.0),
                "end_of_life",
            )
        )
    name = f"step-{len(steps) - 1}"
    inventory = route(
        flows,
        activities,
        (name, f"main-{len(steps) - 1}", 1.0, "kg"),
        downstream=[{"activity": "burn", "amount": 1.0}] if burns else [],
    )
    sold = any(s.co_product is not None and s.co_product[2] > 0 for s in steps)
    return RandomRoute(inventory, last.biogenic, last.fossil, sold, co2_only)


def prices(found: RandomRoute) -> dict[str, float]:
    """Return a price of every flow, JPY per unit, so that the economic key can be used."""
    return {key: 20.0 + 7.0 * i for i, key in enumerate(sorted(found.inventory.flows))}


def _flow(biogenic: float = 0.0, fossil: float = 0.0, **more: Any) -> dict[str, Any]:
    total = biogenic + fossil
    found: dict[str, Any] = {"title": {"en": "flow", "ja": "フロー"}, "unit": "kg", **more}
    if total:
        share = {"biogenic": biogenic / total, "fossil": fossil / total}
        found["carbon"] = {"content": total, **share, **BY}
        found["lhv"] = {"amount": 10.0 + 30.0 * total, "basis": "wet", **BY}
    return found


def _flows(steps: list[_Step]) -> dict[str, Any]:
    found = {
        "waste": _flow(WASTE_C),
        "grain": _flow(CORN_C),
        "residue": _flow(RESIDUE_C),
        "flue-bio": _flow(1 / CO2),
        "flue-fossil": _flow(0.0, 1 / CO2),
        "steam": {"title": {"en": "steam", "ja": "蒸気"}, "unit": "MJ", "energy": "heat"},
    }
    for i, step in enumerate(steps):
        found[f"main-{i}"] = _flow(step.biogenic, step.fossil)
        if step.co_product:
            found[f"side-{i}"] = _flow(*step.co_product[1:])
    return found


def _activity(steps: list[_Step], i: int, loop: float, residue: bool) -> dict[str, Any]:
    step = steps[i]
    outputs = [out(f"main-{i}", step.size)]
    if step.co_product:
        outputs.append(out(f"side-{i}", step.co_product[0], role="co_product"))
    inputs = [use(step.grid, "kWh", provider="grid")] if step.grid else []
    biogenic, fossil = 0.0, 0.0
    if i > 0:
        inputs.append(use(step.used, from_=f"step-{i - 1}", flow=f"main-{i - 1}"))
        biogenic, fossil = step.used * steps[i - 1].biogenic, step.used * steps[i - 1].fossil
    elif loop:
        back = _sent_back(steps, loop)
        inputs.append(use(back, from_=f"step-{len(steps) - 1}", flow=f"main-{len(steps) - 1}"))
        biogenic, fossil = back * steps[-1].biogenic, back * steps[-1].fossil
    leaving, fossil_leaving = step.bound
    if i == 0 and residue:
        outputs.append(out("residue", _residue_kg(step), role="waste"))
        inputs.append(use(1.0, "MJ", from_="boiler", flow="steam"))
        leaving += _residue_kg(step) * RESIDUE_C
    leaving += step.lost_biogenic
    fossil_leaving += step.lost_fossil
    # What the products hold beyond the losses comes from outside; what enters beyond that is lost.
    inputs += _from_outside(step, max(leaving - biogenic, 0.0), max(fossil_leaving - fossil, 0.0))
    lost = step.lost_biogenic + max(biogenic - leaving, 0.0)
    lost_fossil = step.lost_fossil + max(fossil - fossil_leaving, 0.0)
    methane_c = lost * step.as_methane
    emitted = _emitted((lost - methane_c) * CO2, lost_fossil * CO2, methane_c / 0.75)
    for item in inputs:
        if "from_" in item:
            item["from"] = item.pop("from_")
    return activity(f"step-{i}", outputs, inputs, emitted)


def _sent_back(steps: list[_Step], loop: float) -> float:
    """Return product that a run of the first step takes back, so little that more is made."""
    first_per_last = 1.0 / steps[0].size
    for step in steps[1:]:
        first_per_last *= step.used / step.size
    return loop / max(first_per_last, 1.0)


def _residue_kg(step: _Step) -> float:
    return 0.1 * step.size


def _from_outside(step: _Step, biogenic: float, fossil: float) -> list[dict[str, Any]]:
    found = []
    from_co2 = biogenic * step.from_co2
    from_corn = (biogenic - from_co2) * step.from_corn
    from_waste = biogenic - from_co2 - from_corn
    secondary = {"material": "plastic", "virgin": "feed", "virgin_amount": 0.7, **BY}
    if from_co2 > 0:
        found.append(use(from_co2 * CO2, flow="flue-bio", co2={"source": "biogenic"}))
    if from_corn > 0:
        grown = {"origin": "primary", "upstream": "corn"}
        found.append(use(from_corn / CORN_C, flow="grain", feedstock=grown))
    if from_waste > 0:
        waste = {"origin": "waste", "secondary": secondary}
        found.append(use(from_waste / WASTE_C, flow="waste", feedstock=waste))
    if fossil > 0:
        source = {"source": "fossil_point", "carbon_priced": True}
        found.append(use(fossil * CO2, flow="flue-fossil", co2=source))
    return found


def _boiler(first: _Step) -> dict[str, Any]:
    burnt = _residue_kg(first)
    return activity(
        "boiler",
        [out("steam", 1.0, "MJ")],
        [use(burnt, flow="residue", feedstock={"origin": "residue"})],
        [emit("co2-biogenic", burnt * RESIDUE_C * CO2)],
        "utilities",
    )


def _emitted(biogenic_co2: float, fossil_co2: float, methane: float) -> list[dict[str, Any]]:
    amounts = {"co2-biogenic": biogenic_co2, "co2-fossil": fossil_co2, "ch4-biogenic": methane}
    return [emit(key, amount) for key, amount in amounts.items() if amount > 0]
