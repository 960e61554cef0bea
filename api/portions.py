"""A portion of a mixture, apart from what computes it so that the command starts fast."""

from typing import NamedTuple


class Portion(NamedTuple):
    """A substrate's yearly wet mass in any one unit, and the pathway of its pure biogas."""

    mass: float
    pathway: str
