"""Axis `land_use`: direct land-use change of a feedstock that carries burden, spread over years."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inventories.document.activities import LandUseChange
from inventories.quantities import factor
from methods.carbon import CO2_LAND_USE
from methods.context import Context
from methods.lines import Draft, Line
from methods.options import LandUseOptions, read
from methods.rulebook import Choice
from methods.rules.feedstock_origin import BURDENED

AXIS = "land_use"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Add the CO2 of direct land-use change."""
    return CHOICES[choice.choice](draft, choice, context)


def annual_co2_kg(change: LandUseChange, years: int, co2_per_carbon: float) -> float:
    """Return CO2 of land-use change per unit of feedstock, kg; negative if stocks grew.

    ``(CSR - CSA) * co2_per_carbon / years / yield``: RED II Annex V C.7 without the bonus for
    restored land.
    """
    lost_t_c = change.reference_stock_t_c_per_ha - change.actual_stock_t_c_per_ha
    return lost_t_c * factor("t", "kg") * co2_per_carbon / years / change.yield_per_ha


def _annualised(draft: Draft, choice: Choice, _context: Context) -> Draft:
    options = read(choice.options, LandUseOptions)
    lines: list[Line] = []
    for line in draft.lines:
        feedstock = line.source_input.feedstock if line.source_input else None
        change = feedstock.land_use_change if feedstock else None
        if feedstock is None or change is None or feedstock.origin not in BURDENED:
            continue
        co2_kg = annual_co2_kg(change, options.years, options.co2_per_carbon)
        lines.append(
            Line(
                line.activity,
                "elementary",
                CO2_LAND_USE,
                line.amount * co2_kg,
                change.grade,
                line.pointer,
                because=AXIS,
            )
        )
    return draft.with_lines(draft.lines + tuple(lines))


def _excluded(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "annualised": _annualised,
    "excluded": _excluded,
}
