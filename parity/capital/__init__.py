"""Capital of a plant: vessels and scale, factors from equipment to FCI, contingency, first plants.

Every function is pure and takes floats or samples (s,). `docs/capital.md` has the formulas.
"""

from parity.capital.investments import (
    Investment,
    investment,
    investments,
    replacements,
    yearly_amount,
)
from parity.capital.maturity import Contingency, contingency_of, maturity
from parity.capital.pioneer import FirstPlant, as_pioneer, first_plant, performance_profile
from parity.capital.remarks import capital_remarks
from parity.capital.vessels import Scaled, parallel_units, scaled_cost

__all__ = [
    "Contingency",
    "FirstPlant",
    "Investment",
    "Scaled",
    "as_pioneer",
    "capital_remarks",
    "contingency_of",
    "first_plant",
    "investment",
    "investments",
    "maturity",
    "parallel_units",
    "performance_profile",
    "replacements",
    "scaled_cost",
    "yearly_amount",
]
