"""Cost side: currencies, price years, and a price for everything that is bought or sold."""

from __future__ import annotations

import math
from collections.abc import Iterator

from inventories.catalogue import nearest
from inventories.checks.context import Context
from inventories.checks.tables import currencies
from inventories.document.cost import Money
from inventories.errors import (
    FormulaInvalidError,
    FormulaNotFiniteError,
    UnitDimensionError,
    UnitUnknownError,
)
from inventories.expressions import parse
from inventories.findings import Finding, finding
from inventories.quantities import factor


def check_currency_unknown(ctx: Context) -> Iterator[Finding]:
    """Currencies are ones hakari knows."""
    for pointer, part in ctx.parts:
        if isinstance(part, Money) and part.currency not in currencies():
            candidates = list(nearest(part.currency, currencies())) or ["JPY", "USD", "EUR"]
            yield finding(
                "currency-unknown",
                f"{pointer}/currency",
                currency=part.currency,
                candidates=candidates,
            )


def check_price_year(ctx: Context) -> Iterator[Finding]:
    """Money is stated in the currency of a year that has begun."""
    limit = int(ctx.limits.price_year_max.value)
    for pointer, part in ctx.parts:
        if isinstance(part, Money) and part.year > limit:
            yield finding("price-year", f"{pointer}/year", year=str(part.year), limit=str(limit))


def check_unlinked_price(ctx: Context) -> Iterator[Finding]:
    """Everything bought or sold up to the gate has a price, if prices are looked at."""
    if ctx.prices is None or ctx.route.cost is None:
        return
    known = {**ctx.prices, **{k: p.per for k, p in ctx.route.cost.prices.items()}}
    seen: set[str] = set()
    for pointer, key in _priced(ctx):
        if key not in known and key not in seen:
            seen.add(key)
            yield finding("unlinked-price", pointer, name=key, candidates=list(nearest(key, known)))


def check_gate_fee_sign(ctx: Context) -> Iterator[Finding]:
    """A plant is paid for taking waste: the route's own price of it is negative."""
    if ctx.route.cost is None:
        return
    own = ctx.route.cost.prices
    seen: set[str] = set()
    for _, _, item in ctx.inputs():
        key = item.price or item.provider or item.flow or ""
        if item.feedstock is None or item.feedstock.origin != "waste" or key not in own:
            continue
        amount = _number(ctx, own[key].amount)
        if key not in seen and amount is not None and amount > 0:
            seen.add(key)
            price = own[key]
            yield finding(
                "gate-fee-sign",
                f"/cost/prices/{key}/amount",
                name=key,
                value=amount,
                unit=f"{price.currency}/{price.per}",
            )


def _number(ctx: Context, amount: float | str) -> float | None:
    """Return an amount as a number; None if its formula is broken (it has its own finding)."""
    if not isinstance(amount, str):
        return amount
    try:
        return float(parse(amount).evaluate(ctx.parameter_values))
    except (FormulaInvalidError, FormulaNotFiniteError, KeyError):
        return None


def check_capacity_scale(ctx: Context) -> Iterator[Finding]:
    """The capacity is of the order of the plant whose capital is scaled to it."""
    cost = ctx.route.cost
    if cost is None or cost.capacity is None:
        return
    span = ctx.limits.capacity_span.value
    for i, capital in enumerate(cost.capital):
        try:
            capacity = cost.capacity.amount * factor(cost.capacity.unit, capital.reference_unit)
        except (UnitUnknownError, UnitDimensionError):
            continue  # rule capacity-unit
        trains = math.ceil(capacity / capital.max_unit) if capital.max_unit else 1
        ratio = capacity / trains / capital.reference_capacity
        if not 1 / span <= ratio <= span:
            refused = ctx.limits.capacity_span_refused.value
            yield finding(
                "capacity-scale",
                f"/cost/capital/{i}/reference_capacity",
                "warning" if 1 / refused <= ratio <= refused else "error",
                capacity=capacity,
                reference=capital.reference_capacity,
                unit=capital.reference_unit,
                ratio=float(f"{ratio:.3g}"),
            )


def _priced(ctx: Context) -> Iterator[tuple[str, str]]:
    """Place and price key of what the plant pays for or sells."""
    cost = ctx.route.cost
    if cost is not None and cost.market_price is not None:
        yield "/cost/market_price", cost.market_price
    if cost is None or not cost.has_plant:
        return
    residues = {o.flow for _, _, o in ctx.outputs() if o.role == "waste" and not o.treatment}
    for pointer, activity, item in ctx.inputs():
        own_residue = item.feedstock is not None and item.flow in residues
        if item.from_ is not None or item.infrastructure or own_residue:
            continue
        linked = item.provider is None or item.provider in ctx.catalogue.providers
        if linked and activity.id not in ctx.downstream_ids:
            yield pointer, item.price or item.provider or item.flow or ""
    for pointer, activity, output in ctx.outputs():
        if activity.id in ctx.downstream_ids:
            continue
        if output.role == "co_product":
            yield pointer, output.price or output.flow
        elif output.role == "waste" and (key := output.price or output.treatment) is not None:
            yield pointer, key
