"""A cost comparison as it is answered."""

from __future__ import annotations

import math

from api.results.base import Message
from api.results.carbon_cost import CarbonResult
from api.results.cost import BaselinePrice, CostLine, ParityDocument, RatioSpread
from api.results.gates import GatesResult
from api.results.levers import InputLine, LeversResult
from inventories.document import Route
from parity.distribution import histogram
from parity.inputs import Input
from parity.lines import Line
from parity.model import CostModel
from parity.parity import Parity
from parity.samples import Samples
from parity.tables import PriceTables

LARGEST_RATIO = 1e12
"""Stands for a range without end: JSON has no infinity."""
QUANTILES = 50


def parity_document(
    found: Parity,
    model: CostModel,
    levers: LeversResult | None = None,
    gates: GatesResult | None = None,
    carbon: CarbonResult | None = None,
) -> ParityDocument:
    """Return a parity as shown, its receipt still empty."""
    tables = model.tables
    base_line = found.baseline.cost.lines[0]
    return ParityDocument(
        case=found.case,
        currency=found.currency,
        price_year=found.price_year,
        unit=found.msp_unit.partition("/")[2],
        msp=found.msp,
        replaced_per_unit=found.replaced,
        baseline=BaselinePrice(
            route=found.baseline.route,
            kind=found.baseline.kind,
            timing=found.baseline.timing,
            value=float(found.baseline.value),
            unit=found.baseline.unit,
            title=found.baseline.title,
            quoted=base_line.quoted,
            grade=base_line.grade,
            source=base_line.source,
            source_title=_source_title(model.baseline, base_line.source, tables),
        ),
        ratio=found.ratio,
        target=found.target,
        target_year=found.year,
        gap=found.gap,
        required_reduction=_finite(found.comparison.required_reduction),
        verdict=found.verdict,
        uncertain_by=found.uncertain_by,
        spread=_spread(found.samples, model) if found.samples else None,
        unverified_share=found.unverified_share,
        ratio_low=found.judgement.ratio_low,
        ratio_high=min(found.judgement.ratio_high, LARGEST_RATIO),
        deciding_unverified=tuple(d.line.title for d in found.judgement.decided_by),
        basis=found.basis,
        fixed_capital=found.fci,
        capacity=found.capacity,
        breakdown=tuple(_line(line, model.bio, tables) for line in found.breakdown),
        finance=found.financing.stated if found.financing else (),
        inputs=tuple(_input(x) for x in model.inputs.values()),
        levers=levers,
        gates=gates,
        carbon=carbon,
        warnings=tuple(Message(code=n.code, level=n.level, text=n.message) for n in found.warnings),
        receipt="",
    )


def _line(line: Line, route: Route, tables: PriceTables) -> CostLine:
    return CostLine(
        id=line.id,
        group=line.group,
        title=line.title,
        value=float(line.jpy_per_unit),
        amount=None if line.amount is None else float(line.amount),
        unit=line.unit,
        price=None if line.price_jpy is None else float(line.price_jpy),
        quoted=line.quoted,
        grade=line.grade,
        source=line.source,
        source_title=_source_title(route, line.source, tables),
        at=line.at,
    )


def _spread(drawn: Samples, model: CostModel) -> RatioSpread:
    return RatioSpread(
        seed=model.options.seed,
        sampling=model.options.sampling,
        summary=drawn.distribution,
        quantiles=histogram(drawn.ratio, QUANTILES).ratio,
        drawn=tuple(drawn.uncertain),
        unverified_certain=drawn.certain_unverified,
    )


def _input(given: Input) -> InputLine:
    return InputLine(
        name=given.name,
        title=given.title,
        value=given.value,
        unit=given.unit,
        grade=given.grade,
        source=given.source,
        at=given.at,
        distribution=given.distribution,
        bound=given.bound,
    )


def _source_title(route: Route, source: str, tables: PriceTables) -> str:
    own = route.sources.get(source)
    return own.title if own else tables.sources.get(source, source)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
