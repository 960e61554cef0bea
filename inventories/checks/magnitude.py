"""Amounts far from anything in the case library: most often a slip of unit or of decimal point.

The library is the yardstick: what its routes and baselines take of the same background dataset,
in the same stage, per unit of the reference product.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator

from inventories.checks.context import Context, Magnitudes, Usage
from inventories.document import Route
from inventories.document.activities import Activity
from inventories.errors import HakariError, RouteInvalidError
from inventories.expressions import parse
from inventories.findings import Finding, finding
from inventories.library import case_ids, load_case
from inventories.quantities import factor


def check_implausible_magnitude(ctx: Context) -> Iterator[Finding]:
    """No amount is a hundred times beyond what any case of the library uses."""
    if ctx.magnitudes is None:
        return
    span = ctx.limits.magnitude_span.value
    for activity in ctx.inventory.activities:
        reference = activity.reference
        if reference.amount <= 0:
            continue
        per = ctx.inventory.flows[reference.flow].unit
        for item in activity.inputs:
            if item.provider is None or item.infrastructure or item.amount <= 0:
                continue
            known = _in_unit(ctx.magnitudes, (activity.stage, item.provider, per), item.unit)
            amount = float(item.amount / reference.amount)
            if known and not min(known) / span <= amount <= max(known) * span:
                yield finding(
                    "implausible-magnitude",
                    f"{item.pointer}/amount",
                    activity=activity.id,
                    provider=item.provider,
                    value=amount,
                    unit=item.unit,
                    per=per,
                    low=min(known),
                    high=max(known),
                )


def _in_unit(library: Magnitudes, usage: Usage, unit: str) -> list[float]:
    """Return the amounts of the library that can be given in `unit`."""
    found = []
    for amount, written in library.get(usage, ()):
        try:
            found.append(amount * factor(written, unit))
        except HakariError:  # a catalogue of its own counts this dataset in another dimension
            continue
    return found


@functools.cache
def library_amounts() -> Magnitudes:
    """Return what the library takes: amount per unit of reference product, and its unit.

    Cases that do not fit the schema are left out; they have findings of their own.
    """
    found: dict[Usage, list[tuple[float, str]]] = defaultdict(list)
    for case_id in case_ids():
        try:
            case = load_case(case_id)
        except RouteInvalidError:
            continue
        for route in filter(None, (case.route, case.baseline)):
            for activity in route.activities:
                _add(found, route, activity)
    return {usage: tuple(amounts) for usage, amounts in found.items()}


def _add(found: dict[Usage, list[tuple[float, str]]], route: Route, activity: Activity) -> None:
    values = {name: p.value for name, p in route.parameters.items()}

    def number(amount: float | str) -> float:
        return float(parse(amount).evaluate(values)) if isinstance(amount, str) else amount

    try:
        reference = next(o for o in activity.outputs if o.role == "reference")
        per = route.flows[reference.flow].unit
        made = number(reference.amount) * factor(reference.unit, per)
        taken = [
            (item.provider, number(item.amount) / made, item.unit)
            for item in activity.inputs
            if item.provider is not None and not item.infrastructure
        ]
    except (HakariError, KeyError, StopIteration, ZeroDivisionError):
        return  # a case in the making: its own checks say what is wrong
    for provider, amount, unit in taken:
        if amount > 0:
            found[activity.stage, provider, per].append((amount, unit))
