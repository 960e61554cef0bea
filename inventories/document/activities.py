"""Activities of a route: outputs, inputs, elementary flows, and the tags the rules act on."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from inventories.document.base import (
    Amount,
    DataStage,
    Finite,
    Key,
    Part,
    Positive,
    Provenance,
    Text,
    Title,
    Unit,
)

Stage = Literal[
    "feedstock",
    "pretreatment",
    "conversion",
    "recovery",
    "utilities",
    "waste_treatment",
    "infrastructure",
    "distribution",
    "use",
    "end_of_life",
]

DOWNSTREAM_STAGES: frozenset[str] = frozenset({"distribution", "use", "end_of_life"})

Origin = Literal["primary", "co_product", "residue", "waste", "recycled", "co2"]
Fate = Literal[
    "landfill",
    "incineration_without_recovery",
    "incineration_with_recovery",
    "composting",
    "anaerobic_digestion",
    "feed",
    "recycling",
    "flare",
    "power",
    "vent",
]


class Counterfactual(Provenance):
    """What would have happened to the feedstock: its fate and the dataset that describes it.

    `provider` is treated (waste) or lost (service) at `amount` of its unit per unit of feedstock.
    """

    fate: Fate
    provider: Key | None = None
    amount: Finite = 1.0


class LandUseChange(Provenance):
    """Carbon stocks for direct land-use change, t C/ha, and the yield of the feedstock.

    `yield_per_ha` is in units of the flow per hectare and year.
    """

    reference_stock_t_c_per_ha: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    actual_stock_t_c_per_ha: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    yield_per_ha: Positive


class Feedstock(Part):
    """How a feedstock enters: what it is, who made it, what else would have become of it."""

    origin: Origin
    upstream: Key | None = None
    counterfactual: Counterfactual | None = None
    land_use_change: LandUseChange | None = None


class CapturedCarbon(Part):
    """Where captured CO2 comes from. The capture effort is an input of its own."""

    source: Literal["fossil_point", "waste_gas", "biogenic", "dac"]
    carbon_priced: bool = False
    from_power_generation: bool = False
    certificate: Text | None = None


class ElectricitySupply(Part):
    """How electricity reaches the plant; `provider` of the input is the grid of the place.

    `contract_provider` is the dataset of the contracted, own or directly connected generation.
    """

    supply: Literal["grid", "contract", "own", "direct_line"]
    contract_provider: Key | None = None
    instrument: Text | None = None
    grid_connected: bool = True

    @model_validator(mode="after")
    def _named_supply_needs_provider(self) -> "ElectricitySupply":
        if self.supply != "grid" and self.contract_provider is None:
            raise ValueError(f"supply `{self.supply}` needs a `contract_provider`")
        return self


class Quantified(Provenance):
    """An amount with unit and provenance; the amount may be a formula."""

    amount: Amount
    unit: Unit
    note: Text | None = None


class Displaces(Provenance):
    """What a co-product takes the place of: `amount` units of `provider` per unit of co-product.

    `known_function`: the maker knows directly what the co-product is used for and one product
    and route is dominantly displaced (the condition several guidelines set for substitution).
    """

    provider: Key
    amount: Finite = 1.0
    known_function: bool = False


class Output(Quantified):
    """What an activity makes. Exactly one output of an activity is its `reference`."""

    flow: Key
    role: Literal["reference", "co_product", "waste"]
    displaces: Displaces | None = None
    treatment: Key | None = None
    price: Key | None = None

    @model_validator(mode="after")
    def _role_fits(self) -> "Output":
        if self.displaces and self.role != "co_product":
            raise ValueError("only a co_product can displace something")
        if self.treatment and self.role != "waste":
            raise ValueError("only a waste output has a `treatment`")
        return self


class Input(Quantified):
    """What an activity uses: from an activity, from a background provider, or bought only.

    - `from`: id of the activity of this route that makes `flow`;
    - `provider`: key of a background dataset (`flow` may add carbon, heating value);
    - `feedstock`: the input enters from outside as described by the tag (`flow` needed);
    - `price_only`: counted in cost, not in carbon; says so in the coverage.
    """

    from_: Key | None = Field(default=None, alias="from")
    flow: Key | None = None
    provider: Key | None = None
    feedstock: Feedstock | None = None
    co2: CapturedCarbon | None = None
    electricity: ElectricitySupply | None = None
    infrastructure: bool = False
    price_only: bool = False
    price: Key | None = None

    @model_validator(mode="after")
    def _one_way_in(self) -> "Input":
        ways = [
            self.from_ is not None,
            self.provider is not None,
            self.feedstock is not None or self.co2 is not None,
            self.price_only,
        ]
        if sum(ways) != 1:
            raise ValueError(
                "an input has exactly one of `from`, `provider`, `feedstock`/`co2`, `price_only`"
            )
        if self.provider is None and self.flow is None and self.price is None:
            raise ValueError("an input without `provider` needs `flow` (or `price` if price_only)")
        return self


class ElementaryExchange(Quantified):
    """An exchange with nature; the direction (in or out) is that of the elementary flow."""

    flow: Key


class Exemption(Part):
    """A balance that is not checked for an activity, and why."""

    reason: Text


class Balances(Part):
    """Balances that are not checked for an activity."""

    mass: Exemption | None = None
    carbon: Exemption | None = None
    energy: Exemption | None = None


class Activity(Part):
    """One unit process."""

    id: Key
    title: Title
    stage: Stage
    data_stage: DataStage | None = None
    outputs: Annotated[tuple[Output, ...], Field(min_length=1, max_length=50)]
    inputs: Annotated[tuple[Input, ...], Field(max_length=500)] = ()
    elementary: Annotated[tuple[ElementaryExchange, ...], Field(max_length=500)] = ()
    exempt: Balances = Balances()
    note: Text | None = None
