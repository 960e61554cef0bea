"""The minimum selling price of a plant as a sum of lines, each with its own trace.

``MSP = variable (purchases * prices) + labour + fixed cost + capital charge - co-products``, all in
JPY of the base year per unit of product at the gate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inventories.document import Cost
from inventories.inventory import Inventory, worst_grade
from parity.capital import Investment, investment, yearly_amount
from parity.cashflow import ChargeMethod, FinanceTerms, annualised
from parity.defaults import defaults
from parity.errors import CostMissingError
from parity.lines import Line, place, priced_line
from parity.money import Converter
from parity.notes import Note, note
from parity.plausibility import far_from_table
from parity.price import PriceBook, PriceEntry, price_book
from parity.purchases import Purchase, Purchases, purchases
from parity.tables import PriceTables
from parity.yearly import WorkingCapital, capital_lines, fixed_lines, labour_lines

_GROUP_OF_KIND = {
    "feedstock": "feedstock",
    "waste_treatment": "waste",
    "co_product": "co_product",
}


@dataclass(frozen=True)
class RouteCost:
    """What a route costs.

    Attributes
    ----------
    msp_jpy : JPY of the base year per `unit` of product; the exact sum of `lines`
    kind : ``plant`` (cost model) or ``market_price``
    fci_jpy, capacity : fixed capital investment and product units a year (None without a plant)
    """

    msp_jpy: float
    unit: str
    kind: Literal["plant", "market_price"]
    lines: tuple[Line, ...]
    fci_jpy: float | None
    capacity: float | None
    notes: tuple[Note, ...]


def plant_cost(
    inventory: Inventory,
    base_year: int,
    tables: PriceTables,
    charge: ChargeMethod = annualised,
) -> RouteCost:
    """Return the minimum selling price of a route that has a plant.

    Parameters
    ----------
    inventory
        Evaluated route; its `cost` needs `capacity`.
    base_year
        Price year of the result.
    tables
        Prices, indices, exchange rates.
    charge
        How capital becomes a yearly charge.

    Raises
    ------
    CostMissingError
        If the route has no cost part or no capacity.
    HakariError
        Others of this room: a missing price, index, exchange rate; an unsolvable plant.
    """
    route = inventory.route
    cost = route.cost
    if cost is None:
        raise CostMissingError(route.id, ("/cost",))
    if cost.capacity is None or not cost.capital:
        parts = {"/cost/capacity": cost.capacity, "/cost/capital": cost.capital}
        raise CostMissingError(route.id, tuple(key for key, part in parts.items() if not part))
    converter = Converter(base_year, tables, inventory.parameters)
    bought = purchases(inventory)
    capacity = yearly_amount(cost.capacity.amount, cost.capacity.unit, bought.unit)
    working = _working_capital(cost)
    terms = _finance(cost)
    investments = tuple(
        investment(item, f"/cost/capital/{i}", capacity, bought.unit, working.share, converter)
        for i, item in enumerate(cost.capital)
    )
    fci = math.fsum(i.fci_jpy for i in investments)
    book = price_book(route, converter)
    lines = (
        *variable_lines(bought, book, inventory),
        *labour_lines(cost, capacity, converter),
        *fixed_lines(cost, fci, capacity, converter),
        *capital_lines(investments, working, terms, capacity, charge),
    )
    msp = math.fsum(line.jpy_per_unit for line in lines)
    prices = (book.price(x.key, x.unit, x.pointer) for x in bought.lines)
    notes = (
        *_remarks(inventory, cost, bought, investments, msp, converter),
        *far_from_table(route, prices, book),
    )
    return RouteCost(msp, bought.unit, "plant", lines, fci, capacity, notes)


def market_cost(inventory: Inventory, base_year: int, tables: PriceTables) -> RouteCost:
    """Return the market price of a route's product as its cost, in one line.

    Raises
    ------
    CostMissingError
        If the route names no market price.
    """
    cost = inventory.route.cost
    if cost is None or cost.market_price is None:
        raise CostMissingError(inventory.route.id, ("/cost/market_price",))
    unit = inventory.flows[inventory.product_flow].unit
    pointer = "/cost/market_price"
    converter = Converter(base_year, tables, inventory.parameters)
    book = price_book(inventory.route, converter)
    price = book.price(cost.market_price, unit, pointer)
    line = priced_line(pointer, "other", price, 1.0, price.grade)
    notes = tuple(far_from_table(inventory.route, (price,), book))
    return RouteCost(line.jpy_per_unit, unit, "market_price", (line,), None, None, notes)


def variable_lines(bought: Purchases, book: PriceBook, inventory: Inventory) -> tuple[Line, ...]:
    """Price every purchase.

    Raises
    ------
    PriceMissingError, PriceUnitError, IndexMissingError, IndexYearMissingError, FxMissingError
    """
    return tuple(_variable(purchase, book, inventory) for purchase in bought.lines)


def _variable(purchase: Purchase, book: PriceBook, inventory: Inventory) -> Line:
    price = book.price(purchase.key, purchase.unit, purchase.pointer)
    return priced_line(
        purchase.pointer,
        _group(purchase, price, book),
        price,
        purchase.amount,
        purchase.grade,
        title=inventory.flows[purchase.flow].title if purchase.flow else None,
        sold=purchase.kind == "co_product",
        activity=purchase.activity,
    )


def _group(purchase: Purchase, price: PriceEntry, book: PriceBook) -> str:
    if purchase.kind in _GROUP_OF_KIND:
        return _GROUP_OF_KIND[purchase.kind]
    group = price.group
    provider = book.table.rows.get(purchase.provider or "")
    if group == "other" and provider is not None:
        group = provider.group
    return "other" if group == "co_product" else group


def _finance(cost: Cost) -> FinanceTerms:
    if cost.finance:
        given = cost.finance
        return FinanceTerms(
            given.discount_rate, given.life_years, given.grade, given.source, place(given)
        )
    rate, life = defaults().discount_rate, defaults().life_years
    grade = worst_grade(rate.grade, life.grade)
    return FinanceTerms(rate.value, int(life.value), grade, rate.source, rate.reason)


def _working_capital(cost: Cost) -> WorkingCapital:
    if cost.working_capital_share:
        given = cost.working_capital_share
        return WorkingCapital(given.share, given.grade, given.source, place(given))
    default = defaults().working_capital_share
    return WorkingCapital(default.value, default.grade, default.source, default.reason)


def _remarks(
    inventory: Inventory,
    cost: Cost,
    bought: Purchases,
    investments: tuple[Investment, ...],
    msp_jpy: float,
    converter: Converter,
) -> Iterator[Note]:
    route, base_year = inventory.route, converter.base_year
    proxies = converter.tables.proxies
    if msp_jpy < 0:
        yield note("negative-cost", route=route.id)
    yield from _default_remarks(route.id, cost)
    for i in investments:
        off = max(i.scale_ratio, 1 / i.scale_ratio)
        if off > defaults().scale_range.value:
            yield note("scale-far", route=route.id, item=i.title.en, item_ja=i.title.ja, ratio=off)
    for item in cost.capital:
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
    if route.basis == "nth_plant":
        yield note("basis-nth-plant", route=route.id)


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
