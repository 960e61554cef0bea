"""One input at a time from its 10th to its 90th percentile, the others as today.

Percentiles of each input's own distribution, not a fixed percentage for all: what is known well
moves little. Effects of two inputs together are not seen here; `sobol` shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from inventories.document import Localised
from lca.sampling import quantile
from parity.inputs import Weighing
from parity.levers.errors import AnalysisTooLargeError, LeversMissingError
from parity.levers.moves import Array, ratio_today, ratios, today

LOW, HIGH = 0.1, 0.9
"""Percentiles of the ends of a bar."""

MOST_INPUTS = 1000


@dataclass(frozen=True)
class Bar:
    """One input's bar.

    Attributes
    ----------
    value_low, value_high : P10 and P90 of the input, in `unit`
    ratio_low, ratio_high : cost ratio there; None if there is no cost there
    swing : distance of the two ratios; None if one is missing
    """

    name: str
    title: Localised
    unit: str
    today: float
    value_low: float
    value_high: float
    ratio_low: float | None = field(default=None, kw_only=True)
    ratio_high: float | None = field(default=None, kw_only=True)
    swing: float | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Tornado:
    """Bars, widest first; bars with an end without cost stand before all others.

    `certain` : inputs without a distribution, which are not moved. `ratio` : today's.
    """

    bars: tuple[Bar, ...]
    certain: tuple[str, ...]
    ratio: float
    target: float


def tornado(model: Weighing, low: float = LOW, high: float = HIGH) -> Tornado:
    """Return the cost ratio at two percentiles of every input that has a distribution.

    Parameters
    ----------
    low, high : percentiles as fractions, 0 < low < high < 1

    Raises
    ------
    LeversMissingError
        If no input has a distribution.
    TodayInfeasibleError
        If today's values give no ratio.
    """
    if not 0 < low < high < 1:
        raise ValueError(f"percentiles {low:g} and {high:g} must be 0 < low < high < 1")
    uncertain = {n: m for n, m in model.inputs.items() if m.distribution is not None}
    if not uncertain:
        raise LeversMissingError(
            Localised(en="no input states a distribution", ja="分布のある入力がありません")
        )
    if len(uncertain) > MOST_INPUTS:
        raise AnalysisTooLargeError(
            Localised(en="the number of inputs", ja="入力の数"), len(uncertain), 1, MOST_INPUTS
        )
    ends = {
        name: quantile(moved.distribution, moved.value, moved.bound, np.array([low, high]))
        for name, moved in model.inputs.items()
        if moved.distribution is not None
    }
    base, points = today(model), 2 * len(ends)
    asked: dict[str, float | Array] = {}
    for position, (name, pair) in enumerate(ends.items()):
        column = np.full(points, base[name])
        column[2 * position : 2 * position + 2] = pair
        asked[name] = column
    found = ratios(model, asked, points).reshape(-1, 2)
    bars = []
    for (name, pair), at in zip(ends.items(), found, strict=True):
        first, second = (None if np.isnan(r) else float(r) for r in at)
        bars.append(
            Bar(
                name=name,
                title=uncertain[name].title,
                unit=uncertain[name].unit,
                today=base[name],
                value_low=float(pair[0]),
                value_high=float(pair[1]),
                ratio_low=first,
                ratio_high=second,
                swing=None if first is None or second is None else abs(second - first),
            )
        )
    bars.sort(key=lambda bar: (bar.swing is not None, -(bar.swing or 0.0)))
    certain = tuple(name for name in model.inputs if name not in uncertain)
    return Tornado(tuple(bars), certain, ratio_today(model), model.target)
