"""Errors of the inventories room: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class HakariError(Exception):
    """Base of every error hakari raises on purpose.

    `status` is the HTTP status the error becomes, `slug` its stable name in problem+json.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"


class BackgroundTableError(HakariError):
    """A background table breaks its own schema; the message names file and line."""

    slug = "background-table-broken"


class DataFileInvalidError(HakariError):
    """A shipped data file is not what it should be; file, line and problem are named."""

    slug = "data-file-invalid"

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        super().__init__(f"{file}:{line or 1}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class UnitUnknownError(HakariError):
    """A unit is not one hakari knows."""

    status = 422
    slug = "unit-unknown"

    def __init__(self, unit: str) -> None:
        super().__init__(f"unit `{unit}` is not known")
        self.unit = unit


class UnitDimensionError(HakariError):
    """A unit cannot be converted to the one that is needed."""

    status = 422
    slug = "unit-dimension"

    def __init__(self, unit: str, needed: str) -> None:
        super().__init__(f"unit `{unit}` cannot be converted to `{needed}`")
        self.unit = unit
        self.needed = needed


class FormulaInvalidError(HakariError):
    """A formula is outside the small language of `inventories.expressions`."""

    status = 422
    slug = "formula-invalid"

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(f"formula `{text[:80]}`: {problem}")
        self.text = text
        self.problem = problem


class FormulaNotFiniteError(HakariError):
    """A formula gives no finite number with the given parameters."""

    status = 422
    slug = "formula-not-finite"

    def __init__(self, text: str) -> None:
        super().__init__(f"formula `{text[:80]}` gives no finite number below 1e15")
        self.text = text


class PlantUnsolvableError(HakariError):
    """The activities form no chain that can be run so that the demand is met."""

    status = 422
    slug = "plant-unsolvable"

    def __init__(self, activities: Iterable[str]) -> None:
        self.activities = tuple(activities)
        super().__init__(
            f"the activities {', '.join(self.activities)} cannot be run so that each supplies "
            "what the others use (loop that consumes what it makes, or negative operation)"
        )


class RouteInvalidError(HakariError):
    """A route document has error findings; it was not used and nothing was stored."""

    status = 422
    slug = "route-invalid"

    def __init__(self, findings: tuple[object, ...]) -> None:
        super().__init__(f"the route has {len(findings)} finding(s)")
        self.findings = findings


class CaseUnknownError(HakariError):
    """No case of that name is in the library."""

    status = 404
    slug = "case-unknown"

    def __init__(self, name: str, candidates: tuple[str, ...] = ()) -> None:
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else ""
        super().__init__(f"no case `{name}`{hint}")
        self.name = name
        self.candidates = candidates


class BaselineMismatchError(HakariError):
    """The baseline file beside a route holds another route than the one it replaces."""

    status = 422
    slug = "baseline-mismatch"

    def __init__(self, file: str, found: str, kind: str, wanted: str) -> None:
        super().__init__(f"{file} holds `{found}` ({kind}), the route replaces `{wanted}`")
        self.file = file
        self.found = found
        self.kind = kind
        self.wanted = wanted


class FileNotRegularError(HakariError):
    """A path names a folder, a pipe or a device where a file is needed."""

    status = 400
    slug = "file-not-regular"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is not a file")
        self.file = file
