from __future__ import annotations

import pytest
from support.methods_toys import activity, background, emit, flow, out, route, use

from methods.assess import assess
from methods.errors import HeatingValueMissingError
from methods.guideline import load_guideline
from methods.rulebook import worst

RED = "eu_red_2018_2001_annex_v"
PACT = "pact_methodology_v3"


def plant(**ethanol):
    product = flow(**({"carbon": (0.5214, "biogenic"), "lhv": (26.8, "wet")} | ethanol))
    return route(
        {"ethanol": product, "straw": flow(carbon=(0.4, "biogenic")), "used": flow()},
        [
            activity(
                "make",
                [out("ethanol", 1)],
                [
                    use(3, flow="straw", feedstock={"origin": "residue"}),
                    use(2, "kWh", provider="grid", electricity={"supply": "grid"}),
                    use(4, price="labour", price_only=True),
                ],
                [emit("co2-biogenic", 1.0), emit("ch4-biogenic", 0.01)],
            ),
            activity("drive", [out("used", 1)], [], [emit("co2-fossil", 0.2)], "use"),
        ],
        ("make", "ethanol", 2, "kg"),
        "fuel",
        [{"activity": "drive", "amount": 2}],
    )


def test_fuel_is_told_per_mj_with_the_listed_heating_value_and_its_use() -> None:
    found = assess(plant(cas="64-17-5"), load_guideline(RED), background())
    # (2 x 0.5 + 0.01 x 25 + 0.2) kg per kg, 27 MJ/kg
    assert found.score == pytest.approx(1000 * 1.45 / 27, rel=1e-12)
    assert found.unit == "g CO2e/MJ"
    assert found.carried_carbon is None  # the use is counted
    assert found.score_kgco2e_per_functional_unit == pytest.approx(2.9, rel=1e-12)
    assert "heating-value-listed" in {m.code for m in found.notes}


def test_heating_value_of_the_document_is_used_without_cas() -> None:
    found = assess(plant(), load_guideline(RED), background())
    assert found.score == pytest.approx(1000 * 1.45 / 26.8, rel=1e-12)


def test_missing_heating_value_is_an_error_that_names_the_flow() -> None:
    inventory = route(
        {"oil": flow()}, [activity("make", [out("oil", 1)])], ("make", "oil", 1, "kg"), "fuel"
    )
    with pytest.raises(HeatingValueMissingError, match="oil"):
        assess(inventory, load_guideline(RED), background())


def test_contributions_sum_to_the_score_in_its_unit() -> None:
    for name in (RED, PACT):
        found = assess(plant(), load_guideline(name), background())
        parts = found.contributions
        assert parts.unit == found.unit
        for listed in (parts.by_stage, parts.by_activity, parts.by_provider, parts.by_flow):
            assert sum(c.value for c in listed) == pytest.approx(found.score, rel=1e-12)


def test_gate_figure_says_what_the_product_still_carries() -> None:
    found = assess(plant(), load_guideline(PACT), background())
    assert found.carried_carbon is not None
    assert found.carried_carbon.biogenic_kg_c == pytest.approx(0.5214)
    assert found.carried_carbon.burning_adds_kgco2e == 0.0  # 0/0 in the first total
    assert found.totals["including_biogenic_uptake"] == pytest.approx(
        found.score - 0.5214 * 44 / 12, rel=1e-12
    )
    assert "gate-figure" in {m.code for m in found.notes}


def test_price_only_inputs_are_listed_as_cut_off() -> None:
    found = assess(plant(), load_guideline(PACT), background())
    assert found.coverage.cut_off == ("/activities/0/inputs/2",)
    assert sum(found.coverage.by_grade.values()) == pytest.approx(1.0)


def test_indicators_come_beside_the_score() -> None:
    found = assess(
        plant(), load_guideline(PACT), background(), indicators=["ipcc2021-gwp100-fossil"]
    )
    assert found.totals["ipcc2021-gwp100-fossil"] == pytest.approx(1.0, rel=1e-6)
    assert found.total_units["ipcc2021-gwp100-fossil"].endswith("/kg")


def test_a_baseline_gets_no_verdict() -> None:
    inventory = route(
        {"oil": flow("MJ")},
        [activity("make", [out("oil", 1, "MJ")], [], [emit("co2-fossil", 0.09)])],
        ("make", "oil", 1, "MJ"),
        "fuel",
        kind="baseline",
    )
    found = assess(inventory, load_guideline(RED), background())
    assert found.score == pytest.approx(90)
    assert found.verdict is None


def test_rules_table_names_clause_and_evidence_of_every_axis() -> None:
    found = assess(plant(), load_guideline(RED), background())
    rows = {row.axis: row for row in found.rules}
    assert len(rows) == 22
    assert rows["boundary"].clause == "Annex V C.1(a), C.13"
    assert rows["heating_value"].evidence == "unverified"
    assert rows["scale_up"].is_default
    assert not rows["carbon_balance"].acts
    assert found.evidence.worst == "unverified"


def test_doubtful_factors_are_named_and_lower_the_evidence() -> None:
    found = assess(plant(cas="64-17-5"), load_guideline(RED), background())
    assert [f.name for f in found.evidence.factors if f.evidence != "seen"] == ["LHV ethanol"]
    (told,) = [m for m in found.warnings if m.code == "factor-evidence"]
    assert "LHV ethanol = 27 MJ/kg (unverified)" in told.text.en
    assert "LHV ethanol" in told.text.ja


def test_factors_that_are_seen_need_no_warning() -> None:
    found = assess(plant(), load_guideline(PACT), background())
    names = {f.name for f in found.evidence.factors}
    assert "GWP100 AR6 ch4_biogenic" in names
    assert "GWP100 AR6 sf6" not in names  # none occurs
    assert "factor-evidence" not in {m.code for m in found.warnings}


@pytest.mark.parametrize(
    ("choice", "evidence"), [("zero_zero", "seen"), ("minus1_plus1", "low_confidence")]
)
def test_only_the_factors_a_choice_uses_count(choice: str, evidence: str) -> None:
    options = {"co2_per_carbon": "44/12"} if choice == "minus1_plus1" else {}
    rules = load_guideline(PACT).rules_on()
    rules = rules.with_choice("gwp", "set", {"set": "AR4", "horizon": 100}, evidence="seen")
    rules = rules.with_choice("biogenic_carbon", choice, options, evidence="seen")
    found = assess(plant(), load_guideline(PACT), background(), rules=rules)
    assert worst(f.evidence for f in found.evidence.factors) == evidence


def test_allocation_by_a_converted_heating_value_rests_on_the_latent_heat() -> None:
    inventory = route(
        {"fuel": flow("MJ"), "cake": flow(lhv=(19.0, "dry"), dry_mass_fraction=0.9)},
        [
            activity(
                "make",
                [out("fuel", 10, "MJ"), out("cake", 1, role="co_product")],
                [use(1, "MJ", provider="gas")],
            )
        ],
        ("make", "fuel", 1, "MJ"),
        "fuel",
    )
    found = assess(inventory, load_guideline(RED), background())
    assert "latent_heat_of_water" in {f.name for f in found.evidence.factors}


@pytest.mark.parametrize(("guideline", "ratio"), [(RED, 3.664), (PACT, 44 / 12)])
def test_carried_fossil_carbon_burns_with_the_ratio_of_the_text(
    guideline: str, ratio: float
) -> None:
    inventory = route(
        {"resin": flow(carbon=(0.8, "fossil"))},
        [activity("make", [out("resin", 1)])],
        ("make", "resin", 1, "kg"),
    )
    carried = assess(inventory, load_guideline(guideline), background()).carried_carbon
    assert carried is not None
    assert carried.burning_adds_kgco2e == pytest.approx(0.8 * ratio, rel=1e-12)


def test_verdict_on_unverified_data_says_so() -> None:
    inventory = route(
        {"fuel": flow("MJ")},
        [
            activity(
                "make",
                [out("fuel", 1, "MJ")],
                [],
                [{**emit("co2-fossil", 0.02), "grade": "unverified"}],
            )
        ],
        ("make", "fuel", 1, "MJ"),
        "fuel",
    )
    found = assess(inventory, load_guideline(RED), background(), plant_start="2022-04-01")
    assert found.verdict is not None
    assert found.verdict.met
    assert "verdict-unverified" in {m.code for m in found.warnings}
    assert "verdict-plant-start" not in {m.code for m in found.notes}


def test_an_axis_acted_only_where_it_changed_this_route() -> None:
    found = assess(plant(), load_guideline(RED), background())
    acted = {row.axis for row in found.rules if row.acted}
    assert acted == set(found.acted)
    assert {"gwp", "biogenic_carbon", "heating_value"} <= acted
    # grid power at the place's average, no crop, no co-product, no claim
    assert not acted & {"electricity", "land_use", "multifunctionality", "credits", "other_gases"}
    can = {row.axis for row in found.rules if row.acts}
    assert acted <= can


def test_evidence_of_an_axis_that_did_nothing_does_not_lower_the_result() -> None:
    rules = load_guideline(PACT).rules_on()
    for axis in rules.choices:
        choice = rules[axis]
        rules = rules.with_choice(axis, choice.choice, choice.options, evidence="seen")
    worse = rules.with_choice("land_use", "excluded", {}, evidence="not_found")
    found = assess(plant(), load_guideline(PACT), background(), rules=worse)
    assert "land_use" not in found.acted
    assert found.evidence.worst == "seen"
    used = rules.with_choice("gwp", "set", {"set": "AR5", "horizon": 100}, evidence="not_found")
    assert assess(plant(), load_guideline(PACT), background(), rules=used).evidence.worst == (
        "not_found"
    )


def test_a_gas_that_a_rule_leaves_out_is_an_act_of_that_rule() -> None:
    inventory = route(
        {"fuel": flow("MJ")},
        [activity("make", [out("fuel", 1, "MJ")], [], [emit("sf6", 0.001)])],
        ("make", "fuel", 1, "MJ"),
        "fuel",
    )
    assert "other_gases" in assess(inventory, load_guideline(RED), background()).acted


def test_a_product_outside_the_guideline_is_for_comparison_and_has_no_verdict() -> None:
    inventory = route(
        {"resin": flow(), "grain": flow()},
        [activity("make", [out("resin", 1)], [], [emit("co2-fossil", 1)])],
        ("make", "resin", 1, "kg"),
    )
    found = assess(inventory, load_guideline(RED), background())
    assert found.for_comparison
    assert found.verdict is None
    assert "for-comparison-only" in {m.code for m in found.warnings}
