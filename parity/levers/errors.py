"""Errors of lever analyses: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.document import Localised
from inventories.errors import HakariError
from parity.errors import listed


def _quoted(names: Iterable[object]) -> str:
    return listed(f"`{name}`" for name in names)


class LeverNotFiniteError(HakariError):
    """A value given for an input is not a finite number."""

    status = 422
    slug = "lever-not-finite"

    def __init__(self, name: str, value: float) -> None:
        self.name, self.value = name, value
        super().__init__(f"{value:g} is no value for `{name}`: give a finite number")


class LeverOutsideBoundError(HakariError):
    """A value given for an input lies beyond its physical bound."""

    status = 422
    slug = "lever-outside-bound"

    def __init__(self, name: str, value: float, limit: float, unit: str, reason: str) -> None:
        self.name, self.value, self.limit = name, value, limit
        self.unit, self.reason = unit, reason
        super().__init__(
            f"{value:g} {unit} for `{name}` is beyond its physical bound {limit:g} {unit} "
            f"({reason}); give a value within it"
        )


class LeverRangeMissingError(HakariError):
    """No range of an input can be derived, or the one given is no range."""

    status = 422
    slug = "lever-range-missing"

    def __init__(self, name: str, problem: Localised) -> None:
        self.name, self.problem, self.problem_ja = name, problem.en, problem.ja
        super().__init__(
            f"no range to search `{name}` in: {problem.en}; give two numbers, the lower first"
        )


class LeversMissingError(HakariError):
    """An analysis was asked for without anything it could move."""

    status = 422
    slug = "levers-missing"

    def __init__(self, needed: Localised) -> None:
        self.needed, self.needed_ja = needed.en, needed.ja
        super().__init__(f"there is nothing to move: {needed.en}")


class LeversTooManyError(HakariError):
    """More levers than an exact decomposition can take."""

    status = 422
    slug = "levers-too-many"

    def __init__(self, count: int, most: int) -> None:
        self.count, self.most = count, most
        super().__init__(
            f"{count} levers are more than the {most} an exact decomposition takes (2^n mixes): "
            "put levers that belong together into groups; a group counts as one"
        )


class LeverGroupInvalidError(HakariError):
    """A group of levers is empty, names something twice, or names what is not moved."""

    status = 422
    slug = "lever-group-invalid"

    def __init__(self, group: str, problem: Localised) -> None:
        self.group, self.problem, self.problem_ja = group, problem.en, problem.ja
        super().__init__(f"group `{group}`: {problem.en}")


class ContourAxesError(HakariError):
    """The two axes of a contour are one input, or a range is given for neither of them."""

    status = 422
    slug = "contour-axes-invalid"

    def __init__(self, x: str, y: str, problem: Localised) -> None:
        self.x, self.y, self.problem, self.problem_ja = x, y, problem.en, problem.ja
        super().__init__(f"axes `{x}` and `{y}`: {problem.en}")


class MixInfeasibleError(HakariError):
    """A mix of today's values and targets gives no cost, so its change cannot be split."""

    status = 422
    slug = "mix-infeasible"

    def __init__(self, moved: Iterable[str], kept: Iterable[str], count: int) -> None:
        self.moved, self.kept, self.count = (
            _quoted(moved),
            _quoted(kept),
            count,
        )
        super().__init__(
            f"with {self.moved} at the target and {self.kept} as at the start there is no cost "
            f"({count} such mixes): put levers that only work together into one group"
        )


class TargetsInfeasibleError(HakariError):
    """The comparison gives no ratio with all levers at their targets."""

    status = 422
    slug = "targets-infeasible"

    def __init__(self, levers: Iterable[str]) -> None:
        self.levers = _quoted(levers)
        super().__init__(
            f"with {self.levers} all at their targets there is no cost ratio; give other targets"
        )


class TodayInfeasibleError(HakariError):
    """The comparison gives no ratio with today's values."""

    status = 422
    slug = "today-infeasible"

    def __init__(self) -> None:
        super().__init__("today's values give no cost ratio; mend them before moving any of them")


class RangeInfeasibleError(HakariError):
    """The comparison gives no ratio anywhere in the range that was searched."""

    status = 422
    slug = "range-infeasible"

    def __init__(self, name: str, low: float, high: float) -> None:
        self.name, self.low, self.high = name, low, high
        super().__init__(
            f"`{name}` gives no cost ratio anywhere in [{low:g}, {high:g}]; give another range"
        )


class AnalysisTooLargeError(HakariError):
    """More points or samples were asked for than one analysis may take."""

    status = 422
    slug = "analysis-too-large"

    def __init__(self, what: Localised, asked: int, least: int, most: int) -> None:
        self.what, self.what_ja = what.en, what.ja
        self.asked, self.least, self.most = asked, least, most
        super().__init__(f"{asked} is no size for {what.en}: it must be {least} to {most}")


class SobolCountError(HakariError):
    """A Sobol sequence is only balanced if its length is a power of 2."""

    status = 422
    slug = "sobol-count-invalid"

    def __init__(self, n: int, nearest: int) -> None:
        self.n, self.nearest = n, nearest
        super().__init__(f"{n} base samples: must be a power of 2 and at least 64, e.g. {nearest}")


class SobolSamplesFailedError(HakariError):
    """Too many samples have no ratio for the indices to describe the uncertainty stated."""

    status = 422
    slug = "sobol-samples-failed"

    def __init__(self, failed: int, n: int, most_share: float) -> None:
        self.failed, self.n, self.most_percent = failed, n, 100 * most_share
        super().__init__(
            f"{failed} of {n} samples give no positive cost ratio, more than "
            f"{self.most_percent:g} %: narrow the distributions or state physical bounds"
        )


class GateValuesMissingError(HakariError):
    """No input has a value at this gate."""

    status = 422
    slug = "gate-values-missing"

    def __init__(self, gate: str, gates: Iterable[str]) -> None:
        self.gate, self.gates = gate, _quoted(gates)
        super().__init__(
            f"no parameter has a value at gate `{gate}` (gates with values: {self.gates}); "
            "add it under `gates` of the parameters"
        )
