from __future__ import annotations

import numpy as np
import pytest
from support.lca_toys import C_CO2, FULL, GWP, column, random_system, toy_system

from lca.background import Background
from lca.errors import (
    BackgroundUnknownProviderError,
    SystemIllConditionedError,
    SystemNotFiniteError,
    SystemNotSquareError,
    SystemSingularError,
)
from lca.solve import MAX_RESIDUAL, solve
from lca.system import Characterization, System

GRID_CO2 = (0.5 + 0.01 * 0.1) / (1 - 0.01 * 0.02)
HEAT_CH4 = 0.001 / (1 - 0.01 * 0.02)
GRID_GWP = GRID_CO2 + 30.0 * 0.01 * HEAT_CH4


def test_toy_system_is_solved_as_by_hand(toy_background: Background) -> None:
    solution = solve(toy_system(), toy_background)
    # 1 make needs 2 feed, 1 feed needs 0.1 make: make = 1 / (1 - 0.2), feed = 2 make
    assert solution.supply == pytest.approx([2.5, 1.25], rel=1e-14)
    assert solution.background_supply == pytest.approx([0.2 * 2.5 + 1.25, 3.75, 3.75], rel=1e-14)
    assert solution.direct == pytest.approx([0.4 * 1.25, 0.25 * 1.25], rel=1e-14)
    boiler, wood = 0.01 * GRID_GWP, 0.1 * GRID_GWP
    by_hand = 1.75 * GRID_GWP + 3.75 * boiler + 3.75 * wood
    assert solution.score == pytest.approx(by_hand, rel=1e-12)
    uptake = -(3.75 * 0.5 + 3.75 * 0.05) / C_CO2
    released = 3.75 * 0.15 + 0.5 - 0.3125 * 44 / 12
    assert solution.totals["minus-plus"] == pytest.approx(by_hand + uptake + released, rel=1e-12)


def test_flows_only_the_foreground_knows_count_by_their_factor(toy_background: Background) -> None:
    only = Characterization("carbon", "kg", ("product-carbon",), np.array([1.0]))
    assert solve(toy_system(totals=(only,)), toy_background).score == pytest.approx(0.3125)


def test_credits_are_negative(toy_background: Background) -> None:
    credit = toy_system(
        background_demand=np.array([[0.0, -2.0], [0.0, 0.0], [0.0, 0.0]]),
        direct=np.zeros((2, 2)),
    )
    assert solve(credit, toy_background).score == pytest.approx(-2.5 * GRID_GWP, rel=1e-12)


def test_no_demand_gives_zero(toy_background: Background) -> None:
    assert solve(toy_system(demand=np.zeros(2)), toy_background).score == 0.0


def test_singular_loop_names_its_columns(toy_background: Background) -> None:
    system = toy_system(
        columns=(column("feed"), column("make"), column("apart")),
        technosphere=np.array([[1.0, -2.0, 0.0], [-0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        background_demand=np.zeros((3, 3)),
        direct=np.zeros((2, 3)),
        demand=np.array([0.0, 1.0, 0.0]),
    )
    with pytest.raises(SystemSingularError) as error:
        solve(system, toy_background)
    assert error.value.columns == ("feed", "make")


def test_singularity_hidden_by_rounding_is_found(toy_background: Background) -> None:
    matrix = np.array([[1.0, -0.1 * 3], [-1 / 0.3, 1.0]])
    with pytest.raises(SystemSingularError, match="feed, make"):
        solve(toy_system(technosphere=matrix), toy_background)


def test_a_product_nobody_makes_is_singular(toy_background: Background) -> None:
    with pytest.raises(SystemSingularError, match="make"):
        solve(toy_system(technosphere=np.array([[1.0, -2.0], [0.0, 0.0]])), toy_background)


def test_nearly_singular_loop_is_refused(toy_background: Background) -> None:
    matrix = np.array([[1.0, -2.0], [-0.5 * (1 - 1e-13), 1.0]])
    with pytest.raises(SystemIllConditionedError, match="feed, make") as error:
        solve(toy_system(technosphere=matrix), toy_background)
    assert error.value.condition > 1e12


def test_units_far_apart_are_not_ill_conditioned(toy_background: Background) -> None:
    # the same system with the feed in micrograms and the product in kilotonnes
    rows, columns = np.array([1e9, 1e-6]), np.array([1e-9, 1e6])
    scaled = toy_system(
        technosphere=toy_system().technosphere * rows[:, None] * columns,
        background_demand=toy_system().background_demand * columns,
        direct=toy_system().direct * columns,
        demand=toy_system().demand * rows,
    )
    solution = solve(scaled, toy_background)
    assert solution.score == pytest.approx(solve(toy_system(), toy_background).score, rel=1e-12)
    assert solution.condition < 100


def test_a_column_that_is_not_needed_leaves_no_residual(toy_background: Background) -> None:
    rng = np.random.default_rng(7)
    for size in (3, 12, 30):
        system = random_system(rng, size, toy_background.provider_keys)
        demand = np.zeros(size)
        demand[-1] = 1e-9
        matrix = system.technosphere.copy()
        matrix[: size // 2, size // 2 :] = 0.0  # the first half is not asked for
        solution = solve(
            toy_system(**{**_parts(system), "technosphere": matrix, "demand": demand}),
            toy_background,
        )
        assert solution.residual <= MAX_RESIDUAL
        np.testing.assert_allclose(
            solution.supply, np.linalg.solve(matrix, demand), rtol=1e-9, atol=1e-24
        )


def _parts(system: System) -> dict[str, object]:
    return {name: getattr(system, name) for name in system.__dataclass_fields__}


@pytest.mark.parametrize("name", ["technosphere", "background_demand", "direct", "demand"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_no_numbers_are_refused(
    toy_background: Background, name: str, value: float
) -> None:
    array = getattr(toy_system(), name).copy()
    array.flat[0] = value
    with pytest.raises(SystemNotFiniteError, match=name):
        solve(toy_system(**{name: array}), toy_background)


def test_overflow_is_refused(toy_background: Background) -> None:
    with pytest.raises(SystemNotFiniteError):
        solve(toy_system(direct=np.full((2, 2), 1e308)), toy_background)


def test_unknown_provider_is_named_with_candidates(toy_background: Background) -> None:
    with pytest.raises(BackgroundUnknownProviderError, match="did you mean grid"):
        solve(toy_system(providers=("gird", "boiler", "wood")), toy_background)


def test_a_system_that_is_not_square_is_refused() -> None:
    with pytest.raises(SystemNotSquareError, match="3 x 2 for 2 columns"):
        toy_system(technosphere=np.ones((3, 2)))


@pytest.mark.parametrize(
    "change",
    [
        {"demand": np.ones(3)},
        {"direct": np.ones((1, 2))},
        {"providers": ("grid", "grid", "wood")},
        {"flows": ("co2-fossil", "co2-fossil")},
    ],
)
def test_labels_and_arrays_must_fit(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"shape|twice"):
        toy_system(**change)


def test_characterizations_must_fit_too() -> None:
    with pytest.raises(ValueError, match="shape"):
        Characterization("x", "kg", ("a",), np.ones(2))
    with pytest.raises(ValueError, match="twice"):
        Characterization("x", "kg", ("a", "a"), np.ones(2))


def test_totals_keep_their_order(toy_background: Background) -> None:
    one = solve(toy_system(totals=(GWP, FULL)), toy_background)
    two = solve(toy_system(totals=(FULL, GWP)), toy_background)
    assert one.score == two.totals["gwp"]
    assert two.score == one.totals["minus-plus"]
