"""The price of every case worked a second time, from its purchases, with nothing of the cost model.

A plain loop over the years, a list of open losses and bisection stand against the vectorised cash
flow; money is converted from the raw tables. What the plant buys is taken as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from api.evaluation import Evaluator
from inventories.document import Cost, Money
from inventories.expressions import parse
from inventories.inventory import Inventory
from inventories.library import case_ids
from parity.model import CostModel
from parity.options import ParityOptions
from parity.purchases import purchases

PRICES = Path(__file__).parents[2] / "parity" / "prices"
BASE_YEAR = 2025
UNITS = {"t": 1000.0, "kg": 1.0, "kWh": 1.0, "MJ": 1.0, "m3": 1.0, "t*km": 1.0}
CONSTRUCTION, TAX, OFFSET, EXPIRY = (0.08, 0.60, 0.32), 0.3062, 0.5, 10
FIRST_YEAR = {"sales": 0.875, "variable": 0.9375, "fixed": 1.0}
"""Three months at 50 % of sales and 75 % of variable cost."""
DEPRECIATION = (
    *(0.25 * 0.75**year for year in range(4)),
    0.75**4 * 0.25,
    *(0.75**5 * 0.334,) * 2,
    0.75**5 * (1 - 2 * 0.334),
)
"""200 % declining balance over 8 years; from the sixth the revised rate on the book value then."""


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (PRICES / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def yen(amount: float, currency: str, year: int, kind: str) -> float:
    if kind != "none" and year != BASE_YEAR:
        [series] = [
            row["series"]
            for row in rows("index_kinds.csv")
            if (row["currency"], row["kind"]) == (currency, kind)
        ]
        level = {
            int(row["year"]): float(row["value"])
            for row in rows("indices.csv")
            if row["series"] == series
        }
        amount *= level[BASE_YEAR] / level[year]
    rate = {row["currency"]: float(row["per_usd"]) for row in rows("fx.csv") if at_base(row)}
    rate["USD"] = 1.0
    return amount * rate["JPY"] / rate[currency]


def at_base(row: dict[str, str]) -> bool:
    return int(row["year"]) == BASE_YEAR


def table_price(key: str) -> float:
    [row] = [row for row in rows("prices.csv") if row["key"] == key]
    money = yen(float(row["amount"]), row["currency"], int(row["year"]), row["index"])
    return money / UNITS[row["per"]]


@dataclass(frozen=True)
class ByHand:
    """Yearly money of a plant at full operation."""

    capital: float
    working: float
    variable: float
    fixed: float
    sold: float
    product: float
    years: int
    rate: float

    def worth(self, price: float) -> float:
        total = sum(
            -self.capital * share * (1 + self.rate) ** (len(CONSTRUCTION) - 1 - year)
            for year, share in enumerate(CONSTRUCTION)
        )
        total += self.working * ((1 + self.rate) ** -self.years - 1)
        open_losses: list[tuple[int, float]] = []
        for year in range(1, self.years + 1):
            part = dict.fromkeys(FIRST_YEAR, 1.0) if year > 1 else FIRST_YEAR
            cash = (price * self.product + self.sold) * part["sales"]
            cash -= self.variable * part["variable"] + self.fixed * part["fixed"]
            deducted = DEPRECIATION[year - 1] if year <= len(DEPRECIATION) else 0.0
            income = cash - self.capital * deducted
            open_losses = [(made, left) for made, left in open_losses if year - made <= EXPIRY]
            taxed, may_offset = max(income, 0.0), OFFSET * max(income, 0.0)
            for place, (made, left) in enumerate(open_losses):
                used = min(left, may_offset)
                open_losses[place] = made, left - used
                taxed, may_offset = taxed - used, may_offset - used
            if income < 0:
                open_losses.append((year, -income))
            total += (cash - TAX * taxed) * (1 + self.rate) ** -year
        return total

    def price(self) -> float:
        low, high = -1e6, 1e6
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if self.worth(middle) < 0 else (low, middle)
        return high


def number(inventory: Inventory, money: Money) -> float:
    if isinstance(money.amount, str):
        return float(parse(money.amount).evaluate(inventory.parameters))
    return money.amount


def per_unit(inventory: Inventory, cost: Cost, kinds: Sequence[str]) -> float:
    total = 0.0
    for bought in purchases(inventory).lines:
        if bought.kind in kinds:
            own = cost.prices.get(bought.key)
            price = table_price(bought.key) if own is None else 0.0
            if own is not None:
                money = yen(number(inventory, own), own.currency, own.year, own.index)
                price = money / UNITS[own.per]
            total += price * float(bought.amount)
    return total


def by_hand(inventory: Inventory, cost: Cost) -> ByHand:
    assert cost.capacity is not None
    assert cost.finance is not None
    assert cost.labour is not None
    assert cost.working_capital_share is not None
    assert not cost.equipment
    product = cost.capacity.amount * UNITS[cost.capacity.unit]
    capital = 0.0
    for item in cost.capital:
        assert item.scope == "fci"
        assert item.max_unit is None
        size = product / (item.reference_capacity * UNITS[item.reference_unit])
        money = yen(number(inventory, item), item.currency, item.year, item.index)
        capital += money * size**item.exponent * (item.location_factor or 1.0)
    spare = cost.contingency.share if cost.contingency is not None else 0.0
    assert spare is not None
    capital *= 1 + spare
    wage = cost.labour.yearly_cost
    fixed = yen(number(inventory, wage), wage.currency, wage.year, wage.index)
    fixed *= cost.labour.positions * cost.labour.people_per_position
    for part in cost.fixed:
        if part.share_of_fci is not None:
            fixed += part.share_of_fci.share * capital
        else:
            assert part.yearly is not None
            money = number(inventory, part.yearly)
            fixed += yen(money, part.yearly.currency, part.yearly.year, part.yearly.index)
    assert cost.finance.discount_rate is not None
    assert cost.finance.life_years is not None
    return ByHand(
        capital=capital,
        working=cost.working_capital_share.share * capital,
        variable=product * per_unit(inventory, cost, ("feedstock", "purchase", "waste_treatment")),
        fixed=fixed,
        sold=product * per_unit(inventory, cost, ("co_product",)),
        product=product,
        years=cost.finance.life_years,
        rate=cost.finance.discount_rate,
    )


@pytest.mark.parametrize("case_id", case_ids())
def test_the_price_of_a_case_is_the_one_worked_by_hand(evaluator: Evaluator, case_id: str) -> None:
    case = evaluator.library.of_case(case_id)
    model = CostModel(
        case.route,
        case.in_role("baseline"),
        evaluator.library.inventory,
        ParityOptions(samples=0),
        evaluator.prices,
    )
    cost = case.route.cost
    assert cost is not None
    plant = by_hand(model.evaluated[0], cost)
    assert model.today.bio.fci_jpy == pytest.approx(plant.capital, rel=1e-12)
    assert model.today.bio.msp_jpy == pytest.approx(plant.price(), rel=1e-9)
