"""Under what a cost is computed: prices of which year, on what terms, with which numbers moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from inventories.expressions import Value
from inventories.inventory import Inventory
from parity.finance import FinanceChoice
from parity.money import Converter
from parity.tables import PriceTables

Basis = Literal["as_stated", "pioneer"]


@dataclass(frozen=True)
class Setting:
    """What holds for every route of one comparison.

    Attributes
    ----------
    base_year : year whose prices and exchange rates are wanted
    finance : terms laid over those of the routes
    basis : ``pioneer`` costs the bio route as a first plant by its RAND factors
    usd_jpy : JPY per USD in place of the table's
    moved : price key -> factor on today's price
    contingency : share of the FCI in place of the route's own
    discount_rate : real, 1/year, in place of the terms'
    feedstock : route id -> kg of feedstock per unit of product at the document's values, by which
        plants sized by feedstock grow; a route that is not there stands at them
    """

    base_year: int
    tables: PriceTables
    finance: FinanceChoice = field(default_factory=FinanceChoice)
    basis: Basis = "as_stated"
    usd_jpy: Value | None = None
    moved: Mapping[str, Value] = field(default_factory=dict)
    contingency: Value | None = None
    discount_rate: Value | None = None
    feedstock: Mapping[str, float] = field(default_factory=dict)

    def converter(self, inventory: Inventory) -> Converter:
        """Return what turns the money of a route's document into JPY of the base year."""
        return Converter(
            self.base_year, self.tables, inventory.parameters, self.usd_jpy, self.moved
        )
