"""Yearly flows of one unit of money: what every part of a plant spends and earns, and when.

All flows are linear in the plant's amounts, so a plant is its amounts times these profiles. That
is what makes thousands of samples cheap and the parts of the price exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parity.dcf.errors import CashFlowTermsInvalidError
from parity.dcf.loan import LoanFlows, loan_flows
from parity.dcf.terms import Terms

Years = NDArray[np.float64]
MONTHS = 12
VARIABLE, FIXED, SALES, CAPITAL, WORKING = range(5)
"""Rows of the profiles; replacements follow."""


@dataclass(frozen=True)
class Profiles:
    """Flows by year of one unit of each part, (t,) or (part, t); money spent is negative.

    The axis is construction years, then operating years; year 0 is the last construction year.

    Attributes
    ----------
    year : (t,) time in years, negative before year 0
    inflation : (t,) price level of the year
    taxable : (part, t) income and deductions
    untaxed : (part, t) everything else: capital, loans, and depreciation added back
    depreciation, depreciable : (t,) per unit of fixed capital
    loan : per unit of fixed capital
    """

    year: Years
    inflation: Years
    start: int
    taxable: NDArray[np.float64]
    untaxed: NDArray[np.float64]
    depreciation: Years
    depreciable: Years
    loan: LoanFlows


def _operation(share: float, terms: Terms, start: int) -> Years:
    """Share of full operation by year; the start-up may end within a year."""
    factor = np.zeros(start + terms.life_years)
    factor[start:] = 1.0
    whole, part = divmod(terms.startup_months / MONTHS, 1)
    end = start + int(whole)
    factor[start:end] = share
    factor[end] = part * share + 1 - part
    return factor


def _replacement(terms: Terms, year: int, price_level: float, length: int) -> Years:
    """Depreciation of one unit of replaced equipment; a rest is deducted in the last year."""
    deducted = np.zeros(length)
    schedule = terms.replacement_schedule
    if schedule:
        first = length - terms.life_years + year - 1
        inside = schedule[: length - first]
        deducted[first : first + len(inside)] = inside
        deducted[-1] += max(0.0, sum(schedule) - sum(inside))
    return deducted * price_level


def profiles(terms: Terms, replacement_years: Iterable[int] = ()) -> Profiles:
    """Return what one unit of each part of a plant spends and earns by year.

    Parameters
    ----------
    terms
        Checked terms.
    replacement_years
        Operating years (1 to life) in which equipment is replaced; one row each, in this order.

    Returns
    -------
    Profiles
        Rows: variable cost, fixed cost, sales, fixed capital, working capital, replacements.

    References
    ----------
    Cortes-Pena et al. 2020, ACS Sustainable Chem. Eng. 8:3302; `biosteam/_tea.py` 2.52.17, and
    2.54.0 for inflation: flows rise with the price level, depreciation on the capital as spent,
    loans and the recovered working capital do not.
    """
    start, life = len(terms.construction), terms.life_years
    length = start + life
    year = np.arange(1 - start, life + 1, dtype=float)
    price_level = (1 + terms.inflation) ** year
    spent = np.zeros(length)
    spent[:start] = np.asarray(terms.construction) * price_level[:start]
    depreciation = np.zeros(length)
    for assets in terms.depreciation:
        end = start + len(assets.schedule)
        depreciation[start:end] += assets.share * np.asarray(assets.schedule)
    depreciation *= spent.sum()
    loan = loan_flows(terms.loan, spent[:start], life)
    replaced = tuple(replacement_years)
    taxable, untaxed = np.zeros((2, WORKING + 1 + len(replaced), length))
    made = np.ones(length)
    made[start:] = terms.output or 1.0
    taxable[VARIABLE] = -_operation(terms.startup_variable, terms, start) * price_level * made
    taxable[FIXED] = -_operation(terms.startup_fixed, terms, start) * price_level
    taxable[SALES] = _operation(terms.startup_sales, terms, start) * price_level * made
    taxable[CAPITAL] = -depreciation - loan.deducted
    untaxed[CAPITAL] = (
        depreciation
        + loan.drawn
        - spent
        - loan.construction_interest
        - (loan.payment - loan.deducted)
    )
    untaxed[WORKING, start - 1] = -price_level[start - 1]
    untaxed[WORKING, -1] += 1.0
    for row, bought in enumerate(replaced, WORKING + 1):
        at = start + bought - 1
        deducted = _replacement(terms, bought, float(price_level[at]), length)
        taxable[row] = -deducted
        untaxed[row] = deducted
        untaxed[row, at] -= price_level[at]
    return Profiles(
        year=year,
        inflation=price_level,
        start=start,
        taxable=taxable,
        untaxed=untaxed,
        depreciation=depreciation,
        depreciable=spent * sum(assets.share for assets in terms.depreciation),
        loan=loan,
    )


def discount_factors(rate: Years, inflation: float, year: Years) -> NDArray[np.float64]:
    """Return the worth in year 0 of one unit of money in each year.

    Parameters
    ----------
    rate : (s,) real discount rate, 1/year
    inflation : 1/year
    year : (t,)

    Returns
    -------
    (t, s). With inflation the flows are nominal, and so is the rate:
    1 + nominal = (1 + real) * (1 + inflation).

    Raises
    ------
    CashFlowTermsInvalidError
        If a rate is so near -1 that the factors overflow.
    """
    growth = (1 + rate) * (1 + inflation)
    with np.errstate(over="ignore"):
        factors: NDArray[np.float64] = growth[None, :] ** -year[:, None]
    over = ~np.isfinite(factors).all(axis=0)
    if over.any():
        raise CashFlowTermsInvalidError(
            "discount_rate",
            f"{float(rate[over][0]):g}",
            "over these years its discount factors are beyond what numbers hold",
            "この期間では割引係数が計算できない大きさになります。現実的な値にしてください",
        )
    return factors
