"""Prices in JPY of the base year: the route's own first, then the price table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inventories.catalogue import nearest
from inventories.document import Grade, Price, Route
from inventories.errors import UnitDimensionError, UnitUnknownError
from inventories.expressions import Value
from inventories.quantities import factor
from parity.errors import PriceMissingError, PriceUnitError
from parity.money import Converter, quoted_amount, quoted_terms
from parity.tables import TablePrice


@dataclass(frozen=True)
class PriceEntry:
    """A price ready for use.

    Attributes
    ----------
    jpy_per_unit : JPY of the base year per `unit`, a float or samples (s,); negative if one is
        paid for taking it
    unit : unit of the line it was asked for
    group : cost group of the table, ``other`` if the key is not in the table
    origin : ``route`` (cost.prices of the document) or ``table``
    quoted : the price as quoted, e.g. ``84 USD/t (2025)``; a formula with its value
    """

    key: str
    title_en: str
    title_ja: str
    jpy_per_unit: Value
    unit: str
    group: str
    grade: Grade
    source: str
    at: str
    origin: Literal["route", "table"]
    quoted: str


@dataclass(frozen=True)
class PriceTable:
    """The price table in JPY of one base year."""

    converter: Converter

    @property
    def rows(self) -> Mapping[str, TablePrice]:
        """The rows of the table, as quoted."""
        return self.converter.tables.prices

    def price(self, key: str, unit: str | None = None, pointer: str = "prices.csv") -> PriceEntry:
        """Return the price of `key` per `unit` (the unit of the quotation if None).

        Raises
        ------
        PriceMissingError
            If the table has no such key; the nearest keys are named.
        PriceUnitError
            If it is quoted per a unit of another dimension.
        """
        row = self.rows.get(key)
        if row is None:
            raise PriceMissingError(key, pointer, nearest(key, self.rows))
        return PriceEntry(
            key=key,
            title_en=row.title_en,
            title_ja=row.title_ja,
            jpy_per_unit=_per_unit(row, key, unit or row.per, pointer, self.converter),
            unit=unit or row.per,
            group=row.group,
            grade=row.grade,
            source=row.source,
            at=row.locator,
            origin="table",
            quoted=_quoted(row, self.converter),
        )


@dataclass(frozen=True)
class PriceBook:
    """The prices of one route: its own ones before those of the table."""

    own: Mapping[str, Price]
    table: PriceTable

    def knows(self, key: str) -> bool:
        """Whether a price of that key exists (its unit may still not fit)."""
        return key in self.own or key in self.table.rows

    def price(self, key: str, unit: str, pointer: str) -> PriceEntry:
        """Return the price of `key` per `unit`.

        Raises
        ------
        PriceMissingError, PriceUnitError, IndexMissingError, IndexYearMissingError,
        FxMissingError
        """
        own = self.own.get(key)
        if own is None:
            if key not in self.table.rows:
                known = [*self.own, *self.table.rows]
                raise PriceMissingError(key, pointer, nearest(key, known))
            return self.table.price(key, unit, pointer)
        row = self.table.rows.get(key)
        return PriceEntry(
            key=key,
            title_en=own.title.en if own.title else row.title_en if row else key,
            title_ja=own.title.ja if own.title else row.title_ja if row else key,
            jpy_per_unit=_per_unit(own, key, unit, pointer, self.table.converter),
            unit=unit,
            group=row.group if row else "other",
            grade=own.grade,
            source=own.source,
            at=own.at or own.reason or "",
            origin="route",
            quoted=_quoted(own, self.table.converter),
        )

    def table_price(self, entry: PriceEntry) -> float | None:
        """Return the table's price of an own entry, JPY per its unit.

        None if the entry is the table's own, or the table has none per such a unit, or has samples
        of it.
        """
        if entry.origin == "table" or entry.key not in self.table.rows:
            return None
        try:
            usual = self.table.price(entry.key, entry.unit).jpy_per_unit
        except PriceUnitError:
            return None
        return None if isinstance(usual, np.ndarray) else float(usual)


def price_book(route: Route, converter: Converter) -> PriceBook:
    """Return the prices of a route, converted with `converter`."""
    return PriceBook(route.cost.prices if route.cost else {}, PriceTable(converter))


def _per_unit(
    quoted: Price | TablePrice,
    key: str,
    unit: str,
    pointer: str,
    converter: Converter,
) -> Value:
    try:
        units_per_quotation = factor(quoted.per, unit)
    except (UnitUnknownError, UnitDimensionError) as error:
        raise PriceUnitError(key, quoted.per, unit, pointer) from error
    place = pointer if isinstance(quoted, TablePrice) else f"/cost/prices/{key}"
    return converter.jpy(quoted, place) / units_per_quotation * converter.moved.get(key, 1.0)


def _quoted(price: Price | TablePrice, converter: Converter) -> str:
    return f"{quoted_amount(price, converter.parameters)}/{price.per} {quoted_terms(price)}"
