"""First plants by the RAND model; the golden case is arithmetic, its coefficients unverified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventories.document import Cost
from inventories.document.cost import PioneerFactors
from parity.capital import as_pioneer, first_plant, investments, performance_profile
from parity.capital.errors import PerformanceInvalidError
from parity.capital.pioneer import pioneer_model
from parity.money import Converter

Build = Callable[..., dict[str, Any]]

GOLDEN: dict[str, Any] = {
    "pct_new": 38,
    "impurities": 3,
    "complexity": 6,
    "inclusiveness": 33,
    "project_definition": 6,
    "pre_development": True,
    "new_steps": 3,
    "balance_equations": 50,
    "waste": 2,
    "solids": True,
}


@pytest.fixture
def factors(factor: Build) -> Callable[..., PioneerFactors]:
    """Inputs of the golden case: ``factors(solids=False)``."""
    return lambda **changes: PioneerFactors.model_validate(factor(**{**GOLDEN, **changes}))


def test_golden_cost_growth_and_performance(factors: Callable[..., PioneerFactors]) -> None:
    """1.12196 - .11286 - .06375 - .06822 + .03663 - .38166; 85.77 - 29.07 + 16.5 - 8.24 - 17.91."""
    got = first_plant(factors())
    assert got.cost_growth == pytest.approx(0.5321, rel=1e-9)
    assert 1 / got.cost_growth == pytest.approx(1.8793459875963157, rel=1e-9)
    assert got.performance == pytest.approx(0.4705, rel=1e-9)
    assert not got.clipped
    assert got.grade == "unverified"


def test_an_estimate_out_of_development_grows_less(factors: Callable[..., PioneerFactors]) -> None:
    early, late = (first_plant(factors(pre_development=x)).cost_growth for x in (True, False))
    assert late - early == pytest.approx(6 * (0.06361 - 0.04011))


def test_results_are_kept_in_the_range_of_the_model(
    factors: Callable[..., PioneerFactors],
) -> None:
    worst = first_plant(
        factors(pct_new=100, impurities=5, complexity=20, inclusiveness=0, new_steps=9, waste=5)
    )
    assert (worst.cost_growth, worst.performance, worst.clipped) == (0.3, 0.1, True)
    best = first_plant(
        factors(
            pct_new=0, impurities=0, complexity=0, inclusiveness=100, project_definition=2,
            pre_development=False, new_steps=0, balance_equations=100, waste=0, solids=False,
        )
    )  # fmt: skip
    assert (best.cost_growth, best.performance, best.clipped) == (1.1, 1.0, True)


@given(st.floats(0, 100), st.floats(0, 5), st.floats(0, 50), st.floats(2, 8), st.floats(0, 50))
def test_more_new_technology_never_makes_a_plant_cheaper_or_better(
    pct_new: float, impurities: float, complexity: float, definition: float, steps: float
) -> None:
    plain = {**GOLDEN, "source": "assumption", "reason": "example", "grade": "derived"}
    known = {**plain, "pct_new": 0, "impurities": 0, "complexity": 0, "project_definition": 2}
    new = {
        **plain,
        "pct_new": pct_new,
        "impurities": impurities,
        "complexity": complexity,
        "project_definition": definition,
        "new_steps": steps,
    }
    a = first_plant(PioneerFactors.model_validate({**known, "new_steps": 0}))
    b = first_plant(PioneerFactors.model_validate(new))
    assert b.cost_growth <= a.cost_growth
    assert b.performance <= a.performance


def test_a_first_plant_costs_the_estimate_over_the_cost_growth(
    factors: Callable[..., PioneerFactors],
    cost_of: Callable[..., Cost],
    capital: Build,
    converter: Callable[..., Converter],
) -> None:
    items = investments(cost_of(capital=[capital()]), 1e5, "kg", 0.05, converter())
    (first,) = as_pioneer(items, first_plant(factors()))
    assert first.fci_jpy == pytest.approx(1e9 / 0.5321)
    assert first.grade == "unverified"
    assert first.pointer == items[0].pointer


def test_performance_recovers_in_equal_steps() -> None:
    assert performance_profile(0.4, 5, 4) == pytest.approx([0.4, 0.6, 0.8, 1.0, 1.0])
    assert performance_profile(0.4, 2, 4) == pytest.approx([0.4, 0.6])
    assert performance_profile(0.4, 3, 1).tolist() == [1.0, 1.0, 1.0]
    assert performance_profile(0.4, 10)[pioneer_model().recovery.years - 1] == 1.0


def test_performance_of_samples() -> None:
    got = performance_profile(np.array([0.4, 1.0, np.nan]), 3, 3)
    assert got.shape == (3, 3)
    assert got[0] == pytest.approx([0.4, 0.7, 1.0])
    assert got[1].tolist() == [1.0, 1.0, 1.0]
    assert np.isnan(got[2]).all()


@pytest.mark.parametrize("performance", [0.0, -0.2, 1.2, float("nan"), np.array([0.5, 0.0])])
def test_an_impossible_performance_is_an_error(performance: Any) -> None:
    with pytest.raises(PerformanceInvalidError):
        performance_profile(performance, 10)
    with pytest.raises(PerformanceInvalidError):
        performance_profile(0.5, 0)
