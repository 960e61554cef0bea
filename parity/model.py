"""The cost comparison of a bio route with its baseline, to be asked again with other numbers.

One call, `CostModel.costs`, leads from numbers to costs; samples, levers, gates and scenarios are
values of its inputs. With arrays of samples every step is computed for all of them at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from inventories.document import Route
from inventories.expressions import Value
from inventories.input_names import (
    BASELINE,
    CONTINGENCY,
    DISCOUNT_RATE,
    MARKET_OIL,
    MARKET_USD_JPY,
    PRICE,
)
from inventories.inventory import Inventory
from inventories.quantities import factor
from lca.copula import Correlated
from lca.pairing import Paired, paired
from parity.baseline import LEAST_JPY, Baseline, Life, baseline_cost
from parity.cost import RouteCost, feedstock_kg, route_cost
from parity.defaults import defaults
from parity.errors import InputUnknownError, ReplacesMissingError, TargetInvalidError
from parity.inputs import Input, Values, Weighed
from parity.market.links import link_factors
from parity.money import Converter
from parity.movable import contingency_inputs, parameter_inputs, price_inputs, rate_input
from parity.options import ParityOptions
from parity.outlook import Outlook, outlook
from parity.purchases import purchases
from parity.setting import Setting
from parity.tables import PriceTables, load_tables

Evaluate = Callable[[Route, Mapping[str, Value]], Inventory]
"""A checked route with some parameters moved -> its inventory."""


@dataclass(frozen=True)
class Costs:
    """Both sides of one comparison, floats or samples (s,).

    `replaced` is the amount of baseline product that one unit of bio product replaces.
    """

    bio: RouteCost
    baseline: Baseline
    replaced: float

    @property
    def weighed(self) -> Weighed:
        """The two costs per unit of baseline product, and their ratio."""
        bio = self.bio.msp_jpy / self.replaced
        baseline = self.baseline.value
        if isinstance(bio, float) and isinstance(baseline, float):
            return Weighed(self.bio.msp_jpy, bio, baseline, bio / baseline)
        msp, bio, baseline = np.broadcast_arrays(self.bio.msp_jpy, bio, baseline)
        known = np.isfinite(bio) & np.isfinite(baseline) & (baseline >= LEAST_JPY)
        with np.errstate(all="ignore"):
            ratio = bio / baseline
        found = (np.where(known, part, np.nan) for part in (msp, bio, baseline, ratio))
        return Weighed(*found)


class CostModel:
    """A bio route against its baseline in money (`parity.inputs.Weighing`).

    Parameters
    ----------
    bio, baseline
        Checked documents.
    evaluate
        From a document and moved parameters to an inventory.
    options, tables
        What is asked; the package's tables if None.

    Raises
    ------
    TargetInvalidError, ReplacesMissingError
    """

    def __init__(
        self,
        bio: Route,
        baseline: Route,
        evaluate: Evaluate,
        options: ParityOptions | None = None,
        tables: PriceTables | None = None,
    ) -> None:
        self.options = options or ParityOptions()
        if not (np.isfinite(self.options.target) and self.options.target > 0):
            raise TargetInvalidError(self.options.target)
        if bio.replaces is None:
            raise ReplacesMissingError(bio.id)
        self.replaces = bio.replaces
        self.bio, self.baseline = bio, baseline
        self.tables = tables or load_tables()
        self._evaluate = evaluate

    def asked_with(self, options: ParityOptions) -> CostModel:
        """Return the same comparison asked with other options."""
        return CostModel(self.bio, self.baseline, self._evaluate, options, self.tables)

    @property
    def target(self) -> float:
        """Ratio to reach."""
        return self.options.target

    @functools.cached_property
    def outlook(self) -> Outlook:
        """What the scenarios and the market say of the target year."""
        return outlook(self.options, self.tables)

    @functools.cached_property
    def given(self) -> Mapping[str, float]:
        """Inputs that the outlook sets: prices of scenarios, drivers of the target year."""
        found = dict(self.outlook.driver_values)
        converter = Converter(self.options.base_year, self.tables)
        for key, error in self.outlook.beyond.items():
            if PRICE + key in self._today_prices:
                raise error
        for key, price in self.outlook.prices.items():
            known = self._today_prices.get(PRICE + key)
            if known is not None:
                unit = known.unit.partition("/")[2]
                jpy = float(converter.jpy(price, f"/scenarios/{key}"))
                found[known.name] = jpy / factor(price.per, unit)
        return found

    @functools.cached_property
    def _pair(self) -> Paired:
        return paired(self.bio, self.baseline)

    @functools.cached_property
    def shared(self) -> frozenset[str]:
        """Parameters that are one quantity in both documents."""
        return frozenset(name for name, drawn in self._pair.theirs.items() if name == drawn)

    @functools.cached_property
    def correlations(self) -> tuple[Correlated, ...]:
        """Correlations both documents state, by the names of `inputs`; of inputs that vary."""
        vary = {name for name, given in self.inputs.items() if given.distribution is not None}
        return tuple(link for link in self._pair.links if vary.issuperset(link.between))

    @functools.cached_property
    def evaluated(self) -> tuple[Inventory, Inventory]:
        """The bio route and the baseline in numbers, no input moved."""
        bio, baseline = self.parameters_of(self.given)
        return self._evaluate(self.bio, bio), self._evaluate(self.baseline, baseline)

    @functools.cached_property
    def today(self) -> Costs:
        """The comparison with no input moved."""
        return self.costs({})

    @functools.cached_property
    def inputs(self) -> Mapping[str, Input]:
        """Everything that may be moved, by name."""
        return MappingProxyType({found.name: found for found in self._inputs()})

    @functools.cached_property
    def not_applied(self) -> tuple[str, ...]:
        """Prices a scenario states that a route has as a formula of its own parameters."""
        own = [route.cost.prices for route in (self.bio, self.baseline) if route.cost is not None]
        return tuple(
            key
            for key in self.outlook.prices
            if PRICE + key not in self.given
            and any(key in prices and isinstance(prices[key].amount, str) for prices in own)
        )

    def weigh(self, values: Values) -> Weighed:
        """Return the costs with some inputs moved.

        Raises
        ------
        InputUnknownError
            If a name is none of `inputs`.
        """
        for name in values:
            if name not in self.inputs:
                raise InputUnknownError(name, self.inputs)
        return self.costs(values).weighed

    def costs(self, values: Values, seed: int | None = None) -> Costs:
        """Return both costs, line by line, with some inputs moved.

        `seed` of what is at chance beyond the inputs, the oil prices after the target year; None
        for their median.
        """
        moved = {**self.given, **values}
        setting = self._setting(moved)
        own, others = self.parameters_of(moved)
        bio = self._evaluate(self.bio, own)
        baseline = self._evaluate(self.baseline, others)
        found = route_cost(bio, replace(setting, contingency=moved.get(CONTINGENCY)))
        standing = replace(setting, basis="as_stated", discount_rate=None)
        return Costs(
            bio=found,
            baseline=baseline_cost(
                baseline, standing, self.options, moved.get(MARKET_OIL), self._life(found, seed)
            ),
            replaced=self.replaces.amount,
        )

    def _life(self, bio: RouteCost, seed: int | None) -> Life:
        """Return the life of the bio plant; the default terms if only its price is known."""
        terms = bio.financing.terms if bio.financing else None
        return Life(
            terms.life_years if terms else int(defaults().life_years.value),
            terms.discount_rate if terms else defaults().discount_rate.value,
            self.outlook.oil.process,
            seed,
        )

    def parameters_of(self, moved: Values) -> tuple[dict[str, Value], dict[str, Value]]:
        """Return the parameters of the bio route and of the baseline among moved inputs."""
        own = {name: value for name, value in moved.items() if ":" not in name}
        others = {n.removeprefix(BASELINE): v for n, v in moved.items() if n.startswith(BASELINE)}
        shared = {n: v for n, v in own.items() if n in self.shared}
        return own, shared | others

    def _setting(self, moved: Values) -> Setting:
        """Return prices and terms with some of them moved."""
        factors: dict[str, Value] = {}
        for name, value in moved.items():
            if name.startswith(PRICE):
                factors[name.removeprefix(PRICE)] = value / self._today_prices[name].value
        for key, risen in self._oil_factors(moved).items():
            if PRICE + key not in self.given:  # a scenario states it for its own oil price
                factors[key] = factors.get(key, 1.0) * risen
        return Setting(
            base_year=self.options.base_year,
            tables=self.tables,
            finance=self.options.finance,
            basis=self.options.basis,
            feedstock=self._feedstock,
            usd_jpy=moved.get(MARKET_USD_JPY),
            moved=factors,
            discount_rate=moved.get(DISCOUNT_RATE),
        )

    @functools.cached_property
    def _stated(self) -> tuple[Inventory, Inventory]:
        """Both routes at their documents' values, without outlook."""
        return self._evaluate(self.bio, {}), self._evaluate(self.baseline, {})

    @functools.cached_property
    def _feedstock(self) -> Mapping[str, float]:
        """Feedstock of each plant at its document's values, kg per unit of product."""
        return {
            stated.route.id: float(feedstock_kg(purchases(stated)))
            for stated in self._stated
            if stated.route.cost is not None and stated.route.cost.has_plant
        }

    def _oil_factors(self, moved: Values) -> Mapping[str, Value]:
        """Return price key -> factor of prices that follow oil, empty if it has not moved."""
        if MARKET_OIL not in moved and MARKET_USD_JPY not in moved:
            return {}
        oil, yen = self.outlook.oil, self.outlook.usd_jpy
        quoted = {key: row.currency for key, row in self.tables.prices.items() if row.own}
        for route in (self.baseline, self.bio):
            if route.cost is not None:
                quoted |= {key: price.currency for key, price in route.cost.prices.items()}
        return link_factors(
            moved.get(MARKET_OIL, oil.today),
            moved.get(MARKET_USD_JPY, yen.today),
            oil.today,
            yen.today,
            currencies=quoted,
        )

    @functools.cached_property
    def _today_prices(self) -> Mapping[str, Input]:
        """Prices both routes use, as inputs, at today's values."""
        plain = Setting(
            self.options.base_year, self.tables, self.options.finance, self.options.basis
        )
        return price_inputs(self._stated, plain)

    def _inputs(self) -> Iterator[Input]:
        yield from map(self._told, parameter_inputs(self.bio, self.baseline, self.shared))
        yield from map(self._told, self._today_prices.values())
        yield from self.outlook.drivers
        if self.bio.cost is not None:
            yield from contingency_inputs(self.bio.cost, self.options.basis)
        if self.today.bio.financing is not None:
            yield rate_input(self.today.bio.financing)

    def _told(self, found: Input) -> Input:
        """Return an input as the scenarios of the target year have it; those are not drawn."""
        value = self.given.get(found.name)
        if value is None:
            return found
        return replace(found, value=float(value), distribution=None)
