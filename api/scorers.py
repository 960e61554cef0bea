"""The scorers of one request: each route's is made once and shared by all that is asked for."""

from __future__ import annotations

from api.evaluation import Evaluator
from inventories.document import Route
from methods.scoring import Scorer


class Scorers:
    """Scorers by route document, made on first use. Not for several threads."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._made: dict[int, tuple[Route, Scorer]] = {}

    def of(self, route: Route) -> Scorer:
        """Return the scorer of a checked route on the document's own numbers."""
        if id(route) not in self._made:
            self._made[id(route)] = (route, self.evaluator.scorer(route))
        return self._made[id(route)][1]
