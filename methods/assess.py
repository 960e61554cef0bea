"""Assess: one route under one guideline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from inventories.document import Localised
from inventories.inventory import Inventory
from lca.background import Background
from lca.contributions import Contribution, Contributions, contributions
from lca.coverage import coverage
from lca.indicators import characterization
from lca.solve import solve
from methods.acted import acted_axes
from methods.assessment import Assessment, EvidenceSummary, RuleRow, rule_rows
from methods.carried import carried_carbon
from methods.default_values import default_value
from methods.factors import occurring, used_factors
from methods.floor import floored, not_counted
from methods.guideline import Guideline
from methods.messages import render
from methods.per import per_unit
from methods.requirements import checked
from methods.resolve import Resolution, resolve
from methods.result_notes import (
    carried_notes,
    default_notes,
    factor_notes,
    floor_notes,
    missing_factor_notes,
    verdict_notes,
)
from methods.rulebook import Rules, worst
from methods.rules import credits
from methods.terms import TermValue, line_scores, score_of_axes, term_values
from methods.verdict import route_verdict
from methods.vocabulary import axes

FLOOR_TITLE = Localised(en="Credits below zero, not counted", ja="ゼロを下回る控除(計上しない分)")


__all__ = ["Assessment", "EvidenceSummary", "RuleRow", "assess", "rule_rows"]


def assess(
    inventory: Inventory,
    guideline: Guideline,
    background: Background,
    date: str | None = None,
    indicators: Sequence[str] = (),
    *,
    prices: Mapping[str, float] | None = None,
    plant_start: str | None = None,
    rules: Rules | None = None,
) -> Assessment:
    """Compute the carbon of a route under a guideline.

    Parameters
    ----------
    inventory
        Route in numbers.
    guideline, date
        Guideline and the date of its rules (None: latest).
    background
        Solved background; its catalogue is the one the inventory was evaluated with.
    indicators
        Further LCIA indicators, by id.
    prices
        Price key -> JPY per canonical unit, for economic allocation.
    plant_start
        Date the plant started, for thresholds that depend on it.
    rules
        Rules to use instead of those of the guideline (an overlay of a proposal).

    Raises
    ------
    HakariError
        If a rule cannot be applied; the message says what is missing and where.
    """
    applied = rules or guideline.rules_on(date)
    resolution = resolve(inventory, applied, background.catalogue, prices, background.unclosed)
    extra = tuple(characterization(background, name) for name in indicators)
    system = replace(resolution.system, totals=resolution.system.totals + extra)
    solution = solve(system, background)
    per = per_unit(guideline.document, resolution)
    quantity = per.units_of_product / inventory.demand
    scale = quantity * per.mass_factor
    parts = line_scores(resolution.draft, solution)
    given_back = 0.0
    if floored(applied):
        deducted = score_of_axes(parts, {credits.AXIS})
        given_back = float(not_counted(float(solution.scores[0]), deducted))
    per_demand = float(solution.scores[0]) + given_back
    score = per_demand * scale
    unit = f"{per.result.mass} CO2e/{per.text}"
    cover = coverage(solution, background, cut_off=_cut_off(resolution))
    carried = carried_carbon(resolution, per.units_of_product)
    found = None
    if not per.for_comparison:
        found = route_verdict(guideline.document, inventory, score, unit, date, plant_start)
    named = inventory.route.default_pathways.get(guideline.id)
    printed = default_value(guideline.document, named, date, plant_start) if named else None
    carbon_ids = {total.id for total in resolution.system.totals}
    factors = used_factors(resolution, solution, background, per.factors)
    changed = acted_axes(
        resolution.acted,
        resolution.rungs,
        per,
        resolution.context,
        *occurring(solution),
        background,
    )
    acted = tuple(axis for axis in axes() if axis in changed)
    own_notes = (
        *per.notes,
        *carried_notes(carried),
        *factor_notes(factors),
        *missing_factor_notes(cover, background.catalogue),
        *floor_notes(given_back * scale, unit),
        *verdict_notes(found, cover, plant_start),
        *default_notes(printed),
    )
    messages = [render(n) for n in (*resolution.notes, *resolution.warnings, *own_notes)]
    totals = {
        total.id: float(value) * (scale if total.id in carbon_ids else quantity)
        for total, value in zip(system.totals, solution.scores, strict=True)
    }
    whole = contributions(solution, background)
    if given_back:
        totals[system.totals[0].id] = score
        whole = _with_floor(whole, given_back)
    terms = term_values(guideline.document.terms, resolution.draft, parts, scale)
    return Assessment(
        route=inventory.route.id,
        guideline=guideline.id,
        title=guideline.document.title,
        status=guideline.document.status,
        date=date,
        evidence=EvidenceSummary(
            applied.evidence_counts(),
            factors,
            worst((*(applied[a].evidence for a in acted), *(f.evidence for f in factors))),
        ),
        score=score,
        unit=unit,
        score_kgco2e_per_functional_unit=per_demand,
        totals=totals,
        total_units={
            t.id: unit if t.id in carbon_ids else f"{t.unit}/{per.text}" for t in system.totals
        },
        per=per.result.per,
        functional_unit=per.functional_unit,
        units_of_product=per.units_of_product,
        contributions=_scaled(whole, scale, quantity, unit),
        terms=_floored_terms(terms, given_back * scale),
        coverage=cover,
        carried_carbon=carried,
        default_value=printed,
        verdict=found,
        for_comparison=per.for_comparison,
        rules=rule_rows(applied, acted),
        acted=acted,
        rungs=resolution.rungs,
        shares=_central(resolution),
        requirements=checked(applied, inventory, cover, background.catalogue),
        notes=tuple(m for m in messages if m.level == "info"),
        warnings=tuple(m for m in messages if m.level == "warning"),
        system=system,
    )


def _cut_off(resolution: Resolution) -> tuple[str, ...]:
    return tuple(
        line.pointer
        for line in resolution.draft.lines
        if line.kind == "uncounted"
        and line.source_input is not None
        and (line.source_input.price_only or line.source_input.supplier is not None)
    )


def _central(resolution: Resolution) -> Mapping[str, Mapping[str, float]]:
    """Return the shares of the products; of samples, their means."""
    return {
        activity: {flow: float(np.mean(share)) for flow, share in shares.items()}
        for activity, shares in resolution.shares.items()
    }


def _with_floor(whole: Contributions, given_back: float) -> Contributions:
    """Return contributions to which the part of the credits that does not count is given back."""
    extra = Contribution("credits-floor", FLOOR_TITLE.en, FLOOR_TITLE.ja, given_back)
    return replace(
        whole,
        score=whole.score + given_back,
        by_stage=(*whole.by_stage, extra),
        by_activity=(*whole.by_activity, extra),
        by_provider=(*whole.by_provider, extra),
        by_flow=(*whole.by_flow, extra),
    )


def _floored_terms(terms: tuple[TermValue, ...], given_back: float) -> tuple[TermValue, ...]:
    if not terms or not given_back:
        return terms
    return (*terms, TermValue("credits-floor", FLOOR_TITLE, given_back, 1))


def _scaled(whole: Contributions, scale: float, quantity: float, unit: str) -> Contributions:
    def parts(given: tuple[Contribution, ...]) -> tuple[Contribution, ...]:
        return tuple(
            replace(
                c,
                value=c.value * scale,
                amount=None if c.amount is None else c.amount * quantity,
            )
            for c in given
        )

    return replace(
        whole,
        unit=unit,
        score=whole.score * scale,
        by_stage=parts(whole.by_stage),
        by_activity=parts(whole.by_activity),
        by_provider=parts(whole.by_provider),
        by_flow=parts(whole.by_flow),
    )
