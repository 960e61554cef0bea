"""What to settle first: shares of the spread over the guidelines."""

from api.results.base import Result
from inventories.document import Localised


class SettleChoice(Result):
    """Choices that come to the same on this route, and the guidelines that make one of them.

    `mean`: mean score under them over everything the other axes may say; absent if they cannot be
    computed with all of it.
    """

    texts: tuple[Localised, ...]
    guidelines: tuple[str, ...]
    mean: float | None


class SettleAxis(Result):
    """How much of the spread over the guidelines one axis explains.

    `alone`: share of the variance it explains by itself; `total`: with all it does together with
    others. The shares `alone` sum to at most 1.
    """

    axis: str
    title: Localised
    alone: float
    total: float
    choices: tuple[SettleChoice, ...] = ()


class SettleCase(Result):
    """What to settle first for one case.

    `without_effect`: axes on which the guidelines differ and this route does not; `held`: axes
    kept at the choice most guidelines take, because there are too many combinations.
    """

    case: str
    unit: str
    mean: float
    standard_deviation: float
    combinations: int
    axes: tuple[SettleAxis, ...]
    without_effect: tuple[str, ...]
    held: tuple[str, ...]


class Settle(Result):
    """What to settle first, case by case and over the library."""

    cases: tuple[SettleCase, ...]
    library: tuple[SettleAxis, ...]
