"""Cost parity of a bio route with its baseline: the room's façade."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from inventories.document import Localised
from inventories.input_names import MARKET_OIL, MARKET_USD_JPY
from inventories.inventory import Inventory, worst_grade
from parity.baseline import Baseline
from parity.finance import Financing
from parity.lines import Line
from parity.market.links import link_of
from parity.market.series import market_mean, series_of
from parity.model import CostModel, Costs
from parity.money import BASE_CURRENCY
from parity.notes import Note, note
from parity.options import ParityOptions
from parity.plausibility import far_from_baseline, implausible_ratio
from parity.ratio import Ratio, parity_ratio
from parity.samples import Samples, sampled
from parity.verdict import Verdict, judge

NAMED_LINES = 5
"""How many deciding lines the note spells out; the result has all of them."""

BASES = {
    "nth_plant": Localised(en="an n-th plant", ja="n号機（成熟プラント）"),
    "pioneer": Localised(en="a first plant", ja="初号機"),
    "pilot": Localised(en="a pilot plant", ja="パイロットプラント"),
}
Reason = Literal["unverified", "spread"]


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
    verdict : ``met``, ``not_met`` or ``uncertain``
    uncertain_by : why it is uncertain: unverified numbers decide (`judgement` names them), or the
        target lies between the 5th and the 95th percentile of the samples
    breakdown : lines whose sum is `msp`
    samples : None if none were asked for
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
    basis: str
    fci: float | None
    capacity: float | None
    financing: Financing | None
    replaced: float
    baseline: Baseline
    ratio: float
    target: float
    gap: float
    verdict: str
    uncertain_by: tuple[Reason, ...]
    comparison: Ratio
    judgement: Verdict
    breakdown: tuple[Line, ...]
    samples: Samples | None
    warnings: tuple[Note, ...]
    unverified_share: float


def assess_parity(model: CostModel) -> Parity:
    """Assess the cost of a bio route against its baseline.

    Parameters
    ----------
    model
        The two routes, the tables and what is asked (`parity.options`).

    Returns
    -------
    Parity
        Ratio, gap, verdict, breakdown, and the distribution of the ratio on paired samples.

    Raises
    ------
    HakariError
        Missing cost, price, index or exchange rate; an unsolvable plant; an invalid baseline.
    """
    options = model.options
    costs = model.today
    cost, base = costs.bio, costs.baseline
    comparison = parity_ratio(
        float(cost.msp_jpy), float(base.value), options.target, costs.replaced
    )
    judged = judge(
        cost.lines, base.cost.lines, costs.replaced, options.target, options.unverified_variation
    )
    drawn = sampled(model) if options.samples else None
    reasons = tuple(_uncertain_by(judged, drawn, options.target))
    bio = model.evaluated[0]
    return Parity(
        case=model.bio.id,
        currency=BASE_CURRENCY,
        price_year=options.base_year,
        year=options.year,
        msp=float(cost.msp_jpy),
        msp_unit=f"{BASE_CURRENCY}/{cost.unit}",
        cost_kind=cost.kind,
        basis="pioneer" if options.basis == "pioneer" else model.bio.basis,
        fci=None if cost.fci_jpy is None else float(cost.fci_jpy),
        capacity=None if cost.capacity is None else float(cost.capacity),
        financing=cost.financing,
        replaced=costs.replaced,
        baseline=base,
        ratio=comparison.ratio,
        target=options.target,
        gap=comparison.gap_jpy,
        verdict="uncertain" if reasons else judged.answer,
        uncertain_by=reasons,
        comparison=comparison,
        judgement=judged,
        breakdown=cost.lines,
        samples=drawn,
        warnings=(
            *implausible_ratio(bio.route, comparison),
            *_warnings(model, costs, judged, drawn, reasons),
            *far_from_baseline(bio.route, cost.lines, float(base.value), base.unit, model.tables),
        ),
        unverified_share=unverified_share(cost.lines, bio),
    )


def _uncertain_by(judged: Verdict, drawn: Samples | None, target: float) -> Iterator[Reason]:
    if judged.answer == "uncertain":
        yield "unverified"
    if drawn is not None and drawn.distribution.p5 <= target < drawn.distribution.p95:
        yield "spread"


def unverified_share(lines: Sequence[Line], inventory: Inventory) -> float:
    """Return the share of the gross cost that rests on unverified numbers, links included."""
    asked = {a.id: a.link_grade for a in inventory.activities}
    gross = math.fsum(abs(float(line.jpy_per_unit)) for line in lines)
    doubtful = math.fsum(
        abs(float(line.jpy_per_unit))
        for line in lines
        if worst_grade(line.grade, asked.get(line.activity, line.grade)) == "unverified"
    )
    return doubtful / gross if gross else 0.0


def _warnings(
    model: CostModel,
    costs: Costs,
    judged: Verdict,
    drawn: Samples | None,
    reasons: Sequence[Reason],
) -> Iterator[Note]:
    cost, base, options = costs.bio, costs.baseline, model.options
    percent = 100 * judged.variation
    if "unverified" in reasons:
        named = judged.decided_by[:NAMED_LINES]
        yield note(
            "decided-by-unverified",
            percent=percent,
            lines=", ".join(d.line.title.en for d in named),
            lines_ja="、".join(d.line.title.ja for d in named),
        )
    share = unverified_share(cost.lines, model.evaluated[0])
    if share > 0:
        yield note(
            "rests-on-unverified",
            share=100 * share,
            own=100 * judged.unverified_share,
            percent=percent,
        )
    if drawn is not None:
        yield from _sample_notes(drawn, reasons, options)
    if cost.kind == "market_price":
        yield note("route-price-only", route=model.bio.id)
    yield from cost.notes
    if base.kind == "market_price":
        yield note("baseline-market-price", quoted=base.cost.lines[0].quoted)
    yield from _market_notes(model, base)
    yield from base.cost.notes
    yield from _basis_notes(model, base)
    yield from _own_table_notes(model)
    yield from _scenario_notes(model)
    if model.given:
        titles = [model.inputs[name].title for name in model.given]
        yield note(
            "outlook-used",
            year=str(options.year),
            names=", ".join(t.en for t in titles),
            names_ja="、".join(t.ja for t in titles),
        )
    else:
        yield note("not-a-forecast", base_year=str(options.base_year), year=str(options.year))


def _own_table_notes(model: CostModel) -> Iterator[Note]:
    every = sorted(key for key, row in model.tables.prices.items() if row.own)
    own = [key for key in every if f"price:{key}" in model.inputs]
    idle = [key for key in every if key not in own]
    if idle:
        named = [*idle[:NAMED_LINES], *(["…"] if len(idle) > NAMED_LINES else [])]
        yield note("own-tables-unused", items=", ".join(named), items_ja="、".join(named))
    if own:
        shown = own[:NAMED_LINES]
        more = ["…"] if len(own) > NAMED_LINES else []
        yield note(
            "own-tables-used",
            count=str(len(own)),
            items=", ".join([*shown, *more]),
            items_ja="、".join([*shown, *more]),
        )


def _scenario_notes(model: CostModel) -> Iterator[Note]:
    if model.not_applied:
        yield note("scenario-not-applied", keys=", ".join(model.not_applied))
    if model.options.scenarios and not (model.given or model.outlook.carbon_price):
        yield note("scenario-unused", scenarios=", ".join(model.options.scenarios))


def _sample_notes(
    drawn: Samples, reasons: Sequence[Reason], options: ParityOptions
) -> Iterator[Note]:
    found = drawn.distribution
    if "spread" in reasons:
        yield note("decided-by-spread", target=options.target, p5=found.p5, p95=found.p95)
    if found.failed:
        yield note(
            "samples-failed",
            failed=str(found.failed),
            n=str(found.n + found.failed),
            at_least=100 * found.at_least,
        )
    if drawn.certain_unverified:
        yield note("unverified-not-drawn", count=str(len(drawn.certain_unverified)))


def _market_notes(model: CostModel, base: Baseline) -> Iterator[Note]:
    """Where a market price of another time comes from."""
    line = base.cost.lines[0]
    if model.options.timing == "levelised" and base.kind != "oil_linked":
        yield note("timing-unused")
    if base.kind == "market_mean":
        mean = market_mean(series_of(line.key), model.tables, model.options.base_year)
        yield note(
            "baseline-market-mean",
            item=line.title.en,
            item_ja=line.title.ja,
            factor=mean.over_spot,
            first=str(mean.first),
            last=str(mean.last),
        )
    if base.kind == "oil_linked":
        link, oil = link_of(line.key), model.outlook.oil
        yield note(
            "baseline-oil-linked",
            beta=link.beta,
            grade=link.grade,
            oil=model.inputs[MARKET_OIL].value,
            oil_today=oil.today,
        )
        yield note(
            "driver-spread",
            year=str(oil.year),
            oil=model.inputs[MARKET_OIL].value,
            usd_jpy=model.inputs[MARKET_USD_JPY].value,
            base_year=str(oil.base_year),
            caveat=oil.caveat.en,
            caveat_ja=oil.caveat.ja,
        )


def _basis_notes(model: CostModel, base: Baseline) -> Iterator[Note]:
    """A first plant against a mature one is said, never mixed silently."""
    pioneer = model.options.basis == "pioneer" and model.bio.cost and model.bio.cost.pioneer
    basis = "pioneer" if pioneer else model.bio.basis
    other = model.baseline.basis
    if basis != other:
        yield note(
            "basis-mixed",
            route=model.bio.id,
            basis=BASES[basis].en,
            basis_ja=BASES[basis].ja,
            baseline=base.route,
            baseline_basis=BASES[other].en,
            baseline_basis_ja=BASES[other].ja,
        )
