"""What the choices on feedstock origin share: feedstock inputs, and lines that stand in.

A *stand-in* is a background line that a choice adds for something the route does not take or give
itself: a treatment that is avoided, a service that is lost, virgin material for a second life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inventories.document import Grade
from inventories.document.activities import Feedstock
from inventories.expressions import Value
from inventories.inventory import worst_grade
from lca.carbon import CAPTURE_CATEGORY, TREATMENT_CATEGORY
from methods.carbon import CO2_UPTAKE
from methods.context import Context
from methods.lines import Draft, Line, Note

AXIS = "feedstock_origin"
BURDENED = frozenset({"primary", "co_product"})
"""Origins that bring the burden of their upstream producer under every choice but diversion."""
WITHOUT_PRODUCT_CARBON = frozenset({TREATMENT_CATEGORY, CAPTURE_CATEGORY})
"""Categories whose datasets take up nothing for their product."""

Found = tuple[list[Line], list[Note]]
FeedstockRule = Callable[[Line, Feedstock], Found]


def feedstock_of(line: Line) -> Feedstock | None:
    """Return the feedstock tag of an input line, None if the line is no feedstock."""
    return line.source_input.feedstock if line.source_input else None


def is_feedstock(line: Line) -> bool:
    """Whether the line is a feedstock input as written, not a credit for it."""
    return feedstock_of(line) is not None


def each_feedstock(draft: Draft, rule: FeedstockRule) -> Draft:
    """Return the draft with every feedstock line replaced by what the rule makes of it."""
    lines: list[Line] = []
    notes: list[Note] = []
    for line in draft.lines:
        feedstock = feedstock_of(line)
        if feedstock is None:
            lines.append(line)
            continue
        new_lines, new_notes = rule(line, feedstock)
        lines += new_lines
        notes += new_notes
    return draft.with_lines(tuple(lines), *notes)


def without_burden(line: Line, feedstock: Feedstock, context: Context) -> Found:
    """Let a feedstock enter with nothing but its recycling, and say so."""
    params = {"flow": line.key, "origin": feedstock.origin}
    note = Note(AXIS, "feedstock-without-burden", line.activity, params)
    lines, notes = recycling_effort(line, feedstock, context)
    return [line, *lines], [note, *notes]


def recycling_effort(line: Line, feedstock: Feedstock, context: Context, a: float = 1.0) -> Found:
    """Charge the part `a` of collecting, sorting and recycling a second-hand feedstock.

    Its user bears this effort whatever the first life does, in full under a cut-off. Nothing
    where the route describes it by activities of its own.
    """
    secondary = feedstock.secondary
    if secondary is None or secondary.recycling is None or a == 0 or line.source_input is None:
        return [], []
    pointer = f"{line.pointer}/feedstock/secondary"
    provider = context.linked(secondary.recycling, line.source_input.unit, pointer)
    shown: dict[str, str | Value] = {"flow": line.key, "share": 100.0 * a, "provider": provider}
    note = Note(AXIS, "recycling-borne", line.activity, shown)
    return [stand_in(line, provider, a, secondary.grade, pointer)], [note]


def with_upstream(line: Line, feedstock: Feedstock, context: Context) -> Found:
    """Let a feedstock bring the dataset of its production; a warning if it names none."""
    item = line.source_input
    if item is None or feedstock.upstream is None:
        params = {"flow": line.key, "origin": feedstock.origin, "pointer": line.pointer}
        return [line], [Note(AXIS, "upstream-missing", line.activity, params, "warning")]
    provider = context.linked(feedstock.upstream, item.unit, line.pointer)
    return [replace(line, kind="background", key=provider, because=AXIS)], []


def with_supply_share(line: Line, feedstock: Feedstock, context: Context) -> Found:
    """Let a feedstock bring its share by value of the process it comes out of.

    The feedstock line itself stays, for its carbon.
    """
    supply = feedstock.supply
    if supply is None or supply.process is None:
        params = {"flow": line.key, "origin": feedstock.origin, "pointer": line.pointer}
        return [line], [Note(AXIS, "supply-missing", line.activity, params, "warning")]
    share = stand_in(
        line,
        in_any_unit(supply.process, line.pointer, context),
        supply.value_share * supply.process_amount,
        supply.grade,
        f"{line.pointer}/feedstock/supply",
    )
    shown: dict[str, str | Value] = {
        "flow": line.key,
        "share": 100.0 * supply.value_share,
        "provider": supply.process,
    }
    lines, notes = recycling_effort(line, feedstock, context)
    told = Note(AXIS, "supply-shared", line.activity, shown)
    return [line, share, *lines], [told, *notes]


def in_any_unit(provider: str, pointer: str, context: Context) -> str:
    """Return a provider that exists, whatever its unit: the tag gives units of it.

    Raises
    ------
    ProviderUnlinkedError
    """
    info = context.catalogue.providers.get(provider)
    return context.linked(provider, info.unit if info else "", pointer)


def stand_in(line: Line, provider: str, per_unit: float, grade: Grade, pointer: str) -> Line:
    """Return a stand-in of `per_unit` units of a provider for each unit of a line."""
    return Line(
        line.activity,
        "background",
        provider,
        line.amount * per_unit,
        worst_grade(line.grade, grade),
        pointer,
        because=AXIS,
        product=line.product,
    )


def is_stand_in(line: Line) -> bool:
    """Whether a choice of this axis added the line for something outside the route."""
    return (
        line.because == AXIS
        and line.kind == "background"
        and line.source_input is None
        and line.source_output is None
    )


def without_its_carbon(line: Line, context: Context) -> Line | None:
    """Return the uptake to take out again for a stand-in, None if its dataset booked none.

    The dataset has taken up the carbon of its product, which is not here: the matter of the route
    brings its own. So where uptake counts, that carbon must not count a second time. A treatment
    has no product (see `carbon_it_would_have_taken`); where a dataset's carbon does not close
    nothing is known.
    """
    if not is_stand_in(line) or line.key in context.unclosed:
        return None
    info = context.catalogue.providers[line.key]
    if info.category in WITHOUT_PRODUCT_CARBON:
        return None
    return _uptake(line, -info.carbon_biogenic_kg_c_per_unit, context)


def carbon_it_would_have_taken(line: Line, context: Context) -> Line | None:
    """Return the uptake to take out again for a treatment that is avoided, None if it is none.

    The waste brings its carbon as taken up, and the credit deducts the emission of the same
    carbon by the treatment: one of the two is too much. What the treatment does not take (a
    dataset of its methane alone) the waste keeps, so that a whole life comes to the same whether
    uptake counts or not.
    """
    info = context.catalogue.providers[line.key]
    if info.category != TREATMENT_CATEGORY:
        return None
    return _uptake(line, info.carbon_biogenic_kg_c_per_unit, context)


def _uptake(line: Line, kg_c_per_unit: float, context: Context) -> Line | None:
    uptake = context.catalogue.elementary.get(CO2_UPTAKE)
    if kg_c_per_unit == 0 or uptake is None:
        return None
    kg_co2_per_unit = kg_c_per_unit / uptake.carbon_kg_c_per_unit  # as the datasets have it
    return replace(line, kind="elementary", key=CO2_UPTAKE, amount=line.amount * kg_co2_per_unit)
