"""Axis `electricity`: which dataset stands for an electricity input.

The ladder is an ordered list; the first rung that fits the input's supply decides. The last one is
always the location's average (`ElectricityOptions`). A rung the input has no data for does not
fit. Power from the grid passes the ladder like any other: a supplier's or a residual mix may stand
for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from inventories.document.activities import ElectricitySupply
from inventories.expressions import Value
from inventories.inventory import InventoryInput
from inventories.quantities import factor
from inventories.values import is_zero
from methods.carbon import CO2E_CREDIT
from methods.context import Context
from methods.lines import Draft, Line, Note
from methods.options import ElectricityOptions, ElectricityRung, read
from methods.rulebook import Choice

AXIS = "electricity"


def apply(draft: Draft, choice: Choice, context: Context) -> Draft:
    """Choose what stands for every electricity input."""
    return CHOICES[choice.choice](draft, choice, context)


@dataclass(frozen=True)
class _Counted:
    """What a rung makes of an input: another dataset, or a fixed charge, g CO2e per MJ.

    Both None: the dataset of the document stays.
    """

    provider: str | None = None
    g_per_mj: float | None = None


Fit = Callable[[ElectricitySupply, ElectricityOptions], _Counted | None]


def _contracted(fits: Callable[[ElectricitySupply], bool]) -> Fit:
    return lambda s, _o: _Counted(s.contract_provider) if fits(s) else None


def _provided(provider: Callable[[ElectricitySupply], str | None]) -> Fit:
    return lambda s, _o: _Counted(provider(s)) if provider(s) is not None else None


def _full_load_hours(supply: ElectricitySupply, options: ElectricityOptions) -> _Counted | None:
    if supply.full_load_hours_met is None:
        return None
    return _Counted(g_per_mj=0.0 if supply.full_load_hours_met else options.full_load_g_per_mj)


RUNGS: Mapping[ElectricityRung, Fit] = {
    "contract": _contracted(lambda s: s.supply == "contract" and s.instrument is not None),
    "direct_line": _contracted(lambda s: s.supply == "direct_line"),
    "own": _contracted(lambda s: s.supply == "own"),
    "own_off_grid": _contracted(
        lambda s: s.supply in {"own", "direct_line"} and not s.grid_connected
    ),
    "supplier_mix": _provided(lambda s: s.supplier_provider),
    "residual": _provided(lambda s: s.residual_provider),
    "marginal": _provided(lambda s: s.marginal_provider),
    "fully_renewable": lambda s, _o: _Counted(g_per_mj=0.0) if s.fully_renewable else None,
    "full_load_hours": _full_load_hours,
    "location_average": lambda _s, _o: _Counted(),
}
"""What a rung makes of an input with a supply; None: it does not fit."""


def _ladder(draft: Draft, choice: Choice, context: Context) -> Draft:
    options = read(choice.options, ElectricityOptions)
    lines: list[Line] = []
    notes: list[Note] = []
    for line in draft.lines:
        item = line.source_input
        if line.kind != "background" or item is None or item.electricity is None:
            lines.append(line)
            continue
        supply = item.electricity
        rung, counted = _first(options, supply)
        lines += _replaced(line, item, counted, context)
        plain = supply.supply == "grid" and rung == "location_average"
        if not plain and not is_zero(line.amount):
            notes.append(_told(line, supply, rung, counted))
    return draft.with_lines(tuple(lines), *notes)


def _first(options: ElectricityOptions, supply: ElectricitySupply) -> tuple[str, _Counted]:
    fitting = ((rung, RUNGS[rung](supply, options)) for rung in options.rungs)
    return next((rung, counted) for rung, counted in fitting if counted is not None)


def _replaced(
    line: Line, item: InventoryInput, counted: _Counted, context: Context
) -> tuple[Line, ...]:
    if counted.g_per_mj is None:
        if counted.provider is None:
            return (line,)
        provider = context.linked(counted.provider, item.unit, line.pointer)
        return (replace(line, key=provider, because=AXIS),)
    free = replace(line, kind="uncounted", because=AXIS)
    kg_per_unit = counted.g_per_mj * factor("g", "kg") * factor(item.unit, "MJ")
    if not kg_per_unit:
        return (free,)
    charge = Line(
        line.activity,
        "elementary",
        CO2E_CREDIT,
        line.amount * kg_per_unit,
        line.grade,
        line.pointer,
        because=AXIS,
    )
    return (free, charge)


def _told(line: Line, supply: ElectricitySupply, rung: str, counted: _Counted) -> Note:
    if counted.g_per_mj is not None:
        fixed: dict[str, str | Value] = {
            "supply": supply.supply,
            "rung": rung,
            "g_per_mj": counted.g_per_mj,
        }
        return Note(AXIS, "electricity-fixed", line.activity, fixed)
    provider = counted.provider or line.key
    chosen: dict[str, str | Value] = {"supply": supply.supply, "rung": rung, "provider": provider}
    return Note(AXIS, "electricity-rung", line.activity, chosen)


CHOICES: Mapping[str, Callable[[Draft, Choice, Context], Draft]] = {"ladder": _ladder}
