"""One module per rule axis that changes the number, and the order in which they are applied."""

from __future__ import annotations

from collections.abc import Callable

from methods.context import Context
from methods.lines import Draft
from methods.rulebook import Choice
from methods.rules import (
    biogenic_carbon,
    boundary,
    capital_goods,
    captured_carbon,
    carbon_balance,
    electricity,
    feedstock_origin,
    gwp,
    land_use,
    multifunctionality,
)

Rule = Callable[[Draft, Choice, Context], Draft]

PIPELINE: tuple[tuple[str, Rule], ...] = (
    (boundary.AXIS, boundary.apply),
    (capital_goods.AXIS, capital_goods.apply),
    (feedstock_origin.AXIS, feedstock_origin.apply),
    (captured_carbon.AXIS, captured_carbon.apply),
    (electricity.AXIS, electricity.apply),
    (multifunctionality.AXIS, multifunctionality.apply),
    (biogenic_carbon.AXIS, biogenic_carbon.apply),
    (carbon_balance.AXIS, carbon_balance.apply),
    (land_use.AXIS, land_use.apply),
    (gwp.AXIS, gwp.apply),
)
"""Axes in the order their rules act. `other_gases` and `heating_value` are read by `gwp`, by the
energy key and by the unit of the result."""
