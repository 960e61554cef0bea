"""Checks a process engineer asked for: where they speak up, and where they keep quiet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inventories.catalogue import Catalogue
from inventories.document import Route
from inventories.validation import validate

Rules = Callable[..., set[str]]
REPLACED = "  baseline: toy-acid-fossil\n  amount: 1\n"
CRUDE = "crude-acid, amount: crude_per_pure, unit: kg"
BROTH = "role: waste, treatment: landfill-inert, amount: 1 / acid_yield - 0.4933, unit: kg"
BROTH_FLOW = "    title: {en: Spent broth, ja: 廃培養液}\n    unit: kg\n    formula: H2O\n"
RICH = BROTH_FLOW.replace(
    "formula: H2O",
    "carbon: {content: 0.001, biogenic: 1, source: toy, at: table 1, grade: published}",
)


@pytest.fixture
def rules(good_bytes: bytes, catalogue: Catalogue, good_baseline: Route) -> Rules:
    def run(*edits: tuple[str, str], baseline: Route = good_baseline) -> set[str]:
        text = good_bytes.decode()
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return {f.rule for f in validate(text.encode(), "x", catalogue, baseline).findings}

    return run


def _fuel(baseline: Route, lhv: float) -> Route:
    """Return the baseline as a fuel with a heating value."""
    value = baseline.model_dump(by_alias=True)
    value["functional_unit"]["comparison"] = "fuel"
    value["flows"]["acid"]["lhv"] = {
        "amount": lhv, "basis": "wet", "source": "toy", "grade": "published"
    }  # fmt: skip
    return Route.model_validate(value)


@pytest.mark.parametrize(("amount", "fires"), [(0.5, False), (0.54, False), (0.6, True), (1, True)])
def test_a_fuel_replaces_by_heating_value(
    rules: Rules, good_baseline: Route, amount: float, fires: bool
) -> None:
    edits = (REPLACED, REPLACED.replace("amount: 1", f"amount: {amount}"))
    fuel = ("comparison: chemical", "comparison: fuel")
    found = rules(edits, fuel, baseline=_fuel(good_baseline, 26.0))  # the acid has 13 MJ/kg
    assert ("replaces-implausible" in found) is fires


@pytest.mark.parametrize(("amount", "fires"), [(0.05, True), (0.2, False), (9, False), (11, True)])
def test_a_material_replaces_about_as_much(rules: Rules, amount: float, fires: bool) -> None:
    found = rules((REPLACED, REPLACED.replace("amount: 1", f"amount: {amount}")))
    assert ("replaces-implausible" in found) is fires


@pytest.mark.parametrize(
    ("origin", "price", "fires"),
    [("waste", 20, True), ("waste", -20, False), ("waste", 0, False), ("residue", 20, False)],
)
def test_only_a_paid_waste_has_a_doubtful_price(
    rules: Rules, origin: str, price: float, fires: bool
) -> None:
    own = (
        f"  prices:\n    food-residue: {{amount: {price}, currency: JPY, year: 2025, index: none, "
        "per: kg, source: toy, at: table 4, grade: published}\n"
    )
    found = rules(("  prices:\n", own), ("origin: waste", f"origin: {origin}"))
    assert ("gate-fee-sign" in found) is fires


@pytest.mark.parametrize(
    ("capacity", "fires"),
    [("500, unit: t", True), ("1.5, unit: kt", False), ("2e5, unit: t", True)],
)
def test_capital_is_scaled_over_one_order_only(rules: Rules, capacity: str, fires: bool) -> None:
    found = rules(("capacity: {amount: 10000, unit: t", f"capacity: {{amount: {capacity}"))
    assert ("capacity-scale" in found) is fires


@pytest.mark.parametrize(
    ("unit", "amount", "fires"),
    [
        ("kg/kg", "crude_per_pure", False),
        ("1", "crude_per_pure", False),  # a bare number has no unit to compare
        ("kWh/kg", "crude_per_pure", True),
        ("g/kg", "crude_per_pure", True),
        ('"%"', "crude_per_pure", True),
        ("g/kg", "0.001 * crude_per_pure", False),  # the number is the conversion
        ("g/kg", "crude_per_pure * 2", True),
        ("kg/kg", "2 * crude_per_pure", False),
        ("L/kg", "0.789 * crude_per_pure", False),  # the number may be a density
        ("g/kg", "crude_per_pure / 1000", False),  # more than a product is not looked into
    ],
)
def test_an_amount_that_is_a_parameter_has_its_unit(
    rules: Rules, unit: str, amount: str, fires: bool
) -> None:
    found = rules(
        ("    value: 1.02\n    unit: kg/kg\n", f"    value: 1.02\n    unit: {unit}\n"),
        (CRUDE, CRUDE.replace("crude_per_pure", amount)),
    )
    assert ("parameter-unit" in found) is fires


def test_waste_with_carbon_needs_a_treatment(rules: Rules) -> None:
    untreated = (BROTH, BROTH.replace("treatment: landfill-inert, ", ""))
    assert "untreated-waste" in rules(untreated, (BROTH_FLOW, RICH))
    assert "untreated-waste" not in rules(untreated)
    assert "untreated-waste" not in rules((BROTH_FLOW, RICH))


def test_waste_used_elsewhere_or_treated_by_an_input_is_not_untreated(rules: Rules) -> None:
    untreated = (BROTH, BROTH.replace("treatment: landfill-inert, ", ""))
    water = "      - {provider: process-water"
    treated = (
        "      - {provider: landfill-inert, amount: 1, unit: kg, source: toy, grade: derived}\n"
    )
    used = (
        "      - {flow: spent-broth, feedstock: {origin: residue}, amount: 1, unit: kg, "
        "source: toy, grade: derived}\n"
    )
    for line in (treated, used):
        assert "untreated-waste" not in rules(untreated, (BROTH_FLOW, RICH), (water, line + water))


def test_carbon_beyond_the_mass_is_an_error_only_per_kg(rules: Rules) -> None:
    cake = (
        "carbon: {content: 0.4, biogenic: 1, source: toy, at: table 1, grade: published}\n"
        "    lhv: {amount: 14"
    )
    assert "carbon-content-implausible" in rules((cake, cake.replace("0.4", "40")))
    assert "carbon-content-implausible" not in rules((cake, cake.replace("0.4", "1")))
