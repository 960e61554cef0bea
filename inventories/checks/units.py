"""Units: every unit is known and converts to the one its number is used in."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

from inventories.checks.context import Context
from inventories.checks.tables import currencies
from inventories.document.activities import Input, Quantified
from inventories.errors import FormulaInvalidError, UnitDimensionError, UnitUnknownError
from inventories.expressions import parse
from inventories.findings import Finding, finding
from inventories.quantities import factor

_SAME = 1e-9
_CODE = re.compile(r"\b[A-Z]{3}\b")


def _uses(ctx: Context) -> Iterator[tuple[str, str, str, str]]:
    """Pointer, unit, needed unit and name of what it measures, for every unit with a target."""
    flows, route = ctx.route.flows, ctx.route
    fu = route.functional_unit
    if fu.flow in flows:
        yield "/functional_unit/unit", fu.unit, flows[fu.flow].unit, fu.flow
    for pointer, _, output in ctx.outputs():
        if output.flow in flows:
            yield f"{pointer}/unit", output.unit, flows[output.flow].unit, output.flow
            treatment = ctx.catalogue.providers.get(output.treatment or "")
            if treatment is not None:
                yield f"{pointer}/unit", output.unit, treatment.unit, treatment.key
    for pointer, _, item in ctx.inputs():
        yield from ((f"{pointer}/unit", item.unit, *target) for target in _targets(ctx, item))
    for i, activity in enumerate(route.activities):
        for k, exchange in enumerate(activity.elementary):
            info = ctx.catalogue.elementary.get(exchange.flow)
            if info is not None:
                pointer = f"/activities/{i}/elementary/{k}/unit"
                yield pointer, exchange.unit, info.unit, info.key


def _targets(ctx: Context, item: Input) -> Iterator[tuple[str, str]]:
    """Units an input's amount has to convert to: its provider's and its flow's."""
    info = ctx.catalogue.providers.get(item.provider or "")
    if info is not None:
        yield info.unit, info.key
    if item.flow in ctx.route.flows:
        yield ctx.route.flows[item.flow].unit, item.flow


def _free_units(ctx: Context) -> Iterator[tuple[str, str]]:
    """Pointer and unit where any known unit will do. Money counts as a number here."""
    money = dict.fromkeys(currencies(), "dimensionless")
    for name, parameter in ctx.route.parameters.items():
        unit = _CODE.sub(lambda m: money.get(m.group(), m.group()), parameter.unit)
        if parameter.unit != "1":
            yield f"/parameters/{name}/unit", unit
    for pointer, _, item in ctx.inputs():
        if item.price_only and item.flow is None:
            yield f"{pointer}/unit", item.unit
    if ctx.route.cost is not None:
        for key, price in ctx.route.cost.prices.items():
            yield f"/cost/prices/{key}/per", price.per


def check_unit_unknown(ctx: Context) -> Iterator[Finding]:
    """Every unit is known."""
    seen: set[str] = set()
    for pointer, unit, needed, _ in _uses(ctx):
        if pointer not in seen and not _known(unit):
            yield _unknown(pointer, unit, needed)
        seen.add(pointer)
    for pointer, unit in _free_units(ctx):
        if not _known(unit):
            yield _unknown(pointer, unit, "kg/kg, kWh, %")


def _unknown(pointer: str, unit: str, needed: str) -> Finding:
    half_width = unicodedata.normalize("NFKC", unit)
    if half_width != unit and _known(half_width):
        needed, slip, slip_ja = half_width, " (full-width characters)", "(全角文字です)"
    else:
        slip = slip_ja = ""
    return finding("unit-unknown", pointer, unit=unit, needed=needed, slip=slip, slip_ja=slip_ja)


def check_unit_dimension(ctx: Context) -> Iterator[Finding]:
    """Every amount converts to the canonical unit of its flow or dataset."""
    seen: set[str] = set()
    for pointer, unit, needed, name in _uses(ctx):
        if pointer not in seen and _known(unit) and not _converts(unit, needed):
            seen.add(pointer)
            yield finding("unit-dimension", pointer, unit=unit, needed=needed, name=name)
    yield from _prices(ctx)


def _prices(ctx: Context) -> Iterator[Finding]:
    """A price is per a unit of what it is paid for."""
    if ctx.route.cost is None:
        return
    prices = ctx.route.cost.prices
    paid = [(o.price or o.flow, o.unit) for _, _, o in ctx.outputs()]
    paid += [(x.price or x.provider or x.flow or "", x.unit) for _, _, x in ctx.inputs()]
    seen: set[str] = set()
    for key, unit in paid:
        if key in prices and key not in seen and _known(prices[key].per) and _known(unit):
            seen.add(key)
            if not _converts(prices[key].per, unit):
                yield finding(
                    "unit-dimension",
                    f"/cost/prices/{key}/per",
                    unit=prices[key].per,
                    needed=unit,
                    name=key,
                )


def check_capacity_unit(ctx: Context) -> Iterator[Finding]:
    """Capacity and reference capacity are amounts of the product."""
    cost, fu = ctx.route.cost, ctx.route.functional_unit
    if cost is None or fu.flow not in ctx.route.flows:
        return
    needed = ctx.route.flows[fu.flow].unit
    units = [("/cost/capacity/unit", cost.capacity.unit)] if cost.capacity is not None else []
    units += [
        (f"/cost/capital/{i}/reference_unit", c.reference_unit) for i, c in enumerate(cost.capital)
    ]
    for pointer, unit in units:
        if not _converts(unit, needed):
            yield finding("capacity-unit", pointer, unit=unit, needed=needed)


def check_parameter_unit(ctx: Context) -> Iterator[Finding]:
    """An amount that is one parameter has its unit: kWh/kg used per unit of product are kWh.

    The same for a number times a parameter, unless the number is the conversion between the two.
    """
    for pointer, part in ctx.parts:
        if not isinstance(part, Quantified) or not isinstance(part.amount, str):
            continue
        try:
            single = parse(part.amount).single
        except FormulaInvalidError:
            continue
        if single is None or single[1] not in ctx.route.parameters or not _known(part.unit):
            continue
        times, name = single
        written = ctx.route.parameters[name].unit
        numerator = written.partition("/")[0].strip()
        if _says_nothing(written, numerator):
            continue
        if _converts(numerator, part.unit):
            step = factor(numerator, part.unit)
            right = any(math.isclose(step, x, rel_tol=_SAME) for x in (1.0, times))
        else:
            right = times != 1.0  # the number may carry a unit of its own, e.g. a density
        if not right:
            yield finding(
                "parameter-unit", f"{pointer}/unit", name=name, written=written, unit=part.unit
            )


def _says_nothing(written: str, numerator: str) -> bool:
    """Whether the unit of a parameter has no numerator to compare: a count, or powers."""
    return numerator in ("", "1") or "^" in written or not _known(numerator)


def _known(unit: str) -> bool:
    try:
        factor(unit, unit)
    except (UnitUnknownError, UnitDimensionError):
        return False
    return True


def _converts(unit: str, needed: str) -> bool:
    try:
        factor(unit, needed)
    except (UnitUnknownError, UnitDimensionError):
        return False
    return True
