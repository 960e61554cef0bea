"""Errors of sampling and of what is counted on samples: one sentence each, with status and slug."""

from __future__ import annotations

from collections.abc import Sequence

from inventories.errors import HakariError


class SampleCountInvalidError(HakariError):
    """Fewer than one sample is asked for, or more numbers than are drawn at once."""

    status = 422
    slug = "sample-count-invalid"

    def __init__(self, n: int, quantities: int, limit: int) -> None:
        super().__init__(
            f"{n} samples of {quantities} quantities: ask for at least 1 sample and for at most "
            f"{limit} numbers (samples times quantities)"
        )
        self.n, self.quantities, self.limit = n, quantities, limit


class SampleSeedInvalidError(HakariError):
    """A seed is negative."""

    status = 422
    slug = "sample-seed-invalid"

    def __init__(self, seed: int) -> None:
        super().__init__(f"the seed {seed} is negative; use 0 or a positive integer")
        self.seed = seed


class SampleBoundEmptyError(HakariError):
    """The lower physical bound of a quantity lies above its upper one."""

    status = 422
    slug = "sample-bound-empty"

    def __init__(self, low: float, high: float) -> None:
        super().__init__(
            f"a bound from {low:g} to {high:g} leaves no value: `min` must not be above `max`"
        )
        self.low, self.high = low, high


class SampleNotFiniteError(HakariError):
    """A distribution is so wide that a sample is no finite number."""

    status = 422
    slug = "sample-not-finite"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"samples of `{name}` are not finite numbers: check its value, and narrow its "
            "distribution or give it a bound"
        )
        self.name = name


class SampleLevelInvalidError(HakariError):
    """A probability or confidence level, or a quantile, does not lie inside its range."""

    status = 422
    slug = "sample-level-invalid"

    def __init__(self, level: float) -> None:
        super().__init__(f"{level:g} is no probability here: give a number between 0 and 1")
        self.level = level


class SampleReplicatesInvalidError(HakariError):
    """Samples do not split into enough equal replicates for an interval."""

    status = 422
    slug = "sample-replicates-invalid"

    def __init__(self, n: int, replicates: int, least: int) -> None:
        super().__init__(
            f"{n} samples in {replicates} replicates give no interval: use 1 replicate for "
            f"independent samples, else at least {least} replicates of equal length"
        )
        self.n, self.replicates, self.least = n, replicates, least


class SamplesAllFailedError(HakariError):
    """No sample gives a finite result."""

    status = 422
    slug = "samples-all-failed"

    def __init__(self, n: int) -> None:
        super().__init__(
            f"none of {n} samples gives a finite result: check the distributions and bounds of "
            "the inputs, and that the result can be calculated with the values of today"
        )
        self.n = n


class CorrelationUnknownNameError(HakariError):
    """A correlation names a quantity that is not drawn at all."""

    status = 422
    slug = "correlation-unknown-name"

    def __init__(self, name: str, candidates: Sequence[str] = ()) -> None:
        hint = f" (did you mean {', '.join(candidates)}?)" if candidates else ""
        super().__init__(f"a correlation names `{name}`, which is no input{hint}")
        self.name, self.candidates = name, ", ".join(candidates) or "\N{EN DASH}"


class CorrelationSameNameError(HakariError):
    """A correlation names the same quantity twice."""

    status = 422
    slug = "correlation-same-name"

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` is correlated with itself: name two different inputs")
        self.name = name


class CorrelationOutOfRangeError(HakariError):
    """A correlation is not a number from -1 to 1."""

    status = 422
    slug = "correlation-out-of-range"

    def __init__(self, first: str, second: str, value: float) -> None:
        super().__init__(
            f"the correlation of `{first}` and `{second}` is {value:g}; it must lie from -1 to 1"
        )
        self.first, self.second, self.value = first, second, value


class CorrelationContradictoryError(HakariError):
    """The same pair is given two different correlations."""

    status = 422
    slug = "correlation-contradictory"

    def __init__(self, first: str, second: str, value: float, other: float) -> None:
        super().__init__(
            f"`{first}` and `{second}` are given the correlations {value:g} and {other:g}: keep one"
        )
        self.first, self.second, self.value, self.other = first, second, value, other


class CorrelationWithoutDistributionError(HakariError):
    """A correlation names a quantity that does not vary."""

    status = 422
    slug = "correlation-without-distribution"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"a correlation names `{name}`, which has no distribution: give it one or remove "
            "the correlation"
        )
        self.name = name


class CorrelationIndefiniteError(HakariError):
    """The correlations cannot hold together; `names` take part in the contradiction."""

    status = 422
    slug = "correlation-not-positive-definite"

    def __init__(self, smallest: float, names: Sequence[str]) -> None:
        super().__init__(
            f"the correlations of {', '.join(f'`{name}`' for name in names)} cannot hold together "
            f"(smallest eigenvalue {smallest:.3g}, must be above 0; a pair not given counts as 0): "
            "state the missing pairs, or bring the values closer to 0"
        )
        self.smallest, self.smallest_text = smallest, f"{smallest:.3g}"
        self.names = tuple(names)
