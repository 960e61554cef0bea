"""The matrix: routes under guidelines, each beside its baseline, compared by function."""

from __future__ import annotations

from collections.abc import Sequence

from api.evaluation import Evaluator
from api.problems import is_limit_of_rules, reason_of
from api.references import Reference
from api.results import ComparisonDocument, MatrixCell
from inventories.document import Localised, Route
from inventories.errors import HakariError
from methods.assess import Assessment
from methods.guideline import Guideline, load_guideline


def compare(
    evaluator: Evaluator, references: Sequence[Reference], guidelines: Sequence[str] = ()
) -> ComparisonDocument:
    """Return the matrix of routes and guidelines (none named: all)."""
    names = tuple(guidelines) or tuple(evaluator.guidelines_in_use)
    return ComparisonDocument(
        matrix=tuple(
            _cell(evaluator, reference, load_guideline(name))
            for reference in references
            for name in names
        )
    )


def same_function(route: Route, bio: Assessment, base: Assessment) -> float | None:
    """Return the factor that carries the baseline's result to the function of the route's result.

    1 where both results are per MJ; else the amount of baseline that the product replaces, in
    units of the baseline's result. None if the route replaces nothing.
    """
    if route.replaces is None:
        return None
    if bio.per == base.per == "MJ_LHV":
        return 1.0
    return bio.units_of_product * route.replaces.amount / base.units_of_product


def reduction(bio: float, base: float) -> float | None:
    """Return the share of the baseline's carbon that is saved; None if that emits nothing."""
    return 1.0 - bio / base if base > 0 else None


def _if_burnt(bio: Assessment, base: Assessment, factor: float) -> float | None:
    """Return the reduction with both products burnt, for results that end at the gate."""
    if bio.carried_carbon is None or base.carried_carbon is None:
        return None
    return reduction(
        bio.score + bio.carried_carbon.burning_adds_kgco2e,
        factor * (base.score + base.carried_carbon.burning_adds_kgco2e),
    )


def _cell(evaluator: Evaluator, reference: Reference, guideline: Guideline) -> MatrixCell:
    bio, reason = _applied(evaluator, reference.route, guideline)
    base, base_reason = None, None
    if reference.baseline is not None:
        base, base_reason = _applied(evaluator, reference.baseline, guideline)
    factor = same_function(reference.route, bio, base) if bio and base else None
    compared = factor * base.score if base and factor is not None else None
    return MatrixCell(
        case=reference.id,
        guideline=guideline.id,
        score=bio.score if bio else None,
        baseline_score=base.score if base else None,
        baseline_same_function=compared,
        unit=bio.unit if bio else base.unit if base else "",
        reduction=reduction(bio.score, compared) if bio and compared is not None else None,
        reduction_if_burnt=_if_burnt(bio, base, factor) if bio and base and factor else None,
        for_comparison=bio.for_comparison if bio else False,
        note=reason or base_reason,
    )


def _applied(
    evaluator: Evaluator, route: Route, guideline: Guideline
) -> tuple[Assessment | None, Localised | None]:
    """Assess a route, or say why the guideline cannot be applied to it."""
    try:
        return evaluator.assessment(route, guideline), None
    except HakariError as error:
        if not is_limit_of_rules(error):
            raise
        return None, reason_of(error)
