"""The price band of the Japanese scheme, and that it closes little."""

from __future__ import annotations

from pathlib import Path

import pytest

from parity.carbon.errors import CarbonPriceYearMissingError, PolicyTableInvalidError
from parity.carbon.pair import priced_pair
from parity.carbon.policy import POLICIES_FOLDER, load_policy

HEADER = "item,fiscal_year,value,unit,price_year,source,url,locator,grade,note\n"


def test_years_between_follow_the_stated_increase() -> None:
    policy = load_policy("gx_ets")
    rise = policy.scope["real_increase"].value
    for year, (lower, upper) in policy.bands.items():
        for price, first in ((lower, 1700), (upper, 4300)):
            assert price.value == pytest.approx(first * (1 + rise) ** (year - 2026), abs=0.5)
            assert price.price_year == 2026
    assert [v.value for v in policy.band(2030)] == [1913, 4840]
    assert list(policy.bands) == [2026, 2027, 2028, 2029, 2030]


def test_years_without_a_price_are_refused_with_the_span() -> None:
    for year in (2025, 2031, 2050):
        with pytest.raises(CarbonPriceYearMissingError, match="2026-2030"):
            load_policy("gx_ets").band(year)


def test_the_upper_price_of_2030_is_twelve_yen_per_kg_at_two_and_a_half_kg() -> None:
    pair = priced_pair(300.0, 200.0, 1.5, 4.0)
    lower, upper = (pair.costs_at(price.value) for price in load_policy("gx_ets").band(2030))
    assert upper.marginal_baseline - upper.marginal_bio == pytest.approx(12.1)
    assert lower.ratio == pytest.approx((300 + 1.913 * 1.5) / (200 + 1.913 * 4))
    assert upper.ratio < lower.ratio < pair.costs_at(0.0).ratio == 1.5


def test_every_number_has_source_and_place() -> None:
    policy = load_policy("gx_ets")
    values = [v for both in policy.bands.values() for v in both] + list(policy.scope.values())
    assert all(v.source and v.locator and v.url.startswith("https://") for v in values)
    assert policy.scope["direct_co2_threshold"].value == 100_000
    assert policy.scope["climate_tax"].value == 289


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("lower_price,2026,1,JPY/t,2026,s,u,here,published,\n", "needs lower_price"),
        ("lower_price,2026,1,JPY/t,2026,s,u,here,guessed,\n", "grade"),
        ("lower_price,2026,nan,JPY/t,2026,s,u,here,published,\n", "finite"),
        ("lower_price,2026,x,JPY/t,2026,s,u,here,published,\n", "could not convert"),
        ("lower_price,,1,JPY/t,2026,s,u,here,published,\n", "misplaced"),
        ("lower_price,2026,1,JPY/t,2026,s,u,here,published\n", "columns"),
        ("scope,,1,t,,s,u,here,published,\n", "no year"),
        (
            "lower_price,2026,2,JPY/t,2026,s,u,here,published,\n"
            "upper_price,2026,1,JPY/t,2026,s,u,here,published,\n",
            "lower_price <= upper_price",
        ),
        ("lower_price,2026,1,JPY/t,2026,s,u,here,published,\n" * 2, "twice"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, rows: str, problem: str) -> None:
    (tmp_path / "own.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(PolicyTableInvalidError, match=problem):
        load_policy("own", tmp_path)


def test_a_missing_or_headless_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyTableInvalidError, match="no such policy"):
        load_policy("none", tmp_path)
    (tmp_path / "own.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(PolicyTableInvalidError, match="columns must be"):
        load_policy("own", tmp_path)
    assert (POLICIES_FOLDER / "gx_ets.csv").is_file()
