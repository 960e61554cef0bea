"""What is known or assumed of the target year: scenarios, and the oil price and the yen.

Without scenarios and without an oil-linked baseline there is no outlook: everything is of today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from inventories.document import Price
from inventories.input_names import MARKET, OIL, USD_JPY
from lca.system import Array
from parity.inputs import Input
from parity.market.drivers import Driver, drivers_at
from parity.money import index_factor
from parity.options import ParityOptions
from parity.scenarios import ScenarioValue, load_scenario
from parity.scenarios.document import CARBON_PRICE
from parity.scenarios.errors import ScenarioYearMissingError
from parity.tables import PriceTables


@dataclass(frozen=True)
class Outlook:
    """Values of the target year.

    Attributes
    ----------
    drivers : oil price and yen as inputs; with a distribution where the year is projected
    driver_values : of those that are not today's
    prices : price key -> price a scenario states
    beyond : price key -> error, of prices a scenario states for other years only
    carbon_price : of a scenario; None if none states one
    scenarios : every scenario value used
    oil, usd_jpy : the drivers as of today and of the target year, with their models
    """

    drivers: tuple[Input, ...]
    driver_values: Mapping[str, float]
    prices: Mapping[str, Price]
    beyond: Mapping[str, ScenarioYearMissingError]
    carbon_price: ScenarioValue | None
    scenarios: tuple[ScenarioValue, ...]
    oil: Driver
    usd_jpy: Driver


def outlook(options: ParityOptions, tables: PriceTables) -> Outlook:
    """Return what holds in the target year.

    Where two scenarios speak of one price, the later named holds.

    Raises
    ------
    ScenarioUnknownError, ScenarioYearMissingError
        If a scenario is none, or does not reach the year.
    HorizonInvalidError
        If the year lies before the base year.
    """
    projected = options.baseline_kind == "oil_linked"
    year = options.year if projected else options.base_year
    drivers = drivers_at(year, options.base_year, tables)
    found, beyond = _stated(options)
    inputs, values = [], {}
    for what, driver in drivers.items():
        name = MARKET + what
        stated = found.get(what)
        if stated is not None:
            values[name] = _driver_value(stated, options.base_year, tables)
            spread = None
        else:
            spread = driver.input.distribution if projected else None
            if projected:
                values[name] = driver.central_at_year
        inputs.append(
            replace(
                driver.input,
                name=name,
                value=values.get(name, driver.today),
                distribution=spread,
            )
        )
    return Outlook(
        drivers=tuple(inputs),
        driver_values=values,
        prices={
            what: price
            for what, value in found.items()
            if what not in (OIL, USD_JPY, CARBON_PRICE) and (price := value.price()) is not None
        },
        beyond=beyond,
        carbon_price=found.get(CARBON_PRICE),
        scenarios=tuple(found.values()),
        oil=drivers[OIL],
        usd_jpy=drivers[USD_JPY],
    )


def _stated(
    options: ParityOptions,
) -> tuple[dict[str, ScenarioValue], dict[str, ScenarioYearMissingError]]:
    """Return what the scenarios state for the year, and what they state for other years only.

    Raises
    ------
    ScenarioYearMissingError
        If a scenario states nothing at all for the year, or no driver it speaks of.
    """
    found: dict[str, ScenarioValue] = {}
    beyond: dict[str, ScenarioYearMissingError] = {}
    for scenario_id in options.scenarios:
        scenario = load_scenario(scenario_id)
        there: dict[str, ScenarioValue] = {}
        for what in scenario.covers:
            try:
                there[what] = scenario.at(what, options.year)
            except ScenarioYearMissingError as error:
                if what in (OIL, USD_JPY, CARBON_PRICE):
                    raise
                beyond[what] = error
        if not there:
            raise next(iter(beyond.values()))
        found |= there
    return found, {what: error for what, error in beyond.items() if what not in found}


def _driver_value(stated: ScenarioValue, base_year: int, tables: PriceTables) -> float:
    """Return a scenario's driver in money of the base year; a rate has no price year."""
    if stated.what == USD_JPY:
        return stated.value
    place = f"/scenarios/{stated.scenario}"
    return stated.value * index_factor(
        stated.currency, stated.index, stated.price_year, base_year, tables, place
    )


def path_normals(samples: int, years: int, seed: int | None) -> Array:
    """Return (s, T - 1) standard normals of the years after the target year.

    They follow from the seed alone, so that the k-th sample has the same path in every analysis;
    zeros without a seed: the median path.
    """
    if seed is None:
        return np.zeros((samples, years - 1))
    return np.random.default_rng([seed, years]).standard_normal((samples, years - 1))
