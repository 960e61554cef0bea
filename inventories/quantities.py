"""Units at the edge: one frozen pint registry, no contexts, conversion happens once.

Kernels see floats in kg, MJ, kWh, m3 and t*km (`CanonicalUnit`).
"""

from __future__ import annotations

import functools
import re

import pint

from inventories.errors import UnitDimensionError, UnitUnknownError

_UNIT_TEXT = re.compile(r"^[A-Za-zµ%][A-Za-z0-9µ%³²·*/ ().^-]{0,39}$")


@functools.cache
def _registry() -> pint.UnitRegistry[float]:
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=False)
    registry.define("m3 = meter ** 3")
    registry.define("kL = 1000 liter")
    return registry


@functools.lru_cache(maxsize=2048)
def factor(unit: str, needed: str) -> float:
    """Return the number of `needed` in one `unit`.

    Raises
    ------
    UnitUnknownError
        If either unit is not known.
    UnitDimensionError
        If the two have different dimensions.

    Examples
    --------
    >>> factor("t", "kg")
    1000.0
    """
    source, target = _parse(unit), _parse(needed)
    if source.dimensionality != target.dimensionality:
        raise UnitDimensionError(unit, needed)
    try:
        return float(f"{_registry().convert(1.0, source, target):.15g}")  # 0.001, not 0.00099..
    except pint.PintError as error:
        raise UnitDimensionError(unit, needed) from error


@functools.lru_cache(maxsize=2048)
def _parse(unit: str) -> pint.Unit:
    if not _UNIT_TEXT.match(unit) or "**" in unit:
        raise UnitUnknownError(unit)
    try:
        return _registry().Unit(unit.replace("·", "*"))
    except Exception as error:  # pint's parser lets errors of Python's tokenizer through
        raise UnitUnknownError(unit) from error
