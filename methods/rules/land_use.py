"""Axis `land_use`: change of land use behind a feedstock that carries burden.

Direct change is what the route documents (carbon stocks before and after), charged where the
feedstock enters; indirect change is a value of the guideline's own per MJ of fuel, charged to the
product alone. Waste and residues cause neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inventories.document.activities import Feedstock, LandUseChange
from inventories.expressions import Value
from inventories.quantities import factor
from methods.assemble import foreground
from methods.carbon import CO2_LAND_USE, CO2E_CREDIT
from methods.context import Context
from methods.errors import HeatingValueMissingError
from methods.heating import Energy, product_energy
from methods.lines import Draft, Line, Note
from methods.options import IndirectValue, LandUseOptions, read
from methods.rulebook import Choice
from methods.rules.feedstock_origin import BURDENED
from methods.rules.product_carbon import product_lines
from methods.tables import Factor

AXIS = "land_use"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Add what land-use change emits."""
    return CHOICES[choice.choice](draft, choice, context)


def yearly_weight(
    years_since_conversion: int | None,
    years: int,
    profile: Literal["equal", "linear_discount"] = "equal",
) -> float:
    """Return the part of a land-use change that a year's harvest carries.

    Equal: 1 / years. Linear discount: (2 (years - t) + 1) / years^2 in year t after the change,
    which sums to 1. Nothing is left after `years`. A route that does not say how long ago the
    change was gets the mean weight, 1 / years, under either profile.

    Examples
    --------
    >>> yearly_weight(1, 20, "linear_discount"), yearly_weight(20, 20, "linear_discount")
    (0.0975, 0.0025)
    """
    if years_since_conversion is None:
        return 1.0 / years
    if years_since_conversion > years:
        return 0.0
    if profile == "equal":
        return 1.0 / years
    return (2 * (years - years_since_conversion) + 1) / years**2


def annual_co2_kg(
    change: LandUseChange,
    years: int,
    co2_per_carbon: float,
    profile: Literal["equal", "linear_discount"] = "equal",
) -> float:
    """Return CO2 of land-use change per unit of feedstock, kg; negative if stocks grew.

    ``(CSR - CSA) * co2_per_carbon * weight of the year / yield``: RED II Annex V C.7 without the
    bonus for restored land.
    """
    lost_t_c = change.reference_stock_t_c_per_ha - change.actual_stock_t_c_per_ha
    weight = yearly_weight(change.years_since_conversion, years, profile)
    return lost_t_c * factor("t", "kg") * co2_per_carbon * weight / change.yield_per_ha


def _annualised(draft: Draft, choice: Choice, context: Context) -> Draft:
    options = read(choice.options, LandUseOptions)
    fed = _burdened(draft)
    direct, notes = _direct(fed, options)
    direct += _restored(draft, fed, options, context, notes)
    with_direct = draft.lines + tuple(direct)
    if options.indirect not in {"included", "reported"}:
        return draft.with_lines(with_direct, *notes)
    value = _indirect_value(draft, fed, options, notes)
    if value is None:
        return draft.with_lines(with_direct, *notes)
    params: dict[str, str | float] = {"g_per_mj": value.g_per_mj}
    if options.indirect == "reported":
        notes.append(Note(AXIS, "indirect-land-use-reported", "", params))
        return draft.with_lines(with_direct, *notes)
    indirect = _per_mj(draft, value.g_per_mj, context, notes)
    if not indirect:
        return draft.with_lines(with_direct, *notes)
    name = f"indirect land-use change {', '.join(value.crops)}"
    known = Factor(name, value.g_per_mj, "g CO2e/MJ", value.evidence)
    draft = replace(draft, factors=(*draft.factors, known))
    if options.larger_of_direct_and_indirect and direct:
        return _larger(draft, direct, indirect, value.g_per_mj, notes)
    notes.append(Note(AXIS, "indirect-land-use-included", "", params))
    return draft.with_lines((*with_direct, *indirect), *notes)


def _larger(
    draft: Draft,
    direct: list[Line],
    indirect: list[Line],
    g_per_mj: float,
    notes: list[Note],
) -> Draft:
    """Count only the larger of direct and indirect change, in each sample for itself."""
    params: dict[str, str | float] = {"g_per_mj": g_per_mj}
    larger = np.asarray(np.greater(_per_demand_kg(draft, direct), _per_demand_kg(draft, indirect)))
    lines: list[Line] = []
    if np.any(larger):
        notes.append(Note(AXIS, "direct-land-use-larger", "", params))
        lines += _where(larger, direct)
    if not np.all(larger):
        notes.append(Note(AXIS, "indirect-land-use-larger", "", params))
        lines += _where(~larger, indirect)
    return draft.with_lines((*draft.lines, *lines), *notes)


def _where(counts: NDArray[np.bool_], lines: list[Line]) -> list[Line]:
    """Return the lines, 0 in samples (s,) in which they do not count."""
    return lines if np.all(counts) else [line.scaled(counts.astype(np.float64)) for line in lines]


def _burdened(draft: Draft) -> list[tuple[Line, Feedstock]]:
    """Return the feedstock lines as written that are neither waste nor residue."""
    return [
        (line, item.feedstock)
        for line in draft.lines
        if (item := line.source_input) is not None
        and item.feedstock is not None
        and item.feedstock.origin in BURDENED
    ]


def _direct(
    fed: list[tuple[Line, Feedstock]], options: LandUseOptions
) -> tuple[list[Line], list[Note]]:
    lines: list[Line] = []
    notes: list[Note] = []
    for line, feedstock in fed:
        change = feedstock.land_use_change
        if change is None:
            continue
        if options.profile == "linear_discount" and change.years_since_conversion is None:
            params: dict[str, str | float] = {"flow": line.key, "pointer": line.pointer}
            notes.append(Note(AXIS, "conversion-year-missing", line.activity, params, "warning"))
        co2_kg = annual_co2_kg(change, options.years, options.co2_per_carbon, options.profile)
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
    return lines, notes


def _restored(
    draft: Draft,
    fed: list[tuple[Line, Feedstock]],
    options: LandUseOptions,
    context: Context,
    notes: list[Note],
) -> list[Line]:
    """Return the deduction for restored degraded land, if every crop of the route grows on it.

    Reference: RED II Annex V C.8; it lasts as long as a change is spread.
    """
    bonus = options.restored_land_bonus_g_per_mj
    changes = [feedstock.land_use_change for _, feedstock in fed]
    restored = [
        change is not None
        and change.restored_land
        and (change.years_since_conversion or 1) <= options.years
        for change in changes
    ]
    if bonus is None or not any(restored):
        return []
    if not all(restored):
        notes.append(Note(AXIS, "restored-land-in-part", "", {}, "warning"))
        return []
    lines = _per_mj(draft, -bonus, context, notes)
    if lines:
        notes.append(Note(AXIS, "restored-land-bonus", "", {"g_per_mj": bonus}))
    return lines


def _indirect_value(
    draft: Draft,
    fed: list[tuple[Line, Feedstock]],
    options: LandUseOptions,
    notes: list[Note],
) -> IndirectValue | None:
    """Return the guideline's value for the route's crops; the highest if they differ.

    A value that is only reported stands for crops whose direct change is not documented.
    """
    conversion = draft.inventory.route.conversion_technology
    found: list[IndirectValue] = []
    inputs = {line.pointer: (line, feedstock) for line, feedstock in fed}
    for line, feedstock in inputs.values():
        if options.indirect == "reported" and feedstock.land_use_change is not None:
            continue
        fitting = [
            value
            for value in options.indirect_values
            if feedstock.crop in value.crops
            and (value.conversions is None or conversion in value.conversions)
        ]
        if fitting:
            found.append(fitting[0])
        elif options.indirect == "included":
            params: dict[str, str | float] = {
                "flow": line.key,
                "crop": feedstock.crop or "?",
                "conversion": conversion or "?",
                "pointer": line.pointer,
            }
            notes.append(Note(AXIS, "indirect-value-missing", line.activity, params, "warning"))
    if not found:
        return None
    highest = max(found, key=lambda value: value.g_per_mj)
    if any(value.g_per_mj != highest.g_per_mj for value in found):
        params = {"g_per_mj": highest.g_per_mj}
        notes.append(Note(AXIS, "indirect-values-differ", "", params, "warning"))
    return highest


def _per_mj(draft: Draft, g_per_mj: float, context: Context, notes: list[Note]) -> list[Line]:
    """Return a charge per MJ of the route's product that leaves; empty without a heating value."""
    flow_id = draft.inventory.product_flow
    energy = _energy(flow_id, draft, context)
    if energy is None:
        params: dict[str, str | float] = {"flow": flow_id, "g_per_mj": g_per_mj}
        notes.append(Note(AXIS, "land-use-energy-missing", "", params, "warning"))
        return []
    kg_per_unit = g_per_mj * factor("g", "kg") * energy.mj
    return product_lines(draft, CO2E_CREDIT, kg_per_unit, AXIS, flow_id)


def _energy(flow_id: str, draft: Draft, context: Context) -> Energy | None:
    try:
        return product_energy(flow_id, draft.inventory.flows[flow_id], context)[0]
    except HeatingValueMissingError:
        return None


def _per_demand_kg(draft: Draft, lines: list[Line]) -> Value:
    """Return kg CO2e of some lines for the whole demand; of samples (s,).

    The larger of two charges can only be told once each is scaled to the product, so the
    foreground is solved here.
    """
    solved = foreground(draft)
    supply = np.linalg.solve(solved.technosphere, solved.demand[:, None])[..., 0]
    runs = {c: np.asarray(supply[..., j], np.float64) for c, j in solved.position.items()}
    return sum((line.amount * runs[line.activity] for line in lines), 0.0)


def _excluded(draft: Draft, _choice: Choice, _context: Context) -> Draft:
    return draft


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {
    "annualised": _annualised,
    "excluded": _excluded,
}
