"""Taxed earnings under four loss rules, and what one more unit of income adds to the tax.

Taxed earnings are piecewise linear in the yearly income and double when it doubles. So the
present value of the tax is exactly ``rate * sum(weight * income)`` with `weight` its gradient:
the years' parts of the tax sum to the tax.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parity.dcf.terms import LossRule

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Taxed:
    """Taxed earnings and losses still open at the start of each year, (t, s), both >= 0.

    Under ``refund`` taxed earnings are negative in a loss year.
    """

    earnings: Samples
    open_losses: Samples


@dataclass(frozen=True)
class _Pool:
    """Losses carried first in, first out, as running sums: (t, s) each.

    `lost` is all losses up to a year, `gone` those used or expired before it is taxed. A loss is
    gone once later ones are used, so two sums say everything a list of losses would.
    """

    lost: Samples
    gone: Samples
    used: Samples
    expired: Samples
    by_stock: NDArray[np.bool_]


def _pool(rule: LossRule, income: Samples) -> _Pool:
    """Carry losses through the years, at most `rule.share` of a year's income, `rule.years`."""
    lost, gone, used = np.zeros((3, *income.shape))
    expired, by_stock = np.zeros((2, *income.shape), dtype=bool)
    all_lost = np.zeros(income.shape[1])
    all_gone = np.zeros(income.shape[1])
    for t, x in enumerate(income):
        if rule.years is not None and t - 1 - rule.years >= 0:
            old = lost[t - 1 - rule.years]
            expired[t] = old > all_gone
            all_gone = np.maximum(all_gone, old)
        gone[t] = all_gone
        stock = all_lost - all_gone
        most = rule.share * np.maximum(x, 0.0)
        by_stock[t] = stock < most
        used[t] = np.minimum(stock, most)
        all_gone = all_gone + used[t]
        all_lost = all_lost + np.maximum(-x, 0.0)
        lost[t] = all_lost
    return _Pool(lost, gone, used, expired, by_stock)


def _balances(income: Samples) -> Samples:
    """Income after all earlier losses: taxed where positive, carried on where negative."""
    balances = np.empty_like(income)
    carried = np.zeros(income.shape[1])
    for t, x in enumerate(income):
        np.add(x, carried, out=balances[t])
        carried = np.minimum(balances[t], 0.0)
    return balances


def taxed(rule: LossRule, income: Samples) -> Taxed:
    """Return taxed earnings and open losses.

    Parameters
    ----------
    rule
        What a loss is worth.
    income : (t, s)
        Taxable income by year before losses of other years.

    Returns
    -------
    Taxed
        Each (t, s).

    References
    ----------
    ``carry``: `biosteam/_tea.py` 2.52.17, `taxable_earnings_with_fowarded_losses`. ``cap``:
    Corporation Tax Act (Japan), art. 57: oldest losses first, a share of the year's income.
    """
    if rule.kind == "refund":
        return Taxed(income.copy(), np.zeros_like(income))
    if rule.kind == "none":
        return Taxed(np.maximum(income, 0.0), np.zeros_like(income))
    if rule.kind == "carry":
        balances = _balances(income)
        carried = np.maximum(-balances, 0.0)
        return Taxed(
            np.maximum(balances, 0.0), np.concatenate([np.zeros_like(carried[:1]), carried[:-1]])
        )
    pool = _pool(rule, income)
    lost = np.concatenate([np.zeros_like(pool.lost[:1]), pool.lost[:-1]])
    return Taxed(np.maximum(income, 0.0) - pool.used, lost - pool.gone)


def tax_weights(rule: LossRule, income: Samples, discount: Samples) -> Samples:
    """Return what one more unit of income in each year adds to discounted taxed earnings.

    Parameters
    ----------
    rule
        What a loss is worth.
    income, discount : (t, s)
        Taxable income and discount factor by year.

    Returns
    -------
    (t, s)
        Gradient of ``sum(discount * earnings)``; that sum equals ``sum(weight * income)``.
    """
    if rule.kind == "refund":
        return discount
    if rule.kind == "none":
        return np.where(income > 0, discount, 0.0)
    if rule.kind == "carry":
        return _carry_weights(income, discount)
    return _cap_weights(rule, income, discount)


def _carry_weights(income: Samples, discount: Samples) -> Samples:
    """Income is taxed in its own year, or in the first year in which the losses are used up."""
    taxed_years = _balances(income) > 0
    weights = np.empty_like(income)
    later = np.zeros(income.shape[1])
    for t in range(len(income) - 1, -1, -1):
        later = np.where(taxed_years[t], discount[t], later)
        weights[t] = later
    return weights


def _cap_weights(rule: LossRule, income: Samples, discount: Samples) -> Samples:
    """Gradient through the pool of losses, from the last year back (reverse accumulation).

    `of_gone` and `of_lost[t]` are what one more unit of the sums of `_Pool` after a year adds to
    the discounted taxed earnings of later years.
    """
    pool = _pool(rule, income)
    weights = np.zeros_like(income)
    of_lost = np.zeros_like(income)
    of_gone = np.zeros(income.shape[1])
    for t in range(len(income) - 1, -1, -1):
        x, d, by_stock = income[t], discount[t], pool.by_stock[t]
        of_used = of_gone - d
        weights[t] = np.where(
            x > 0,
            d + np.where(by_stock, 0.0, rule.share * of_used),
            np.where(x < 0, -of_lost[t], 0),
        )
        of_gone = np.where(by_stock, d, of_gone)
        if t > 0:
            of_lost[t - 1] += of_lost[t] + np.where(by_stock, of_used, 0.0)
        if rule.years is not None and t - 1 - rule.years >= 0:
            expired = pool.expired[t]
            of_lost[t - 1 - rule.years] += np.where(expired, of_gone, 0.0)
            of_gone = np.where(expired, 0.0, of_gone)
    return weights
