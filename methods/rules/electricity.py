"""Axis `electricity`: which dataset stands for an electricity input.

The ladder is an ordered list; the first rung that fits the input's supply decides. The last one is
always the location's average (`ElectricityOptions`). Supplier mix and residual mix are rungs that
documents carry no data for yet: they never fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from inventories.document.activities import ElectricitySupply
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import ElectricityOptions, read
from methods.rulebook import Choice

AXIS = "electricity"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Choose the provider of every electricity input."""
    return CHOICES[choice.choice](draft, choice, context)


def _no_data(_supply: ElectricitySupply) -> bool:
    return False


RUNGS: Mapping[str, Callable[[ElectricitySupply], bool]] = {
    "contract": lambda s: s.supply == "contract" and s.instrument is not None,
    "direct_line": lambda s: s.supply == "direct_line",
    "own": lambda s: s.supply == "own",
    "own_off_grid": lambda s: s.supply in {"own", "direct_line"} and not s.grid_connected,
    "supplier_mix": _no_data,
    "residual": _no_data,
    "location_average": lambda _s: True,
}
"""Whether a rung fits the supply of an input."""


def _ladder(draft: Draft, choice: Choice, context: Context) -> Draft:
    rungs = read(choice.options, ElectricityOptions).rungs
    lines: list[Line] = []
    notes: list[Note] = []
    for line in draft.lines:
        item = line.source_input
        supply = item.electricity if item else None
        if line.kind != "background" or item is None or supply is None or supply.supply == "grid":
            lines.append(line)
            continue
        rung = next(name for name in rungs if RUNGS[name](supply))
        provider = line.key
        if rung != "location_average" and supply.contract_provider is not None:
            provider = context.linked(supply.contract_provider, item.unit, line.pointer)
        lines.append(replace(line, key=provider, because=AXIS))
        if line.amount != 0:
            params = {"supply": supply.supply, "rung": rung, "provider": provider}
            notes.append(Note(AXIS, "electricity-rung", line.activity, params))
    return draft.with_lines(tuple(lines), *notes)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {"ladder": _ladder}
