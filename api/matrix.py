"""The matrix: routes under guidelines, each beside its baseline, compared by function."""

from __future__ import annotations

from collections.abc import Sequence

from api.evaluation import Evaluator
from api.problems import is_limit_of_rules, reason_of
from api.references import Reference
from api.results.lists import EvidenceCount
from api.results.matrix import CellVerdict, MatrixCell
from inventories.document import Localised, Route
from inventories.errors import HakariError
from methods.assess import Assessment
from methods.guideline import Guideline
from methods.rulebook import Rules, count_by_tag
from methods.verdict import Verdict


def matrix(
    evaluator: Evaluator,
    references: Sequence[Reference],
    guidelines: Sequence[Guideline],
    date: str | None = None,
) -> tuple[MatrixCell, ...]:
    """Return routes under guidelines, each beside its baseline under the same one."""
    return tuple(
        _cell(evaluator, reference, guideline, date)
        for reference in references
        for guideline in guidelines
    )


def same_function(route: Route, bio: Assessment, base: Assessment) -> float | None:
    """Return the factor that carries the baseline's result to the function of the route's result.

    1 where both results are per energy; else the amount of baseline that the product replaces, in
    units of the baseline's result. None if the route replaces nothing.
    """
    if route.replaces is None:
        return None
    if bio.per == base.per and bio.per in {"MJ_LHV", "mmBTU_LHV"}:
        return 1.0
    return bio.units_of_product * route.replaces.amount / base.units_of_product


def reduction(bio: float, base: float) -> float | None:
    """Return the share of the baseline's carbon that is saved; None if that emits nothing."""
    return 1.0 - bio / base if base > 0 else None


def applied(
    evaluator: Evaluator,
    route: Route,
    guideline: Guideline,
    date: str | None = None,
    rules: Rules | None = None,
) -> tuple[Assessment | None, Localised | None]:
    """Assess a route, or say why the guideline cannot be applied to it."""
    try:
        return evaluator.assessment(route, guideline, date, rules=rules), None
    except HakariError as error:
        if not is_limit_of_rules(error):
            raise
        return None, reason_of(error)


def cell_verdict(found: Verdict | None) -> CellVerdict | None:
    """Return a guideline's own test as the matrix shows it."""
    if found is None:
        return None
    return CellVerdict(
        comparator=found.comparator,
        comparator_value=found.comparator_value,
        unit=found.unit,
        saving=found.saving,
        threshold=found.threshold,
        margin=found.margin,
        met=found.met,
        rate=found.rate,
    )


def _evidence(found: Assessment) -> EvidenceCount:
    """Count the rules that changed the number by evidence tag."""
    return EvidenceCount(**count_by_tag(r.evidence for r in found.rules if r.acted))


def _if_burnt(bio: Assessment, base: Assessment, factor: float) -> float | None:
    """Return the reduction with both products burnt, for results that end at the gate."""
    if bio.carried_carbon is None or base.carried_carbon is None:
        return None
    return reduction(
        bio.score + bio.carried_carbon.burning_adds_kgco2e,
        factor * (base.score + base.carried_carbon.burning_adds_kgco2e),
    )


def _cell(
    evaluator: Evaluator, reference: Reference, guideline: Guideline, date: str | None
) -> MatrixCell:
    bio, reason = applied(evaluator, reference.route, guideline, date)
    base, base_reason = None, None
    if reference.baseline is not None:
        base, base_reason = applied(evaluator, reference.baseline, guideline, date)
    factor = same_function(reference.route, bio, base) if bio and base else None
    compared = factor * base.score if base and factor is not None else None
    return MatrixCell(
        case=reference.id,
        guideline=guideline.id,
        score=bio.score if bio else None,
        score_per_functional_unit=bio.score_kgco2e_per_functional_unit if bio else None,
        baseline_score=base.score if base else None,
        baseline_same_function=compared,
        unit=bio.unit if bio else base.unit if base else "",
        reduction=reduction(bio.score, compared) if bio and compared is not None else None,
        reduction_if_burnt=_if_burnt(bio, base, factor) if bio and base and factor else None,
        verdict=cell_verdict(bio.verdict) if bio else None,
        for_comparison=bio.for_comparison if bio else False,
        evidence=_evidence(bio) if bio else None,
        note=reason or base_reason,
    )
