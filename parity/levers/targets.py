"""Where the levers should go: the values of the parameters at a stage gate."""

from __future__ import annotations

from typing import Literal

from parity.inputs import Input, Weighing
from parity.levers.errors import GateValuesMissingError
from parity.levers.moves import check_values

Side = Literal["above", "below"]


def wanted_side(moved: Input) -> Side | None:
    """Return the side of today's value on which all targets of the gates lie, None if on both."""
    wanted = [gate.value for gate in moved.gates.values() if gate.status == "target"]
    if wanted and min(wanted) > moved.value:
        return "above"
    return "below" if wanted and max(wanted) < moved.value else None


def gate_targets(model: Weighing, gate_id: str) -> dict[str, float]:
    """Return the value of every input that has one at the gate, in its unit.

    Measured, modelled and wanted values count alike; inputs without a value there are left out
    and keep today's.

    Raises
    ------
    GateValuesMissingError
        If no input has a value at the gate; the gates with values are named.
    LeverOutsideBoundError
        If a value is beyond the input's physical bound.
    """
    found = {
        name: moved.gates[gate_id].value
        for name, moved in model.inputs.items()
        if gate_id in moved.gates
    }
    if not found:
        known = dict.fromkeys(gate for moved in model.inputs.values() for gate in moved.gates)
        raise GateValuesMissingError(gate_id, known)
    check_values(model, found)
    return found
