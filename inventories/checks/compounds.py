"""Chemical formulas: the elements of a compound and what they weigh."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from inventories.checks.tables import atomic_masses

_ATOM = re.compile(r"([A-Z][a-z]?)(\d*)")


def elements(formula: str) -> Mapping[str, int]:
    """Return the number of atoms of each element of a compound.

    Examples
    --------
    >>> dict(elements("CH3COOH"))
    {'C': 2, 'H': 4, 'O': 2}
    """
    atoms: Counter[str] = Counter()
    for element, count in _ATOM.findall(formula):
        atoms[element] += int(count or 1)
    return atoms


def molar_mass(formula: str) -> float | None:
    """Return the mass of a mol of a compound, g; None if an element's mass is not in the table.

    Examples
    --------
    >>> round(molar_mass("C2H6O"), 3)
    46.069
    """
    masses = atomic_masses()
    atoms = elements(formula)
    if not atoms or not atoms.keys() <= masses.keys():
        return None
    return sum(masses[element] * count for element, count in atoms.items())


def carbon_fraction(formula: str) -> float | None:
    """Return kg C per kg of a compound, None if an element's mass is not in the table.

    Examples
    --------
    >>> round(carbon_fraction("C2H6O"), 4)
    0.5214
    """
    mass = molar_mass(formula)
    return None if mass is None else elements(formula).get("C", 0) * atomic_masses()["C"] / mass
