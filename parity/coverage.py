"""Which prices a route needs, and which of them are known: for findings and for allocation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inventories.document import DOWNSTREAM_STAGES, Activity, Route
from inventories.errors import HakariError
from inventories.inventory import Inventory
from parity.defaults import defaults
from parity.money import Converter
from parity.price import nearest, price_book
from parity.tables import PriceTables, load_tables


@dataclass(frozen=True)
class MissingPrice:
    """A price key that neither the route nor the table has, where it is needed, and look-alikes."""

    key: str
    pointer: str
    candidates: tuple[str, ...]


def missing_prices(route: Route, tables: PriceTables | None = None) -> tuple[MissingPrice, ...]:
    """Return the prices that the cost of `route` would need and cannot find.

    A route that only has a market price needs no other; a route without cost needs none.
    """
    tables = tables or load_tables()
    if route.cost is None:
        return ()
    known = {*route.cost.prices, *tables.prices}
    needed = [*_needed(route)] if route.cost.capital else []
    if route.cost.market_price is not None:
        needed.append((route.cost.market_price, "/cost/market_price"))
    return tuple(
        MissingPrice(key, pointer, nearest(key, sorted(known)))
        for key, pointer in needed
        if key not in known
    )


def _needed(route: Route) -> Iterator[tuple[str, str]]:
    after_gate = {d.activity for d in route.functional_unit.downstream}
    plant = [
        (i, a)
        for i, a in enumerate(route.activities)
        if a.stage not in DOWNSTREAM_STAGES and a.id not in after_gate
    ]
    own_residue = {
        o.flow
        for _, a in plant
        for o in a.outputs
        if o.role == "waste" and o.treatment is None and o.price is None
    }
    used_inside = {(x.from_, x.flow) for _, a in plant for x in a.inputs}
    for i, activity in plant:
        for k, x in enumerate(activity.inputs):
            if x.from_ or x.infrastructure or (x.feedstock and x.flow in own_residue):
                continue
            key = x.price or x.provider or x.flow
            if key:
                yield key, f"/activities/{i}/inputs/{k}"
        yield from _needed_outputs(i, activity, used_inside)


def _needed_outputs(
    i: int, activity: Activity, used_inside: set[tuple[str | None, str | None]]
) -> Iterator[tuple[str, str]]:
    for k, o in enumerate(activity.outputs):
        pointer = f"/activities/{i}/outputs/{k}"
        if o.role == "co_product" and (activity.id, o.flow) not in used_inside:
            yield o.price or o.flow, pointer
        elif o.role == "waste" and (o.price or o.treatment):
            yield o.price or o.treatment or "", pointer


def price_map(
    inventory: Inventory, tables: PriceTables | None = None, base_year: int | None = None
) -> dict[str, float]:
    """Return JPY per canonical unit of every output flow whose price is known.

    For economic allocation. Keys are flow ids and their price keys; outputs without a known price
    are left out, and waste outputs have none.

    Parameters
    ----------
    inventory
        Evaluated route.
    tables, base_year
        The package's tables and default base year if None.
    """
    year = int(defaults().base_year.value) if base_year is None else base_year
    converter = Converter(year, tables or load_tables(), inventory.parameters)
    book = price_book(inventory.route, converter)
    prices: dict[str, float] = {}
    for activity in inventory.activities:
        for output in activity.outputs:
            if output.role == "waste" or not book.knows(output.price):
                continue
            try:
                entry = book.price(output.price, inventory.flows[output.flow].unit, output.pointer)
            except HakariError:
                continue  # a price per another dimension is no price of this flow
            prices[output.flow] = prices[output.price] = entry.jpy_per_unit
    return prices
