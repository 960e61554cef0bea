"""What a reader of a capital cost has to know (texts: `parity.notes`)."""

from __future__ import annotations

from collections.abc import Iterator

from inventories.document import Capital, Route
from inventories.document.cost import Equipment
from parity.capital.factors import lang_range, location_factors
from parity.capital.maturity import maturity
from parity.money import BASE_CURRENCY
from parity.notes import Note, note

_NAMED = 5
"""How many items the note names; a list of equipment quoted abroad would be one note each."""


def capital_remarks(route: Route) -> Iterator[Note]:
    """Name what the capital of a route leaves out or takes from a table.

    Yields
    ------
    Note
        ``contingency-missing`` (process not commercial, estimate taken as is),
        ``contingency-from-table``, ``location-factor-missing``, ``installation-missing``,
        ``lang-factor-far``.
    """
    cost = route.cost
    if cost is None or not cost.has_plant:
        return
    table = maturity()
    if cost.contingency is None:
        row = table.trl[route.trl] if route.trl is not None else None
        if row is not None and row.band != "commercial":
            yield note(
                "contingency-missing", route=route.id, trl=str(route.trl), share=f"{row.share:.0%}"
            )
    elif cost.contingency.share is None and cost.contingency.trl is not None:
        row = table.trl[cost.contingency.trl]
        band = table.bands[row.band]
        yield note(
            "contingency-from-table",
            route=route.id,
            trl=str(cost.contingency.trl),
            share=f"{row.share:.0%}",
            low=f"{band.low:.0%}",
            high=f"{band.high:.0%}",
        )
    yield from _location(route)
    installed = cost.lang_factor or cost.capital_factors
    if cost.equipment and not installed and all(x.installation_factor == 1 for x in cost.equipment):
        yield note("installation-missing", route=route.id, count=str(len(cost.equipment)))
    if cost.lang_factor is not None:
        usual = lang_range()
        if not usual.low <= cost.lang_factor.value <= usual.high:
            yield note(
                "lang-factor-far",
                route=route.id,
                value=cost.lang_factor.value,
                low=usual.low,
                high=usual.high,
            )


def _location(route: Route) -> Iterator[Note]:
    """Capital quoted abroad and taken over without a location factor."""
    cost, usual = route.cost, location_factors().get(route.geography)
    if cost is None or usual is None:
        return
    items: tuple[Capital | Equipment, ...] = (*cost.capital, *cost.equipment)
    titles = [
        item.title
        for item in items
        if item.currency != BASE_CURRENCY and item.location_factor is None
    ]
    if titles:
        more = ["…"] if len(titles) > _NAMED else []
        yield note(
            "location-factor-missing",
            route=route.id,
            item=", ".join([*(t.en for t in titles[:_NAMED]), *more]),
            item_ja="、".join([*(t.ja for t in titles[:_NAMED]), *more]),
            country=route.geography,
            low=usual.low,
            high=usual.high,
        )
