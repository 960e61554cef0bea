"""Cost side of a route: capacity, capital, labour, fixed cost, prices, baseline price."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inventories.document.base import (
    Amount,
    Finite,
    Key,
    Part,
    Positive,
    Provenance,
    Text,
    Title,
    Unit,
)

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Year = Annotated[int, Field(ge=1950, le=2100)]


class Money(Provenance):
    """An amount of money with currency, price year and the index that carries it to another year.

    `index` is the kind of index: ``capital`` (plant cost), ``general`` (consumer or GDP prices),
    ``labour``, ``none`` (already a price of the base year, or a market quotation taken as is).
    """

    amount: Amount
    currency: Currency
    year: Year
    index: Literal["capital", "general", "labour", "none"]


class Price(Money):
    """A price per unit. Negative prices (gate fees) are normal."""

    per: Unit
    title: Title | None = None


class Capacity(Provenance):
    """Yearly output of the functional unit's product at full operation."""

    amount: Positive
    unit: Unit


class Capital(Money):
    """Fixed capital investment of a reference plant, scaled to the route's capacity.

    ``FCI = amount * (capacity / reference_capacity) ** exponent * location_factor``
    """

    reference_capacity: Positive
    reference_unit: Unit
    exponent: Annotated[float, Field(gt=0, le=1)]
    location_factor: Positive = 1.0
    scope: Literal["fci", "tci"]
    title: Title


class FixedCost(Part):
    """A yearly cost that does not follow the output: a sum of money, or a share of the FCI."""

    id: Key
    title: Title
    kind: Literal["labour", "maintenance", "insurance", "overhead", "land", "other"]
    yearly: Money | None = None
    share_of_fci: "ShareOfCapital | None" = None

    @model_validator(mode="after")
    def _one_basis(self) -> "FixedCost":
        if (self.yearly is None) == (self.share_of_fci is None):
            raise ValueError("a fixed cost has exactly one of `yearly`, `share_of_fci`")
        return self


class ShareOfCapital(Provenance):
    """Yearly cost as a share of the fixed capital investment (0.03 = 3 % a year)."""

    share: Annotated[float, Field(ge=0, le=1)]


class Labour(Provenance):
    """Shift labour: operators on duty, people per position, yearly wage cost per person."""

    positions: Positive
    people_per_position: Positive
    yearly_cost: Money


class Finance(Provenance):
    """Real discount rate before tax and economic life of the plant."""

    discount_rate: Annotated[float, Field(ge=0, lt=1)]
    life_years: Annotated[int, Field(ge=1, le=60)]


class Cost(Part):
    """Everything the parity calculation asks of a route.

    A bio route has capacity and capital (or `market_price` alone if only its price is known).
    A baseline has a `market_price` or its own plant.
    """

    capacity: Capacity | None = None
    operating_hours: Annotated[float, Field(gt=0, le=8784)] | None = None
    capital: Annotated[tuple[Capital, ...], Field(max_length=50)] = ()
    working_capital_share: ShareOfCapital | None = None
    finance: Finance | None = None
    labour: Labour | None = None
    fixed: Annotated[tuple[FixedCost, ...], Field(max_length=100)] = ()
    prices: dict[Key, Price] = Field(default_factory=dict)
    market_price: Key | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _plant_or_price(self) -> "Cost":
        if self.capital and self.capacity is None:
            raise ValueError("`capital` needs a `capacity`")
        if not self.capital and self.market_price is None:
            raise ValueError("cost needs `capital` with `capacity`, or a `market_price`")
        return self


FixedCost.model_rebuild()

__all__ = [
    "Capacity",
    "Capital",
    "Cost",
    "Currency",
    "Finance",
    "Finite",
    "FixedCost",
    "Labour",
    "Money",
    "Price",
    "ShareOfCapital",
]
