"""The line of gates: what every input is, was or shall be at each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from inventories.checks.gates import year_span
from inventories.document import Grade, Localised
from inventories.document.flows import GateValue
from inventories.document.route import Gate
from parity.gates.errors import (
    GateDateInvalidError,
    GateDateMissingError,
    GateUnknownError,
    GateValueOutsideBoundError,
)
from parity.inputs import Input, Weighing

Status = Literal["measured", "modelled", "target", "carried"]

_WORST_FIRST: tuple[Status, ...] = ("target", "modelled", "measured")


@dataclass(frozen=True)
class KpiState:
    """One input at one gate.

    Attributes
    ----------
    name : of the input, as in `Weighing.inputs`
    value : in `unit`
    status : ``carried`` if this gate has no value of its own
    stated_at : gate the value stands at; None: the document's value of today
    stated_as : status at that gate; None for the value of today
    year : decimal year of the measurement, of the gate if the value has no date; None for today's
    """

    name: str
    title: Localised
    value: float
    unit: str
    status: Status
    stated_at: str | None = field(default=None, kw_only=True)
    stated_as: Status | None = field(default=None, kw_only=True)
    year: float | None = field(default=None, kw_only=True)
    grade: Grade
    source: str = ""
    at: str = ""


@dataclass(frozen=True)
class GateState:
    """A gate and all inputs that have a value at any gate.

    Attributes
    ----------
    date : as the document writes it
    year, end : middle and end of the time `date` stands for, decimal years
    status : worst of the inputs' own values here (target, then modelled, then measured);
        ``carried`` if no input has a value of its own here
    mixed : whether inputs differ in status
    target_ratio : the programme's ratio at this gate, None if it states none
    """

    id: str
    title: Localised
    date: str
    year: float
    end: float
    trl: int | None
    target_ratio: float | None
    status: Status
    mixed: bool
    kpis: Mapping[str, KpiState]

    @property
    def values(self) -> dict[str, float]:
        """Input name -> value here, for `Weighing.weigh`."""
        return {name: kpi.value for name, kpi in self.kpis.items()}


def gate_line(gates: Sequence[Gate], model: Weighing) -> tuple[GateState, ...]:
    """Return the gates in the order of their dates, with every input's value at each.

    An input without a value at a gate keeps that of the latest gate before it, or today's if there
    is none: it is ``carried``. If the route lists no gates, they are those of its inputs' values;
    the date of such a gate is the latest date of its values.

    Parameters
    ----------
    gates
        `Route.gates`, in any order.
    model
        Gives the inputs with their values at gates.

    Returns
    -------
    tuple
        Empty if there are neither gates nor values at gates.

    Raises
    ------
    GateUnknownError
        If an input has a value at a gate that the route does not list.
    GateDateMissingError, GateDateInvalidError
        If a gate cannot be put into the order.
    GateValueOutsideBoundError
        If a value breaks the physical bound of its input, or is not finite.
    """
    kpis = {name: given for name, given in model.inputs.items() if given.gates}
    listed = _dated(gates or _implied(kpis))
    ids = tuple(gate.id for gate, _, _ in listed)
    for name, given in kpis.items():
        for gate_id, entry in given.gates.items():
            if gate_id not in ids:
                raise GateUnknownError(gate_id, f"`{name}`", ids)
            _check_bound(given, gate_id, entry.value)
    current: dict[str, KpiState] = {name: _today(given) for name, given in kpis.items()}
    line: list[GateState] = []
    for gate, year, end in listed:
        own: set[Status] = set()
        for name, given in kpis.items():
            stated = given.gates.get(gate.id)
            if stated is None:
                current[name] = _carried(current[name])
            else:
                current[name] = _stated(given, gate, stated, year)
                own.add(stated.status)
        line.append(
            GateState(
                id=gate.id,
                title=gate.title,
                date=gate.date,
                year=year,
                end=end,
                trl=gate.trl,
                target_ratio=gate.target_ratio,
                status=next((status for status in _WORST_FIRST if status in own), "carried"),
                mixed=len({kpi.status for kpi in current.values()}) > 1,
                kpis=dict(current),
            )
        )
    return tuple(line)


TODAY = "today"
_TODAY_TITLE = Localised(en="Today", ja="現在")


def with_today(line: Sequence[GateState], model: Weighing, year: int) -> tuple[GateState, ...]:
    """Return the line with the document's own values in front, if all gates are still to come.

    Progress is measured from the first gate; a route whose gates are all targets starts today.

    Parameters
    ----------
    year
        Of today's values.
    """
    date = str(year)
    middle, end = decimal_year(date, TODAY)
    if not line or line[0].year <= end or any(gate.id == TODAY for gate in line):
        return tuple(line)
    now = GateState(
        id=TODAY,
        title=_TODAY_TITLE,
        date=date,
        year=middle,
        end=end,
        trl=None,
        target_ratio=None,
        status="carried",
        mixed=False,
        kpis={name: _today(model.inputs[name]) for name in line[0].kpis},
    )
    return (now, *line)


def decimal_year(date: str, what: str) -> tuple[float, float]:
    """Return middle and end of the time a date stands for, in decimal years.

    Raises
    ------
    GateDateInvalidError
        If the date is not in the calendar; `what` says whose it is.

    Examples
    --------
    >>> decimal_year("2030", "target")
    (2030.5, 2031.0)
    """
    span = year_span(date)
    if span is None:
        raise GateDateInvalidError(what, date)
    return (span[0] + span[1]) / 2, span[1]


def _dated(gates: Sequence[Gate]) -> list[tuple[Gate, float, float]]:
    dated = sorted(
        ((gate, *decimal_year(gate.date, gate.id)) for gate in gates), key=lambda part: part[1]
    )
    seen: set[str] = set()
    for i, (gate, year, _) in enumerate(dated):
        if gate.id in seen:
            raise GateDateInvalidError(gate.id, gate.date, gate.id)
        if i and year == dated[i - 1][1]:
            raise GateDateInvalidError(gate.id, gate.date, dated[i - 1][0].id)
        seen.add(gate.id)
    return dated


def _implied(kpis: Mapping[str, Input]) -> tuple[Gate, ...]:
    """Gates that a route without a list of them has nevertheless.

    A gate is no earlier than what was measured for it, hence the latest of the dates.
    """
    dates: dict[str, list[str]] = {}
    for given in kpis.values():
        for gate_id, entry in given.gates.items():
            dates.setdefault(gate_id, []).extend([entry.date] if entry.date else [])
    found: list[Gate] = []
    for gate_id, known in dates.items():
        if not known:
            raise GateDateMissingError(gate_id)
        latest = max(known, key=lambda date: decimal_year(date, gate_id)[0])
        found.append(Gate(id=gate_id, title=Localised(en=gate_id, ja=gate_id), date=latest))
    return tuple(found)


def _check_bound(given: Input, gate_id: str, value: float) -> None:
    low = -math.inf if given.bound is None or given.bound.min is None else given.bound.min
    high = math.inf if given.bound is None or given.bound.max is None else given.bound.max
    if not (math.isfinite(value) and low <= value <= high):
        reason = given.bound.reason if given.bound is not None else "a number is needed"
        raise GateValueOutsideBoundError(
            given.name, gate_id, value, f"{low:g} to {high:g} {given.unit}", reason
        )


def _today(given: Input) -> KpiState:
    return KpiState(
        name=given.name,
        title=given.title,
        value=given.value,
        unit=given.unit,
        status="carried",
        stated_at=None,
        stated_as=None,
        year=None,
        grade=given.grade,
        source=given.source,
        at=given.at,
    )


def _carried(before: KpiState) -> KpiState:
    return replace(before, status="carried")


def _stated(given: Input, gate: Gate, entry: GateValue, gate_year: float) -> KpiState:
    year = gate_year
    if entry.date is not None:
        year = decimal_year(entry.date, f"{given.name} at {gate.id}")[0]
    return KpiState(
        name=given.name,
        title=given.title,
        value=entry.value,
        unit=given.unit,
        status=entry.status,
        stated_at=gate.id,
        stated_as=entry.status,
        year=year,
        grade=entry.grade,
        source=entry.source,
        at=entry.at or entry.reason or "",
    )
