"""The case library: folders with a case file, a route and its baseline; single route files too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from inventories.catalogue import nearest
from inventories.document import Route
from inventories.document.base import Key, Localised, Part, Text
from inventories.errors import (
    BaselineMismatchError,
    CaseUnknownError,
    FileNotRegularError,
    RouteInvalidError,
)
from inventories.formats.parsing import MAX_BYTES
from inventories.formats.reader import KnownKeys, load_route, model_of, read_document

CASES = Path(__file__).resolve().parents[1] / "cases"
CASE_FILE = "case.yaml"
CASE_SCHEMA = "hakari/case/1"
_SUFFIXES = (".yaml", ".yml", ".json")

FileName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,79}\.(yaml|yml|json)$")
]
Status = Literal["draft", "checked"]


class CaseFile(Part):
    """`case.yaml`: what the case is and which files hold it."""

    schema_: Literal["hakari/case/1"] = Field(alias="schema")
    id: Key
    title: Localised
    theme: Text
    route: FileName
    baseline: FileName
    status: Status
    summary: Localised


@dataclass(frozen=True)
class Case:
    """A route and what it is compared with.

    `baseline` is None for a route whose baseline was not found and for a baseline itself;
    `baseline_from` says where it was found: the name of a file beside the route, or
    ``library: <case>``. `about` is None for a single file outside the library.
    """

    id: str
    route: Route
    baseline: Route | None
    folder: Path
    about: CaseFile | None = None
    baseline_from: str = ""


def case_ids(library: Path = CASES) -> tuple[str, ...]:
    """Return the ids of the library's cases, sorted."""
    return tuple(sorted(path.parent.name for path in library.glob(f"*/{CASE_FILE}")))


def load_case(case_id: str, library: Path = CASES) -> Case:
    """Load a case of the library.

    Raises
    ------
    CaseUnknownError
        If there is no such case; names the nearest ones.
    RouteInvalidError
        If one of its files does not fit its schema; carries the findings.
    """
    known = case_ids(library)
    if case_id not in known:  # also keeps paths and `..` out
        raise CaseUnknownError(case_id, nearest(case_id, known))
    return _load_folder(library / case_id)


def find(name: str, library: Path = CASES) -> Case:
    """Load a case by id, by its folder, or from a single route file.

    For a file, the baseline it replaces is looked up in the same folder (``<id>.yaml``, then any
    ``baseline.*`` with that id) and then in the library. For people at their own machine: a
    service takes ids only (`load_case`).

    Raises
    ------
    CaseUnknownError
        If nothing has that name.
    RouteInvalidError
        If a file does not fit its schema; carries the findings.
    """
    known = case_ids(library)
    if name in known:
        return _load_folder(library / name)
    path = Path(name)
    if (path / CASE_FILE).is_file():
        return _load_folder(path)
    if path.name == CASE_FILE and path.is_file():
        return _load_folder(path.parent)
    if path.is_file():
        route = _load_route_file(path)
        baseline, origin = find_baseline(route, path.parent, library)
        return Case(route.id, route, baseline, path.parent, baseline_from=origin)
    raise CaseUnknownError(name, nearest(name, known))


def find_baseline(route: Route, folder: Path, library: Path = CASES) -> tuple[Route | None, str]:
    """Find the baseline a route names, and say where it was found.

    A file beside the route (``<id>.yaml`` or ``baseline.yaml``, also ``.yml`` and ``.json``) is
    the one that is meant: if it cannot be read, or holds another route, that is an error. Only
    where there is none is the library asked.

    Raises
    ------
    RouteInvalidError
        If the file beside the route does not fit the schema; carries the findings.
    BaselineMismatchError
        If it holds something else than the baseline that is named.
    """
    if route.replaces is None:
        return None, ""
    wanted = route.replaces.baseline
    for stem in (wanted, "baseline"):
        for suffix in _SUFFIXES:
            path = folder / f"{stem}{suffix}"
            if not path.is_file():
                continue
            found = _load_route_file(path)
            if found.id != wanted or found.kind != "baseline":
                raise BaselineMismatchError(str(path), found.id, found.kind, wanted)
            return found, path.name
    for case_id in case_ids(library):
        baseline = _load_folder(library / case_id).baseline
        if baseline is not None and baseline.id == wanted:
            return baseline, f"library: {case_id}"
    return None, ""


def _load_folder(folder: Path) -> Case:
    about = _load_case_file(folder / CASE_FILE)
    route = _load_route_file(folder / about.route)
    baseline = _load_route_file(folder / about.baseline)
    return Case(about.id, route, baseline, folder, about, about.baseline)


def _load_case_file(path: Path) -> CaseFile:
    document = read_document(read_limited(path), path.name)
    about, found = model_of(document, CaseFile, CASE_SCHEMA, _case_keys())
    if about is None:
        raise RouteInvalidError(found)
    return about


def _case_keys() -> KnownKeys:
    keys = tuple(field.alias or name for name, field in CaseFile.model_fields.items())
    return lambda path: ("en", "ja") if path else keys


def read_limited(path: Path) -> bytes:
    """Read a file, but no more than the reader accepts; it will refuse what is longer.

    Raises
    ------
    FileNotRegularError
        If it is a folder, a pipe or a device.
    OSError
        If it cannot be opened.
    """
    if path.exists() and not path.is_file():
        raise FileNotRegularError(str(path))
    with path.open("rb") as handle:
        return handle.read(MAX_BYTES + 1)


def _load_route_file(path: Path) -> Route:
    route, found = load_route(read_limited(path), path.name)
    if route is None:
        raise RouteInvalidError(found)
    return route
