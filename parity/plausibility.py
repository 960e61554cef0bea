"""Prices and ratios so far from the usual that a wrong unit is likelier than the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inventories.document import Route
from parity.defaults import defaults
from parity.lines import Line
from parity.notes import Note, note
from parity.price import PriceBook, PriceEntry
from parity.ratio import Ratio
from parity.tables import PriceTables


def far_from_table(route: Route, entries: Iterable[PriceEntry], book: PriceBook) -> Iterator[Note]:
    """Remark own prices that are many times above or below the table's price of the same key.

    Prices of another sign or of zero are not compared: a waste is paid for in one place, free in
    another, and bought in a third.
    """
    limit = defaults().price_range.value
    seen: set[str] = set()
    for own in entries:
        usual = book.table_price(own)
        if own.key in seen or usual is None or float(own.jpy_per_unit) * usual <= 0:
            continue
        seen.add(own.key)
        off = float(own.jpy_per_unit) / usual
        if max(off, 1 / off) > limit:
            yield note(
                "price-far-from-table",
                route=route.id,
                item=own.title_en,
                item_ja=own.title_ja,
                quoted=own.quoted,
                own=float(own.jpy_per_unit),
                usual=usual,
                unit=own.unit,
                key=own.key,
            )


def far_from_baseline(
    route: Route, lines: Iterable[Line], baseline_jpy: float, unit: str, tables: PriceTables
) -> Iterator[Note]:
    """Remark bought inputs that cost many times the baseline's product per the same unit.

    Parameters
    ----------
    lines
        Of the bio route; those whose price is in the table are compared with the table instead.
    baseline_jpy, unit
        JPY per `unit` of the baseline's product.
    """
    limit = defaults().price_range.value
    seen: set[str] = set()
    for line in lines:
        bought = line.group != "co_product" and line.key not in tables.prices
        if not bought or line.price_jpy is None or line.unit != unit or line.key in seen:
            continue
        seen.add(line.key)
        if line.price_jpy > limit * baseline_jpy:
            yield note(
                "price-far-from-baseline",
                route=route.id,
                item=line.title.en,
                item_ja=line.title.ja,
                quoted=line.quoted,
                own=float(line.price_jpy),
                unit=unit,
                ratio=float(line.price_jpy) / baseline_jpy,
                key=line.key,
            )


def implausible_ratio(route: Route, ratio: Ratio) -> Iterator[Note]:
    """Remark a ratio so low that the amount replaced or a unit is likelier to be wrong."""
    if ratio.ratio < defaults().implausible_ratio.value:
        yield note(
            "ratio-implausible",
            route=route.id,
            ratio=ratio.ratio,
            limit=defaults().implausible_ratio.value,
        )
