"""Capital: sizes of equipment, the way from equipment to fixed capital, and the contingency."""

from __future__ import annotations

from collections.abc import Iterator

from inventories.checks.context import Context
from inventories.document.cost import Capital, Cost, Equipment
from inventories.errors import (
    FormulaInvalidError,
    FormulaNotFiniteError,
    UnitDimensionError,
    UnitUnknownError,
)
from inventories.expressions import parse
from inventories.findings import Finding, finding
from inventories.quantities import factor


def _equipment(ctx: Context) -> Iterator[tuple[str, Equipment]]:
    """Pointer and item of the list of equipment."""
    cost = ctx.route.cost
    for i, item in enumerate(cost.equipment if cost is not None else ()):
        yield f"/cost/equipment/{i}", item


def check_equipment_unit(ctx: Context) -> Iterator[Finding]:
    """The size of equipment is in a known unit, and converts to that of the reference size."""
    for pointer, item in _equipment(ctx):
        needed = item.reference_unit or item.size_unit
        try:
            factor(item.size_unit, needed)
        except (UnitUnknownError, UnitDimensionError):
            yield finding(
                "equipment-unit",
                f"{pointer}/size_unit",
                name=item.id,
                unit=item.size_unit,
                needed=needed,
            )


def check_equipment_size(ctx: Context) -> Iterator[Finding]:
    """Equipment that is listed has a size above 0 with the document's values."""
    for pointer, item in _equipment(ctx):
        size = _value(ctx, item.size)
        if size is not None and size <= 0:
            yield finding(
                "equipment-size",
                f"{pointer}/size",
                name=item.id,
                value=size,
                unit=item.size_unit,
            )


def _value(ctx: Context, amount: float | str) -> float | None:
    """Return an amount as a number; None if its formula is broken (it has its own finding)."""
    if not isinstance(amount, str):
        return amount
    try:
        return float(parse(amount).evaluate(ctx.parameter_values))
    except (FormulaInvalidError, FormulaNotFiniteError, KeyError):
        return None


def check_capital_amount(ctx: Context) -> Iterator[Finding]:
    """Capital costs money. A formula may give 0 (a part left out), never a credit."""
    cost = ctx.route.cost
    if cost is None:
        return
    stated: tuple[tuple[str, tuple[Capital | Equipment, ...]], ...] = (
        ("capital", cost.capital),
        ("equipment", cost.equipment),
    )
    for key, items in stated:
        for i, item in enumerate(items):
            value = _value(ctx, item.amount)
            free = value == 0 and not isinstance(item.amount, str)
            if value is not None and (value < 0 or free):
                yield finding(
                    "capital-amount",
                    f"/cost/{key}/{i}/amount",
                    item=item.title.en,
                    item_ja=item.title.ja,
                    value=value,
                    currency=item.currency,
                )


def check_equipment_max(ctx: Context) -> Iterator[Finding]:
    """The item whose cost is known is not larger than the largest that is built."""
    for pointer, item in _equipment(ctx):
        if item.max_size is not None and item.max_size < item.reference_size:
            yield finding(
                "equipment-max",
                f"{pointer}/max_size",
                name=item.id,
                largest=item.max_size,
                reference=item.reference_size,
                unit=item.reference_unit or item.size_unit,
            )


def check_capital_factors(ctx: Context) -> Iterator[Finding]:
    """Installation is counted once: by a Lang factor, or by factors of its own."""
    cost = ctx.route.cost
    if cost is None or cost.lang_factor is None:
        return
    if cost.capital_factors:
        yield _counted_twice("/cost/capital_factors", cost, "capital_factors")
    for pointer, item in _equipment(ctx):
        if item.installation_factor != 1.0:
            yield _counted_twice(f"{pointer}/installation_factor", cost, "installation_factor")


def _counted_twice(pointer: str, cost: Cost, key: str) -> Finding:
    value = cost.lang_factor.value if cost.lang_factor is not None else 1.0
    return finding("capital-factors", pointer, key=key, value=value)


def check_capital_factors_unused(ctx: Context) -> Iterator[Finding]:
    """Factors that turn equipment into fixed capital have equipment to work on."""
    cost = ctx.route.cost
    if cost is None or cost.equipment:
        return
    for key, given in (
        ("lang_factor", cost.lang_factor),
        ("capital_factors", cost.capital_factors),
    ):
        if given:
            yield finding("capital-factors-unused", f"/cost/{key}", key=key)


def check_contingency_basis(ctx: Context) -> Iterator[Finding]:
    """A contingency is a share (with both ends of its range or none), or is taken from a TRL."""
    given = ctx.route.cost.contingency if ctx.route.cost is not None else None
    if given is None:
        return
    numbers = [key for key in ("share", "low", "high") if getattr(given, key) is not None]
    right = numbers in ([], ["share"], ["share", "low", "high"])
    if (given.trl is None) != bool(numbers) or not right:
        keys = [*numbers, *(["trl"] if given.trl is not None else [])]
        yield finding("contingency-basis", "/cost/contingency", keys=keys)


def check_contingency_range(ctx: Context) -> Iterator[Finding]:
    """The likeliest contingency lies between the ends of its range, which are apart."""
    given = ctx.route.cost.contingency if ctx.route.cost is not None else None
    if given is None or given.share is None or given.low is None or given.high is None:
        return
    if not given.low <= given.share <= given.high or given.low == given.high:
        yield finding(
            "contingency-range",
            "/cost/contingency",
            low=given.low,
            share=given.share,
            high=given.high,
        )
