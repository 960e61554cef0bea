from __future__ import annotations

import dataclasses
import re
from types import MappingProxyType
from typing import Any

import pytest
from support.methods_toys import BY, activity, background, catalogue, flow, out, route, use

from lca.coverage import Coverage
from methods.documents import Requirement
from methods.guideline import load_guideline
from methods.requirement_checks import CHECKS, NOTHING
from methods.requirements import checked, limit_problem, requirement_kinds
from methods.rulebook import Rules

CARBON = {"content": 0.5, "biogenic": 0.6, "fossil": 0.4, **BY}
EQUIVALENCE = {"en": "same bottle", "ja": "同じボトル"}
REPLACES = {"baseline": "pet", "amount": 1, "equivalence": EQUIVALENCE, **BY}
LAND = {
    "reference_stock_t_c_per_ha": 50,
    "actual_stock_t_c_per_ha": 50,
    "yield_per_ha": 5000,
    **BY,
}


def _asking(check: str, limit: float | None = None) -> Rules:
    rules = load_guideline("pact_methodology_v3").rules_on()
    asked = Requirement(
        check=check, limit=limit, strength="shall", clause="7.3", evidence="unverified"
    )
    choices = {a: dataclasses.replace(c, requirements=()) for a, c in rules.choices.items()}
    choices["reporting"] = dataclasses.replace(choices["reporting"], requirements=(asked,))
    return dataclasses.replace(rules, choices=MappingProxyType(choices))


def _coverage(*cut_off: str) -> Coverage:
    return Coverage({}, {}, 1.0, (), cut_off, ())


def _result(
    check: str,
    limit: float | None = None,
    inputs: list[Any] | None = None,
    carbon: Any = None,
    cut_off: tuple[str, ...] = (),
    **more: Any,
) -> Any:
    resin = {"title": "resin", "unit": "kg"} | ({"carbon": carbon} if carbon else {})
    flows = {"resin": resin, "grain": flow()}
    made = activity("make", [out("resin", 1)], inputs or [use(1, provider="feed")])
    inventory = route(flows, [made], ("make", "resin", 1, "kg"), **more)
    rules = _asking(check, limit)
    (result,) = checked(rules, inventory, _coverage(*cut_off), background().catalogue)
    return result


def _declared(**statements: Any) -> dict[str, Any]:
    return {"declarations": statements}


def _grain(**feedstock: Any) -> dict[str, Any]:
    return use(2, flow="grain", feedstock={"origin": "primary", "upstream": "corn", **feedstock})


EXPECTED = {
    "primary_data_share_stated": {
        "met": _declared(primary_data_share=0.0),
        "not_met": {},
    },
    "primary_data_share_least": {
        "met": {"limit": 0.5, **_declared(primary_data_share=0.5)},
        "not_met": {"limit": 0.5, **_declared(primary_data_share=0.49)},
        "cannot_tell": {"limit": 0.5},
    },
    "data_quality_rating_stated": {"met": _declared(data_quality_rating=2), "not_met": {}},
    "data_quality_rating_at_most": {
        "met": {"limit": 3, **_declared(data_quality_rating=3)},
        "not_met": {"limit": 3, **_declared(data_quality_rating=3.1)},
        "cannot_tell": {"limit": 3},
    },
    "uncertainty_analysis_stated": {
        "met": _declared(uncertainty_analysis=True),
        "not_met": _declared(uncertainty_analysis=False),
        "cannot_tell": {},
    },
    "sensitivity_analysis_stated": {
        "met": _declared(sensitivity_analysis=True),
        "not_met": _declared(sensitivity_analysis=False),
        "cannot_tell": {},
    },
    "third_party_verification": {
        "met": _declared(verification="certified_scheme"),
        "not_met": _declared(verification="internal"),
        "cannot_tell": {},
    },
    "product_category_rule_named": {
        "met": _declared(product_category_rule="PCR 2010:17"),
        "cannot_tell": {},
    },
    "chain_of_custody_stated": {"met": _declared(chain_of_custody="mass_balance"), "not_met": {}},
    "exempted_emissions_at_most": {
        "met": {"limit": 0.05, **_declared(exempted_emissions_share=0.05)},
        "not_met": {"limit": 0.05, **_declared(exempted_emissions_share=0.051)},
        "cannot_tell": {"limit": 0.05},
    },
    "cut_off_share_at_most": {
        "met": {"limit": 0.01},
        "not_met": {"limit": 0.01, **_declared(exempted_emissions_share=0.02)},
        "cannot_tell": {"limit": 0.01, "cut_off": ("/activities/0/inputs/1",)},
    },
    "biogenic_carbon_content_stated": {"met": {"carbon": CARBON}, "not_met": {}},
    "fossil_carbon_content_stated": {"met": {"carbon": CARBON}, "not_met": {}},
    "land_use_change_stated": {
        "met": {"inputs": [_grain(land_use_change=LAND)]},
        "not_met": {"inputs": [_grain(land_use_change=LAND), _grain()]},
        "cannot_tell": {"inputs": [use(1, provider="corn")]},
    },
    "capital_goods_stated": {
        "met": {"inputs": [use(1, provider="feed", infrastructure=True)]},
        "not_met": {},
    },
    "scale_up_described": {
        "met": _declared(scale_up_described=True),
        "not_met": _declared(scale_up_described=False),
        "cannot_tell": {},
    },
    "maturity_stated": {"met": {"trl": 4}, "not_met": {}},
    "validity_years_at_most": {
        "met": {"limit": 3, **_declared(validity_years=3)},
        "not_met": {"limit": 3, **_declared(validity_years=4)},
        "cannot_tell": {"limit": 3},
    },
    "sources_named": {
        "met": {
            "inputs": [{**use(1, provider="feed"), "source": "paper", "at": "p. 3"}],
            "sources": {"paper": {"title": "A paper", "opened": "yes"}},
        },
        "not_met": {},
    },
    "functional_equivalence_stated": {
        "met": {"replaces": REPLACES},
        "not_met": {},
        "cannot_tell": {"kind": "baseline"},
    },
    "comparison_needs_product_rule": {
        "met": {"replaces": REPLACES, **_declared(product_category_rule="PCR 2010:17")},
        "not_met": {"replaces": REPLACES},
    },
}
CASES = [
    pytest.param(check, status, given, id=f"{check}: {status}")
    for check, statuses in EXPECTED.items()
    for status, given in statuses.items()
]


def test_every_requirement_is_tried_with_every_answer_it_has_a_text_for() -> None:
    assert list(requirement_kinds()) == list(CHECKS) == list(EXPECTED)
    for check, kind in requirement_kinds().items():
        texts = {"met": kind.met, "not_met": kind.not_met, "cannot_tell": kind.cannot_tell}
        assert set(EXPECTED[check]) == {status for status, text in texts.items() if text}, check


@pytest.mark.parametrize(("check", "status", "given"), CASES)
def test_requirement(check: str, status: str, given: dict[str, Any]) -> None:
    result = _result(check, **given)
    assert result.status == status
    assert (result.check, result.axis, result.clause) == (check, "reporting", "7.3")
    assert (result.strength, result.evidence) == ("shall", "unverified")
    for text in (result.text.en, result.text.ja):
        assert "{" not in text
    assert re.search("[ぁ-んァ-ン一-龥]", result.text.ja)


def test_texts_tell_what_was_found_and_what_to_write() -> None:
    share = _result("primary_data_share_least", 0.5, **_declared(primary_data_share=0.3))
    assert (
        share.text.en == "Primary data share 30% is below 50%; replace secondary by primary data."
    )
    carbon = _result("biogenic_carbon_content_stated", carbon=CARBON)
    # 0.5 x 0.6
    assert carbon.text.en == "The product `resin` holds 0.3 kg of biogenic carbon per kg."
    silent = _result("fossil_carbon_content_stated")
    assert "`flows.resin.carbon`" in silent.text.en
    assert "`flows.resin.carbon`" in silent.text.ja
    land = _result("land_use_change_stated", inputs=[_grain()])
    assert "grain" in land.text.en
    equal = _result("functional_equivalence_stated", replaces=REPLACES)
    assert equal.text.en.endswith("same bottle")
    assert equal.text.ja.endswith("同じボトル")


def test_a_route_without_crops_has_no_land_use_change_to_state() -> None:
    found = _result("land_use_change_stated", inputs=[use(1, provider="feed")])
    assert found.status == "met"
    assert NOTHING in found.text.en


def test_commercial_data_need_no_scale_up() -> None:
    made = activity("make", [out("resin", 1)], [use(1, provider="feed")])
    inventory = route({"resin": flow()}, [made], ("make", "resin", 1, "kg"))
    commercial = inventory.route.model_copy(update={"data_stage": "commercial"})
    (found,) = checked(
        _asking("scale_up_described"),
        dataclasses.replace(inventory, route=commercial),
        _coverage(),
        catalogue(),
    )
    assert found.status == "met"


@pytest.mark.parametrize(
    ("check", "limit", "words"),
    [
        ("primary_data_shares", None, "one of primary_data_share_stated"),
        ("primary_data_share_least", None, "needs a `limit` from 0 to 1"),
        ("primary_data_share_least", 50.0, "needs a `limit` from 0 to 1"),
        ("primary_data_share_least", float("nan"), "needs a `limit`"),
        ("data_quality_rating_at_most", 0.5, "from 1 to 5"),
        ("sources_named", 1.0, "takes no `limit`"),
    ],
)
def test_a_requirement_that_cannot_be_checked_says_why(
    check: str, limit: float | None, words: str
) -> None:
    asked = Requirement(check=check, limit=limit, strength="shall", evidence="unverified")
    problem = limit_problem(asked)
    assert problem is not None
    assert words in problem.en
    assert check in problem.ja


def test_a_requirement_with_what_it_needs_has_no_problem() -> None:
    asked = Requirement(check="validity_years_at_most", limit=3, strength="may", evidence="seen")
    assert limit_problem(asked) is None
    asked = Requirement(check="sources_named", strength="may", evidence="seen")
    assert limit_problem(asked) is None
