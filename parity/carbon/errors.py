"""Errors of carbon prices, abatement cost and the value chain."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.errors import HakariError

MOST_PROBLEMS = 20
"""Places of one document that a message names."""


class CarbonInputInvalidError(HakariError):
    """A number of a carbon price or abatement cost is not one that can be calculated with."""

    status = 422
    slug = "carbon-input-invalid"

    def __init__(self, name: str, value: object, needed: str, needed_ja: str) -> None:
        shown = f"{value:g}" if isinstance(value, float | int) else str(value)[:80]
        super().__init__(f"`{name}` is {shown}; it must be {needed}")
        self.name, self.value, self.needed, self.needed_ja = name, shown, needed, needed_ja


class CoverageStageUnknownError(HakariError):
    """Coverage by stage does not name the stages that have emissions."""

    status = 422
    slug = "coverage-stage-unknown"

    def __init__(self, side: str, stages: Iterable[str], known: Iterable[str]) -> None:
        self.side, self.stages = side, ", ".join(sorted(stages)) or "\N{EN DASH}"
        self.known = ", ".join(sorted(known)) or "\N{EN DASH}"
        super().__init__(
            f"coverage of the {side} side: stage(s) {self.stages} stand on one side only (stages "
            f"with emissions: {self.known}); give one share for each stage that has emissions"
        )


class CarbonSamplesFailedError(HakariError):
    """No sample has numbers from which a distribution could be made."""

    status = 422
    slug = "carbon-samples-failed"

    def __init__(self, n: int) -> None:
        super().__init__(f"none of {n} samples has a finite cost, baseline and emission")
        self.n = n


class CarbonPriceYearMissingError(HakariError):
    """A carbon price policy states no price for a year."""

    status = 422
    slug = "carbon-price-year-missing"

    def __init__(self, policy: str, year: int, first: int, last: int) -> None:
        super().__init__(
            f"policy `{policy}` states no carbon price for {year}, only for {first}-{last}: "
            "nothing is extrapolated; choose a year in between or a scenario that covers it"
        )
        self.policy, self.year, self.first, self.last = policy, year, first, last


class PolicyTableInvalidError(HakariError):
    """A shipped policy table breaks its own schema; file and line are named."""

    slug = "policy-table-invalid"


class ChainInvalidError(HakariError):
    """A value chain document is not what it should be; every place is named."""

    status = 422
    slug = "chain-invalid"

    def __init__(self, found: Iterable[tuple[str, str, str]]) -> None:
        every = tuple(found)
        listed = every[:MOST_PROBLEMS]
        self.pointers = tuple(pointer or "/" for pointer, _, _ in listed)
        problems = [f"{pointer or '/'}: {text}" for pointer, text, _ in listed]
        problems_ja = [f"{pointer or '/'}: {text}" for pointer, _, text in listed]
        if rest := len(every) - len(listed):
            problems.append(f"and {rest} more.")
            problems_ja.append(f"ほか {rest} 件。")
        self.problems, self.problems_ja = " ".join(problems), "".join(problems_ja)
        super().__init__(f"the value chain cannot be used: {self.problems}")


class ChainPriceInvalidError(HakariError):
    """A price of a chain is not finite or not positive in money of the base year."""

    status = 422
    slug = "chain-price-invalid"

    def __init__(self, link: str, value: float) -> None:
        super().__init__(
            f"the price of link `{link}` is {value:g} JPY per unit; it must be above 0"
        )
        self.link, self.value = link, value
