"""The physical plant: levels, netting of by-products and own residue, gate, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.errors import PlantUnsolvableError
from inventories.inventory import Inventory
from parity.errors import AmountNegativeError, CoproductDeficitError
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


def steam_used_by_the_boiler(document: dict[str, Any]) -> None:
    document["parameters"]["own_steam"] = {
        "title": {"en": "Own steam", "ja": "自家蒸気"}, "value": 0, "unit": "MJ/run",
        "source": "assumption", "reason": "example", "grade": "derived",
    }  # fmt: skip
    heat = dict(document["activities"][0]["inputs"][2], amount="own_steam")
    document["activities"][1]["inputs"].append(heat)


def test_samples_are_bought_as_single_numbers_are(plant: Build) -> None:
    steam = np.array([0.0, 1.0, 4.0])
    together = amounts(plant(steam_used_by_the_boiler, own_steam=steam))
    for k, one in enumerate(steam):
        alone = amounts(plant(steam_used_by_the_boiler, own_steam=float(one)))
        assert set(alone) <= set(together)
        for line, amount in alone.items():
            assert np.broadcast_to(together[line], (3,))[k] == pytest.approx(amount, rel=1e-11)


@pytest.mark.parametrize("bad", [[10.0], [15.0], [10.0, 15.0, 12.0]])
def test_what_no_sample_can_run_is_unknown_and_not_free(plant: Build, bad: list[float]) -> None:
    steam = np.array(bad)
    found = purchases(plant(steam_used_by_the_boiler, own_steam=steam))
    assert np.isnan(found.impossible).all()
    assert found.lines == ()  # and so asks for no price; the cost adds `impossible`


def test_an_amount_below_zero_is_refused_and_no_credit(plant: Build) -> None:
    """Of samples those are unknown: a negative purchase would be paid for, a single one lost."""
    with pytest.raises(AmountNegativeError, match=r"/activities/1/inputs/\d is -4"):
        purchases(plant(steam_used_by_the_boiler, own_steam=-4.0))
    found = purchases(plant(steam_used_by_the_boiler, own_steam=np.array([-4.0, 0.0])))
    assert np.isnan(found.impossible).tolist() == [True, False]
    lines = {(x.kind, x.key): x.amount for x in found.lines}
    for line, amount in amounts(plant()).items():
        assert np.isnan(lines[line][0])
        assert lines[line][1] == pytest.approx(amount, rel=1e-11)
