"""Axis `multifunctionality`: who carries the burden of an activity with several products.

The ladder is an ordered list of rungs. Substitution takes co-products out one by one where the
document knows what they displace; the products that are left are shared by the first key that
can be used. Wastes carry nothing. Subdivision is the modeller's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from inventories.document import Localised
from inventories.values import is_zero
from lca.system import Column
from methods.allocation import (
    PLAIN_KEYS,
    Products,
    Skip,
    Weights,
    chp_ratio,
    exergy,
    ratio_test,
    useful_energy,
)
from methods.context import Context
from methods.errors import MultifunctionalityUnresolvedError
from methods.lines import Draft, Line, Note
from methods.options import (
    ChpRatioRung,
    ExergyRung,
    LadderOptions,
    RatioTestRung,
    Rung,
    UsefulEnergyRung,
    read,
)
from methods.rulebook import Choice
from methods.rules.substituted_carbon import carbon_taken_along

AXIS = "multifunctionality"
SUBSTITUTIONS = ("substitution_if_known", "substitution_if_stated")
"""Rungs that take out co-products one by one. `if_known`: only where the maker knows the function
and one dominant product is displaced; `if_stated`: wherever the document names what is displaced.
"""


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Leave every column with one product."""
    return CHOICES[choice.choice](draft, choice, context)


def _ladder(draft: Draft, choice: Choice, context: Context) -> Draft:
    rungs = read(choice.options, LadderOptions).rungs
    for activity in draft.inventory.activities:
        if activity.id in draft.included:
            draft = _resolve(draft, activity.id, rungs, context)
    return draft


def _resolve(draft: Draft, activity: str, rungs: tuple[Rung, ...], context: Context) -> Draft:
    draft = _without_empty_products(draft, activity)
    skipped: list[tuple[str, Skip]] = []
    for rung in rungs:
        products = products_of(draft, activity)
        if len(products) == 1:
            break
        if rung.rung in SUBSTITUTIONS:
            draft = _substitute(draft, activity, rung.rung, context)
            continue
        if rung.rung == "surplus_energy_unburdened":
            draft = _unburden_energy(draft, activity)
            continue
        found = _weights(Products(products, draft.inventory.flows, context), rung)
        if isinstance(found, Skip):
            skipped.append((rung.rung, found))
            continue
        draft = _noted(draft, activity, skipped)
        return _allocate(draft, activity, found)
    if len(products_of(draft, activity)) > 1:
        reasons = tuple((name, skip.reason) for name, skip in skipped)
        raise MultifunctionalityUnresolvedError(activity, reasons)
    return draft


def products_of(draft: Draft, activity: str) -> list[Line]:
    """Return the product lines of an activity, reference and co-products."""
    return [x for x in draft.lines if x.activity == activity and x.kind == "output"]


@dataclass(frozen=True)
class _Found:
    rungs: tuple[str, ...]
    weights: Weights


def _weights(products: Products, rung: Rung) -> _Found | Skip:
    names: tuple[str, ...]
    result: Weights | Skip
    if isinstance(rung, RatioTestRung):
        tested = ratio_test(products, rung)
        if isinstance(tested, Skip):
            return tested
        names, result = (rung.rung, tested[0]), tested[1]
    elif isinstance(rung, ExergyRung):
        names, result = (rung.rung,), exergy(products, rung)
    elif isinstance(rung, UsefulEnergyRung):
        names, result = (rung.rung,), useful_energy(products, rung)
    elif isinstance(rung, ChpRatioRung):
        names, result = (rung.rung,), chp_ratio(products, rung)
    else:
        names, result = (rung.rung,), PLAIN_KEYS[rung.rung](products)
    if isinstance(result, Skip):
        return result
    if not np.all(np.greater(sum(result.by_flow.values()), 0.0)):
        return Skip(Localised(en="all weights are 0", ja="重みがすべて0"), missing_data=False)
    return _Found(names, result)


def _noted(draft: Draft, activity: str, skipped: list[tuple[str, Skip]]) -> Draft:
    notes = [
        Note(
            AXIS,
            "rung-skipped" if skip.missing_data else "rung-not-applicable",
            activity,
            {"rung": name, "reason": skip.reason},
            "warning" if skip.missing_data else "info",
        )
        for name, skip in skipped
    ]
    return draft.with_lines(draft.lines, *notes)


def _without_empty_products(draft: Draft, activity: str) -> Draft:
    empty = [x for x in products_of(draft, activity) if is_zero(x.amount) and not _reference(x)]
    if not empty:
        return draft
    notes = [Note(AXIS, "empty-product", activity, {"flow": x.key}) for x in empty]
    return draft.with_lines(tuple(x for x in draft.lines if x not in empty), *notes)


def _reference(line: Line) -> bool:
    return line.source_output is not None and line.source_output.role == "reference"


def _substitute(draft: Draft, activity: str, rung: str, context: Context) -> Draft:
    """Credit every co-product whose displaced product is known; only the net surplus counts.

    The co-product becomes a negative demand on what it displaces, and whoever uses it inside the
    foreground takes the displaced product from the background instead.
    """
    inventory = draft.inventory
    known: dict[str, tuple[str, float]] = {}
    for product in products_of(draft, activity):
        displaces = product.source_output.displaces if product.source_output else None
        is_main = activity == inventory.product_activity and product.key == inventory.product_flow
        if displaces is None or _reference(product) or is_main:
            continue
        if rung == "substitution_if_known" and not displaces.known_function:
            continue
        info = context.catalogue.providers.get(displaces.provider)
        unit = info.unit if info else inventory.flows[product.key].unit
        provider = context.linked(displaces.provider, unit, product.pointer)
        known[product.key] = (provider, displaces.amount)
    if not known:
        return draft
    lines: list[Line] = []
    for line in draft.lines:
        made = line.activity == activity and line.kind == "output"
        used = line.kind == "internal" and line.supplier == activity
        if line.key in known and (made or used):
            provider, amount = known[line.key]
            displaced = replace(
                line,
                kind="background",
                key=provider,
                amount=line.amount * amount * (-1 if made else 1),
                supplier=None,
                because=AXIS,
                source_output=None,
            )
            lines.append(displaced)
            carbon = carbon_taken_along(line, displaced, inventory.flows[line.key], context)
            if carbon is not None:
                lines.append(carbon)
        else:
            lines.append(line)
    notes = [
        Note(AXIS, "co-product-substituted", activity, {"flow": flow, "provider": provider})
        for flow, (provider, _) in known.items()
    ]
    rungs = {**draft.rungs, activity: (*draft.rungs.get(activity, ()), rung)}
    return replace(draft, rungs=rungs).with_lines(tuple(lines), *notes)


def _unburden_energy(draft: Draft, activity: str) -> Draft:
    """Let heat and power made beside other products leave with nothing: an upper bound.

    Some texts give surplus energy the intensity of the heat and power plant. Where that plant is
    not an activity of its own, its burden is not known, and any share taken from the whole would
    favour the product; so the product keeps everything.
    """
    flows = draft.inventory.flows
    products = products_of(draft, activity)
    energy = {x.key for x in products if flows[x.key].energy and not _reference(x)}
    if not energy or len(energy) == len(products) or _makes_energy(draft, activity):
        return draft
    lines = tuple(
        replace(line, kind="uncounted", because=AXIS)
        if line.key in energy
        and (
            (line.activity == activity and line.kind == "output")
            or (line.supplier == activity and line.kind == "internal")
        )
        else line
        for line in draft.lines
    )
    notes = [
        Note(AXIS, "surplus-energy-unburdened", activity, {"flow": flow}, "warning")
        for flow in sorted(energy)
    ]
    before = draft.rungs.get(activity, ())
    rungs = {**draft.rungs, activity: (*before, "surplus_energy_unburdened")}
    return replace(draft, rungs=rungs).with_lines(lines, *notes)


def _makes_energy(draft: Draft, activity: str) -> bool:
    """Whether the activity is run for heat or power itself."""
    reference = draft.inventory.activity(activity).reference.flow
    return draft.inventory.flows[reference].energy is not None


def _allocate(draft: Draft, activity: str, found: _Found) -> Draft:
    """Give each product a column with its share of the burden.

    A line of one product goes to that product's column whole; of a product that has none, because
    it was substituted, to all columns like any other line.
    """
    total = sum(found.weights.by_flow.values())
    shares = {flow: weight / total for flow, weight in found.weights.by_flow.items()}
    columns: list[Column] = []
    for column in draft.columns:
        if column.activity != activity:
            columns.append(column)
            continue
        columns += [replace(column, id=column_id(activity, flow), product=flow) for flow in shares]
    lines: list[Line] = []
    for line in draft.lines:
        if line.activity != activity:
            lines.append(line)
        elif line.kind == "output":
            lines.append(replace(line, activity=column_id(activity, line.key)))
        elif line.product in shares:
            lines.append(replace(line, activity=column_id(activity, line.product)))
        else:
            lines += [
                replace(line.scaled(share), activity=column_id(activity, flow))
                for flow, share in shares.items()
            ]
    told = ", ".join(f"{flow} {np.mean(share):.4g}" for flow, share in shares.items())
    notes = [Note(AXIS, "allocated", activity, {"rung": " > ".join(found.rungs), "shares": told})]
    return replace(
        draft,
        columns=tuple(columns),
        shares={**draft.shares, activity: shares},
        rungs={**draft.rungs, activity: (*draft.rungs.get(activity, ()), *found.rungs)},
        factors=(*draft.factors, *found.weights.factors),
    ).with_lines(tuple(lines), *notes)


def column_id(activity: str, flow: str) -> str:
    """Return the id of the column that makes one of several products."""
    return f"{activity}:{flow}"


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {"ladder": _ladder}
