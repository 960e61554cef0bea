"""Ratios over the gates, the exact log split, the needed rate and gap closure."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.document.route import Gate
from parity.gates.errors import (
    GateBaselineMissingError,
    GateCostInvalidError,
    GateNumberInvalidError,
    GatesTooFewError,
    GateTargetYearError,
    GateUnknownError,
)
from parity.gates.progress import gap_closure, gate_progress, log_split, needed_factor
from parity.gates.records import gate_line

Build = Callable[..., Any]
C0, C1 = 2.2469771241830063, 1.3443463164251206
"""Cost of the small model today and with every lever at its target (hand-derived golden)."""
TARGETS = {"titre": 100.0, "rate": 2.0, "yld": 0.45, "feed": 0.36, "recov": 0.92}


@pytest.fixture
def planned(model: Build) -> Any:
    return model(**{name: {"g2": (value, "target")} for name, value in TARGETS.items()})


def test_frozen_and_moving_ratio_and_the_exact_split(planned: Any, gates: tuple[Gate, ...]) -> None:
    line = gate_line(gates, planned)
    found = gate_progress(line, planned, "2031", {"g0": 1.6, "g1": 1.5, "g2": 1.2})
    assert [p.bio_jpy for p in found] == pytest.approx([C0, C0, C1], rel=1e-12)
    assert [p.ratio_frozen for p in found] == pytest.approx([C0 / 1.6, C0 / 1.6, C1 / 1.6])
    assert [p.ratio_moving for p in found] == pytest.approx([C0 / 1.6, C0 / 1.5, C1 / 1.2])
    assert found[0].since_start is None
    last = found[2]
    assert last.since_start is not None
    assert last.since_last is not None
    assert last.since_start.own == pytest.approx(math.log(C1 / C0), abs=1e-12)
    assert last.since_start.market == pytest.approx(math.log(1.6 / 1.2), abs=1e-12)
    assert last.since_start.total == pytest.approx(
        math.log(last.ratio_moving / found[0].ratio_moving), abs=1e-12
    )
    assert last.since_last.market == pytest.approx(math.log(1.5 / 1.2), abs=1e-12)
    assert planned.asked == [3]  # all gates in one question


def test_the_baseline_of_a_gate_comes_from_the_model(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(price={"g1": (1.5, "modelled"), "g2": (1.2, "target")})
    found = gate_progress(gate_line(gates, given), given, "2031")
    assert [p.baseline_jpy for p in found] == [1.6, 1.5, 1.2]
    assert found[2].ratio_frozen == pytest.approx(C0 / 1.6)
    split = found[2].since_start
    assert split is not None
    assert split.own == 0
    assert split.market > 0  # a cheaper baseline moves parity away


def test_needed_rate_distance_and_gap(planned: Any, gates: tuple[Gate, ...]) -> None:
    line = gate_line(gates, planned)
    found = gate_progress(line, planned, "2030")
    ratio = C0 / 1.6
    assert found[0].distance == pytest.approx(ratio - 1.2)
    assert found[0].needed_percent == pytest.approx(100 * ((1.2 / ratio) ** (1 / 6) - 1))
    assert found[2].needed_percent is None  # the gate is at the target date
    assert found[0].gap_closure == pytest.approx(0)
    assert found[2].gap_closure == pytest.approx(1 - (C1 / 1.6 - 1.2) / (ratio - 1.2))
    assert [p.met for p in found] == [False, False, True]
    assert [p.gate_target for p in found] == [None, None, 1.4]


def test_needed_factor_by_hand() -> None:
    assert needed_factor(1.5, 1.2, 1.0) == pytest.approx(0.8)
    assert needed_factor(1.0, 1.2, 1.0) == pytest.approx(1.2)
    for bad in ((0.0, 1.2, 1.0), (1.5, -1.0, 1.0), (1.5, 1.2, 0.0), (math.nan, 1.2, 1.0)):
        with pytest.raises(GateNumberInvalidError):
            needed_factor(*bad)


def test_gap_closure_is_not_told_of_a_gap_next_to_nothing() -> None:
    assert gap_closure(1.24, 1.21, 1.2) is None
    assert gap_closure(1.0, 0.9, 1.2) is None
    assert gap_closure(2.0, 1.2, 1.2) == 1.0


def test_no_logarithm_of_a_cost_that_is_not_positive() -> None:
    assert log_split((2.0, -0.1), (1.0, 1.0)) is None


def test_a_line_that_gives_no_progress_is_refused(planned: Any, gates: tuple[Gate, ...]) -> None:
    line = gate_line(gates, planned)
    with pytest.raises(GatesTooFewError, match="1 stage gate"):
        gate_progress(line[:1], planned, "2030")
    with pytest.raises(GateTargetYearError, match="`g0`"):
        gate_progress(line, planned, "2024")
    with pytest.raises(GateBaselineMissingError, match="g1, g2"):
        gate_progress(line, planned, "2030", {"g0": 1.6})
    with pytest.raises(GateUnknownError, match="`g7`"):
        gate_progress(line, planned, "2030", {"g0": 1.6, "g7": 1.6})
    with pytest.raises(GateCostInvalidError, match="baseline cost at g1 is nan"):
        gate_progress(line, planned, "2030", {"g0": 1.6, "g1": np.nan, "g2": 1.0})
    with pytest.raises(GateCostInvalidError, match="baseline cost at g2 is 0"):
        gate_progress(line, planned, "2030", {"g0": 1.6, "g1": 1.0, "g2": 0.0})


def test_a_plant_that_cannot_be_built_at_a_gate_is_refused(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(recov={"g1": (0.0, "modelled")})
    with (
        np.errstate(divide="ignore"),
        pytest.raises(GateCostInvalidError, match="bio cost at g1 is inf"),
    ):
        gate_progress(gate_line(gates, given), given, "2030")
