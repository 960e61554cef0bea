"""Paired samples: one draw of an uncertain input for both sides, and what a verdict makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from lca.sampling import Method
from lca.sampling_errors import SampleCountInvalidError, SamplesAllFailedError
from parity.model import CostModel
from parity.parity import assess_parity
from parity.samples import sampled
from parity.tables import load_tables

Pair = Callable[..., CostModel]
Change = Callable[[dict[str, Any]], None]
MSP = 156.34111744996007
POWER = "electricity-jp-mix-2023"


def spread(name: str = "power_price", **distribution: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["parameters"][name]["distribution"] = distribution

    return change


def both(*changes: Change) -> Change:
    def change(document: dict[str, Any]) -> None:
        for one in changes:
            one(document)

    return change


def own_power(low: float, high: float) -> Change:
    """The plant takes an uncertain share of the 0.6 kWh its boiler makes per kg."""

    def change(document: dict[str, Any]) -> None:
        document["parameters"]["own_power"] = {
            "title": {"en": "Own power", "ja": "自家消費"}, "value": 0.2, "unit": "kWh/kg",
            "distribution": {"kind": "uniform", "low": low, "high": high},
            "source": "assumption", "reason": "example", "grade": "derived",
        }  # fmt: skip
        document["activities"][0]["inputs"][3]["amount"] = "own_power"

    return change


def power_of_the_table(document: dict[str, Any]) -> None:
    """Buy at the table's price, which has a range, in place of the route's own."""
    document["activities"][0]["inputs"][-1 if document["kind"] == "baseline" else 1]["price"] = (
        POWER
    )


def test_without_uncertain_inputs_the_distribution_is_one_number(model: Pair) -> None:
    found = assess_parity(model(samples=50))
    assert found.samples is not None
    assert dict(found.samples.uncertain) == {}
    drawn = found.samples.distribution
    assert drawn.median == drawn.p5 == drawn.p95 == found.ratio
    assert (drawn.n, drawn.failed, drawn.probability.value) == (50, 0, 0.0)
    assert (found.verdict, found.uncertain_by) == ("not_met", ())
    met = assess_parity(model(samples=50, target=2.0))
    assert met.samples is not None
    assert met.samples.distribution.probability.value == 1.0
    assert (met.verdict, met.uncertain_by) == ("met", ())


def test_no_samples_are_drawn_where_none_are_asked_for(model: Pair) -> None:
    assert assess_parity(model(samples=0)).samples is None


def test_a_spread_across_the_target_makes_the_verdict_uncertain(model: Pair) -> None:
    # 3 kWh/kg, sd 10 JPY/kWh: R = 1.954 +- 0.375
    found = assess_parity(model(spread(kind="normal", sd=10), samples=4000, target=2.0))
    assert (found.verdict, found.uncertain_by) == ("uncertain", ("spread",))
    assert found.judgement.answer == "met"  # nothing unverified decides
    assert found.samples is not None
    drawn = found.samples.distribution
    assert drawn.median == pytest.approx(MSP / 80, abs=0.02)
    assert drawn.p5 == pytest.approx(MSP / 80 - 1.645 * 0.375, abs=0.04)
    assert drawn.p95 == pytest.approx(MSP / 80 + 1.645 * 0.375, abs=0.04)
    assert drawn.probability.value == pytest.approx(0.549, abs=0.03)  # normal at +0.122 sd
    said = next(w for w in found.warnings if w.code == "decided-by-spread")
    assert "2" in said.message.en
    assert said.message.en != said.message.ja


@pytest.mark.parametrize(("target", "verdict"), [(1.1, "not_met"), (2.8, "met")])
def test_a_spread_on_one_side_of_the_target_leaves_the_verdict(
    model: Pair, target: float, verdict: str
) -> None:
    found = assess_parity(model(spread(kind="normal", sd=10), samples=1000, target=target))
    assert (found.verdict, found.uncertain_by) == (verdict, ())


def test_both_reasons_of_doubt_are_named(model: Pair) -> None:
    def unverified(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["grade"] = "unverified"

    change = both(spread(kind="normal", sd=10), unverified)
    found = assess_parity(model(change, samples=1000, target=2.0))
    assert found.uncertain_by == ("unverified", "spread")


def test_the_result_does_not_depend_on_the_samples(model: Pair) -> None:
    change = spread(kind="normal", sd=10)
    with_samples, without = assess_parity(model(change, samples=100)), assess_parity(model(change))
    assert (with_samples.msp, with_samples.ratio) == (without.msp, without.ratio)


def test_samples_without_a_plant_are_counted_and_left_out(model: Pair) -> None:
    found = assess_parity(model(own_power(0.1, 1.1), samples=1000, target=2.1))
    assert found.samples is not None
    drawn, values = found.samples.distribution, found.samples.draws.values["own_power"]
    impossible = int((values > 0.6).sum())
    assert 400 < impossible < 600
    assert (drawn.failed, drawn.n) == (impossible, 1000 - impossible)
    assert np.isnan(found.samples.ratio).tolist() == (values > 0.6).tolist()
    assert drawn.probability.value == 1.0  # of those that can be built
    assert drawn.at_least == pytest.approx(1 - impossible / 1000)
    said = next(w for w in found.warnings if w.code == "samples-failed")
    assert str(impossible) in said.message.en


def test_nothing_is_said_of_a_ratio_no_sample_has(model: Pair) -> None:
    with pytest.raises(SamplesAllFailedError):
        sampled(model(own_power(0.7, 1.1), samples=20))


def test_one_price_is_one_draw_for_both_routes(model: Pair) -> None:
    def powered(document: dict[str, Any]) -> None:
        """The baseline buys two kWh of the same power beside its gas."""
        other = dict(document["activities"][0]["inputs"][0])
        document["activities"][0]["inputs"].append(
            other | {"provider": "grid", "amount": 2, "unit": "kWh"}
        )
        power_of_the_table(document)

    asked = model(power_of_the_table, powered, samples=200, baseline_kind="own_plant")
    found = sampled(asked)
    assert list(found.uncertain) == [f"price:{POWER}"]
    price = found.draws.values[f"price:{POWER}"]
    row = load_tables().prices[POWER]
    assert row.low is not None
    assert row.high is not None
    assert row.low <= price.min() < price.max() <= row.high
    np.testing.assert_allclose(found.weighed.msp, MSP - 60 + 3 * price, rtol=1e-12)
    np.testing.assert_allclose(found.weighed.baseline, 83 + 2 * price, rtol=1e-12)
    np.testing.assert_allclose(
        found.ratio, (MSP - 60 + 3 * price) / 0.8 / (83 + 2 * price), rtol=1e-12
    )


@pytest.mark.parametrize("method", ["random", "lhs", "sobol"])
def test_the_same_seed_gives_the_same_digits(model: Pair, method: Method) -> None:
    def ratios(seed: int) -> list[float]:
        asked = model(spread(kind="normal", sd=10), samples=160, seed=seed, sampling=method)
        return [float(x) for x in sampled(asked).ratio]

    assert ratios(7) == ratios(7)
    assert ratios(7) != ratios(8)


def test_another_uncertain_input_leaves_the_draws_of_the_others(model: Pair) -> None:
    one = sampled(model(spread(kind="normal", sd=10), samples=50))
    change = both(spread(kind="normal", sd=10), spread("feed_per_product", kind="normal", sd=0.1))
    two = sampled(model(change, samples=50))
    assert set(two.draws.values) == {"power_price", "feed_per_product"}
    np.testing.assert_array_equal(one.draws.values["power_price"], two.draws.values["power_price"])


def test_unverified_inputs_without_a_spread_are_named(model: Pair) -> None:
    def unverified(document: dict[str, Any]) -> None:
        document["cost"]["prices"]["gas"]["grade"] = "unverified"
        document["parameters"]["feed_per_product"]["grade"] = "unverified"
        document["parameters"]["power_price"]["grade"] = "unverified"

    found = assess_parity(model(both(unverified, spread(kind="normal", sd=1)), samples=20))
    assert found.samples is not None
    assert set(found.samples.certain_unverified) == {"price:gas", "feed_per_product"}
    said = next(w for w in found.warnings if w.code == "unverified-not-drawn")
    assert "2" in said.message.en


def test_too_many_or_negative_numbers_of_samples_are_refused(model: Pair) -> None:
    for samples in (-1, 10**9):
        with pytest.raises(SampleCountInvalidError):
            assess_parity(model(spread(kind="normal", sd=1), samples=samples))
