"""Text to plain values with lines: a strict YAML (and JSON) reader for documents from anywhere.

YAML is read as a stream of events, so that whatever is refused is refused when it appears: no
anchors and aliases ("billion laughs"), no tags, one document, bounded depth and size. Scalars
follow the YAML 1.2 core schema: ``yes`` and ``2024-01-01`` are texts, ``1e-3`` is a number.
JSON is read by the standard library; the same events give its lines and duplicate keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from inventories.findings import Finding, finding
from inventories.formats.problems import yaml_texts

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
MAX_VALUES = 200_000
"""No honest route comes near (a large one has 20 000 values); they bound time and memory."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF))|\.(nan|NaN|NAN)")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class _RefusedError(Exception):
    """Carries the finding that stops the reading."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.rule)
        self.found = found


@dataclass
class Parsed:
    """What was read: the value, the line of every pointer, and what is wrong with the text."""

    value: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def parse_text(text: str) -> Parsed:
    """Parse YAML or JSON text; never raises, problems are findings."""
    parsed = Parsed()
    looks_json = text.lstrip()[:1] == "{"
    try:
        if looks_json and _read_json(text, parsed):
            return parsed
        parsed.value = _Builder(parsed).document(text)
    except _RefusedError as refused:
        parsed.findings.append(refused.found)
    return parsed


def escape(key: str) -> str:
    """Escape a key for a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def number(text: str) -> int | float | None:
    """Return the number a plain scalar spells, or None."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "", 1))
    return None


def _read_json(text: str, parsed: Parsed) -> bool:
    """Read strict JSON into `parsed`; False if the text is not JSON (it may be YAML)."""
    if _nesting(text) > MAX_DEPTH:
        raise _RefusedError(finding("yaml-depth", "", limit=MAX_DEPTH))
    try:
        value = json.loads(text, parse_int=_json_integer)
    except (ValueError, RecursionError):
        return False
    # JSON allows tabs between tokens and nowhere else, YAML allows them nowhere.
    lined = Parsed()
    try:
        _Builder(lined).document(text.replace("\t", " "))
    except _RefusedError as refused:
        if refused.found.rule != "yaml-syntax":
            raise
        # JSON that YAML cannot read, e.g. surrogate pairs: no lines, duplicates found by hooks.
        json.loads(text, object_pairs_hook=_no_duplicates)
        lined = Parsed()
    parsed.lines, parsed.findings = lined.lines, lined.findings
    _refuse_unprintable(value)
    parsed.value = value
    return True


def _json_integer(text: str) -> int | float:
    return int(text) if _INTEGER.fullmatch(text) else float(text)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise _RefusedError(finding("duplicate-key", "", key=key[:80]))
        seen[key] = value
    return seen


def _nesting(text: str) -> int:
    """Deepest bracket nesting outside of strings."""
    depth = deepest = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text):
        first = token.group()[0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif first in "]}":
            depth -= 1
    return deepest


def _refuse_unprintable(value: Any) -> None:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str) and _UNPRINTABLE.search(item):
            raise _RefusedError(_unprintable())


def _unprintable(line: int | None = None) -> Finding:
    return _at(
        finding(
            "yaml-syntax",
            "",
            problem="a text holds a control character",
            problem_ja="文字列に制御文字が含まれています",
        ),
        line,
    )


def _lost(error: yaml.YAMLError, text: str) -> Finding:
    """Say where and why the parser lost its way."""
    problem = str(getattr(error, "problem", None) or "not readable")[:200]
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        _, japanese = yaml_texts(problem, [], 0, 0)[0]
        return finding("yaml-syntax", "", problem=problem, problem_ja=japanese)
    context = getattr(error, "context_mark", None) or mark
    lines = text.splitlines()
    (english, japanese), line = yaml_texts(problem, lines, context.line + 1, mark.line + 1)
    return _at(finding("yaml-syntax", "", problem=english, problem_ja=japanese), line)


def _at(found: Finding, line: int | None) -> Finding:
    return found.model_copy(update={"line": line})


class _Builder:
    """Builds plain values out of YAML events, noting the line of every pointer."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.values = 0
        self.events: Iterator[Any] = iter(())
        self.last_line = 1

    def document(self, text: str) -> Any:
        try:
            self.events = iter(yaml.parse(text, Loader=_LOADER))
            return self._stream()
        except yaml.YAMLError as error:
            raise _RefusedError(_lost(error, text)) from error

    def _stream(self) -> Any:
        self._next()  # stream start
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            return None
        if getattr(start, "tags", None):
            raise self._refused("yaml-tag", "", tag="%TAG")
        value = self._node(self._next(), "", 1)
        self._next()  # document end
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise self._refused(
                "yaml-syntax",
                "",
                problem="more than one document in the file",
                problem_ja="1つのファイルに複数の文書があります",
            )
        return value

    def _next(self) -> Any:
        event = next(self.events)
        self.last_line = event.start_mark.line + 1
        return event

    def _refused(self, rule: str, pointer: str, **params: str | int) -> _RefusedError:
        return _RefusedError(_at(finding(rule, pointer, None, **params), self.last_line))

    def _node(self, event: Any, pointer: str, depth: int) -> Any:
        self._guard(event, pointer, depth)
        self.parsed.lines.setdefault(pointer, self.last_line)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(pointer, depth)
        return self._mapping(pointer, depth)

    def _guard(self, event: Any, pointer: str, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._refused("yaml-alias", pointer, name=str(event.anchor)[:80])
        if event.tag is not None:
            raise self._refused("yaml-tag", pointer, tag=str(event.tag)[:80])
        if depth > MAX_DEPTH:
            raise self._refused("yaml-depth", "", limit=MAX_DEPTH)
        self.values += 1
        if self.values > MAX_VALUES:
            raise self._refused(
                "file-too-large", "", size=f"> {MAX_VALUES}", limit=f"{MAX_VALUES} values"
            )

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if _UNPRINTABLE.search(text):
            raise _RefusedError(_unprintable(self.last_line))
        if not event.implicit[0]:  # quoted or block text
            return text
        if text in _WORDS:
            return _WORDS[text]
        found = number(text) if text[0] in "+-.0123456789" else None
        return text if found is None else found

    def _sequence(self, pointer: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, f"{pointer}/{len(items)}", depth + 1))
        return items

    def _mapping(self, pointer: str, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            self._guard(event, pointer, depth)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refused(
                    "yaml-syntax",
                    pointer,
                    problem="a key is not a text",
                    problem_ja="キーが文字列ではありません",
                )
            key: str = event.value
            if _UNPRINTABLE.search(key):
                raise _RefusedError(_unprintable(self.last_line))
            inner = f"{pointer}/{escape(key)}"
            line = self.last_line
            if key in items:
                self.parsed.findings.append(
                    _at(finding("duplicate-key", inner, key=key[:80]), line)
                )
                inner = f"{inner}~"  # a place of its own, its lines are not wanted
            else:
                self.parsed.lines[inner] = line
            value = self._node(self._next(), inner, depth + 1)
            items.setdefault(key, value)
        return items
