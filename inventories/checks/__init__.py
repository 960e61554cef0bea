"""Checks at the door: one function per rule, run in groups.

A group only runs when the groups before it found no error: a balance of a route with broken links
would say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from inventories.catalogue import Catalogue
from inventories.checks import (
    balances,
    capital,
    correlations,
    cost,
    equivalence,
    formulas,
    gates,
    links,
    magnitude,
    plausibility,
    system,
    tags,
    units,
    waste,
)
from inventories.checks.context import Context, Magnitudes
from inventories.document import Route
from inventories.findings import Finding, has_errors, in_order

Check = Callable[[Context], Iterator[Finding]]

DOCUMENT: dict[str, Check] = {
    "duplicate-id": links.check_duplicate_id,
    "unlinked-activity": links.check_unlinked_activity,
    "unlinked-flow": links.check_unlinked_flow,
    "unlinked-provider": links.check_unlinked_provider,
    "unlinked-elementary": links.check_unlinked_elementary,
    "missing-source": links.check_missing_source,
    "unused-source": links.check_unused_source,
    "reference-output": links.check_reference_output,
    "two-makers": links.check_two_makers,
    "not-made-there": links.check_not_made_there,
    "statutory-factor": links.check_statutory_factor,
    "unused-activity": links.check_unused_activity,
    "unit-unknown": units.check_unit_unknown,
    "unit-dimension": units.check_unit_dimension,
    "capacity-unit": units.check_capacity_unit,
    "parameter-unit": units.check_parameter_unit,
    "formula-invalid": formulas.check_formula_invalid,
    "formula-unknown-name": formulas.check_formula_unknown_name,
    "formula-not-finite": formulas.check_formula_not_finite,
    "parameter-unused": formulas.check_parameter_unused,
    "yield-above-bound": plausibility.check_yield_above_bound,
    "carbon-vs-formula": plausibility.check_carbon_vs_formula,
    "carbon-content-implausible": plausibility.check_carbon_content_implausible,
    "cas-checksum": plausibility.check_cas_checksum,
    "lhv-implausible": plausibility.check_lhv_implausible,
    "gate-status": plausibility.check_gate_status,
    "gate-date": gates.check_gate_date,
    "gate-duplicate": gates.check_gate_duplicate,
    "gate-order": gates.check_gate_order,
    "gate-unlisted": gates.check_gate_unlisted,
    "gate-value-late": gates.check_gate_value_late,
    "correlation-unknown-name": correlations.check_correlation_unknown_name,
    "correlation-same-name": correlations.check_correlation_same_name,
    "correlation-repeated": correlations.check_correlation_repeated,
    "correlation-without-distribution": correlations.check_correlation_without_distribution,
    "correlation-not-positive-definite": correlations.check_correlation_not_positive_definite,
    "currency-unknown": cost.check_currency_unknown,
    "price-year": cost.check_price_year,
    "gate-fee-sign": cost.check_gate_fee_sign,
    "capacity-scale": cost.check_capacity_scale,
    "unlinked-price": cost.check_unlinked_price,
    "equipment-unit": capital.check_equipment_unit,
    "equipment-size": capital.check_equipment_size,
    "equipment-max": capital.check_equipment_max,
    "capital-amount": capital.check_capital_amount,
    "capital-factors": capital.check_capital_factors,
    "capital-factors-unused": capital.check_capital_factors_unused,
    "contingency-basis": capital.check_contingency_basis,
    "contingency-range": capital.check_contingency_range,
    "functional-equivalence": equivalence.check_functional_equivalence,
    "replaces-missing": equivalence.check_replaces_missing,
    "replaces-implausible": equivalence.check_replaces_implausible,
    "untreated-waste": waste.check_untreated_waste,
    "provider-unit": tags.check_provider_unit,
    "tag-without-effect": tags.check_tag_without_effect,
    "recovery-efficiency": tags.check_recovery_efficiency,
    "recovered-energy-unlinked": tags.check_recovered_energy_unlinked,
    "end-of-life-carbon": tags.check_end_of_life_carbon,
    "unverified-share": equivalence.check_unverified_share,
}
"""Rules that read the document alone."""

AMOUNTS: dict[str, Check] = {
    "sign-amount": plausibility.check_sign_amount,
    "implausible-magnitude": magnitude.check_implausible_magnitude,
}
"""Rules that need every amount as a number."""

SYSTEM: dict[str, Check] = {
    "system-not-square": system.check_system_not_square,
    "system-singular": system.check_system_singular,
    "negative-supply": system.check_negative_supply,
    "co-product-deficit": system.check_co_product_deficit,
}
"""Rules of the foreground as a whole."""

BALANCES: dict[str, Check] = {
    "mass-balance": balances.check_mass_balance,
    "carbon-balance-fossil": balances.check_carbon_balance_fossil,
    "carbon-balance-biogenic": balances.check_carbon_balance_biogenic,
    "carbon-unknown": balances.check_carbon_unknown,
    "energy-balance": balances.check_energy_balance,
}
"""What enters an activity leaves it; each also gives its ``-unknown`` and ``balance-exempt``."""

GROUPS: tuple[dict[str, Check], ...] = (DOCUMENT, AMOUNTS, SYSTEM, BALANCES)


def check_route(
    route: Route,
    catalogue: Catalogue,
    baseline: Route | None = None,
    prices: Mapping[str, str] | None = None,
    magnitudes: Magnitudes | None = None,
) -> tuple[Finding, ...]:
    """Check a route and return what is wrong with it, errors first.

    Parameters
    ----------
    route
        A document that fits the schema (`inventories.formats.reader.load_route`).
    catalogue
        What it may link to.
    baseline
        The route it is compared with, to check functional equivalence.
    prices
        Unit of each price known outside the document; None: prices are not looked at.
    magnitudes
        What the case library takes (`checks.magnitude.library_amounts`); None: not looked at.
    """
    context = Context(route, catalogue, baseline, prices, magnitudes)
    found: list[Finding] = []
    for group in GROUPS:
        for check in group.values():
            found.extend(check(context))
        if has_errors(tuple(found)):
            break
    return in_order(found)
