"""Stage gates of a project: dates that exist, one order, every value at a gate that is listed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from difflib import get_close_matches

from inventories.checks.context import Context
from inventories.findings import Finding, finding


def year_span(date: str) -> tuple[float, float] | None:
    """Return the stretch of time a gate date stands for, in decimal years; None if it never was.

    A year stands for all of it, a month for a twelfth of its year, a day for its share of the
    year's days.

    Examples
    --------
    >>> year_span("2030"), year_span("2030-07"), year_span("2030-02-30")
    ((2030.0, 2031.0), (2030.5, 2030.5833333333333), None)
    """
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return float(year), year + 1.0
    try:
        day = datetime.date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    except ValueError:
        return None
    if len(rest) == 1:
        return year + (rest[0] - 1) / 12, year + rest[0] / 12
    days = 366 if (day.replace(month=12, day=31).timetuple().tm_yday == 366) else 365
    number = day.timetuple().tm_yday
    return year + (number - 1) / days, year + number / days


def check_gate_date(ctx: Context) -> Iterator[Finding]:
    """Every date of a gate and of a value at one is in the calendar."""
    dated = [(f"/gates/{i}/date", gate.date) for i, gate in enumerate(ctx.route.gates)]
    for name, parameter in ctx.route.parameters.items():
        for gate_id, entry in parameter.gates.items():
            if entry.date is not None:
                dated.append((f"/parameters/{name}/gates/{gate_id}/date", entry.date))
    for pointer, date in dated:
        if year_span(date) is None:
            yield finding("gate-date", pointer, date=date)


def check_gate_duplicate(ctx: Context) -> Iterator[Finding]:
    """No two gates share an id: a value could not tell which one it belongs to."""
    seen: set[str] = set()
    for i, gate in enumerate(ctx.route.gates):
        if gate.id in seen:
            yield finding("gate-duplicate", f"/gates/{i}/id", gate=gate.id)
        seen.add(gate.id)


def check_gate_order(ctx: Context) -> Iterator[Finding]:
    """Gates are listed in the order of their dates, and no two fall into the same time."""
    for i, (before, after) in enumerate(zip(ctx.route.gates, ctx.route.gates[1:], strict=False)):
        first, second = year_span(before.date), year_span(after.date)
        if first is not None and second is not None and sum(second) <= sum(first):
            yield finding(
                "gate-order",
                f"/gates/{i + 1}/date",
                gate=after.id,
                date=after.date,
                before=before.id,
                before_date=before.date,
            )


def check_gate_unlisted(ctx: Context) -> Iterator[Finding]:
    """A route that lists its gates lists every gate at which a parameter has a value."""
    listed = tuple(gate.id for gate in ctx.route.gates)
    if not listed:
        return
    for name, parameter in ctx.route.parameters.items():
        for gate_id in parameter.gates:
            if gate_id not in listed:
                yield finding(
                    "gate-unlisted",
                    f"/parameters/{name}/gates/{gate_id}",
                    name=name,
                    gate=gate_id,
                    listed=list(listed),
                    candidates=get_close_matches(gate_id, listed, n=3),
                )


def check_gate_value_late(ctx: Context) -> Iterator[Finding]:
    """What was measured for a gate was measured no later than the gate.

    Only a measurement whose whole stated time lies behind that of the gate is late: ``2026`` is
    not late for a gate of ``2026-03``.
    """
    ends = {gate.id: (gate.date, year_span(gate.date)) for gate in ctx.route.gates}
    for name, parameter in ctx.route.parameters.items():
        for gate_id, entry in parameter.gates.items():
            if entry.status != "measured" or entry.date is None or gate_id not in ends:
                continue
            gate_date, gate = ends[gate_id]
            measured = year_span(entry.date)
            if gate is not None and measured is not None and measured[0] >= gate[1]:
                yield finding(
                    "gate-value-late",
                    f"/parameters/{name}/gates/{gate_id}/date",
                    name=name,
                    gate=gate_id,
                    date=entry.date,
                    gate_date=gate_date,
                )
