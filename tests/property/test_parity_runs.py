"""What passes the checks can be run as a plant: the door refuses what the cost would refuse."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from inventories.background.tables import load_tables as load_background
from inventories.catalogue import Catalogue
from inventories.checks import SYSTEM, check_route
from inventories.document import Route
from inventories.errors import HakariError
from inventories.inventory import evaluate
from inventories.library import case_ids, load_case
from parity.errors import CoproductDeficitError
from parity.purchases import purchases
from parity.tables import load_tables as load_prices

CATALOGUE = Catalogue.from_tables(load_background())
PRICES = {key: row.per for key, row in load_prices().prices.items()}
TAKEN = (0.25, 40.0)
"""Amounts taken of a co-product of which one unit is made: less and more than there is."""


def fed_back(route: Route, maker: str, user: str, flow: str, taken: float) -> Route:
    """Let `maker` make one unit of `flow` as a co-product, and `user` take some of it."""
    value = route.model_dump(mode="json", by_alias=True, exclude_none=True)
    by_id: dict[str, dict[str, Any]] = {a["id"]: a for a in value["activities"]}
    common = {
        "flow": flow,
        "unit": route.flows[flow].unit,
        "source": "assumption",
        "reason": "A test.",
        "grade": "derived",
    }
    by_id[maker]["outputs"].append({**common, "role": "co_product", "amount": 1})
    by_id[user].setdefault("inputs", []).append({**common, "from": maker, "amount": taken})
    for activity in by_id.values():  # asked here is whether it can be run, not whether it balances
        activity["exempt"] = {key: {"reason": "A test."} for key in ("mass", "carbon", "energy")}
    return Route.model_validate(value)


def errors_of(route: Route) -> set[str]:
    return {f.rule for f in check_route(route, CATALOGUE, None, PRICES) if f.level == "error"}


def refusal(route: Route) -> HakariError | None:
    inventory = evaluate(route, CATALOGUE.provider_units, CATALOGUE.elementary_units)
    try:
        purchases(inventory)
    except HakariError as error:
        return error
    return None


@pytest.mark.parametrize("case_id", case_ids())
def test_a_co_product_fed_back_is_judged_alike_by_the_checks_and_by_the_cost(case_id: str) -> None:
    route = load_case(case_id).route
    after_gate = {d.activity for d in route.functional_unit.downstream}
    plant = [a for a in route.activities if a.id not in after_gate]
    made = {a.id: [o.flow for o in a.outputs] for a in plant}
    references = [o.flow for a in plant for o in a.outputs if o.role == "reference"]
    refused = []
    for maker, user in permutations(made, 2):
        flow = next(f for f in references if f not in made[maker])  # the reference of another one
        for taken in TAKEN:
            changed = fed_back(route, maker, user, flow, taken)
            errors, error = errors_of(changed), refusal(changed)
            assert errors <= set(SYSTEM)
            assert bool(errors) == (error is not None), (maker, user, flow, taken, errors, error)
            refused.append(isinstance(error, CoproductDeficitError))
    assert {*refused} == {True, False}


@pytest.mark.parametrize("case_id", case_ids())
def test_every_case_and_baseline_can_be_run(case_id: str) -> None:
    case = load_case(case_id)
    for route in filter(None, (case.route, case.baseline)):
        assert errors_of(route) == set()
        assert refusal(route) is None
