"""Doing it again: the crosscheck with bw2calc, the background, the verification of receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, with_config

from api.errors import ReceiptInvalidError
from api.evaluation import Evaluator
from api.problems import is_limit_of_rules
from api.receipts import MAX_DIFFERENCES, Receipt, differences, read_receipt
from api.results import (
    BackgroundCheckDocument,
    CashFlowRequest,
    CrosscheckDocument,
    CrosscheckPair,
    ParityOptionsRequest,
    VerificationDocument,
)
from api.sealing import Evaluated
from inventories.document import Route
from inventories.errors import HakariError
from lca.background import Background
from lca.build import check_artefact
from lca.oracle import compared_scores
from methods.guideline import Guideline

Options = TypeVar("Options")
Asked = TypeVar("Asked", bound=BaseModel)


def crosscheck(evaluator: Evaluator, case_names: Sequence[str] = ()) -> CrosscheckDocument:
    """Calculate cases (all, if none is named) × guidelines again with bw2calc.

    A pair a guideline cannot be applied to is listed under `skipped`, never passed over.
    """
    details: list[CrosscheckPair] = []
    skipped: list[str] = []
    for name in case_names or evaluator.library.ids:
        reference = evaluator.library.of_name(name)
        routes: list[tuple[Literal["bio", "baseline"], Route]] = [("bio", reference.route)]
        if reference.baseline is not None:
            routes.append(("baseline", reference.baseline))
        for role, route in routes:
            for guideline in evaluator.guidelines_in_use.values():
                try:
                    details += _pairs(evaluator, reference.id, role, route, guideline)
                except HakariError as error:
                    if not is_limit_of_rules(error):
                        raise
                    skipped.append(f"{reference.id} {role} {guideline.id}: {error}")
    return CrosscheckDocument(
        pairs=len(details),
        max_rel_diff=max((d.rel_diff for d in details), default=0.0),
        engine="bw2calc",
        details=tuple(details),
        skipped=tuple(skipped),
    )


def _pairs(
    evaluator: Evaluator,
    case: str,
    role: Literal["bio", "baseline"],
    route: Route,
    guideline: Guideline,
) -> list[CrosscheckPair]:
    system = evaluator.assessment(route, guideline).system
    return [
        CrosscheckPair(
            case=case,
            role=role,
            guideline=guideline.id,
            total=compared.total,
            hakari=compared.hakari,
            bw2calc=compared.bw2calc,
            rel_diff=compared.rel_diff,
        )
        for compared in compared_scores(system, evaluator.background)
    ]


def check_background(background: Background) -> BackgroundCheckDocument:
    """Check a background: files, solve, carbon closure."""
    problems, residual = check_artefact(background)
    return BackgroundCheckDocument(
        id=background.id,
        ok=not problems,
        datasets=len(background.provider_keys),
        closed=int(background.carbon_closed.sum()),
        max_residual=residual,
        problems=tuple(problems),
    )


def verify(evaluator: Evaluator, receipt: bytes) -> VerificationDocument:
    """Recompute a receipt and say where the recalculation differs.

    Raises
    ------
    ReceiptInvalidError
        If it is no receipt or was changed after it was made.
    RouteInvalidError
        If its route no longer passes the checks.
    """
    old = read_receipt(receipt)
    new = _again(evaluator, old)
    again = read_receipt(new.receipt)
    found = [
        *differences(old.inputs.model_dump(), again.inputs.model_dump(), "/inputs"),
        *differences(old.result, again.result, "/result"),
    ]
    return VerificationDocument(
        verdict="differs" if found else "same",
        receipt=old.id,
        differences=tuple(found[:MAX_DIFFERENCES]),
    )


def _again(evaluator: Evaluator, old: Receipt) -> Evaluated:
    """Calculate what a receipt tells once more."""
    options = old.inputs.options
    if old.kind == "cash_flow":
        asked_flow = _asked(CashFlowRequest, {**options, "document": old.inputs.cash_flow})
        return evaluator.cash_flow(asked_flow)
    reference = evaluator.library.of_documents(old.inputs.route or {}, old.inputs.baseline)
    if old.kind == "parity":
        return evaluator.parity_of(reference, _asked(ParityOptionsRequest, options))
    asked = _options(AssessmentOptions, options)
    return evaluator.assess_route(
        reference.route,
        asked.guidelines,
        asked.indicators,
        asked.date,
        plant_start=asked.plant_start,
    )


@dataclass(frozen=True)
class AssessmentOptions:
    """Options of an assessment as its receipt keeps them."""

    guidelines: tuple[str, ...]
    indicators: tuple[str, ...]
    date: str | None
    plant_start: str | None = None


def _asked(kind: type[Asked], given: Mapping[str, object]) -> Asked:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise _invalid(error) from error


def _options(kind: type[Options], given: dict[str, object]) -> Options:
    config = ConfigDict(extra="forbid")
    try:
        return TypeAdapter(with_config(config)(kind)).validate_python(given)
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> ReceiptInvalidError:
    first = error.errors()[0]
    place = "/".join(str(part) for part in ("/inputs/options", *first["loc"]))
    return ReceiptInvalidError(f"{place}: {first['msg']}")
