"""Fixed capital of a plant: reference plants and equipment, in JPY of the base year.

Reference plant: ``FCI = N * amount * (capacity / N / reference_capacity) ** n * location_factor``,
N trains. Equipment: ``installed = N * amount * (size / N / reference_size) ** n *
installation_factor * location_factor``, then the chain of shares to the FCI, or a Lang factor.
Index and exchange rate follow as for all money; a location factor is defined in the currency of
its source and is never combined with a second exchange rate.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from inventories import expressions
from inventories.document import Capital, Cost, Grade, Localised
from inventories.document.cost import Equipment
from inventories.errors import UnitDimensionError, UnitUnknownError
from inventories.expressions import Value
from inventories.inventory import worst_grade
from inventories.quantities import factor
from inventories.values import total
from parity.capital.errors import EquipmentUnitError
from parity.capital.vessels import scaled_cost
from parity.errors import CapacityUnitError
from parity.lines import place
from parity.money import Converter, quoted_money

_ROUNDING = 1e-9
"""Part of a number of years that is rounding: 30 * 0.1 years are three."""


@dataclass(frozen=True)
class Investment:
    """Fixed capital investment of one capital item; numbers are floats or samples (s,).

    Attributes
    ----------
    fci_jpy : JPY of the base year, without working capital and without process contingency
    scale_ratio : size of one train or item over that of the reference
    units : trains or items in parallel, without spares
    life_years : after which the item is bought again; None: lasts as long as the plant
    replacement_jpy : JPY to buy it again: the installed cost (0 without `life_years`)
    """

    pointer: str
    title: Localised
    fci_jpy: Value
    scale_ratio: Value
    grade: Grade
    source: str
    at: str
    quoted: str
    units: Value = 1.0
    life_years: float | None = None
    replacement_jpy: Value = 0.0

    @property
    def scale_off(self) -> float:
        """Largest factor between the size and the reference, up or down, over the samples.

        1 if they are equal; sizes of 0 and samples that cannot be built do not count.
        """
        ratio = np.asarray(self.scale_ratio, dtype=np.float64)
        ratio = ratio[np.isfinite(ratio) & (ratio > 0)]
        return float(np.maximum(ratio, 1 / ratio).max(initial=1.0))


def yearly_amount(amount: float, unit: str, product_unit: str) -> float:
    """Convert a yearly capacity to product units a year.

    `unit` is the product's kind of unit, with or without "per year": 3 kt and 3 kt/year are one.

    Raises
    ------
    CapacityUnitError
        If it is neither.
    """
    for wanted in (product_unit, f"{product_unit}/year"):
        try:
            return amount * factor(unit, wanted)
        except (UnitUnknownError, UnitDimensionError):
            continue
    raise CapacityUnitError(unit, product_unit)


def investments(
    cost: Cost,
    capacity: Value,
    product_unit: str,
    working_capital_share: float,
    converter: Converter,
    throughput: Value = 1.0,
) -> tuple[Investment, ...]:
    """Return the fixed capital of a plant, item by item: reference plants, then equipment.

    Parameters
    ----------
    cost
        Cost part of a route; `size` of equipment is that at its stated capacity.
    capacity
        Product units a year; float or (s,). Equipment grows in proportion to it.
    product_unit
        Unit of the route's product.
    working_capital_share
        Working capital over FCI; takes it out of reference plants whose scope is ``tci``.
    converter
        Index, exchange rate and the values of the route's parameters.
    throughput
        Feedstock per unit of product over that at the document's values: what a reference plant
        sized by feedstock grows with.

    Returns
    -------
    tuple of Investment
        Without process contingency (`contingency_of`), which comes on top of all of them.

    Raises
    ------
    CapacityUnitError, EquipmentUnitError, EquipmentSizeError, UnitCountError
    HakariError
        Others of money and formulas: a missing index or exchange rate, a formula without value.
    """
    plants = tuple(
        investment(
            item,
            f"/cost/capital/{i}",
            capacity * (throughput if item.sized_by == "feedstock" else 1.0),
            product_unit,
            working_capital_share,
            converter,
        )
        for i, item in enumerate(cost.capital)
    )
    if not cost.equipment or cost.capacity is None:
        return plants
    grown = capacity / yearly_amount(cost.capacity.amount, cost.capacity.unit, product_unit)
    return plants + tuple(
        equipment_investment(item, f"/cost/equipment/{i}", cost, grown, converter)
        for i, item in enumerate(cost.equipment)
    )


def investment(
    item: Capital,
    pointer: str,
    capacity: Value,
    product_unit: str,
    working_capital_share: float,
    converter: Converter,
) -> Investment:
    """Return the fixed capital investment of a reference plant at the route's capacity.

    Parameters
    ----------
    capacity
        Product units a year, times the throughput of a plant sized by feedstock.
    working_capital_share
        Working capital over FCI; takes it out of an item whose scope is ``tci``.

    Raises
    ------
    CapacityUnitError, EquipmentSizeError, UnitCountError
    IndexMissingError, IndexYearMissingError, FxMissingError
    """
    reference = yearly_amount(item.reference_capacity, item.reference_unit, product_unit)
    ratio = capacity / reference
    largest = None if item.max_unit is None else item.max_unit / item.reference_capacity
    scaled = scaled_cost(
        converter.jpy(item, pointer), ratio, 1.0, item.exponent, largest, pointer=pointer
    )
    cost = scaled.cost * (item.location_factor or 1.0)
    return Investment(
        pointer=pointer,
        title=item.title,
        fci_jpy=cost / (1 + working_capital_share) if item.scope == "tci" else cost,
        scale_ratio=scaled.each,
        grade=item.grade,
        source=item.source,
        at=place(item),
        quoted=quoted_money(item, converter, item.scope),
        units=scaled.units,
    )


def equipment_investment(
    item: Equipment, pointer: str, cost: Cost, grown: Value, converter: Converter
) -> Investment:
    """Return the part of the fixed capital that one kind of equipment stands for.

    Parameters
    ----------
    cost
        The cost part it belongs to, for the factors from installed cost to FCI.
    grown
        Capacity over the stated one.

    Raises
    ------
    EquipmentUnitError, EquipmentSizeError, UnitCountError
    HakariError
        Others of money and formulas.
    """
    unit = item.reference_unit or item.size_unit
    size = (
        expressions.parse(item.size).evaluate(converter.parameters)
        if isinstance(item.size, str)
        else item.size
    )
    size = size * grown * _size_factor(item, pointer)
    scaled = scaled_cost(
        converter.jpy(item, pointer),
        size,
        item.reference_size,
        item.exponent,
        item.max_size,
        item.spares,
        f"{pointer}/size",
    )
    purchased = scaled.cost * (item.location_factor or 1.0)
    lang = cost.lang_factor
    installed = purchased * (item.installation_factor if lang is None else lang.value)
    grades = [f.grade for f in cost.capital_factors] if lang is None else [lang.grade]
    return Investment(
        pointer=pointer,
        title=item.title,
        fci_jpy=installed if lang is not None else installed * fci_over_installed(cost, item),
        scale_ratio=scaled.each / item.reference_size,
        grade=worst_grade(item.grade, *grades),
        source=item.source,
        at=place(item),
        quoted=quoted_money(item, converter, f"{item.reference_size:g} {unit}")
        + _bought(scaled.units, scaled.each, unit),
        units=scaled.units,
        life_years=item.life_years,
        replacement_jpy=installed if item.life_years is not None else 0.0,
    )


def _bought(units: Value, each: Value, unit: str) -> str:
    """Return how many items of which size are bought; nothing for samples."""
    if isinstance(units, np.ndarray) or isinstance(each, np.ndarray):
        return ""
    return f" → {float(units):g} × {float(each):.4g} {unit}"


def _size_factor(item: Equipment, pointer: str) -> float:
    """Return the number of reference units in one size unit."""
    if item.reference_unit is None or item.reference_unit == item.size_unit:
        return 1.0
    try:
        return factor(item.size_unit, item.reference_unit)
    except (UnitUnknownError, UnitDimensionError) as error:
        raise EquipmentUnitError(
            f"{pointer}/size_unit", item.size_unit, item.reference_unit
        ) from error


def fci_over_installed(cost: Cost, item: Equipment) -> float:
    """Return FCI over installed cost of one item: the shares of `capital_factors`, step by step.

    ``direct = installed * (1 + installed shares [+ isbl shares])``, ``TDC = direct * (1 + direct
    shares)``, ``FCI = TDC * (1 + fci shares)``: the steps installed, DPI, TDC, FCI of BioSTEAM and
    of the NREL design reports.

    References
    ----------
    Humbird et al. 2011, NREL/TP-5100-47764, section on total capital investment (the steps).
    """
    shares: dict[str, float] = defaultdict(float)
    for given in cost.capital_factors:
        shares[given.of] += given.share
    inside = 0.0 if item.outside_battery_limits else shares["isbl"]
    direct = 1 + shares["installed"] + inside
    return direct * (1 + shares["direct"]) * (1 + shares["fci"])


def replacements(items: Iterable[Investment], plant_years: int) -> Mapping[int, Value]:
    """Return operating year -> JPY spent on items that are bought again.

    An item that lasts L years is bought again after L, 2 L ... full years of operation, at its
    installed cost, as long as the plant runs on: ``ceil(plant_years / L) - 1`` times. The money is
    spent in the year that begins then: year ``floor(k L) + 1``, counted from 1.

    Parameters
    ----------
    plant_years
        Years of operation.

    References
    ----------
    BioSTEAM, `biosteam/_tea.py`, add_replacement_cost_to_cashflow_array (years and cost).
    """
    spent: dict[int, list[Value]] = defaultdict(list)
    for item in items:
        if item.life_years is None:
            continue
        for k in range(1, math.ceil(plant_years / item.life_years * (1 - _ROUNDING))):
            passed = math.floor(k * item.life_years * (1 + _ROUNDING))
            spent[passed + 1].append(item.replacement_jpy)
    return {year: total(spent[year]) for year in sorted(spent)}
