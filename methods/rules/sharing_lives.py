"""How burdens are shared between a first and a second life of material.

A and B of the Circular Footprint Formula, (EU) 2021/2279 Annex I 4.4.8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inventories.document.activities import Material


@dataclass(frozen=True)
class Sharing:
    """Who bears recycling and who has the credit for it.

    Attributes
    ----------
    a_by_material : part of recycling that its user bears (A), by class of material
    a_other : A of every other class
    a_fixed : A of all classes, whatever they are; None: by class
    b : part of energy recovery that its user bears (B)
    energy_credit : the energy recovered is credited with what it displaces
    energy_borne_by_user : energy recovery is left to the user of the energy altogether
    """

    a_by_material: Mapping[Material, float] = field(default_factory=dict)
    a_other: float = 1.0
    a_fixed: float | None = None
    b: float = 0.0
    energy_credit: bool = True
    energy_borne_by_user: bool = False

    def a(self, material: Material) -> float:
        """Return the A of a class of material."""
        if self.a_fixed is not None:
            return self.a_fixed
        return self.a_by_material.get(material, self.a_other)


CUT_OFF = Sharing(a_fixed=1.0, energy_credit=False)
"""The user of recycled material bears its recycling; nobody is credited for what he gives away."""
CLOSED_LOOP = Sharing(a_fixed=0.0)
"""0:100: the material is counted as if virgin, and who makes it recyclable has the credit."""
FIFTY_FIFTY = Sharing(a_fixed=0.5)
"""Both lives bear half of the recycling and of the virgin material it saves."""
