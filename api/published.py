"""Published schemas, kept equal to the code, and the check of every data file we ship."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inventories.errors import HakariError

ROOT = Path(__file__).resolve().parents[1]


def published_files() -> dict[Path, str]:
    """Return the text of every published schema by its path in the checkout."""
    from api.app import create_app  # noqa: PLC0415
    from api.cost_schemas import COST_SCHEMAS  # noqa: PLC0415
    from api.receipts import receipt_schema  # noqa: PLC0415
    from api.settings import Settings  # noqa: PLC0415
    from inventories.document.schema import route_schema  # noqa: PLC0415
    from methods.documents import guideline_schema, rule_schema  # noqa: PLC0415
    from methods.proposals import proposal_schema  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        openapi = create_app(Settings(data_dir=Path(folder))).openapi()
    documents: dict[str, Any] = {
        "docs/openapi.json": openapi,
        "docs/schemas/route.schema.json": route_schema(),
        "docs/schemas/guideline.schema.json": guideline_schema(),
        "docs/schemas/rule.schema.json": rule_schema(),
        "docs/schemas/proposal.schema.json": proposal_schema(),
        "docs/schemas/receipt.schema.json": receipt_schema(),
        **{f"docs/schemas/{name}.schema.json": made() for name, made in COST_SCHEMAS.items()},
    }
    return {
        ROOT / name: json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        for name, document in documents.items()
    }


def write_published() -> list[str]:
    """Write the published schemas; return nothing to complain about."""
    for path, text in published_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return []


def check_published() -> list[str]:
    """Return what is wrong: a schema that differs from the code, a data file that is not valid."""
    problems = [
        f"{path.relative_to(ROOT)}: differs from the code; run `make schemas`"
        for path, text in published_files().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    return problems + list(_broken_data())


def _broken_data() -> Iterator[str]:
    from inventories.background.tables import load_tables  # noqa: PLC0415
    from inventories.catalogue import Catalogue  # noqa: PLC0415
    from inventories.checks import check_route  # noqa: PLC0415
    from inventories.library import case_ids, load_case  # noqa: PLC0415
    from methods.guideline import defaults  # noqa: PLC0415
    from methods.guideline_check import check_guidelines  # noqa: PLC0415
    from methods.requirements import requirement_kinds  # noqa: PLC0415
    from parity.tables import load_tables as load_prices  # noqa: PLC0415

    try:
        catalogue = Catalogue.from_tables(load_tables())
        units = {key: row.per for key, row in load_prices().prices.items()}
        defaults()
        requirement_kinds()
        yield from (problem.text() for problem in check_guidelines())
    except HakariError as error:
        yield str(error)
        return
    for case_id in case_ids():
        try:
            case = load_case(case_id)
        except HakariError as error:
            yield f"cases/{case_id}: {error}"
            continue
        for route, baseline in ((case.route, case.baseline), (case.baseline, None)):
            if route is None:
                continue
            for found in check_route(route, catalogue, baseline, units):
                if found.level == "error":
                    yield f"cases/{case_id} {route.id}{found.pointer}: {found.message.en}"
