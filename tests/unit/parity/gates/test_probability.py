"""The probability of the target at a gate, from what is known at another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.document.flows import Distribution
from inventories.document.route import Gate
from lca.copula import Link
from lca.sampling_errors import CorrelationUnknownNameError, SamplesAllFailedError
from parity.gates.errors import (
    GatesTooFewError,
    GateTargetYearError,
    GateUnknownError,
    ProjectionMissingError,
)
from parity.gates.probability import gate_probability, outlook_by_gate
from parity.gates.records import gate_line
from parity.inputs import Weighed

Build = Callable[..., Any]
YIELD = {"g0": (0.3, "measured"), "g1": (0.36, "measured"), "g2": (0.45, "target")}
TITRE = {"g0": (50, "measured"), "g1": (70, "measured"), "g2": (100, "target")}
BREAK_EVEN = 0.379002
"""Yield at which the small model costs 1.2 of its baseline (hand-derived golden, 1.92)."""


def test_one_input_gives_the_closed_form(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(yld=YIELD)
    line = gate_line(gates, given)
    found = gate_probability(line, given, "g2", n=20_000, seed=7)
    exact = found.projected["yld"].probability_at_least(BREAK_EVEN)
    chance = found.programme.probability
    assert 0.2 < exact < 0.98
    assert chance.low <= exact <= chance.high
    assert chance.n == 20_000
    assert given.asked == [20_000]
    assert found.own is not None  # the gate wants 1.4
    assert found.own.probability.value > chance.value
    assert (found.known_at, found.drawn, found.held) == ("g2", (), ())


def test_a_sobol_sample_comes_nearer(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(yld=YIELD)
    found = gate_probability(gate_line(gates, given), given, "g2", n=20_000, seed=7, method="sobol")
    exact = found.projected["yld"].probability_at_least(BREAK_EVEN)
    assert found.programme.probability.value == pytest.approx(exact, abs=1e-3)


def test_only_what_is_known_at_a_gate_counts(model: Build, gates: tuple[Gate, ...]) -> None:
    early = Gate(id="first", title=gates[0].title, date="2022")
    given = model(yld={"first": (0.2, "measured"), **YIELD})
    line = gate_line((early, *gates), given)
    then = gate_probability(line, given, "g2", n=2000, seed=1, known_at="g0")
    now = gate_probability(line, given, "g2", n=2000, seed=1, known_at="g1")
    assert (then.known_at, now.known_at) == ("g0", "g1")
    assert then.projected["yld"].mean != now.projected["yld"].mean
    with pytest.raises(GateTargetYearError, match="`g1`"):
        gate_probability(line, given, "g0", n=10, seed=1, known_at="g1")
    with pytest.raises(GateUnknownError, match="`g5`"):
        gate_probability(line, given, "g5", n=10, seed=1)


def test_the_chance_of_the_last_gate_as_it_could_be_told_at_each(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(yld={**YIELD, "g2": (0.5, "measured")})
    line = gate_line(gates, given)
    found = outlook_by_gate(line, given, n=500, seed=3)
    assert list(found) == ["g1", "g2"]  # one measurement at g0 gives no trend
    assert [p.known_at for p in found.values()] == ["g1", "g2"]
    assert {p.gate for p in found.values()} == {"g2"}
    assert 0 < found["g1"].programme.probability.value < 1
    assert found["g2"].programme.probability.value == 1.0
    with pytest.raises(GatesTooFewError):
        outlook_by_gate((), given, n=500, seed=3)


def test_a_gate_at_which_all_is_measured_is_certain(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(yld={**YIELD, "g2": (0.5, "measured", "2030-11")})
    found = gate_probability(gate_line(gates, given), given, "g2", n=100, seed=1)
    assert found.projected["yld"].sd == 0
    assert found.programme.p5 == found.programme.p95
    assert found.programme.probability.value == 1.0


def test_inputs_without_a_trend_stand_where_they_are_or_where_the_plan_has_them(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(yld=YIELD, titre={"g1": (70, "modelled"), "g2": (100, "target")})
    line = gate_line(gates, given)
    today = gate_probability(line, given, "g2", n=2000, seed=1, known_at="g1")
    plan = gate_probability(line, given, "g2", n=2000, seed=1, known_at="g1", others="gate")
    assert [(h.name, h.value, h.why) for h in today.held] == [("titre", 70, "few_points")]
    assert [(h.name, h.value) for h in plan.held] == [("titre", 100)]
    assert plan.programme.median < today.programme.median


def test_a_target_is_not_what_is_known(model: Build, gates: tuple[Gate, ...]) -> None:
    given = model(yld=YIELD, titre={"g1": (70, "target")})
    found = gate_probability(gate_line(gates, given), given, "g2", n=100, seed=1)
    assert [(h.name, h.value) for h in found.held] == [("titre", 50)]


def test_a_measured_value_on_its_bound_is_held_and_said_so(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(titre=TITRE, yld={"g0": (0.4, "measured"), "g1": (0.51, "measured")})
    found = gate_probability(gate_line(gates, given), given, "g2", n=100, seed=1)
    assert [(h.name, h.value, h.why) for h in found.held] == [("yld", 0.51, "not_projectable")]
    assert list(found.projected) == ["titre"]


def test_inputs_with_a_distribution_are_drawn_unless_told_otherwise(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    feed = {"feed": Distribution(kind="uniform", low=0.2, high=0.6)}
    given = model(yld=YIELD, distributions=feed)
    line = gate_line(gates, given)
    wide = gate_probability(line, given, "g2", n=4000, seed=1)
    narrow = gate_probability(line, given, "g2", n=4000, seed=1, draw_others=False)
    assert (wide.drawn, narrow.drawn) == (("feed",), ())
    spread = [p.programme.p95 - p.programme.p5 for p in (wide, narrow)]
    assert spread[0] > spread[1]


def test_inputs_that_go_together_make_both_ends_likelier(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(yld=YIELD, titre=TITRE, feed={"g1": (0.4, "measured")})
    line = gate_line(gates, given)
    spreads = []
    for rho in (-0.9, 0.0, 0.9):
        pairs = (Link(("titre", "yld"), rho), Link(("titre", "feed"), 0.5))
        found = gate_probability(line, given, "g2", n=8000, seed=2, correlations=pairs)
        spreads.append(found.programme.p95 - found.programme.p5)
        assert found.unused_correlations == (("titre", "feed"),)
    assert spreads[0] < spreads[1] < spreads[2]
    with pytest.raises(CorrelationUnknownNameError, match="titer"):
        gate_probability(
            line, given, "g2", n=10, seed=2, correlations=(Link(("titer", "yld"), 0.5),)
        )


def test_a_probability_of_nothing_uncertain_is_refused(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(yld={"g0": (0.3, "measured")})
    with pytest.raises(ProjectionMissingError, match="`g2`"):
        gate_probability(gate_line(gates, given), given, "g2", n=10, seed=1)


def test_failed_samples_are_counted_and_all_failed_is_an_error(
    model: Build, gates: tuple[Gate, ...]
) -> None:
    given = model(yld=YIELD)

    class Fragile:
        inputs, target = given.inputs, 1.2

        def __init__(self, limit: float) -> None:
            self.limit = limit

        def weigh(self, values: Any) -> Weighed:
            weighed = given.weigh(values)
            ratio = np.where(values["yld"] > self.limit, weighed.ratio, np.nan)
            return Weighed(ratio, ratio, weighed.baseline, ratio)

    line = gate_line(gates, given)
    found = gate_probability(line, Fragile(0.3), "g2", n=2000, seed=1)
    assert found.programme.failed > 0
    assert found.programme.n + found.programme.failed == 2000
    with pytest.raises(SamplesAllFailedError):
        gate_probability(line, Fragile(0.6), "g2", n=10, seed=1)
