"""The physical plant: levels, netting of by-products and own residue, gate, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inventories.errors import PlantUnsolvableError
from inventories.inventory import Inventory
from parity.errors import CoproductDeficitError
from parity.purchases import purchases

Build = Callable[..., Inventory]


def amounts(inventory: Inventory) -> dict[tuple[str, str], float]:
    return {(line.kind, line.key): line.amount for line in purchases(inventory).lines}


def test_levels_follow_from_the_reference_products(plant: Build) -> None:
    assert purchases(plant()).levels == pytest.approx({"ferment": 1.0, "boiler": 0.6})


def test_downstream_of_the_gate_is_not_bought(plant: Build) -> None:
    assert "burn" not in purchases(plant()).levels


def test_lines_of_the_tiny_plant(plant: Build) -> None:
    assert amounts(plant()) == pytest.approx(
        {
            ("feedstock", "food"): 4.0,
            ("purchase", "grid"): 3.0,
            ("waste_treatment", "landfill-inert"): 0.5,
            ("feedstock", "residue"): 0.2,  # 1.2 burnt, 1.0 is the plant's own
            ("purchase", "gas"): 0.6,
            ("co_product", "power"): 0.4,  # 0.6 made, 0.2 used inside
        }
    )


def test_infrastructure_is_left_to_the_capital_cost(plant: Build) -> None:
    assert purchases(plant()).excluded == ("/activities/0/inputs/4",)


def test_residue_the_plant_does_not_burn_itself_costs_nothing(plant: Build) -> None:
    def less_burnt(document: dict[str, Any]) -> None:
        document["activities"][1]["inputs"][0]["amount"] = 1

    assert ("feedstock", "residue") not in amounts(plant(less_burnt))
    assert ("waste_treatment", "residue") not in amounts(plant(less_burnt))


def test_an_untreated_waste_with_a_price_of_its_own_is_paid_for(plant: Build) -> None:
    def priced(document: dict[str, Any]) -> None:
        document["activities"][0]["outputs"][2]["price"] = "landfill-inert"

    got = [(x.key, x.amount) for x in purchases(plant(priced)).lines if x.flow == "residue"]
    assert got == [("landfill-inert", pytest.approx(1.0)), ("residue", pytest.approx(1.2))]


def test_co_product_used_up_inside_is_not_sold(plant: Build) -> None:
    def all_used(document: dict[str, Any]) -> None:
        document["activities"][0]["inputs"][3]["amount"] = 0.6

    assert ("co_product", "power") not in amounts(plant(all_used))


def test_more_co_product_used_than_made_is_an_error(plant: Build) -> None:
    def too_much(document: dict[str, Any]) -> None:
        document["activities"][0]["inputs"][3]["amount"] = 0.7

    with pytest.raises(CoproductDeficitError, match="power") as caught:
        purchases(plant(too_much))
    assert caught.value.used == pytest.approx(0.7)
    assert caught.value.made == pytest.approx(0.6)


def test_a_loop_that_consumes_what_it_makes_is_an_error(plant: Build) -> None:
    def loop(document: dict[str, Any]) -> None:
        heat = dict(document["activities"][0]["inputs"][2], amount=10)
        document["activities"][1]["inputs"].append(heat)

    with pytest.raises(PlantUnsolvableError, match="boiler"):
        purchases(plant(loop))


def test_a_loop_that_consumes_more_than_it_makes_is_an_error(plant: Build) -> None:
    def loop(document: dict[str, Any]) -> None:
        heat = dict(document["activities"][0]["inputs"][2], amount=15)
        document["activities"][1]["inputs"].append(heat)

    with pytest.raises(PlantUnsolvableError, match="boiler"):
        purchases(plant(loop))
