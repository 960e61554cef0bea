"""The cost of the existing product: its market price of a year or of a life, or its own plant."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from inventories.document import Localised
from inventories.expressions import Value
from inventories.inventory import Inventory
from parity.cost import RouteCost, market_cost, plant_cost
from parity.errors import BaselineInvalidError, CostMissingError
from parity.market.levelising import levelised, oil_path
from parity.market.links import link_of
from parity.market.reverting import PriceProcess
from parity.market.series import market_mean, series_of
from parity.options import ParityOptions, Timing
from parity.outlook import path_normals
from parity.setting import Setting

BaselineKind = Literal["market_price", "market_mean", "oil_linked", "own_plant"]

LEAST_JPY = 1e-9
"""Least baseline, JPY per unit: what is below is no price, and ratios to it overflow."""


@dataclass(frozen=True)
class Life:
    """Over what a baseline is levelised: years, real discount rate (1/year), model of oil.

    `seed` of the oil prices after the target year; None for their median, which is what an answer
    to "what if" stands on: only samples are at chance.
    """

    years: int
    discount_rate: Value
    oil: PriceProcess
    seed: int | None = None


@dataclass(frozen=True)
class Baseline:
    """The baseline that was used; numbers are floats, or samples (s,).

    Attributes
    ----------
    kind : a ratio of cost to a market price mixes margin in
    timing : ``spot``, or ``levelised`` over the life of the bio plant
    value : JPY of the base year per `unit` of baseline product
    cost : its lines; one line for a market price
    """

    route: str
    title: Localised
    kind: BaselineKind
    timing: Timing
    value: Value
    unit: str
    cost: RouteCost


def baseline_cost(
    inventory: Inventory,
    setting: Setting,
    options: ParityOptions,
    oil: Value | None,
    life: Life,
) -> Baseline:
    """Return the baseline; ``auto`` takes the market price if there is one, else the plant.

    Parameters
    ----------
    inventory, setting
        The baseline route and the prices it is costed at; an oil-linked price in `setting` is
        already that of `oil`.
    oil
        Oil price of the target year, for ``oil_linked``.
    life
        Of the bio plant, for ``levelised``.

    Raises
    ------
    CostMissingError
        If the route has no cost part, or not the kind that was asked for.
    BaselineInvalidError
        If a single value is zero (below `LEAST_JPY`) or negative.
    SeriesUnknownError, LinkMissingError
        If the product has no price series, or does not follow oil.
    """
    cost = inventory.route.cost
    if cost is None:
        raise CostMissingError(inventory.route.id, ("/cost",))
    kind: BaselineKind
    if options.baseline_kind == "auto":
        kind = "market_price" if cost.market_price is not None else "own_plant"
    else:
        kind = options.baseline_kind
    found = (plant_cost if kind == "own_plant" else market_cost)(inventory, setting)
    factor: Value = 1.0
    if kind == "market_mean":
        series = series_of(str(cost.market_price))
        factor = market_mean(series, setting.tables, setting.base_year).over_spot
    elif kind == "oil_linked":
        beta = link_of(str(cost.market_price)).beta
        if options.timing == "levelised" and oil is not None:
            factor = _life_over_start(oil, beta, life)
    if not isinstance(factor, float) or factor != 1.0:
        found = _times(found, factor)
    if isinstance(found.msp_jpy, float) and not LEAST_JPY <= found.msp_jpy < math.inf:
        raise BaselineInvalidError(found.msp_jpy)
    return Baseline(
        route=inventory.route.id,
        title=inventory.route.title,
        kind=kind,
        timing=options.timing if kind == "oil_linked" else "spot",
        value=found.msp_jpy,
        unit=found.unit,
        cost=found,
    )


def _times(found: RouteCost, factor: Value) -> RouteCost:
    """Return a market price, a cost of one line, times a factor."""
    [line] = found.lines
    moved = line.jpy_per_unit * factor
    return replace(
        found, msp_jpy=moved, lines=(replace(line, jpy_per_unit=moved, price_jpy=moved),)
    )


def _life_over_start(oil: Value, beta: float, life: Life) -> Value:
    """Return the oil-linked price levelised over the life, over that of the target year."""
    start = np.atleast_1d(oil)
    normals = path_normals(start.size, life.years, life.seed)
    path = oil_path(life.oil, start, life.years, normals)
    risen = (path / path[:, :1]) ** beta
    sampled = isinstance(oil, np.ndarray)
    return levelised(risen if sampled else risen[0], life.discount_rate, np.ones(life.years))
