"""What of a cost comparison may be moved, as inputs: parameters, prices, contingency, rate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from inventories.document import Cost, Localised, Route
from inventories.document.flows import Distribution, Parameter
from inventories.input_names import BASELINE, CONTINGENCY, DISCOUNT_RATE, PRICE
from inventories.inventory import Inventory
from parity.capital import contingency_of
from parity.finance import Financing
from parity.inputs import Input
from parity.price import PriceBook, PriceEntry, price_book
from parity.purchases import purchases
from parity.setting import Basis, Setting
from parity.tables import PriceTables
from parity.yearly import CONTINGENCY as CONTINGENCY_TITLE

_RATE_TITLE = Localised(
    en="Real rate of return after tax that the bio plant must earn",
    ja="バイオ側プラントに要求される実質収益率（税引後）",
)


def parameter_inputs(bio: Route, baseline: Route, shared: Collection[str]) -> Iterator[Input]:
    """Parameters of the bio route, then those of the baseline that are not in `shared`."""
    for name, parameter in sorted(bio.parameters.items()):
        yield _parameter_input(name, parameter)
    for name, parameter in sorted(baseline.parameters.items()):
        if name not in shared:
            yield _parameter_input(BASELINE + name, parameter)


def price_inputs(inventories: Iterable[Inventory], setting: Setting) -> dict[str, Input]:
    """Return the prices that routes use, JPY of the base year per unit, by input name.

    Prices that are formulas move with their parameters, and a price of 0 has no factor to move
    by: both are left out.

    Raises
    ------
    PriceMissingError, PriceUnitError, IndexMissingError, IndexYearMissingError, FxMissingError
    """
    found: dict[str, Input] = {}
    for inventory in inventories:
        route = inventory.route
        for entry in _entries(inventory, price_book(route, setting.converter(inventory))):
            name = PRICE + entry.key
            if name not in found and not _is_formula(route, entry) and entry.jpy_per_unit:
                found[name] = _price_input(name, entry, setting.tables)
    return found


def contingency_inputs(cost: Cost, basis: Basis) -> Iterator[Input]:
    """The process contingency, share of the FCI; a first plant has cost growth in its place."""
    spare = contingency_of(cost, None)
    if spare is None or (basis == "pioneer" and cost.pioneer is not None):
        return
    yield Input(
        CONTINGENCY,
        CONTINGENCY_TITLE,
        float(spare.share),
        "share of FCI",
        spare.grade,
        spare.source,
        spare.at,
        Distribution(kind="triangular", low=spare.low, high=spare.high)
        if spare.low < spare.high
        else None,
    )


def rate_input(financing: Financing) -> Input:
    """Return the rate of return as an input, 1/year."""
    stated = next(term for term in financing.stated if term.name == "discount_rate")
    return Input(
        DISCOUNT_RATE,
        _RATE_TITLE,
        float(financing.terms.discount_rate),
        "1/year",
        stated.grade,
        stated.source,
        stated.at,
    )


def _entries(inventory: Inventory, book: PriceBook) -> Iterator[PriceEntry]:
    """Prices a route asks for: of what it buys and sells, and of its product."""
    cost = inventory.route.cost
    if cost is None:
        return
    if cost.has_plant:
        for line in purchases(inventory).lines:
            yield book.price(line.key, line.unit, line.pointer)
    if cost.market_price is not None:
        unit = inventory.flows[inventory.product_flow].unit
        yield book.price(cost.market_price, unit, "/cost/market_price")


def _is_formula(route: Route, entry: PriceEntry) -> bool:
    own = route.cost.prices.get(entry.key) if route.cost else None
    return own is not None and isinstance(own.amount, str)


def _price_input(name: str, entry: PriceEntry, tables: PriceTables) -> Input:
    jpy = float(entry.jpy_per_unit)
    row = tables.prices.get(entry.key) if entry.origin == "table" else None
    spread = None
    if row is not None and row.low is not None and row.high is not None and row.low < row.high:
        ends = sorted((row.low * jpy / row.amount, row.high * jpy / row.amount))
        spread = Distribution(kind="triangular", low=ends[0], high=ends[1])
    return Input(
        name,
        Localised(en=entry.title_en, ja=entry.title_ja),
        jpy,
        f"JPY/{entry.unit}",
        entry.grade,
        entry.source,
        entry.at,
        spread,
    )


def _parameter_input(name: str, parameter: Parameter) -> Input:
    return Input(
        name,
        parameter.title,
        parameter.value,
        parameter.unit,
        parameter.grade,
        parameter.source,
        parameter.at or parameter.reason or "",
        parameter.distribution,
        parameter.bound,
        dict(sorted(parameter.gates.items())),  # a receipt keeps no order
    )
