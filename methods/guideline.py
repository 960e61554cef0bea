"""Guidelines: loading them from `guidelines/<id>/` and asking what they say on a date."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from inventories.catalogue import nearest
from inventories.yaml_files import place
from methods.documents import DefaultEntry, GuidelineDocument, RuleEntry
from methods.errors import (
    ChoiceUnknownError,
    DateInvalidError,
    GuidelineDataError,
    GuidelineUnknownError,
    OptionInvalidError,
    RuleDateError,
)
from methods.files import DataFile, DataProblem, broken, line_of, read_yaml, refused
from methods.guideline_files import GUIDELINE_FILE, read_files
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
            YYYY-MM-DD; None: the day on which the guideline's entries were checked.

        Raises
        ------
        DateInvalidError
            If the date is not a date.
        RuleDateError
            If an axis has no entry in force on that date.
        """
        day = self.document.checked_on if date is None else checked_date(date)
        choices = {axis: self._choice(axis, day) for axis in axes()}
        return Rules(self.id, day, MappingProxyType(choices))

    def _choice(self, axis: str, date: str) -> Choice:
        entry = entry_on(self.entries[axis], date)
        if entry is None:
            raise RuleDateError(self.id, axis, date)
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
            requirements=entry.requirements,
        )


def entry_on(entries: Sequence[RuleEntry], day: str) -> RuleEntry | None:
    """Return the entry in force on a day, YYYY-MM-DD; None if there is none."""
    for entry in entries:
        if (entry.from_ or day) <= day <= (entry.to or day):
            return entry
    return None


def checked_date(date: str) -> str:
    """Return a date after checking that it is one, YYYY-MM-DD.

    Raises
    ------
    DateInvalidError
        If it is none.
    """
    try:
        written = calendar_date.fromisoformat(date).isoformat()
    except ValueError as error:
        raise DateInvalidError(date) from error
    if written != date:  # days are compared as text: 20120101 is none of ours
        raise DateInvalidError(date)
    return date


def guideline_ids(folder: Path = GUIDELINES_FOLDER) -> tuple[str, ...]:
    """Return the ids of every encoded guideline, sorted."""
    return tuple(sorted(p.parent.name for p in folder.glob(f"*/{GUIDELINE_FILE}")))


@functools.cache
def load_guideline(guideline_id: str, folder: Path = GUIDELINES_FOLDER) -> Guideline:
    """Load a guideline and everything it extends.

    Raises
    ------
    GuidelineUnknownError
        If there is no such guideline.
    GuidelineDataError
        If something is wrong with its files; `hakari guidelines check` lists all of it.
    """
    known = guideline_ids(folder)
    if guideline_id not in known:
        raise GuidelineUnknownError(guideline_id, nearest(guideline_id, known))
    guideline, problems = _read(guideline_id, folder, ())
    if guideline is None:
        raise refused(problems)
    return guideline


def file_problems(folder: Path = GUIDELINES_FOLDER) -> tuple[DataProblem, ...]:
    """Return everything that is wrong with the YAML files of a folder of guidelines."""
    found: list[DataProblem] = []
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        if (home / GUIDELINE_FILE).exists():
            found += _read(home.name, folder, ())[1]
        else:
            bare = DataFile(home / GUIDELINE_FILE, None, {}, ())
            found.append(bare.problem("guideline-file-missing", "", folder=home.name))
    return tuple(found)


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


def _read(
    guideline_id: str, folder: Path, above: tuple[str, ...]
) -> tuple[Guideline | None, tuple[DataProblem, ...]]:
    """Return a guideline, None if it has problems, and every problem of its own files."""
    files = read_files(folder / guideline_id)
    if files.document is None:
        return None, files.problems
    base, wrong_base = _base(files.document, files.file, folder, (*above, guideline_id))
    problems = [*files.problems, *wrong_base]
    entries = {**(base.entries if base else {}), **files.entries}
    day = files.document.checked_on
    for axis in axes():
        if axis not in entries and axis not in files.written and not wrong_base:
            problems.append(files.file.problem("rule-file-missing", "", axis=axis))
        if axis in entries and not problems and entry_on(entries[axis], day) is None:
            told = {"axis": axis, "day": day}
            problems.append(files.file.problem("checked-day-not-covered", "/checked_on", **told))
    if problems:
        return None, tuple(problems)
    return Guideline(files.document, MappingProxyType(entries)), ()


def _base(
    document: GuidelineDocument, file: DataFile, folder: Path, chain: tuple[str, ...]
) -> tuple[Guideline | None, tuple[DataProblem, ...]]:
    name, known = document.extends, guideline_ids(folder)
    if name is None:
        return None, ()
    if name in chain:
        circle = " -> ".join((*chain, name))
        return None, (file.problem("extends-circle", "/extends", circle=circle),)
    if name not in known:
        near = list(nearest(name, known))
        unknown = file.problem("extends-unknown", "/extends", guideline=name, candidates=near)
        return None, (unknown,)
    base, problems = _read(name, folder, chain)
    if base is None and any(p.finding.rule == "extends-circle" for p in problems):
        return None, problems
    if base is None:
        return None, (file.problem("extends-broken", "/extends", guideline=name), *problems)
    return base, ()
