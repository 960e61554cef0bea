"""Cost parity of a bio route with its baseline: the room's façade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parity.baseline import Baseline
from parity.comparison_notes import Reason, comparison_notes, unverified_share
from parity.finance import Financing
from parity.lines import Line
from parity.model import CostModel
from parity.money import BASE_CURRENCY
from parity.notes import Note
from parity.plausibility import far_from_baseline, implausible_ratio
from parity.ratio import Ratio, parity_ratio
from parity.samples import Samples, sampled
from parity.verdict import Verdict, judge


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
            *comparison_notes(model, costs, judged, drawn, reasons),
            *far_from_baseline(bio.route, cost.lines, float(base.value), base.unit, model.tables),
        ),
        unverified_share=unverified_share(cost.lines, bio),
    )


def _uncertain_by(judged: Verdict, drawn: Samples | None, target: float) -> Iterator[Reason]:
    if judged.answer == "uncertain":
        yield "unverified"
    if drawn is not None and drawn.distribution.p5 <= target < drawn.distribution.p95:
        yield "spread"
