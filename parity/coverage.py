"""The prices of a route's outputs, for economic allocation."""

from __future__ import annotations

from inventories.inventory import Inventory
from parity.defaults import defaults
from parity.errors import PriceUnitError
from parity.money import Converter
from parity.price import price_book
from parity.tables import PriceTables, load_tables


def price_map(
    inventory: Inventory, tables: PriceTables | None = None, base_year: int | None = None
) -> dict[str, float]:
    """Return JPY per canonical unit of every output flow whose price is known.

    For economic allocation. Keys are flow ids and their price keys; outputs without a known price
    are left out, and waste outputs have none.

    Parameters
    ----------
    inventory
        Evaluated route.
    tables, base_year
        The package's tables and default base year if None.

    Raises
    ------
    IndexMissingError, IndexYearMissingError, FxMissingError
        If a known price cannot be carried to the base year.
    FormulaInvalidError, FormulaNotFiniteError
        If a price is a formula that gives no number.
    """
    year = int(defaults().base_year.value) if base_year is None else base_year
    converter = Converter(year, tables or load_tables(), inventory.parameters)
    book = price_book(inventory.route, converter)
    prices: dict[str, float] = {}
    for activity in inventory.activities:
        for output in activity.outputs:
            if output.role == "waste" or not book.knows(output.price):
                continue
            try:
                entry = book.price(output.price, inventory.flows[output.flow].unit, output.pointer)
            except PriceUnitError:
                continue  # a price per another dimension is no price of this flow
            prices[output.flow] = prices[output.price] = float(entry.jpy_per_unit)
    return prices
