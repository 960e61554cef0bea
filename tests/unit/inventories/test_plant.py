"""Running the plant: levels, by-products by maker, and what cannot be run."""

from __future__ import annotations

import numpy as np
import pytest

from inventories.catalogue import Catalogue
from inventories.checks import check_route
from inventories.document import Route
from inventories.errors import PlantUnsolvableError
from inventories.expressions import Value
from inventories.inventory import InventoryActivity, InventoryInput, InventoryOutput
from inventories.plant import ByProduct, operate, share_left


def output(flow: str, amount: Value, role: str = "reference") -> InventoryOutput:
    return InventoryOutput(flow, amount, role, None, None, flow, "/x", "published")


def taken(supplier: str, flow: str, amount: Value) -> InventoryInput:
    return InventoryInput(
        amount=amount, unit="kg", supplier=supplier, flow=flow, provider=None, feedstock=None,
        co2=None, electricity=None, infrastructure=False, price_only=False, price=flow,
        pointer="/x", grade="published",
    )  # fmt: skip


def activity(
    name: str, outputs: tuple[InventoryOutput, ...], *inputs: InventoryInput
) -> InventoryActivity:
    return InventoryActivity(name, name, name, "conversion", outputs, inputs, ())


def test_levels_meet_the_demand_of_the_reference_products() -> None:
    make = activity("make", (output("good", 2.0),), taken("heat", "steam", 3.0))
    heat = activity("heat", (output("steam", 10.0),), taken("heat", "steam", 4.0))
    got = operate((make, heat), {"make": 1.0})
    # 0.5 runs of make need 1.5 steam; heat gives 6 net a run
    assert got.levels == pytest.approx({"make": 0.5, "heat": 0.25}, rel=1e-12)
    assert got.backwards == ()


def test_by_products_are_counted_by_maker() -> None:
    make = activity("make", (output("good", 1.0),), taken("a", "cake", 0.4), taken("a", "oil", 1.0),
                    taken("b", "fat", 1.0))  # fmt: skip
    a = activity("a", (output("oil", 1.0), output("cake", 0.3, "co_product")))
    b = activity("b", (output("fat", 1.0), output("cake", 0.3, "co_product")))
    got = operate((make, a, b), {"make": 1.0}).by_products
    assert got == {
        ("a", "cake"): ByProduct("a", "cake", 0.3, 0.4),
        ("b", "cake"): ByProduct("b", "cake", 0.3, 0.0),
    }
    assert [k for k, v in got.items() if v.lacking] == [("a", "cake")]
    assert got["b", "cake"].surplus == 1.0


def test_a_loop_that_needs_more_than_it_makes_runs_backwards() -> None:
    make = activity("make", (output("good", 1.0),), taken("heat", "steam", 6.0))
    heat = activity("heat", (output("steam", 10.0),), taken("heat", "steam", 15.0))
    assert operate((make, heat), {"make": 1.0}).backwards == ("heat",)


@pytest.mark.parametrize("used", [10.0, 10.0 * (1 + 1e-15)])
def test_a_loop_that_uses_up_what_it_makes_cannot_be_run(used: float) -> None:
    make = activity("make", (output("good", 1.0),), taken("a", "steam", 6.0))
    a = activity("a", (output("steam", 10.0),), taken("b", "power", 1.0))
    b = activity("b", (output("power", 1.0),), taken("a", "steam", used))
    with pytest.raises(PlantUnsolvableError) as caught:
        operate((make, a, b), {"make": 1.0})
    assert set(caught.value.activities) == {"a", "b"}


def test_an_activity_that_makes_nothing_cannot_be_run() -> None:
    make = activity("make", (output("good", 0.0),))
    with pytest.raises(PlantUnsolvableError, match="make"):
        operate((make,), {"make": 1.0})


@pytest.mark.parametrize("k", [1e-9, 1.0, 1e9])
def test_the_scale_of_an_activity_does_not_matter(k: float) -> None:
    make = activity("make", (output("good", 1.0),), taken("heat", "steam", 3.0))
    heat = activity("heat", (output("steam", k), output("ash", k, "waste")))
    got = operate((make, heat), {"make": 1.0})
    assert got.levels["heat"] * k == pytest.approx(3.0, rel=1e-12)
    assert got.by_products["heat", "ash"].made == pytest.approx(3.0, rel=1e-12)


def looped(used: Value, made: Value = 10.0) -> tuple[InventoryActivity, ...]:
    """`make` takes 6 of a heat whose own maker needs `used` of the `made` in each run."""
    make = activity("make", (output("good", 1.0),), taken("heat", "steam", 6.0))
    heat = activity(
        "heat",
        (output("steam", made), output("power", 1.0, "co_product")),
        taken("heat", "steam", used),
    )
    return make, heat


def test_samples_are_run_one_by_one() -> None:
    used = np.array([0.0, 4.0, 9.0, 9.999])
    got = operate(looped(used), {"make": 1.0})
    for k, one in enumerate(used):
        alone = operate(looped(float(one)), {"make": 1.0})
        for name, level in alone.levels.items():
            together = np.broadcast_to(got.levels[name], used.shape)[k]
            assert together == pytest.approx(level, rel=1e-11)
        made = got.by_products["heat", "power"].made
        assert isinstance(made, np.ndarray)
        assert made[k] == pytest.approx(alone.by_products["heat", "power"].made, rel=1e-11)
    assert got.backwards == ()


@pytest.mark.parametrize(
    "bad",
    [
        10.0,  # uses up what it makes: singular
        10.0 * (1 + 1e-15),
        15.0,  # needs more than it makes: would run backwards
        np.nan,
        np.inf,
    ],
)
def test_a_sample_that_cannot_be_run_is_nan_and_stops_no_other(bad: float) -> None:
    got = operate(looped(np.array([4.0, bad, 0.0])), {"make": 1.0})
    for level in got.levels.values():
        assert isinstance(level, np.ndarray)
        assert np.isnan(level).tolist() == [False, True, False]
    np.testing.assert_allclose(got.levels["heat"], [1.0, np.nan, 0.6], rtol=1e-12)
    made = got.by_products["heat", "power"].made
    assert np.isnan(made).tolist() == [False, True, False]


def test_no_sample_that_can_be_run_is_no_error_either() -> None:
    got = operate(looped(np.array([10.0, 15.0])), {"make": 1.0})
    assert all(np.isnan(level).all() for level in got.levels.values())


def test_a_sample_that_makes_nothing_cannot_be_run() -> None:
    got = operate(looped(0.0, np.array([10.0, 0.0, 5.0])), {"make": 1.0})
    np.testing.assert_allclose(got.levels["heat"], [0.6, np.nan, 1.2], rtol=1e-12)


@pytest.mark.parametrize("k", [1e-9, 1.0, 1e9])
def test_the_scale_of_an_activity_does_not_matter_to_samples(k: float) -> None:
    made = k * np.array([1.0, 2.0])
    make = activity("make", (output("good", 1.0),), taken("heat", "steam", 3.0))
    heat = activity("heat", (output("steam", made), output("ash", made, "waste")))
    got = operate((make, heat), {"make": 1.0})
    np.testing.assert_allclose(got.levels["heat"] * made, [3.0, 3.0], rtol=1e-12)
    np.testing.assert_allclose(got.by_products["heat", "ash"].made, [3.0, 3.0], rtol=1e-12)


def test_what_a_sample_lacks_is_told_by_sample() -> None:
    used = np.array([0.1, 0.6, 0.6 * (1 + 1e-12), 0.7, np.nan])
    balance = ByProduct("heat", "power", 0.6, used)
    assert np.asarray(balance.lacking).tolist() == [False, False, False, True, False]
    np.testing.assert_allclose(np.asarray(balance.surplus)[:3], [5 / 6, 0.0, 0.0], atol=1e-12)
    assert np.isnan(np.asarray(balance.surplus)[4])


def test_shares_left_of_samples_are_those_of_single_numbers() -> None:
    amount, taken_of_it = (
        np.array([3.0, 0.0, 4.0, 4.0]),
        np.array([3.0 * (1 - 1e-12), 0.0, 1.0, 5.0]),
    )
    alone = [share_left(float(a), float(b)) for a, b in zip(amount, taken_of_it, strict=True)]
    np.testing.assert_array_equal(share_left(amount, taken_of_it), alone)
    assert alone == [0.0, 0.0, 0.75, 0.0]


def test_rounding_leaves_no_share() -> None:
    assert share_left(3.0, 3.0 * (1 - 1e-12)) == 0.0
    assert share_left(0.0, 0.0) == 0.0
    assert share_left(4.0, 1.0) == 0.75


def test_a_co_product_made_only_after_the_gate_cannot_feed_the_plant(
    good_route: Route, good_baseline: Route, catalogue: Catalogue
) -> None:
    """Fermentation runs more often for the burning, but the plant that is paid for makes less."""
    value = good_route.model_dump(mode="json", by_alias=True, exclude_none=True)
    by_id = {a["id"]: a for a in value["activities"]}
    provenance = {"source": "toy", "grade": "derived"}
    by_id["purification"]["inputs"].append(
        {"from": "fermentation", "flow": "feed-cake", "amount": 0.5, "unit": "kg", **provenance}
    )
    by_id["burning"]["inputs"] = [
        {"from": "fermentation", "flow": "crude-acid", "amount": 1, "unit": "kg", **provenance}
    ]
    found = check_route(Route.model_validate(value), catalogue, good_baseline)
    deficits = [f for f in found if f.rule == "co-product-deficit"]
    assert [f.pointer for f in deficits] == ["/activities/1/outputs/1"]
    assert deficits[0].params["made"] == pytest.approx(0.3 * 1.02)
