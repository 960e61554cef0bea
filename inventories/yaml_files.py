"""Strict YAML of our own data files: duplicate keys and anchors refused, every value has its line.

Documents from anywhere go through `inventories.formats.parsing`, which reports findings instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from inventories.errors import DataFileInvalidError

_SHOWN_PARTS = 4
"""Parts of a path that a message shows: enough to find the file, none of the machine's folders."""


def read_yaml(file: Path) -> tuple[Any, dict[str, int]]:
    """Return the value of a YAML file and the line of every JSON pointer in it.

    Raises
    ------
    DataFileInvalidError
        If the file is not plain YAML, has a duplicate key or an anchor.

    Examples
    --------
    >>> value, lines = read_yaml(Path(__file__).with_name("limits.yaml"))
    >>> value["condition_max"]["unit"], "/condition_max/unit" in lines
    ('1', True)
    """
    text = file.read_text(encoding="utf-8")
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {}
        lines = dict(_walk(node, "", file, set()))
        return loader.construct_document(node), lines
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise DataFileInvalidError(
            place(file), mark.line + 1 if mark else None, f"not valid YAML: {problem}"
        ) from error
    finally:
        loader.dispose()


def place(file: Path) -> str:
    """Return the name of a data file for messages: its last four parts."""
    return "/".join(file.parts[-_SHOWN_PARTS:])


def _walk(node: yaml.Node, pointer: str, file: Path, seen: set[int]) -> Iterator[tuple[str, int]]:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise DataFileInvalidError(place(file), line, "anchors are not allowed; write it out")
    seen.add(id(node))
    yield pointer, line
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            key_line = key.start_mark.line + 1
            if name in keys:
                raise DataFileInvalidError(place(file), key_line, f"key `{name}` is written twice")
            keys.add(name)
            yield from _walk(value, f"{pointer}/{name}", file, seen)
            yield f"{pointer}/{name}", key_line
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, f"{pointer}/{index}", file, seen)
