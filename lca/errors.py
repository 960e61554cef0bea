"""Errors of the lca room: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inventories.errors import HakariError


class BackgroundCorruptError(HakariError):
    """A background artefact on disk is not what its manifest says."""

    slug = "background-corrupt"

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(
            f"background `{folder.name}` is damaged: {problem}; "
            "delete the folder and run `hakari background build`"
        )
        self.folder = folder
        self.problem = problem


class BackgroundBuildError(HakariError):
    """A background cannot be built from its tables."""

    slug = "background-build-failed"


class BackgroundUnknownProviderError(HakariError):
    """A system asks for a provider the background does not have."""

    status = 422
    slug = "background-unknown-provider"

    def __init__(self, provider: str, candidates: Sequence[str] = ()) -> None:
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else ""
        super().__init__(f"the background has no provider `{provider}`{hint}")
        self.provider = provider
        self.candidates = tuple(candidates)


class IndicatorUnknownError(HakariError):
    """The background holds no indicator of that id."""

    status = 404
    slug = "indicator-unknown"

    def __init__(self, indicator: str, candidates: Sequence[str] = ()) -> None:
        hint = f"; did you mean {', '.join(candidates)}?" if candidates else ""
        super().__init__(f"no indicator `{indicator}`{hint}")
        self.indicator = indicator
        self.candidates = tuple(candidates)


class IndicatorSourceError(HakariError):
    """The LCIA package that bw2io ships is not the one the indicator list was written for."""

    slug = "indicator-source"


class SystemNotSquareError(HakariError):
    """A foreground does not have as many products as columns."""

    status = 422
    slug = "system-not-square"

    def __init__(self, rows: int, columns: int, labels: int) -> None:
        super().__init__(
            f"the technosphere is {rows} x {columns} for {labels} columns; it must be square"
        )
        self.shape = (rows, columns)


class SystemNotFiniteError(HakariError):
    """A system holds an infinite amount or one that is not a number."""

    status = 422
    slug = "system-not-finite"

    def __init__(self, where: str) -> None:
        super().__init__(f"`{where}` holds a value that is not a finite number")
        self.where = where


class SystemSingularError(HakariError):
    """A foreground has no unique solution; `columns` are those that depend on each other."""

    status = 422
    slug = "system-singular"

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(
            f"the activities {', '.join(columns)} have no unique solution "
            "(a loop that makes nothing, or a product nobody makes)"
        )
        self.columns = tuple(columns)


class SystemIllConditionedError(HakariError):
    """A foreground is so close to singular that its solution would be noise."""

    status = 422
    slug = "system-ill-conditioned"

    def __init__(self, condition: float, columns: Sequence[str]) -> None:
        super().__init__(
            f"condition number {condition:.1e}: the activities {', '.join(columns)} "
            "nearly use up what they make"
        )
        self.condition = condition
        self.columns = tuple(columns)


class SystemResidualError(HakariError):
    """The solution of a system does not satisfy its own balance."""

    slug = "system-residual"

    def __init__(self, residual: float, columns: Sequence[str]) -> None:
        super().__init__(f"relative residual {residual:.1e} in {', '.join(columns)}")
        self.residual = residual
        self.columns = tuple(columns)
