"""What a reader has to know of a cost comparison: its doubts, its prices, its scenarios."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from inventories.document import Localised
from inventories.input_names import MARKET_OIL, MARKET_USD_JPY
from inventories.inventory import Inventory, worst_grade
from parity.baseline import Baseline
from parity.lines import Line
from parity.market.links import link_of, load_links
from parity.market.series import market_mean, series_of
from parity.model import CostModel, Costs
from parity.notes import Note, note
from parity.options import ParityOptions
from parity.samples import Samples
from parity.verdict import Verdict

NAMED_LINES = 5
"""How many deciding lines the note spells out; the result has all of them."""

BASES = {
    "nth_plant": Localised(en="an n-th plant", ja="n号機（成熟プラント）"),
    "pioneer": Localised(en="a first plant", ja="初号機"),
    "pilot": Localised(en="a pilot plant", ja="パイロットプラント"),
}
Reason = Literal["unverified", "spread"]


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


def comparison_notes(
    model: CostModel,
    costs: Costs,
    judged: Verdict,
    drawn: Samples | None,
    reasons: Sequence[Reason],
) -> Iterator[Note]:
    """Say what the ratio rests on and what it leaves out.

    Parameters
    ----------
    costs
        With no input moved.
    judged, drawn, reasons
        Verdict on the unverified lines, samples if any were drawn, and why it is uncertain.
    """
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
    used = {line.key for line in (*cost.lines, *base.cost.lines)}
    yield from _own_table_notes(model, used)
    yield from _oil_link_notes(model, used)
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


def _own_table_notes(model: CostModel, used: Collection[str]) -> Iterator[Note]:
    every = sorted(key for key, row in model.tables.prices.items() if row.own)
    own = [key for key in every if key in used]
    idle = [key for key in every if key not in used]
    if idle:
        named = _some(idle)
        yield note("own-tables-unused", items=", ".join(named), items_ja="、".join(named))
    if own:
        named = _some(own)
        yield note(
            "own-tables-used",
            count=str(len(own)),
            items=", ".join(named),
            items_ja="、".join(named),
        )


def _some(names: Sequence[str]) -> list[str]:
    """Return as many names as a note spells out."""
    return [*names[:NAMED_LINES], *(["…"] if len(names) > NAMED_LINES else [])]


def _oil_link_notes(model: CostModel, used: Collection[str]) -> Iterator[Note]:
    """Elasticities that are assumed, where the oil price is not today's."""
    if MARKET_OIL not in model.given:
        return
    links = load_links()
    assumed = [links[k] for k in sorted(used) if k in links and links[k].grade == "unverified"]
    if assumed:
        named = _some([link.key for link in assumed])
        yield note(
            "oil-link-unverified",
            items=", ".join(named),
            items_ja="、".join(named),
            low=min(link.beta if link.low is None else link.low for link in assumed),
            high=max(link.beta if link.high is None else link.high for link in assumed),
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
