"""The price at which the net present value is zero, for many samples at once.

Income is a line in the price and taxed earnings are piecewise linear in the income, so at a given
piece the price is a quotient. Where the net present value is concave in the price (no loss carried,
or carried without limit, at a discount rate of at least 0) Newton's steps rise to the price and
end exactly; elsewhere they are kept inside a bracket.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from parity.dcf.errors import PriceUnsolvedError
from parity.dcf.tax import tax_weights
from parity.dcf.terms import LossRule

Samples = NDArray[np.float64]

PRECISION = 1e-13
"""Of the price, relative to the costs it pays for: some hundred times the rounding of floats."""
MOST_STEPS = 200
"""Newton needs 1 to 4 steps, a bracket at most some 60 halvings; more means no solution."""
MOST_DOUBLINGS = 60
FREE_STEPS = 4
"""Newton's steps before they have to shrink by half each time; most samples need no more."""


@dataclass(frozen=True)
class Income:
    """What the plant earns by year, (t, s); income at price p is ``fixed + p * sold``.

    Attributes
    ----------
    fixed : taxable income without the product
    ramp : (t,) share of full sales
    product : (s,) units a year at full operation
    untaxed : (s,) present value of what is not taxed
    discount : (t, s)
    """

    fixed: Samples
    ramp: NDArray[np.float64]
    product: Samples
    untaxed: Samples
    discount: Samples
    rule: LossRule
    tax_rate: float

    def at(self, price: Samples) -> Samples:
        """Taxable income by year, (t, s)."""
        return self.fixed + self.ramp[:, None] * (price * self.product)

    def weights(self, price: Samples) -> Samples:
        """After-tax worth in year 0 of one more unit of income in each year, (t, s)."""
        if self.tax_rate == 0 or self.rule.kind == "refund":
            return (1 - self.tax_rate) * self.discount
        taxed = tax_weights(self.rule, self.at(price), self.discount)
        return self.discount - self.tax_rate * taxed

    def quotient(self, weights: Samples) -> tuple[Samples, Samples]:
        """Return the present value without the product and that of one unit of price, (s,)."""
        without = np.einsum("ts,ts->s", self.fixed, weights) + self.untaxed
        return without, (self.ramp @ weights) * self.product

    def take(self, chosen: NDArray[np.bool_]) -> Income:
        """Return some of the samples."""
        return replace(
            self,
            fixed=self.fixed[:, chosen],
            product=self.product[chosen],
            untaxed=self.untaxed[chosen],
            discount=self.discount[:, chosen],
        )

    def under(self, kind: LossRule) -> Income:
        """Return the same plant under another loss rule."""
        return replace(self, rule=kind)


def solve(income: Income) -> Samples:
    """Return the price with a net present value of zero.

    Returns
    -------
    (s,) money per unit of product

    Raises
    ------
    PriceUnsolvedError
        If there is none.
    """
    without, per_price = income.quotient(income.under(LossRule("refund")).weights(income.product))
    refund = -without / per_price
    if income.tax_rate == 0 or income.rule.kind == "refund":
        return refund
    scale = np.abs(refund) + np.abs(income.fixed).max(axis=0) / income.product
    rising = bool((np.diff(income.discount, axis=0) > 0).any())
    if income.rule.kind == "none" or (income.rule.kind == "carry" and not rising):
        return _climb(income, refund, PRECISION * scale)
    return _bracketed(income, refund, PRECISION * scale)


def _climb(income: Income, price: Samples, precision: Samples) -> Samples:
    """Newton's steps from below on a concave net present value."""
    for _ in range(MOST_STEPS):
        without, per_price = income.quotient(income.weights(price))
        better = -without / per_price
        moved = better - price > precision
        price = better
        if not moved.any():
            return price
    raise PriceUnsolvedError(int(moved.sum()))


def _bracketed(income: Income, refund: Samples, precision: Samples) -> Samples:
    """Newton's steps inside a bracket that every step narrows.

    Without tax the price is lowest. With no loss used it is highest, unless the discount rate is
    negative: then a tax paid later weighs more, and the bracket is widened until it holds.
    """
    without, per_price = income.quotient(income.discount)
    low = -without / per_price
    high = _climb(income.under(LossRule("none")), refund, precision) + precision
    for _ in range(MOST_DOUBLINGS):
        without, per_price = income.quotient(income.weights(high))
        short = without + high * per_price < 0
        if not short.any():
            break
        high = np.where(short, high + 2 * (high - low) + precision, high)
    else:
        raise PriceUnsolvedError(int(short.sum()))
    return _narrow(income, low, high, precision)


def _narrow(income: Income, low: Samples, high: Samples, precision: Samples) -> Samples:
    found = high.copy()
    price = high.copy()
    todo = np.arange(len(high))
    width = high - low
    for step in range(MOST_STEPS):
        without, per_price = income.quotient(income.weights(price))
        enough = without + price * per_price >= 0
        low, high = np.where(enough, low, price), np.where(enough, price, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            better = -without / per_price
        done = np.abs(better - price) <= precision
        found[todo[done]] = better[done]
        if done.all():
            return found
        slow = np.abs(better - price) > width * 0.5 ** (step - FREE_STEPS)
        inside = (better > low) & (better < high) & ~slow
        price = np.where(inside | done, better, (low + high) / 2)
        stuck = ~done & (high - low <= precision)
        found[todo[stuck]] = price[stuck]
        left = ~(done | stuck)
        if not left.any():
            return found
        if left.sum() < len(left) / 2:
            income, todo = income.take(left), todo[left]
            low, high, price = low[left], high[left], price[left]
            width, precision = width[left], precision[left]
    raise PriceUnsolvedError(int(left.sum()))
