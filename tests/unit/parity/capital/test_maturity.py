"""Process contingency: the document's own, or from the table by TRL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.document import Cost
from parity.capital import contingency_of, maturity
from parity.capital.errors import ContingencyInvalidError

Build = Callable[..., dict[str, Any]]


@pytest.fixture
def with_contingency(factor: Build) -> Callable[..., Cost]:
    return lambda **given: Cost.model_validate(
        {"market_price": "acid", "contingency": factor(**given)}
    )


def test_none_is_taken_from_an_estimate_that_states_none() -> None:
    assert contingency_of(Cost(market_price="acid")) is None


def test_the_documents_own_share(with_contingency: Callable[..., Cost]) -> None:
    certain = contingency_of(with_contingency(share=0.3))
    assert certain is not None
    assert (certain.share, certain.low, certain.high) == (0.3, 0.3, 0.3)
    spread = contingency_of(with_contingency(share=0.3, low=0.2, high=0.5))
    assert spread is not None
    assert (spread.low, spread.share, spread.high) == (0.2, 0.3, 0.5)
    assert (spread.grade, spread.source, spread.at) == ("published", "assumption", "example")


@pytest.mark.parametrize(
    ("trl", "low", "high"),
    [(3, 0.3, 0.7), (4, 0.3, 0.7), (5, 0.2, 0.35), (6, 0.2, 0.35), (7, 0.05, 0.2), (9, 0, 0.1)],
)  # fmt: skip
def test_bands_of_aace_16r_90_by_trl(
    with_contingency: Callable[..., Cost], trl: int, low: float, high: float
) -> None:
    """Bench 30-70 %, small pilot 20-35 %, full-sized modules 5-20 %, commercial 0-10 %."""
    got = contingency_of(with_contingency(trl=trl))
    assert got is not None
    assert (got.low, got.high) == (low, high)
    assert low <= float(got.share) <= high
    assert got.grade == "unverified"  # which band a TRL stands for is ours
    assert got.at == f"TRL {trl}"


def test_contingency_falls_as_a_process_matures() -> None:
    table = maturity()
    shares = [table.trl[trl].share for trl in range(1, 10)]
    assert shares == sorted(shares, reverse=True)
    assert all(band.source and band.at for band in table.bands.values())


def test_a_moved_share_keeps_range_and_source(with_contingency: Callable[..., Cost]) -> None:
    samples = np.array([0.2, 0.4])
    got = contingency_of(with_contingency(trl=5), samples)
    assert got is not None
    assert got.share is samples
    assert (got.low, got.high) == (0.20, 0.35)
    alone = contingency_of(Cost(market_price="acid"), 0.25)
    assert alone is not None
    assert (alone.share, alone.grade) == (0.25, "unverified")


@pytest.mark.parametrize("moved", [-0.1, float("nan"), float("inf"), np.array([0.1, -0.1])])
def test_a_moved_share_that_is_none_is_refused(moved: Any) -> None:
    with pytest.raises(ContingencyInvalidError):
        contingency_of(Cost(market_price="acid"), moved)


def test_what_the_door_refuses_is_refused_here_too(with_contingency: Callable[..., Cost]) -> None:
    for given in ({"share": 0.5, "low": 0.2, "high": 0.35}, {}):
        cost = with_contingency(**given)
        with pytest.raises(ContingencyInvalidError, match="/cost/contingency"):
            contingency_of(cost)
