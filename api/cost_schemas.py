"""JSON Schemas of the documents about money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pydantic import BaseModel

from parity.carbon.chain import Chain
from parity.dcf.schema import CashFlowFile
from parity.scenarios import Scenario
from parity.tables_document import OwnTables

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    found = model.model_json_schema(by_alias=True)
    found["title"] = f"hakari/{name}/1"
    return {"$schema": DIALECT, "$id": f"https://hakari.invalid/schema/{name}/1", **found}


COST_SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "tables": partial(_schema, OwnTables, "tables"),
    "scenario": partial(_schema, Scenario, "scenario"),
    "chain": partial(_schema, Chain, "chain"),
    "cash-flow": partial(_schema, CashFlowFile, "cash-flow"),
}
"""Name in the address -> its JSON Schema."""
