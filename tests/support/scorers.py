"""Scorers of the case library, and toy routes on which several rules act."""

from __future__ import annotations

from typing import Any

from support.methods_toys import activity, background, emit, flow, out, route, use

from api.evaluation import Evaluator
from inventories.inventory import Inventory
from methods.scoring import Scorer
from parity.coverage import price_map

ROLES = ("bio", "baseline")
PRICES = {"main": 300.0, "side": 20.0}


def case_inventories(evaluator: Evaluator) -> dict[tuple[str, str], Inventory]:
    """Every route of the library by (case, role)."""
    return {
        (case, role): evaluator.library.inventory(evaluator.library.of_case(case).in_role(role))
        for case in evaluator.library.ids
        for role in ROLES
    }


def case_scorers(evaluator: Evaluator) -> dict[tuple[str, str], Scorer]:
    """A scorer of every route of the library by (case, role)."""
    return {
        key: Scorer(inventory, evaluator.background, price_map(inventory, evaluator.prices))
        for key, inventory in case_inventories(evaluator).items()
    }


def biorefinery(side_lhv: float | None = 15.0) -> Inventory:
    """Two products from waste, with power and methane; the main product is burnt after the gate."""
    energy: dict[str, Any] = {} if side_lhv is None else {"lhv": (side_lhv, "wet")}
    return route(
        {
            "waste": flow(carbon=(0.5, "biogenic")),
            "main": flow(carbon=(0.6, "biogenic"), lhv=(20.0, "wet")),
            "side": flow(carbon=(0.3, "biogenic"), **energy),
            "burnt": flow(),
        },
        [
            activity(
                "make",
                [out("main", 1), out("side", 2, role="co_product")],
                [
                    use(3, flow="waste", feedstock={"origin": "waste"}),
                    use(3, "kWh", provider="grid"),
                ],
                [emit("co2-biogenic", 0.3 * 44 / 12), emit("ch4-fossil", 0.01)],
            ),
            activity("burn", [out("burnt", 1)], [], [emit("co2-biogenic", 2.2)], "end_of_life"),
        ],
        ("make", "main", 1, "kg"),
        downstream=[{"activity": "burn", "amount": 1}],
    )


def methane_plant() -> Inventory:
    """10 kWh of grid and 1 kg of methane for 1 kg of product and 2 kg that are worth little.

    35 kg under AR5, 34.8 kg under AR6; 1/3 by mass, 300 / 340 by value are the product's.
    """
    return route(
        {"main": flow(), "side": flow()},
        [
            activity(
                "make",
                [out("main", 1), out("side", 2, role="co_product")],
                [use(10, "kWh", provider="grid")],
                [emit("ch4-fossil", 1)],
            )
        ],
        ("make", "main", 1, "kg"),
    )


def toy_scorer(inventory: Inventory) -> Scorer:
    """A scorer on the toy background."""
    return Scorer(inventory, background(), PRICES)
