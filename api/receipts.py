"""Receipts: everything a result was made from, hashed, so that anyone can recompute it.

A receipt's id is the sha256 over the canonical JSON of its inputs (route and baseline documents,
guideline data, background, prices, options, engine version) and of the result rounded to 12
significant digits. `hakari verify` recomputes from the inputs and names what differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, ValidationError

from api.canonical import canonical_bytes, digest, rounded
from api.errors import ReceiptInvalidError
from api.results import Result

Kind = Literal["assessment", "parity", "cash_flow"]
RECEIPT_SCHEMA = "hakari/receipt/1"
MAX_DIFFERENCES = 50


class ReceiptInputs(Result):
    """What a result was made from. Digests are sha256 over canonical JSON or file bytes.

    `route` and `baseline`, or `cash_flow`, are the documents as they were given.
    """

    engine: str
    background: str
    background_tables: str
    guidelines: dict[str, str]
    prices: str
    data: dict[str, str]
    route: dict[str, object] | None = None
    cash_flow: dict[str, object] | None = None
    baseline: dict[str, object] | None = None
    options: dict[str, object]
    seed: int | None = None


class Receipt(Result):
    """A result with all its inputs."""

    schema_: Literal["hakari/receipt/1"] = Field(alias="schema", default="hakari/receipt/1")
    id: str
    kind: Kind
    inputs: ReceiptInputs
    result: dict[str, object]


def receipt_schema() -> dict[str, Any]:
    """Return the JSON Schema of a receipt."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://hakari.invalid/schema/receipt/1",
        **Receipt.model_json_schema(by_alias=True),
        "title": RECEIPT_SCHEMA,
    }


def make_receipt(kind: Kind, inputs: ReceiptInputs, result: dict[str, object]) -> Receipt:
    """Make the receipt of a result (given without its own receipt id)."""
    exact = rounded(result)
    given = inputs.model_dump(mode="json")
    return Receipt(
        schema_="hakari/receipt/1",
        id=digest({"kind": kind, "inputs": given, "result": exact}),
        kind=kind,
        inputs=inputs,
        result=exact,
    )


def receipt_bytes(receipt: Receipt) -> bytes:
    """Return the canonical JSON of a receipt."""
    return canonical_bytes(receipt.model_dump(mode="json", by_alias=True))


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt and check that its id belongs to its content.

    Raises
    ------
    ReceiptInvalidError
        If the file is no receipt, or its content was changed after it was made.
    """
    try:
        receipt = Receipt.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/" + "/".join(str(part) for part in first["loc"])
        raise ReceiptInvalidError(f"{place}: {first['msg']}") from error
    made = make_receipt(receipt.kind, receipt.inputs, receipt.result)
    if made.id != receipt.id:
        raise ReceiptInvalidError("the id does not belong to the content: it was changed")
    return receipt


def differences(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Yield the places where two documents differ, as JSON pointers with both values."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if key not in old or key not in new:
                yield f"{place}/{key}: only in the {'receipt' if key in old else 'recalculation'}"
            else:
                yield from differences(old[key], new[key], f"{place}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from differences(a, b, f"{place}/{index}")
    elif old != new:
        yield f"{place}: {str(old)[:80]} in the receipt, {str(new)[:80]} recalculated"
