"""Scale with a largest size: a power law within one item, then items in parallel.

``N = ceil(S / S_max)``, ``C = N * C_1 * (S / N / S_1) ** n``. A power law alone, carried beyond the
largest vessel that can be built, would make a large fermentation plant cheaper than it can be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inventories.expressions import Value
from parity.capital.errors import EquipmentSizeError, UnitCountError

MAX_UNITS = 10_000
"""Items in parallel that no honest plant has: beyond it a unit is wrong, not the plant large."""

_ROUNDING = 1e-9
"""Part of a size that is rounding: 3 * 0.1 m3 in vessels of 0.1 m3 are three, not four."""


@dataclass(frozen=True)
class Scaled:
    """What a total size costs; floats or (s,).

    Attributes
    ----------
    cost : in the currency of the reference cost
    units : items in parallel, without spares
    each : size of one item
    """

    cost: Value
    units: Value
    each: Value


def parallel_units(size: Value, largest: float | None, pointer: str = "/cost") -> Value:
    """Return the number of equal items that hold `size`.

    Parameters
    ----------
    size
        Total size needed, >= 0; float or (s,).
    largest
        Largest size of one item, in the unit of `size`; None: one item takes any size.
    pointer
        Where the size stands, for the errors.

    Returns
    -------
    Value
        Whole number of items, 0 for a size of 0. A sample that cannot be built (negative, not
        finite, more than `MAX_UNITS`) is nan.

    Raises
    ------
    EquipmentSizeError
        If a size given as a float is negative or not finite.
    UnitCountError
        If a float needs more than `MAX_UNITS` items.

    Examples
    --------
    >>> parallel_units(2500.0, 1000.0), parallel_units(2500.0, None)
    (3.0, 1.0)
    """
    if not isinstance(size, np.ndarray):
        if not (math.isfinite(size) and size >= 0):
            raise EquipmentSizeError(pointer, float(size))
        count = 1.0 if largest is None else math.ceil(size / largest * (1 - _ROUNDING))
        if count > MAX_UNITS:
            raise UnitCountError(pointer, float(count), float(largest or 0.0), MAX_UNITS)
        return float(count)
    possible = np.isfinite(size) & (size >= 0)
    if largest is None:
        return np.where(possible, 1.0, np.nan)
    counts = np.ceil(np.where(possible, size, np.nan) / largest * (1 - _ROUNDING))
    return np.where(counts <= MAX_UNITS, counts, np.nan)


def scaled_cost(
    cost: Value,
    size: Value,
    reference: float,
    exponent: float,
    largest: float | None = None,
    spares: int = 0,
    pointer: str = "/cost",
) -> Scaled:
    """Return what `size` costs, in how many items.

    Parameters
    ----------
    cost
        Of one item of size `reference`; any currency.
    size, reference, largest
        In one unit; `largest` None: one item takes any size.
    exponent
        Of the power law within one item.
    spares
        Items of the same size that stand by.
    pointer
        Where the size stands, for the errors.

    Returns
    -------
    Scaled
        Nothing costs nothing. The cost never falls with the size; at each new item it jumps up,
        because two small ones cost more than one.

    Raises
    ------
    EquipmentSizeError, UnitCountError
        As `parallel_units`.

    References
    ----------
    Williams 1947, "Six-tenths factor aids in approximating costs", Chemical Engineering 54(12),
    124 (the power law; cited from memory). The largest size and the number of items are as in
    NREL design reports (several fermenters of one size).

    Examples
    --------
    >>> four = scaled_cost(1e6, 400.0, 100.0, 0.6, largest=100.0)
    >>> four.cost, four.units, four.each  # a power law alone would say 2.3 million
    (4000000.0, 4.0, 100.0)
    """
    units = parallel_units(size, largest, pointer)
    with np.errstate(invalid="ignore"):  # a negative sample has no power; its units are nan
        each = size / np.maximum(units, 1.0)
        bought = units + spares * np.sign(units)
        price = bought * cost * (each / reference) ** exponent
    if isinstance(price, np.ndarray):
        return Scaled(price, units, each)
    return Scaled(float(price), units, float(each))
