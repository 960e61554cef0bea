"""The resolved system: a small square foreground, its background demand and its direct flows.

A `System` is what the rules of one guideline make of one inventory. It holds arrays and labels,
nothing is looked up again after it. Signs: `technosphere` has outputs positive and inputs
negative; `background_demand` is positive for use, negative for what is displaced; `direct` is
positive in the elementary flow's own direction (emission out, resource in).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lca.errors import SystemNotSquareError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """One column of the foreground: an activity, or its part allocated to one product."""

    id: str
    activity: str
    product: str
    stage: str
    title_en: str
    title_ja: str


@dataclass(frozen=True)
class Characterization:
    """Factors of one total: kg CO2e (or the indicator's unit) per unit of elementary flow.

    `flows` are elementary flow keys, `factors` (k,) their factors in the same order. A flow that
    is not listed is not characterised by this total.
    """

    id: str
    unit: str
    flows: tuple[str, ...]
    factors: Array

    def __post_init__(self) -> None:
        if self.factors.shape != (len(self.flows),):
            raise ValueError(
                f"{self.id}: {len(self.flows)} flows, factors of shape {self.factors.shape}"
            )
        if len(set(self.flows)) != len(self.flows):
            raise ValueError(f"{self.id}: a flow is listed twice")


@dataclass(frozen=True)
class System:
    """A resolved foreground of n columns, p providers, k elementary flows.

    Attributes
    ----------
    columns : n labels; product i of row i is made by column i
    technosphere : (n, n) unit of product i per unit run of column j
    providers : p background keys
    background_demand : (p, n) unit of provider per unit run of column
    flows : k elementary flow keys
    direct : (k, n) unit of flow per unit run of column
    demand : (n,) unit of product i that the functional unit asks for
    totals : the characterizations of this guideline; the first one is the score
    grades : grade -> ((p, n), (k, n)) parts of the two matrices that rest on data of that grade

    Raises
    ------
    SystemNotSquareError
        If the technosphere is not (n, n).
    ValueError
        If another array does not fit its labels, or a provider or flow is listed twice.
    """

    columns: tuple[Column, ...]
    technosphere: Array
    providers: tuple[str, ...]
    background_demand: Array
    flows: tuple[str, ...]
    direct: Array
    demand: Array
    totals: tuple[Characterization, ...]
    grades: dict[str, tuple[Array, Array]]

    def __post_init__(self) -> None:
        n, p, k = len(self.columns), len(self.providers), len(self.flows)
        if self.technosphere.shape != (n, n):
            rows, columns = (*self.technosphere.shape, 0, 0)[:2]
            raise SystemNotSquareError(rows, columns, n)
        shapes = {
            "background_demand": (self.background_demand.shape, (p, n)),
            "direct": (self.direct.shape, (k, n)),
            "demand": (self.demand.shape, (n,)),
        }
        for name, (got, wanted) in shapes.items():
            if got != wanted:
                raise ValueError(f"{name} has shape {got}, must be {wanted}")
        for name, keys in (("providers", self.providers), ("flows", self.flows)):
            if len(set(keys)) != len(keys):
                raise ValueError(f"{name}: a key is listed twice")
