"""Cost comparisons: from a request to everything it asks for."""

from __future__ import annotations

import json

from api.errors import RequestInvalidError
from api.evaluation import Evaluator
from api.parity_carbon import carbon
from api.parity_gates import gates
from api.parity_levers import levers
from api.parity_limits import (
    MAX_DRAWN_NUMBERS,
    MAX_GATE_SAMPLES,
    MAX_GATE_VALUES,
    MAX_POINT_YEARS,
    MAX_SOBOL_RUNS,
)
from api.present_parity import parity_document
from api.references import Reference
from api.results import ParityDocument
from api.results.parity_request import ParityOptionsRequest
from inventories.document import Localised
from lca.sampling_errors import SampleCountInvalidError
from parity.finance import FinanceChoice
from parity.levers.errors import AnalysisTooLargeError
from parity.levers.sobol import LEAST
from parity.model import CostModel
from parity.options import ParityOptions
from parity.parity import assess_parity
from parity.tables import PriceTables
from parity.tables_document import load_own_tables
from parity.tables_own import with_own

_PARTS = {"finance", "tables", "levers", "gates", "carbon"}


def options_of(asked: ParityOptionsRequest) -> ParityOptions:
    """Return what a request asks of the calculation."""
    plain = asked.model_dump(include=set(ParityOptionsRequest.model_fields) - _PARTS)
    return ParityOptions(**plain, finance=FinanceChoice(**asked.finance.model_dump()))


def tables_of(evaluator: Evaluator, asked: ParityOptionsRequest) -> PriceTables:
    """Return the package's tables with the caller's own rows over them.

    Raises
    ------
    RequestInvalidError
        If the caller's tables break their schema; the findings say where.
    """
    if asked.tables is None:
        return evaluator.prices
    own, findings = load_own_tables(json.dumps(asked.tables).encode(), "tables")
    if own is None:
        raise RequestInvalidError(findings)
    return with_own(evaluator.prices, own)


def cost_model(
    evaluator: Evaluator, reference: Reference, asked: ParityOptionsRequest | None = None
) -> CostModel:
    """Return the cost comparison of a checked route with its baseline.

    Raises
    ------
    BaselineMissingError
        If the route has no baseline.
    """
    asked = asked or ParityOptionsRequest()
    return CostModel(
        reference.route,
        reference.in_role("baseline"),
        evaluator.library.inventory,
        options_of(asked),
        tables_of(evaluator, asked),
    )


def weighed(
    evaluator: Evaluator, reference: Reference, asked: ParityOptionsRequest
) -> ParityDocument:
    """Answer a request about a checked route, without receipt.

    Raises
    ------
    HakariError
        Missing cost, price or exchange rate; an input, gate or guideline that is none; more
        samples than so many inputs may have.
    """
    model = cost_model(evaluator, reference, asked)
    _check_size(model, asked)
    found = assess_parity(model)
    return parity_document(
        found,
        model,
        levers(model, asked.levers) if asked.levers else None,
        gates(model, asked.gates, found.verdict) if asked.gates else None,
        carbon(evaluator, model, reference, found, asked.carbon) if asked.carbon else None,
    )


def _check_size(model: CostModel, asked: ParityOptionsRequest) -> None:
    """Refuse what the number of inputs makes too large for one request.

    Raises
    ------
    SampleCountInvalidError, AnalysisTooLargeError
    """
    varying = sum(found.distribution is not None for found in model.inputs.values())
    if asked.samples * varying > MAX_DRAWN_NUMBERS:
        raise SampleCountInvalidError(asked.samples, varying, MAX_DRAWN_NUMBERS)
    base = asked.levers.sobol if asked.levers else 0
    if base * varying > MAX_SOBOL_RUNS:
        what = Localised(
            en=f"the Sobol base samples of {varying} inputs",
            ja=f"入力{varying}個のSobol基本サンプル数",
        )
        raise AnalysisTooLargeError(what, base, LEAST, MAX_SOBOL_RUNS // varying)
    told = sum(len(found.gates) for found in model.inputs.values())
    if asked.gates and told > MAX_GATE_VALUES:
        what = Localised(en="the values at gates", ja="ゲートでの値の数")
        raise AnalysisTooLargeError(what, told, 1, MAX_GATE_VALUES)
    _check_work(model, asked, varying)


def _check_work(model: CostModel, asked: ParityOptionsRequest, varying: int) -> None:
    """Refuse parts that together are too much for one request; more years are more work.

    Raises
    ------
    AnalysisTooLargeError
    """
    financing = model.today.bio.financing
    years = financing.terms.life_years if financing else 1
    points = asked.samples
    if asked.gates and asked.gates.project:
        points += min(2 * len(model.bio.gates) * asked.samples, MAX_GATE_SAMPLES)
    if asked.levers:
        points += asked.levers.sobol * (varying + 2)
        points += asked.levers.contour.points**2 if asked.levers.contour else 0
    if points * years > MAX_POINT_YEARS:
        what = Localised(
            en=f"the points of all parts together, at {years} years each (ask for fewer samples)",
            ja=f"全項目の計算点数の合計（1点あたり{years}年。サンプル数を減らしてください）",
        )
        raise AnalysisTooLargeError(what, points, 1, MAX_POINT_YEARS // years)
