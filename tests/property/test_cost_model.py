"""What holds for every comparison, whatever its numbers: samples, sums, pairs, proportions."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from inventories.document import Route
from inventories.expressions import Value
from inventories.inventory import Inventory, evaluate
from parity.finance import FinanceChoice
from parity.model import CostModel
from parity.options import ParityOptions

DATA = Path(__file__).parents[1] / "data"
UNITS = {"grid": "kWh", "gas": "m3", "steel": "kg", "landfill-inert": "kg"}
ORIGIN = {"source": "assumption", "reason": "example", "grade": "derived"}


def _documents() -> tuple[dict[str, Any], dict[str, Any]]:
    """The tiny pair with fermenters sized by a titre, a contingency, and the default tax."""
    bio, base = (
        yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
        for name in ("parity_plant.yaml", "parity_baseline.yaml")
    )
    bio["parameters"]["titre"] = {
        "title": {"en": "Titre", "ja": "生産物濃度"}, "value": 50, "unit": "g/L", **ORIGIN,
    }  # fmt: skip
    bio["parameters"]["own_power"] = {
        "title": {"en": "Own power", "ja": "自家消費"}, "value": 0.2, "unit": "kWh/kg", **ORIGIN,
    }  # fmt: skip
    bio["activities"][0]["inputs"][3]["amount"] = "own_power"
    bio["cost"]["equipment"] = [
        {
            "id": "fermenter",
            "title": {"en": "Fermenter", "ja": "発酵槽"},
            "amount": 1e7,
            "currency": "USD",
            "year": 2020,
            "index": "capital",
            "size": "50000 / titre",
            "size_unit": "m3",
            "reference_size": 125,
            "exponent": 0.6,
            "max_size": 300,
            "life_years": 7,
            **ORIGIN,
        }
    ]
    bio["cost"]["contingency"] = {"share": 0.2, "low": 0.0, "high": 0.5, **ORIGIN}
    return bio, base


BIO, BASE = _documents()


def _evaluated(route: Route, values: Mapping[str, Value]) -> Inventory:
    return evaluate(route, UNITS, {}, values)


def model(bio: dict[str, Any] = BIO, **options: Any) -> CostModel:
    asked = ParityOptions(**{"samples": 0, "baseline_kind": "own_plant", **options})
    return CostModel(Route.model_validate(bio), Route.model_validate(BASE), _evaluated, asked)


MODEL = model()
RULES = ("refund", "carry", "cap", "none")
BY_RULE = {rule: model(finance=FinanceChoice(tax_rule=rule)) for rule in RULES}

MOVED = {
    "feed_per_product": st.floats(0.1, 20),
    "power_price": st.floats(-10, 200),
    "titre": st.floats(1, 300),
    "own_power": st.floats(0, 1.2),  # above 0.6 the plant cannot be run
    "price:gas": st.floats(-20, 300),  # below -5.3 there is no baseline
    "price:food": st.floats(-100, 100),
    "market:usd_jpy": st.floats(50, 300),
    "capital:contingency": st.floats(0, 2),
    "finance:discount_rate": st.floats(0, 0.4),
}
some_samples = st.integers(2, 6).flatmap(
    lambda n: st.fixed_dictionaries(
        {}, optional={name: st.lists(x, min_size=n, max_size=n) for name, x in MOVED.items()}
    )
)


def _alone(asked: CostModel, values: Mapping[str, float]) -> tuple[float, ...] | None:
    """Costs of one sample, None where the numbers give no plant or no baseline."""
    if values.get("own_power", 0.2) > 0.6 or 1.5 * values.get("price:gas", 50.0) <= -8:
        return None
    found = asked.weigh(values)
    return tuple(float(x) for x in (found.msp, found.bio, found.baseline, found.ratio))


@settings(max_examples=25)
@given(some_samples, st.sampled_from(RULES))
def test_samples_together_are_samples_one_by_one(drawn: dict[str, list[float]], rule: str) -> None:
    asked = BY_RULE[rule]
    together = asked.weigh({name: np.array(values) for name, values in drawn.items()})
    count = len(next(iter(drawn.values()), [0.0]))
    rows = np.array(
        [
            np.broadcast_to(x, (count,))
            for x in (together.msp, together.bio, together.baseline, together.ratio)
        ]
    )
    for k in range(count):
        one = {name: values[k] for name, values in drawn.items()}
        if one.get("finance:discount_rate", 1.0) < 1e-3 or 1.5 * one.get("price:gas", 50) <= -7.9:
            continue  # so near the edge that rounding decides
        alone = _alone(asked, one)
        if alone is None:
            assert np.isnan(rows[:, k]).all()
        else:
            np.testing.assert_allclose(rows[:, k], alone, rtol=1e-9)


@settings(max_examples=25)
@given(some_samples)
def test_lines_sum_to_the_cost_in_every_sample(drawn: dict[str, list[float]]) -> None:
    found = MODEL.costs({name: np.array(values) for name, values in drawn.items()})
    count = len(next(iter(drawn.values()), [0.0]))
    for cost in (found.bio, found.baseline.cost):
        lines = [np.broadcast_to(line.jpy_per_unit, (count,)) for line in cost.lines]
        cost_of = np.broadcast_to(cost.msp_jpy, (count,))
        gross = np.abs(lines).sum(axis=0)
        off = np.abs(np.sum(lines, axis=0) - cost_of)
        assert (np.isnan(cost_of) | (off <= 1e-12 * gross)).all()


@settings(max_examples=25)
@given(st.floats(0.05, 20))
def test_a_price_moves_its_lines_in_proportion_on_both_sides(times: float) -> None:
    today = MODEL.costs({})
    moved = MODEL.costs({"price:gas": times * MODEL.inputs["price:gas"].value})
    for before, after in (
        (today.bio.lines, moved.bio.lines),
        (today.baseline.cost.lines, moved.baseline.cost.lines),
    ):
        old, new = ({x.id: x for x in lines if x.key == "gas"} for lines in (before, after))
        assert set(old) == set(new)
        for place, line in old.items():
            assert new[place].jpy_per_unit == pytest.approx(times * line.jpy_per_unit, rel=1e-12)
            assert new[place].amount == line.amount


@settings(max_examples=25)
@given(st.floats(5, 300), st.floats(5, 300))
def test_a_higher_titre_never_needs_more_capital(titre: float, other: float) -> None:
    low, high = sorted((titre, other))
    found = MODEL.costs({"titre": np.array([low, high])}).bio.fci_jpy
    assert isinstance(found, np.ndarray)
    assert found[1] <= found[0] * (1 + 1e-9)


@settings(max_examples=25)
@given(some_samples)
def test_the_less_a_loss_is_worth_the_dearer_every_sample(drawn: dict[str, list[float]]) -> None:
    values = {name: np.array(samples) for name, samples in drawn.items()}
    msp = [np.atleast_1d(BY_RULE[rule].weigh(values).msp) for rule in RULES]
    for cheap, dear in itertools.pairwise(msp):
        known = np.isfinite(cheap)
        scale = 1e-9 * np.maximum(np.abs(cheap[known]), 1.0)
        assert (dear[known] >= cheap[known] - scale).all()


@settings(max_examples=15)
@given(st.floats(0.1, 10))
def test_the_ratio_falls_with_the_amount_replaced(times: float) -> None:
    document = copy.deepcopy(BIO)
    document["replaces"]["amount"] *= times
    today, found = MODEL.weigh({}), model(document).weigh({})
    assert found.msp == today.msp
    assert found.ratio == pytest.approx(today.ratio / times, rel=1e-12)
