"""Inverse design: the values of several levers together that reach the target and are the
easiest to believe.

Of all points with a ratio at or below the target the one that asks least is sought: the sum of
squares of what the levers ask is least. A lever asks nothing between today's value and the median
of its distribution, and beyond them its normal score less that of the nearer of the two
(`surface`); a lever more never makes a design worse. If today's values are the medians this is the
design point of first-order reliability (Hasofer & Lind). The chance is that of first-order
reliability at the point found: Phi(-b), with b the distance from the medians to the plane that
touches the surface there. Correlations between levers are not taken into account.

References: Hasofer, A. M. & Lind, N. C. (1974) J. Eng. Mech. Div. ASCE 100, 111-121; Rackwitz, R.
& Fiessler, B. (1978) Computers & Structures 9, 489-494.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy.special import ndtr

from inventories.document import Localised
from inventories.document.flows import Bound
from parity.inputs import Weighing
from parity.levers.beliefs import Coordinate, Measure, coordinates, is_believed
from parity.levers.errors import AnalysisTooLargeError, LeversMissingError
from parity.levers.moves import check_target, names_of, ratio_today
from parity.levers.nearest import Nearest, nearest_point
from parity.levers.targets import Side, wanted_side

MOST_LEVERS = 200


@dataclass(frozen=True)
class Need:
    """What one lever has to become.

    Attributes
    ----------
    needed : in `unit`; for an unreachable target the best that was found
    low, high : how far it was allowed to go
    measure : ``score``: `distance` is the normal score of `needed` beyond that of today's value or
        0, the median's, whichever is nearer (signed; 0 between them); ``way``: the share of the way
        from today to `high` or `low`
    share : of the squared distance of all levers
    improves : where the ratio falls with the others as today
    at_limit : it went as far as the search goes
    gates : on which side of today all targets of the gates lie; None if there are none, or on both
    """

    name: str
    title: Localised
    unit: str
    today: float
    needed: float
    low: float
    high: float
    bound: Bound | None = field(default=None, kw_only=True)
    measure: Measure
    distance: float
    share: float
    improves: Literal["up", "down", "neither", "both"]
    at_limit: bool = field(default=False, kw_only=True)
    gates: Side | None = field(default=None, kw_only=True)

    @property
    def is_against_gates(self) -> bool:
        """Whether it goes the other way from today than the targets of the gates."""
        if self.gates is None or self.distance == 0:
            return False
        return self.needed < self.today if self.gates == "above" else self.needed > self.today


@dataclass(frozen=True)
class Design:
    """Lever values that reach the target together.

    Attributes
    ----------
    kind : ``found``, ``already_met`` (with today's values) or ``unreachable`` (not even with all
        levers at their best)
    ratio_today, ratio : today, and with all levers as needed
    best_ratio : the lowest ratio that was found anywhere, for an unreachable target
    distance : root of the sum of squares of the levers' distances
    chance : first-order chance that the levers reach the target together if each follows its
        distribution independently; Phi(-distance) where today's values are the medians. None
        unless `kind` is ``found`` and all levers have a distribution
    """

    kind: Literal["found", "already_met", "unreachable"]
    target: float
    ratio_today: float
    ratio: float
    best_ratio: float | None = field(default=None, kw_only=True)
    distance: float
    chance: float | None = field(default=None, kw_only=True)
    needs: tuple[Need, ...]


def design(
    model: Weighing, names: Iterable[str] | None = None, ratio: float | None = None
) -> Design:
    """Return the nearest-to-belief values of the levers that meet the target.

    Parameters
    ----------
    names : levers to move; all inputs with a distribution or a gate value if None. One of which
        only a physical bound is stated has to be named: the bound says what is possible, not what
        is to be believed
    ratio : ratio to reach; the comparison's own target if None

    Raises
    ------
    InputUnknownError, TargetInvalidError, TodayInfeasibleError
        If a name or number cannot be.
    LeversMissingError
        If there is no lever, or nothing says how far a named one may go.
    AnalysisTooLargeError
        If there are more than 200 levers.
    """
    target = check_target(model.target if ratio is None else ratio)
    asked = names_of(model, names)
    if names is None:
        asked = tuple(name for name in asked if is_believed(model.inputs[name]))
    if not asked:
        raise LeversMissingError(
            Localised(
                en="no input has a distribution or a gate value; name levers that have a bound",
                ja="分布またはゲートの値がある入力がありません。物理的上下限のあるレバーを"
                "名前で指定してください",
            )
        )
    if len(asked) > MOST_LEVERS:
        raise AnalysisTooLargeError(
            Localised(en="the number of levers", ja="レバーの数"), len(asked), 1, MOST_LEVERS
        )
    now = ratio_today(model)
    axes = coordinates(model, asked)
    found = nearest_point(model, axes, target, met=now <= target)
    distance = float(np.linalg.norm(found.asked))
    chance = found.index if found.index is not None else distance
    scored = all(axis.measure == "score" for axis in axes)
    return Design(
        kind=found.kind,
        target=target,
        ratio_today=now,
        ratio=now if found.kind == "already_met" else found.ratio,
        best_ratio=found.ratio if found.kind == "unreachable" else None,
        distance=distance,
        chance=float(ndtr(-chance)) if scored and found.kind == "found" else None,
        needs=tuple(_need(axis, i, found) for i, axis in enumerate(axes)),
    )


def _need(axis: Coordinate, i: int, found: Nearest) -> Need:
    moved, at, asked = axis.moved, float(found.point[i]), float(found.asked[i])
    ends = axis.values(np.array([axis.low, axis.high]))
    total = float(np.square(found.asked).sum())
    stays = found.kind == "already_met"
    return Need(
        name=moved.name,
        title=moved.title,
        unit=moved.unit,
        today=moved.value,
        needed=moved.value if stays else float(axis.values(np.array([at]))[0]),
        low=float(ends.min()),
        high=float(ends.max()),
        bound=moved.bound,
        measure=axis.measure,
        distance=asked,
        share=asked * asked / total if total > 0 else 0.0,
        improves=found.improves[i],
        at_limit=asked != 0 and at in (axis.low, axis.high),
        gates=wanted_side(moved),
    )
