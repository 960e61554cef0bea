"""Requirements: what a text asks of a study beside the number, held against the route document."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from inventories.catalogue import Catalogue
from inventories.document import Localised
from inventories.inventory import Inventory
from inventories.yaml_files import place
from lca.coverage import Coverage
from methods.documents import Demand, EvidenceTag, Requirement
from methods.errors import GuidelineDataError
from methods.files import broken, read_yaml
from methods.requirement_checks import CHECKS, Shown, Status, Study
from methods.rulebook import Rules

REQUIREMENTS_FILE = Path(__file__).with_name("requirements.yaml")


class RequirementKind(BaseModel):
    """One requirement of `requirements.yaml`: what it is called, looks at and tells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Localised
    looks_at: Localised
    needs_limit: bool
    limit_range: tuple[float, float] | None = None
    met: Localised
    not_met: Localised | None = None
    cannot_tell: Localised | None = None

    @model_validator(mode="after")
    def _limit_has_its_range(self) -> RequirementKind:
        if self.needs_limit != (self.limit_range is not None):
            raise ValueError("`limit_range` goes with `needs_limit: true`, and only with it")
        return self


@dataclass(frozen=True)
class RequirementResult:
    """What became of one requirement on one route.

    Attributes
    ----------
    check, axis : id of `requirements.yaml`, rule axis whose rule asks for it
    title, looks_at : what is asked for, where in the route document the answer stands
    status : met, not_met, or cannot_tell (the document is silent)
    text : what was found and, if it is not met, what to write where
    limit : number it was held against, None if it needs none
    strength, clause, reference, evidence : how the text asks for it, and how well that is known
    """

    check: str
    axis: str
    title: Localised
    looks_at: Localised
    status: Status
    text: Localised
    limit: float | None
    strength: Demand
    clause: str
    reference: str
    evidence: EvidenceTag


@functools.cache
def requirement_kinds() -> Mapping[str, RequirementKind]:
    """Return every requirement by id.

    Raises
    ------
    GuidelineDataError
        If `requirements.yaml` breaks its form or does not fit the checks.
    """
    value, lines = read_yaml(REQUIREMENTS_FILE)
    found: dict[str, RequirementKind] = {}
    for check, body in value.items():
        try:
            found[check] = RequirementKind.model_validate(body)
        except ValidationError as error:
            raise broken(REQUIREMENTS_FILE, lines, error, f"/{check}") from error
    if set(found) != set(CHECKS):
        odd = ", ".join(sorted(set(found) ^ set(CHECKS)))
        raise GuidelineDataError(place(REQUIREMENTS_FILE), None, f"text without check: {odd}")
    return MappingProxyType(found)


def checked(
    rules: Rules, inventory: Inventory, coverage: Coverage, catalogue: Catalogue
) -> tuple[RequirementResult, ...]:
    """Hold what the rules ask for against a route, in the order of the rule axes.

    Parameters
    ----------
    rules
        Rules of a guideline on a date.
    inventory
        Route in numbers.
    coverage
        What its score rests on (inputs that were not counted).
    catalogue
        What the background offers.
    """
    return tuple(
        _result(axis, choice.clause, choice.reference, asked, inventory, coverage, catalogue)
        for axis, choice in rules.choices.items()
        for asked in choice.requirements
    )


def _result(
    axis: str,
    clause: str,
    reference: str,
    asked: Requirement,
    inventory: Inventory,
    coverage: Coverage,
    catalogue: Catalogue,
) -> RequirementResult:
    kind = requirement_kinds()[asked.check]
    limit = asked.limit or 0.0
    status, told = CHECKS[asked.check](Study(inventory, coverage, catalogue, limit))
    return RequirementResult(
        check=asked.check,
        axis=axis,
        title=kind.title,
        looks_at=kind.looks_at,
        status=status,
        text=_words(kind, status, told | {"limit": limit}),
        limit=asked.limit,
        strength=asked.strength,
        clause=asked.clause or clause,
        reference=reference,
        evidence=asked.evidence,
    )


def limit_problem(asked: Requirement) -> Localised | None:
    """Return what is wrong with the id or the limit of a requirement, None if nothing is."""
    kinds = requirement_kinds()
    kind = kinds.get(asked.check)
    if kind is None:
        known = ", ".join(kinds)
        return Localised(
            en=f"no requirement `{asked.check}`; one of {known}",
            ja=f"要求事項 `{asked.check}` はありません。候補: {known}",
        )
    if kind.limit_range is None:
        if asked.limit is None:
            return None
        return Localised(
            en=f"requirement `{asked.check}` takes no `limit`; leave it out",
            ja=f"要求事項 `{asked.check}` に `limit` は不要です。外してください",
        )
    low, high = kind.limit_range
    if asked.limit is None or not low <= asked.limit <= high:
        return Localised(
            en=f"requirement `{asked.check}` needs a `limit` from {low:g} to {high:g}",
            ja=f"要求事項 `{asked.check}` には {low:g}~{high:g} の `limit` が必要です",
        )
    return None


def _words(kind: RequirementKind, status: Status, told: Mapping[str, Shown]) -> Localised:
    words = {"met": kind.met, "not_met": kind.not_met, "cannot_tell": kind.cannot_tell}[status]
    if words is None:
        raise KeyError(f"no text for status `{status}` of `{kind.title.en}`")
    return Localised(en=words.en.format(**told), ja=words.ja.format(**told))
