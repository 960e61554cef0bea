"""What a discounted cash flow is asked with: finance, tax and depreciation terms, and the plant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from inventories.expressions import Value
from parity.dcf.checks import SUM_TOLERANCE, need, need_share, need_shares, need_years
from parity.dcf.defaults import cash_flow_defaults, limit
from parity.dcf.errors import LossRuleUnknownError

LossKind = Literal["refund", "none", "carry", "cap"]
Deduction = Literal["interest", "full_payment"]


@dataclass(frozen=True)
class Depreciation:
    """One class of assets.

    Attributes
    ----------
    share : of the fixed capital investment (basis over FCI)
    schedule : share of the basis deducted in each operating year, from the first on
    """

    share: float
    schedule: tuple[float, ...]

    def check(self, place: str) -> None:
        """Raise CashFlowTermsInvalidError if a share is none."""
        need_share(self.share, f"{place}.share")
        need_shares(self.schedule, f"{place}.schedule")


@dataclass(frozen=True)
class Loan:
    """A loan on the capital spent during construction, paid back in equal yearly payments.

    Attributes
    ----------
    share : of the capital spent in construction that is borrowed
    interest : per year (nominal if there is inflation)
    years : of payments, from the first operating year on
    accumulates : interest of the construction years is added to the principal; otherwise each
        construction year pays the interest on that year's draw, as BioSTEAM does
    deduction : what is deducted from taxable income: the interest, or the full payment (interest
        and principal), which is what BioSTEAM does and no tax law allows
    """

    share: float
    interest: float
    years: int
    accumulates: bool = False
    deduction: Deduction = "interest"

    def check(self, life_years: int) -> None:
        """Raise CashFlowTermsInvalidError if a term cannot be used."""
        need_share(self.share, "loan.share")
        need_share(self.interest, "loan.interest", below_one=True)
        need_years(self.years, "loan.years", life_years)
        need(
            self.deduction in ("interest", "full_payment"),
            "loan.deduction",
            self.deduction,
            "it must be `interest` or `full_payment`",
            "`interest` か `full_payment` を指定してください",
        )


@dataclass(frozen=True)
class LossRule:
    """What a loss is worth.

    Attributes
    ----------
    kind : ``refund`` (used at once elsewhere in the group), ``carry`` (carried forward without
        limit), ``cap`` (carried forward, limited), ``none`` (worth nothing)
    share : cap only: of a year's income that carried losses may offset
    years : cap only: a loss expires after so many years; None if it does not
    """

    kind: LossKind
    share: float = 1.0
    years: int | None = None

    def check(self) -> None:
        """Raise CashFlowTermsInvalidError if a term cannot be used."""
        need(
            self.kind in ("refund", "none", "carry", "cap"),
            "losses.kind",
            self.kind,
            "it must be `refund`, `carry`, `cap` or `none`",
            "`refund`、`carry`、`cap`、`none` のいずれかを指定してください",
        )
        need_share(self.share, "losses.share")
        if self.years is not None:
            need_years(self.years, "losses.years", limit("life_years"))


def loss_rule(name: str) -> LossRule:
    """Return a loss rule by name (`defaults.yaml`): a tax law's, or a bound.

    Raises
    ------
    LossRuleUnknownError
        If there is no such rule.

    Examples
    --------
    >>> loss_rule("japan_large")
    LossRule(kind='cap', share=0.5, years=10)
    """
    rules = cash_flow_defaults().loss_rules
    if name not in rules:
        raise LossRuleUnknownError(name, rules)
    rule = rules[name]
    return LossRule(rule.kind, rule.share, rule.years)


@dataclass(frozen=True)
class Terms:
    """Finance, tax and depreciation of a plant; real unless `inflation` is given.

    Attributes
    ----------
    discount_rate : real internal rate of return after tax, 1/year; float or (s,)
    life_years : years of operation
    tax_rate : share of taxed earnings
    construction : share of the fixed capital spent in each construction year, the last is year 0
    startup_months : from the first operating year on
    startup_variable, startup_fixed, startup_sales : share of full operation during start-up
    depreciation : classes of assets; what is in none is not depreciated
    losses : what a loss is worth
    loan : None if all is equity
    inflation : per year; amounts are of year 0 and rise with it, the loan and depreciation do not
    replacement_schedule : depreciation of replaced equipment from the year it is bought on, the
        rest in the last year; empty if replacements are not depreciated, as in BioSTEAM
    output : share of the design output made in each operating year (a first plant); it multiplies
        sales and variable cost on top of the start-up; empty if every year makes all of it
    """

    discount_rate: Value
    life_years: int
    tax_rate: float
    construction: tuple[float, ...]
    startup_months: float
    startup_variable: float
    startup_fixed: float
    startup_sales: float
    depreciation: tuple[Depreciation, ...]
    losses: LossRule
    loan: Loan | None = None
    inflation: float = 0.0
    replacement_schedule: tuple[float, ...] = ()
    output: tuple[float, ...] = ()

    def check(self) -> None:
        """Check every term.

        Raises
        ------
        CashFlowTermsInvalidError
            Naming the first term that cannot be used, and why.
        """
        need_years(self.life_years, "life_years", limit("life_years"))
        self._check_rates()
        self._check_construction()
        self._check_startup()
        need(
            len(self.depreciation) <= limit("asset_classes"),
            "depreciation",
            f"{len(self.depreciation)} classes",
            f"at most {limit('asset_classes'):g} classes are taken",
            f"資産の区分は {limit('asset_classes'):g} 件までです",
        )
        for index, assets in enumerate(self.depreciation):
            self._check_length(assets.schedule, f"depreciation[{index}].schedule")
            assets.check(f"depreciation[{index}]")
        total = math.fsum(assets.share for assets in self.depreciation)
        need(
            total <= 1 + SUM_TOLERANCE,
            "depreciation",
            f"{total:g} of the fixed capital",
            "the shares of the asset classes must sum to at most 1",
            "資産区分の割合の合計を 1 以下にしてください",
        )
        self._check_length(self.replacement_schedule, "replacement_schedule")
        need_shares(self.replacement_schedule, "replacement_schedule")
        self._check_output()
        self.losses.check()
        if self.loan is not None:
            self.loan.check(self.life_years)

    def _check_rates(self) -> None:
        rates = np.asarray(self.discount_rate, dtype=float)
        most = limit("discount_rate")
        known = rates[np.isfinite(rates)]
        bad = known[(known <= -1) | (known > most)]
        need(
            bad.size == 0 and (rates.ndim > 0 or known.size > 0),
            "discount_rate",
            f"{float(bad[0] if bad.size else rates):g}" if bad.size or not rates.ndim else "",
            f"it must be a number above -1 and at most {most:g} per year (0.1 is 10 %)",
            f"年率で -1 より大きく {most:g} 以下の数値にしてください(10 % は 0.1)",
        )
        need_share(self.tax_rate, "tax_rate", below_one=True)
        need(
            math.isfinite(self.inflation) and -1 < self.inflation < 1,
            "inflation",
            self.inflation,
            "it must be above -1 and below 1 per year",
            "年率で -1 より大きく 1 未満にしてください",
        )

    def _check_construction(self) -> None:
        most = limit("construction_years")
        need(
            1 <= len(self.construction) <= most,
            "construction",
            f"{len(self.construction)} years",
            f"there must be 1 to {most:g} construction years",
            f"建設期間は 1 から {most:g} 年にしてください",
        )
        for year, share in enumerate(self.construction, 1):
            need_share(share, f"construction[{year}]")
        total = math.fsum(self.construction)
        need(
            abs(total - 1) <= SUM_TOLERANCE,
            "construction",
            f"{total:g} in all",
            "the shares of the construction years must sum to 1",
            "建設各年の割合の合計を 1 にしてください",
        )

    def _check_startup(self) -> None:
        for name in ("startup_variable", "startup_fixed", "startup_sales"):
            need_share(getattr(self, name), name)
        need(
            math.isfinite(self.startup_months) and 0 <= self.startup_months < 12 * self.life_years,
            "startup_months",
            self.startup_months,
            "it must be at least 0 and shorter than the plant's life",
            "0 以上、かつ操業期間より短くしてください",
        )

    def _check_output(self) -> None:
        need(
            len(self.output) in (0, self.life_years),
            "output",
            f"{len(self.output)} years",
            f"it must state each of the {self.life_years} operating years, or none",
            f"操業 {self.life_years} 年の各年、または空にしてください",
        )
        for year, share in enumerate(self.output, 1):
            need_share(share, f"output[{year}]")

    def _check_length(self, schedule: tuple[float, ...], place: str) -> None:
        need(
            len(schedule) <= self.life_years,
            place,
            f"{len(schedule)} years",
            f"a schedule longer than the life of {self.life_years} years leaves capital "
            "undeducted; choose a shorter one or a longer life",
            f"操業期間 {self.life_years} 年より長く、償却しきれません。短い償却表か長い操業期間を"
            "指定してください",
        )


@dataclass(frozen=True)
class Plant:
    """Money and product of a plant: one currency, one price year; every field float or (s,).

    Attributes
    ----------
    fixed_capital, working_capital : money
    variable_cost, fixed_cost, by_product_sales : money a year at full operation
    product : units sold a year at full operation
    replacements : operating year (1 to life) -> money spent on replaced equipment
    """

    fixed_capital: Value
    working_capital: Value
    variable_cost: Value
    fixed_cost: Value
    by_product_sales: Value
    product: Value
    replacements: Mapping[int, Value] = field(default_factory=dict)
