"""The terms a plant is financed and taxed on: the caller's, the document's, the project's.

A term the caller gives holds for every route of the comparison; else the document's own; else the
default of `defaults.yaml`. Where each came from is part of the result, because the tax rule alone
moves a minimum selling price by several per cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from inventories.document import Cost, Grade
from inventories.document.finance import Finance
from inventories.expressions import Value
from parity.dcf.defaults import cash_flow_defaults
from parity.dcf.depreciation import schedule
from parity.dcf.errors import LossRuleUnknownError
from parity.dcf.terms import Depreciation, Loan, LossKind, LossRule, Terms
from parity.defaults import Default, NamedDefault, SharesDefault, defaults
from parity.lines import place

Origin = Literal["request", "route", "default"]
CAP_OF = "japan_large"
"""Loss rule whose share and years a bare ``cap`` takes."""
_PROVENANCE = {"source", "reason", "grade"}


@dataclass(frozen=True)
class FinanceChoice:
    """Terms the caller lays over those of every route; None leaves the route's own.

    Attributes
    ----------
    discount_rate : real rate of return after tax, 1/year
    tax_rule : what a loss is worth, ``refund``, ``none``, ``carry`` or ``cap``
    cap_share, cap_years : of ``cap``: share of a year's income that losses may offset, and expiry;
        those of a large company in Japan if neither the caller nor the document says
    loan_deduction : ``interest`` or ``full_payment``; acts only where there is a loan
    """

    discount_rate: float | None = None
    life_years: int | None = None
    tax_rate: float | None = None
    tax_rule: LossKind | None = None
    cap_share: float | None = None
    cap_years: int | None = None
    depreciation: str | None = None
    inflation: float | None = None
    loan_deduction: Literal["interest", "full_payment"] | None = None


@dataclass(frozen=True)
class FinanceTerm:
    """One term as used: `origin` is ``request``, ``route`` or ``default``."""

    name: str
    value: str
    unit: str
    origin: Origin
    source: str
    at: str
    grade: Grade


@dataclass(frozen=True)
class Financing:
    """Terms of a cash flow and where each comes from.

    `grade` is that of rate and life: the ones a screening result hangs on.
    """

    terms: Terms
    stated: tuple[FinanceTerm, ...]
    grade: Grade


def financing(cost: Cost, choice: FinanceChoice, discount_rate: Value | None = None) -> Financing:
    """Return the terms for one route.

    Parameters
    ----------
    cost
        Cost part of the route.
    choice
        What the caller lays over it.
    discount_rate
        Samples or a lever's value in place of the rate found, 1/year.

    Raises
    ------
    HakariError
        If the terms cannot be used (shares that do not sum to 1, an unknown schedule).
    """
    reading = _Reading(cost.finance, choice)
    rate = float(reading.value("discount_rate"))
    startup = reading.part("startup")
    losses = reading.part("losses")
    rule = reading.named("tax_rule", losses.get("rule"))
    loan = _loan(cost.finance, choice, reading)
    life = int(reading.value("life_years"))
    terms = Terms(
        discount_rate=rate if discount_rate is None else discount_rate,
        life_years=life,
        tax_rate=float(reading.value("tax_rate")),
        construction=reading.shares("construction"),
        startup_months=reading.within("startup_months", startup.get("months")),
        startup_variable=reading.within("startup_variable", startup.get("variable")),
        startup_fixed=reading.within("startup_fixed", startup.get("fixed")),
        startup_sales=reading.within("startup_sales", startup.get("sales")),
        depreciation=(Depreciation(1.0, _schedule(reading, life)),),
        losses=_losses(rule, losses, reading),
        loan=loan,
        inflation=float(reading.value("inflation")),
    )
    terms.check()
    return Financing(terms, tuple(reading.stated), reading.grade)


def _schedule(reading: _Reading, life: int) -> tuple[float, ...]:
    """Return the depreciation; a short-lived plant is written off over its life."""
    usual = defaults().depreciation
    if len(schedule(usual.name)) > life:
        usual = usual.model_copy(
            update={"name": f"SL{life}", "reason": "straight line over the life of the plant"}
        )
    own = getattr(reading.own, "depreciation", None)
    return schedule(str(reading.found("depreciation", own, usual)))


def _losses(rule: str, given: Mapping[str, Any], reading: _Reading) -> LossRule:
    match rule:
        case "cap":
            law = cash_flow_defaults().loss_rules[CAP_OF]
            known = law.model_dump(include=_PROVENANCE)
            share = Default(value=law.share, unit="share of a year's income", **known)
            years = Default(value=float(law.years or 0), unit="year", **known)
            return LossRule(
                "cap",
                float(reading.found("cap_share", given.get("share"), share)),
                int(reading.found("cap_years", given.get("years"), years)) or None,
            )
        case "refund" | "none" | "carry":
            return LossRule(rule)
        case _:
            raise LossRuleUnknownError(rule, get_args(LossKind))


def _loan(own: Finance | None, choice: FinanceChoice, reading: _Reading) -> Loan | None:
    if own is None or own.loan is None:
        return None
    loan = own.loan
    asked = choice.loan_deduction
    deduction = asked or loan.deduction
    reading.note("loan_share", f"{loan.share:.10g}", "share of the capital", "route", own)
    reading.note("loan_interest", f"{loan.interest:.10g}", "1/year", "route", own)
    reading.note("loan_years", str(loan.years), "year", "route", own)
    reading.note(
        "loan_deduction", deduction, "part of a payment", "request" if asked else "route", own
    )
    return Loan(loan.share, loan.interest, loan.years, loan.accumulates, deduction)


class _Reading:
    """Finds each term in turn and keeps where it was found."""

    def __init__(self, own: Finance | None, choice: FinanceChoice) -> None:
        self.own = own
        self.given = {f.name: getattr(choice, f.name) for f in fields(choice)}
        self.stated: list[FinanceTerm] = []
        self.grade: Grade = own.grade if own is not None else "published"

    def part(self, name: str) -> Mapping[str, Any]:
        """Return a nested part of the document as plain values, empty if it is not given."""
        part = getattr(self.own, name, None)
        return {} if part is None else part.model_dump()

    def value(self, name: str) -> float:
        return float(self.found(name, getattr(self.own, name, None)))

    def within(self, name: str, own: float | None) -> float:
        return float(self.found(name, own))

    def named(self, name: str, own: str | None = None) -> str:
        return str(self.found(name, own if own is not None else getattr(self.own, name, None)))

    def shares(self, name: str) -> tuple[float, ...]:
        own = getattr(self.own, name, None)
        default = getattr(defaults(), name)
        found: tuple[float, ...] = own or default.shares
        text = " / ".join(f"{share:.10g}" for share in found)
        self._keep(name, text, default, "route" if own else "default")
        return found

    def found(
        self,
        name: str,
        own: float | str | None,
        default: Default | NamedDefault | None = None,
    ) -> float | str:
        """Return a term: the caller's, the document's, or the default; and keep which."""
        if default is None:
            default = getattr(defaults(), name)
        found: float | str
        origin: Origin
        if self.given.get(name) is not None:
            found, origin = self.given[name], "request"
        elif own is not None:
            found, origin = own, "route"
        else:
            found = default.name if isinstance(default, NamedDefault) else default.value
            origin = "default"
        text = found if isinstance(found, str) else f"{found:.10g}"
        self._keep(name, text, default, origin)
        return found

    def _keep(
        self,
        name: str,
        text: str,
        default: Default | NamedDefault | SharesDefault,
        origin: Origin,
    ) -> None:
        if origin == "default":
            term = FinanceTerm(
                name, text, default.unit, origin, default.source, default.reason, default.grade
            )
            self.stated.append(term)
        else:
            self.note(name, text, default.unit, origin, self.own)

    def note(
        self,
        name: str,
        text: str,
        unit: str,
        origin: Origin,
        own: Finance | None,
    ) -> None:
        """Keep a term of the document, or of the caller."""
        if origin == "route" and own is not None:
            term = FinanceTerm(name, text, unit, origin, own.source, place(own), own.grade)
        else:
            term = FinanceTerm(name, text, unit, origin, "request", "", "derived")
        self.stated.append(term)
