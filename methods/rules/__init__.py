"""One module per rule axis that changes the number, and the order in which they are applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from methods.carbon import RATIO_AXES
from methods.context import Context
from methods.lines import Draft
from methods.rulebook import Choice
from methods.rules import (
    biogenic_carbon,
    boundary,
    capital_goods,
    captured_carbon,
    carbon_balance,
    credits,
    electricity,
    feedstock_origin,
    fermentation_off_gas,
    fossil_end_of_life,
    gwp,
    land_use,
    multifunctionality,
    soil_carbon,
)


@dataclass(frozen=True)
class Rule:
    """The function of an axis, and the other axes whose choices it looks at through the context."""

    axis: str
    apply: Callable[[Draft, Choice, Context], Draft]
    reads: tuple[str, ...] = ()


PIPELINE: tuple[Rule, ...] = (
    Rule(boundary.AXIS, boundary.apply, RATIO_AXES),
    Rule(capital_goods.AXIS, capital_goods.apply),
    Rule(feedstock_origin.AXIS, feedstock_origin.apply, ("boundary",)),
    Rule(captured_carbon.AXIS, captured_carbon.apply, ("biogenic_carbon",)),
    Rule(electricity.AXIS, electricity.apply),
    Rule(fermentation_off_gas.AXIS, fermentation_off_gas.apply),
    Rule(multifunctionality.AXIS, multifunctionality.apply, ("heating_value",)),
    Rule(biogenic_carbon.AXIS, biogenic_carbon.apply, ("boundary",)),
    Rule(carbon_balance.AXIS, carbon_balance.apply),
    Rule(fossil_end_of_life.AXIS, fossil_end_of_life.apply),
    Rule(land_use.AXIS, land_use.apply, ("heating_value",)),
    Rule(soil_carbon.AXIS, soil_carbon.apply, ("heating_value",)),
    Rule(credits.AXIS, credits.apply, ("heating_value",)),
    Rule(gwp.AXIS, gwp.apply, ("other_gases",)),
)
"""Rules in the order in which they act. `other_gases` and `heating_value` have no function of
their own: the rules that look at them, and the unit of the result, do."""
