"""From an investment to a yearly charge: the annualised method.

`ChargeMethod` is what the cost model calls; another method (a discounted cash flow with tax, loan
and start-up) is another function of this shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inventories.document import Grade
from parity.capital import capital_recovery_factor


@dataclass(frozen=True)
class FinanceTerms:
    """Real discount rate before tax (1/year) and life (years), and where they come from."""

    discount_rate: float
    life_years: int
    grade: Grade
    source: str
    at: str


@dataclass(frozen=True)
class YearlyCharge:
    """JPY a year that repays the fixed capital, and that the working capital costs."""

    capital_jpy: float
    working_capital_jpy: float


ChargeMethod = Callable[[float, float, FinanceTerms], YearlyCharge]


def annualised(fci_jpy: float, working_capital_jpy: float, terms: FinanceTerms) -> YearlyCharge:
    """Charge by the capital recovery factor; working capital is recovered, so it costs interest.

    Parameters
    ----------
    fci_jpy, working_capital_jpy
        JPY of the base year.
    terms
        Discount rate and life.

    Returns
    -------
    YearlyCharge
        JPY a year.
    """
    return YearlyCharge(
        capital_jpy=fci_jpy * capital_recovery_factor(terms.discount_rate, terms.life_years),
        working_capital_jpy=working_capital_jpy * terms.discount_rate,
    )
