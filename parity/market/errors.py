"""Errors of prices over time: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.errors import HakariError
from parity.errors import listed


class SeriesUnknownError(HakariError):
    """There is no yearly price series for a key."""

    status = 422
    slug = "series-unknown"

    def __init__(self, key: str, candidates: Iterable[str]) -> None:
        self.key, self.candidates = key, listed(candidates)
        super().__init__(
            f"there is no yearly price series for `{key}` (there is one for {self.candidates}); "
            "use today's price as the baseline"
        )


class SeriesYearMissingError(HakariError):
    """A price series lacks years that a mean or a driver needs."""

    status = 422
    slug = "series-year-missing"

    def __init__(self, key: str, missing: Iterable[int], first: int, last: int) -> None:
        self.key, self.missing, self.first, self.last = key, listed(missing), first, last
        super().__init__(
            f"the price series `{key}` has no value for {self.missing} (it runs from {first} to "
            f"{last}); use another base year or a shorter mean"
        )


class SeriesPriceInvalidError(HakariError):
    """A price of a series is not above 0, so that it has no logarithm."""

    status = 422
    slug = "series-price-invalid"

    def __init__(self, place: int, value: float) -> None:
        self.place, self.value = place, value
        super().__init__(
            f"price {place} of the series is {value:g}; every price must be finite and above 0"
        )


class MeanSpanError(HakariError):
    """A mean over no year, or over more years than a series can have."""

    status = 422
    slug = "mean-span"

    def __init__(self, years: int, limit: int) -> None:
        self.years, self.limit = years, limit
        super().__init__(f"a mean over {years} years is not possible; give 1 to {limit} years")


class ProcessInvalidError(HakariError):
    """A number of a price model is outside of what the model means."""

    status = 422
    slug = "price-process-invalid"

    def __init__(self, name: str, value: float, rule: str, rule_ja: str) -> None:
        self.name, self.value, self.rule, self.rule_ja = name, value, rule, rule_ja
        super().__init__(f"`{name}` of the price model is {value:g}; {rule}")


class HorizonInvalidError(HakariError):
    """The year asked for lies before the base year."""

    status = 422
    slug = "horizon-invalid"

    def __init__(self, year: int, base_year: int) -> None:
        self.year, self.base_year = year, base_year
        super().__init__(
            f"{year} lies before the base year {base_year}; ask for {base_year} or a later year"
        )


class CalibrationImpossibleError(HakariError):
    """A series is too short, constant or does not revert, so that no model can be fitted."""

    status = 422
    slug = "calibration-impossible"

    def __init__(self, problem: str, problem_ja: str) -> None:
        self.problem, self.problem_ja = problem, problem_ja
        super().__init__(f"no price model can be fitted: {problem}")


class LinkInvalidError(HakariError):
    """A number of an oil link is not usable."""

    status = 422
    slug = "oil-link-invalid"

    def __init__(self, name: str, value: float, rule: str, rule_ja: str) -> None:
        self.name, self.value, self.rule, self.rule_ja = name, value, rule, rule_ja
        super().__init__(f"`{name}` of an oil-linked price is {value:g}; {rule}")


class LinkMissingError(HakariError):
    """A price is to follow oil, but no elasticity is known for it."""

    status = 422
    slug = "oil-link-missing"

    def __init__(self, key: str, candidates: Iterable[str]) -> None:
        self.key, self.candidates = key, listed(candidates)
        super().__init__(
            f"no elasticity on the oil price is known for `{key}` (nearest: {self.candidates}); "
            "use its market price, or state an elasticity"
        )


class LevelisingInvalidError(HakariError):
    """Prices over a plant's life cannot be brought to one price."""

    status = 422
    slug = "levelising-invalid"

    def __init__(self, problem: str, problem_ja: str) -> None:
        self.problem, self.problem_ja = problem, problem_ja
        super().__init__(f"no levelised price: {problem}")


class OwnTableInvalidError(HakariError):
    """A row of a user's own tables contradicts the tables it is laid over."""

    status = 422
    slug = "own-table-invalid"

    def __init__(self, pointer: str, problem: str, problem_ja: str) -> None:
        self.pointer, self.problem, self.problem_ja = pointer, problem, problem_ja
        super().__init__(f"{pointer}: {problem}")
