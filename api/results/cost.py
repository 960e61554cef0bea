"""Answers about money."""

from typing import Literal

from api.results.base import Message, Result
from inventories.document import Localised
from inventories.findings import Finding


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
    kind: Literal["market_price", "own_plant"]
    value: float
    unit: str
    title: Localised
    quoted: str
    grade: str
    source: str
    source_title: str


class ParityDocument(Result):
    """Answer of `parity`. Money is `currency` of `price_year`.

    `gap` is what the product that replaces one unit of the baseline costs above
    ``target * baseline`` (negative: reserve).
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
    ratio_low: float
    ratio_high: float
    unverified_share: float
    deciding_unverified: tuple[Localised, ...]
    basis: str
    fixed_capital: float | None = None
    capacity: float | None = None
    breakdown: tuple[CostLine, ...]
    warnings: tuple[Message, ...]
    findings: tuple[Finding, ...] = ()
    receipt: str
