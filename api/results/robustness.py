"""In which share of (guideline × sample) a route beats its baseline."""

from api.results.base import Result
from inventories.document import Localised


class RobustnessLine(Result):
    """Share of the samples in which the route beats its baseline under one guideline.

    `samples` that could be computed; `central_better`: on the document's own numbers, absent if
    the guideline cannot be applied.
    """

    guideline: str
    samples: int
    carbon: float | None
    both: float | None
    central_better: bool | None


class Flip(Result):
    """The rule that turns the answer between two guidelines.

    `value`: what it adds to route minus baseline on the way from the one to the other, of `total`,
    kg CO2e per functional unit.
    """

    better_under: str
    worse_under: str
    axis: str
    title: Localised
    value: float
    total: float


class TurningAxis(Result):
    """A rule axis that turns the answer, and for how many pairs of disagreeing guidelines."""

    axis: str
    title: Localised
    pairs: int


class Robustness(Result):
    """In which share of (guideline × sample) the route beats its baseline.

    Better in carbon: a lower score for the same function, each under the guideline's own boundary.
    Better in cost: a ratio of at most `target`, of the `cost_samples` whose cost can be told.
    `turning`: over all pairs of guidelines that answer differently, the rule that turns the answer
    most; `flips`: the largest of those pairs. `sampled`: parameters that state a distribution; the
    others do not vary.
    """

    case: str
    samples: int
    seed: int
    sampled: tuple[str, ...]
    target: float
    carbon: float | None
    cost: float | None
    cost_samples: int
    both: float | None
    guidelines: tuple[RobustnessLine, ...]
    turning: tuple[TurningAxis, ...]
    flips: tuple[Flip, ...]
    note: Localised | None = None
