"""A result and its receipt: what it was made from, sealed together as canonical JSON."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from api import __version__
from api.canonical import canonical_bytes, digest, rounded
from api.inputs import data_digests
from api.listing import guideline_document, route_document
from api.receipts import Kind, ReceiptInputs, make_receipt, receipt_bytes
from api.references import Reference
from api.results import AssessmentDocument, CashFlowDocument, ParityDocument
from inventories.document import Route
from lca.background import Background
from methods.guideline import load_guideline
from parity.tables import PriceTables


class Evaluated(NamedTuple):
    """A result as canonical JSON, with its receipt; `id` is the receipt's sha256."""

    id: str
    body: bytes
    receipt: bytes


def receipt_inputs(
    background: Background,
    prices: PriceTables,
    route: Route | None,
    guidelines: Sequence[str],
    options: Mapping[str, object],
    *,
    baseline: Route | None = None,
    cash_flow: Mapping[str, object] | None = None,
) -> ReceiptInputs:
    """Return everything a result is made from, documents whole, data as digests.

    Parameters
    ----------
    guidelines
        Ids of those that were used; none for a result in money.
    options
        What was asked for beside the documents, as `hakari verify` needs it again.
    """
    return ReceiptInputs(
        engine=f"hakari {__version__}",
        background=background.id,
        background_tables=background.tables_digest,
        guidelines={name: _guideline_digest(name) for name in guidelines},
        prices=prices.digest,
        data=data_digests(),
        route=route_document(route) if route is not None else None,
        cash_flow=dict(cash_flow) if cash_flow is not None else None,
        baseline=route_document(baseline) if baseline is not None else None,
        options=dict(options),
    )


def sealed(
    kind: Kind,
    inputs: ReceiptInputs,
    document: AssessmentDocument | ParityDocument | CashFlowDocument,
    reference: Reference | None = None,
) -> Evaluated:
    """Make the receipt of a document and write its id where the document names its receipt.

    Where a baseline was found and what the checks warn of is said to the reader but is no part of
    the receipt: the same documents give the same receipt wherever they lie.
    """
    plain = document.model_dump(mode="json", exclude_none=True, exclude={"findings"})
    receipt = make_receipt(kind, inputs, plain)
    if reference is not None:
        plain["findings"] = [
            f.model_dump(mode="json", exclude_none=True) for f in reference.warnings
        ]
        if kind == "parity":
            plain["baseline"]["origin"] = reference.baseline_from
    for part in plain.get("results", (plain,)):
        part["receipt"] = receipt.id
    return Evaluated(receipt.id, canonical_bytes(rounded(plain)), receipt_bytes(receipt))


@functools.cache
def _guideline_digest(name: str) -> str:
    return digest(guideline_document(load_guideline(name)))
