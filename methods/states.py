"""States of a route on its way through the rules, each computed once.

Many combinations of choices are asked for one route: every guideline, every mix of two guidelines,
every alternative a text permits. A rule looks at the draft, at its own choice and at the choices
it `reads`; so its result is kept under these, and drafts that later rules cannot tell apart are
one state. Choices without effect on a route then cost nothing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inventories.errors import HakariError
from inventories.inventory import Inventory
from lca.system import Characterization
from methods.context import Context
from methods.floor import floored
from methods.lines import Draft, Line, differs, start
from methods.rulebook import Choice, Rules
from methods.rules import PIPELINE, credits
from methods.tables import Factor

STAGES = PIPELINE[:-1]
"""Rules that change the draft."""

LAST = PIPELINE[-1]
"""The rule that only says how elementary flows count, whatever the lines are."""

LAST_LOOKED_AT: Mapping[str, int] = {
    axis: stage for stage, rule in enumerate(PIPELINE) for axis in (rule.axis, *rule.reads)
}
"""Axis -> position of the last rule that looks at its choice."""

_UNSEEN = frozenset({"inventory", "rungs", "characterizations", "flow_factors", "notes"})
_SEEN = tuple(f.name for f in dataclasses.fields(Draft) if f.name not in _UNSEEN)
"""Parts of a draft that later rules, or the score, can depend on."""

_DEPENDS_ON_DAY = -1


@dataclass(frozen=True, eq=False)
class Ruling:
    """What one text says on one axis; some rules ask for the day of the text's rules too."""

    choice: Choice
    day: str


def rulings(rules: Rules) -> dict[str, Ruling]:
    """Return the ruling of a text on every axis."""
    return {axis: Ruling(choice, rules.day) for axis, choice in rules.choices.items()}


@dataclass(frozen=True)
class _Watched(Rules):
    """The choices a rule may look at; notes whether it looked at the day."""

    seen: set[str] = field(default_factory=set)

    def __getattribute__(self, name: str) -> Any:
        if name == "day":
            object.__getattribute__(self, "seen").add(name)
        return object.__getattribute__(self, name)


@dataclass(frozen=True, eq=False)
class Characterized:
    """How elementary flows count for the score, and the table rows that say so."""

    total: Characterization
    flow_factors: Mapping[str, tuple[Factor, ...]]


class States:
    """The states one route can be in, by number. A state is a draft, or why there is none.

    Parameters
    ----------
    inventory
        Route in numbers.
    context
        What rules may look at; its rules are replaced combination by combination.
    """

    def __init__(self, inventory: Inventory, context: Context) -> None:
        self._context = context
        self._found: list[Draft | HakariError] = []
        self._floored: list[bool] = []
        self._rungs: dict[tuple[int | str, ...], Mapping[str, tuple[str, ...]]] = {}
        self._number: dict[tuple[object, ...], int] = {}
        self._steps: dict[tuple[int | str, ...], int] = {}
        self._changes: dict[tuple[int, int], bool] = {}
        self._last: dict[tuple[object, ...], int] = {}
        self._characterized: list[Characterized | HakariError] = []
        self._choices: dict[int, tuple[Choice, int]] = {}
        self._tokens: dict[tuple[str, str, str], int] = {}
        self._lines: dict[int, tuple[Line, int]] = {}
        self._line_tokens: dict[tuple[object, ...], int] = {}
        self.day_axes: set[str] = set()
        """Axes whose rule has looked at the day."""
        self.first = self._keep(start(inventory), floor=False)

    def __len__(self) -> int:
        """Number of different states seen."""
        return len(self._found)

    def __getitem__(self, state: int) -> Draft | HakariError:
        """Return the draft of a state, or the error that stands for it."""
        return self._found[state]

    def characterized(self, number: int) -> Characterized | HakariError:
        """Return what `characterize` found, or why nothing."""
        return self._characterized[number]

    def token(self, choice: Choice) -> int:
        """Return a number that two choices share if they ask for the same calculation."""
        known = self._choices.get(id(choice))
        if known is None:
            written = json.dumps(dict(choice.options), sort_keys=True, default=str)
            key = (choice.axis, choice.choice, written)
            known = choice, self._tokens.setdefault(key, len(self._tokens))
            self._choices[id(choice)] = known  # holds the choice, so that its id stays its own
        return known[1]

    def step(self, stage: int, state: int, ruling: Ruling, reads: Sequence[Choice]) -> int:
        """Apply the rule of a stage to a state.

        Parameters
        ----------
        stage
            Position in `STAGES`.
        state
            Where the route is.
        ruling
            What is said on the rule's axis.
        reads
            Choices on the axes of the rule's `reads`, in their order.

        Returns
        -------
        int
            The state after it.
        """
        before = self._found[state]
        if isinstance(before, HakariError):
            return state
        key = self._key(stage, state, ruling, reads)
        found = self._steps.get(key)
        if found == _DEPENDS_ON_DAY:
            found = self._steps.get((*key, ruling.day))
        if found is None:
            axis = STAGES[stage].axis
            rules = self._rules(ruling, reads)
            try:
                after: Draft | HakariError = STAGES[stage].apply(
                    before, ruling.choice, dataclasses.replace(self._context, rules=rules)
                )
            except HakariError as error:
                after = error
            floor = self._floored[state]
            if axis == credits.AXIS:
                floor = isinstance(after, Draft) and _credited(after) and floored(rules)
            same = after is before and floor == self._floored[state]
            found = state if same else self._keep(after, floor)
            if rules.seen:
                self.day_axes.add(axis)
                self._steps[key] = _DEPENDS_ON_DAY
                key = (*key, ruling.day)
            self._steps[key] = found
            if isinstance(after, Draft) and after.rungs != before.rungs:
                self._rungs[key] = after.rungs
        return found

    def rungs(
        self, stage: int, state: int, ruling: Ruling, reads: Sequence[Choice]
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the rungs that a step taken has used: states that look alike share no rungs."""
        key = self._key(stage, state, ruling, reads)
        return self._rungs.get(key, self._rungs.get((*key, ruling.day), {}))

    def floored(self, state: int) -> bool:
        """Whether credits bring the result of a state to zero at most."""
        return self._floored[state]

    def changed(self, before: int, after: int) -> bool:
        """Whether a rule that led from one state to another changed anything but the notes."""
        key = (before, after)
        if key not in self._changes:
            left, right = self._found[before], self._found[after]
            if isinstance(left, HakariError) or isinstance(right, HakariError):
                self._changes[key] = before != after
            else:
                self._changes[key] = before != after and differs(left, right)
        return self._changes[key]

    def characterize(self, state: int, ruling: Ruling, reads: Sequence[Choice]) -> int:
        """Return the number of the characterization that the last rule gives in a state."""
        draft = self._found[state]
        if isinstance(draft, HakariError):
            raise draft
        key = (draft.carbon_totals, self.token(ruling.choice), *map(self.token, reads))
        if key not in self._last:
            rules = self._rules(ruling, reads)
            context = dataclasses.replace(self._context, rules=rules)
            found: Characterized | HakariError
            try:
                after = LAST.apply(draft, ruling.choice, context)
                found = Characterized(after.characterizations[0], after.flow_factors)
            except HakariError as error:
                found = error
            self._last[key] = len(self._characterized)
            self._characterized.append(found)
        return self._last[key]

    def _key(
        self, stage: int, state: int, ruling: Ruling, reads: Sequence[Choice]
    ) -> tuple[int | str, ...]:
        return stage, state, self.token(ruling.choice), *map(self.token, reads)

    def _rules(self, ruling: Ruling, reads: Sequence[Choice]) -> _Watched:
        choices = {choice.axis: choice for choice in (ruling.choice, *reads)}
        return _Watched("", ruling.day, choices)

    def _keep(self, found: Draft | HakariError, floor: bool) -> int:
        if isinstance(found, HakariError):
            key: tuple[object, ...] = ("error", type(found), str(found))
        else:
            key = (
                floor,
                *(
                    tuple(map(self._line_token, found.lines))
                    if name == "lines"
                    else _frozen(getattr(found, name))
                    for name in _SEEN
                ),
            )
        number = self._number.setdefault(key, len(self._found))
        if number == len(self._found):
            self._found.append(found)
            self._floored.append(floor)
        return number

    def _line_token(self, line: Line) -> int:
        known = self._lines.get(id(line))
        if known is None:
            key = (
                line.activity,
                line.kind,
                line.key,
                _frozen(line.amount),
                line.pointer,
                line.supplier,
                line.because,
                line.product,
                id(line.source_input),
                id(line.source_output),
            )
            known = line, self._line_tokens.setdefault(key, len(self._line_tokens))
            self._lines[id(line)] = known
        return known[1]


def _credited(draft: Draft) -> bool:
    return any(line.because == credits.AXIS for line in draft.lines)


def _frozen(value: object) -> object:
    """Return something hashable that is equal for equal values."""
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, Mapping):
        return tuple((key, _frozen(part)) for key, part in value.items())
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)
    return value
