"""Carbon beside the cost of one comparison: from the request to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from api.evaluation import Evaluator
from api.problems import reason_of
from api.references import Reference
from api.results.carbon_cost import CarbonResult, ChainPremium, PricedEmissions, RatioAtPrice
from api.results.parity_request import CarbonRequest
from inventories.document import Localised, Route
from inventories.expressions import Value
from lca.system import Array
from methods.guideline import Guideline, load_guideline
from parity.carbon.abatement import abatement_cost, acceptability
from parity.carbon.chain import chain_prices, parse_chain, premium_through
from parity.carbon.coverage import Allocation, Coverage, Covered, PassThrough, Share
from parity.carbon.errors import CarbonPriceYearMissingError
from parity.carbon.pair import CarbonCosts, PricedPair, priced_pair
from parity.carbon.policy import PolicyValue, load_policy
from parity.carbon.price import price_for
from parity.carbon.spread import price_spread
from parity.defaults import defaults
from parity.model import CostModel
from parity.money import Converter
from parity.notes import note
from parity.parity import Parity
from parity.samples import Samples

STEPS = 40
"""Steps of the values of carbon at which acceptability is told."""
KG_UNIT = "kg CO2e per unit of baseline replaced"


@dataclass(frozen=True)
class _Side:
    """Emissions of one route, kg CO2e per unit of baseline replaced."""

    total: float
    by_stage: Mapping[str, float]


def carbon(
    evaluator: Evaluator,
    model: CostModel,
    reference: Reference,
    found: Parity,
    asked: CarbonRequest,
) -> CarbonResult:
    """Answer what carbon does to a cost comparison.

    Raises
    ------
    GuidelineUnknownError
        If there is no such guideline.
    HakariError
        If it cannot be applied to one of the routes, or a number of the request cannot be.
    """
    guideline = load_guideline(asked.guideline)
    routes = reference.route, reference.in_role("baseline")
    per_unit = _per_unit(model)
    sides = tuple(
        _side(evaluator, route, guideline, asked.date, scale)
        for route, scale in zip(routes, per_unit, strict=True)
    )
    coverage = _coverage(asked, sides[0], sides[1])
    passed = PassThrough(asked.pass_through, asked.baseline_pass_through)
    money = found.comparison.bio_jpy, found.comparison.baseline_jpy
    told = tuple(
        side.by_stage if isinstance(share, Mapping) else side.total
        for side, share in zip(sides, (coverage.bio, coverage.baseline), strict=True)
    )
    pair = priced_pair(*money, told[0], told[1], coverage, passed, asked.removals_paid)
    notes: list[Localised] = []
    if asked.coverage == 1.0 and asked.baseline_coverage is None:
        notes.append(note("carbon-all-priced").message)
    elif isinstance(asked.coverage, Mapping):
        notes.append(note("carbon-by-stage").message)
    if guideline.rules_on(asked.date)["boundary"].choice == "cradle_to_gate":
        notes.append(note("carbon-gate-only").message)
    paired = _paired(evaluator, model, routes, guideline, asked.date, found.samples)
    single = not isinstance(coverage.bio, Mapping) and not isinstance(coverage.baseline, Mapping)
    spread = accepted = None
    half_width = 0.0
    if paired is not None:
        cost, emitted, replicates = paired
        saved = np.asarray(emitted[1]) - np.asarray(emitted[0])
        half_width = _half_width(saved)
        most = defaults().carbon_value_most.value
        grid = np.linspace(0, most, STEPS + 1).tolist()
        accepted = acceptability(np.asarray(cost[0]) - np.asarray(cost[1]), saved, grid, replicates)
        if single:
            sampled = priced_pair(
                cost[0], cost[1], emitted[0], emitted[1], coverage, passed, asked.removals_paid
            )
            spread = price_spread(sampled, model.target)
    to_target = price_for(pair, model.target)
    prices = tuple(
        _at_prices(model, pair, Allocation(asked.allocation, asked.baseline_allocation), notes)
    )
    highest = max((price.jpy_per_t for price in prices), default=0.0)
    far = defaults().carbon_price_far.value
    if to_target.jpy_per_t and 0 < far * highest < to_target.jpy_per_t:
        notes.append(note("carbon-price-far", times=far).message)
    return CarbonResult(
        guideline=guideline.id,
        title=guideline.document.title,
        unit=KG_UNIT,
        bio=_shown(pair.bio, sides[0]),
        baseline=_shown(pair.baseline, sides[1]),
        to_one=price_for(pair, 1.0),
        to_target=to_target,
        to_target_spread=spread,
        at_prices=prices,
        abatement=abatement_cost(*money, sides[0].total, sides[1].total, half_width),
        acceptability=accepted,
        chain=tuple(_chain(model, found, asked.chain)),
        notes=tuple(notes),
    )


def _per_unit(model: CostModel) -> tuple[float, float]:
    """Return functional units of either route per unit of baseline replaced."""
    bio, baseline = model.evaluated
    return 1 / (bio.demand * model.replaces.amount), 1 / baseline.demand


def _side(
    evaluator: Evaluator, route: Route, guideline: Guideline, date: str | None, scale: float
) -> _Side:
    """Return one side's emissions; a guideline may print its score in another unit (g/MJ)."""
    total = float(evaluator.scorer(route).score(guideline.rules_on(date))) * scale
    found = evaluator.assessment(route, guideline, date)
    printed = total / found.score if found.score else scale
    return _Side(total, {x.key: x.value * printed for x in found.contributions.by_stage})


def _coverage(asked: CarbonRequest, bio: _Side, baseline: _Side) -> Coverage:
    """Return the priced shares; shares for both sides may name stages that only one of them has."""
    if asked.baseline_coverage is not None:
        return Coverage(
            _by_stage(asked.coverage, bio), _by_stage(asked.baseline_coverage, baseline)
        )
    return Coverage(
        _by_stage(asked.coverage, bio, baseline), _by_stage(asked.coverage, baseline, bio)
    )


def _by_stage(share: Share, side: _Side, other: _Side | None = None) -> Share:
    """Return shares for every stage there is; a stage that is not named is not priced."""
    if not isinstance(share, Mapping):
        return share
    elsewhere = () if other is None else other.by_stage
    named = {k: v for k, v in share.items() if k in side.by_stage or k not in elsewhere}
    return dict.fromkeys(side.by_stage, 0.0) | named


def _shown(covered: Covered, side: _Side) -> PricedEmissions:
    return PricedEmissions(
        total=side.total, priced=float(covered.covered), by_stage=dict(side.by_stage)
    )


def _paired(
    evaluator: Evaluator,
    model: CostModel,
    routes: tuple[Route, Route],
    guideline: Guideline,
    date: str | None,
    samples: Samples | None,
) -> tuple[tuple[Value, Value], tuple[Value, Value], int] | None:
    """Return paired samples of costs and emissions per unit of baseline replaced."""
    if samples is None:
        return None
    rules = guideline.rules_on(date)
    drawn = model.parameters_of(samples.draws.values)
    emitted = tuple(
        np.broadcast_to(evaluator.scorer(route, own).score(rules), samples.draws.n) * scale
        for route, own, scale in zip(routes, drawn, _per_unit(model), strict=True)
    )
    weighed = samples.weighed
    cost = tuple(np.broadcast_to(x, samples.draws.n) for x in (weighed.bio, weighed.baseline))
    return (cost[0], cost[1]), (emitted[0], emitted[1]), samples.draws.replicates


def _half_width(saved: Array) -> float:
    """Return half of the 5 to 95 % range of the difference in emissions, kg CO2e."""
    known = saved[np.isfinite(saved)]
    if not known.size:
        return 0.0
    low, high = np.quantile(known, (0.05, 0.95))
    return float(high - low) / 2


def _at_prices(
    model: CostModel, pair: PricedPair, allocation: Allocation, notes: list[Localised]
) -> Iterator[RatioAtPrice]:
    """The ratio at the price band of the Japanese scheme and at a scenario's carbon price."""
    band: tuple[PolicyValue, ...] = ()
    try:
        band = load_policy().band(model.options.year)
    except CarbonPriceYearMissingError as error:
        notes.append(reason_of(error))
    for price in band:
        low = price.item == "lower_price"
        title = Localised(
            en=f"GX-ETS, {'lower' if low else 'upper'} price of fiscal year {price.fiscal_year}",
            ja=f"GX-ETS {price.fiscal_year}年度の{'下限' if low else '上限'}価格",
        )
        costs = pair.costs_at(price.value, allocation)
        yield _at(costs, title, f"{price.source}; {price.locator}", price.grade)
    stated = model.outlook.carbon_price
    if stated is not None and (quoted := stated.price()) is not None:
        converter = Converter(model.options.base_year, model.tables)
        jpy = float(converter.jpy(quoted, f"/scenarios/{stated.scenario}"))
        title = Localised(
            en=f"Scenario {stated.scenario}, {stated.year}",
            ja=f"シナリオ {stated.scenario}（{stated.year}年）",
        )
        yield _at(pair.costs_at(jpy, allocation), title, stated.source, stated.grade)


def _at(costs: CarbonCosts, title: Localised, source: str, grade: str) -> RatioAtPrice:
    return RatioAtPrice(
        jpy_per_t=costs.jpy_per_t,
        title=title,
        source=source,
        grade=grade,
        marginal_bio=float(costs.marginal_bio),
        marginal_baseline=float(costs.marginal_baseline),
        ratio=float(costs.ratio),
        ratio_cash=float(costs.ratio_cash),
    )


def _chain(
    model: CostModel, found: Parity, document: Mapping[str, object] | None
) -> Iterator[ChainPremium]:
    if document is None:
        return
    chain = parse_chain(document)
    converter = Converter(model.options.base_year, model.tables)
    prices = {name: float(jpy) for name, jpy in chain_prices(chain, converter).items()}
    for step in premium_through(chain, found.ratio, prices):
        yield ChainPremium(
            id=step.id,
            title=step.title,
            transmission=step.transmission,
            ratio=float(step.ratio),
            premium=float(step.premium),
            price_jpy=None if step.price_jpy is None else float(step.price_jpy),
            premium_jpy=None if step.premium_jpy is None else float(step.premium_jpy),
        )
