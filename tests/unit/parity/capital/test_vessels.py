"""Scale with a largest size: where the power law ends, and what no size may do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parity.capital import parallel_units, scaled_cost
from parity.capital.errors import EquipmentSizeError, UnitCountError
from parity.capital.vessels import MAX_UNITS

sizes = st.floats(1e-3, 1e5)
exponents = st.floats(0.3, 1.0)


def test_power_law_of_one_item() -> None:
    """Golden: 1e7 at 100, scaled to 250 by 0.6; index 521.9 to 797.9; location 1.15."""
    got = scaled_cost(1e7 * 797.9 / 521.9, 250.0, 100.0, 0.6).cost * 1.15
    assert got == pytest.approx(30466531.46706816, rel=1e-12)


def test_beyond_the_largest_vessel_doubling_the_size_doubles_the_cost() -> None:
    for size in (500.0, 1500.0, 4000.0):
        half = scaled_cost(1e6, size, 100.0, 0.6, largest=500.0)
        full = scaled_cost(1e6, 2 * size, 100.0, 0.6, largest=500.0)
        assert full.cost == pytest.approx(2 * half.cost, rel=1e-12)
        assert full.units == 2 * half.units
        free = scaled_cost(1e6, 2 * size, 100.0, 0.6).cost
        assert free < full.cost


def test_the_power_law_alone_flatters_a_large_plant() -> None:
    """2,000 m3 in vessels of 500 m3: 4 * (5 ** 0.6) against 20 ** 0.6 times the cost of 100 m3."""
    limited = scaled_cost(1.0, 2000.0, 100.0, 0.6, largest=500.0)
    assert limited.cost == pytest.approx(4 * 5**0.6)
    assert scaled_cost(1.0, 2000.0, 100.0, 0.6).cost == pytest.approx(20**0.6)
    assert limited.cost / 20**0.6 == pytest.approx(4**0.4)


@pytest.mark.parametrize(
    ("size", "largest", "units"),
    [
        (0.0, 100.0, 0.0),
        (99.9, 100.0, 1.0),
        (100.0, 100.0, 1.0),
        (100.001, 100.0, 2.0),
        (0.1 + 0.2, 0.1, 3.0),  # 0.30000000000000004 is three, not four
        (5000.0, None, 1.0),
    ],
)
def test_number_of_vessels(size: float, largest: float | None, units: float) -> None:
    assert parallel_units(size, largest) == units


def test_nothing_costs_nothing_and_has_no_spare() -> None:
    assert scaled_cost(1e6, 0.0, 100.0, 0.6, largest=100.0, spares=2).cost == 0.0
    assert scaled_cost(1e6, 0.0, 100.0, 0.6).cost == 0.0


def test_spares_are_of_the_size_of_the_others() -> None:
    """300 in vessels of at most 200: two of 150, and one more of 150."""
    got = scaled_cost(1e6, 300.0, 100.0, 0.5, largest=200.0, spares=1)
    assert (got.units, got.each) == (2.0, 150.0)
    assert got.cost == pytest.approx(3 * 1e6 * math.sqrt(1.5))


@pytest.mark.parametrize("size", [-1.0, math.nan, math.inf])
def test_an_impossible_size_is_an_error_that_names_its_place(size: float) -> None:
    with pytest.raises(EquipmentSizeError, match="/cost/equipment/3/size"):
        parallel_units(size, 100.0, "/cost/equipment/3/size")


def test_an_absurd_number_of_vessels_is_an_error() -> None:
    with pytest.raises(UnitCountError, match="check the largest size"):
        parallel_units(1e9, 1.0)
    assert parallel_units(float(MAX_UNITS), 1.0) == MAX_UNITS


def test_samples_that_cannot_be_built_are_nan_and_no_others() -> None:
    size = np.array([250.0, -1.0, math.nan, math.inf, 1e12, 0.0])
    got = scaled_cost(1e6, size, 100.0, 0.6, largest=100.0)
    assert isinstance(got.cost, np.ndarray)
    assert np.isnan(got.cost).tolist() == [False, True, True, True, True, False]
    assert got.cost[0] == scaled_cost(1e6, 250.0, 100.0, 0.6, largest=100.0).cost
    alone = scaled_cost(1e6, size, 100.0, 0.6).cost
    assert isinstance(alone, np.ndarray)
    assert np.isnan(alone).tolist() == [False, True, True, True, False, False]


@given(st.lists(sizes, min_size=1, max_size=20), exponents, st.floats(1, 1e3), st.integers(0, 3))
def test_samples_give_what_single_values_give(
    values: list[float], exponent: float, largest: float, spares: int
) -> None:
    values = [v for v in values if v / largest < MAX_UNITS]
    many = scaled_cost(1e6, np.array(values), 50.0, exponent, largest, spares)
    each = [scaled_cost(1e6, v, 50.0, exponent, largest, spares).cost for v in values]
    assert np.allclose(np.asarray(many.cost), np.array(each), rtol=1e-12, atol=0)


@given(sizes, st.floats(1.0, 3.0), exponents, st.floats(100, 1e4), st.integers(0, 2))
def test_the_cost_never_falls_with_the_size(
    size: float, growth: float, exponent: float, largest: float, spares: int
) -> None:
    small = scaled_cost(1.0, size, 50.0, exponent, largest, spares)
    large = scaled_cost(1.0, size * growth, 50.0, exponent, largest, spares)
    rounding = 1 - 1e-9
    if spares == 0 or small.units == large.units:
        assert large.cost >= small.cost * rounding


@given(st.integers(1, 40), st.floats(0.01, 0.99), exponents)
def test_the_cost_is_continuous_between_two_vessels_and_jumps_up_at_one(
    units: int, part: float, exponent: float
) -> None:
    inside = (units - part) * 100.0
    here = scaled_cost(1.0, inside, 100.0, exponent, 100.0).cost
    near = scaled_cost(1.0, inside * (1 + 1e-7), 100.0, exponent, 100.0).cost
    assert near == pytest.approx(here, rel=1e-5)
    full = scaled_cost(1.0, units * 100.0, 100.0, exponent, 100.0)
    over = scaled_cost(1.0, units * 100.0 * (1 + 1e-6), 100.0, exponent, 100.0)
    assert (full.units, over.units) == (units, units + 1)
    jump = ((units + 1) / units) ** (1 - exponent)
    assert over.cost / full.cost == pytest.approx(jump, rel=1e-5)


@given(sizes, exponents)
def test_without_a_largest_size_there_is_one(size: float, exponent: float) -> None:
    got = scaled_cost(3.0, size, 7.0, exponent)
    assert got.units == 1.0
    assert got.cost == pytest.approx(3.0 * (size / 7.0) ** exponent, rel=1e-12)


@given(sizes, exponents, st.floats(1e-3, 1e3))
def test_units_of_measure_do_not_matter(size: float, exponent: float, k: float) -> None:
    """Sizes half way between two numbers of vessels, so that rounding cannot add one."""
    units = math.floor(size / 20.0) % MAX_UNITS + 0.5
    here = scaled_cost(1.0, units * 20.0, 50.0, exponent, 20.0).cost
    there = scaled_cost(1.0, units * 20.0 * k, 50.0 * k, exponent, 20.0 * k).cost
    assert there == pytest.approx(here, rel=1e-9)
