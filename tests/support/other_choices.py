"""Other choices on every axis that changes the number, for sentences that pin one.

A sentence that pins an axis must fail under at least one of them. Every choice of the vocabulary
stands here at least once, so that whatever a guideline chose, another one is tried.
"""

from __future__ import annotations

from typing import Any

Choices = list[tuple[str, dict[str, Any]]]

RATIO = {"co2_per_carbon": "44/12"}
LAND = {"co2_per_carbon": 3.664, "indirect": "none"}
LOST = {"lost_service_fates": ["feed", "recycling", "power"]}
A_VALUES = {"a_by_material": {}, "b": 0.0}


def _ladder(*rungs: str) -> tuple[str, dict[str, Any]]:
    return "ladder", {"rungs": [{"rung": r} for r in rungs]}


def _supply(*rungs: str) -> tuple[str, dict[str, Any]]:
    return "ladder", {"rungs": [*rungs, "location_average"]}


OTHER: dict[str, Choices] = {
    "boundary": [
        ("cradle_to_gate", {}),
        ("cradle_to_grave", {}),
        ("well_to_wheel", {}),
        ("cradle_to_grave", {"undocumented": "oxidised"}),
        ("well_to_wheel", {"undocumented": "oxidised"}),
    ],
    "multifunctionality": [
        _ladder("mass"),
        _ladder("economic"),
        _ladder("energy_lhv"),
        _ladder("mass", "energy_lhv", "economic"),
        _ladder("surplus_energy_unburdened", "mass", "energy_lhv"),
        _ladder("substitution_if_stated", "mass", "energy_lhv"),
        _ladder("carbon", "mass", "energy_lhv"),
        _ladder("causality", "stoichiometric", "mass", "energy_lhv"),
    ],
    "feedstock_origin": [
        ("upstream_burden", {}),
        ("cutoff", {}),
        ("zero_at_collection", {}),
        ("cutoff", {"energy_recovery_borne_by": "user"}),
        ("cutoff", {"bonus_kgco2e_per_kg": {"manure": 0.1, "municipal_solid_waste": 0.1}}),
        ("economic_upstream", {}),
        ("closed_loop", {}),
        ("fifty_fifty", {}),
        ("circular_footprint", {**A_VALUES, "a_other": 0.35}),
        ("avoided_treatment_credit", LOST),
        ("diversion", {**LOST, "rigid_below_value_share": 0.5}),
    ],
    "biogenic_carbon": [
        ("minus1_plus1", RATIO),
        ("zero_zero", {}),
        ("two_totals", RATIO),
        ("gross_use_with_ex_use", RATIO),
    ],
    "captured_carbon": [
        ("credit", RATIO),
        ("cutoff", {}),
        ("substitution", RATIO),
        ("system_expansion", RATIO),
        (
            "ex_use",
            {
                **RATIO,
                "fossil_power_until": None,
                "fossil_other_until": None,
                "always": ["biogenic", "dac", "geological", "rfnbo"],
            },
        ),
    ],
    "land_use": [
        ("annualised", {**LAND, "years": 25}),
        ("annualised", {**LAND, "years": 20}),
        ("annualised", {**LAND, "years": 20, "profile": "linear_discount"}),
        ("annualised", {**LAND, "years": 20, "restored_land_bonus_g_per_mj": 100.0}),
        ("excluded", {}),
    ],
    "electricity": [
        _supply(),
        _supply("contract", "own_off_grid"),
        _supply("own", "direct_line"),
        _supply("supplier_mix"),
        _supply("residual"),
        _supply("marginal"),
        _supply("fully_renewable"),
        (
            "ladder",
            {"rungs": ["full_load_hours", "location_average"], "full_load_g_per_mj": 1000.0},
        ),
    ],
    "capital_goods": [("include", {}), ("exclude", {})],
    "gwp": [
        ("set", {"set": "AR5", "horizon": 100}),
        ("set", {"set": "AR4", "horizon": 100}),
        ("set", {"set": "AR6", "horizon": 100}),
    ],
    "credits": [
        ("forbidden", {}),
        ("separate", {}),
        (
            "listed_terms_only",
            {
                "terms": [
                    {"kind": kind}
                    for kind in (
                        "carbon_storage",
                        "carbon_replacement",
                        "landfill_emission",
                        "recycling_emission",
                        "technological_removal",
                    )
                ]
            },
        ),
    ],
    "carbon_balance": [("physical_content", RATIO), ("allocation_key", {})],
    "fermentation_off_gas": [
        ("as_biogenic_carbon", {}),
        ("replacement_credit", RATIO),
        ("not_a_product", {}),
    ],
    "fossil_end_of_life": [
        ("report_content", {}),
        ("input_fossil_carbon_in_processing", RATIO),
        ("co_product_end_of_life", RATIO),
    ],
    "heating_value": [
        ("declared", {"allocation_basis": "dry"}),
        ("declared", {"allocation_basis": "wet"}),
        ("listed_fuels", {"allocation_basis": "wet", "fuels_by_cas": {}}),
    ],
    "soil_carbon": [
        ("credit_with_evidence", {}),
        ("not_counted", {}),
        ("separate_fields", {}),
    ],
    "other_gases": [
        ("all_in_set", {}),
        ("listed_only", {"groups": ["co2_fossil", "co2_land_use"]}),
    ],
}
