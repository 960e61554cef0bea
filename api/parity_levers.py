"""Levers of one comparison: from the request to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from api.results.base import Message
from api.results.levers import (
    ContourAxis,
    ContourLine,
    ContourPoint,
    ContourResult,
    LeversResult,
    RatioState,
    WaterfallResult,
)
from api.results.parity_request import LeversRequest
from parity.inputs import Weighed
from parity.levers import contour as contours
from parity.levers import notes
from parity.levers import waterfall as waterfalls
from parity.levers.break_even import break_even
from parity.levers.design import design
from parity.levers.moves import check_values
from parity.levers.sobol import sobol
from parity.levers.targets import gate_targets
from parity.levers.tornado import tornado
from parity.model import CostModel
from parity.notes import Note


def levers(model: CostModel, asked: LeversRequest) -> LeversResult:
    """Answer what was asked about the levers of a comparison.

    Raises
    ------
    HakariError
        If a name is no input, a target lies outside its physical bound, or an analysis is too
        large.
    """
    targets: dict[str, float] = dict(gate_targets(model, asked.gate)) if asked.gate else {}
    targets |= asked.targets
    found = LeversResult(
        targets=targets,
        at_targets=_at(model, targets) if targets else None,
        waterfall=_waterfall(model, targets, asked.groups) if asked.waterfall else None,
        tornado=tornado(model) if asked.tornado else None,
        sobol=(
            sobol(model, asked.sobol, model.options.seed, correlations=model.correlations)
            if asked.sobol
            else None
        ),
        break_even=tuple(break_even(model, name) for name in asked.break_even),
        contour=_contour(model, asked) if asked.contour else None,
        design=design(model, asked.design.levers or None) if asked.design else None,
    )
    return found.model_copy(update={"notes": tuple(_notes(model, found))})


def _notes(model: CostModel, found: LeversResult) -> Iterator[Message]:
    """What a reader has to know of the analyses that were asked for; each note once."""
    told: list[Note] = []
    for one in found.break_even:
        told += notes.break_even_notes(one)
    if found.tornado:
        told += notes.tornado_notes(found.tornado, model.inputs)
    if found.sobol:
        told += notes.sobol_notes(found.sobol, model.inputs)
    if found.design:
        told += notes.design_notes(found.design)
    for n in {(n.code, n.message.en): n for n in told}.values():
        yield Message(code=n.code, level=n.level, text=n.message)


def _at(model: CostModel, targets: Mapping[str, float]) -> RatioState:
    """Return the comparison at the targets; names and bounds are checked like levers."""
    check_values(model, targets)
    return _state(model.weigh(targets))


def _waterfall(
    model: CostModel, targets: Mapping[str, float], groups: Mapping[str, Sequence[str]]
) -> WaterfallResult:
    found = waterfalls.waterfall(model, targets, groups)
    return WaterfallResult(
        start=_state(found.start),
        end=_state(found.end),
        steps=found.steps,
        rest=found.rest,
        target=found.target,
    )


def _state(weighed: Weighed) -> RatioState:
    return RatioState(
        bio=float(weighed.bio), baseline=float(weighed.baseline), ratio=float(weighed.ratio)
    )


def _contour(model: CostModel, asked: LeversRequest) -> ContourResult | None:
    if asked.contour is None:
        return None
    points = asked.contour.points
    found = contours.contour(model, asked.contour.x, asked.contour.y, points, points)
    return ContourResult(
        x=_axis(found.x),
        y=_axis(found.y),
        ratio=tuple(
            tuple(float(r) if np.isfinite(r) else None for r in row) for row in found.ratio
        ),
        lines=tuple(
            ContourLine(
                level=line.level,
                pieces=tuple(
                    tuple((float(x), float(y)) for x, y in piece) for piece in line.pieces
                ),
            )
            for line in found.lines
        ),
        points=tuple(
            ContourPoint(gate=p.gate, status=p.status, x=p.x, y=p.y, ratio=p.ratio, inside=p.inside)
            for p in found.points
        ),
        target=found.target,
    )


def _axis(found: contours.Axis) -> ContourAxis:
    return ContourAxis(
        name=found.name,
        title=found.title,
        unit=found.unit,
        today=found.today,
        values=tuple(float(v) for v in found.grid),
        range=found.range,
        bound=found.bound,
    )
