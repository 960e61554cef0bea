"""Assess: one route under one guideline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inventories.document import Localised
from inventories.inventory import Inventory
from lca.background import Background
from lca.contributions import Contribution, Contributions, contributions
from lca.coverage import Coverage, coverage
from lca.indicators import characterization
from lca.solve import solve
from lca.system import System
from methods.carried import CarriedCarbon, carried_carbon
from methods.factors import used_factors
from methods.guideline import Guideline
from methods.lines import Note
from methods.messages import Message, render
from methods.per import per_unit
from methods.resolve import Resolution, resolve
from methods.rulebook import Evidence, Rules, worst
from methods.tables import Factor
from methods.verdict import Verdict, verdict
from methods.vocabulary import axes

UNVERIFIED = "unverified"
SEEN = "seen"


@dataclass(frozen=True)
class RuleRow:
    """One line of the table of rules a result was made under; `acts`: it can change the number."""

    axis: str
    title: Localised
    choice: str
    strength: str
    clause: str
    paraphrase: Localised
    reference: str
    evidence: Evidence
    is_default: bool
    is_overlay: bool
    acts: bool


@dataclass(frozen=True)
class EvidenceSummary:
    """How well the rules that change the number are known, and the factors they multiply with.

    Attributes
    ----------
    counts : evidence tag -> number of rule axes that change the number
    factors : numbers of the room's tables that this score rests on
    worst : worst tag among both
    """

    counts: Mapping[str, int]
    factors: tuple[Factor, ...]
    worst: Evidence


@dataclass(frozen=True)
class Assessment:
    """The result of one route under one guideline.

    Attributes
    ----------
    score, unit : first total in the guideline's unit
    score_kgco2e_per_functional_unit : the same before division, for the document's own FU
    totals, total_units : every total and indicator, per the same quantity of product
    per, functional_unit : what the result is given for
    units_of_product : that quantity in the product's canonical unit
    contributions : parts of `score`, in `unit`
    carried_carbon : None if the result goes beyond the gate
    verdict : None if the guideline defines none for this product
    for_comparison : the guideline's text gives no result for such products
    rungs, shares : activity -> rungs of the multifunctionality ladder used, shares of its products
    notes, warnings : what the rules want the reader to know
    system : what was solved (for the oracle and exports)
    """

    route: str
    guideline: str
    title: Localised
    status: str
    date: str | None
    evidence: EvidenceSummary
    score: float
    unit: str
    score_kgco2e_per_functional_unit: float
    totals: Mapping[str, float]
    total_units: Mapping[str, str]
    per: str
    functional_unit: Localised
    units_of_product: float
    contributions: Contributions
    coverage: Coverage
    carried_carbon: CarriedCarbon | None
    verdict: Verdict | None
    for_comparison: bool
    rules: tuple[RuleRow, ...]
    rungs: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, Mapping[str, float]]
    notes: tuple[Message, ...]
    warnings: tuple[Message, ...]
    system: System


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
    closed = zip(background.provider_keys, background.carbon_closed, strict=True)
    unclosed = frozenset(key for key, is_closed in closed if not is_closed)
    resolution = resolve(inventory, applied, background.catalogue, prices, unclosed)
    extra = tuple(characterization(background, name) for name in indicators)
    system = replace(resolution.system, totals=resolution.system.totals + extra)
    solution = solve(system, background)
    per = per_unit(guideline.document, resolution)
    quantity = per.units_of_product / inventory.demand
    scale = quantity * per.mass_factor
    score = float(solution.scores[0]) * scale
    unit = f"{per.result.mass} CO2e/{per.text}"
    cover = coverage(solution, background, cut_off=_cut_off(resolution))
    carried = carried_carbon(resolution, per.units_of_product)
    comparison = inventory.route.functional_unit.comparison
    found = None
    if inventory.route.kind == "bio" and not per.result.for_comparison:
        found = verdict(guideline.document, comparison, score, unit, date, plant_start)
    carbon_ids = {total.id for total in resolution.system.totals}
    factors = used_factors(resolution, solution, background, per.factors)
    own_notes = (
        *per.notes,
        *_carried_notes(carried),
        *_factor_notes(factors),
        *_verdict_notes(found, cover, plant_start),
    )
    messages = [render(n) for n in (*resolution.notes, *resolution.warnings, *own_notes)]
    return Assessment(
        route=inventory.route.id,
        guideline=guideline.id,
        title=guideline.document.title,
        status=guideline.document.status,
        date=date,
        evidence=EvidenceSummary(
            applied.evidence_counts(),
            factors,
            worst((applied.worst_evidence(), *(f.evidence for f in factors))),
        ),
        score=score,
        unit=unit,
        score_kgco2e_per_functional_unit=float(solution.scores[0]),
        totals={
            total.id: float(value) * (scale if total.id in carbon_ids else quantity)
            for total, value in zip(system.totals, solution.scores, strict=True)
        },
        total_units={
            t.id: unit if t.id in carbon_ids else f"{t.unit}/{per.text}" for t in system.totals
        },
        per=per.result.per,
        functional_unit=per.functional_unit,
        units_of_product=per.units_of_product,
        contributions=_scaled(contributions(solution, background), scale, quantity, unit),
        coverage=cover,
        carried_carbon=carried,
        verdict=found,
        for_comparison=per.result.for_comparison,
        rules=rule_rows(applied),
        rungs=resolution.rungs,
        shares=resolution.shares,
        notes=tuple(m for m in messages if m.level == "info"),
        warnings=tuple(m for m in messages if m.level == "warning"),
        system=system,
    )


def rule_rows(rules: Rules) -> tuple[RuleRow, ...]:
    """Return the rules as a table, one row per axis."""
    return tuple(
        RuleRow(
            axis=axis.id,
            title=axis.title,
            choice=(c := rules[axis.id]).choice,
            strength=c.strength,
            clause=c.clause,
            paraphrase=c.paraphrase,
            reference=c.reference,
            evidence=c.evidence,
            is_default=c.is_default,
            is_overlay=c.is_overlay,
            acts=rules.acts(axis.id),
        )
        for axis in axes().values()
    )


def _cut_off(resolution: Resolution) -> tuple[str, ...]:
    return tuple(
        line.pointer
        for line in resolution.draft.lines
        if line.kind == "uncounted"
        and line.source_input is not None
        and (line.source_input.price_only or line.source_input.supplier is not None)
    )


def _carried_notes(carried: CarriedCarbon | None) -> tuple[Note, ...]:
    if carried is None:
        return ()
    params: dict[str, str | float] = {
        "fossil": carried.fossil_kg_c,
        "biogenic": carried.biogenic_kg_c,
        "burning": carried.burning_adds_kgco2e,
    }
    return (Note("boundary", "gate-figure", "", params),)


def _factor_notes(factors: tuple[Factor, ...]) -> tuple[Note, ...]:
    doubtful = [f for f in factors if f.evidence != SEEN]
    if not doubtful:
        return ()
    told = ", ".join(f"{f.name} = {f.value:g} {f.unit} ({f.evidence})" for f in doubtful)
    return (Note("data_quality", "factor-evidence", "", {"factors": told}, "warning"),)


def _verdict_notes(
    found: Verdict | None, cover: Coverage, plant_start: str | None
) -> tuple[Note, ...]:
    if found is None:
        return ()
    notes: list[Note] = []
    share = cover.by_grade.get(UNVERIFIED, 0.0)
    if share > 0:
        params: dict[str, str | float] = {"share": 100 * share}
        notes.append(Note("reporting", "verdict-unverified", "", params, "warning"))
    if plant_start is None and found.threshold is not None:
        params = {"threshold": 100 * found.threshold}
        notes.append(Note("reporting", "verdict-plant-start", "", params))
    return tuple(notes)


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
