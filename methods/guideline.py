"""Guidelines: loading them from `guidelines/<id>/` and asking what they say on a date."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from inventories.catalogue import nearest
from inventories.yaml_files import place
from methods.documents import DefaultEntry, GuidelineDocument, RuleDocument, RuleEntry
from methods.errors import (
    ChoiceUnknownError,
    DateInvalidError,
    GuidelineDataError,
    GuidelineUnknownError,
    OptionInvalidError,
    RuleDateError,
)
from methods.files import broken, line_of, parse, read_yaml
from methods.rulebook import Alternative, Choice, Rules, checked_options
from methods.vocabulary import axes

GUIDELINES_FOLDER = Path(__file__).with_name("guidelines")
DEFAULTS_FILE = Path(__file__).with_name("defaults.yaml")


@dataclass(frozen=True)
class Guideline:
    """One guideline: its identity and, per axis, its dated entries (oldest first)."""

    document: GuidelineDocument
    entries: Mapping[str, tuple[RuleEntry, ...]]

    @property
    def id(self) -> str:
        """The guideline's id."""
        return self.document.id

    def rules_on(self, date: str | None = None) -> Rules:
        """Return what the guideline says on a date.

        Parameters
        ----------
        date
            YYYY-MM-DD; None: the latest entry of every axis.

        Raises
        ------
        DateInvalidError
            If the date is not a date.
        RuleDateError
            If an axis has no entry in force on that date.
        """
        if date is not None:
            checked_date(date)
        choices = {axis: self._choice(axis, date) for axis in axes()}
        return Rules(self.id, date, MappingProxyType(choices))

    def _choice(self, axis: str, date: str | None) -> Choice:
        entry = self._entry(axis, date)
        default = defaults()[axis]
        silent = entry.choice is None
        return Choice(
            axis=axis,
            choice=entry.choice or default.choice,
            options=MappingProxyType(default.options if silent else entry.options),
            strength=entry.strength,
            clause=entry.clause or "",
            paraphrase=entry.paraphrase,
            reference=entry.reference,
            evidence=entry.evidence,
            is_default=silent,
            permitted=tuple(
                Alternative(p.choice, MappingProxyType(p.options)) for p in entry.permitted
            ),
        )

    def _entry(self, axis: str, date: str | None) -> RuleEntry:
        entries = self.entries[axis]
        if date is None:
            return entries[-1]
        for entry in entries:
            if (entry.from_ or date) <= date <= (entry.to or date):
                return entry
        raise RuleDateError(self.id, axis, date)


def checked_date(date: str) -> str:
    """Return a date after checking that it is one, YYYY-MM-DD.

    Raises
    ------
    DateInvalidError
        If it is none.
    """
    try:
        calendar_date.fromisoformat(date)
    except ValueError as error:
        raise DateInvalidError(date) from error
    return date


def guideline_ids(folder: Path = GUIDELINES_FOLDER) -> tuple[str, ...]:
    """Return the ids of every encoded guideline, sorted."""
    return tuple(sorted(p.parent.name for p in folder.glob("*/guideline.yaml")))


@functools.cache
def load_guideline(guideline_id: str, folder: Path = GUIDELINES_FOLDER) -> Guideline:
    """Load a guideline and everything it extends.

    Raises
    ------
    GuidelineUnknownError
        If there is no such guideline.
    GuidelineDataError
        If a file breaks its schema, names an unknown axis or choice, has overlapping periods,
        lacks evidence, or extends an unknown guideline or itself.
    """
    return _load(guideline_id, folder, ())


@functools.cache
def defaults() -> Mapping[str, DefaultEntry]:
    """Return the project default of every axis."""
    value, lines = read_yaml(DEFAULTS_FILE)
    found: dict[str, DefaultEntry] = {}
    for axis, body in value.items():
        try:
            found[axis] = DefaultEntry.model_validate(body)
            checked_options(axis, found[axis].choice, found[axis].options)
        except ValidationError as error:
            raise broken(DEFAULTS_FILE, lines, error, f"/{axis}") from error
        except (ChoiceUnknownError, OptionInvalidError) as error:
            where = line_of(lines, f"/{axis}")
            raise GuidelineDataError(place(DEFAULTS_FILE), where, str(error)) from error
    missing = [axis for axis in axes() if axis not in found]
    if missing:
        raise GuidelineDataError(place(DEFAULTS_FILE), None, f"no default for {missing}")
    return MappingProxyType(found)


def _load(guideline_id: str, folder: Path, above: tuple[str, ...]) -> Guideline:
    home = folder / guideline_id
    file = home / "guideline.yaml"
    if guideline_id not in guideline_ids(folder):
        known = guideline_ids(folder)
        raise GuidelineUnknownError(guideline_id, nearest(guideline_id, known))
    document, lines = parse(GuidelineDocument, file)
    if document.id != guideline_id:
        raise GuidelineDataError(
            place(file), lines.get("/id"), f"id `{document.id}` must be `{guideline_id}`"
        )
    entries = _inherited(document, file, lines, folder, (*above, guideline_id))
    for rule_file in sorted((home / "rules").glob("*.yaml")):
        entries[rule_file.stem] = _read_rule(rule_file)
    missing = [axis for axis in axes() if axis not in entries]
    if missing:
        raise GuidelineDataError(place(file), None, f"no rule file for {', '.join(missing)}")
    return Guideline(document, MappingProxyType(entries))


def _inherited(
    document: GuidelineDocument,
    file: Path,
    lines: dict[str, int],
    folder: Path,
    chain: tuple[str, ...],
) -> dict[str, tuple[RuleEntry, ...]]:
    if document.extends is None:
        return {}
    line = lines.get("/extends")
    if document.extends in chain:
        circle = " -> ".join((*chain, document.extends))
        raise GuidelineDataError(place(file), line, f"`extends` goes in a circle: {circle}")
    try:
        return dict(_load(document.extends, folder, chain).entries)
    except GuidelineUnknownError as error:
        raise GuidelineDataError(place(file), line, f"`extends`: {error}") from error


def _read_rule(file: Path) -> tuple[RuleEntry, ...]:
    document, lines = parse(RuleDocument, file)
    if document.axis != file.stem or document.axis not in axes():
        known = ", ".join(axes())
        problem = f"axis `{document.axis}` must be the file's name and one of {known}"
        raise GuidelineDataError(place(file), lines.get("/axis"), problem)
    for index, entry in enumerate(document.entries):
        named = [(entry.choice, entry.options, f"/entries/{index}/choice")] + [
            (p.choice, p.options, f"/entries/{index}/permitted/{k}")
            for k, p in enumerate(entry.permitted)
        ]
        for choice, options, pointer in named:
            if choice is None:
                continue
            try:
                checked_options(document.axis, choice, options)
            except (ChoiceUnknownError, OptionInvalidError) as error:
                where = line_of(lines, pointer)
                raise GuidelineDataError(place(file), where, str(error)) from error
    for index, (older, newer) in enumerate(
        zip(document.entries, document.entries[1:], strict=False), start=1
    ):
        if older.to is None or newer.from_ is None or newer.from_ <= older.to:
            where = line_of(lines, f"/entries/{index}")
            raise GuidelineDataError(
                place(file), where, "the period overlaps the one before; write oldest first"
            )
    return document.entries
