"""First plants by the RAND model: more capital, less output in the first years (`pioneer.yaml`).

A scenario of its own: its cost growth and a process contingency stand for the same thing, what an
estimate leaves out, so a pioneer plant is costed with one of them. Old plants, no bio-based ones,
and coefficients that could not be checked: graded unverified, never a default.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from inventories.document import Grade
from inventories.document.cost import PioneerFactors
from inventories.expressions import Value
from inventories.inventory import worst_grade
from inventories.yaml_files import read_yaml
from parity.capital.errors import PerformanceInvalidError
from parity.capital.investments import Investment

PIONEER_FILE = Path(__file__).with_name("pioneer.yaml")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _CostGrowth(_Part):
    constant: float
    pct_new: float
    impurities: float
    complexity: float
    inclusiveness: float
    project_definition_pre_development: float
    project_definition: float
    low: float
    high: float


class _Performance(_Part):
    constant: float
    new_steps: float
    balance_equations: float
    waste: float
    solids: float
    low: float
    high: float


class _Recovery(_Part):
    years: int
    reason: str
    grade: Grade


class PioneerModel(_Part):
    """Coefficients and bounds of the RAND model."""

    source: str
    at: str
    grade: Grade
    cost_growth: _CostGrowth
    performance: _Performance
    recovery: _Recovery


@functools.cache
def pioneer_model() -> PioneerModel:
    """Return the coefficients of the RAND model."""
    return PioneerModel.model_validate(read_yaml(PIONEER_FILE)[0])


@dataclass(frozen=True)
class FirstPlant:
    """What the RAND model says of a first plant.

    Attributes
    ----------
    cost_growth : estimate over actual cost; FCI of the pioneer = FCI of the estimate / this
    performance : share of the design output in the second half of the first year
    clipped : a result left the range the model is used in and was set to its end
    grade, source, at : of the coefficients, with the grade of the inputs
    """

    cost_growth: float
    performance: float
    clipped: bool
    grade: Grade
    source: str
    at: str


def first_plant(given: PioneerFactors) -> FirstPlant:
    """Return cost growth and plant performance of a first plant.

    Parameters
    ----------
    given
        Inputs of the RAND model, from the route's document.

    Returns
    -------
    FirstPlant
        Cost growth in [0.3, 1.1], performance in [0.1, 1].

    References
    ----------
    Merrow, Phillips and Myers 1981, RAND R-2569-DOE (coefficients unverified, see `pioneer.yaml`).
    """
    model = pioneer_model()
    a, b = model.cost_growth, model.performance
    definition = a.project_definition
    if given.pre_development:
        definition = a.project_definition_pre_development
    growth = (
        a.constant
        + a.pct_new * given.pct_new
        + a.impurities * given.impurities
        + a.complexity * given.complexity
        + a.inclusiveness * given.inclusiveness
        + definition * given.project_definition
    )
    per_cent = (
        b.constant
        + b.new_steps * given.new_steps
        + b.balance_equations * given.balance_equations
        + b.waste * given.waste
        + b.solids * given.solids
    )
    within = a.low <= growth <= a.high and b.low <= per_cent <= b.high
    return FirstPlant(
        cost_growth=min(max(growth, a.low), a.high),
        performance=min(max(per_cent, b.low), b.high) / 100,
        clipped=not within,
        grade=worst_grade(model.grade, given.grade),
        source=model.source,
        at=model.at,
    )


def as_pioneer(items: Iterable[Investment], plant: FirstPlant) -> tuple[Investment, ...]:
    """Return the investments of a first plant: each over the cost growth.

    Meant for investments without a process contingency, which stands for the same thing. What
    replaces an item later is bought with that experience and keeps its cost.
    """
    return tuple(
        replace(
            item,
            fci_jpy=item.fci_jpy / plant.cost_growth,
            grade=worst_grade(item.grade, plant.grade),
        )
        for item in items
    )


def performance_profile(
    performance: Value, years: int, recovery_years: int | None = None
) -> NDArray[np.float64]:
    """Return the share of the design output in each operating year of a first plant.

    The first year runs at `performance`; the output then rises in equal steps to the design in
    year `recovery_years`. It multiplies what is made and what is used for it (product,
    co-products, variable cost), not the fixed cost.

    Parameters
    ----------
    performance
        Share of the design output in the first year, in (0, 1]; float or (s,).
    years
        Years of operation.
    recovery_years
        Operating year of design output; None: that of `pioneer.yaml`.

    Returns
    -------
    array
        (years,) or (s, years).

    Raises
    ------
    PerformanceInvalidError
        If the performance is not in (0, 1] or there is no year. Samples that are nan stay nan.

    Examples
    --------
    >>> performance_profile(0.4, 6, 4).round(2).tolist()
    [0.4, 0.6, 0.8, 1.0, 1.0, 1.0]
    """
    reached = pioneer_model().recovery.years if recovery_years is None else recovery_years
    first = np.asarray(performance, dtype=np.float64)
    valid = (first > 0) & (first <= 1)
    if first.ndim:
        valid |= np.isnan(first)
    if not valid.all() or years < 1 or reached < 1:
        wrong = first[~valid] if not valid.all() else first.ravel()
        raise PerformanceInvalidError(float(wrong[0]), years)
    year = np.arange(years, dtype=np.float64)
    risen = np.ones(years) if reached == 1 else np.minimum(year / (reached - 1), 1.0)
    return first[..., None] + (1 - first[..., None]) * risen
