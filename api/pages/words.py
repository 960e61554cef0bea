"""Words for the keys a result uses. The keys are the data's; the words are messages."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType


def N_(message: str) -> str:  # noqa: N802  (gettext's name for "translate later")
    """Mark a message for translation where it is shown."""
    return message


WORDS = MappingProxyType(
    {
        "verdict": {
            "met": N_("met"),
            "not_met": N_("not met"),
            "uncertain": N_("uncertain"),
        },
        "grade": {
            "measured": N_("measured"),
            "published": N_("published"),
            "model_run": N_("model run"),
            "derived": N_("derived"),
            "unverified": N_("unverified"),
        },
        "evidence": {
            "seen": N_("text seen"),
            "unverified": N_("text not seen, second hand"),
            "low_confidence": N_("low confidence"),
            "not_found": N_("no text found"),
        },
        "strength": {
            "shall": N_("shall"),
            "should": N_("should"),
            "may": N_("may"),
            "silent": N_("silent"),
        },
        "status": {
            "draft": N_("draft"),
            "checked": N_("checked"),
            "encoded": N_("encoded"),
            "verified": N_("verified"),
        },
        "group": {
            "feedstock": N_("Feedstock"),
            "chemicals": N_("Chemicals"),
            "energy": N_("Energy"),
            "utilities": N_("Utilities"),
            "transport": N_("Transport"),
            "waste": N_("Waste treatment"),
            "co_product": N_("Co-products sold"),
            "labour": N_("Labour"),
            "fixed": N_("Other fixed cost"),
            "capital": N_("Capital"),
            "startup": N_("Start-up"),
            "other": N_("Other inputs"),
            "product": N_("Product"),
        },
        "basis": {
            "nth_plant": N_("mature (n-th) plant"),
            "pioneer": N_("first plant of its kind"),
            "pilot": N_("pilot plant"),
        },
        "opened": {
            "yes": N_("opened"),
            "no": N_("not opened"),
            "secondary": N_("through another work"),
        },
        "kind": {
            "market_price": N_("market price"),
            "market_mean": N_("mean market price"),
            "oil_linked": N_("price that follows oil"),
            "own_plant": N_("cost of its own plant"),
        },
        "uncertain_by": {
            "unverified": N_("unverified numbers that decide"),
            "spread": N_("the spread of the samples"),
        },
        "origin": {
            "request": N_("asked for"),
            "route": N_("document"),
            "default": N_("default"),
        },
        "term": {
            "discount_rate": N_("Real discount rate after tax, 1/year"),
            "life_years": N_("Operating life, years"),
            "tax_rate": N_("Tax rate, share of taxable income"),
            "tax_rule": N_("What a loss is worth"),
            "cap_share": N_("Share of a year's income that losses may offset"),
            "cap_years": N_("Years after which a loss expires"),
            "construction": N_("Capital spent in each year of construction, shares"),
            "startup_months": N_("Start-up, months"),
            "startup_variable": N_("Variable cost during start-up, share"),
            "startup_fixed": N_("Fixed cost during start-up, share"),
            "startup_sales": N_("Sales during start-up, share"),
            "depreciation": N_("Tax depreciation, name of the schedule"),
            "inflation": N_("Inflation, 1/year"),
            "loan_share": N_("Loan, share of the capital"),
            "loan_interest": N_("Interest of the loan, 1/year"),
            "loan_years": N_("Years of the loan"),
            "loan_deduction": N_("Deducted of a loan payment"),
        },
        "loan_deduction": {
            "interest": N_("the interest"),
            "full_payment": N_("the whole payment"),
        },
        "tax_rule": {
            "refund": N_("used elsewhere in the group at once"),
            "none": N_("nothing"),
            "carry": N_("carried forward without limit"),
            "cap": N_("carried forward, up to a share of income, for some years"),
        },
        "input": {
            "price": N_("Price: {title}"),
            "baseline": N_("Baseline: {title}"),
        },
        "direction": {
            "rises": N_("the ratio rises as it rises"),
            "falls": N_("the ratio falls as it rises"),
            "flat": N_("the ratio does not move"),
            "mixed": N_("the ratio turns in between"),
        },
        "range": {
            "given": N_("asked for"),
            "bound": N_("physical limit"),
            "distribution": N_("end of its distribution"),
            "factor": N_("a factor from today's value"),
        },
        "state": {
            "today": N_("as stated"),
            "measured": N_("measured"),
            "modelled": N_("modelled"),
            "target": N_("target"),
        },
        "held": {
            "few_points": N_("fewer than two measured values"),
            "not_projectable": N_("its measured values cannot be projected"),
        },
        "requirement": {
            "met": N_("met"),
            "not_met": N_("not met"),
            "cannot_tell": N_("cannot tell"),
        },
        "carrier": {
            "fuel": N_("fuel"),
            "heat": N_("heat"),
            "electricity": N_("electricity"),
        },
        "variant": {
            "typical": N_("typical value"),
            "default": N_("default value"),
        },
        "carbon_source": {
            "biomass": N_("biomass"),
            "captured_co2": N_("captured CO2"),
            "fossil_waste": N_("fossil waste"),
            "none": N_("no carbon in the product"),
        },
        "fuel_use": {
            "road": N_("road vehicles"),
            "aviation": N_("aircraft"),
            "marine": N_("ships"),
            "heat": N_("heat"),
            "power": N_("electricity"),
        },
        "per": {
            "MJ_LHV": N_("MJ (lower heating value)"),
            "mmBTU_LHV": N_("mmBTU (lower heating value)"),
            "declared_unit": N_("declared unit"),
            "functional_unit": N_("functional unit"),
        },
        "identity": {
            "edition": N_("edition"),
            "in_force": N_("days in force"),
            "applies_to": N_("products covered"),
            "results": N_("unit of the result"),
            "comparators": N_("comparators"),
            "terms": N_("terms of the formula"),
        },
        "comparison": {
            "fuel": N_("fuels"),
            "material": N_("materials"),
            "chemical": N_("chemicals"),
            "food": N_("food and feed"),
        },
    }
)


def word(family: str, key: str) -> str:
    """Return the English word for a key; the key itself if the data know more than we do."""
    return WORDS[family].get(key, key)


def named_input(name: str, title: str, translate: Callable[[str], str]) -> str:
    """Return the title of an input, with what it is of if the title alone does not say.

    Examples
    --------
    >>> named_input("price:process-water", "Industrial water", str)
    'Price: Industrial water'
    """
    family, apart, _ = name.partition(":")
    known = WORDS["input"]
    return translate(known[family]).format(title=title) if apart and family in known else title
