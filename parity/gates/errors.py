"""Errors of stage gates: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.errors import HakariError
from parity.errors import listed

_JAPANESE = {
    "the bio cost": "バイオ側",
    "the baseline cost": "ベースライン側",
    "baseline costs": "ベースラインコスト",
    "the question": "指定",
    "target": "目標値",
    "ratio": "コスト比",
    "years": "残り年数",
    "u": "確率 u",
    "prior noise": "ばらつきの仮定値",
    "prior weight": "仮定値の重み",
    "> 0": "0 より大きい値",
    "0 or above": "0 以上",
    "between 0 and 1": "0 と 1 の間（両端を除く）",
    "finite": "有限の値",
}
"""What the messages of this room name, for the Japanese ones."""


class GatesTooFewError(HakariError):
    """Progress needs at least two gates."""

    status = 422
    slug = "gates-too-few"

    def __init__(self, found: int, needed: int = 2) -> None:
        super().__init__(
            f"{found} stage gate(s) found, at least {needed} needed: add `gates` to the route, or "
            "dated values under `gates` of its parameters"
        )
        self.found, self.needed = found, needed


class GateUnknownError(HakariError):
    """A gate is named that the project does not have."""

    status = 422
    slug = "gate-unknown"

    def __init__(self, gate: str, where: str, gates: Iterable[str]) -> None:
        self.gate, self.where, self.gates = gate, where, listed(gates)
        self.where_ja = _JAPANESE.get(where, where)
        super().__init__(f"{where} names gate `{gate}`; the gates are: {self.gates}")


class GateDateMissingError(HakariError):
    """A gate has no date, so it has no place in the order."""

    status = 422
    slug = "gate-date-missing"

    def __init__(self, gate: str) -> None:
        super().__init__(
            f"gate `{gate}` has no date: list it under `gates` of the route, or date its values"
        )
        self.gate = gate


class GateDateInvalidError(HakariError):
    """A date is not in the calendar, or two gates fall into the same time."""

    status = 422
    slug = "gate-date-invalid"

    def __init__(self, gate: str, date: str, other: str = "") -> None:
        why = f"is that of `{other}` too" if other else "is not in the calendar"
        super().__init__(f"the date `{date}` of `{gate}` {why}; give it a date of its own")
        self.gate, self.date, self.other = gate, date, other or "\N{EN DASH}"


class GateValueOutsideBoundError(HakariError):
    """A value at a gate is one that nature or the definition of the quantity does not allow."""

    status = 422
    slug = "gate-value-outside-bound"

    def __init__(self, name: str, gate: str, value: float, limits: str, reason: str) -> None:
        super().__init__(
            f"`{name}` at gate `{gate}` is {value:g}, outside {limits} ({reason}); correct the "
            "value or the bound"
        )
        self.name, self.gate, self.value = name, gate, value
        self.limits, self.limits_ja, self.reason = limits, limits.replace(" to ", "〜"), reason


class GateTargetYearError(HakariError):
    """The target is to be reached no later than the gate it is counted from."""

    status = 422
    slug = "gate-target-year"

    def __init__(self, target_date: str, gate: str, date: str) -> None:
        super().__init__(
            f"the target date {target_date} is not after gate `{gate}` ({date}): give a later one"
        )
        self.target_date, self.gate, self.date = target_date, gate, date


class GateCostInvalidError(HakariError):
    """The cost at a gate, or at a mix of two gates, is not a number that can be used."""

    status = 422
    slug = "gate-cost-invalid"

    def __init__(self, gate: str, what: str, value: float) -> None:
        super().__init__(
            f"{what} at {gate} is {value:g} JPY per unit: check the values of the inputs there"
        )
        self.gate, self.what, self.value = gate, what, value
        self.what_ja = _JAPANESE.get(what, what)


class GateBaselineMissingError(HakariError):
    """Baseline costs were given for some gates but not for all."""

    status = 422
    slug = "gate-baseline-missing"

    def __init__(self, gates: Iterable[str]) -> None:
        self.gates = listed(gates)
        super().__init__(f"no baseline cost is given for gate(s) {self.gates}: give one for each")


class ProjectionPointsTooFewError(HakariError):
    """A trend needs at least two measured values."""

    status = 422
    slug = "projection-points-too-few"

    def __init__(self, name: str, found: int) -> None:
        super().__init__(
            f"`{name}` has {found} measured value(s); a trend needs two, measured at different "
            "times"
        )
        self.name, self.found = name, found


class ProjectionPointInvalidError(HakariError):
    """A measured value cannot stand on the scale its quantity is projected on."""

    status = 422
    slug = "projection-point-invalid"

    def __init__(self, name: str, value: float, year: float, why: str, why_ja: str) -> None:
        super().__init__(f"`{name}` measured as {value:g} in {year:.2f}: {why}")
        self.name, self.value, self.year, self.why_ja = name, value, f"{year:.2f}", why_ja


class ProjectionYearError(HakariError):
    """A projection is asked for a time before the last measurement."""

    status = 422
    slug = "projection-year"

    def __init__(self, name: str, year: float, last: float) -> None:
        super().__init__(
            f"`{name}` was last measured in {last:.2f}: it cannot be projected to {year:.2f}"
        )
        self.name, self.year, self.last = name, f"{year:.2f}", f"{last:.2f}"


class ProjectionDivergesError(HakariError):
    """A trend leads beyond every honest number."""

    status = 422
    slug = "projection-diverges"

    def __init__(self, name: str, year: float) -> None:
        super().__init__(
            f"the trend of `{name}` has no finite value in {year:.2f}: give the quantity a bound, "
            "or project it less far"
        )
        self.name, self.year = name, f"{year:.2f}"


class ProjectionMissingError(HakariError):
    """Nothing can be projected to a gate, so no probability can be given."""

    status = 422
    slug = "projection-missing"

    def __init__(self, gate: str) -> None:
        super().__init__(
            f"no input has two measured values before gate `{gate}` and no samples of others were "
            "given: a probability would be 0 or 1 by construction"
        )
        self.gate = gate


class GateNumberInvalidError(HakariError):
    """A number given to a gate calculation is outside what it can be."""

    status = 422
    slug = "gate-number-invalid"

    def __init__(self, what: str, value: float, needed: str) -> None:
        super().__init__(f"{what} is {value:g}, must be {needed}")
        self.what, self.value, self.needed = what, value, needed
        self.what_ja = _JAPANESE.get(what, what)
        self.needed_ja = _JAPANESE.get(needed, needed)
