"""Cash flows: the price a plant needs, under every tax rule."""

from fastapi import APIRouter, Request, Response

from api.openapi import RESULT_HEADERS, answers, json_body
from api.results import CashFlowDocument, CashFlowRequest
from api.routes import stored
from api.service import EvaluatedResult, Service

router = APIRouter(tags=["parity"])

_HEADERS = RESULT_HEADERS | {
    "Location": {"description": "Address of the result", "schema": {"type": "string"}}
}
_EXAMPLES = {
    "a plant without loan": {
        "tax_rule": "japan_large",
        "document": {
            "inputs": {
                "IRR": 0.1,
                "income_tax": 0.3062,
                "operating_years": 20,
                "construction_schedule": [0.4, 0.6],
                "startup_months": 3,
                "startup_VOC_frac": 0.75,
                "startup_FOC_frac": 1,
                "startup_sales_frac": 0.5,
                "WC_over_FCI": 0.05,
                "finance_interest": 0,
                "finance_years": 0,
                "finance_fraction": 0,
                "FCI": 100000000,
                "depreciation": [{"basis": 100000000, "schedule_name": "JP200DB8"}],
                "VOC": 30000000,
                "FOC": 5000000,
                "other_sales": 0,
                "annual_product": 50000000,
            }
        },
    }
}


@router.post(
    "/v1/cashflows",
    status_code=201,
    response_class=Response,
    summary="Solve a cash flow / キャッシュフローから最低販売価格を求める",
    responses=answers(
        CashFlowDocument, 404, 413, 415, 422, status=201, description="Stored", headers=_HEADERS
    ),
    openapi_extra=json_body(CashFlowRequest, _EXAMPLES),
)
async def create_cash_flow(
    request: Request, idempotency_key: stored.IdempotencyKey = None
) -> Response:
    """Calculate, store with its receipt, answer the result. Nothing is stored on an error."""
    return await stored.create(request, "cash_flow", CashFlowRequest, _solved, idempotency_key)


@router.get(
    "/v1/cashflows/{result_id}",
    response_class=Response,
    summary="Read a stored cash flow / 保存されたキャッシュフローを読む",
    responses=answers(CashFlowDocument, 404, 422, headers=RESULT_HEADERS)
    | {304: {"description": "The client has it"}},
)
async def read_cash_flow(
    request: Request, result_id: str, if_none_match: stored.IfNoneMatch = None
) -> Response:
    """Answer the stored bytes; the entity tag is the id of the receipt."""
    return await stored.fetch(request, "cash_flow", result_id, if_none_match)


def _solved(service: Service, asked: CashFlowRequest) -> EvaluatedResult:
    return service.evaluator.cash_flow(asked)
