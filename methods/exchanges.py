"""What a route exchanges in each of its states, and what that counts for.

A state is solved once, those of one size together; how elementary flows count is a vector that is
multiplied with what the state exchanges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.errors import HakariError
from inventories.expressions import Value
from lca.background import Background, provider_scores
from lca.batch import solve_supplies
from lca.errors import SystemNotFiniteError
from lca.solve import factors_of
from lca.system import Array, Characterization
from methods.assemble import Foreground, foreground
from methods.floor import not_counted
from methods.lines import Draft
from methods.rules import credits
from methods.states import States


@dataclass(frozen=True, eq=False)
class Exchanges:
    """What a solved state takes from the background and exchanges with nature, per line.

    `keys` (l,) number of the provider or flow; `amounts` (l,) or (l, s) units of it for the
    functional unit; `credits` (l,) whether a line is a claimed credit.
    """

    keys: NDArray[np.intp]
    amounts: Array
    credits: NDArray[np.bool_]


class Solver:
    """Solves the states of one route on one background."""

    def __init__(self, states: States, background: Background) -> None:
        self._states = states
        self._background = background
        self._numbers: dict[tuple[str, str], int] = {}
        self._exchanges: dict[int, Exchanges | HakariError] = {}
        self._factors: dict[int, Array] = {}
        self._per_provider: dict[int, Array] = {}
        self._scores: dict[tuple[int, int], Value | HakariError] = {}

    def exchanges(self, state: int) -> Mapping[tuple[str, str], Value]:
        """Return what a solved state exchanges: (kind, key) -> amount for the functional unit.

        Raises
        ------
        HakariError
            If the state cannot be solved.
        """
        self.solve([state])
        found = self._exchanges[state]
        if isinstance(found, HakariError):
            raise found
        names = list(self._numbers)
        amounts: dict[tuple[str, str], Value] = {}
        for key, amount in zip(found.keys, found.amounts, strict=True):
            amounts[names[key]] = amounts.get(names[key], 0.0) + amount
        return amounts

    def score(self, state: int, number: int) -> Value | HakariError:
        """Return the score of a solved state under a characterization, or why there is none."""
        solved = self._exchanges[state]
        if isinstance(solved, HakariError):
            return solved
        key = (state, number)
        if key not in self._scores:
            self._scores[key] = self._multiplied(solved, number, self._states.floored(state))
        return self._scores[key]

    def solve(self, states: Iterable[int]) -> None:
        """Solve the states that are not solved yet, those of one size together."""
        by_size: dict[int, list[tuple[int, Draft, Foreground]]] = {}
        for state in states:
            if state in self._exchanges:
                continue
            draft = self._states[state]
            try:
                if isinstance(draft, HakariError):
                    raise draft
                for line in draft.lines:
                    if line.kind == "background":
                        self._background.index(line.key)
                system = foreground(draft)
            except HakariError as error:
                self._exchanges[state] = error
                continue
            if system.technosphere.ndim == 3:
                self._solve_samples(state, draft, system)
            else:
                by_size.setdefault(len(system.demand), []).append((state, draft, system))
        for size, group in by_size.items():
            found = solve_supplies(
                np.array([system.technosphere for _, _, system in group]),
                np.array([system.demand for _, _, system in group]),
                tuple(map(str, range(size))),
            )
            for i, (state, draft, system) in enumerate(group):
                if i in found.errors:
                    labels = tuple(system.position)
                    alone = system.technosphere[None]
                    self._exchanges[state] = solve_supplies(alone, system.demand, labels).errors[0]
                else:
                    self._exchanges[state] = self._exchanged(draft, system, found.supply[i])

    def failed(self, state: int) -> bool:
        """Whether a state that was to be solved has no solution."""
        return isinstance(self._exchanges[state], HakariError)

    def _multiplied(self, solved: Exchanges, number: int, floor: bool) -> Value | HakariError:
        known = self._states.characterized(number)
        if isinstance(known, HakariError):
            return known
        with np.errstate(all="ignore"):  # what overflows is refused below
            factors = self._unit_scores(number, known.total)[solved.keys]
            score = factors @ solved.amounts
            if floor:
                credit = factors[solved.credits] @ solved.amounts[solved.credits]
                score = score + not_counted(score, credit)
        if not np.isfinite(score).any():
            return SystemNotFiniteError("scores")
        return np.where(np.isfinite(score), score, np.nan) if np.ndim(score) else float(score)

    def _unit_scores(self, number: int, total: Characterization) -> Array:
        """Return the score of a unit of every provider and flow seen so far."""
        known = self._factors.get(number, np.empty(0))
        new = list(self._numbers)[len(known) :]
        if new:
            if number not in self._per_provider:
                self._per_provider[number] = provider_scores(self._background, total)
            flows = factors_of(total, [key for _, key in new])
            more = [
                self._per_provider[number][self._background.index(key)]
                if kind == "background"
                else flows[i]
                for i, (kind, key) in enumerate(new)
            ]
            known = self._factors[number] = np.concatenate((known, more))
        return known

    def _solve_samples(self, state: int, draft: Draft, system: Foreground) -> None:
        labels = tuple(system.position)
        found = solve_supplies(system.technosphere, system.demand, labels)
        if len(found.errors) == len(found.supply):
            self._exchanges[state] = found.errors[0]
        else:
            self._exchanges[state] = self._exchanged(draft, system, found.supply.T)

    def _exchanged(self, draft: Draft, system: Foreground, supply: Array) -> Exchanges:
        """Multiply each line with the runs of its column; `supply` (n,) or (n, s)."""
        lines = [x for x in draft.lines if x.kind in ("background", "elementary")]
        keys = [
            self._numbers.setdefault((line.kind, line.key), len(self._numbers)) for line in lines
        ]
        columns = np.array([system.position[line.activity] for line in lines], dtype=np.intp)
        amounts = np.array(np.broadcast_arrays(*(line.amount for line in lines)), dtype=np.float64)
        runs = supply[columns]
        if amounts.ndim < runs.ndim:
            amounts = amounts[:, None]
        elif runs.ndim < amounts.ndim:
            runs = runs[:, None]
        credited = np.array([line.because == credits.AXIS for line in lines], dtype=np.bool_)
        return Exchanges(np.array(keys, dtype=np.intp), amounts * runs, credited)
