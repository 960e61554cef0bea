"""Exports of a case: Brightway workbook, and the bundle with which a third party verifies."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from api.canonical import canonical_bytes
from api.errors import BundleInvalidError
from api.evaluation import Evaluator
from api.files import written_whole
from api.inputs import ROOT, data_files
from api.listing import guideline_document, route_document
from api.references import Reference
from api.results import ExportDocument
from inventories.background.tables import FOLDER as TABLES_FOLDER
from inventories.document import Route
from inventories.library import read_limited
from lca.export import write_brightway_workbook, write_method_workbook
from methods.guideline import load_guideline
from parity.tables import PRICES_FOLDER

Format = Literal["brightway", "bundle"]
SUFFIX: dict[str, str] = {"brightway": "xlsx", "bundle": "zip"}
METHOD_SUFFIX = "-method"
RECEIPT_NAME = "receipt.json"
MAX_RECEIPT_BYTES = 5_000_000
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every file in a bundle, so that the same content gives the same bytes."""

_README = """A hakari bundle: everything the result in receipt.json was made from.

  route.json, baseline.json   the documents, schema hakari/route/1
  guidelines/                 the rules with clause and evidence tag, as they were
  background/                 tables of the background database
  prices/                     prices, indices and exchange rates
  data/                       defaults, GWP sets, constants and texts of the rules
  receipt.json                inputs, result and their sha256

`hakari verify THIS_FILE` recomputes the result and says `same` or where it differs.
"""


def export_case(
    evaluator: Evaluator,
    reference: Reference,
    role: Literal["bio", "baseline"],
    format_: Format,
    guideline: str,
    out: Path | None,
) -> ExportDocument:
    """Write a case to a file and say where.

    A Brightway export is two workbooks: the database (`bw2io.ExcelImporter`) and, beside it with
    ``-method`` in its name, the factors of the guideline's score (`bw2io.ExcelLCIAImporter`).

    Parameters
    ----------
    out
        File to write; by default ``<case>-<guideline>.<suffix>`` in the current folder.

    Raises
    ------
    HakariError
        If the case cannot be resolved under the guideline.
    """
    route = reference.in_role(role)
    suffix = SUFFIX[format_]
    path = out or Path(f"{route.id}-{guideline}-{format_}.{suffix}")
    if format_ == "bundle":
        with written_whole(path) as part:
            part.write_bytes(bundle(evaluator, route, reference.baseline, guideline))
        return _written(format_, path)
    found = evaluator.assessment(route, load_guideline(guideline))
    comment = f"{route.title.en}; rules of {guideline}; {found.score:.9g} {found.unit}"
    with written_whole(path) as part:
        write_brightway_workbook(
            found.system, evaluator.background, part, f"hakari {route.id}", comment
        )
    method = path.with_name(f"{path.stem}{METHOD_SUFFIX}{path.suffix}")
    with written_whole(method) as part:
        write_method_workbook(found.system, evaluator.background, part)
    return _written(format_, path, method)


def _written(format_: Format, path: Path, *more: Path) -> ExportDocument:
    return ExportDocument(
        path=str(path),
        format=format_,
        bytes=path.stat().st_size,
        more=tuple(str(other) for other in more),
    )


def bundle(evaluator: Evaluator, route: Route, baseline: Route | None, guideline: str) -> bytes:
    """Return the zip of an assessment: documents, rules, background tables, prices, receipt."""
    evaluated = evaluator.assess_route(route, (guideline,))
    files: dict[str, bytes] = {
        "README.txt": _README.encode(),
        RECEIPT_NAME: evaluated.receipt,
        "result.json": evaluated.body,
        "route.json": canonical_bytes(route_document(route)),
        f"guidelines/{guideline}.json": canonical_bytes(
            guideline_document(load_guideline(guideline))
        ),
    }
    if baseline is not None:
        files["baseline.json"] = canonical_bytes(route_document(baseline))
    for file in data_files():
        files[f"data/{file.relative_to(ROOT).as_posix()}"] = file.read_bytes()
    for name, folder in (("background", TABLES_FOLDER), ("prices", PRICES_FOLDER)):
        for table in sorted(folder.glob("*.csv")):
            files[f"{name}/{table.name}"] = table.read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read_bundle_or_receipt(path: Path) -> bytes:
    """Return the receipt in a file: the file itself, or the one inside a bundle.

    Raises
    ------
    BundleInvalidError
        If a zip holds no receipt, or one larger than a receipt can be.
    """
    if not zipfile.is_zipfile(path):
        return read_limited(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(RECEIPT_NAME).file_size > MAX_RECEIPT_BYTES:
                raise BundleInvalidError(str(path), f"`{RECEIPT_NAME}` is too large")
            return archive.read(RECEIPT_NAME)
    except KeyError as error:
        raise BundleInvalidError(str(path), f"it holds no `{RECEIPT_NAME}`") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise BundleInvalidError(str(path), str(error)) from error
