"""Carbon beside cost: the carbon price that closes the gap, abatement cost, premium downstream."""

from api.results.base import Result
from inventories.document import Localised
from parity.carbon.abatement import AbatementCost, Acceptability
from parity.carbon.price import CarbonPrice
from parity.carbon.spread import CarbonPriceSpread


class PricedEmissions(Result):
    """Emissions of one side, kg CO2e per unit of baseline replaced.

    `priced` is the part that a scheme prices (`coverage`), `by_stage` all of it by stage.
    """

    total: float
    priced: float
    by_stage: dict[str, float]


class RatioAtPrice(Result):
    """What a carbon price does, JPY per unit of baseline replaced.

    `ratio` counts the marginal cost that reaches the prices; `ratio_cash` what the emitters pay
    after free allowances.
    """

    jpy_per_t: float
    title: Localised
    source: str
    grade: str
    marginal_bio: float
    marginal_baseline: float
    ratio: float
    ratio_cash: float


class ChainPremium(Result):
    """The premium of one product down the chain; money per unit of that product."""

    id: str
    title: Localised
    transmission: float
    ratio: float
    premium: float
    price_jpy: float | None = None
    premium_jpy: float | None = None


class CarbonResult(Result):
    """Carbon and cost of one comparison under one guideline.

    `bio` and `baseline` are what the guideline counts. `to_one` and `to_target` are the carbon
    prices that bring the ratio to 1 and to the target; `at_prices` the ratio at prices of a scheme
    or a scenario in the target year. `spread` and `acceptability` are of the paired samples.
    """

    guideline: str
    title: Localised
    unit: str
    bio: PricedEmissions
    baseline: PricedEmissions
    to_one: CarbonPrice
    to_target: CarbonPrice
    to_target_spread: CarbonPriceSpread | None = None
    at_prices: tuple[RatioAtPrice, ...]
    abatement: AbatementCost
    acceptability: Acceptability | None = None
    chain: tuple[ChainPremium, ...] = ()
    notes: tuple[Localised, ...] = ()
