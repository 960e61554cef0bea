"""Minimum selling price: the price of the product at which the net present value is zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.expressions import Value
from parity.dcf.amounts import Amounts, amounts
from parity.dcf.errors import CashFlowAmountInvalidError, PriceUnsolvedError
from parity.dcf.profiles import (
    CAPITAL,
    FIXED,
    SALES,
    VARIABLE,
    WORKING,
    Profiles,
    discount_factors,
    profiles,
)
from parity.dcf.solver import Income, solve
from parity.dcf.terms import Plant, Terms

Samples = NDArray[np.float64]

SAMPLES_AT_ONCE = 4000
"""A table of years by samples of one megabyte stays in the cache: 0.3 s, else 0.5 s for 1e5."""
LOSS_PRECISION = 1e-12
"""Of the largest yearly income: below it a loss is rounding."""


@dataclass(frozen=True)
class Factors:
    """What one unit of each amount costs in the price, at the tax state of the solution.

    Attributes
    ----------
    variable, fixed : per unit of yearly cost
    sales : per unit of yearly by-product sales (taken off the price)
    capital, working : per unit of capital
    replacement : operating year -> per unit of capital spent then
    """

    variable: Value
    fixed: Value
    sales: Value
    capital: Value
    working: Value
    replacement: Mapping[int, Value]


@dataclass(frozen=True)
class Price:
    """The minimum selling price of one product.

    Attributes
    ----------
    value : money per unit of product; nan in a sample with an amount that is no number. It is
        exactly the sum of every amount times its factor, by-product sales taken off.
    factors : floats, or samples (s,)
    loss_years : whether any operating year has a loss at this price; bool or (s,)
    """

    value: Value
    factors: Factors
    loss_years: bool | NDArray[np.bool_]


def minimum_price(plant: Plant, terms: Terms) -> Price:
    """Return the price at which the net present value of the plant is zero.

    Parameters
    ----------
    plant
        Amounts in money of one currency and price year; floats or samples (s,).
    terms
        Finance, tax and depreciation. With inflation the price is in money of year 0.

    Returns
    -------
    Price
        Same digits for the same input, alone or among samples to 1e-12.

    Raises
    ------
    CashFlowTermsInvalidError, CashFlowAmountInvalidError, ProductMissingError
        If a term or an amount cannot be used; the field is named.
    PriceUnsolvedError
        If no price has a net present value of zero.

    References
    ----------
    Definition of the minimum selling price and of the cash flow: Cortes-Pena et al. 2020, ACS
    Sustainable Chem. Eng. 8:3302 (BioSTEAM). Solution: `parity.dcf.solver`.

    Examples
    --------
    >>> from parity.dcf.terms import LossRule, Plant, Terms
    >>> terms = Terms(0.1, 1, 0.0, (1.0,), 0, 1, 1, 1, (), LossRule("carry"))
    >>> round(minimum_price(Plant(100, 0, 20, 10, 5, 10), terms).value, 9)
    13.5
    """
    terms.check()
    table = amounts(plant, terms)
    unit = profiles(terms, table.replaced)
    count = table.parts.shape[1]
    factors = np.full(table.parts.shape, np.nan)
    price = np.full(count, np.nan)
    losses = np.zeros(count, dtype=bool)
    chosen = np.flatnonzero(table.valid)
    for begin in range(0, len(chosen), SAMPLES_AT_ONCE):
        these = chosen[begin : begin + SAMPLES_AT_ONCE]
        income = _income(table, unit, terms, these)
        price[these], factors[:, these], losses[these] = _solved(table, unit, income, these)
    return _price(table, price, factors, losses)


def npv(plant: Plant, terms: Terms, price: Value) -> Value:
    """Return the net present value in year 0 at a given price.

    Parameters
    ----------
    plant, terms
        As for `minimum_price`.
    price : money per unit of product; float or (s,)

    Returns
    -------
    Money, float or (s,); nan in a sample with an amount or price that is no number.

    Raises
    ------
    CashFlowTermsInvalidError, CashFlowAmountInvalidError, ProductMissingError
        As for `minimum_price`, or if the price has other samples than the plant.
    """
    terms.check()
    table = amounts(plant, terms)
    unit = profiles(terms, table.replaced)
    count = _count_with(table, price)
    prices = np.broadcast_to(np.asarray(price, dtype=float), (count,))
    value = np.full(count, np.nan)
    chosen = np.flatnonzero(np.broadcast_to(table.valid, (count,)) & np.isfinite(prices))
    one = table.parts.shape[1] == 1
    for begin in range(0, len(chosen), SAMPLES_AT_ONCE):
        these = chosen[begin : begin + SAMPLES_AT_ONCE]
        income = _income(table, unit, terms, np.zeros_like(these) if one else these)
        without, per_price = income.quotient(income.weights(prices[these]))
        value[these] = without + prices[these] * per_price
    return float(value[0]) if table.scalar and np.ndim(price) == 0 else value


def _count_with(table: Amounts, price: Value) -> int:
    """Return the number of samples of the amounts and a price together."""
    count, size = table.parts.shape[1], np.size(price)
    if np.ndim(price) > 1 or size == 0 or (size > 1 and count > 1 and size != count):
        raise CashFlowAmountInvalidError(
            "price",
            f"of shape {np.shape(price)}",
            f"it must be one number or {count} samples",
            f"数値 1 個、または標本 {count} 個にしてください",
        )
    if table.scalar and np.ndim(price) == 0 and not np.isfinite(price):
        raise CashFlowAmountInvalidError(
            "price", price, "it must be a finite number", "有限の数値にしてください"
        )
    return int(max(count, size))


def _income(table: Amounts, unit: Profiles, terms: Terms, these: NDArray[np.intp]) -> Income:
    parts = table.parts[:, these]
    rate = table.rate if table.rate.size == 1 else table.rate[these]
    factors = discount_factors(rate, terms.inflation, unit.year)
    present = np.ascontiguousarray(np.broadcast_to(factors, (len(unit.year), len(these))))
    return Income(
        fixed=unit.taxable.T @ parts,
        ramp=unit.taxable[SALES],
        product=table.product[these],
        untaxed=np.einsum("ps,ps->s", unit.untaxed @ present, parts),
        discount=present,
        rule=terms.losses,
        tax_rate=terms.tax_rate,
    )


def _solved(
    table: Amounts, unit: Profiles, income: Income, these: NDArray[np.intp]
) -> tuple[Samples, Samples, NDArray[np.bool_]]:
    """Return price, what one unit of each amount adds to it, and whether a year has a loss."""
    with np.errstate(over="raise", invalid="raise"):
        try:
            price = solve(income)
            weights = income.weights(price)
            worth = unit.taxable @ weights + unit.untaxed @ income.discount
            factors = -worth / (worth[SALES] * income.product)
            price = np.einsum("ps,ps->s", factors, table.parts[:, these])
        except FloatingPointError as error:
            raise PriceUnsolvedError(len(these)) from error
    if not np.isfinite(price).all():
        raise PriceUnsolvedError(int((~np.isfinite(price)).sum()))
    earned = income.at(price)[unit.start :]
    losses = (earned < -LOSS_PRECISION * np.abs(earned).max(axis=0)).any(axis=0)
    return price, factors, losses


def _price(table: Amounts, price: Samples, factors: Samples, losses: NDArray[np.bool_]) -> Price:
    def shown(row: Samples) -> Value:
        return float(row[0]) if table.scalar else row

    return Price(
        value=shown(price),
        factors=Factors(
            variable=shown(factors[VARIABLE]),
            fixed=shown(factors[FIXED]),
            sales=shown(-factors[SALES]),
            capital=shown(factors[CAPITAL]),
            working=shown(factors[WORKING]),
            replacement={
                year: shown(factors[row]) for row, year in enumerate(table.replaced, WORKING + 1)
            },
        ),
        loss_years=bool(losses[0]) if table.scalar else losses,
    )
