from __future__ import annotations

from typing import Any

import pytest

from methods.documents import CreditRate, GuidelineDocument
from methods.guideline import load_guideline
from methods.verdict import credited_emissions, saving, verdict

RED = load_guideline("eu_red_2018_2001_annex_v").document
CITED = {"clause": "1", "evidence": "unverified"}
TITLE = {"en": "t", "ja": "題"}


def comparator(name: str, value: float, from_: str | None, to: str | None, **more: Any) -> Any:
    return {
        "id": name,
        "title": TITLE,
        "applies_to": ["fuel"],
        "value": value,
        "unit": "g CO2e/MJ",
        "in_force": {"from": from_, "to": to},
        **CITED,
        **more,
    }


def document(*comparators: Any) -> GuidelineDocument:
    body = RED.model_dump(by_alias=True, mode="json")
    return GuidelineDocument.model_validate({**body, "comparators": list(comparators)})


DATED = document(
    comparator("old", 80, None, "2019-12-31"),
    comparator("new", 90, "2020-01-01", None),
    comparator("later", 100, None, None, planned=True),
)


def test_without_a_date_the_comparator_of_the_day_of_checking_holds() -> None:
    found = verdict(DATED, "fuel", 45, "g CO2e/MJ")
    assert found is not None
    assert found.comparator == "new"


def test_a_past_date_has_its_own_comparator() -> None:
    found = verdict(DATED, "fuel", 40, "g CO2e/MJ", "2015-01-01")
    assert found is not None
    assert (found.comparator, found.saving) == ("old", pytest.approx(0.5))


def test_a_planned_comparator_is_told_and_never_decides() -> None:
    found = verdict(DATED, "fuel", 45, "g CO2e/MJ")
    assert found is not None
    assert [(p.comparator, p.saving) for p in found.planned] == [("later", pytest.approx(0.55))]
    only_planned = document(comparator("later", 100, None, None, planned=True))
    assert verdict(only_planned, "fuel", 45, "g CO2e/MJ") is None


def test_without_a_threshold_nothing_is_met_or_missed() -> None:
    found = verdict(DATED, "fuel", 45, "g CO2e/MJ")
    assert found is not None
    assert (found.threshold, found.margin, found.met, found.rate) == (None, None, None, None)


def test_another_unit_another_kind_of_product_or_another_carrier_has_no_verdict() -> None:
    assert verdict(DATED, "fuel", 45, "kg CO2e/mmBTU") is None
    assert verdict(DATED, "material", 45, "g CO2e/MJ") is None
    assert verdict(DATED, "fuel", 45, "g CO2e/MJ", carrier="heat") is None


@pytest.mark.parametrize(
    ("carrier", "value"), [("fuel", 94.0), ("heat", 80.0), ("electricity", 183.0)]
)
def test_red_has_a_comparator_for_every_carrier(carrier: Any, value: float) -> None:
    found = verdict(RED, "fuel", 10, "g CO2e/MJ", carrier=carrier)
    assert found is not None
    assert found.comparator_value == value


@pytest.mark.parametrize(
    ("score", "counted"), [(22.4, 20), (22.5, 25), (27.4, 25), (-2.4, 0), (-2.6, -5), (0, 0)]
)
def test_emissions_are_rounded_to_the_nearest_five(score: float, counted: float) -> None:
    rate = CreditRate.model_validate({**CITED, "rounded_to": 5})
    assert credited_emissions(score, rate) == counted


def test_the_floor_holds_unless_all_feedstock_is_of_the_excepted_class() -> None:
    body = {**CITED, "floor": 0, "floor_except_waste_class": "manure"}
    rate = CreditRate.model_validate(body)
    assert credited_emissions(-7, rate) == 0
    assert credited_emissions(-7, rate, ["manure", ""]) == 0
    assert credited_emissions(-7, rate, ["manure", "manure"]) == -7
    assert credited_emissions(7, rate) == 7


def test_the_corn_ethanol_plant_of_biograce_saves_what_its_sheet_prints() -> None:
    """BioGrace-I 4d: 43.5619 g/MJ against the comparator of the first directive, 83.8: 48 %."""
    assert saving(43.56194, 83.8) == pytest.approx(0.4802, abs=5e-5)
