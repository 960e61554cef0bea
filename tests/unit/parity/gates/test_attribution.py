"""Own progress between two gates, attributed to the inputs that moved."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from inventories.document.route import Gate
from parity.errors import InputUnknownError
from parity.gates.attribution import attribute, group_labels
from parity.gates.errors import GateCostInvalidError
from parity.gates.records import gate_line
from parity.inputs import Weighed
from parity.levers.errors import LeverGroupInvalidError, LeversTooManyError

Build = Callable[..., Any]
TARGETS = {"titre": 100.0, "rate": 2.0, "yld": 0.45, "feed": 0.36, "recov": 0.92}
PHI = {
    "titre": -0.13580562659846546,
    "rate": -0.04617234121909639,
    "yld": -0.4781661456853271,
    "feed": -0.12607748413375017,
    "recov": -0.11640921012124658,
}
"""Shapley values of the cost, hand-derived golden of the small model."""


@pytest.fixture
def planned(model: Build) -> Any:
    return model(
        price={"g2": (1.2, "target")},
        **{name: {"g2": (value, "target")} for name, value in TARGETS.items()},
    )


def test_golden_contributions_and_their_sum(planned: Any, gates: tuple[Gate, ...]) -> None:
    line = gate_line(gates, planned)
    found = attribute(line[0], line[2], planned)
    assert {c.name: c.jpy for c in found.contributions} == pytest.approx(PHI, abs=1e-12)
    assert found.jpy == pytest.approx(-0.9026308077578857, abs=1e-12)
    logs = [c.log for c in found.contributions if c.log is not None]
    assert sum(logs) == pytest.approx(math.log(1.3443463164251206 / 2.2469771241830063), abs=1e-12)
    assert found.log == pytest.approx(sum(logs), abs=1e-12)
    assert planned.asked == [32]


def test_a_gate_at_which_nothing_moved_has_no_contributions(
    planned: Any, gates: tuple[Gate, ...]
) -> None:
    line = gate_line(gates, planned)
    found = attribute(line[0], line[1], planned)
    assert (found.jpy, found.log, found.contributions) == (0.0, 0.0, ())


def test_inputs_of_a_group_count_as_one(planned: Any, gates: tuple[Gate, ...]) -> None:
    line = gate_line(gates, planned)
    found = attribute(
        line[0],
        line[2],
        planned,
        group_labels({"fermenter": ["titre", "rate", "yld", "crf"]}, planned),
    )
    assert [c.name for c in found.contributions] == ["fermenter", "feed", "recov"]
    assert [m.name for m in found.contributions[0].moved] == ["titre", "rate", "yld"]
    assert sum(c.jpy for c in found.contributions) == pytest.approx(found.jpy, abs=1e-12)


def test_more_inputs_than_can_be_told_apart_ask_for_groups(
    planned: Any, gates: tuple[Gate, ...]
) -> None:
    line = gate_line(gates, planned)
    kpi = line[0].kpis["titre"]
    many = {f"x{i}": dataclasses.replace(kpi, name=f"x{i}") for i in range(13)}
    moved = {name: dataclasses.replace(state, value=1.0) for name, state in many.items()}
    before = dataclasses.replace(line[0], kpis=many)
    after = dataclasses.replace(line[1], kpis=moved)
    with pytest.raises(LeversTooManyError, match="13 levers are more than the 12"):
        attribute(before, after, planned)


@pytest.mark.parametrize(
    ("groups", "error", "match"),
    [
        ({"a": ["titr"]}, InputUnknownError, "`titr` is no input"),
        ({"a": ["titre"], "b": ["titre"]}, LeverGroupInvalidError, "already in `a`"),
        ({"rate": ["titre"]}, LeverGroupInvalidError, "the name of an input"),
        ({"a": []}, LeverGroupInvalidError, "empty"),
    ],
)
def test_groups_that_do_not_fit_are_refused(
    planned: Any, groups: dict[str, list[str]], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        group_labels(groups, planned)


def test_a_mix_without_a_cost_is_named(planned: Any, gates: tuple[Gate, ...]) -> None:
    class Fragile:
        inputs, target = planned.inputs, planned.target

        def weigh(self, values: Any) -> Weighed:
            weighed = planned.weigh(values)
            fails = (values["titre"] == 100) & (values["yld"] == 0.3)
            bio = np.where(fails, np.nan, weighed.bio)
            return Weighed(bio, bio, weighed.baseline, bio / weighed.baseline)

    line = gate_line(gates, planned)
    with pytest.raises(GateCostInvalidError, match="g0 with titre of g2 is nan"):
        attribute(line[0], line[2], Fragile())
