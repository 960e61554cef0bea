"""Checks of the tags on feedstock, electricity, wastes and end of life: when they keep quiet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inventories.catalogue import Catalogue
from inventories.document import Route
from inventories.findings import Finding
from inventories.validation import validate

Findings = Callable[..., list[Finding]]
BY = "source: toy, at: table 5, grade: published"
ORIGIN = "          origin: waste\n          counterfactual:\n"
GRID = "electricity: {supply: grid}, amount: 0.2, unit: kWh"
BROTH = "role: waste, treatment: landfill-inert, amount: 1 / acid_yield - 0.4933, unit: kg"
BROTH_FLOW = "    title: {en: Spent broth, ja: 廃培養液}\n    unit: kg\n    formula: H2O\n"
RICH = (
    BROTH_FLOW,
    BROTH_FLOW.replace("formula: H2O", f"carbon: {{content: 0.01, biogenic: 1, {BY}}}"),
)
DOWNSTREAM = "  downstream:\n    - {activity: burning, amount: 1}\n"
BURNING = """\
  - id: burning
    title: {en: Incineration of the acid, ja: 酸の焼却}
    stage: end_of_life
    outputs:
      - {flow: acid-burnt, role: reference, amount: 1, unit: kg, source: toy, grade: derived}
    elementary:
      - {flow: co2-biogenic, amount: 44 / 12 * 0.4, unit: kg, source: toy, grade: derived}
"""


@pytest.fixture
def found(
    good_bytes: bytes, catalogue: Catalogue, good_baseline: Route, prices: dict[str, str]
) -> Findings:
    def run(*edits: tuple[str, str]) -> list[Finding]:
        text = good_bytes.decode()
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return list(validate(text.encode(), "x", catalogue, good_baseline, prices).findings)

    return run


def life(body: str) -> tuple[tuple[str, str], ...]:
    """The end of life of the good route as a scenario instead of an activity."""
    scenario = f"end_of_life: {{{body}}}\n\nparameters:\n"
    return (DOWNSTREAM, ""), (BURNING, ""), ("parameters:\n", scenario)


def tagged(tags: str) -> tuple[str, str]:
    """The feedstock of the good route with further tags."""
    return ORIGIN, ORIGIN.replace("origin: waste", f"origin: waste\n          {tags}")


def test_complete_tags_are_in_order(found: Findings) -> None:
    secondary = f"{{material: other, virgin: electricity-jp-wind, recycling: landfill-inert, {BY}}}"
    recovery = (
        "share: 0.5, treatment: landfill-inert, lhv_mj_per_unit: 13, heat_efficiency: 0.5, "
        "power_efficiency: 0.3, displaced_heat: heat-natural-gas, "
        f"displaced_power: electricity-jp-wind, {BY}"
    )
    scenario = (
        f"recycling: {{share: 0.3, material: other, displaced: fossil-acid, {BY}}}, "
        f"energy_recovery: {{{recovery}}}, disposal: {{treatment: landfill-inert, {BY}}}"
    )
    assert found(tagged(f"secondary: {secondary}"), *life(scenario)) == []


@pytest.mark.parametrize(
    ("tags", "key"),
    [
        (f"secondary: {{material: other, virgin: soybean-meel, {BY}}}", "secondary/virgin"),
        (
            f"secondary: {{material: other, virgin: soybean-meal, recycling: landfil-inert, {BY}}}",
            "secondary/recycling",
        ),
        (f"supply: {{value_share: 0.1, process: soybean-meel, {BY}}}", "supply/process"),
    ],
)
def test_a_dataset_that_a_tag_misspells_is_named_with_the_nearest(
    found: Findings, tags: str, key: str
) -> None:
    (told,) = found(tagged(tags))
    assert told.rule == "unlinked-provider"
    assert told.pointer == f"/activities/0/inputs/0/feedstock/{key}"
    candidates = told.params["candidates"]
    assert isinstance(candidates, list)
    assert candidates[0] in {"soybean-meal", "landfill-inert"}


@pytest.mark.parametrize("kind", ["supplier", "residual", "marginal"])
def test_other_supplies_of_electricity_exist_and_are_in_its_unit(
    found: Findings, kind: str
) -> None:
    def supplied(name: str) -> tuple[str, str]:
        return GRID, GRID.replace("grid}", f"grid, {kind}_provider: {name}}}")

    assert found(supplied("electricity-jp-wind")) == []
    assert [f.rule for f in found(supplied("electricity-jp-wnd"))] == ["unlinked-provider"]
    (told,) = found(supplied("heat-natural-gas"))
    assert (told.rule, told.params["needed"]) == ("provider-unit", "kWh")


def test_energy_displaced_is_heat_or_power_and_no_mass(found: Findings) -> None:
    recovery = (
        "share: 1, treatment: landfill-inert, lhv_mj_per_unit: 13, heat_efficiency: 0.5, "
        f"displaced_heat: fossil-acid, {BY}"
    )
    (told,) = found(*life(f"energy_recovery: {{{recovery}}}"))
    assert told.rule == "provider-unit"
    assert told.pointer == "/end_of_life/energy_recovery/displaced_heat"


def test_a_scenario_and_an_activity_of_disposal_are_the_same_stage(found: Findings) -> None:
    scenario = life(f"disposal: {{treatment: landfill-inert, {BY}}}")
    assert found(*scenario) == []
    (told,) = found((DOWNSTREAM, ""), (BURNING, ""))
    assert told.rule == "functional-equivalence"


def test_waste_for_recycling_goes_somewhere_but_waste_for_energy_needs_its_treatment(
    found: Findings,
) -> None:
    def left(recovery: str) -> tuple[str, str]:
        return BROTH, BROTH.replace("treatment: landfill-inert", f"recovery: {recovery}")

    assert "untreated-waste" not in {f.rule for f in found(left("material"), RICH)}
    assert "untreated-waste" in {f.rule for f in found(left("energy"), RICH)}


@pytest.mark.parametrize(("biogenic", "fires"), [(0.34, False), (0.48, False), (0.31, True)])
def test_disposal_emits_about_the_carbon_of_the_product(
    good_bytes: bytes, catalogue: Catalogue, good_baseline: Route, biogenic: float, fires: bool
) -> None:
    # the acid has 0.4 kg C/kg; 20 % of the larger content is allowed
    text = good_bytes.decode()
    for old, new in life(f"disposal: {{treatment: landfill-food, {BY}}}"):
        text = text.replace(old, new)
    food = catalogue.providers["landfill-food"]
    other = type(food)(**{**vars(food), "carbon_biogenic_kg_c_per_unit": biogenic})
    providers = {**catalogue.providers, food.key: other}
    changed = Catalogue(providers, catalogue.elementary)
    rules = {f.rule for f in validate(text.encode(), "x", changed, good_baseline).findings}
    assert ("end-of-life-carbon" in rules) is fires
