"""Errors of price scenarios."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.errors import HakariError


class ScenarioUnknownError(HakariError):
    """No scenario of the package has this id."""

    status = 404
    slug = "scenario-unknown"

    def __init__(self, scenario: str, known: Iterable[str]) -> None:
        self.scenario, self.known = scenario[:80], ", ".join(sorted(known))
        super().__init__(f"scenario `{self.scenario}` is not known; there are {self.known}")


class ScenarioLineMissingError(HakariError):
    """A scenario says nothing about a price or driver."""

    status = 422
    slug = "scenario-line-missing"

    def __init__(self, scenario: str, what: str, known: Iterable[str]) -> None:
        self.scenario, self.what, self.known = scenario, what[:80], ", ".join(sorted(known))
        super().__init__(
            f"scenario `{scenario}` says nothing about `{self.what}`, only about {self.known}"
        )


class ScenarioYearMissingError(HakariError):
    """A scenario does not reach a year: nothing is extrapolated."""

    status = 422
    slug = "scenario-year-missing"

    def __init__(self, scenario: str, what: str, year: int, first: int, last: int) -> None:
        span = str(first) if first == last else f"{first}-{last}"
        super().__init__(
            f"scenario `{scenario}` states `{what}` for {span}, not for {year}: nothing is "
            "extrapolated; choose a year it covers or another scenario"
        )
        self.scenario, self.what, self.year, self.span = scenario, what, year, span


class ScenarioInvalidError(HakariError):
    """A scenario document is not what it should be; the place is named."""

    status = 422
    slug = "scenario-invalid"

    def __init__(self, pointer: str, problem: str) -> None:
        super().__init__(f"scenario at {pointer or '/'}: {problem}")
        self.pointer, self.problem = pointer or "/", problem
