"""Plants frozen from BioSTEAM: the same price, the same table, the price exactly its parts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parity.dcf.depreciation import schedule
from parity.dcf.document import read_cash_flow, to_plant_terms
from parity.dcf.msp import Price, minimum_price, npv
from parity.dcf.result import cash_flow_result
from parity.dcf.table import cash_flow_table, irr
from parity.dcf.terms import Deduction, Depreciation, Plant, Terms, loss_rule

FILES = sorted(Path(__file__).parent.glob("dcf_*.json"))
RULES: dict[str, tuple[str, Deduction]] = {
    "carry": ("carry", "full_payment"),
    "refund": ("refund", "full_payment"),
    "none": ("none", "full_payment"),
    "carry_interest_only": ("carry", "interest"),
    "carry_cap50_10y": ("japan_large", "full_payment"),
}


def load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        (Path(__file__).parent / f"dcf_{name}.json").read_text(encoding="utf-8")
    )
    return document


def asked(document: dict[str, Any], rule: str) -> tuple[Plant, Terms]:
    losses, deduction = RULES[rule]
    return to_plant_terms(read_cash_flow(document), loss_rule(losses), deduction)


def summed(plant: Plant, price: Price) -> float:
    k = price.factors
    return float(
        plant.variable_cost * k.variable
        + plant.fixed_cost * k.fixed
        - plant.by_product_sales * k.sales
        + plant.fixed_capital * k.capital
        + plant.working_capital * k.working
        + sum(spent * k.replacement[year] for year, spent in plant.replacements.items())
    )


def test_nine_plants_are_frozen() -> None:
    assert len(FILES) == 9


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_price_is_the_frozen_one_and_its_parts_sum_to_it(file: Path, rule: str) -> None:
    document = json.loads(file.read_bytes())
    plant, terms = asked(document, rule)
    price = minimum_price(plant, terms)
    assert price.value == pytest.approx(document["msp_exact"][rule], rel=1e-12)
    assert summed(plant, price) == pytest.approx(price.value, rel=1e-12)
    assert abs(npv(plant, terms, price.value)) < 1e-11 * plant.fixed_capital
    assert irr(plant, terms, float(price.value)) == pytest.approx(terms.discount_rate, abs=1e-9)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_price_is_biosteams_within_its_own_tolerance(file: Path) -> None:
    document = json.loads(file.read_bytes())
    price = minimum_price(*asked(document, "carry"))
    assert price.value == pytest.approx(document["expected"]["MSP_solve_price"], rel=1e-6)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_of_the_table_is_biosteams_within_one_dollar(file: Path) -> None:
    document = json.loads(file.read_bytes())
    plant, terms = asked(document, "carry")
    rows = cash_flow_table(plant, terms, document["expected"]["MSP_solve_price"])
    theirs = document["cashflow_table_MMUSD"]
    assert [f"{row.name.en} [MM$]" for row in rows if row.unit == "money"] == [
        name for name in theirs if name != "Discount factor"
    ]
    for row in rows:
        if row.unit == "money":
            expected = 1e6 * np.array(theirs[f"{row.name.en} [MM$]"])
            np.testing.assert_allclose(row.values, expected, rtol=0, atol=1)
        else:
            np.testing.assert_allclose(row.values, theirs["Discount factor"], rtol=1e-12)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_schedules_by_name_are_the_frozen_ones(file: Path) -> None:
    for assets in json.loads(file.read_bytes())["inputs"]["depreciation"]:
        assert schedule(assets["schedule_name"]) == pytest.approx(assets["schedule"], abs=1e-12)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_comparisons_of_a_result_find_no_difference(file: Path) -> None:
    result = cash_flow_result(file.read_bytes())
    assert len(result.comparisons) == 1 + 5 + 19
    for one in result.comparisons:
        assert one.found == pytest.approx(one.expected, rel=1e-6, abs=1), one.name


PRINTED = {
    "v2_startup6": (0.500477, 0.5001, 0.5029, 0.5005, 0.5007),
    "v4_loan_accumulates": (0.485596, 0.4786, 0.4906, 0.4900, 0.4872),
    "cornstover_254_inflation": (0.651663, 0.6292, 0.6624, 0.6673, 0.6543),
}
"""Printed results of BioSTEAM variants whose files were not kept, in the order of `RULES`."""


def variant(name: str, rule: str) -> tuple[Plant, Terms]:
    if name == "cornstover_254_inflation":
        plant, terms = asked(load("cornstover_254"), rule)
        return plant, inflated(terms, 0.02)
    plant, terms = asked(load("corn_v3_loan"), rule)
    if name == "v2_startup6":
        return plant, replace(terms, loan=None)
    assert terms.loan is not None
    return plant, replace(terms, loan=replace(terms.loan, accumulates=True))


def inflated(terms: Terms, inflation: float) -> Terms:
    """Inflate as the ethanol model does: its boiler is depreciated at the price of year 0."""
    level = sum(
        share * (1 + inflation) ** year
        for share, year in zip(terms.construction, (-2, -1, 0), strict=True)
    )
    general, boiler = terms.depreciation
    rest = (general.share + boiler.share) - boiler.share / level
    return replace(
        terms,
        inflation=inflation,
        depreciation=(
            Depreciation(rest, general.schedule),
            Depreciation(boiler.share / level, boiler.schedule),
        ),
    )


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("index", range(5), ids=RULES)
def test_variants_of_which_only_the_result_was_printed(name: str, index: int) -> None:
    price = minimum_price(*variant(name, list(RULES)[index]))
    digits = 6 if index == 0 else 4
    assert price.value == pytest.approx(PRINTED[name][index], abs=0.51 * 10.0**-digits)


@pytest.mark.parametrize("rule", RULES)
def test_samples_are_the_single_plants(rule: str) -> None:
    plant, terms = asked(load("cornstover"), rule)
    rng = np.random.default_rng(3)

    def spread(value: float) -> Any:
        return value * rng.lognormal(0, 0.3, 40)

    many = Plant(
        *(spread(float(getattr(plant, name))) for name in list(Plant.__dataclass_fields__)[:6]),
        replacements={year: spread(float(spent)) for year, spent in plant.replacements.items()},
    )
    terms = replace(terms, discount_rate=rng.uniform(-0.02, 0.2, 40))
    prices = minimum_price(many, terms)
    values = np.asarray(prices.value)
    for s in range(40):
        one = Plant(
            *(float(getattr(many, name)[s]) for name in list(Plant.__dataclass_fields__)[:6]),
            replacements={year: float(spent[s]) for year, spent in many.replacements.items()},
        )
        alone = minimum_price(one, replace(terms, discount_rate=float(terms.discount_rate[s])))
        assert values[s] == pytest.approx(alone.value, rel=1e-12)
        assert prices.factors.capital[s] == pytest.approx(alone.factors.capital, rel=1e-9)
        assert bool(prices.loss_years[s]) is alone.loss_years
