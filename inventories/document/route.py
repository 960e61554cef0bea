"""The route document, schema `hakari/route/1`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inventories.document.activities import Activity
from inventories.document.after_gate import ClaimedCredit, Declarations, EndOfLife
from inventories.document.base import (
    DataStage,
    Finite,
    Key,
    Localised,
    Part,
    Positive,
    Provenance,
    Source,
    Text,
    Unit,
)
from inventories.document.cost import Cost
from inventories.document.flows import Flow, GateDate, Parameter

InputName = Annotated[str, StringConstraints(pattern=r"^([a-z]+:)?[a-z][a-z0-9_-]{0,79}$")]
ROUTE_SCHEMA = "hakari/route/1"
END_OF_LIFE = "end_of_life"


class Downstream(Part):
    """An activity after the gate, run `amount` times (in its reference unit) per functional unit.

    Guidelines that stop at the gate leave these out.
    """

    activity: Key
    amount: Positive


FuelUse = Literal["road", "aviation", "marine", "heat", "power"]


class FunctionalUnit(Part):
    """What is compared: an amount of the product of one activity, and what it does.

    `comparison`: fuels are compared per MJ (LHV), materials and chemicals per unit of function.
    `use`: what a fuel is used for; some guidelines cover one use only.
    """

    activity: Key
    flow: Key
    amount: Positive
    unit: Unit
    comparison: Literal["fuel", "material", "chemical", "food"]
    function: Localised
    use: FuelUse | None = None
    downstream: tuple[Downstream, ...] = ()


class Replaces(Provenance):
    """The baseline this route would replace.

    `amount` is kg (or the baseline's unit) of baseline product replaced by one unit of this
    route's product, corrected for performance; `equivalence` says why that is the same function.
    """

    baseline: Key
    amount: Positive
    equivalence: Localised


class Correlation(Provenance):
    """A rank-preserving link between two uncertain inputs of the cost and carbon of this route.

    `between` names inputs as `hakari parity --inputs` lists them: a parameter of this route,
    ``price:<key>``, ``market:oil``, ``market:usd_jpy``, ``capital:contingency``. `value` is the
    correlation of their normal scores (Gaussian copula).
    """

    between: Annotated[tuple[InputName, InputName], Field(min_length=2, max_length=2)]
    value: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]


class Gate(Part):
    """A stage gate of the project. Values of parameters at it stand under their `gates`.

    `date` orders the gates; `target_ratio` is the cost ratio the programme wants at it, if it
    wants another one than at the end.
    """

    id: Key
    title: Localised
    date: GateDate
    trl: Annotated[int, Field(ge=1, le=9)] | None = None
    target_ratio: Positive | None = None
    note: Text | None = None


class Route(Part):
    """A way to make a product, guideline-neutral: what is used, made and emitted, and its cost.

    `default_pathways` names, per guideline that prints default values, the pathway this route is;
    `conversion_technology` what some guidelines key values by.
    """

    schema_: Literal["hakari/route/1"] = Field(alias="schema")
    id: Key
    kind: Literal["bio", "baseline"]
    title: Localised
    description: Localised
    theme: Text | None = None
    geography: Annotated[str, Field(min_length=2, max_length=20)]
    reference_year: Annotated[int, Field(ge=1950, le=2100)]
    trl: Annotated[int, Field(ge=1, le=9)] | None = None
    data_stage: DataStage
    basis: Literal["nth_plant", "pioneer", "pilot"]
    authors: Annotated[tuple[Text, ...], Field(min_length=1)]
    licence: Text
    confidentiality: Literal["public", "consented", "confidential"] = "public"
    functional_unit: FunctionalUnit
    replaces: Replaces | None = None
    flows: Annotated[dict[Key, Flow], Field(min_length=1, max_length=500)]
    parameters: Annotated[dict[Key, Parameter], Field(max_length=500)] = Field(default_factory=dict)
    correlations: Annotated[tuple[Correlation, ...], Field(max_length=200)] = ()
    gates: Annotated[tuple[Gate, ...], Field(max_length=50)] = ()
    activities: Annotated[tuple[Activity, ...], Field(min_length=1, max_length=200)]
    end_of_life: EndOfLife | None = None
    credits: Annotated[tuple[ClaimedCredit, ...], Field(max_length=50)] = ()
    declarations: Declarations = Declarations()
    conversion_technology: Key | None = None
    default_pathways: dict[Key, Key] = Field(default_factory=dict)
    cost: Cost | None = None
    sources: Annotated[dict[Key, Source], Field(max_length=500)] = Field(default_factory=dict)
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _bio_replaces_something(self) -> "Route":
        if self.kind == "baseline" and self.replaces is not None:
            raise ValueError("a baseline does not replace anything")
        if self.end_of_life is not None:
            services = {d.activity for d in self.functional_unit.downstream}
            doubled = [a.id for a in self.activities if a.id in services and a.stage == END_OF_LIFE]
            if doubled:
                raise ValueError(
                    f"`end_of_life` and the downstream activity `{doubled[0]}`: keep one"
                )
        return self


__all__ = [
    "ROUTE_SCHEMA",
    "Correlation",
    "Downstream",
    "Finite",
    "FuelUse",
    "FunctionalUnit",
    "Gate",
    "Replaces",
    "Route",
]
