"""Files of guidelines and proposals: strict YAML into models; problems named by file and line.

The text is read as documents from anywhere are (`inventories.formats.parsing`): no anchors, tags
or duplicate keys, bounded size and depth, dates stay texts.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from inventories import yaml_files
from inventories.findings import MAX_FINDINGS, Finding, from_texts
from inventories.formats.parsing import Parsed, escape, parse_text
from inventories.formats.problems import problem_texts
from inventories.yaml_files import place
from methods.errors import GuidelineDataError, OptionInvalidError

Model = TypeVar("Model", bound=BaseModel)

FINDINGS_FILE = Path(__file__).with_name("guideline_findings.yaml")
PROBLEMS_FILE = Path(__file__).with_name("guideline_problems.yaml")
MAX_BYTES = 500_000
"""The longest file shipped has some 20 kB; the bound keeps a hostile one from being read."""


@dataclass(frozen=True)
class DataProblem:
    """What is wrong in a guideline's files: file (its last four parts) and finding."""

    file: str
    finding: Finding

    def text(self, language: str = "en") -> str:
        """Return place, what is wrong and what to do, in one line."""
        found = self.finding
        told = found.message.in_language(language), found.suggestion.in_language(language)
        where = f"{self.file}:{found.line or 1}: "
        space = "" if language == "ja" else " "
        return where + (f"{found.pointer}: " if found.pointer else "") + space.join(told)


@dataclass(frozen=True)
class DataFile:
    """A file as read: its value, the line of every JSON pointer, and what is wrong with it."""

    path: Path
    value: Any
    lines: Mapping[str, int]
    problems: tuple[DataProblem, ...]

    def problem(self, rule: str, pointer: str, **params: str | float | list[str]) -> DataProblem:
        """Return a problem of `guideline_findings.yaml` at a place of this file."""
        line = line_of(self.lines, pointer)
        return DataProblem(
            place(self.path), from_texts(_texts()[rule], rule, pointer, params, line=line)
        )


def read_file(path: Path) -> DataFile:
    """Read a file; never raises, problems are told.

    Folders, pipes and devices are refused unopened: `/dev/zero` says it has no bytes and never
    ends, a pipe may never begin.
    """
    try:
        if path.exists() and not path.is_file():
            return _unreadable(path, "it is a folder, a pipe or a device", "フォルダやパイプです")
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _unreadable(path, "there is no such file", "そのファイルはありません")
    except (OSError, ValueError):  # a name with a null byte is a ValueError
        return _unreadable(path, "it cannot be opened", "開けません")
    if len(data) > MAX_BYTES:
        return _unreadable(path, "it is too large", "大きすぎます")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _unreadable(path, "it is not UTF-8", "UTF-8 ではありません")
    parsed = parse_text(text)
    _refuse_infinite(parsed.value, "", parsed)
    problems = tuple(DataProblem(place(path), f) for f in parsed.findings[:MAX_FINDINGS])
    return DataFile(path, parsed.value, parsed.lines, problems)


def read_model(model: type[Model], file: DataFile) -> tuple[Model | None, tuple[DataProblem, ...]]:
    """Return a file's value as a model, None if it has problems, and every problem."""
    if file.problems:
        return None, file.problems
    try:
        text = json.dumps(file.value)
        return model.model_validate_json(text, strict=True, by_alias=True, by_name=False), ()
    except ValidationError as error:
        return None, tuple(_problem(file, e) for e in error.errors()[:MAX_FINDINGS])


def refused(problems: Sequence[DataProblem]) -> GuidelineDataError:
    """Return the error that tells the first problem, and how many more there are."""
    first = problems[0]
    found = first.finding
    text = f"{found.pointer}: {found.message.en} {found.suggestion.en}".removeprefix(": ")
    if len(problems) > 1:
        text += f" ({len(problems) - 1} more; `hakari guidelines check` lists them)"
    findings = tuple(p.finding for p in problems if p.file == first.file)
    return GuidelineDataError(first.file, found.line, text, findings)


def problem_of(error: GuidelineDataError) -> DataProblem:
    """Return the problem of a table that was refused."""
    texts = _texts()["table-broken"]
    told = {"problem": error.problem}
    return DataProblem(error.file, from_texts(texts, "table-broken", "", told, line=error.line))


def read_yaml(file: Path) -> tuple[Any, dict[str, int]]:
    """Return the value of a YAML file and the line of every JSON pointer in it.

    Raises
    ------
    GuidelineDataError
        If the file is not plain YAML, has a duplicate key or an anchor.
    """
    found = read_file(file)
    if found.problems:
        raise refused(found.problems)
    return found.value, dict(found.lines)


def broken(
    file: Path, lines: dict[str, int], error: ValidationError, prefix: str = ""
) -> GuidelineDataError:
    """Turn a pydantic error into one that names file and line."""
    first = error.errors()[0]
    pointer = prefix + "".join(f"/{part}" for part in first["loc"])
    return GuidelineDataError(place(file), line_of(lines, pointer), f"{pointer}: {first['msg']}")


def line_of(lines: Mapping[str, int], pointer: str) -> int | None:
    """Return the line of a pointer, or of the nearest part above it."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer)


def _problem(file: DataFile, error: Any) -> DataProblem:
    place_of_it = error["loc"]
    pointer = "".join(f"/{escape(str(part))}" for part in place_of_it)
    last = str(place_of_it[-1]) if place_of_it else ""
    if error["type"] == "missing":
        return file.problem("key-missing", pointer, key=last)
    if error["type"] == "extra_forbidden":
        return file.problem("key-unknown", pointer, key=last[:80])
    problem, problem_ja = texts_of(error)
    return file.problem("value-unfit", pointer, problem=problem, problem_ja=problem_ja)


def texts_of(error: Any) -> tuple[str, str]:
    """Return a pydantic error in English and Japanese, those of our own models included."""
    english, japanese = problem_texts(error["type"], error["msg"], error.get("ctx", {}))
    own = (ja for start, ja in _problems().items() if english.startswith(start))
    return english, next(own, japanese)


def option_texts(error: OptionInvalidError) -> tuple[str, str]:
    """Return what is wrong with an option, from the pydantic error it was made of."""
    if isinstance(cause := error.__cause__, ValidationError):
        for one in cause.errors():
            if one["msg"] == error.problem:
                return texts_of(one)
    return error.problem, error.problem


def _unreadable(path: Path, problem: str, problem_ja: str) -> DataFile:
    bare = DataFile(path, None, {}, ())
    told = bare.problem(
        "unreadable-file", "", problem=problem, problem_ja=problem_ja, limit=MAX_BYTES
    )
    return DataFile(path, None, {}, (told,))


def _refuse_infinite(value: Any, pointer: str, parsed: Parsed) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        texts = _texts()["number-not-finite"]
        line = line_of(parsed.lines, pointer)
        parsed.findings.append(from_texts(texts, "number-not-finite", pointer, {}, line=line))
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_infinite(item, f"{pointer}/{escape(key)}", parsed)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_infinite(item, f"{pointer}/{index}", parsed)


@functools.cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = yaml_files.read_yaml(FINDINGS_FILE)[0]
    return texts


@functools.cache
def _problems() -> dict[str, str]:
    problems: dict[str, str] = yaml_files.read_yaml(PROBLEMS_FILE)[0]
    return problems
