"""The minimum selling price of a plant as a sum of lines, each with its own trace.

The yearly costs, the sales of co-products and the capital of the plant go into one discounted cash
flow (`parity.dcf`); its factors, at the tax state of the solution, split the price exactly into
lines: ``MSP = variable + labour + fixed + start-up + capital - co-products``, all in JPY of the
base year per unit of product at the gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from inventories.document import Cost, Localised
from inventories.expressions import Value
from inventories.inventory import Inventory
from inventories.values import is_zero, total
from parity.capital import (
    Contingency,
    FirstPlant,
    Investment,
    as_pioneer,
    contingency_of,
    first_plant,
    investments,
    performance_profile,
    yearly_amount,
)
from parity.capital import replacements as replaced_in
from parity.dcf.msp import Factors, Price, minimum_price
from parity.dcf.terms import Plant
from parity.defaults import defaults
from parity.errors import CostMissingError
from parity.finance import Financing, financing
from parity.lines import Line, place, priced_line, variable_lines
from parity.money import Converter
from parity.notes import Note
from parity.plausibility import far_from_table
from parity.price import price_book
from parity.purchases import Purchases, purchases
from parity.remarks import first_plant_remarks, plant_remarks
from parity.setting import Setting
from parity.yearly import WorkingCapital, YearlyCost, capital_lines, fixed_costs, labour_costs

STARTUP = Localised(en="Start-up: cost without full output", ja="立ち上げ期の費用（フル生産前）")


@dataclass(frozen=True)
class RouteCost:
    """What a route costs; numbers are floats, or samples (s,).

    Attributes
    ----------
    msp_jpy : JPY of the base year per `unit` of product; the sum of `lines`
    kind : ``plant`` (cost model) or ``market_price``
    fci_jpy, capacity : fixed capital investment with contingency, and product units a year (None
        without a plant)
    financing : terms of the cash flow (None without a plant)
    plant, price : what went into the cash flow and what came out
    """

    msp_jpy: Value
    unit: str
    kind: Literal["plant", "market_price"]
    lines: tuple[Line, ...]
    fci_jpy: Value | None
    capacity: Value | None
    notes: tuple[Note, ...]
    financing: Financing | None = None
    plant: Plant | None = None
    price: Price | None = None


def plant_cost(inventory: Inventory, setting: Setting) -> RouteCost:
    """Return the minimum selling price of a route that has a plant.

    Parameters
    ----------
    inventory
        Evaluated route; its `cost` needs `capacity`.
    setting
        Year, tables, terms, and the numbers that are moved.

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
    if cost.capacity is None or not cost.has_plant:
        parts = {"/cost/capacity": cost.capacity, "/cost/capital": cost.has_plant}
        raise CostMissingError(route.id, tuple(key for key, part in parts.items() if not part))
    converter = setting.converter(inventory)
    bought = purchases(inventory)
    capacity = yearly_amount(cost.capacity.amount, cost.capacity.unit, bought.unit)
    book = price_book(route, converter)
    variable = variable_lines(bought, book, inventory)
    working = _working_capital(cost)
    throughput = _throughput(bought, setting.feedstock.get(route.id))
    capital = _capital(cost, capacity, bought.unit, working, converter, setting, throughput)
    terms = _terms(cost, setting, capital)
    yearly = (*labour_costs(cost, converter), *fixed_costs(cost, capital.fci_jpy, converter))
    plant = _plant(variable, yearly, capital, working, capacity, terms)
    price = minimum_price(plant, terms.terms)
    lines = (
        *variable,
        *(item.line(capacity) for item in yearly),
        *_startup(plant, price.factors, capacity, terms),
        *capital_lines(
            capital.items,
            working,
            capital.contingency,
            price.factors,
            _bought_again(capital.items, terms.terms.life_years, price.factors),
            terms.grade,
        ),
    )
    notes: tuple[Note, ...] = ()
    if not isinstance(price.value, np.ndarray):  # samples have no reader
        prices = tuple(book.price(x.key, x.unit, x.pointer) for x in bought.lines)
        notes = (
            *plant_remarks(inventory, cost, bought, capital.items, price, converter),
            *first_plant_remarks(route.id, setting.basis, capital.first),
            *far_from_table(route, prices, book),
        )
    msp = total((*(line.jpy_per_unit for line in lines), bought.impossible))
    return RouteCost(
        msp, bought.unit, "plant", lines, capital.fci_jpy, capacity, notes, terms, plant, price
    )


def feedstock_kg(bought: Purchases) -> Value:
    """Return the feedstock a plant takes, kg per unit of product."""
    taken = [x.amount for x in bought.lines if x.kind == "feedstock" and x.unit == "kg"]
    return total((*taken, bought.impossible))


def _throughput(bought: Purchases, usual: float | None) -> Value:
    """Return the feedstock per unit of product over the usual one; 1 for a plant without any."""
    return feedstock_kg(bought) / usual if usual else 1.0


@dataclass(frozen=True)
class _Capital:
    """Investments, what is added to them, and the first plant if they are costed as one."""

    items: tuple[Investment, ...]
    contingency: Contingency | None
    first: FirstPlant | None

    @property
    def fci_jpy(self) -> Value:
        """Fixed capital investment with contingency, JPY of the base year."""
        added = self.contingency.share if self.contingency else 0.0
        return total(item.fci_jpy for item in self.items) * (1 + added)


def _capital(
    cost: Cost,
    capacity: float,
    unit: str,
    working: WorkingCapital,
    converter: Converter,
    setting: Setting,
    throughput: Value,
) -> _Capital:
    """Return the capital; a first plant has cost growth in place of a contingency."""
    items = investments(cost, capacity, unit, working.share, converter, throughput)
    if setting.basis == "pioneer" and cost.pioneer is not None:
        first = first_plant(cost.pioneer)
        return _Capital(as_pioneer(items, first), None, first)
    return _Capital(items, contingency_of(cost, setting.contingency), None)


def _terms(cost: Cost, setting: Setting, capital: _Capital) -> Financing:
    """Return the terms; a first plant reaches its design output over several years."""
    found = financing(cost, setting.finance, setting.discount_rate)
    if capital.first is None:
        return found
    output = performance_profile(capital.first.performance, found.terms.life_years)
    terms = replace(found.terms, output=tuple(float(share) for share in output))
    return replace(found, terms=terms)


def _plant(
    variable: Sequence[Line],
    yearly: Sequence[YearlyCost],
    capital: _Capital,
    working: WorkingCapital,
    capacity: float,
    terms: Financing,
) -> Plant:
    """Return what goes into the cash flow, JPY of the base year and product units a year."""
    sold = total(-line.jpy_per_unit for line in variable if line.group == "co_product")
    paid = total(line.jpy_per_unit for line in variable if line.group != "co_product")
    return Plant(
        fixed_capital=capital.fci_jpy,
        working_capital=working.share * capital.fci_jpy,
        variable_cost=paid * capacity,
        fixed_cost=total(item.jpy_per_year for item in yearly),
        by_product_sales=sold * capacity,
        product=capacity,
        replacements=replaced_in(capital.items, terms.terms.life_years),
    )


def _startup(plant: Plant, factors: Factors, capacity: float, terms: Financing) -> Iterator[Line]:
    """What the first months cost more than they sell, spread over all the output."""
    rest = plant.variable_cost * (factors.variable - 1 / capacity) + plant.fixed_cost * (
        factors.fixed - 1 / capacity
    )
    if terms.terms.startup_months > 0 and not is_zero(rest):  # without one, rest is rounding
        stated = next(term for term in terms.stated if term.name == "startup_months")
        yield Line(
            id="/cost/finance/startup",
            group="startup",
            key="startup",
            title=STARTUP,
            jpy_per_unit=rest,
            grade=stated.grade,
            source=stated.source,
            at=stated.at,
        )


def _bought_again(
    items: Sequence[Investment], life_years: int, factors: Factors
) -> Mapping[str, Value]:
    """Return pointer -> JPY per unit of product for replacing each item."""
    return {
        item.pointer: total(
            jpy * factors.replacement[year]
            for year, jpy in replaced_in((item,), life_years).items()
        )
        for item in items
    }


def market_cost(inventory: Inventory, setting: Setting) -> RouteCost:
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
    book = price_book(inventory.route, setting.converter(inventory))
    price = book.price(cost.market_price, unit, pointer)
    line = priced_line(pointer, "other", price, 1.0, price.grade)
    notes = (
        ()
        if isinstance(price.jpy_per_unit, np.ndarray)
        else tuple(far_from_table(inventory.route, (price,), book))
    )
    return RouteCost(line.jpy_per_unit, unit, "market_price", (line,), None, None, notes)


def route_cost(inventory: Inventory, setting: Setting) -> RouteCost:
    """Return a route's cost: of its plant if it has one, else its market price.

    Raises
    ------
    CostMissingError
        If it has neither.
    """
    cost = inventory.route.cost
    if cost is None:
        raise CostMissingError(inventory.route.id, ("/cost",))
    if cost.has_plant:
        return plant_cost(inventory, setting)
    return market_cost(inventory, setting)


def _working_capital(cost: Cost) -> WorkingCapital:
    if cost.working_capital_share:
        given = cost.working_capital_share
        return WorkingCapital(given.share, given.grade, given.source, place(given))
    default = defaults().working_capital_share
    return WorkingCapital(default.value, default.grade, default.source, default.reason)
