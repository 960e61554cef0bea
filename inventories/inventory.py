"""A route with its formulas evaluated and its units converted: what the rules act on.

`evaluate` is the only way from a `Route` document to an `Inventory`. It assumes a route without
error findings (`inventories.checks.check_route`); it raises where a check would have reported.

The grade of an evaluated amount is the worst of the exchange's own grade and of the parameters in
its formula. Each activity also carries the worst grade of the links that lead to it: electricity
is no better known than the hydrogen it is used for.

Amounts are floats, or arrays of samples of shape (s,) where a parameter was given as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from inventories import expressions
from inventories.document import Route
from inventories.document.activities import (
    CapturedCarbon,
    Displaces,
    ElectricitySupply,
    Feedstock,
    Input,
    Output,
)
from inventories.document.base import GRADES, Grade
from inventories.document.flows import Flow
from inventories.expressions import Value
from inventories.quantities import factor


@dataclass(frozen=True)
class InventoryOutput:
    """An output in the flow's canonical unit."""

    flow: str
    amount: Value
    role: str
    displaces: Displaces | None
    treatment: str | None
    price: str
    pointer: str
    grade: Grade
    recovery: Literal["energy", "material"] | None = None
    causal_share: float | None = None
    permanently_bound: bool = False


@dataclass(frozen=True)
class InventoryInput:
    """An input in the canonical unit of its flow or provider.

    Exactly one of `supplier` (activity id), `provider` (background key), `feedstock`/`co2`,
    `price_only` says where it comes from.
    """

    amount: Value
    unit: str
    supplier: str | None
    flow: str | None
    provider: str | None
    feedstock: Feedstock | None
    co2: CapturedCarbon | None
    electricity: ElectricitySupply | None
    infrastructure: bool
    price_only: bool
    price: str
    pointer: str
    grade: Grade


@dataclass(frozen=True)
class InventoryElementary:
    """An exchange with nature, in the unit of the elementary flow."""

    flow: str
    amount: Value
    pointer: str
    grade: Grade


@dataclass(frozen=True)
class InventoryActivity:
    """A unit process as used by the rules.

    `link_grade` is the worst grade of the links through which its products are asked for.
    """

    id: str
    title_en: str
    title_ja: str
    stage: str
    outputs: tuple[InventoryOutput, ...]
    inputs: tuple[InventoryInput, ...]
    elementary: tuple[InventoryElementary, ...]
    link_grade: Grade = GRADES[0]

    @property
    def reference(self) -> InventoryOutput:
        """The output the activity is run for."""
        return next(o for o in self.outputs if o.role == "reference")


@dataclass(frozen=True)
class Inventory:
    """A route in numbers. `demand` is the amount of the functional unit's flow (canonical unit)."""

    route: Route
    flows: Mapping[str, Flow]
    activities: tuple[InventoryActivity, ...]
    parameters: Mapping[str, Value]
    product_activity: str
    product_flow: str
    demand: float

    def activity(self, activity_id: str) -> InventoryActivity:
        """Return the activity with that id.

        Raises
        ------
        KeyError
            If the route has no such activity.
        """
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        raise KeyError(activity_id)


UnitOf = Mapping[str, str]
"""Canonical unit per key: background providers in one mapping, elementary flows in another."""


def evaluate(
    route: Route,
    provider_units: UnitOf,
    elementary_units: UnitOf,
    overrides: Mapping[str, Value] | None = None,
) -> Inventory:
    """Evaluate a route's formulas and convert every amount to its canonical unit.

    Parameters
    ----------
    route
        The document.
    provider_units, elementary_units
        Canonical unit of each background provider and elementary flow.
    overrides
        Parameter values that replace those of the document (levers), floats or arrays of samples
        of one shape (s,).

    Raises
    ------
    HakariError
        If a formula, unit or link is broken (run the checks first to get findings instead).
    """
    values: dict[str, Value] = {name: p.value for name, p in route.parameters.items()}
    values |= dict(overrides or {})
    context = _Context(route, provider_units, elementary_units, values)
    activities = tuple(
        InventoryActivity(
            id=a.id,
            title_en=a.title.en,
            title_ja=a.title.ja,
            stage=a.stage,
            outputs=tuple(
                context.output(o, f"/activities/{i}/outputs/{k}") for k, o in enumerate(a.outputs)
            ),
            inputs=tuple(
                context.input(x, f"/activities/{i}/inputs/{k}") for k, x in enumerate(a.inputs)
            ),
            elementary=tuple(
                InventoryElementary(
                    e.flow,
                    context.amount(e.amount, e.unit, elementary_units[e.flow]),
                    f"/activities/{i}/elementary/{k}",
                    context.grade(e.grade, e.amount),
                )
                for k, e in enumerate(a.elementary)
            ),
        )
        for i, a in enumerate(route.activities)
    )
    fu = route.functional_unit
    return Inventory(
        route=route,
        flows=route.flows,
        activities=_with_link_grades(activities),
        parameters=values,
        product_activity=fu.activity,
        product_flow=fu.flow,
        demand=fu.amount * factor(fu.unit, route.flows[fu.flow].unit),
    )


def worst_grade(*grades: Grade) -> Grade:
    """Return the least trustworthy of some evidence grades."""
    return max(grades, key=GRADES.index)


def _with_link_grades(activities: tuple[InventoryActivity, ...]) -> tuple[InventoryActivity, ...]:
    """Fill in each activity's `link_grade`."""
    grade_of: dict[str, Grade] = {a.id: GRADES[0] for a in activities}
    links = [(a.id, x.supplier, x.grade) for a in activities for x in a.inputs if x.supplier]
    changed = True
    while changed:
        changed = False
        for consumer, supplier, own in links:
            grade = worst_grade(grade_of[supplier], grade_of[consumer], own)
            if grade != grade_of[supplier]:
                grade_of[supplier], changed = grade, True
    return tuple(replace(a, link_grade=grade_of[a.id]) for a in activities)


@dataclass(frozen=True)
class _Context:
    route: Route
    provider_units: UnitOf
    elementary_units: UnitOf
    values: Mapping[str, Value]

    def amount(self, amount: float | str, unit: str, canonical: str) -> Value:
        number = (
            expressions.parse(amount).evaluate(self.values) if isinstance(amount, str) else amount
        )
        return number * factor(unit, canonical)

    def grade(self, own: Grade, amount: float | str) -> Grade:
        """Return the worst of an exchange's own grade and those of its formula's parameters."""
        if not isinstance(amount, str):
            return own
        parameters = self.route.parameters
        names = expressions.parse(amount).names
        return worst_grade(own, *(parameters[n].grade for n in names if n in parameters))

    def output(self, output: Output, pointer: str) -> InventoryOutput:
        return InventoryOutput(
            flow=output.flow,
            amount=self.amount(output.amount, output.unit, self.route.flows[output.flow].unit),
            role=output.role,
            displaces=output.displaces,
            treatment=output.treatment,
            price=output.price or output.flow,
            pointer=pointer,
            grade=self.grade(output.grade, output.amount),
            recovery=output.recovery,
            causal_share=output.causal_share,
            permanently_bound=output.permanently_bound,
        )

    def input(self, item: Input, pointer: str) -> InventoryInput:
        if item.provider is not None:
            canonical = self.provider_units[item.provider]
        elif item.flow is not None:
            canonical = self.route.flows[item.flow].unit
        else:
            canonical = item.unit
        return InventoryInput(
            amount=self.amount(item.amount, item.unit, canonical),
            unit=canonical,
            supplier=item.from_,
            flow=item.flow,
            provider=item.provider,
            feedstock=item.feedstock,
            co2=item.co2,
            electricity=item.electricity,
            infrastructure=item.infrastructure,
            price_only=item.price_only,
            price=item.price or item.provider or item.flow or "",
            pointer=pointer,
            grade=self.grade(item.grade, item.amount),
        )
