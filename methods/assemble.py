"""From the draft to arrays: the `System` that `lca.solve` solves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inventories.document import GRADES
from inventories.inventory import worst_grade
from lca.system import Array, System
from methods.errors import ProductUnlinkedError
from methods.lines import Draft, Line


@dataclass(frozen=True, eq=False)
class Foreground:
    """The part of a system that is solved.

    Attributes
    ----------
    position : column id -> its index
    technosphere : (n, n), or (s, n, n) if an amount between columns is an array of samples
    demand : (n,)
    """

    position: dict[str, int]
    technosphere: Array
    demand: Array


def foreground(draft: Draft) -> Foreground:
    """Return the technosphere and the demand of a draft, every rule applied.

    Raises
    ------
    ProductUnlinkedError
        If an internal input or the functional unit names a product no column makes.
    """
    columns = draft.columns
    position = {column.id: j for j, column in enumerate(columns)}
    row_of = {(c.activity, c.product): j for j, c in enumerate(columns)}
    linked = [x for x in draft.lines if x.kind in ("output", "internal")]
    samples = np.broadcast_shapes(*(np.shape(x.amount) for x in linked))
    technosphere = np.zeros((*samples, len(columns), len(columns)))
    for line in linked:
        j = position[line.activity]
        if line.kind == "output":
            technosphere[..., j, j] += line.amount
        else:
            technosphere[..., _row(row_of, line), j] -= line.amount
    return Foreground(position, technosphere, _demand(draft, row_of, len(columns)))


def assemble(draft: Draft) -> System:
    """Turn a draft, every rule applied, into a system.

    Raises
    ------
    ProductUnlinkedError
        If an internal input or the functional unit names a product no column makes.
    ValueError
        If an amount is an array of samples; `methods.scoring` takes those.
    """
    columns = draft.columns
    solved = foreground(draft)
    providers = _keys(draft, "background")
    flows = _keys(draft, "elementary")
    provider_row = {key: i for i, key in enumerate(providers)}
    flow_row = {key: i for i, key in enumerate(flows)}
    n, p, k = len(columns), len(providers), len(flows)
    parts = {grade: (np.zeros((p, n)), np.zeros((k, n))) for grade in GRADES}
    link_grade = {a.id: a.link_grade for a in draft.inventory.activities}
    asked = [link_grade[column.activity] for column in columns]
    for line in draft.lines:
        j = solved.position[line.activity]
        if line.kind == "background":
            parts[worst_grade(line.grade, asked[j])][0][provider_row[line.key], j] += line.amount
        elif line.kind == "elementary":
            parts[worst_grade(line.grade, asked[j])][1][flow_row[line.key], j] += line.amount
    return System(
        columns=columns,
        technosphere=solved.technosphere,
        providers=providers,
        background_demand=np.sum([part[0] for part in parts.values()], axis=0),
        flows=flows,
        direct=np.sum([part[1] for part in parts.values()], axis=0),
        demand=solved.demand,
        totals=draft.characterizations,
        grades={g: part for g, part in parts.items() if part[0].any() or part[1].any()},
    )


def _keys(draft: Draft, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.key for line in draft.lines if line.kind == kind))


def _row(row_of: dict[tuple[str, str], int], line: Line) -> int:
    found = row_of.get((line.supplier or "", line.key))
    if found is None:
        raise ProductUnlinkedError(line.pointer, line.supplier or "", line.key)
    return found


def _demand(draft: Draft, row_of: dict[tuple[str, str], int], n: int) -> Array:
    inventory = draft.inventory
    demand = np.zeros(n)
    product = row_of.get((inventory.product_activity, inventory.product_flow))
    if product is None:
        raise ProductUnlinkedError(
            "/functional_unit/flow", inventory.product_activity, inventory.product_flow
        )
    demand[product] = inventory.demand
    for index, service in enumerate(inventory.route.functional_unit.downstream):
        if service.activity not in draft.included:
            continue
        flow = inventory.activity(service.activity).reference.flow
        row = row_of.get((service.activity, flow))
        if row is None:
            pointer = f"/functional_unit/downstream/{index}"
            raise ProductUnlinkedError(pointer, service.activity, flow)
        demand[row] += service.amount
    return demand
