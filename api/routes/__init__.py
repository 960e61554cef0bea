"""Endpoints of the service, one module a resource."""

from fastapi import APIRouter

from api.routes import (
    assessments,
    cash_flows,
    catalogue,
    comparisons,
    guidelines,
    operations,
    parity,
    problem_kinds,
    receipts,
    schemas,
    validations,
)

router = APIRouter()
for _module in (
    catalogue,
    guidelines,
    validations,
    assessments,
    comparisons,
    parity,
    cash_flows,
    receipts,
    problem_kinds,
    schemas,
    operations,
):
    router.include_router(_module.router)

__all__ = ["router"]
