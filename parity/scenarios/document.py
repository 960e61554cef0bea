"""A scenario document, schema `hakari/scenario/1`: named, sourced prices by year."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from inventories.document import Localised, Source
from inventories.document.base import Finite, Key, Part, Provenance, Text, Title, Unit
from inventories.document.cost import Currency, Year
from inventories.input_names import OIL, USD_JPY

CARBON_PRICE = "carbon_price"
DRIVER_UNITS = {OIL: ("bbl", "USD"), USD_JPY: ("USD", "JPY"), CARBON_PRICE: ("t", None)}
"""Driver -> what its amount is per, and its currency (None: any)."""

MAX_LINES = 200
MAX_POINTS = 200

Points = Annotated[dict[Year, Finite], Field(min_length=1, max_length=MAX_POINTS)]


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Keys = Annotated[
    tuple[Key, ...],
    Field(min_length=1, max_length=MAX_LINES),
    BeforeValidator(_several, json_schema_input_type=Key | tuple[Key, ...]),
]


class Line(Provenance):
    """One price or driver over the years.

    `what`: price keys of the price table, or ``oil`` (USD/bbl), ``usd_jpy`` (JPY/USD),
    ``carbon_price`` (per t CO2e); several if one number holds for all of them. `points` are
    amounts of money of `price_year` in `currency` per `unit`; `low` and `high`, if given, state
    the same years. Between two points the line is straight; outside them it does not exist.
    `held_after` is the last year the source speaks of: from then on the amount is held flat, which
    is an assumption, so later years are `unverified`.
    """

    what: Keys
    unit: Unit
    currency: Currency
    price_year: Year
    index: Literal["general", "capital", "labour", "none"]
    points: Points
    low: Points | None = None
    high: Points | None = None
    held_after: Year | None = None
    interpolation: Literal["linear"] = "linear"

    @model_validator(mode="after")
    def _bounds_stand_around_the_points(self) -> Line:
        for name, bound, sign in (("low", self.low, 1), ("high", self.high, -1)):
            if bound is None:
                continue
            if set(bound) != set(self.points):
                raise ValueError(f"`{name}` must state the years of `points`")
            if any(sign * (self.points[year] - bound[year]) < 0 for year in bound):
                raise ValueError(f"`{name}` is on the wrong side of `points`")
        return self

    @model_validator(mode="after")
    def _held_amounts_stay(self) -> Line:
        if self.held_after is None:
            return self
        for bound in (self.points, self.low or {}, self.high or {}):
            held = {value for year, value in bound.items() if year >= self.held_after}
            if bound and (self.held_after not in bound or len(held) > 1):
                raise ValueError("`held_after` must be a year of `points` with no change after it")
        return self

    @model_validator(mode="after")
    def _drivers_have_their_unit(self) -> Line:
        for driver in set(self.what) & set(DRIVER_UNITS):
            unit, currency = DRIVER_UNITS[driver]
            if self.unit != unit or (currency and self.currency != currency):
                raise ValueError(f"`{driver}` is {currency or 'money'} per {unit}")
            if any(value <= 0 for value in (*self.points.values(), *(self.low or {}).values())):
                raise ValueError(f"`{driver}` must be above 0")
        return self


class Scenario(Part):
    """Prices and drivers by year under one name."""

    schema_: Annotated[Literal["hakari/scenario/1"], Field(alias="schema")]
    id: Key
    title: Title
    description: Localised
    publisher: Text
    sources: Annotated[dict[Key, Source], Field(max_length=100)] = Field(default_factory=dict)
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=MAX_LINES)]

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Scenario:
        named = [what for line in self.lines for what in line.what]
        if twice := sorted({what for what in named if named.count(what) > 1}):
            raise ValueError(f"{', '.join(twice)} stand(s) in more than one line")
        cited = {line.source for line in self.lines} - {"assumption"}
        if missing := sorted(cited - set(self.sources)):
            raise ValueError(f"`sources` lacks {', '.join(missing)}")
        return self
