"""Cost side of a route: capacity, capital, finance, labour, fixed cost, prices, baseline price."""

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
from inventories.document.finance import Finance

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Year = Annotated[int, Field(ge=1950, le=2100)]
Exponent = Annotated[float, Field(gt=0, le=1)]
ContingencyShare = Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]
Trl = Annotated[int, Field(ge=1, le=9)]


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

    `max_unit` is the largest capacity of one train, in `reference_unit`: beyond it the plant has
    N = ceil(capacity / max_unit) equal trains, and the exponent holds within a train only.

    `sized_by` says what makes the plant larger when a parameter moves (a lower yield, a wetter
    feed): ``feedstock``, the kg of feedstock it takes per unit of product, or ``product``, for a
    part that only sees the product (a polymerisation). At the document's values both are the same.
    """

    reference_capacity: Positive
    reference_unit: Unit
    exponent: Exponent
    location_factor: Positive | None = None
    max_unit: Positive | None = None
    sized_by: Literal["feedstock", "product"] = "feedstock"
    scope: Literal["fci", "tci"]
    title: Title


class Equipment(Money):
    """A kind of equipment, costed item by item; `amount` buys ONE item of `reference_size`.

    `size` is the total needed at the stated capacity: a number, or a formula over the route's
    parameters, so that titre and rate move the cost. ``N = ceil(size / max_size)`` equal items
    (one without `max_size`) and `spares` more of the same size cost
    ``amount * (size / N / reference_size) ** exponent`` each. `reference_size` and `max_size`
    are in `reference_unit`, or in `size_unit` if that is left out.

    `installation_factor` is installed over purchased cost: 1 if `amount` is the installed cost.
    `location_factor` moves a cost to another country in the currency of its source; the exchange
    rate comes afterwards. `outside_battery_limits`: storage, utilities, waste water; factors `of`
    isbl leave it out. Every `life_years` the items are replaced, at their installed cost.
    """

    id: Key
    title: Title
    size: Amount
    size_unit: Unit
    reference_size: Positive
    reference_unit: Unit | None = None
    exponent: Exponent
    max_size: Positive | None = None
    spares: Annotated[int, Field(ge=0, le=100)] = 0
    installation_factor: Positive = 1.0
    location_factor: Positive | None = None
    outside_battery_limits: bool = False
    life_years: Annotated[float, Field(ge=0.1, le=60, allow_inf_nan=False)] | None = None


class Factor(Provenance):
    """A number that multiplies a sum of money."""

    value: Positive


class CapitalFactor(Provenance):
    """A part of the fixed capital that the list of equipment does not hold, as a share of it.

    The shares are added in this order: `of` isbl (installed equipment inside the battery limits)
    and installed (all of it: site, warehouse, piping) give the direct cost (DPI); `of` direct
    (engineering, construction, fees) gives the TDC; `of` fci (what comes on top of all) the FCI.
    """

    id: Key
    title: Title
    share: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
    of: Literal["isbl", "installed", "direct", "fci"]


class Contingency(Provenance):
    """Process contingency: what the fixed capital costs more because the process is not mature.

    It is added to the FCI, because the estimate does not hold it; without this part the estimate
    is taken as is. Either `share` (of the FCI; with `low` and `high` a triangular distribution),
    or `trl` alone to take share and range from hakari's table.
    """

    share: ContingencyShare | None = None
    low: ContingencyShare | None = None
    high: ContingencyShare | None = None
    trl: Trl | None = None


class PioneerFactors(Provenance):
    """What the RAND model of first plants asks (Merrow, Phillips and Myers 1981, R-2569-DOE).

    Used for the scenario of a pioneer plant only. Cost growth: `pct_new` percent of the capital
    in commercially unproven technology; `impurities` problems with them, 0 to 5; `complexity`
    number of linked steps; `inclusiveness` percent of pre-production costs the estimate holds;
    `project_definition` 2 (complete) to 8 (none); `pre_development` whether the estimate was made
    in research and development. Performance: `new_steps` number of new steps; `balance_equations`
    percent of heat and mass balance equations based on plant data; `waste` problems of waste
    handling, 0 to 5; `solids` whether the plant handles solids.
    """

    pct_new: Annotated[float, Field(ge=0, le=100)]
    impurities: Annotated[float, Field(ge=0, le=5)]
    complexity: Annotated[float, Field(ge=0, le=50)]
    inclusiveness: Annotated[float, Field(ge=0, le=100)]
    project_definition: Annotated[float, Field(ge=2, le=8)]
    pre_development: bool
    new_steps: Annotated[float, Field(ge=0, le=50)]
    balance_equations: Annotated[float, Field(ge=0, le=100)]
    waste: Annotated[float, Field(ge=0, le=5)]
    solids: bool


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


class Cost(Part):
    """Everything the parity calculation asks of a route.

    A bio route has capacity and capital (or `market_price` alone if only its price is known).
    A baseline has a `market_price` or its own plant. Capital is known from reference plants
    (`capital`), from a list of `equipment`, or from both, for different parts of the plant.
    Equipment becomes fixed capital by `lang_factor` (FCI over purchased cost, which then holds
    the installation) or by `capital_factors`.
    """

    capacity: Capacity | None = None
    operating_hours: Annotated[float, Field(gt=0, le=8784)] | None = None
    capital: Annotated[tuple[Capital, ...], Field(max_length=50)] = ()
    equipment: Annotated[tuple[Equipment, ...], Field(max_length=200)] = ()
    lang_factor: Factor | None = None
    capital_factors: Annotated[tuple[CapitalFactor, ...], Field(max_length=50)] = ()
    contingency: Contingency | None = None
    pioneer: PioneerFactors | None = None
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
        if self.equipment and self.capacity is None:
            raise ValueError("`equipment` needs a `capacity`")
        if not self.has_plant and self.market_price is None:
            raise ValueError(
                "cost needs `capital` or `equipment` with `capacity`, or a `market_price`"
            )
        return self

    @property
    def has_plant(self) -> bool:
        """Whether the cost of a plant is stated."""
        return bool(self.capital or self.equipment)


FixedCost.model_rebuild()

__all__ = [
    "Capacity",
    "Capital",
    "CapitalFactor",
    "Contingency",
    "Cost",
    "Currency",
    "Equipment",
    "Factor",
    "Finite",
    "FixedCost",
    "Labour",
    "Money",
    "PioneerFactors",
    "Price",
    "ShareOfCapital",
]
