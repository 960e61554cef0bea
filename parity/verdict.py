"""Is the target met, and would it still be if the unverified numbers were wrong?

Every line of grade ``unverified``, of the bio route and of the baseline, is moved by the share in
`defaults.yaml` in the direction that hurts or helps. If that changes the answer, the verdict is
``uncertain`` and names the lines, those that change it alone first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parity.lines import Line

Answer = Literal["met", "not_met", "uncertain"]


@dataclass(frozen=True)
class DecidingLine:
    """An unverified line that changes the verdict, `alone` or only together with others.

    `side` is ``bio`` or ``baseline``; `ratio` is R with this line alone moved towards the flip.
    """

    side: Literal["bio", "baseline"]
    line: Line
    ratio: float
    alone: bool


@dataclass(frozen=True)
class Verdict:
    """The answer and what it rests on.

    Attributes
    ----------
    ratio_low, ratio_high : R with all unverified lines moved together, helping and hurting
    variation : share by which unverified lines were moved
    unverified_share : sum of absolute unverified lines over sum of all absolute lines (bio)
    decided_by : lines that change the answer; empty unless `answer` is ``uncertain``
    """

    answer: Answer
    ratio_low: float
    ratio_high: float
    variation: float
    unverified_share: float
    decided_by: tuple[DecidingLine, ...]


def judge(
    bio: Sequence[Line],
    baseline: Sequence[Line],
    replaced: float,
    target: float,
    variation: float,
) -> Verdict:
    """Judge the ratio of two costs under the doubt of their unverified lines.

    Parameters
    ----------
    bio, baseline
        Lines of the two costs, JPY per unit of the respective product.
    replaced
        Units of baseline replaced by one unit of bio product.
    target
        Ratio to reach.
    variation
        Share (0-1) by which each unverified line is moved.

    Returns
    -------
    Verdict
        ``met`` if R <= target, ``not_met`` if above, ``uncertain`` if the unverified lines decide.
    """
    bio_sum = math.fsum(float(line.jpy_per_unit) for line in bio)
    base_sum = math.fsum(float(line.jpy_per_unit) for line in baseline)
    doubtful = [("bio", x) for x in bio if x.grade == "unverified"]
    doubtful_base = [("baseline", x) for x in baseline if x.grade == "unverified"]
    bio_swing = variation * math.fsum(abs(float(x.jpy_per_unit)) for _, x in doubtful)
    base_swing = variation * math.fsum(abs(float(x.jpy_per_unit)) for _, x in doubtful_base)

    def ratio(bio_jpy: float, base_jpy: float) -> float:
        return bio_jpy / replaced / base_jpy if base_jpy > 0 else math.inf

    today = ratio(bio_sum, base_sum)
    low = ratio(bio_sum - bio_swing, base_sum + base_swing)
    high = ratio(bio_sum + bio_swing, base_sum - base_swing)
    met = today <= target
    flips = high > target if met else low <= target
    towards = 1.0 if met else -1.0
    deciding: list[DecidingLine] = []
    if flips:
        for side, line in (*doubtful, *doubtful_base):
            swing = towards * variation * abs(float(line.jpy_per_unit))
            moved = (
                ratio(bio_sum + swing, base_sum)
                if side == "bio"
                else ratio(bio_sum, base_sum - swing)
            )
            if moved != today:
                alone = (moved > target) if met else (moved <= target)
                deciding.append(
                    DecidingLine("bio" if side == "bio" else "baseline", line, moved, alone)
                )
        deciding.sort(key=lambda d: (not d.alone, -abs(d.ratio - today), d.side, d.line.id))
    total = math.fsum(abs(float(x.jpy_per_unit)) for x in bio)
    return Verdict(
        answer="uncertain" if flips else "met" if met else "not_met",
        ratio_low=low,
        ratio_high=high,
        variation=variation,
        unverified_share=(
            math.fsum(abs(float(x.jpy_per_unit)) for _, x in doubtful) / total if total else 0.0
        ),
        decided_by=tuple(deciding),
    )
