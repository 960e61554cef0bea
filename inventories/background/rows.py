"""Checked access to the rows of a CSV table: every complaint names file and line."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inventories.catalogue import nearest
from inventories.errors import BackgroundTableError


def fail(file: Path, line: int, problem: str) -> BackgroundTableError:
    """Return the error that names file, line and problem (to be raised by the caller)."""
    return BackgroundTableError(f"{file.name}:{line}: {problem}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its place."""

    values: dict[str, str]
    file: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def error(self, problem: str) -> BackgroundTableError:
        """Return the error that names this row."""
        return fail(self.file, self.line, problem)

    def text(self, column: str) -> str:
        """Return a column that must not be empty."""
        value = self.values[column]
        if not value:
            raise self.error(f"`{column}` is empty")
        return value

    def number(self, column: str) -> float:
        """Return a finite number."""
        try:
            value = float(self.values[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.error(f"`{column}` is `{self.values[column]}`, not a finite number")
        return value

    def integer(self, column: str) -> int:
        """Return a whole number."""
        try:
            return int(self.values[column])
        except ValueError:
            raise self.error(f"`{column}` is `{self.values[column]}`, not a whole number") from None

    def one_of(self, column: str, allowed: Collection[str]) -> None:
        """Refuse a value outside a closed list."""
        if self.values[column] not in allowed:
            choices = ", ".join(sorted(allowed))
            raise self.error(f"`{column}` is `{self.values[column]}`, must be one of {choices}")

    def known(self, column: str, keys: Collection[str]) -> None:
        """Refuse a key that does not exist; the message names the nearest ones."""
        value = self.values[column]
        if value not in keys:
            near = nearest(value, keys)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise self.error(f"`{column}` is `{value}`, which does not exist{hint}")

    def unique(self, column: str, seen: Collection[str]) -> None:
        """Refuse an empty key or one that stands twice."""
        if self.text(column) in seen:
            raise self.error(f"`{self.values[column]}` stands twice")


def read_rows(file: Path, content: bytes, record: type[Any]) -> list[Row]:
    """Read a UTF-8 CSV table whose header is the field names of a dataclass.

    Parameters
    ----------
    file
        Named in messages only.
    content
        The bytes of the file.
    record
        Dataclass whose fields, in order, are the columns.

    Raises
    ------
    BackgroundTableError
        If the bytes are not UTF-8, the header differs, or a row is short or long.
    """
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    except UnicodeDecodeError as error:
        raise fail(file, 1, "the file is not UTF-8") from error
    columns = [field.name for field in dataclasses.fields(record)]
    header = next(lines, [])
    if header != columns:
        raise fail(file, 1, f"the header must be {','.join(columns)}")
    rows = []
    for values in lines:
        if len(values) != len(columns):
            problem = f"{len(values)} values, must be {len(columns)}"
            raise fail(file, lines.line_num, problem)
        rows.append(Row(dict(zip(columns, values, strict=True)), file, lines.line_num))
    return rows
