from __future__ import annotations

import numpy as np
import pytest
from support.lca_toys import random_system, toy_system

from lca.background import Background
from lca.batch import solve_supplies
from lca.errors import (
    SystemIllConditionedError,
    SystemNotFiniteError,
    SystemSingularError,
)
from lca.solve import solve, supply_of

GOOD = np.array([[1.0, -0.1], [-2.0, 1.0]])
SINGULAR = np.array([[1.0, -2.0], [-0.5, 1.0]])
NEARLY = np.array([[1.0, -2.0], [-0.5 * (1 - 1e-13), 1.0]])
EMPTY = np.array([[1.0, 0.0], [0.0, 0.0]])
LABELS = ("feed", "make")


def test_a_batch_is_what_each_is_alone(toy_background: Background) -> None:
    rng = np.random.default_rng(3)
    systems = [random_system(rng, 12, toy_background.provider_keys) for _ in range(20)]
    found = solve_supplies(
        np.array([s.technosphere for s in systems]),
        np.array([s.demand for s in systems]),
        [c.id for c in systems[0].columns],
    )
    assert not found.errors
    for supply, system in zip(found.supply, systems, strict=True):
        np.testing.assert_allclose(supply, solve(system, toy_background).supply, rtol=1e-13)


def test_one_demand_may_serve_every_system() -> None:
    found = solve_supplies(np.array([GOOD, 2 * GOOD]), np.array([0.0, 1.0]), LABELS)
    alone = supply_of(GOOD, np.array([0.0, 1.0]), LABELS)[0]
    assert found.supply == pytest.approx(np.array([alone, alone / 2]), rel=1e-14)


@pytest.mark.parametrize(
    ("matrix", "error"),
    [
        (SINGULAR, SystemSingularError),
        (NEARLY, SystemIllConditionedError),
        (EMPTY, SystemSingularError),
        (np.full((2, 2), np.nan), SystemNotFiniteError),
    ],
)
def test_a_bad_system_is_named_and_stops_no_other(matrix: np.ndarray, error: type) -> None:
    found = solve_supplies(np.array([GOOD, matrix, GOOD]), np.array([0.0, 1.0]), LABELS)
    assert list(found.errors) == [1]
    assert isinstance(found.errors[1], error)
    assert np.isnan(found.supply[1]).all()
    alone = supply_of(GOOD, np.array([0.0, 1.0]), LABELS)[0]
    assert found.supply[[0, 2]] == pytest.approx(np.array([alone, alone]), rel=1e-14)


def test_units_far_apart_are_solved() -> None:
    rows, columns = np.array([1e9, 1e-6]), np.array([1e-9, 1e6])
    system = toy_system()
    scaled = system.technosphere * rows[:, None] * columns
    found = solve_supplies(scaled[None], system.demand * rows, LABELS)
    assert not found.errors


def test_no_systems_give_no_supplies() -> None:
    assert solve_supplies(np.empty((0, 2, 2)), np.array([0.0, 1.0]), LABELS).supply.shape == (0, 2)
