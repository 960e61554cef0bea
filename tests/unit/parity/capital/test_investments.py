"""From reference plants and equipment to the fixed capital, by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventories.document import Cost, Localised
from inventories.errors import FormulaNotFiniteError
from parity.capital import Investment, investments, replacements
from parity.capital.errors import EquipmentSizeError, EquipmentUnitError
from parity.errors import CapacityUnitError
from parity.money import Converter

Build = Callable[..., dict[str, Any]]
BuildCost = Callable[..., Cost]
BuildConverter = Callable[..., Converter]


def the_one(items: tuple[Investment, ...]) -> Investment:
    (item,) = items
    return item


def test_reference_plant_at_its_own_capacity(
    cost_of: BuildCost, capital: Build, converter: BuildConverter
) -> None:
    item = the_one(investments(cost_of(capital=[capital()]), 1e5, "kg", 0.05, converter()))
    assert item.fci_jpy == pytest.approx(1e9)
    assert (item.units, item.scale_ratio, item.pointer) == (1.0, 1.0, "/cost/capital/0")
    assert item.life_years is None


def test_reference_plant_in_trains(
    cost_of: BuildCost, capital: Build, converter: BuildConverter
) -> None:
    """400 t/year in trains of 100 t/year: four times the cost, not 4 ** 0.6 = 2.3 times."""
    cost = cost_of(capital=[capital(max_unit=100)])
    item = the_one(investments(cost, 4e5, "kg", 0.05, converter()))
    assert item.fci_jpy == pytest.approx(4e9)
    assert (item.units, item.scale_ratio) == (4.0, 1.0)


@pytest.mark.parametrize(
    ("ratio", "off"),
    [(1.0, 1.0), (0.05, 20.0), (4.0, 4.0), (0.0, 1.0), (np.array([0.5, 3.0, np.nan, 0.0]), 3.0)],
)
def test_how_far_off_the_reference_is(ratio: Any, off: float) -> None:
    assert replace(lasting(1.0), scale_ratio=ratio).scale_off == pytest.approx(off)


def test_total_capital_investment_loses_its_working_capital(
    cost_of: BuildCost, capital: Build, converter: BuildConverter
) -> None:
    cost = cost_of(capital=[capital(scope="tci", location_factor=1.2)])
    assert the_one(investments(cost, 1e5, "kg", 0.25, converter())).fci_jpy == pytest.approx(
        1e9 * 1.2 / 1.25
    )


def test_capacity_in_another_kind_of_unit_is_refused(
    cost_of: BuildCost, capital: Build, converter: BuildConverter
) -> None:
    with pytest.raises(CapacityUnitError):
        investments(cost_of(capital=[capital()]), 1e5, "MJ", 0.05, converter())


def test_equipment_is_bought_item_by_item(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    """1,000 m3 in at most 300 m3: four of 250 m3 and a spare, 5 * 2e6 * 2.5 ** 0.6."""
    item = equipment(max_size=300, spares=1, installation_factor=1.8, location_factor=1.15)
    got = the_one(investments(cost_of(equipment=[item]), 1e5, "kg", 0.05, converter()))
    assert got.fci_jpy == pytest.approx(5 * 2e6 * 2.5**0.6 * 1.8 * 1.15)
    assert (got.units, got.scale_ratio) == (4.0, 2.5)
    assert got.pointer == "/cost/equipment/0"
    assert got.quoted == "2000000 JPY (2025, 100 m3) → 4 × 250 m3"


def test_size_and_reference_may_be_in_two_units(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    litres = equipment(size=1e6, size_unit="L", reference_unit="m3", max_size=300)
    cubic = equipment(max_size=300)
    a, b = (
        the_one(investments(cost_of(equipment=[x]), 1e5, "kg", 0.05, converter()))
        for x in (litres, cubic)
    )
    assert a.fci_jpy == pytest.approx(b.fci_jpy, rel=1e-12)
    wrong = cost_of(equipment=[equipment(size_unit="t", reference_unit="m3")])
    with pytest.raises(EquipmentUnitError, match="/cost/equipment/0/size_unit"):
        investments(wrong, 1e5, "kg", 0.05, converter())


def test_titre_moves_the_number_of_fermenters(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    """Half the titre, twice the volume: one fermenter becomes two of the same size."""
    cost = cost_of(equipment=[equipment(size="20000 / titre", max_size=250)])
    high, low = (
        the_one(investments(cost, 1e5, "kg", 0.05, converter(titre=titre)))
        for titre in (80.0, 40.0)
    )
    assert (high.units, low.units) == (1.0, 2.0)
    assert low.fci_jpy == pytest.approx(2 * high.fci_jpy)
    titres = np.array([80.0, 40.0])
    both = the_one(investments(cost, 1e5, "kg", 0.05, converter(titre=titres)))
    assert np.asarray(both.fci_jpy).tolist() == pytest.approx([high.fci_jpy, low.fci_jpy])


def test_a_formula_without_a_size_is_an_error(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    cost = cost_of(equipment=[equipment(size="20000 / titre")])
    with pytest.raises(FormulaNotFiniteError):
        investments(cost, 1e5, "kg", 0.05, converter(titre=0.0))
    with pytest.raises(EquipmentSizeError, match="/cost/equipment/0/size"):
        investments(cost, 1e5, "kg", 0.05, converter(titre=-1.0))


def test_a_sample_that_cannot_be_built_is_nan_alone(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    cost = cost_of(equipment=[equipment(size="titre - 10", max_size=100)])
    got = the_one(investments(cost, 1e5, "kg", 0.05, converter(titre=np.array([5.0, 60.0, 210.0]))))
    assert np.isnan(np.asarray(got.fci_jpy)).tolist() == [True, False, False]


def test_equipment_grows_with_the_capacity_asked_for(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    cost = cost_of(equipment=[equipment(max_size=100)])
    stated = the_one(investments(cost, 1e5, "kg", 0.05, converter()))
    twice = the_one(investments(cost, 2e5, "kg", 0.05, converter()))
    assert (stated.units, twice.units) == (10.0, 20.0)
    assert twice.fci_jpy == pytest.approx(2 * stated.fci_jpy)
    grid = the_one(investments(cost, np.array([1e5, 2e5]), "kg", 0.05, converter()))
    assert np.asarray(grid.fci_jpy) == pytest.approx([stated.fci_jpy, twice.fci_jpy])


NREL = [
    ("warehouse", 0.04, "isbl"),
    ("site", 0.09, "isbl"),
    ("piping", 0.045, "isbl"),
    ("indirect", 0.60, "direct"),
]
"""Shares as in the NREL 2011 design, encoded in biorefineries 2.34.10 (cornstover)."""


def test_steps_from_installed_equipment_to_fci(
    cost_of: BuildCost, equipment: Build, factor: Build, converter: BuildConverter
) -> None:
    """Inside 100, outside 50: direct = 100 * 1.175 + 50, FCI = direct * 1.6."""
    shares = [factor(id=i, title=i, share=s, of=of) for i, s, of in NREL]
    inside = equipment(amount=100e6, size=100)
    outside = equipment(id="boiler", amount=50e6, size=100, outside_battery_limits=True)
    cost = cost_of(equipment=[inside, outside], capital_factors=shares)
    items = investments(cost, 1e5, "kg", 0.05, converter())
    assert sum(float(np.asarray(i.fci_jpy)) for i in items) == pytest.approx(
        (100e6 * 1.175 + 50e6) * 1.6
    )


def test_shares_of_the_last_step_come_on_top(
    cost_of: BuildCost, equipment: Build, factor: Build, converter: BuildConverter
) -> None:
    shares = [
        factor(id=of, title=of, share=share, of=of)
        for of, share in (("installed", 0.1), ("direct", 0.5), ("fci", 0.02))
    ]
    cost = cost_of(equipment=[equipment(amount=1e6, size=100)], capital_factors=shares)
    item = the_one(investments(cost, 1e5, "kg", 0.05, converter()))
    assert item.fci_jpy == pytest.approx(1e6 * 1.1 * 1.5 * 1.02)


def test_lang_factor_holds_the_installation(
    cost_of: BuildCost, equipment: Build, factor: Build, converter: BuildConverter
) -> None:
    cost = cost_of(
        equipment=[equipment(amount=1e6, size=100, life_years=5)],
        lang_factor=factor(value=3, grade="unverified"),
    )
    item = the_one(investments(cost, 1e5, "kg", 0.05, converter()))
    assert item.fci_jpy == pytest.approx(3e6)
    assert item.replacement_jpy == pytest.approx(3e6)
    assert item.grade == "unverified"


def test_plants_and_equipment_together(
    cost_of: BuildCost, capital: Build, equipment: Build, converter: BuildConverter
) -> None:
    cost = cost_of(capital=[capital()], equipment=[equipment()])
    items = investments(cost, 1e5, "kg", 0.05, converter())
    assert [i.pointer for i in items] == ["/cost/capital/0", "/cost/equipment/0"]


def test_replacements_are_bought_after_each_life(
    cost_of: BuildCost, equipment: Build, factor: Build, converter: BuildConverter
) -> None:
    """As BioSTEAM for corn stover: 5 years in a life of 30, operating years 6, 11, 16, 21, 26."""
    item = equipment(amount=1e6, size=100, installation_factor=1.5, life_years=5)
    share = factor(id="indirect", title="Indirect", share=0.6, of="direct")
    cost = cost_of(equipment=[item], capital_factors=[share])
    items = investments(cost, 1e5, "kg", 0.05, converter())
    assert replacements(items, 30) == dict.fromkeys((6, 11, 16, 21, 26), pytest.approx(1.5e6))
    assert the_one(items).fci_jpy == pytest.approx(1.5e6 * 1.6)


def test_what_lasts_as_long_as_the_plant_is_not_replaced(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    items = investments(
        cost_of(equipment=[equipment(life_years=10), equipment(id="b")]), 1e5, "kg", 0, converter()
    )
    assert replacements(items, 10) == {}
    assert set(replacements(items, 11)) == {11}
    assert set(replacements(items, 30)) == {11, 21}


def test_replacements_of_one_year_add_up_over_samples(
    cost_of: BuildCost, equipment: Build, converter: BuildConverter
) -> None:
    items = investments(
        cost_of(
            equipment=[
                equipment(amount=1e6, size=100, life_years=4),
                equipment(id="b", amount="price", size=100, life_years=2.5),
            ]
        ),
        1e5,
        "kg",
        0,
        converter(price=np.array([1e6, 2e6])),
    )
    spent = replacements(items, 10)
    assert sorted(spent) == [3, 5, 6, 8, 9]
    assert spent[5] == 1e6
    assert np.asarray(spent[3]).tolist() == [1e6, 2e6]


def lasting(life: float) -> Investment:
    return Investment(
        pointer="/cost/equipment/0",
        title=Localised(en="Catalyst", ja="触媒"),
        fci_jpy=1.0,
        scale_ratio=1.0,
        grade="published",
        source="assumption",
        at="",
        quoted="",
        life_years=life,
        replacement_jpy=1.0,
    )


@given(st.integers(1, 600), st.integers(1, 60))
def test_number_of_replacements(tenths: int, years: int) -> None:
    """Lives of whole tenths of a year, so that the count can be had in whole numbers."""
    spent = replacements((lasting(tenths / 10),), years)
    assert sum(float(np.asarray(v)) for v in spent.values()) == -(-10 * years // tenths) - 1
    assert set(spent) == {k * tenths // 10 + 1 for k in range(1, -(-10 * years // tenths))}


@given(st.floats(0.1, 60), st.integers(1, 60))
def test_replacements_fall_into_the_life_of_the_plant(life: float, years: int) -> None:
    assert all(1 <= year <= years for year in replacements((lasting(life),), years))
