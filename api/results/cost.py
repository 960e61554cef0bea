"""Answers about money."""

from typing import Literal

from api.results.base import Message, Result
from api.results.carbon_cost import CarbonResult
from api.results.gates import GatesResult
from api.results.levers import InputLine, LeversResult
from inventories.document import Localised
from inventories.findings import Finding
from parity.distribution import RatioDistribution
from parity.finance import FinanceTerm


class CostLine(Result):
    """One line of the minimum selling price, JPY of the price year per unit of product."""

    id: str
    group: str
    title: Localised
    value: float
    amount: float | None = None
    unit: str | None = None
    price: float | None = None
    quoted: str
    grade: str
    source: str
    source_title: str
    at: str


class BaselinePrice(Result):
    """What the ratio is measured against.

    `route` is the id of the baseline document; `origin` where it came from: ``request``, the name
    of a file, or ``library: <case>`` (not part of the receipt).
    """

    route: str
    origin: str = ""
    kind: Literal["market_price", "market_mean", "oil_linked", "own_plant"]
    timing: Literal["spot", "levelised"] = "spot"
    value: float
    unit: str
    title: Localised
    quoted: str
    grade: str
    source: str
    source_title: str


class RatioSpread(Result):
    """The ratio on paired samples of every input that states a distribution.

    `quantiles` are the ratios at equal steps of probability from 0 to 1. `unverified_certain`
    counts unverified inputs that state none and so do not vary.
    """

    seed: int
    sampling: Literal["random", "lhs", "sobol"]
    summary: RatioDistribution
    quantiles: tuple[float, ...]
    drawn: tuple[str, ...]
    unverified_certain: tuple[str, ...]


class ParityDocument(Result):
    """Answer of `parity`. Money is `currency` of `price_year`.

    `gap` is what the product that replaces one unit of the baseline costs above
    ``target * baseline`` (negative: reserve). `uncertain_by` says what makes the verdict
    uncertain: unverified numbers that decide (`deciding_unverified`), or the spread of the samples.
    `levers`, `gates` and `carbon` are there if they were asked for.
    """

    case: str
    currency: str
    price_year: int
    unit: str
    msp: float
    replaced_per_unit: float
    baseline: BaselinePrice
    ratio: float
    target: float
    target_year: int
    gap: float
    required_reduction: float | None = None
    verdict: Literal["met", "not_met", "uncertain"]
    uncertain_by: tuple[Literal["unverified", "spread"], ...] = ()
    spread: RatioSpread | None = None
    ratio_low: float
    ratio_high: float
    unverified_share: float
    deciding_unverified: tuple[Localised, ...]
    basis: str
    fixed_capital: float | None = None
    capacity: float | None = None
    breakdown: tuple[CostLine, ...]
    finance: tuple[FinanceTerm, ...] = ()
    inputs: tuple[InputLine, ...] = ()
    levers: LeversResult | None = None
    gates: GatesResult | None = None
    carbon: CarbonResult | None = None
    warnings: tuple[Message, ...]
    findings: tuple[Finding, ...] = ()
    receipt: str
