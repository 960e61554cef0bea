"""Documents at the door: bytes to a checked `Route`, every defect a finding with its line.

Nothing is repaired and nothing raises: texts stay texts (``"12"`` is not a number), keys that the
schema does not know are refused with the names that look alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from inventories.catalogue import nearest
from inventories.document import ROUTE_SCHEMA, Route
from inventories.document.schema import properties_at, values_at
from inventories.findings import MAX_FINDINGS, Finding, finding, has_errors, in_order
from inventories.formats.parsing import MAX_BYTES, escape, parse_text
from inventories.formats.problems import (
    key_slip,
    key_texts,
    problem_texts,
    slip_of,
    type_texts,
    unknown_key_texts,
)

Model = TypeVar("Model", bound=BaseModel)
KnownKeys = Callable[[tuple[str | int, ...]], tuple[str, ...]]

WRONG_TYPE_ENDS = ("_type", "_attributes_type", "none_required", "finite_number")


@dataclass(frozen=True)
class Document:
    """A document as read: plain values, the line of each pointer, findings of the text.

    `value` is ``{}`` if the text could not be read; then `findings` holds an error.
    """

    name: str
    value: dict[str, Any]
    lines: Mapping[str, int]
    findings: tuple[Finding, ...]

    def line_of(self, pointer: str) -> int | None:
        """Return the line (from 1) of a JSON pointer, or of the nearest place around it."""
        while pointer:
            if pointer in self.lines:
                return self.lines[pointer]
            pointer = pointer.rpartition("/")[0]
        return self.lines.get("")

    def locate(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings with the line of their pointer filled in."""
        return tuple(
            f if f.line is not None else f.model_copy(update={"line": self.line_of(f.pointer)})
            for f in found
        )


def read_document(data: bytes, name: str) -> Document:
    """Read YAML or JSON (told apart by content). Never raises.

    Parameters
    ----------
    data
        The file's bytes; at most 5 MB, UTF-8.
    name
        Name for messages (no file is opened).
    """
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1e6:.3g} MB"
        return _unreadable(
            name, finding("file-too-large", "", size=size, limit=f"{MAX_BYTES / 1e6:g} MB")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(name, finding("not-utf8", "", byte=error.start), line)
    parsed = parse_text(text)
    if has_errors(tuple(parsed.findings)):
        return Document(name, {}, parsed.lines, tuple(parsed.findings))
    if not isinstance(parsed.value, dict):
        problem, problem_ja = problem_texts("dict_type", "", {})
        got, got_ja = type_texts(parsed.value)
        found = finding(
            "wrong-type", "", got=got, got_ja=got_ja, problem=problem, problem_ja=problem_ja
        )
        return _unreadable(name, found, 1)
    return Document(name, parsed.value, parsed.lines, ())


def load_route(data: bytes, name: str) -> tuple[Route | None, tuple[Finding, ...]]:
    """Read a route document. The route is None if and only if a finding is an error."""
    return route_of(read_document(data, name))


def route_of(document: Document) -> tuple[Route | None, tuple[Finding, ...]]:
    """Validate a read document against the route model."""
    return model_of(document, Route, ROUTE_SCHEMA, properties_at)


def model_of(
    document: Document,
    model: type[Model],
    wanted_schema: str,
    known_keys: KnownKeys,
) -> tuple[Model | None, tuple[Finding, ...]]:
    """Validate a read document against a model; None if and only if a finding is an error.

    `known_keys` gives the keys that may stand at a place, to suggest one for an unknown key.
    """
    if has_errors(document.findings):
        return None, document.findings
    schema = document.value.get("schema")
    if isinstance(schema, str) and schema != wanted_schema:
        found = finding("schema-version", "/schema", got=schema[:80], wanted=wanted_schema)
        return None, document.locate([found])
    try:
        fitted = model.model_validate_json(
            json.dumps(document.value), strict=True, by_alias=True, by_name=False
        )
    except ValidationError as error:
        findings = _findings(error, document.value, wanted_schema, known_keys)
        return None, in_order(list(document.locate(findings)))
    return fitted, document.findings


def _unreadable(name: str, found: Finding, line: int | None = None) -> Document:
    return Document(name, {}, {}, (found.model_copy(update={"line": line}),))


def place_of(
    loc: tuple[str | int, ...], value: Any, kind: str
) -> tuple[tuple[str | int, ...], Any]:
    """Follow pydantic's location through a document; drop the names of union branches.

    Parameters
    ----------
    loc, kind
        ``loc`` and ``type`` of one of pydantic's errors.
    value
        The document.

    Returns
    -------
    The path, and what stands there; None for a key that is missing.

    Examples
    --------
    >>> place_of(("share", "constrained-float"), {"share": 3}, "less_than_equal")
    (('share',), 3)
    """
    path: list[str | int] = []
    here = value
    for number, segment in enumerate(loc, 1):
        if segment == "[key]":
            return tuple(path), path[-1]
        if _holds(here, segment):
            here = here[segment]
            path.append(segment)
        elif kind == "missing" and number == len(loc):
            return (*path, segment), None
    return tuple(path), here


def _findings(
    error: ValidationError, value: Any, wanted_schema: str, known_keys: KnownKeys
) -> list[Finding]:
    """One finding per place; several tries of a union at one place are one finding."""
    found: dict[str, Finding] = {}
    for item in error.errors(include_url=False)[:MAX_FINDINGS]:
        path, got = place_of(item["loc"], value, item["type"])
        pointer = "".join(f"/{escape(str(s))}" for s in path)
        if path == ("schema",) and item["type"] == "missing":
            found[pointer] = _missing("schema", pointer, (), wanted_schema)
        elif pointer not in found:
            found[pointer] = _finding_of(item, path, pointer, got, known_keys)
    return [f for f in found.values() if not _follows_from_its_parts(f, found)]


def _follows_from_its_parts(one: Finding, found: Mapping[str, Finding]) -> bool:
    """Whether a value is refused only because parts of it are, which have their own findings."""
    return one.rule in ("wrong-type", "bad-value") and any(
        pointer.startswith(f"{one.pointer}/") for pointer in found
    )


def _missing(
    key: str, pointer: str, allowed: tuple[str, ...], example: str | None = None
) -> Finding:
    english, japanese = key_texts(key, allowed, example)
    return finding("missing-key", pointer, key=key, allowed=english, allowed_ja=japanese)


def _finding_of(
    item: Any, path: tuple[str | int, ...], pointer: str, got: Any, known_keys: KnownKeys
) -> Finding:
    kind: str = item["type"]
    last = str(path[-1]) if path else ""
    if kind == "missing":
        return _missing(last, pointer, values_at(path))
    if kind == "extra_forbidden":
        known = known_keys(path[:-1])
        slip = key_slip(last, got)
        hint, hint_ja = slip or unknown_key_texts()
        return finding(
            "unknown-key",
            pointer,
            key=last[:80],
            candidates=[] if slip else list(nearest(last, known) or known),
            hint=hint,
            hint_ja=hint_ja,
        )
    if kind == "value_error" and _is_bare_assumption(got):
        return finding("assumption-without-reason", pointer)
    rule = "wrong-type" if kind.endswith(WRONG_TYPE_ENDS) else "bad-value"
    problem, problem_ja = problem_texts(kind, item["msg"], item.get("ctx", {}))
    if kind in ("float_type", "int_type") and isinstance(got, str) and (slip := slip_of(got)):
        problem, problem_ja = f"{problem}: {slip[0]}", slip[1]
    shown, shown_ja = _shown(got)
    return finding(
        rule, pointer, got=shown, got_ja=shown_ja, problem=problem, problem_ja=problem_ja
    )


def _holds(value: Any, segment: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(segment, int) and segment < len(value)
    return isinstance(value, dict) and segment in value


def _is_bare_assumption(value: Any) -> bool:
    return (
        isinstance(value, dict) and value.get("source") == "assumption" and not value.get("reason")
    )


def _shown(value: Any) -> tuple[str, str]:
    """Return a value as a message shows it, in English and Japanese."""
    if isinstance(value, (dict, list, type(None))):
        return type_texts(value)
    text = json.dumps(value, ensure_ascii=False)[:80]
    return text, text
