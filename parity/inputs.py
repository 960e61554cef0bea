"""What may be moved in a cost comparison, by name, and what comes out when it is.

Everything that asks "what if" (samples, waterfall, tornado, Sobol indices, break-even, contour,
inverse design, gates) goes through one call: `Weighing.weigh` with values for some inputs. The
others keep the value of today.

Names
-----
``lactic_yield`` : parameter of the bio route; also moves the baseline's parameter of that name if
    both state the same unit, value and distribution (one quantity, e.g. a delivery distance)
``baseline:distance`` : parameter of the baseline route alone
``price:<key>`` : JPY of the base year per unit; moves the price of both routes in proportion
``market:oil`` : USD/bbl, real; moves every oil-linked price of both routes
``market:usd_jpy`` : JPY per USD
``capital:contingency`` : share added to the fixed capital investment of the bio route
``finance:discount_rate`` : real rate of return after tax that the bio plant must earn
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from inventories.document import Grade, Localised
from inventories.document.flows import Bound, Distribution, GateValue
from inventories.expressions import Value

Values = Mapping[str, Value]
"""Input name -> float, or samples (s,), all of one shape."""


@dataclass(frozen=True)
class Input:
    """One number that may be moved.

    Attributes
    ----------
    value : today's, in `unit`
    grade, source, at : where today's value comes from
    distribution : None if the number is taken as certain
    bound : physical limit, None if there is none
    gates : gate id -> value measured, modelled or wanted there
    """

    name: str
    title: Localised
    value: float
    unit: str
    grade: Grade
    source: str = ""
    at: str = ""
    distribution: Distribution | None = None
    bound: Bound | None = None
    gates: Mapping[str, GateValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Weighed:
    """Two costs in money of the base year, floats or samples (s,).

    A sample whose plant cannot be built or whose baseline is not positive is nan in all fields.

    Attributes
    ----------
    msp : JPY per unit of bio product
    bio, baseline : JPY per unit of baseline product (`bio` is msp over the amount replaced)
    ratio : bio / baseline
    """

    msp: Value
    bio: Value
    baseline: Value
    ratio: Value


class Weighing(Protocol):
    """A cost comparison that can be asked again with other numbers."""

    @property
    def inputs(self) -> Mapping[str, Input]:
        """Everything that may be moved, by name."""

    @property
    def target(self) -> float:
        """Ratio to reach."""

    def weigh(self, values: Values) -> Weighed:
        """Return the costs with some inputs moved.

        Raises
        ------
        InputUnknownError
            If a name is none of `inputs`.
        """
