"""What a feedstock brings, and the end of life of the product, choice by choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.methods_toys import (
    BY,
    activity,
    background,
    catalogue,
    flow,
    out,
    resolved,
    route,
    rules,
    use,
)

from inventories.document.activities import Feedstock, SharedSupply
from inventories.inventory import Inventory
from lca.solve import solve
from methods.context import Context
from methods.errors import ProviderUnitError, ProviderUnlinkedError
from methods.lines import Draft, start
from methods.messages import render
from methods.resolve import Resolution
from methods.rulebook import Rules
from methods.rules import feedstock_origin
from methods.rules.diverted_feedstock import is_rigid
from methods.vocabulary import axes

PLUS = ("minus1_plus1", {"co2_per_carbon": "44/12"})
LOST: dict[str, Any] = {"lost_service_fates": ["feed", "power"]}
CIRCULAR = ("circular_footprint", {"a_by_material": {"metal": 0.2}, "a_other": 0.5})
MJ_PER_KWH = 3.6
KG_PER = {"feed": 0.4, "corn": 0.3 + 0.001 * 273, "gas": 0.06 + 0.0001 * 29.8, "grid": 0.5}
KG_PER["landfill"] = 0.05 * 27
"""kg CO2e per unit of the toy datasets under AR6 and 0/0."""


def one_feedstock(
    feedstock: dict[str, Any], unit: str = "kg", amount: float = 1.0, **more: Any
) -> Inventory:
    flows = {"in": flow(unit, carbon=(0.1, "biogenic")), "main": flow()}
    taken = use(amount, unit, flow="in", feedstock=feedstock)
    return route(
        flows, [activity("make", [out("main", 1)], [taken])], ("make", "main", 1, "kg"), **more
    )


def score(inventory: Inventory, **choices: Any) -> float:
    return solve(resolved(inventory, rules(**choices)).system, background()).score


def warned(found: Resolution) -> list[str]:
    axis = feedstock_origin.AXIS
    return [note.code for note in found.warnings if note.axis == axis]


def secondary(**more: Any) -> dict[str, Any]:
    return {"material": "metal", "virgin": "feed", **BY, **more}


def test_every_choice_of_the_vocabulary_has_its_function() -> None:
    assert tuple(feedstock_origin.CHOICES) == axes()[feedstock_origin.AXIS].choices


fraction = st.floats(0, 1, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(
    a=fraction,
    b=fraction,
    r1=fraction,
    qualities=st.tuples(st.floats(0.1, 1), st.floats(0.1, 1)),
    ends=st.tuples(fraction, fraction),
    lhv=st.floats(0, 50),
    efficiencies=st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)),
)
def test_the_lines_sum_to_the_circular_footprint_formula(
    a: float,
    b: float,
    r1: float,
    qualities: tuple[float, float],
    ends: tuple[float, float],
    lhv: float,
    efficiencies: tuple[float, float],
) -> None:
    q_in, q_out = qualities
    r2, r3 = ends[0], (1 - ends[0]) * ends[1]
    heat, power = efficiencies
    inputs = [
        use(1 - r1, provider="feed"),
        use(
            r1,
            flow="scrap",
            feedstock={
                "origin": "recycled",
                "secondary": secondary(recycling="landfill", quality=q_in),
            },
        ),
    ]
    life = {
        "recycling": {
            "share": r2,
            "material": "metal",
            "recycling": "landfill",
            "displaced": "corn",
            "quality": q_out,
            **BY,
        },
        "energy_recovery": {
            "share": r3,
            "treatment": "landfill",
            "lhv_mj_per_unit": lhv,
            "heat_efficiency": heat,
            "power_efficiency": power,
            "displaced_heat": "gas",
            "displaced_power": "grid",
            **BY,
        },
        "disposal": {"treatment": "feed", **BY},
    }
    inventory = route(
        {"scrap": flow(), "main": flow()},
        [activity("make", [out("main", 1)], inputs)],
        ("make", "main", 1, "kg"),
        end_of_life=life,
    )
    material = (
        (1 - r1) * KG_PER["feed"]
        + r1 * (a * KG_PER["landfill"] + (1 - a) * KG_PER["feed"] * q_in)
        + (1 - a) * r2 * (KG_PER["landfill"] - KG_PER["corn"] * q_out)
    )
    saved = lhv * (heat * KG_PER["gas"] + power / MJ_PER_KWH * KG_PER["grid"])
    energy = (1 - b) * r3 * (KG_PER["landfill"] - saved)
    disposal = (1 - r2 - r3) * KG_PER["feed"]
    found = score(
        inventory,
        boundary="cradle_to_grave",
        feedstock_origin=("circular_footprint", {"a_by_material": {}, "a_other": a, "b": b}),
    )
    assert found == pytest.approx(material + energy + disposal, rel=1e-9, abs=1e-9)


def test_the_a_of_the_gate_replaces_that_of_the_class_only_at_the_gate() -> None:
    inventory = one_feedstock({"origin": "recycled", "secondary": secondary(recycling="corn")})
    circular = ("circular_footprint", {**CIRCULAR[1], "a_at_gate": 1.0})
    by_class = 0.2 * KG_PER["corn"] + 0.8 * KG_PER["feed"]
    gate = score(inventory, boundary="cradle_to_gate", feedstock_origin=circular)
    assert gate == pytest.approx(KG_PER["corn"], rel=1e-12)
    undocumented = score(inventory, boundary="cradle_to_grave", feedstock_origin=circular)
    assert undocumented == gate
    for wider in ("cradle_to_grave", "well_to_wheel"):
        whole = (wider, {"undocumented": "oxidised"})
        found = score(inventory, boundary=whole, feedstock_origin=circular)
        assert found == pytest.approx(by_class, rel=1e-12)


def test_at_a_1_nothing_is_missing_without_the_virgin_material() -> None:
    inventory = one_feedstock({"origin": "residue"})
    circular = ("circular_footprint", {**CIRCULAR[1], "a_at_gate": 1.0})
    assert warned(resolved(inventory, rules(feedstock_origin=circular))) == []
    assert warned(resolved(inventory, rules(feedstock_origin=CIRCULAR))) == ["secondary-missing"]


def test_recycling_that_the_route_describes_itself_counts_in_full_with_a_warning() -> None:
    inventory = one_feedstock({"origin": "recycled", "secondary": secondary()})
    found = resolved(inventory, rules(feedstock_origin="fifty_fifty"))
    assert warned(found) == ["recycling-in-full"]
    assert warned(resolved(inventory, rules(feedstock_origin="cutoff"))) == []


@pytest.mark.parametrize(
    "choice",
    [
        "cutoff",
        "zero_at_collection",
        ("avoided_treatment_credit", LOST),
        ("diversion", {**LOST, "rigid_below_value_share": 0.1}),
        "economic_upstream",
    ],
)
def test_a_cut_off_bears_the_recycling_of_what_it_uses(choice: Any) -> None:
    feedstock = {
        "origin": "recycled",
        "secondary": secondary(recycling="corn"),
        "counterfactual": {"fate": "landfill", "provider": "grid", "amount": 0.0, **BY},
        "supply": {"value_share": 0.0, "process": "grid", **BY},
    }
    found = score(one_feedstock(feedstock), feedstock_origin=choice)
    assert found == pytest.approx(KG_PER["corn"], rel=1e-12)


def test_the_end_of_life_counts_only_where_the_boundary_is_the_grave() -> None:
    life = {"disposal": {"treatment": "landfill", **BY}}
    inventory = one_feedstock({"origin": "waste"}, end_of_life=life)
    scores = [
        score(inventory, boundary=b) for b in ("cradle_to_gate", "well_to_wheel", "cradle_to_grave")
    ]
    assert scores == pytest.approx([0.0, 0.0, KG_PER["landfill"]], rel=1e-12)


@pytest.mark.parametrize("choice", sorted(feedstock_origin.CHOICES))
def test_every_choice_counts_the_disposal_of_the_product(choice: str) -> None:
    options = {
        "circular_footprint": CIRCULAR[1],
        "avoided_treatment_credit": LOST,
        "diversion": {**LOST, "rigid_below_value_share": 0.1},
    }
    life = {"disposal": {"treatment": "landfill", **BY}}
    inventory = one_feedstock({"origin": "waste"}, end_of_life=life)
    chosen = (choice, options.get(choice, {}))
    found = score(inventory, boundary="cradle_to_grave", feedstock_origin=chosen)
    assert found == pytest.approx(KG_PER["landfill"], rel=1e-12)


@pytest.mark.parametrize(
    ("treatment", "problem"), [("grid", ProviderUnitError), ("lanfill", ProviderUnlinkedError)]
)
def test_a_disposal_in_another_unit_or_unknown_is_an_error(
    treatment: str, problem: type[Exception]
) -> None:
    life = {"disposal": {"treatment": treatment, **BY}}
    inventory = one_feedstock({"origin": "waste"}, end_of_life=life)
    with pytest.raises(problem, match=r"/end_of_life/disposal"):
        score(inventory, boundary="cradle_to_grave")


def test_energy_without_what_it_displaces_is_not_credited_and_warned_about() -> None:
    recovery = {
        "share": 1,
        "treatment": "landfill",
        "lhv_mj_per_unit": 20,
        "heat_efficiency": 0.5,
        **BY,
    }
    inventory = one_feedstock(
        {"origin": "primary", "upstream": "feed"}, end_of_life={"energy_recovery": recovery}
    )
    found = resolved(inventory, rules(boundary="cradle_to_grave", feedstock_origin="fifty_fifty"))
    (note,) = found.warnings
    assert note.code == "recovered-energy-unlinked"
    assert "displaced_heat" in render(note).text.ja
    total = KG_PER["feed"] + KG_PER["landfill"]
    assert solve(found.system, background()).score == pytest.approx(total, rel=1e-12)


def test_a_bonus_leaves_the_carbon_of_the_waste_where_it_is() -> None:
    inventory = one_feedstock({"origin": "waste", "waste_class": "manure"}, amount=2)
    bonus = ("zero_at_collection", {"bonus_kgco2e_per_kg": {"manure": 0.054}})
    assert score(inventory, feedstock_origin=bonus) == pytest.approx(-0.108, rel=1e-12)
    found = score(inventory, feedstock_origin=bonus, biogenic_carbon=PLUS)
    assert found == pytest.approx(-0.108 - 2 * 0.1 * 44 / 12, rel=1e-12)


def test_a_bonus_per_kg_is_not_given_to_another_unit() -> None:
    inventory = one_feedstock({"origin": "waste", "waste_class": "manure"}, "m3")
    bonus = ("cutoff", {"bonus_kgco2e_per_kg": {"manure": 0.054}})
    found = resolved(inventory, rules(feedstock_origin=bonus))
    assert warned(found) == ["waste-bonus-not-mass"]
    assert solve(found.system, background()).score == 0.0


def test_a_class_without_a_bonus_gets_none() -> None:
    inventory = one_feedstock({"origin": "waste", "waste_class": "municipal_solid_waste"})
    bonus = ("cutoff", {"bonus_kgco2e_per_kg": {"manure": 0.054}})
    assert score(inventory, feedstock_origin=bonus) == 0.0


def test_a_waste_left_to_its_user_takes_its_carbon_along() -> None:
    inventory = route(
        {
            "crop": flow(carbon=(0.4, "biogenic")),
            "main": flow(),
            "rest": flow(carbon=(0.1, "biogenic")),
        },
        [
            activity(
                "make",
                [
                    out("main", 1),
                    out("rest", 1, role="waste", treatment="landfill", recovery="energy"),
                ],
                [use(1, flow="crop", feedstock={"origin": "primary", "upstream": "corn"})],
            )
        ],
        ("make", "main", 1, "kg"),
    )
    user = ("cutoff", {"energy_recovery_borne_by": "user"})
    plain = score(inventory, feedstock_origin=user)
    assert plain == pytest.approx(KG_PER["corn"], rel=1e-12)
    counted = score(inventory, feedstock_origin=user, biogenic_carbon=PLUS)
    assert counted - plain == pytest.approx((-0.4 + 0.1) * 44 / 12, rel=1e-9)


def test_a_process_that_is_not_named_brings_nothing_with_a_warning() -> None:
    supply = {"value_share": 0.2, **BY}
    for feedstock in ({"origin": "residue"}, {"origin": "residue", "supply": supply}):
        found = resolved(one_feedstock(feedstock), rules(feedstock_origin="economic_upstream"))
        assert warned(found) == ["supply-missing"]


def test_an_elastic_by_product_without_dataset_bears_its_share_of_the_process() -> None:
    supply = {
        "value_share": 0.25,
        "incorporated": True,
        "process": "feed",
        "process_amount": 2.0,
        **BY,
    }
    inventory = one_feedstock({"origin": "co_product", "supply": supply})
    chosen = ("diversion", {**LOST, "rigid_below_value_share": 0.1})
    assert score(inventory, feedstock_origin=chosen) == pytest.approx(0.2, rel=1e-12)


@pytest.mark.parametrize(
    ("origin", "supply", "rigid"),
    [
        ("primary", None, False),
        ("primary", (0.05, True), False),
        ("co2", None, False),
        ("waste", None, True),
        ("residue", None, True),
        ("recycled", None, True),
        ("waste", (0.5, False), True),
        ("waste", (0.1, True), False),
        ("waste", (0.0999, True), True),
        ("co_product", None, False),
        ("co_product", (0.05, False), False),
        ("co_product", (0.05, True), True),
    ],
)
def test_rigid_is_what_cannot_grow(
    origin: Any, supply: tuple[float, bool] | None, rigid: bool
) -> None:
    told = supply and SharedSupply(value_share=supply[0], incorporated=supply[1], **BY)
    assert is_rigid(Feedstock(origin=origin, supply=told), 0.1) is rigid


def test_the_worse_grade_of_amount_and_tag_holds() -> None:
    feedstock = {"origin": "recycled", "secondary": secondary(grade="unverified")}
    found = resolved(one_feedstock(feedstock), rules(feedstock_origin="closed_loop"))
    (virgin,) = [line for line in found.draft.lines if line.key == "feed"]
    assert virgin.grade == "unverified"


def applied(draft: Draft, chosen: Rules) -> Draft:
    context = Context(catalogue(), chosen)
    return feedstock_origin.apply(draft, chosen[feedstock_origin.AXIS], context)


def test_one_pass_serves_many_samples() -> None:
    feedstock = {
        "origin": "recycled",
        "waste_class": "manure",
        "secondary": secondary(virgin="corn", recycling="feed"),
        "counterfactual": {"fate": "feed", "provider": "corn", **BY},
    }
    life = {
        "recycling": {"share": 0.5, "material": "metal", "displaced": "corn", **BY},
        "disposal": {"treatment": "landfill", **BY},
    }
    draft = start(one_feedstock(feedstock, end_of_life=life))
    samples = np.array([0.0, 0.5, 2.0])
    many = replace(
        draft, lines=tuple(replace(line, amount=line.amount * samples) for line in draft.lines)
    )
    for choice in (
        ("cutoff", {"bonus_kgco2e_per_kg": {"manure": 0.05}}),
        CIRCULAR,
        ("avoided_treatment_credit", LOST),
    ):
        chosen = rules(boundary="cradle_to_grave", feedstock_origin=choice)
        one, all_ = applied(draft, chosen), applied(many, chosen)
        assert len(one.lines) == len(all_.lines) > len(draft.lines)
        for single, sampled in zip(one.lines, all_.lines, strict=True):
            assert (single.kind, single.key) == (sampled.kind, sampled.key)
            assert sampled.amount == pytest.approx(single.amount * samples, rel=1e-12)
        assert [n.code for n in one.notes] == [n.code for n in all_.notes]
