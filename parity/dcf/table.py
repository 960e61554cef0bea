"""The cash flow of a plant by year at a given price, its return rate and payback time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inventories.document.base import Localised
from parity.dcf.amounts import amounts
from parity.dcf.errors import (
    CashFlowAmountInvalidError,
    ReturnRateAmbiguousError,
    ReturnRateMissingError,
)
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
from parity.dcf.tax import taxed
from parity.dcf.terms import Plant, Terms

Years = NDArray[np.float64]

MONEY = "money"
ONE = "1"
_RATES = np.concatenate([-np.geomspace(0.999, 1e-4, 400), np.geomspace(1e-4, 1e4, 800)])
"""Discount rates between which a return rate is looked for; finer than any two that occur."""

_NAMES: dict[str, tuple[str, str]] = {
    "depreciable_capital": ("Depreciable capital", "償却対象資本"),
    "fixed_capital": ("Fixed capital investment", "固定資本投資"),
    "working_capital": ("Working capital", "運転資本"),
    "depreciation": ("Depreciation", "減価償却費"),
    "loan": ("Loan", "借入金"),
    "loan_interest": ("Loan interest payment", "支払利息"),
    "loan_payment": ("Loan payment", "元利返済額"),
    "loan_principal": ("Loan principal", "借入金残高"),
    "operating_cost": (
        "Annual operating cost (excluding depreciation)",
        "年間操業費(減価償却費を除く)",
    ),
    "sales": ("Sales", "売上高"),
    "tax": ("Tax", "法人税等"),
    "incentives": ("Incentives", "優遇措置"),
    "taxed_earnings": ("Taxed earnings", "課税所得"),
    "forwarded_losses": ("Forwarded losses", "繰越欠損金"),
    "net_earnings": ("Net earnings", "純利益"),
    "cash_flow": ("Cash flow", "キャッシュフロー"),
    "discount_factor": ("Discount factor", "割引係数"),
    "net_present_value": ("Net present value (NPV)", "正味現在価値(NPV)"),
    "cumulative_npv": ("Cumulative NPV", "累積NPV"),
}


@dataclass(frozen=True)
class CashFlowRow:
    """One row: a value for each year, in money or as a number."""

    key: str
    name: Localised
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class _Flows:
    unit: Profiles
    rows: dict[str, Years]


def year_axis(terms: Terms) -> tuple[int, ...]:
    """Return the years of the table: the last construction year is 0, operation starts in 1.

    Examples
    --------
    >>> from parity.dcf.terms import LossRule
    >>> year_axis(Terms(0.1, 2, 0.3, (0.4, 0.6), 0, 1, 1, 1, (), LossRule("carry")))
    (-1, 0, 1, 2)
    """
    return tuple(range(1 - len(terms.construction), terms.life_years + 1))


def cash_flow_table(plant: Plant, terms: Terms, price: float) -> tuple[CashFlowRow, ...]:
    """Return the cash flow by year, in the nineteen rows of BioSTEAM.

    Parameters
    ----------
    plant, terms
        One number each, no samples.
    price
        Money per unit of product.

    Returns
    -------
    Rows in money (the discount factor as a number), one value for each year of `year_axis`. With
    inflation the money is of the year itself.

    Raises
    ------
    CashFlowTermsInvalidError, CashFlowAmountInvalidError, ProductMissingError
        If a term or an amount cannot be used.

    References
    ----------
    Rows and signs: `get_cashflow_table` of `biosteam/_tea.py` 2.52.17. Where interest accumulates
    during construction, our balance of the loan closes at zero.
    """
    rows = _flows(plant, terms, price).rows
    return tuple(
        CashFlowRow(
            key=key,
            name=Localised(en=en, ja=ja),
            unit=ONE if key == "discount_factor" else MONEY,
            values=tuple(rows[key].tolist()),
        )
        for key, (en, ja) in _NAMES.items()
    )


def _flows(plant: Plant, terms: Terms, price: float) -> _Flows:
    terms.check()
    table = amounts(plant, terms)
    if not (table.scalar and np.ndim(price) == 0 and np.isfinite(price)):
        raise CashFlowAmountInvalidError(
            "price" if table.scalar else "samples",
            price if table.scalar else "given",
            "a table needs one finite number for every amount",
            "表を作るには、すべての値を有限の数値 1 個ずつにしてください",
        )
    unit = profiles(terms, table.replaced)
    parts = table.parts[:, 0]
    sold = unit.taxable[SALES] * (parts[SALES] + price * table.product[0])
    cost = -(unit.taxable[[VARIABLE, FIXED]].T @ parts[[VARIABLE, FIXED]])
    income = unit.taxable.T @ parts + unit.taxable[SALES] * (price * table.product[0])
    untaxed = unit.untaxed.T @ parts
    earnings = taxed(terms.losses, income[:, None])
    tax = terms.tax_rate * earnings.earnings[:, 0]
    discount = discount_factors(table.rate, terms.inflation, unit.year)[:, 0]
    fci = parts[CAPITAL]
    spent = np.zeros_like(sold)
    spent[: unit.start] = fci * np.asarray(terms.construction) * unit.inflation[: unit.start]
    for row, year in enumerate(table.replaced, WORKING + 1):
        at = unit.start + year - 1
        spent[at] += parts[row] * unit.inflation[at]
    replaced = slice(WORKING + 1, None)
    cash = income - tax + untaxed
    return _Flows(
        unit,
        {
            "depreciable_capital": fci * unit.depreciable,
            "fixed_capital": spent,
            "working_capital": -unit.untaxed[WORKING] * parts[WORKING],
            "depreciation": fci * unit.depreciation - unit.taxable[replaced].T @ parts[replaced],
            "loan": fci * unit.loan.drawn,
            "loan_interest": fci * unit.loan.interest,
            "loan_payment": fci * unit.loan.payment,
            "loan_principal": fci * unit.loan.principal,
            "operating_cost": cost,
            "sales": sold,
            "tax": tax,
            "incentives": np.zeros_like(sold),
            "taxed_earnings": earnings.earnings[:, 0],
            "forwarded_losses": -earnings.open_losses[:, 0],
            "net_earnings": income - tax,
            "cash_flow": cash,
            "discount_factor": discount,
            "net_present_value": cash * discount,
            "cumulative_npv": np.cumsum(cash * discount),
        },
    )


def irr(plant: Plant, terms: Terms, price: float) -> float:
    """Return the real internal rate of return after tax at a given price (1/year).

    Parameters
    ----------
    plant, terms, price
        As for `cash_flow_table`; the discount rate of the terms is not used.

    Raises
    ------
    ReturnRateMissingError
        If no rate above -1 makes the net present value zero.
    ReturnRateAmbiguousError
        If several do; none of them is "the" rate.
    """
    from scipy.optimize import brentq  # noqa: PLC0415  (slow to import, seldom asked for)

    flows = _flows(plant, terms, price)
    cash, year = flows.rows["cash_flow"], flows.unit.year
    size = np.abs(cash).max()
    if size == 0:
        raise ReturnRateMissingError(price)

    def worth(rate: float) -> float:
        exponent = -year * np.log1p(rate)
        return float((cash / size) @ np.exp(exponent - exponent.max()))

    found = [worth(rate) for rate in _RATES]
    rates = [
        float(brentq(worth, low, high, xtol=1e-14, rtol=1e-14))
        for low, high, first, then in zip(
            _RATES[:-1], _RATES[1:], found[:-1], found[1:], strict=True
        )
        if (first < 0) != (then < 0)
    ]
    real = tuple((1 + rate) / (1 + terms.inflation) - 1 for rate in rates)
    if not real:
        raise ReturnRateMissingError(price)
    if len(real) > 1:
        raise ReturnRateAmbiguousError(real)
    return real[0]


def payback_years(plant: Plant, terms: Terms, price: float) -> float | None:
    """Return the years of operation after which the money spent has come back for good.

    The cash flow is not discounted; within a year it comes in evenly.

    Parameters
    ----------
    plant, terms, price
        As for `cash_flow_table`.

    Returns
    -------
    Years from the start of operation, None if it never comes back.
    """
    flows = _flows(plant, terms, price)
    balance = np.cumsum(flows.rows["cash_flow"])
    below = np.flatnonzero(balance < 0)
    if len(below) == 0:
        return 0.0
    last = int(below[-1])
    if last == len(balance) - 1:
        return None
    part = -balance[last] / (balance[last + 1] - balance[last])
    return max(0.0, float(flows.unit.year[last] + part))
