"""Properties of the solver that hold for every system, checked on random ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lca_toys import random_system, toy_tables

from lca.artefact import build
from lca.background import Background
from lca.contributions import column_scores, contributions
from lca.solve import solve
from lca.system import System


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Background:
    return build(toy_tables(), tmp_path_factory.mktemp("artefact") / "toy")


def changed(system: System, **changes: object) -> System:
    values = {name: getattr(system, name) for name in system.__dataclass_fields__}
    return System(**(values | changes))  # type: ignore[arg-type]


def gross(system: System, background: Background) -> np.ndarray:
    solution = solve(system, background)
    return np.array([np.abs(column_scores(solution, t)).sum() for t in range(2)])


seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 25)
examples = settings(max_examples=60, deadline=None)


@examples
@given(seed=seeds, size=sizes, factor=st.floats(-1e6, 1e6))
def test_scores_are_linear_in_demand(toy: Background, seed: int, size: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    system = random_system(rng, size, toy.provider_keys)
    other = rng.uniform(-1, 1, size)
    once = solve(system, toy).scores
    second = solve(changed(system, demand=other), toy)
    both = solve(changed(system, demand=factor * system.demand + other), toy).scores
    scale = abs(factor) * gross(system, toy) + gross(changed(system, demand=other), toy)
    np.testing.assert_allclose(both, factor * once + second.scores, atol=1e-10 * scale.max())


@examples
@given(seed=seeds, size=sizes)
def test_units_of_products_and_runs_do_not_matter(toy: Background, seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    system = random_system(rng, size, toy.provider_keys)
    product, run = 10.0 ** rng.uniform(-6, 6, size), 10.0 ** rng.uniform(-6, 6, size)
    other = changed(
        system,
        technosphere=system.technosphere * product[:, None] * run,
        background_demand=system.background_demand * run,
        direct=system.direct * run,
        demand=system.demand * product,
    )
    np.testing.assert_allclose(
        solve(other, toy).scores, solve(system, toy).scores, atol=1e-10 * gross(system, toy).max()
    )


@examples
@given(seed=seeds, size=sizes)
def test_column_order_does_not_matter(toy: Background, seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    system = random_system(rng, size, toy.provider_keys)
    order = rng.permutation(size)
    turned = changed(
        system,
        columns=tuple(system.columns[j] for j in order),
        technosphere=system.technosphere[np.ix_(order, order)],
        background_demand=system.background_demand[:, order],
        direct=system.direct[:, order],
        demand=system.demand[order],
    )
    np.testing.assert_allclose(
        solve(turned, toy).scores, solve(system, toy).scores, atol=1e-10 * gross(system, toy).max()
    )


@examples
@given(seed=seeds, size=sizes)
def test_contributions_sum_to_the_score(toy: Background, seed: int, size: int) -> None:
    system = random_system(np.random.default_rng(seed), size, toy.provider_keys)
    solution = solve(system, toy)
    for total in range(2):
        parts = contributions(solution, toy, total)
        for listed in (parts.by_stage, parts.by_activity, parts.by_provider, parts.by_flow):
            moved = sum(abs(part.value) for part in listed)
            assert abs(sum(p.value for p in listed) - parts.score) <= 1e-11 * max(moved, 1e-30)


@examples
@given(seed=seeds, size=sizes)
def test_supply_balances_every_product(toy: Background, seed: int, size: int) -> None:
    system = random_system(np.random.default_rng(seed), size, toy.provider_keys)
    solution = solve(system, toy)
    made = system.technosphere @ solution.supply
    np.testing.assert_allclose(made, system.demand, atol=1e-12 * abs(system.demand).max())
