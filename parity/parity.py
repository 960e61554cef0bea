"""Cost parity of a bio route with its baseline: the room's façade."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inventories.inventory import Inventory, worst_grade
from parity.baseline import Baseline, BaselineChoice, baseline_cost
from parity.cost import RouteCost, market_cost, plant_cost
from parity.defaults import defaults
from parity.errors import CostMissingError, ReplacesMissingError, TargetInvalidError
from parity.lines import Line
from parity.money import BASE_CURRENCY
from parity.notes import Note, note
from parity.plausibility import far_from_baseline, implausible_ratio
from parity.ratio import Ratio, parity_ratio
from parity.tables import PriceTables, load_tables
from parity.verdict import Verdict, judge

NAMED_LINES = 5
"""How many deciding lines the note spells out; the result has all of them."""


@dataclass(frozen=True)
class ParityOptions:
    """What is asked. Defaults are those of `defaults.yaml`.

    Attributes
    ----------
    target : ratio to reach
    year : year by which it has to be reached (stored; nothing is projected)
    base_year : price year of the result
    baseline_kind : ``auto``, ``market_price`` or ``own_plant``
    unverified_variation : share by which unverified lines are moved for the verdict
    """

    target: float = field(default_factory=lambda: defaults().target.value)
    year: int = field(default_factory=lambda: int(defaults().year.value))
    base_year: int = field(default_factory=lambda: int(defaults().base_year.value))
    baseline_kind: BaselineChoice = "auto"
    unverified_variation: float = field(
        default_factory=lambda: defaults().unverified_variation.value
    )


@dataclass(frozen=True)
class Parity:
    """The result. Money is JPY of `price_year`.

    Attributes
    ----------
    case, baseline.route : ids of the two routes
    msp, msp_unit : minimum selling price per unit of bio product, e.g. JPY/kg
    replaced : units of baseline product that one unit of bio product replaces
    ratio : R, with gap, required reduction and premium in `comparison`
    gap : JPY per unit of baseline replaced above ``target * baseline``
    verdict : ``met``, ``not_met`` or ``uncertain``; reasons in `judgement`
    breakdown : lines whose sum is `msp`
    unverified_share : share of the gross cost whose own numbers, or the links that ask for them,
        are unverified; the verdict moves only lines whose own numbers are
    """

    case: str
    currency: str
    price_year: int
    year: int
    msp: float
    msp_unit: str
    cost_kind: str
    fci: float | None
    capacity: float | None
    replaced: float
    baseline: Baseline
    ratio: float
    target: float
    gap: float
    verdict: str
    comparison: Ratio
    judgement: Verdict
    breakdown: tuple[Line, ...]
    warnings: tuple[Note, ...]
    unverified_share: float


def assess_parity(
    bio: Inventory,
    baseline: Inventory,
    options: ParityOptions | None = None,
    tables: PriceTables | None = None,
) -> Parity:
    """Assess the cost of a bio route against its baseline.

    Parameters
    ----------
    bio, baseline
        Evaluated routes; `bio.route.replaces` says how much baseline one unit replaces.
    options
        Target, years, kind of baseline.
    tables
        Prices, indices and exchange rates; those of the package if None.

    Returns
    -------
    Parity
        Ratio, gap, verdict and the breakdown.

    Raises
    ------
    ReplacesMissingError
        If the bio route does not say what it replaces.
    HakariError
        Others of this room: missing cost, price, index or exchange rate; an unsolvable plant; an
        invalid target or baseline.
    """
    options = options or ParityOptions()
    tables = tables or load_tables()
    if not (math.isfinite(options.target) and options.target > 0):
        raise TargetInvalidError(options.target)
    replaces = bio.route.replaces
    if replaces is None:
        raise ReplacesMissingError(bio.route.id)
    cost = route_cost(bio, options.base_year, tables)
    base = baseline_cost(baseline, options.baseline_kind, options.base_year, tables)
    ratio = parity_ratio(cost.msp_jpy, base.value, options.target, replaces.amount)
    judged = judge(
        cost.lines,
        base.cost.lines,
        replaces.amount,
        options.target,
        options.unverified_variation,
    )
    return Parity(
        case=bio.route.id,
        currency=BASE_CURRENCY,
        price_year=options.base_year,
        year=options.year,
        msp=cost.msp_jpy,
        msp_unit=f"{BASE_CURRENCY}/{cost.unit}",
        cost_kind=cost.kind,
        fci=cost.fci_jpy,
        capacity=cost.capacity,
        replaced=replaces.amount,
        baseline=base,
        ratio=ratio.ratio,
        target=options.target,
        gap=ratio.gap_jpy,
        verdict=judged.answer,
        comparison=ratio,
        judgement=judged,
        breakdown=cost.lines,
        warnings=(
            *implausible_ratio(bio.route, ratio),
            *_warnings(cost, base, judged, options, bio),
            *far_from_baseline(bio.route, cost.lines, base.value, base.unit, tables),
        ),
        unverified_share=unverified_share(cost.lines, bio),
    )


def route_cost(inventory: Inventory, base_year: int, tables: PriceTables) -> RouteCost:
    """Return a route's cost: of its plant if it has one, else its market price.

    Raises
    ------
    CostMissingError
        If it has neither.
    """
    cost = inventory.route.cost
    if cost is None:
        raise CostMissingError(inventory.route.id, ("/cost",))
    if cost.capital:
        return plant_cost(inventory, base_year, tables)
    return market_cost(inventory, base_year, tables)


def unverified_share(lines: Sequence[Line], inventory: Inventory) -> float:
    """Return the share of the gross cost that rests on unverified numbers, links included."""
    asked = {a.id: a.link_grade for a in inventory.activities}
    gross = math.fsum(abs(line.jpy_per_unit) for line in lines)
    doubtful = math.fsum(
        abs(line.jpy_per_unit)
        for line in lines
        if worst_grade(line.grade, asked.get(line.activity, line.grade)) == "unverified"
    )
    return doubtful / gross if gross else 0.0


def _warnings(
    cost: RouteCost, base: Baseline, judged: Verdict, options: ParityOptions, bio: Inventory
) -> Iterator[Note]:
    percent = 100 * judged.variation
    if judged.answer == "uncertain":
        named = judged.decided_by[:NAMED_LINES]
        yield note(
            "decided-by-unverified",
            percent=percent,
            lines=", ".join(d.line.title.en for d in named),
            lines_ja="、".join(d.line.title.ja for d in named),
        )
    share = unverified_share(cost.lines, bio)
    if share > 0:
        yield note(
            "rests-on-unverified",
            share=100 * share,
            own=100 * judged.unverified_share,
            percent=percent,
        )
    if cost.kind == "market_price":
        yield note("route-price-only", route=bio.route.id)
    yield from cost.notes
    if base.kind == "market_price":
        yield note("baseline-market-price", quoted=base.cost.lines[0].quoted)
    yield from base.cost.notes
    yield note("not-a-forecast", base_year=str(options.base_year), year=str(options.year))
