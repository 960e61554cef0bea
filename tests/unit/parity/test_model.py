"""The comparison asked again: names, what each one moves, samples beside single numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from api.evaluation import Evaluator
from inventories.errors import HakariError
from inventories.library import case_ids
from lca.copula import Link
from parity.errors import InputUnknownError
from parity.finance import FinanceChoice
from parity.model import CostModel
from parity.options import ParityOptions
from parity.samples import sampled

Pair = Callable[..., CostModel]
ORIGIN = {"source": "assumption", "reason": "example", "grade": "derived"}
MSP = 156.34111744996007
FIELDS = ("msp", "bio", "baseline", "ratio")


def of_case(evaluator: Evaluator, case_id: str, **options: Any) -> CostModel:
    found = evaluator.library.of_case(case_id)
    return CostModel(
        found.route,
        found.in_role("baseline"),
        evaluator.library.inventory,
        ParityOptions(**options),
        evaluator.prices,
    )


def parameter(name: str, value: float, unit: str = "m3/kg") -> dict[str, Any]:
    return {name: {"title": {"en": name, "ja": name}, "value": value, "unit": unit, **ORIGIN}}


def gas_of_the_boiler(value: float) -> Callable[[dict[str, Any]], None]:
    """The plant's boiler burns `gas_need` m3 a run, 0.6 runs per kg of product."""

    def change(document: dict[str, Any]) -> None:
        document["parameters"] |= parameter("gas_need", value)
        document["activities"][1]["inputs"][1]["amount"] = "gas_need"

    return change


def gas_of_the_baseline(value: float) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["parameters"] = parameter("gas_need", value)
        document["activities"][0]["inputs"][0]["amount"] = "gas_need"

    return change


@pytest.mark.parametrize("case_id", case_ids())
@pytest.mark.parametrize("kind", ["auto", "oil_linked"])
def test_samples_together_are_samples_one_by_one(
    evaluator: Evaluator, case_id: str, kind: str
) -> None:
    model = of_case(evaluator, case_id, samples=25, baseline_kind=kind)
    drawn = sampled(model)
    assert len(drawn.uncertain) > 5
    assert np.ptp(drawn.ratio) > 0
    for k in range(25):
        one = model.weigh({name: float(values[k]) for name, values in drawn.draws.values.items()})
        for field in FIELDS:
            together = np.broadcast_to(getattr(drawn.weighed, field), (25,))[k]
            assert together == pytest.approx(getattr(one, field), rel=1e-11), field


@pytest.mark.parametrize("case_id", case_ids())
def test_an_input_at_its_own_value_changes_nothing(evaluator: Evaluator, case_id: str) -> None:
    model = of_case(evaluator, case_id, samples=0)
    today = model.weigh({})
    for name, given in model.inputs.items():
        if name == "finance:discount_rate" and model.today.baseline.kind == "own_plant":
            continue  # one rate for both plants, where the documents may state two
        again = model.weigh({name: given.value})
        assert again.ratio == pytest.approx(today.ratio, rel=1e-9), name


@pytest.mark.parametrize("case_id", case_ids())
def test_lines_of_every_sample_sum_to_its_cost(evaluator: Evaluator, case_id: str) -> None:
    model = of_case(evaluator, case_id, samples=25)
    costs = model.costs(sampled(model).draws.values)
    for cost in (costs.bio, costs.baseline.cost):
        summed = sum(np.broadcast_to(line.jpy_per_unit, (25,)) for line in cost.lines)
        np.testing.assert_allclose(summed, np.broadcast_to(cost.msp_jpy, (25,)), rtol=1e-12)
        if cost.price is not None:  # the lines split the price that the cash flow found
            np.testing.assert_allclose(summed, cost.price.value, rtol=1e-11)


def test_the_tiny_pair_by_hand(model: Pair) -> None:
    weighed = model().weigh({})
    assert weighed.msp == pytest.approx(MSP, rel=1e-12)
    assert weighed.bio == pytest.approx(MSP / 0.8, rel=1e-12)
    assert (weighed.baseline, weighed.ratio) == (100.0, pytest.approx(MSP / 80, rel=1e-12))


def sized_by_product(document: dict[str, Any]) -> None:
    document["cost"]["capital"][0]["sized_by"] = "product"


def test_a_parameter_moves_its_own_route(model: Pair) -> None:
    found = model(sized_by_product).weigh({"feed_per_product": np.array([4.0, 5.0, 6.0])})
    np.testing.assert_allclose(found.msp, [MSP, MSP - 5, MSP - 10], rtol=1e-12)
    np.testing.assert_array_equal(found.baseline, [100.0, 100.0, 100.0])


def test_a_plant_sized_by_feedstock_grows_with_what_it_takes(model: Pair) -> None:
    # 4 kg of food and 0.2 of residue bought per kg; capital, its working capital and maintenance
    # are 33.54 JPY/kg and grow with the square root
    asked = model()
    found = asked.costs({"feed_per_product": np.array([4.0, 5.0, 1.0])})
    growth = (np.array([4.2, 5.2, 1.2]) / 4.2) ** 0.5
    np.testing.assert_allclose(found.bio.fci_jpy, 2.2e8 * growth, rtol=1e-12)
    capital = MSP - 71.8 - 51.0
    paid = -5 * (np.array([4.0, 5.0, 1.0]) - 4)
    np.testing.assert_allclose(found.bio.msp_jpy, MSP + paid + capital * (growth - 1), rtol=1e-12)


def test_a_price_moves_both_routes_in_proportion(model: Pair) -> None:
    def dearer(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["amount"] = 80

    asked = model(None, dearer, baseline_kind="own_plant")
    today = asked.weigh({})
    assert asked.inputs["price:gas"].value == 50.0  # the bio route's
    assert asked.inputs["price:gas"].unit == "JPY/m3"
    doubled = asked.weigh({"price:gas": 100.0})
    assert doubled.msp == pytest.approx(today.msp + 0.6 * 50, rel=1e-12)
    assert doubled.baseline == pytest.approx(today.baseline + 1.5 * 80, rel=1e-12)


def test_a_parameter_both_state_alike_is_one_quantity(model: Pair) -> None:
    asked = model(gas_of_the_boiler(1.5), gas_of_the_baseline(1.5), baseline_kind="own_plant")
    assert asked.shared == {"gas_need"}
    assert "baseline:gas_need" not in asked.inputs
    today, moved = asked.weigh({}), asked.weigh({"gas_need": 2.5})
    assert moved.msp == pytest.approx(today.msp + 0.6 * 50, rel=1e-12)
    assert moved.baseline == pytest.approx(today.baseline + 50, rel=1e-12)


def test_a_parameter_they_state_differently_is_two(model: Pair) -> None:
    asked = model(gas_of_the_boiler(1.5), gas_of_the_baseline(1.6), baseline_kind="own_plant")
    assert asked.shared == frozenset()
    assert asked.inputs["baseline:gas_need"].value == 1.6
    today = asked.weigh({})
    own, other = asked.weigh({"gas_need": 2.5}), asked.weigh({"baseline:gas_need": 2.6})
    assert own.msp == pytest.approx(today.msp + 0.6 * 50, rel=1e-12)
    assert own.baseline == today.baseline
    assert other.msp == today.msp
    assert other.baseline == pytest.approx(today.baseline + 50, rel=1e-12)


def test_correlations_carry_the_names_of_the_inputs(model: Pair) -> None:
    def tied(document: dict[str, Any]) -> None:
        gas_of_the_baseline(1.5)(document)
        document["parameters"] |= parameter("other", 1.0)
        document["correlations"] = [
            {"between": ["gas_need", "other"], "value": 0.5, **ORIGIN},
        ]
        for name in ("gas_need", "other"):
            document["parameters"][name]["distribution"] = {"kind": "normal", "sd": 0.1}

    asked = model(gas_of_the_boiler(1.5), tied)
    assert asked.correlations == (Link(("baseline:gas_need", "baseline:other"), 0.5),)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("price:gass", "price:gas"),
        ("feed_per_produkt", "feed_per_product"),
        ("market:oill", "market:oil"),
    ],
)
def test_an_unknown_name_names_the_nearest(model: Pair, name: str, meant: str) -> None:
    with pytest.raises(InputUnknownError, match=name) as caught:
        model().weigh({name: 1.0})
    candidates = caught.value.candidates.split(", ")
    assert meant in candidates
    assert set(candidates) <= set(model().inputs)


@pytest.mark.parametrize("name", ["baseline:feed_per_product", "price:grid", "price:nothing", ""])
def test_what_cannot_be_moved_is_no_input(model: Pair, name: str) -> None:
    # the price of grid power is a formula: its parameter is the input
    with pytest.raises(InputUnknownError):
        model().weigh({name: 1.0})


def test_a_price_of_nothing_cannot_be_moved_in_proportion(model: Pair) -> None:
    def free(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["residue"]["amount"] = 0

    assert "price:residue" not in model(free).inputs
    assert "price:residue" in model().inputs


def test_every_input_says_what_it_is(model: Pair) -> None:
    inputs = model().inputs
    assert {"feed_per_product", "power_price", "price:food", "price:gas", "price:old-product"} <= (
        set(inputs)
    )
    assert {"market:oil", "market:usd_jpy", "finance:discount_rate"} <= set(inputs)
    for name, given in inputs.items():
        assert given.name == name
        assert math.isfinite(given.value)
        assert given.unit
        assert given.source
        assert given.title.en != "" != given.title.ja
    assert inputs["price:food"].value == -5.0  # quoted -5000 JPY/t
    assert inputs["price:food"].unit == "JPY/kg"


def test_the_discount_rate_moves_as_the_callers_term_does(model: Pair) -> None:
    moved = model().weigh({"finance:discount_rate": np.array([0.05, 0.1, 0.2])})
    asked = [
        model(finance=FinanceChoice(discount_rate=rate)).weigh({}).msp for rate in (0.05, 0.1, 0.2)
    ]
    np.testing.assert_allclose(moved.msp, asked, rtol=1e-12)
    annuity = 0.2 / (1 - 1.2**-20)
    assert asked[2] == pytest.approx(71.8 + 220 * annuity + 11 * 0.2 + 57.6, rel=1e-12)


def test_contingency_is_an_input_with_its_range(model: Pair) -> None:
    def unsure(document: dict[str, Any]) -> None:
        document["cost"]["contingency"] = {"share": 0.3, "low": 0.1, "high": 0.6, **ORIGIN}

    asked = model(unsure)
    given = asked.inputs["capital:contingency"]
    assert given.value == 0.3
    assert given.distribution is not None
    assert (given.distribution.low, given.distribution.high) == (0.1, 0.6)
    none, today, twice = (float(asked.weigh({given.name: x}).msp) for x in (0.0, 0.3, 0.6))
    assert none == pytest.approx(MSP, rel=1e-12)
    assert twice - today == pytest.approx(today - none, rel=1e-9)
    assert "capital:contingency" not in model().inputs


def test_a_sample_without_baseline_is_nan_in_all_and_stops_nothing(model: Pair) -> None:
    asked = model(baseline_kind="own_plant")  # 1.5 m3 gas + 8 JPY
    found = asked.weigh({"price:gas": np.array([50.0, -100.0, 20.0])})
    for field in FIELDS:
        assert np.isnan(getattr(found, field)).tolist() == [False, True, False]


def test_a_sample_with_an_endless_baseline_reaches_no_target(model: Pair) -> None:
    found = model().weigh({"price:old-product": np.array([100.0, np.inf])})
    for field in FIELDS:
        assert np.isnan(getattr(found, field)).tolist() == [False, True]


def test_a_sample_whose_plant_cannot_be_run_is_nan_in_all(model: Pair) -> None:
    def needs_power(document: dict[str, Any]) -> None:
        document["parameters"] |= parameter("own_power", 0.2, "kWh/kg")
        document["activities"][0]["inputs"][3]["amount"] = "own_power"

    # 0.6 kWh are made per kg: 0.7 cannot be taken from them
    found = model(needs_power).weigh({"own_power": np.array([0.2, 0.7, 0.6, np.nan])})
    for field in FIELDS:
        assert np.isnan(getattr(found, field)).tolist() == [False, True, False, True]
    assert found.msp[2] == pytest.approx(MSP + 4.8, rel=1e-12)  # no power left to sell


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    "name", ["feed_per_product", "price:gas", "price:old-product", "finance:discount_rate"]
)
def test_a_single_value_that_is_no_number_is_refused(model: Pair, name: str, value: float) -> None:
    with pytest.raises(HakariError):
        model().weigh({name: value})


@pytest.mark.parametrize("rate", [-1.0, -2.0])
def test_a_discount_rate_that_is_none_is_refused(model: Pair, rate: float) -> None:
    with pytest.raises(HakariError, match="discount_rate"):
        model().weigh({"finance:discount_rate": rate})


def test_the_same_comparison_can_be_asked_with_other_options(model: Pair) -> None:
    first = model()
    other = first.asked_with(ParityOptions(target=2.0, baseline_kind="own_plant", samples=0))
    assert (first.target, other.target) == (1.2, 2.0)
    assert other.weigh({}).baseline == pytest.approx(83.0, rel=1e-12)
    assert first.weigh({}).baseline == 100.0
