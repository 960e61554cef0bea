"""The cost of the existing product: its market price, or the cost model of its own plant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inventories.document import Localised
from inventories.inventory import Inventory
from parity.cost import RouteCost, market_cost, plant_cost
from parity.errors import BaselineInvalidError, CostMissingError
from parity.tables import PriceTables

BaselineChoice = Literal["auto", "market_price", "own_plant"]
BaselineKind = Literal["market_price", "own_plant"]


@dataclass(frozen=True)
class Baseline:
    """The baseline that was used.

    Attributes
    ----------
    kind : ``market_price`` or ``own_plant``; a ratio of cost to price mixes margin in
    value : JPY of the base year per `unit` of baseline product
    cost : its lines; one line for a market price
    """

    route: str
    title: Localised
    kind: BaselineKind
    value: float
    unit: str
    cost: RouteCost


def baseline_cost(
    inventory: Inventory, choice: BaselineChoice, base_year: int, tables: PriceTables
) -> Baseline:
    """Return the baseline; ``auto`` takes the market price if there is one, else the plant.

    Raises
    ------
    CostMissingError
        If the route has no cost part, or not the kind that was asked for.
    BaselineInvalidError
        If the value is zero or negative.
    """
    cost = inventory.route.cost
    if cost is None:
        raise CostMissingError(inventory.route.id, ("/cost",))
    kind: BaselineKind
    if choice == "auto":
        kind = "market_price" if cost.market_price is not None else "own_plant"
    else:
        kind = choice
    if kind == "market_price":
        result = market_cost(inventory, base_year, tables)
    else:
        result = plant_cost(inventory, base_year, tables)
    if not result.msp_jpy > 0:
        raise BaselineInvalidError(result.msp_jpy)
    return Baseline(
        route=inventory.route.id,
        title=inventory.route.title,
        kind=kind,
        value=result.msp_jpy,
        unit=result.unit,
        cost=result,
    )
