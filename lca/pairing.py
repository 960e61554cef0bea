"""Parameters of a route and of its baseline drawn together: what is one quantity, what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inventories.document import Route
from inventories.input_names import BASELINE
from lca.copula import Correlated, Correlations, Link
from lca.sampling import Uncertain
from lca.system import Array

Samples = Mapping[str, Array]


@dataclass(frozen=True)
class Paired:
    """The parameters of two documents under names that do not clash.

    Attributes
    ----------
    quantities : the route's by their names, and those of the baseline that are its own
    theirs : name in the baseline's document -> name in `quantities`
    links : correlations of both documents
    """

    quantities: Mapping[str, Uncertain]
    theirs: Mapping[str, str]
    links: Correlations

    @property
    def correlations(self) -> Correlations:
        """Correlations of two parameters that vary."""
        vary = {n for n, quantity in self.quantities.items() if quantity.distribution is not None}
        return tuple(link for link in self.links if vary.issuperset(link.between))

    def split(self, values: Samples) -> tuple[Samples, Samples]:
        """Return samples of `quantities` by the names of the route and of the baseline."""
        theirs = self.theirs.items()
        return (
            {name: found for name, found in values.items() if not name.startswith(BASELINE)},
            {name: values[drawn] for name, drawn in theirs if drawn in values},
        )


def same_quantity(one: Uncertain, other: Uncertain) -> bool:
    """Whether two documents state one quantity: the same unit, value and distribution."""
    return (one.unit, one.value, one.distribution) == (other.unit, other.value, other.distribution)


def paired(route: Route, baseline: Route) -> Paired:
    """Return the parameters of a route and its baseline, to be drawn at once.

    A parameter that both state alike (a delivery distance, say) is one quantity, drawn once and
    within the route's bound. What merely has the same name in the baseline is another quantity,
    ``baseline:<name>``. Correlations with what is no parameter (a price) or does not vary are left
    out.
    """
    mine = route.parameters
    theirs = {
        name: name if name in mine and same_quantity(mine[name], parameter) else f"{BASELINE}{name}"
        for name, parameter in baseline.parameters.items()
    }
    quantities: dict[str, Uncertain] = {**mine}
    for name, drawn in theirs.items():
        quantities.setdefault(drawn, baseline.parameters[name])
    links = (*route.correlations, *_renamed(baseline.correlations, theirs))
    return Paired(quantities, theirs, links)


def _renamed(correlations: Correlations, names: Mapping[str, str]) -> Iterator[Correlated]:
    for correlation in correlations:
        first, second = correlation.between
        yield Link((names.get(first, first), names.get(second, second)), correlation.value)
