"""Proposals: changed rules laid over a guideline, to be tried on every case.

A proposal is a file of schema ``hakari/proposal/1``. It names the guideline it would change and,
rule by rule, what it would say instead. It is data like a guideline: each of its rules has a
strength, a paraphrase and an evidence tag of its own.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from inventories.catalogue import nearest
from inventories.document import Localised
from inventories.findings import MAX_FINDINGS, Finding, from_texts
from inventories.formats.parsing import escape
from inventories.yaml_files import place
from methods.differences import same
from methods.documents import (
    Date,
    Demand,
    DocumentPart,
    EvidenceTag,
    GuidelineKey,
    PermittedAlternative,
    Words,
    document_schema,
)
from methods.errors import (
    ChoiceUnknownError,
    DateInvalidError,
    OptionInvalidError,
    ProposalInvalidError,
)
from methods.files import MAX_BYTES, line_of, option_texts, read_yaml, texts_of
from methods.guideline import Guideline, checked_date, guideline_ids, load_guideline
from methods.rulebook import Alternative, Rules, checked_options
from methods.vocabulary import axes

FINDINGS_FILE = Path(__file__).with_name("proposal_findings.yaml")
PROPOSALS_FOLDER = Path(__file__).with_name("proposals")
MAX_SHOWN, MAX_POINTER = 200, 500
"""Characters of the writer's own words that a finding repeats; a hostile key has a million."""


class ProposedRule(DocumentPart):
    """What a proposal would say on one axis.

    `adds`: the text is silent on the axis and the proposal gives it a rule; without it a rule
    that the text does not have cannot be changed.
    """

    axis: Words
    choice: Words
    options: dict[str, Any] = Field(default_factory=dict)
    permitted: tuple[PermittedAlternative, ...] = ()
    adds: bool = False
    strength: Demand
    clause: Words | None = None
    paraphrase: Localised
    reference: Words
    evidence: EvidenceTag


class ProposalDocument(DocumentPart):
    """A proposal file. `over` is the id of the guideline it would change."""

    schema_: Literal["hakari/proposal/1"] = Field(alias="schema")
    id: GuidelineKey
    title: Localised
    authors: Annotated[tuple[Words, ...], Field(min_length=1)]
    date: Date
    over: GuidelineKey
    status: Literal["sample", "draft", "submitted"]
    rules: Annotated[tuple[ProposedRule, ...], Field(min_length=1, max_length=22)]
    notes: tuple[Localised, ...] = ()

    @model_validator(mode="after")
    def _one_rule_an_axis(self) -> ProposalDocument:
        named = [rule.axis for rule in self.rules]
        twice = sorted({axis for axis in named if named.count(axis) > 1})
        if twice:
            raise ValueError(f"axis `{twice[0]}` stands twice; write one rule for each axis")
        return self


@dataclass(frozen=True)
class Proposal:
    """A checked proposal: what the guideline says on the day, and what it would say."""

    document: ProposalDocument
    guideline: Guideline
    before: Rules
    after: Rules


def proposal_ids(folder: Path = PROPOSALS_FOLDER) -> tuple[str, ...]:
    """Return the ids of the proposals in a folder, sorted."""
    return tuple(sorted(file.stem for file in folder.glob("*.yaml")))


def load_proposal(file: Path, date: str | None = None) -> Proposal:
    """Read and check a proposal file.

    Raises
    ------
    GuidelineDataError
        If the file is not plain YAML.
    ProposalInvalidError
        With every problem: unknown keys, axes, choices or options, a rule the guideline does not
        have, a rule that changes nothing, an unknown guideline.
    """
    value, lines = read_yaml(file)
    return check_proposal(value, date, lines, place(file))


def check_proposal(
    value: object,
    date: str | None = None,
    lines: Mapping[str, int] | None = None,
    name: str = "proposal",
) -> Proposal:
    """Check a proposal given as plain data.

    Parameters
    ----------
    value
        The document.
    date
        Day of the guideline's rules, YYYY-MM-DD; None: the day they were checked.
    lines
        Line of each JSON pointer, if it came from a file.
    name
        What it is called in messages.

    Raises
    ------
    ProposalInvalidError
        With every problem found.
    """

    def found(rule: str, pointer: str, **params: str | list[str]) -> Finding:
        line = line_of(lines or {}, pointer)
        shown = {k: v[:MAX_SHOWN] if isinstance(v, str) else v for k, v in params.items()}
        return from_texts(_texts()[rule], rule, pointer[:MAX_POINTER], shown, line=line)

    # A file was measured when it was read; what was posted is measured here.
    if lines is None and len(json.dumps(value, default=str)) > MAX_BYTES:
        raise ProposalInvalidError(name, (found("proposal-too-large", "", limit=str(MAX_BYTES)),))
    try:
        document = ProposalDocument.model_validate(value)
    except ValidationError as error:
        raise ProposalInvalidError(
            name,
            tuple(
                found("proposal-schema", pointer, problem=en, problem_ja=ja)
                for pointer, (en, ja) in _schema_problems(error)
            ),
        ) from error
    if document.over not in guideline_ids():
        near = list(nearest(document.over, guideline_ids()))
        unknown = found(
            "proposal-guideline-unknown", "/over", guideline=document.over, candidates=near
        )
        raise ProposalInvalidError(name, (unknown,))
    try:
        checked_date(document.date)
    except DateInvalidError as error:
        raise ProposalInvalidError(
            name, (found("proposal-date-invalid", "/date", date=document.date),)
        ) from error
    guideline = load_guideline(document.over)
    before = guideline.rules_on(date)
    problems = tuple(
        found(rule, f"/rules/{index}{pointer}", **params)
        for index, proposed in enumerate(document.rules)
        if (problem := _problem(proposed, before)) is not None
        for rule, pointer, params in (problem,)
    )
    if problems:
        raise ProposalInvalidError(name, problems)
    return Proposal(document, guideline, before, _laid_over(before, document))


def _schema_problems(error: ValidationError) -> list[tuple[str, tuple[str, str]]]:
    """Return pointer and texts of every problem; of a list that holds a broken part only that."""
    errors = error.errors(include_url=False, include_input=False)[:MAX_FINDINGS]
    found = [("".join(f"/{escape(str(part))}" for part in e["loc"]), e) for e in errors]
    return [
        (pointer, texts_of(e))
        for pointer, e in found
        if not any(other.startswith(f"{pointer}/") for other, _ in found)
    ]


def _laid_over(before: Rules, document: ProposalDocument) -> Rules:
    after = before
    for rule in document.rules:
        after = after.with_choice(
            rule.axis,
            rule.choice,
            rule.options,
            strength=rule.strength,
            clause=rule.clause or "",
            paraphrase=rule.paraphrase,
            reference=rule.reference,
            evidence=rule.evidence,
            permitted=tuple(Alternative(p.choice, p.options) for p in rule.permitted),
        )
    return after


def _problem(
    rule: ProposedRule, before: Rules
) -> tuple[str, str, dict[str, str | list[str]]] | None:
    """Return rule id, pointer within the rule and parameters of what is wrong with it."""
    names: dict[str, str | list[str]] = {"axis": rule.axis, "guideline": before.guideline_id}
    if rule.axis not in axes():
        near = list(nearest(rule.axis, tuple(axes())) or axes())
        return "proposal-axis-unknown", "/axis", names | {"candidates": near}
    written = before[rule.axis]
    if written.is_default and not rule.adds:
        return "proposal-rule-missing", "/axis", names
    if rule.adds and not written.is_default:
        return "proposal-rule-exists", "/adds", names
    choices = [(rule.choice, rule.options, "")] + [
        (p.choice, p.options, f"/permitted/{k}") for k, p in enumerate(rule.permitted)
    ]
    for choice, options, where in choices:
        try:
            checked_options(rule.axis, choice, options)
        except ChoiceUnknownError as error:
            params = names | {"choice": choice, "candidates": list(error.candidates)}
            return "proposal-choice-unknown", f"{where}/choice", params
        except OptionInvalidError as error:
            en, ja = option_texts(error)
            params = names | {"choice": choice, "option": error.option}
            params |= {"problem": en, "problem_ja": ja}
            return "proposal-option-invalid", f"{where}/options", params
    proposed = before.with_choice(rule.axis, rule.choice, rule.options)[rule.axis]
    if same(written, proposed) and not rule.adds and not rule.permitted and not written.permitted:
        return "proposal-changes-nothing", "/choice", names
    return None


@functools.cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = read_yaml(FINDINGS_FILE)[0]
    return texts


def proposal_schema() -> dict[str, Any]:
    """Return the JSON Schema of a proposal file."""
    return document_schema(ProposalDocument, "proposal", "Changed rules laid over a guideline")
