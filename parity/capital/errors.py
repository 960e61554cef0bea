"""Errors of capital cost: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from inventories.errors import HakariError


class EquipmentSizeError(HakariError):
    """A size or capacity that equipment is bought for is negative or not a number."""

    status = 422
    slug = "equipment-size"

    def __init__(self, pointer: str, size: float) -> None:
        super().__init__(
            f"{pointer}: a size of {size:g} cannot be bought; the formula must give 0 or more"
        )
        self.pointer, self.size = pointer, size


class UnitCountError(HakariError):
    """So many items in parallel that the largest size must be wrong."""

    status = 422
    slug = "unit-count"

    def __init__(self, pointer: str, count: float, largest: float, limit: int) -> None:
        super().__init__(
            f"{pointer}: {count:g} items of at most {largest:g} each would be needed, more than "
            f"{limit}; check the largest size and its unit"
        )
        self.pointer, self.count, self.largest, self.limit = pointer, count, largest, limit


class EquipmentUnitError(HakariError):
    """The size of equipment is in a unit that the reference size cannot be compared with."""

    status = 422
    slug = "equipment-unit"

    def __init__(self, pointer: str, unit: str, needed: str) -> None:
        super().__init__(
            f"{pointer}: the size in `{unit}` cannot be converted to `{needed}`, the unit of the "
            "reference size"
        )
        self.pointer, self.unit, self.needed = pointer, unit, needed


class ContingencyInvalidError(HakariError):
    """A contingency that is no share of the capital."""

    status = 422
    slug = "contingency-invalid"

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"/cost/contingency: {problem}; give a `share` of 0 or more, or a `trl` alone"
        )
        self.problem = problem


class PerformanceInvalidError(HakariError):
    """A plant performance that is no share of the design output."""

    status = 422
    slug = "performance-invalid"

    def __init__(self, performance: float, years: int) -> None:
        super().__init__(
            f"a performance of {performance:g} over {years} years: it must be above 0 and at most "
            "1, over at least one year"
        )
        self.performance, self.years = performance, years
