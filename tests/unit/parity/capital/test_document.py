"""The cost part of a route document: what it takes, and what it refuses with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from inventories.document import Cost
from inventories.document.cost import Equipment
from inventories.document.finance import Finance
from inventories.expressions import parse

Build = Callable[..., dict[str, Any]]
BuildCost = Callable[..., Cost]


def test_everything_new_may_be_left_out(cost_of: BuildCost, capital: Build) -> None:
    cost = cost_of(capital=[capital()])
    assert (cost.equipment, cost.lang_factor, cost.capital_factors) == ((), None, ())
    assert (cost.contingency, cost.pioneer, cost.capital[0].max_unit) == (None, None, None)
    assert cost.has_plant
    assert not Cost(market_price="acid").has_plant


def test_equipment_alone_makes_a_plant_and_needs_a_capacity(
    cost_of: BuildCost, equipment: Build
) -> None:
    assert cost_of(equipment=[equipment()]).has_plant
    with pytest.raises(ValidationError, match="`equipment` needs a `capacity`"):
        Cost.model_validate({"equipment": [equipment()]})
    with pytest.raises(ValidationError, match="`capital` or `equipment` with `capacity`"):
        Cost.model_validate({})


@pytest.mark.parametrize(
    "change",
    [
        {"max_size": 0},
        {"reference_size": -1},
        {"exponent": 1.2},
        {"exponent": 0},
        {"spares": -1},
        {"life_years": 0},
        {"installation_factor": 0},
        {"size": float("nan")},
        {"volume": 3},
    ],
)
def test_impossible_equipment_is_refused(equipment: Build, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Equipment.model_validate(equipment(**change))


@pytest.fixture
def finance(factor: Build) -> Callable[..., Finance]:
    return lambda **terms: Finance.model_validate(factor(discount_rate=0.1, life_years=20, **terms))


def test_finance_of_today_stays_valid(finance: Callable[..., Finance]) -> None:
    terms = finance()
    left_out = (terms.tax_rate, terms.losses, terms.construction, terms.loan, terms.startup)
    assert left_out == (None,) * 5


def test_all_terms_of_finance(finance: Callable[..., Finance]) -> None:
    terms = finance(
        tax_rate=0.3,
        losses={"rule": "cap", "share": 0.5, "years": 10},
        depreciation="JP200DB8",
        construction=[0.08, 0.6, 0.32],
        startup={"months": 3, "variable": 0.75, "fixed": 1, "sales": 0.5},
        loan={"share": 0.6, "interest": 0.08, "years": 10},
        inflation=0.02,
    )
    assert terms.construction == (0.08, 0.6, 0.32)
    assert terms.loan is not None
    assert (terms.loan.deduction, terms.loan.accumulates) == ("interest", False)


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ({"construction": [0.5, 0.4]}, "construction shares sum to 0.9"),
        ({"construction": []}, "at least 1"),
        ({"losses": {"rule": "carry", "share": 0.5}}, "go with rule `cap` only"),
        ({"losses": {"rule": "half"}}, "refund"),
        ({"tax_rate": 1}, "less than 1"),
        ({"depreciation": "straight line"}, "pattern"),
        ({"startup": {"months": -1, "variable": 1, "fixed": 1, "sales": 1}}, "greater than"),
        ({"loan": {"share": 1.5, "interest": 0.1, "years": 5}}, "less than or equal to 1"),
        ({"inflation": float("nan")}, "finite number"),
    ],
)
def test_impossible_terms_of_finance_are_refused(
    finance: Callable[..., Finance], term: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        finance(**term)


def test_the_example_of_the_guide_is_a_valid_one(cost_of: BuildCost) -> None:
    guide = (Path(__file__).parents[4] / "docs" / "capital.md").read_text(encoding="utf-8")
    example = yaml.safe_load(guide.split("```yaml\n")[1].split("```")[0])
    (item,) = cost_of(**example).equipment
    assert parse(str(item.size)).names == {"titre", "cycle_hours"}
