from __future__ import annotations

import numpy as np
import pytest
from support.methods_toys import (
    activity,
    background,
    catalogue,
    emit,
    flow,
    out,
    resolved,
    route,
    rules,
    use,
)

from lca.solve import solve
from methods.errors import (
    BoundaryProductExcludedError,
    GwpSetUnknownError,
    MultifunctionalityUnresolvedError,
    ProductUnlinkedError,
    ProviderUnitError,
    ProviderUnlinkedError,
)
from methods.heating import energy
from methods.messages import render
from methods.tables import gwp

LADDER = {"economic": {"rungs": [{"rung": "economic"}]}, "mass": {"rungs": [{"rung": "mass"}]}}
PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})


def two_products(**side):
    return route(
        {"main": flow(), "side": flow(**side)},
        [
            activity(
                "make",
                [out("main", 1), out("side", 3, role="co_product")],
                [use(10, provider="feed")],
            )
        ],
        ("make", "main", 1, "kg"),
    )


def test_allocated_activity_has_one_column_per_product() -> None:
    found = resolved(two_products(), rules(multifunctionality=("ladder", LADDER["mass"])))
    assert [c.id for c in found.system.columns] == ["make:main", "make:side"]
    assert np.diag(found.system.technosphere) == pytest.approx([1, 3])
    assert found.system.background_demand == pytest.approx(np.array([[2.5, 7.5]]))
    assert found.shares == {"make": {"main": 0.25, "side": 0.75}}


def test_internal_use_of_a_co_product_takes_it_from_its_own_column() -> None:
    inventory = route(
        {"main": flow(), "side": flow(), "end": flow()},
        [
            activity(
                "make",
                [out("main", 1), out("side", 1, role="co_product")],
                [use(10, provider="feed")],
            ),
            activity(
                "finish",
                [out("end", 1)],
                [
                    use(1, flow="main", **{"from": "make"}),
                    use(0.5, flow="side", **{"from": "make"}),
                ],
            ),
        ],
        ("finish", "end", 1, "kg"),
    )
    found = resolved(inventory, rules(multifunctionality=("ladder", LADDER["mass"])))
    # 5 kg feed with main, half of 5 with side: 7.5 x 0.4
    assert solve(found.system, background()).score == pytest.approx(3.0, rel=1e-12)


def test_no_rung_left_names_activity_and_what_is_missing() -> None:
    chosen = rules(multifunctionality=("ladder", {"rungs": [{"rung": "economic"}]}))
    with pytest.raises(MultifunctionalityUnresolvedError, match=r"`make`.*no price: main, side"):
        resolved(two_products(), chosen)


def test_a_product_with_a_negative_price_carries_nothing() -> None:
    chosen = rules(multifunctionality=("ladder", LADDER["economic"]))
    found = resolved(two_products(), chosen, prices={"main": 100.0, "side": -5.0})
    assert found.shares["make"] == {"main": 1.0, "side": 0.0}


def test_carbon_key() -> None:
    inventory = route(
        {"main": flow(carbon=(0.6, "biogenic")), "side": flow(carbon=(0.2, "biogenic"))},
        [activity("make", [out("main", 1), out("side", 1, role="co_product")])],
        ("make", "main", 1, "kg"),
    )
    chosen = rules(multifunctionality=("ladder", {"rungs": [{"rung": "carbon"}]}))
    assert resolved(inventory, chosen).shares["make"]["main"] == pytest.approx(0.75)


def test_a_co_product_of_nothing_is_left_out() -> None:
    inventory = route(
        {"main": flow(), "side": flow()},
        [activity("make", [out("main", 1), out("side", 0, role="co_product")])],
        ("make", "main", 1, "kg"),
    )
    found = resolved(inventory, rules())
    assert [c.id for c in found.system.columns] == ["make"]
    assert "empty-product" in {n.code for n in found.notes}


def test_surplus_power_of_an_undivided_plant_leaves_with_nothing_and_is_warned_about() -> None:
    inventory = route(
        {"fuel": flow("MJ"), "feed": flow("MJ"), "power": flow("kWh", energy="electricity")},
        [
            activity(
                "make",
                [
                    out("fuel", 9, "MJ"),
                    out("feed", 3, "MJ", role="co_product"),
                    out("power", 1, "kWh", role="co_product"),
                ],
            )
        ],
        ("make", "fuel", 1, "MJ"),
        "fuel",
    )
    rungs = [{"rung": "surplus_energy_unburdened"}, {"rung": "energy_lhv"}]
    found = resolved(inventory, rules(multifunctionality=("ladder", {"rungs": rungs})))
    assert found.shares["make"] == pytest.approx({"fuel": 0.75, "feed": 0.25})
    assert [n.code for n in found.warnings] == ["surplus-energy-unburdened"]
    assert found.rungs["make"] == ("surplus_energy_unburdened", "energy_lhv")


def test_a_heat_and_power_plant_is_not_touched_by_the_rung_for_surplus_energy() -> None:
    inventory = route(
        {"steam": flow("MJ", energy="heat"), "power": flow("kWh", energy="electricity")},
        [activity("chp", [out("steam", 5, "MJ"), out("power", 1, "kWh", role="co_product")])],
        ("chp", "steam", 1, "MJ"),
        "fuel",
    )
    rungs = [{"rung": "surplus_energy_unburdened"}, {"rung": "energy_lhv"}]
    found = resolved(inventory, rules(multifunctionality=("ladder", {"rungs": rungs})))
    assert found.shares["chp"]["steam"] == pytest.approx(5 / 8.6)
    assert found.warnings == ()


def test_wastes_carry_nothing_and_their_treatment_counts() -> None:
    inventory = route(
        {"main": flow(), "rest": flow()},
        [
            activity(
                "make",
                [out("main", 1), out("rest", 2, role="waste", treatment="landfill")],
            )
        ],
        ("make", "main", 1, "kg"),
    )
    found = resolved(inventory, rules())
    assert not found.shares
    assert solve(found.system, background()).score == pytest.approx(2 * 0.05 * 27, rel=1e-12)


def test_methane_factor_follows_the_carbon_rule() -> None:
    inventory = route(
        {"main": flow()},
        [activity("make", [out("main", 1)], [], [emit("ch4-biogenic", 1)])],
        ("make", "main", 1, "kg"),
    )
    plain = solve(resolved(inventory, rules()).system, background()).score
    counted = solve(resolved(inventory, rules(biogenic_carbon=PLUS)).system, background()).score
    assert (plain, counted) == (27.0, 29.8)


def test_avoided_treatment_and_uptake_do_not_count_the_same_carbon_twice() -> None:
    inventory = route(
        {"waste": flow(carbon=(0.1, "biogenic")), "main": flow()},
        [
            activity(
                "make",
                [out("main", 1)],
                [
                    use(
                        1,
                        flow="waste",
                        feedstock={
                            "origin": "waste",
                            "counterfactual": {
                                "fate": "landfill",
                                "provider": "landfill",
                                "source": "assumption",
                                "reason": "toy",
                                "grade": "derived",
                            },
                        },
                    )
                ],
            )
        ],
        ("make", "main", 1, "kg"),
    )
    avoided = ("avoided_treatment_credit", {"lost_service_fates": ["feed"]})
    found = resolved(inventory, rules(feedstock_origin=avoided, biogenic_carbon=PLUS))
    # only what the landfill would have emitted: 0.05 CH4 and 0.2 CO2
    score = solve(found.system, background()).score
    assert score == pytest.approx(-(0.05 * 29.8 + 0.2), rel=1e-9)
    uptake = found.system.direct[found.system.flows.index("co2-uptake")]
    assert uptake.sum() == pytest.approx(0.0, abs=1e-12)


def test_provider_whose_carbon_does_not_close_is_warned_about() -> None:
    inventory = route(
        {"main": flow()},
        [activity("make", [out("main", 1)], [use(1, provider="open")])],
        ("make", "main", 1, "kg"),
    )
    found = resolved(inventory, rules(biogenic_carbon=PLUS))
    assert [n.code for n in found.warnings] == ["provider-carbon-open"]
    assert not resolved(inventory, rules()).warnings


def test_missing_upstream_of_a_crop_is_a_warning_with_its_place() -> None:
    inventory = route(
        {"main": flow(), "crop": flow()},
        [
            activity(
                "make", [out("main", 1)], [use(1, flow="crop", feedstock={"origin": "primary"})]
            )
        ],
        ("make", "main", 1, "kg"),
    )
    (note,) = resolved(inventory, rules()).warnings
    assert note.code == "upstream-missing"
    assert "/activities/0/inputs/0" in render(note).text.ja


def test_upstream_in_another_unit_or_unknown_is_an_error() -> None:
    for upstream, problem in (("grid", ProviderUnitError), ("korn", ProviderUnlinkedError)):
        inventory = route(
            {"main": flow(), "crop": flow()},
            [
                activity(
                    "make",
                    [out("main", 1)],
                    [use(1, flow="crop", feedstock={"origin": "primary", "upstream": upstream})],
                )
            ],
            ("make", "main", 1, "kg"),
        )
        with pytest.raises(problem, match=upstream):
            resolved(inventory, rules())


def test_product_made_outside_the_boundary_is_an_error() -> None:
    inventory = route(
        {"main": flow()},
        [activity("make", [out("main", 1)], stage="use")],
        ("make", "main", 1, "kg"),
    )
    with pytest.raises(BoundaryProductExcludedError, match="make"):
        resolved(inventory, rules())


def test_input_from_outside_the_boundary_enters_free_with_a_warning() -> None:
    inventory = route(
        {"main": flow(), "fibre": flow()},
        [
            activity("make", [out("main", 1)], [use(1, flow="fibre", **{"from": "sort"})]),
            activity("sort", [out("fibre", 1)], [use(1, provider="feed")], stage="end_of_life"),
        ],
        ("make", "main", 1, "kg"),
    )
    found = resolved(inventory, rules())
    assert [n.code for n in found.warnings] == ["input-from-outside-boundary"]
    assert solve(found.system, background()).score == 0.0


def test_unlinked_product_is_an_error_with_its_place() -> None:
    inventory = route(
        {"main": flow(), "other": flow()},
        [
            activity("make", [out("main", 1)], [use(1, flow="other", **{"from": "side"})]),
            activity("side", [out("main", 1)]),
        ],
        ("make", "main", 1, "kg"),
    )
    with pytest.raises(ProductUnlinkedError, match="/activities/0/inputs/0"):
        resolved(inventory, rules())


def test_gwp_set_that_does_not_exist() -> None:
    with pytest.raises(GwpSetUnknownError, match="AR6"):
        gwp("AR7", 100)


def test_every_climate_flow_has_a_factor_or_is_left_to_coverage() -> None:
    inventory = route(
        {"main": flow()}, [activity("make", [out("main", 1)])], ("make", "main", 1, "kg")
    )
    total = resolved(inventory, rules()).system.totals[0]
    assert set(catalogue().elementary) - set(total.flows) == {"odd-gas"}
    assert dict(zip(total.flows, total.factors, strict=True))["co2-uptake"] == 0.0


@pytest.mark.parametrize(
    ("properties", "basis", "mj"),
    [
        ({"lhv": (17.0, "wet")}, "wet", 17.0),
        ({"lhv": (19.2, "dry"), "dry_mass_fraction": 0.9}, "wet", 19.2 * 0.9 - 2.443 * 0.1),
        ({"lhv": (16.1, "dry"), "dry_mass_fraction": 0.08}, "wet", 0.0),  # negative counts as 0
        ({"lhv": (19.2, "dry"), "dry_mass_fraction": 0.9}, "dry", 17.28),
        ({"lhv": (19.2, "dry")}, "wet", None),
        ({}, "wet", None),
    ],
)
def test_heating_value_on_wet_and_dry_basis(properties, basis, mj) -> None:
    inventory = route(
        {"main": flow(**properties)}, [activity("a", [out("main", 1)])], ("a", "main", 1, "kg")
    )
    found = energy(inventory.flows["main"], basis)
    assert (found and found.mj) == (None if mj is None else pytest.approx(mj, abs=1e-12))
    if found is not None:  # water is only reckoned with where the basis changes
        assert [f.name for f in found.factors] == (
            ["latent_heat_of_water"] if properties["lhv"][1] != basis else []
        )


def test_grades_add_up_to_the_matrices() -> None:
    system = resolved(two_products(), rules(multifunctionality=("ladder", LADDER["mass"]))).system
    assert sum(p for p, _ in system.grades.values()) == pytest.approx(system.background_demand)
    assert set(system.grades) == {"derived"}
