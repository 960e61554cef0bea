"""What the reader of a plant's cost has to know (texts: `parity.notes`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inventories.document import Capital, Cost
from inventories.document.cost import Equipment
from inventories.inventory import Inventory
from parity.capital import FirstPlant, Investment, capital_remarks
from parity.dcf.msp import Price
from parity.defaults import defaults
from parity.money import Converter
from parity.notes import Note, note
from parity.purchases import Purchases
from parity.setting import Basis


def plant_remarks(
    inventory: Inventory,
    cost: Cost,
    bought: Purchases,
    items: Sequence[Investment],
    price: Price,
    converter: Converter,
) -> Iterator[Note]:
    """Remark what a plant's cost assumes and leaves out.

    Parameters
    ----------
    cost
        Cost part of the route.
    items
        What the plant is built of.
    price
        Of its product, one number.
    """
    route, base_year = inventory.route, converter.base_year
    proxies = converter.tables.proxies
    if isinstance(price.value, float) and price.value < 0:
        yield note("negative-cost", route=route.id)
    yield from _default_remarks(route.id, cost)
    for i in items:
        off = i.scale_off
        if off > defaults().scale_range.value:
            yield note("scale-far", route=route.id, item=i.title.en, item_ja=i.title.ja, ratio=off)
    quoted: list[Capital | Equipment] = [*cost.capital, *cost.equipment]
    for item in quoted:
        if (item.currency, item.index) in proxies and item.year != base_year:
            yield note(
                "index-proxy",
                route=route.id,
                item=item.title.en,
                item_ja=item.title.ja,
                currency=item.currency,
                year=str(item.year),
                base_year=str(base_year),
            )
    if bought.excluded:
        yield note("infrastructure-excluded", route=route.id, count=str(len(bought.excluded)))
    yield from capital_remarks(route)
    if route.basis == "nth_plant":
        yield note("basis-nth-plant", route=route.id)


def first_plant_remarks(route: str, basis: Basis, first: FirstPlant | None) -> Iterator[Note]:
    """Remark that a route is costed as a first plant, or could not be."""
    if basis != "pioneer":
        return
    if first is None:
        yield note("pioneer-missing", route=route)
        return
    yield note(
        "basis-pioneer",
        route=route,
        times=1 / float(first.cost_growth),
        performance=f"{float(first.performance):.0%}",
    )
    if first.clipped:
        yield note("pioneer-clipped", route=route)


def _default_remarks(route: str, cost: Cost) -> Iterator[Note]:
    values = defaults()
    kinds = {item.kind for item in cost.fixed}
    if cost.labour is None and "labour" not in kinds:
        yield note("labour-missing", route=route)
    if not kinds - {"labour"}:
        yield note("fixed-missing", route=route)
    if cost.finance is None:
        yield note(
            "finance-default",
            route=route,
            rate=values.discount_rate.value,
            years=values.life_years.value,
            source=values.discount_rate.source,
        )
    if cost.working_capital_share is None:
        yield note(
            "working-capital-default",
            route=route,
            share=values.working_capital_share.value,
            source=values.working_capital_share.source,
        )
