"""A loan drawn in construction and paid back in equal yearly payments."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parity.dcf.terms import Loan

Years = NDArray[np.float64]


@dataclass(frozen=True)
class LoanFlows:
    """Flows of a loan by year, (t,), per unit of fixed capital.

    Attributes
    ----------
    drawn : paid out by the lender
    interest : owed for the year, paid or accumulated
    payment : interest and principal paid in operation
    principal : owed at the end of the year
    construction_interest : paid in the construction years
    deducted : from taxable income
    """

    drawn: Years
    interest: Years
    payment: Years
    principal: Years
    construction_interest: Years
    deducted: Years


def yearly_payment(principal: float, interest: float, years: int) -> float:
    """Return the equal payment at the end of each year that repays a principal.

    Examples
    --------
    >>> round(yearly_payment(100, 0.05, 2), 6)
    53.780488
    """
    if interest == 0:
        return principal / years
    return principal * interest / -math.expm1(-years * math.log1p(interest))


def loan_flows(loan: Loan | None, spent: Years, life_years: int) -> LoanFlows:
    """Return the flows of a loan on capital spent in construction.

    Parameters
    ----------
    loan : None if nothing is borrowed
    spent : (n,) capital spent in each construction year
    life_years : years of operation

    Returns
    -------
    LoanFlows
        Each (n + life_years,), in the unit of `spent`.

    References
    ----------
    Cortes-Pena et al. 2020, ACS Sustainable Chem. Eng. 8:3302 (BioSTEAM), `biosteam/_tea.py`
    2.52.17: unless it accumulates, a construction year pays interest on its own draw only.
    """
    start = len(spent)
    drawn, interest, payment, principal, paid, deducted = np.zeros((6, start + life_years))
    flows = LoanFlows(drawn, interest, payment, principal, paid, deducted)
    if loan is None:
        return flows
    drawn[:start] = loan.share * spent
    owed = 0.0
    for year in range(start):
        if loan.accumulates:
            owed *= 1 + loan.interest
        owed += drawn[year]
    yearly = yearly_payment(owed, loan.interest, loan.years)
    payment[start : start + loan.years] = yearly
    _fill_balance(loan, flows, start)
    if not loan.accumulates:
        paid[:start] = interest[:start]
    deducted[start:] = (payment if loan.deduction == "full_payment" else interest)[start:]
    return flows


def _fill_balance(loan: Loan, flows: LoanFlows, start: int) -> None:
    """Fill interest and principal; a draw accumulates interest from the year after it."""
    owed = 0.0
    for year in range(start + loan.years):
        if year >= start:
            flows.interest[year] = owed * loan.interest
            owed += flows.interest[year] - flows.payment[year]
        elif loan.accumulates:
            flows.interest[year] = owed * loan.interest
            owed += flows.interest[year] + flows.drawn[year]
        else:
            flows.interest[year] = flows.drawn[year] * loan.interest
            owed += flows.drawn[year]
        flows.principal[year] = owed
