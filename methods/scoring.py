"""Scores of one route under many combinations of choices, without assembling each from scratch.

A `Scorer` gives what `methods.assess` gives as score per functional unit, for any combination of
choices and for arrays of samples. The route's states are computed once (`methods.states`), each is
solved once, and the GWP set is a vector that is multiplied with what a state exchanges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from inventories.errors import HakariError
from inventories.expressions import Value
from inventories.inventory import Inventory
from lca.background import Background
from methods.context import Context
from methods.exchanges import Solver
from methods.factorials import Effective, Factorial, Grid, merged
from methods.rulebook import Choice, Rules
from methods.states import LAST, LAST_LOOKED_AT, STAGES, Ruling, States, rulings


@dataclass(frozen=True)
class Reached:
    """Where a combination of choices leads: state, characterization, axes that acted, rungs used.

    The characterization is -1 where a rule cannot be applied; the state is the error then.
    """

    state: int
    characterization: int
    acted: frozenset[str]
    rungs: Mapping[str, tuple[str, ...]]


class Scorer:
    """Scores of one route on one background.

    Parameters
    ----------
    inventory
        Route in numbers; amounts may be arrays of samples of shape (s,).
    background
        Solved background.
    prices
        Price key -> JPY per canonical unit, for economic allocation.

    Examples
    --------
    >>> Scorer(inventory, background).score(guideline.rules_on())  # doctest: +SKIP
    1.234
    """

    def __init__(
        self,
        inventory: Inventory,
        background: Background,
        prices: Mapping[str, float] | None = None,
    ) -> None:
        nothing = Rules("", "", {})
        self.inventory = inventory
        self.background = background
        self.context = Context(
            background.catalogue, nothing, dict(prices or {}), background.unclosed
        )
        self.states = States(inventory, self.context)
        self.solver = Solver(self.states, background)

    def score(self, rules: Rules) -> Value:
        """Return the score, kg CO2e per functional unit; (s,) for an inventory of samples.

        Raises
        ------
        HakariError
            If the rules cannot be applied to the route, as `assess` does.
        """
        found = self.found(self.reach(rules))
        if isinstance(found, HakariError):
            raise found
        return found

    def reach(self, rules: Rules) -> Reached:
        """Return where rules lead, without solving it."""
        said = rulings(rules)
        state, acted = self.states.first, set()
        rungs: dict[str, tuple[str, ...]] = {}
        for stage, rule in enumerate(STAGES):
            reads = [said[axis].choice for axis in rule.reads]
            after = self.states.step(stage, state, said[rule.axis], reads)
            if self.states.changed(state, after):
                acted.add(rule.axis)
            rungs |= self.states.rungs(stage, state, said[rule.axis], reads)
            state = after
        if isinstance(self.states[state], HakariError):
            return Reached(state, -1, frozenset(acted), rungs)
        reads = [said[axis].choice for axis in LAST.reads]
        last = self.states.characterize(state, said[LAST.axis], reads)
        return Reached(state, last, frozenset({*acted, LAST.axis}), rungs)

    def found(self, reached: Reached) -> Value | HakariError:
        """Return the score of a combination, or why there is none."""
        draft = self.states[reached.state]
        if isinstance(draft, HakariError):
            return draft
        self.solver.solve([reached.state])
        return self.solver.score(reached.state, reached.characterization)

    def factorial(self, options: Mapping[str, Sequence[Ruling]], rest: Rules) -> Factorial:
        """Return the score of every combination of some rulings.

        Parameters
        ----------
        options
            Axis -> what may be said on it.
        rest
            What is said on the other axes.
        """
        return self.factorial_of([{axis: said} for axis, said in options.items()], rest)

    def factorial_of(
        self, dimensions: Sequence[Mapping[str, Sequence[Ruling]]], rest: Rules
    ) -> Factorial:
        """Return the score of every combination where some axes change together.

        Parameters
        ----------
        dimensions
            For each dimension the axes that change along it, with as many rulings each.
        rest
            What is said on the other axes.
        """
        grid = Grid.of(dimensions, rest)
        states = np.full((1,) * len(dimensions), self.states.first, dtype=np.intp)
        for stage, rule in enumerate(STAGES):
            states = grid.mapped(states, partial(self.states.step, stage), rule)
        states, last = np.broadcast_arrays(states, self._characterized(states, grid))
        shape = tuple(len(next(iter(dimension.values()))) for dimension in dimensions)
        return self._gathered(states, last, tuple(map(tuple, dimensions)), shape)

    def effective(
        self, options: Mapping[str, Sequence[Ruling]], rest: Rules, most: int
    ) -> Effective | None:
        """Return the full factorial of the choices that this route can tell apart.

        Choices are merged as soon as no later rule looks at their axis, so that many axes with
        many choices stay few combinations.

        Parameters
        ----------
        options
            Axis -> what may be said on it.
        rest
            What is said on the other axes.
        most
            Largest number of combinations; None is returned if there are more.
        """
        axes = tuple(options)
        grid = Grid.of([{axis: said} for axis, said in options.items()], rest)
        classes: dict[str, NDArray[np.intp]] = {}
        states = np.full((1,) * len(axes), self.states.first, dtype=np.intp)
        for stage, rule in enumerate(STAGES):
            states = grid.mapped(states, partial(self.states.step, stage), rule)
            for axis in (a for a in axes if LAST_LOOKED_AT.get(a, 0) == stage):
                states, classes[axis] = merged(states, axes.index(axis), len(options[axis]))
            if states.size > most:
                return None
        states, last = np.broadcast_arrays(states, self._characterized(states, grid))
        if states.size > most:
            return None
        both = states * (last.max() + 2) + last + 1
        for axis in (a for a in axes if a not in classes):
            both, classes[axis] = merged(both, axes.index(axis), len(options[axis]))
        states, last = np.divmod(both, last.max() + 2)
        found = self._gathered(states, last - 1, tuple((axis,) for axis in axes), states.shape)
        return Effective(found, classes).without_rounding()

    def _characterized(self, states: NDArray[np.intp], grid: Grid) -> NDArray[np.intp]:
        """Solve a grid of states and return their characterizations, -1 without a solution."""
        self.solver.solve(int(state) for state in np.unique(states))

        def close(state: int, ruling: Ruling, reads: Sequence[Choice]) -> int:
            if self.solver.failed(state):
                return -1
            return self.states.characterize(state, ruling, reads)

        return grid.mapped(states, close, LAST)

    def _gathered(
        self,
        states: NDArray[np.intp],
        last: NDArray[np.intp],
        axes: tuple[tuple[str, ...], ...],
        shape: tuple[int, ...],
    ) -> Factorial:
        """Score each pair of state and characterization once and lay the scores out."""
        kinds = int(last.max(initial=0)) + 2
        pairs, place = np.unique(states * kinds + last + 1, return_inverse=True)
        errors: list[HakariError] = []
        reasons = np.full(len(pairs), -1, dtype=np.intp)
        found: list[Value] = []
        for i, pair in enumerate(pairs.tolist()):
            value = self.solver.score(pair // kinds, pair % kinds - 1)
            if isinstance(value, HakariError):
                reasons[i] = len(errors)
                errors.append(value)
                value = np.nan
            found.append(value)
        samples = np.broadcast_shapes(*(np.shape(value) for value in found))
        scores = np.array([np.broadcast_to(value, samples) for value in found])
        place = place.reshape(states.shape)
        return Factorial(
            axes=axes,
            values=np.broadcast_to(scores[place], (*shape, *samples)),
            reasons=np.broadcast_to(reasons[place], shape),
            errors=tuple(errors),
        )
