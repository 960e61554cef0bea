"""Errors of the parity room: one sentence each, with HTTP status and slug."""

from __future__ import annotations

from collections.abc import Iterable

from inventories.catalogue import nearest
from inventories.errors import HakariError


def listed(found: Iterable[object]) -> str:
    """Return what there is, separated by commas; an en dash if there is nothing."""
    return ", ".join(str(part) for part in found) or "\N{EN DASH}"


def _spans(years: Iterable[int]) -> str:
    """Return years as spans: 2007-2025, 2030."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1][1:] = [year]
        else:
            spans.append([year])
    return listed("-".join(str(year) for year in span) for span in spans)


class PriceTableInvalidError(HakariError):
    """A price, index or exchange-rate table breaks its own schema; file and line are named."""

    slug = "price-table-invalid"


class PriceMissingError(HakariError):
    """A line has no price, neither in the route nor in the price table."""

    status = 422
    slug = "price-missing"

    def __init__(self, key: str, pointer: str, candidates: Iterable[str] = ()) -> None:
        self.key, self.pointer, self.candidates = key, pointer, tuple(candidates)
        hint = f"; did you mean {', '.join(self.candidates)}?" if self.candidates else ""
        super().__init__(f"no price for `{key}` at {pointer}: add it to cost.prices{hint}")


class PriceUnitError(HakariError):
    """A price is per a unit that the line cannot be converted to."""

    status = 422
    slug = "price-unit"

    def __init__(self, key: str, per: str, needed: str, pointer: str) -> None:
        super().__init__(f"price `{key}` is per `{per}`, but {pointer} is counted in `{needed}`")
        self.key, self.per, self.needed, self.pointer = key, per, needed, pointer


class IndexMissingError(HakariError):
    """No price index of this kind exists for this currency, whatever the year."""

    status = 422
    slug = "index-missing"

    def __init__(
        self,
        currency: str,
        kind: str,
        pointer: str,
        kinds: tuple[str, ...],
        currencies: tuple[str, ...],
    ) -> None:
        super().__init__(
            f"{pointer}: there is no `{kind}` index for {currency} (indices of {currency}: "
            f"{listed(kinds)}; currencies with a `{kind}` index: {listed(currencies)}); use one "
            "of these, or index `none` if the amount already is of the base year"
        )
        self.currency, self.kind, self.pointer = currency, kind, pointer
        self.kinds, self.currencies = listed(kinds), listed(currencies)


class IndexYearMissingError(HakariError):
    """The price index of this currency and kind has no value for a year."""

    status = 422
    slug = "index-year-missing"

    def __init__(
        self, currency: str, kind: str, year: int, pointer: str, years: tuple[int, ...]
    ) -> None:
        super().__init__(
            f"{pointer}: the `{kind}` index of {currency} has no value for {year} (years it has: "
            f"{_spans(years)}); state the amount in one of these years, or use index `none` if "
            "it already is of the base year"
        )
        self.currency, self.kind, self.year = currency, kind, year
        self.pointer, self.years = pointer, _spans(years)


class FxMissingError(HakariError):
    """No exchange rate for this currency in the base year."""

    status = 422
    slug = "fx-missing"

    def __init__(self, currency: str, year: int, pointer: str, currencies: tuple[str, ...]) -> None:
        super().__init__(
            f"{pointer}: there is no exchange rate for {currency} in the base year {year}; state "
            f"the amount in a currency that has one ({listed(currencies)})"
        )
        self.currency, self.year, self.pointer = currency, year, pointer
        self.currencies = listed(currencies)


class CostMissingError(HakariError):
    """The route has no cost part, or one that gives neither a plant nor a price."""

    status = 422
    slug = "cost-missing"

    def __init__(self, route: str, missing: tuple[str, ...]) -> None:
        self.route, self.missing = route, ", ".join(f"`{pointer}`" for pointer in missing)
        super().__init__(
            f"route `{route}` has no {self.missing}: parity cannot be calculated; add it"
        )


class BaselineInvalidError(HakariError):
    """The baseline's price or cost is zero, negative or not finite."""

    status = 422
    slug = "baseline-invalid"

    def __init__(self, value: float) -> None:
        super().__init__(f"a baseline of {value:g} JPY per unit gives no ratio; it must be above 0")
        self.value = value


class ReplacesMissingError(HakariError):
    """The route does not say how much of the baseline one unit of it replaces."""

    status = 422
    slug = "replaces-missing"

    def __init__(self, route: str) -> None:
        super().__init__(f"route `{route}` has no `replaces`: a ratio needs the amount replaced")
        self.route = route


class TargetInvalidError(HakariError):
    """The target ratio is not a positive number."""

    status = 422
    slug = "target-invalid"

    def __init__(self, target: float) -> None:
        super().__init__(f"target {target:g} must be above 0")
        self.target = target


class InputUnknownError(HakariError):
    """A name is none of the inputs of the comparison."""

    status = 422
    slug = "input-unknown"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        found = nearest(name, known)
        self.candidates = listed(found)
        self.hint = f" Did you mean {self.candidates}?" if found else ""
        self.hint_ja = f"（近いもの: {self.candidates}）" if found else ""
        hint = f"; did you mean {self.candidates}?" if found else ""
        super().__init__(f"`{name}` is no input of this comparison{hint}")


class CapacityUnitError(HakariError):
    """A capacity is not in the unit of the route's product (or that unit per year)."""

    status = 422
    slug = "capacity-unit"

    def __init__(self, unit: str, needed: str) -> None:
        super().__init__(f"capacity in `{unit}` cannot be converted to `{needed}` per year")
        self.unit, self.needed = unit, needed


class AmountNegativeError(HakariError):
    """A formula gives an amount below zero at the values it is asked for."""

    status = 422
    slug = "amount-negative"

    def __init__(self, pointer: str, value: float) -> None:
        super().__init__(
            f"the amount at {pointer} is {value:g} with these values: less than nothing cannot be "
            "bought or made; move its parameters less far, or bound them"
        )
        self.pointer, self.value = pointer, value


class CoproductDeficitError(HakariError):
    """More of a co-product is used inside the plant than its activity makes."""

    status = 422
    slug = "coproduct-deficit"

    def __init__(self, flow: str, activity: str, made: float, used: float) -> None:
        super().__init__(
            f"`{flow}` of activity `{activity}`: {used:g} used but only {made:g} made per unit of "
            "product; buy the rest from a provider or make it the reference of an activity"
        )
        self.flow, self.activity, self.made, self.used = flow, activity, made, used
