"""What closes the gap: answers about levers."""

from typing import Literal

from api.results.base import Message, Result
from inventories.document import Localised
from inventories.document.flows import Bound, Distribution
from parity.levers.break_even import BreakEven
from parity.levers.design import Design
from parity.levers.ranges import Range
from parity.levers.sobol import Indices
from parity.levers.tornado import Tornado
from parity.levers.waterfall import Step


class InputLine(Result):
    """A number that may be moved, by the name that levers and correlations use.

    `distribution` and `bound` are in `unit`; an input without distribution is taken as certain.
    """

    name: str
    title: Localised
    value: float
    unit: str
    grade: str
    source: str
    at: str
    distribution: Distribution | None = None
    bound: Bound | None = None


class RatioState(Result):
    """Costs per unit of baseline replaced in JPY of the price year, and their ratio."""

    bio: float
    baseline: float
    ratio: float


class WaterfallResult(Result):
    """From today to the targets: Shapley values, which add up to the whole change exactly."""

    start: RatioState
    end: RatioState
    steps: tuple[Step, ...]
    rest: float
    target: float


class ContourAxis(Result):
    """One axis of a contour."""

    name: str
    title: Localised
    unit: str
    today: float
    values: tuple[float, ...]
    range: Range
    bound: Bound | None = None


class ContourLine(Result):
    """Where the ratio has a value: pieces of (x, y) points."""

    level: float
    pieces: tuple[tuple[tuple[float, float], ...], ...]


class ContourPoint(Result):
    """Today, or a gate, on the contour; `inside` tells whether the grid holds it."""

    gate: str | None = None
    status: Literal["today", "measured", "modelled", "target"]
    x: float
    y: float
    ratio: float | None = None
    inside: bool


class ContourResult(Result):
    """The ratio over two inputs: `ratio` has a row per y and a column per x, null without cost."""

    x: ContourAxis
    y: ContourAxis
    ratio: tuple[tuple[float | None, ...], ...]
    lines: tuple[ContourLine, ...]
    points: tuple[ContourPoint, ...]
    target: float


class LeversResult(Result):
    """Everything that was asked about levers.

    `targets` are the values used, `at_targets` what they lead to with all else as it is today.
    """

    targets: dict[str, float]
    at_targets: RatioState | None = None
    waterfall: WaterfallResult | None = None
    tornado: Tornado | None = None
    sobol: Indices | None = None
    break_even: tuple[BreakEven, ...] = ()
    contour: ContourResult | None = None
    design: Design | None = None
    notes: tuple[Message, ...] = ()
