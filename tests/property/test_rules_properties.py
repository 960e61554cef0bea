"""What holds for every route: shares sum to 1, carbon closes, the boundary only takes away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.methods_toys import activity, background, emit, flow, out, resolved, route, rules, use

from lca.solve import solve

PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})
GRAVE = {"boundary": "cradle_to_grave"}
amounts = st.floats(0.01, 100)
carbons = st.floats(0.05, 0.9)
KEYS = st.sampled_from(["mass", "energy_lhv", "carbon", "economic"])


def biorefinery(first: float, second: float, c_first: float, c_second: float, lost: float):
    """Two products from waste; the rest of the carbon leaves as CO2, and the main product burns."""
    feed_c = first * c_first + second * c_second + lost
    return route(
        {
            "waste": flow(carbon=(0.5, "biogenic")),
            "main": flow(carbon=(c_first, "biogenic"), lhv=(20.0, "wet")),
            "side": flow(carbon=(c_second, "biogenic"), lhv=(15.0, "wet")),
            "burnt": flow(),
        },
        [
            activity(
                "make",
                [out("main", first), out("side", second, role="co_product")],
                [
                    use(feed_c / 0.5, flow="waste", feedstock={"origin": "waste"}),
                    use(3, "kWh", provider="grid"),
                ],
                [emit("co2-biogenic", lost * 44 / 12)],
            ),
            activity(
                "burn",
                [out("burnt", 1)],
                [],
                [emit("co2-biogenic", c_first * 44 / 12)],
                "end_of_life",
            ),
        ],
        ("make", "main", 1, "kg"),
        downstream=[{"activity": "burn", "amount": 1}],
    )


def score(inventory, chosen) -> float:
    found = resolved(inventory, chosen, prices={"main": 300.0, "side": 20.0})
    return solve(found.system, background()).score


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, carbons, carbons, st.floats(0, 10), KEYS)
def test_shares_sum_to_one_and_burden_is_conserved(first, second, c1, c2, lost, key) -> None:
    inventory = biorefinery(first, second, c1, c2, lost)
    chosen = rules(multifunctionality=("ladder", {"rungs": [{"rung": key}]}))
    found = resolved(inventory, chosen, prices={"main": 300.0, "side": 20.0})
    assert sum(found.shares["make"].values()) == pytest.approx(1.0, abs=1e-12)
    assert found.system.background_demand.sum() == pytest.approx(3.0, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, carbons, carbons, st.floats(0, 10), KEYS)
def test_conventions_differ_by_carbon_content_at_the_gate_and_not_at_the_grave(
    first, second, c1, c2, lost, key
) -> None:
    inventory = biorefinery(first, second, c1, c2, lost)
    ladder = ("ladder", {"rungs": [{"rung": key}]})
    balance = ("physical_content", {"co2_per_carbon": "44/12"})
    common = {"multifunctionality": ladder, "carbon_balance": balance}
    scale = max(1.0, lost / first * 44 / 12)
    gate = score(inventory, rules(biogenic_carbon=PLUS, **common)) - score(
        inventory, rules(**common)
    )
    assert gate == pytest.approx(-c1 * 44 / 12, abs=1e-9 * scale)
    grave = score(inventory, rules(biogenic_carbon=PLUS, **common, **GRAVE)) - score(
        inventory, rules(**common, **GRAVE)
    )
    assert grave == pytest.approx(0.0, abs=1e-9 * scale)


@settings(max_examples=30, deadline=None)
@given(amounts, st.floats(0.1, 10))
def test_result_does_not_depend_on_how_large_a_run_is_written(amount, run) -> None:
    ladder = ("ladder", {"rungs": [{"rung": "mass"}]})

    def plant(size: float):
        return route(
            {"main": flow(), "side": flow()},
            [
                activity(
                    "make",
                    [out("main", size), out("side", 2 * size, role="co_product")],
                    [use(amount * size, provider="feed")],
                )
            ],
            ("make", "main", 1, "kg"),
        )

    chosen = rules(multifunctionality=ladder)
    assert score(plant(run), chosen) == pytest.approx(score(plant(1.0), chosen), rel=1e-12)
