"""The draft a guideline's rules work on: one line per exchange, one column per product made.

An `Inventory` becomes a `Draft` of lines; each rule takes a draft and returns a new one; the last
step turns the draft into an `lca.system.System`. Amounts are positive as written in the inventory
(an input of 2 is 2, an output of 1 is 1); a rule that credits something writes a negative amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from inventories.document import Grade, Localised
from inventories.expressions import Value
from inventories.inventory import Inventory, InventoryInput, InventoryOutput
from lca.system import Characterization, Column
from methods.tables import Factor

LineKind = Literal["output", "internal", "background", "elementary", "uncounted"]


@dataclass(frozen=True)
class Line:
    """One exchange of one column.

    kind / key:
    - ``output``: key = flow made by the column (reference, or co-product until it is resolved);
    - ``internal``: key = flow, `supplier` = activity that makes it;
    - ``background``: key = provider of the background;
    - ``elementary``: key = elementary flow;
    - ``uncounted``: enters without burden (waste feedstock, captured CO2, price-only, cut off) or
      leaves untreated; key = flow or price; kept for coverage and for the carbon account.

    `activity` is the id of the line's column (the activity's id until the multifunctionality rule
    gives each product a column of its own). `because` names the rule axis that added or changed
    the line, empty as written by the author. A line that stands for something else than the
    exchange itself (a credit, a counterfactual) has neither `source_input` nor `source_output`.
    `product`: the one product of the activity that carries the line, whatever the allocation;
    None: all of them share it.
    """

    activity: str
    kind: LineKind
    key: str
    amount: Value
    grade: Grade
    pointer: str
    supplier: str | None = None
    because: str = ""
    source_input: InventoryInput | None = None
    source_output: InventoryOutput | None = None
    product: str | None = None

    def scaled(self, factor: Value) -> Line:
        """Return the line with its amount multiplied by `factor`."""
        return replace(self, amount=self.amount * factor)


@dataclass(frozen=True)
class Note:
    """Something a rule wants the reader to know: rung used, share, exclusion.

    `code` is a stable id with bilingual text in `methods/notes.yaml`, `params` fill it; of an
    array of samples the mean is shown.
    """

    axis: str
    code: str
    activity: str
    params: Mapping[str, str | Value | Localised]
    level: Literal["info", "warning"] = "info"


@dataclass(frozen=True)
class CarbonTotal:
    """How one total of a guideline counts biogenic carbon.

    Attributes
    ----------
    id : name of the total; the first total is the score
    emission, uptake : counted per kg of biogenic CO2 emitted, or taken up (1, 0 or -1)
    methane_gas : row of the GWP table for biogenic methane
    product_carbon : counted per kg CO2 bound as biogenic carbon in the product (0 or -1)
    """

    id: str
    emission: float
    uptake: float
    methane_gas: Literal["ch4_biogenic", "ch4_biogenic_with_uptake"]
    product_carbon: float = 0.0


@dataclass(frozen=True)
class Draft:
    """An inventory on its way through the rules.

    `included` are the activity ids inside the boundary; `columns` the columns of the foreground;
    `shares` maps an activity to the share of its burden that each of its products carries and
    `rungs` to the names of the ladder's rungs used, once the multifunctionality rule has run;
    `carbon_totals` and `characterizations` come from the biogenic carbon and the GWP rule;
    `factors` are numbers of tables that the lines rest on, `flow_factors` those of the
    characterization of each elementary flow.
    """

    inventory: Inventory
    lines: tuple[Line, ...]
    included: frozenset[str]
    columns: tuple[Column, ...]
    shares: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    rungs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    carbon_totals: tuple[CarbonTotal, ...] = ()
    characterizations: tuple[Characterization, ...] = ()
    factors: tuple[Factor, ...] = ()
    flow_factors: Mapping[str, tuple[Factor, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def with_lines(self, lines: tuple[Line, ...], *notes: Note) -> Draft:
        """Return the draft with other lines and further notes."""
        return replace(self, lines=lines, notes=self.notes + notes)

    def column_of(self, activity: str, flow: str) -> Column | None:
        """Return the column that makes `flow` in `activity`, None if there is none."""
        for column in self.columns:
            if column.activity == activity and column.product == flow:
                return column
        return None


def differs(before: Draft, after: Draft) -> bool:
    """Whether a rule changed anything but the notes."""
    return before is not after and (
        len(before.lines) != len(after.lines)
        or any(_changed(a, b) for a, b in zip(before.lines, after.lines, strict=True))
        or before.columns != after.columns
        or before.included != after.included
        or before.carbon_totals != after.carbon_totals
        or before.characterizations is not after.characterizations
    )


def _changed(before: Line, after: Line) -> bool:
    return before is not after and (
        (before.activity, before.kind, before.key, before.supplier, before.product)
        != (after.activity, after.kind, after.key, after.supplier, after.product)
        or bool(np.any(before.amount != after.amount))
    )


def start(inventory: Inventory) -> Draft:
    """Return the draft of an inventory before any rule: lines as the author wrote them."""
    return Draft(
        inventory=inventory,
        lines=tuple(_lines(inventory)),
        included=frozenset(a.id for a in inventory.activities),
        columns=tuple(
            Column(a.id, a.id, a.reference.flow, a.stage, a.title_en, a.title_ja)
            for a in inventory.activities
        ),
    )


def _lines(inventory: Inventory) -> list[Line]:
    lines: list[Line] = []
    for activity in inventory.activities:
        lines += [_output(activity.id, output) for output in activity.outputs]
        lines += [_input(activity.id, item) for item in activity.inputs]
        lines += [
            Line(activity.id, "elementary", e.flow, e.amount, e.grade, e.pointer)
            for e in activity.elementary
        ]
    return lines


def _output(activity: str, output: InventoryOutput) -> Line:
    kind: LineKind = "output"
    key = output.flow
    if output.role == "waste":
        kind = "background" if output.treatment else "uncounted"
        key = output.treatment or output.flow
    return Line(
        activity, kind, key, output.amount, output.grade, output.pointer, source_output=output
    )


def _input(activity: str, item: InventoryInput) -> Line:
    kind: LineKind = "uncounted"
    key = item.flow or item.price
    if item.supplier is not None:
        kind = "internal"
    elif item.provider is not None:
        kind, key = "background", item.provider
    return Line(
        activity,
        kind,
        key,
        item.amount,
        item.grade,
        item.pointer,
        supplier=item.supplier,
        source_input=item,
    )
