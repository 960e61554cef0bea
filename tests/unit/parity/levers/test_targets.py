"""Targets of the levers from the values at a gate."""

from __future__ import annotations

import pytest
from unit.parity.levers.golden_model import fermentation, gate, upto

from parity.levers.errors import GateValuesMissingError, LeverOutsideBoundError
from parity.levers.targets import gate_targets


def test_values_at_a_gate_whatever_their_status() -> None:
    model = fermentation(
        yld={"gates": {"g1": gate(0.35), "g2": gate(0.45, "target")}},
        titre={"gates": {"g2": gate(100.0, "modelled")}},
    )
    assert gate_targets(model, "g2") == {"titre": 100.0, "yld": 0.45}
    assert gate_targets(model, "g1") == {"yld": 0.35}
    with pytest.raises(GateValuesMissingError, match=r"`g1`"):
        gate_targets(model, "g3")


def test_no_gates_and_values_beyond_the_bound_are_refused() -> None:
    with pytest.raises(GateValuesMissingError):
        gate_targets(fermentation(), "g1")
    over = fermentation(yld={"gates": {"g1": gate(0.6)}, "bound": upto(0, 0.511)})
    with pytest.raises(LeverOutsideBoundError, match="carbon of the sugar"):
        gate_targets(over, "g1")
