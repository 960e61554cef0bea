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


def reduction(route: Route, bio: Assessment, base: Assessment) -> float | None:
    """Return the share of the baseline's carbon that the route saves for the same function.

    Per MJ where both results are per MJ; else per unit of product, with the amount of baseline
    that one unit replaces. None if the route replaces nothing or the baseline emits nothing.
    """
    if route.replaces is None:
        return None
    if bio.per == base.per == "MJ_LHV":
        own, other = bio.score, base.score
    else:
        own = bio.score / bio.units_of_product
        other = route.replaces.amount * base.score / base.units_of_product
    return 1.0 - own / other if other > 0 else None


def _cell(evaluator: Evaluator, reference: Reference, guideline: Guideline) -> MatrixCell:
    bio, reason = _applied(evaluator, reference.route, guideline)
    base, base_reason = None, None
    if reference.baseline is not None:
        base, base_reason = _applied(evaluator, reference.baseline, guideline)
    return MatrixCell(
        case=reference.id,
        guideline=guideline.id,
        score=bio.score if bio else None,
        baseline_score=base.score if base else None,
        unit=bio.unit if bio else base.unit if base else "",
        reduction=reduction(reference.route, bio, base) if bio and base else None,
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
