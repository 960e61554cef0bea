"""Guideline files: strict YAML into models; what does not fit is named by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from inventories import yaml_files
from inventories.errors import DataFileInvalidError
from inventories.yaml_files import place
from methods.errors import GuidelineDataError

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(file: Path) -> tuple[Any, dict[str, int]]:
    """Return the value of a YAML file and the line of every JSON pointer in it.

    Raises
    ------
    GuidelineDataError
        If the file is not plain YAML, has a duplicate key or an anchor.
    """
    try:
        return yaml_files.read_yaml(file)
    except DataFileInvalidError as error:
        raise GuidelineDataError(error.file, error.line, error.problem) from error


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
