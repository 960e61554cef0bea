"""Answers of checks: validation, crosscheck, verification, export."""

from typing import Literal

from api.results.base import Result
from inventories.findings import Finding


class CrosscheckPair(Result):
    """One case and guideline calculated twice."""

    case: str
    role: Literal["bio", "baseline"]
    guideline: str
    total: str
    hakari: float
    bw2calc: float
    rel_diff: float


class CrosscheckDocument(Result):
    """Answer of `crosscheck`."""

    pairs: int
    max_rel_diff: float
    engine: str
    details: tuple[CrosscheckPair, ...]
    skipped: tuple[str, ...] = ()


class ValidationDocument(Result):
    """Answer of `validate`."""

    ok: bool
    findings: tuple[Finding, ...]


class VerificationDocument(Result):
    """Answer of `verify`."""

    verdict: Literal["same", "differs"]
    receipt: str
    differences: tuple[str, ...]


class ExportDocument(Result):
    """Answer of `export`."""

    path: str
    format: str
    bytes: int
    more: tuple[str, ...] = ()


class BackgroundCheckDocument(Result):
    """Answer of `background check`."""

    id: str
    ok: bool
    datasets: int
    closed: int
    max_residual: float
    problems: tuple[str, ...]
