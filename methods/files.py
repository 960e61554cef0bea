"""Strict YAML: duplicate keys, anchors and tags are refused, every value knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from methods.errors import GuidelineDataError

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(file: Path) -> tuple[Any, dict[str, int]]:
    """Return the value of a YAML file and the line of every JSON pointer in it.

    Raises
    ------
    GuidelineDataError
        If the file is not plain YAML or has a duplicate key.
    """
    text = file.read_text(encoding="utf-8")
    lines: dict[str, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise GuidelineDataError(
            place(file), mark.line + 1 if mark else None, f"not valid YAML: {problem}"
        ) from error
    if node is None:
        return None, lines
    for pointer, line in _walk(node, "", file, set()):
        lines[pointer] = line
    return yaml.safe_load(text), lines


def place(file: Path) -> str:
    """Return the name of a data file for messages: its last four parts."""
    return "/".join(file.parts[-4:])


def parse(model: type[Model], file: Path) -> tuple[Model, dict[str, int]]:
    """Read a YAML file into a pydantic model.

    Raises
    ------
    GuidelineDataError
        With file and line of the first thing that does not fit.
    """
    value, lines = read_yaml(file)
    try:
        return model.model_validate(value), lines
    except ValidationError as error:
        raise broken(file, lines, error) from error


def broken(
    file: Path, lines: dict[str, int], error: ValidationError, prefix: str = ""
) -> GuidelineDataError:
    """Turn a pydantic error into one that names file and line."""
    first = error.errors()[0]
    pointer = prefix + "".join(f"/{part}" for part in first["loc"])
    return GuidelineDataError(place(file), line_of(lines, pointer), f"{pointer}: {first['msg']}")


def line_of(lines: dict[str, int], pointer: str) -> int | None:
    """Return the line of a pointer, or of the nearest part above it."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer)


def _walk(node: yaml.Node, pointer: str, file: Path, seen: set[int]) -> Iterator[tuple[str, int]]:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise GuidelineDataError(place(file), line, "anchors are not allowed; write it out")
    seen.add(id(node))
    yield pointer, line
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in keys:
                raise GuidelineDataError(
                    place(file), key.start_mark.line + 1, f"key `{name}` is written twice"
                )
            keys.add(name)
            yield from _walk(value, f"{pointer}/{name}", file, seen)
            yield f"{pointer}/{name}", key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, f"{pointer}/{index}", file, seen)
