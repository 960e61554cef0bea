"""What the checks find, and what they leave alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from inventories.catalogue import Catalogue
from inventories.checks import AMOUNTS, BALANCES, DOCUMENT, SYSTEM
from inventories.checks.compounds import carbon_fraction
from inventories.checks.magnitude import library_amounts
from inventories.checks.tables import atomic_masses, balance_classes
from inventories.document import Route
from inventories.errors import RouteInvalidError
from inventories.findings import Finding, rules
from inventories.limits import limits
from inventories.validation import validate

Spoil = Callable[..., dict[str, Finding]]


@pytest.fixture
def spoil(
    good_bytes: bytes, catalogue: Catalogue, good_baseline: Route, prices: dict[str, str]
) -> Spoil:
    """Replace texts of the good route and return the findings by rule."""

    def run(*edits: tuple[str, str]) -> dict[str, Finding]:
        text = good_bytes.decode()
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        result = validate(text.encode(), "x", catalogue, good_baseline, prices, library_amounts())
        return {f.rule: f for f in result.findings}

    return run


def _line(what: str) -> str:
    """One more exchange of an activity, as a line of the document."""
    return f"      - {{{what}, source: toy, grade: derived}}\n"


def test_a_misspelt_provider_suggests_the_right_one(spoil: Spoil) -> None:
    found = spoil(("provider: sodium-hydroxide", "provider: sodium-hydroxid"))["unlinked-provider"]
    assert found.params["candidates"] == ["sodium-hydroxide"]
    assert found.pointer == "/activities/1/inputs/2/provider"
    assert "sodium-hydroxide" in found.suggestion.ja


def test_a_displaced_provider_has_to_exist_too(spoil: Spoil) -> None:
    found = spoil(("soybean-meal, amount: 0.8", "soya-meal, amount: 0.8"))["unlinked-provider"]
    assert found.pointer == "/activities/1/outputs/1/displaces/provider"


def test_an_unknown_unit_is_named(spoil: Spoil) -> None:
    found = spoil(("amount: 0.05, unit: t*km", "amount: 0.05, unit: furlongs_x"))["unit-unknown"]
    assert found.params["unit"] == "furlongs_x"


def test_a_price_per_the_wrong_unit_is_found(spoil: Spoil) -> None:
    found = spoil(("index: none, per: kg", "index: none, per: kWh"))["unit-dimension"]
    assert found.pointer == "/cost/prices/feed-cake/per"


@pytest.mark.parametrize("formula", ["(" * 200 + "1" + ")" * 200, "1" + "+1" * 240])
def test_deep_and_long_formulas_are_refused_quickly(spoil: Spoil, formula: str) -> None:
    start = time.perf_counter()
    found = spoil(("amount: crude_per_pure,", f'amount: "{formula}",'))
    assert set(found) == {"formula-invalid"}
    assert time.perf_counter() - start < 0.5


def test_the_singular_loop_names_its_activities(spoil: Spoil) -> None:
    loop = (
        "      - {from: purification, flow: pure-acid, amount: 1 / crude_per_pure, unit: kg, "
        "source: toy, grade: derived}\n      - {provider: process-water"
    )
    found = spoil(("      - {provider: process-water", loop))["system-singular"]
    assert set(found.params["activities"]) >= {"fermentation", "purification"}


def test_a_balance_says_how_far_it_is_off(spoil: Spoil) -> None:
    found = spoil(("process-water, amount: 1,", "process-water, amount: 3,"))["mass-balance"]
    # 4 residue + 3 water + 0.1 lye enter; 1 + 0.3 + 3.5067 + 0.2933 leave.
    assert found.params["entering"] == pytest.approx(7.1)
    assert found.params["leaving"] == pytest.approx(5.1, abs=1e-3)
    assert found.params["gap"] == pytest.approx(28.2, abs=0.1)


def test_the_tolerance_follows_the_stage_of_the_data(spoil: Spoil) -> None:
    less_co2 = ('"44 / 12 * (0.15 / acid_yield - 0.52)"', '"44 / 12 * (0.15 / acid_yield - 0.56)"')
    assert "carbon-balance-biogenic" in spoil(less_co2)
    assert "carbon-balance-biogenic" not in spoil(
        less_co2, ("data_stage: simulated", "data_stage: pilot")
    )


def test_more_carbon_after_the_gate_than_the_product_holds_is_an_error(spoil: Spoil) -> None:
    found = spoil(("amount: 44 / 12 * 0.4, unit", "amount: 44 / 12 * 0.6, unit"))
    assert found["carbon-balance-biogenic"].pointer == "/activities/3"


def test_fossil_carbon_from_biogenic_product_is_an_error(spoil: Spoil) -> None:
    found = spoil(
        ("{flow: co2-biogenic, amount: 44 / 12 * 0.4,", "{flow: co2-fossil, amount: 44 / 12 * 0.4,")
    )
    assert "carbon-balance-fossil" in found


def test_burning_natural_gas_closes_fossil_carbon_through_the_catalogue(spoil: Spoil) -> None:
    water = "      - {provider: process-water"
    gas = _line("provider: natural-gas, price: process-water, amount: 0.5, unit: m3")
    co2 = '      - {flow: co2-biogenic, amount: "44 / 12 * (0.15'
    burnt = _line("flow: co2-fossil, amount: 0.5 * 0.5345 * 44 / 12, unit: kg")
    assert "carbon-balance-fossil" in spoil((water, gas + water))
    assert "carbon-balance-fossil" not in spoil((water, gas + water), (co2, burnt + co2))


def test_treated_waste_counts_once_whether_listed_or_not(spoil: Spoil) -> None:
    listed = "role: waste, treatment: landfill-inert, amount: 1 / acid_yield - 0.4933, unit: kg"
    treat = _line("provider: landfill-inert, amount: 1 / acid_yield - 0.4933, unit: kg")
    water = "      - {provider: process-water"
    untreated = listed.replace("treatment: landfill-inert, ", "")
    assert spoil((listed, untreated), (water, treat + water)) == {}


def test_energy_may_be_lost_but_not_made(spoil: Spoil) -> None:
    assert "energy-balance" in spoil(("lhv: {amount: 14,", "lhv: {amount: 40,"))
    assert "energy-balance" not in spoil(("lhv: {amount: 14,", "lhv: {amount: 1,"))


def test_a_wide_distribution_beyond_the_bound_is_a_warning(spoil: Spoil) -> None:
    found = spoil(("{kind: uniform, low: 0.2, high: 0.3}", "{kind: lognormal, gsd: 1.5}"))
    assert found["yield-above-bound"].level == "warning"


def test_a_zero_written_out_is_refused_a_formula_may_be_zero(spoil: Spoil) -> None:
    assert "sign-amount" in spoil(("transport-truck, amount: 0.05,", "transport-truck, amount: 0,"))
    zero = "transport-truck, amount: acid_yield - acid_yield,"
    assert spoil(("transport-truck, amount: 0.05,", zero)) == {}


def test_functional_equivalence_names_what_differs(spoil: Spoil) -> None:
    found = spoil(("comparison: chemical", "comparison: fuel"))["functional-equivalence"]
    assert found.level == "error"
    assert found.params["route"] == "fuel"
    assert "比較の種類" in found.message.ja


def test_dropping_the_end_of_life_on_one_side_is_noticed(spoil: Spoil) -> None:
    found = spoil(("  downstream:\n    - {activity: burning, amount: 1}\n", ""))
    assert found["functional-equivalence"].params["baseline"] == "end_of_life"
    assert "unused-activity" in found


def test_prices_are_only_looked_at_when_given(
    good_bytes: bytes, catalogue: Catalogue, prices: dict[str, str]
) -> None:
    few = {k: v for k, v in prices.items() if k != "process-water"}
    (found,) = validate(good_bytes, "x", catalogue, prices=few).findings
    assert (found.rule, found.params["name"]) == ("unlinked-price", "process-water")
    assert validate(good_bytes, "x", catalogue).findings == ()


def test_require_raises_with_the_findings(good_bytes: bytes) -> None:
    result = validate(good_bytes, "x", Catalogue.of([], []))
    with pytest.raises(RouteInvalidError) as raised:
        result.require()
    assert raised.value.findings == result.findings


@pytest.mark.parametrize(
    ("formula", "fraction"),
    [("C2H6O", 0.5214), ("C3H6O3", 0.4000), ("C2H4", 0.8563), ("CO2", 0.2729), ("H2O", 0.0)],
)
def test_carbon_fraction_of_known_compounds(formula: str, fraction: float) -> None:
    assert carbon_fraction(formula) == pytest.approx(fraction, abs=5e-5)


def test_carbon_fraction_of_an_unknown_element_is_not_guessed() -> None:
    assert carbon_fraction("C2Xx") is None


def test_data_files_fit_their_schema() -> None:
    assert limits().balance_tolerance.of("lab") == 0.20
    assert balance_classes().groups["co2_uptake"] == "biogenic"
    assert atomic_masses()["C"] == 12.011


def test_every_check_is_a_known_rule() -> None:
    for group in (DOCUMENT, AMOUNTS, SYSTEM, BALANCES):
        assert set(group) <= set(rules())


@pytest.mark.parametrize(("amount", "fires"), [("1.8e-6", True), ("0.02", False), ("900", True)])
def test_an_amount_is_compared_with_the_same_dataset_and_stage_of_the_library(
    spoil: Spoil, amount: str, fires: bool
) -> None:
    usage = library_amounts()["conversion", "electricity-jp-mix-2023", "kg"]
    assert min(x for x, _ in usage) == 0.001  # kWh/kg: the limits are 1e-5 and 100 x the largest
    found = spoil(("amount: 1.8, unit: MJ", f"amount: {amount}, unit: kWh"))
    assert ("implausible-magnitude" in found) is fires


def test_an_amount_the_library_knows_nothing_about_is_left_alone(spoil: Spoil) -> None:
    assert ("recovery", "electricity-jp-wind", "kg") not in library_amounts()
    grid = "electricity: {supply: grid}, amount:"
    slip = (f"electricity-jp-mix-2023, {grid} 0.2", f"electricity-jp-wind, {grid} 2e6")
    assert "implausible-magnitude" not in spoil(slip)
