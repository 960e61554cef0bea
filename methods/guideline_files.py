"""The files of one guideline: read, and checked for what a schema cannot say.

Choices, options, dates, comparators, terms and requirements are held against the vocabulary and
the tables. Every problem of a file is told, not only the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from inventories.catalogue import nearest
from methods.documents import Comparator, GuidelineDocument, Period, RuleDocument, RuleEntry
from methods.errors import ChoiceUnknownError, OptionInvalidError
from methods.files import DataFile, DataProblem, option_texts, read_file, read_model
from methods.requirements import limit_problem
from methods.rulebook import checked_options
from methods.vocabulary import axes

GUIDELINE_FILE = "guideline.yaml"
RULES_FOLDER = "rules"


@dataclass(frozen=True)
class GuidelineFiles:
    """What a guideline's own folder holds.

    Attributes
    ----------
    file : `guideline.yaml` as read
    document : its content, None if it has problems
    entries : axis -> entries of the rule files without problems
    written : axes that have a rule file, readable or not
    problems : everything that is wrong with these files
    """

    file: DataFile
    document: GuidelineDocument | None
    entries: Mapping[str, tuple[RuleEntry, ...]]
    written: frozenset[str]
    problems: tuple[DataProblem, ...]


def read_files(home: Path) -> GuidelineFiles:
    """Read a guideline's folder; never raises, problems are told."""
    file = read_file(home / GUIDELINE_FILE)
    document, found = read_model(GuidelineDocument, file)
    problems = list(found)
    if document is not None:
        problems += _document_problems(document, file, home.name)
    entries: dict[str, tuple[RuleEntry, ...]] = {}
    written: set[str] = set()
    for path in sorted((home / RULES_FOLDER).glob("[!.]*")):
        if path.suffix != ".yaml" or path.stem not in axes():
            near = list(nearest(path.stem, tuple(axes())))
            problems.append(file.problem("rule-file-stray", "", file=path.name, candidates=near))
            continue
        written.add(path.stem)
        rule_file = read_file(path)
        rule, found = read_model(RuleDocument, rule_file)
        problems += found
        if rule is None:
            continue
        wrong = tuple(_rule_problems(rule, rule_file))
        problems += wrong
        if not wrong:
            entries[path.stem] = rule.entries
    return GuidelineFiles(file, document, entries, frozenset(written), tuple(problems))


def _document_problems(
    document: GuidelineDocument, file: DataFile, folder: str
) -> Iterator[DataProblem]:
    if document.id != folder:
        yield file.problem("guideline-id", "/id", id=document.id, folder=folder)
    yield from _calendar_problems(file)
    for index, term in enumerate(document.terms):
        for place, axis in enumerate(term.axes):
            if axis not in axes():
                yield file.problem(
                    "term-axis-unknown",
                    f"/terms/{index}/axes/{place}",
                    term=term.id,
                    axis=axis,
                    candidates=list(nearest(axis, tuple(axes()))),
                )
    yield from _doubled(file, "terms", [t.id for t in document.terms])
    yield from _doubled(file, "comparators", [c.id for c in document.comparators])
    yield from _comparator_problems(document, file)


def _doubled(file: DataFile, part: str, ids: list[str]) -> Iterator[DataProblem]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield file.problem("name-twice", f"/{part}/{index}/id", id=name)


def _comparator_problems(document: GuidelineDocument, file: DataFile) -> Iterator[DataProblem]:
    acting = [(i, c) for i, c in enumerate(document.comparators) if not c.planned]
    for (_, first), (index, second) in combinations(acting, 2):
        if _same_products(first, second) and _overlap(first.in_force, second.in_force):
            where = f"/comparators/{index}/in_force"
            yield file.problem("comparators-overlap", where, first=first.id, second=second.id)
    for index, comparator in enumerate(document.comparators):
        periods = list(enumerate(comparator.thresholds))
        for (_, one), (place, other) in combinations(periods, 2):
            if _overlap(one.plant_start, other.plant_start):
                where = f"/comparators/{index}/thresholds/{place}/plant_start"
                yield file.problem("thresholds-overlap", where, comparator=comparator.id)


def _same_products(first: Comparator, second: Comparator) -> bool:
    return (
        bool(set(first.applies_to) & set(second.applies_to))
        and first.carrier == second.carrier
        and first.unit == second.unit
    )


def _overlap(first: Period, second: Period) -> bool:
    starts, ends = (first.from_ or "", second.from_ or ""), (first.to or "~", second.to or "~")
    return max(starts) <= min(ends)


def _calendar_problems(file: DataFile) -> Iterator[DataProblem]:
    """Dates that have the form of one and are none, wherever they stand in a file."""
    for pointer, text in _dates(file.value, ""):
        try:
            calendar_date.fromisoformat(text)
        except ValueError:
            yield file.problem("date-not-in-calendar", pointer, date=text)


def _dates(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key in {"from", "to", "checked_on"} and isinstance(part, str):
                yield f"{pointer}/{key}", part
            else:
                yield from _dates(part, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _dates(part, f"{pointer}/{index}")


def _rule_problems(rule: RuleDocument, file: DataFile) -> Iterator[DataProblem]:
    if rule.axis != file.path.stem:
        yield file.problem("rule-axis", "/axis", axis=rule.axis, file=file.path.stem)
        return
    for index, entry in enumerate(rule.entries):
        where = f"/entries/{index}"
        if entry.choice is not None:
            yield from _choice_problems(rule.axis, entry.choice, entry.options, file, where)
        for place, other in enumerate(entry.permitted):
            there = f"{where}/permitted/{place}"
            yield from _choice_problems(rule.axis, other.choice, other.options, file, there)
        for place, asked in enumerate(entry.requirements):
            if (wrong := limit_problem(asked)) is not None:
                there = f"{where}/requirements/{place}"
                yield file.problem(
                    "requirement-invalid", there, problem=wrong.en, problem_ja=wrong.ja
                )
    wrong_days = tuple(_calendar_problems(file))
    yield from wrong_days or _period_problems(rule, file)


def _choice_problems(
    axis: str, choice: str, options: Mapping[str, Any], file: DataFile, where: str
) -> Iterator[DataProblem]:
    try:
        checked_options(axis, choice, options)
    except ChoiceUnknownError as error:
        known = error.candidates
        yield file.problem(
            "choice-unknown",
            f"{where}/choice",
            axis=axis,
            choice=choice,
            known=list(known),
            candidates=list(nearest(choice, known)),
        )
    except OptionInvalidError as error:
        problem, problem_ja = option_texts(error)
        yield file.problem(
            "option-invalid",
            f"{where}/options",
            axis=axis,
            choice=choice,
            option=error.option,
            problem=problem,
            problem_ja=problem_ja,
        )


def _period_problems(rule: RuleDocument, file: DataFile) -> Iterator[DataProblem]:
    for index, (older, newer) in enumerate(pairwise(rule.entries), start=1):
        where = f"/entries/{index}"
        end, start = older.to, newer.from_
        if end is None or start is None or start <= end:
            told = {"start": start or "-", "end": end or "-"}
            yield file.problem("period-overlap", where, **told)
        elif calendar_date.fromisoformat(end) + timedelta(days=1) != calendar_date.fromisoformat(
            start
        ):
            yield file.problem("period-gap", where, start=start, end=end)
