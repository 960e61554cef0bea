"""Route and baseline drawn at once: one quantity is one, a mere namesake is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inventories.catalogue import Catalogue
from inventories.checks import correlations as checks
from inventories.checks.context import Context
from inventories.document import Route
from inventories.formats.reader import load_route
from lca.pairing import paired, same_quantity
from lca.sampling import draw

DATA = Path(__file__).parents[2] / "data"
FLAT = {"kind": "uniform", "low": 10.0, "high": 30.0}
BY = {"source": "toy", "at": "table 9", "grade": "published"}


def number(value: float = 20.0, unit: str = "km", **more: Any) -> dict[str, Any]:
    return {"title": "toy", "value": value, "unit": unit, "distribution": FLAT, **more, **BY}


def tie(first: str, second: str, value: float) -> dict[str, Any]:
    return {"between": [first, second], "value": value, **BY}


def route(name: str, parameters: dict[str, Any], *ties: dict[str, Any]) -> Route:
    loaded, found = load_route((DATA / name).read_bytes(), name)
    assert loaded is not None, found
    document = loaded.model_dump(by_alias=True)
    return Route.model_validate(document | {"parameters": parameters, "correlations": ties})


def good(parameters: dict[str, Any], *ties: dict[str, Any]) -> Route:
    return route("good_route.yaml", parameters, *ties)


def baseline(parameters: dict[str, Any], *ties: dict[str, Any]) -> Route:
    return route("good_baseline.yaml", parameters, *ties)


def test_one_quantity_has_the_same_unit_value_and_distribution() -> None:
    found = good(
        {
            "a": number(),
            "bounded": number(bound={"min": 0, "kind": "definition", "reason": "toy"}),
            "tonnes": number(unit="t"),
            "moved": number(21.0),
            "certain": number(distribution=None),
        }
    ).parameters
    same = {name for name, other in found.items() if same_quantity(found["a"], other)}
    assert same == {"a", "bounded"}


def test_what_both_state_is_drawn_once_and_a_namesake_by_itself() -> None:
    mine = good({"distance": number(), "yield_": number(20.5), "fixed": number(distribution=None)})
    theirs = baseline({"yield_": number(19.5), "distance": number(), "own": number(25.0)})
    pair = paired(mine, theirs)
    assert set(pair.quantities) == {
        "distance", "yield_", "fixed", "baseline:yield_", "baseline:own"
    }  # fmt: skip
    bio, base = pair.split(draw(pair.quantities, 4000, 3).values)
    assert (set(bio), set(base)) == ({"distance", "yield_"}, {"distance", "yield_", "own"})
    np.testing.assert_array_equal(bio["distance"], base["distance"])
    assert abs(np.corrcoef(bio["yield_"], base["yield_"])[0, 1]) < 0.05


def test_the_routes_samples_are_the_same_without_a_baseline() -> None:
    mine = good({"distance": number(), "yield_": number(20.5)})
    pair = paired(mine, baseline({"distance": number(), "own": number()}))
    bio, _ = pair.split(draw(pair.quantities, 100, 3).values)
    alone = draw(mine.parameters, 100, 3).values
    for name, values in alone.items():
        np.testing.assert_array_equal(bio[name], values)


def test_correlations_of_both_hold_and_those_with_prices_are_left_out() -> None:
    mine = good(
        {"a": number(20.5), "b": number()},
        tie("a", "b", 0.8),
        tie("a", "price:process-water", 0.5),
    )
    theirs = baseline({"a": number(21.5), "b": number()}, tie("a", "b", -0.5))
    pair = paired(mine, theirs)
    assert [(x.between, x.value) for x in pair.correlations] == [
        (("a", "b"), 0.8),
        (("baseline:a", "b"), -0.5),
    ]
    drawn = draw(pair.quantities, 4000, 3, correlations=pair.correlations).values
    assert np.corrcoef(drawn["a"], drawn["b"])[0, 1] > 0.7
    assert np.corrcoef(drawn["baseline:a"], drawn["b"])[0, 1] < -0.4


def rules(context: Context) -> set[str]:
    return {
        found.rule
        for check in (
            checks.check_correlation_unknown_name,
            checks.check_correlation_same_name,
            checks.check_correlation_repeated,
            checks.check_correlation_without_distribution,
            checks.check_correlation_not_positive_definite,
        )
        for found in check(context)
    }


NOTHING = Catalogue.of([], [])


@pytest.mark.parametrize(
    "name",
    ["b", "market:oil", "market:usd_jpy", "capital:contingency", "price:sugar", "baseline:own"],
)
def test_inputs_of_a_comparison_may_be_correlated(name: str) -> None:
    mine = good({"a": number(), "b": number()}, tie("a", name, 0.9))
    theirs = baseline({"own": number()})
    assert rules(Context(mine, NOTHING, theirs, {"sugar": "kg"})) == set()


@pytest.mark.parametrize("name", ["c", "price:sugar", "baseline:own", "driver:oil"])
def test_what_is_no_input_is_told(name: str) -> None:
    mine = good({"a": number()}, tie(name, "a", 0.9))
    (found,) = checks.check_correlation_unknown_name(Context(mine, NOTHING, baseline({}), {}))
    assert (found.pointer, found.params["name"]) == ("/correlations/0/between/0", name)


def test_what_cannot_be_looked_up_is_not_blamed() -> None:
    mine = good(
        {"a": number()}, tie("a", "price:sugar", 0.2), tie("a", "baseline:own", 0.2)
    )  # fmt: skip
    assert rules(Context(mine, NOTHING)) == set()


def test_names_that_were_meant_are_told() -> None:
    mine = good({"acid_yield": number(), "b": number()}, tie("acid_yeild", "b", 0.2))
    (found,) = checks.check_correlation_unknown_name(Context(mine, NOTHING))
    assert "acid_yield" in found.suggestion.en
    assert "acid_yield" in found.suggestion.ja
