"""Flows of the foreground: what is made, used and thrown away, with its properties."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from inventories.document.base import Finite, Key, Part, Positive, Provenance, Text, Title, Unit

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]

CanonicalUnit = Literal["kg", "MJ", "kWh", "m3", "t*km"]
"""Units of the kernels. Everything else is converted once, at the edge."""

CARBON_SHARE_TOLERANCE = 1e-6


class CarbonContent(Provenance):
    """Carbon in one unit of a flow, split by where it came from.

    `content` is kg C per unit of the flow. `fossil`, `biogenic` and `atmospheric` are the shares
    of that carbon and sum to 1. Captured CO2 keeps the origin of its carbon for life.
    """

    content: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    fossil: Share = 0.0
    biogenic: Share = 0.0
    atmospheric: Share = 0.0

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> "CarbonContent":
        total = self.fossil + self.biogenic + self.atmospheric
        if self.content > 0 and abs(total - 1.0) > CARBON_SHARE_TOLERANCE:
            raise ValueError(f"carbon shares sum to {total:g}, must be 1")
        return self


class HeatingValue(Provenance):
    """Lower heating value in MJ per unit of the flow; wet (as delivered) or dry basis stated."""

    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    basis: Literal["wet", "dry"]


class Flow(Part):
    """A product, co-product, feedstock or waste of the foreground."""

    title: Title
    unit: CanonicalUnit
    formula: Annotated[str, StringConstraints(pattern=r"^([A-Z][a-z]?\d*)+$")] | None = None
    cas: Annotated[str, StringConstraints(pattern=r"^\d{2,7}-\d{2}-\d$")] | None = None
    carbon: CarbonContent | None = None
    lhv: HeatingValue | None = None
    dry_mass_fraction: Share | None = None
    energy: Literal["electricity", "heat"] | None = None
    temperature_k: Positive | None = None
    urns: tuple[Text, ...] = ()


class Bound(Part):
    """A physical limit of a parameter, e.g. the stoichiometric yield."""

    min: Finite | None = None
    max: Finite | None = None
    kind: Literal["stoichiometric", "thermodynamic", "definition", "equipment"]
    reason: Text


class Distribution(Part):
    """Uncertainty of a parameter.

    `lognormal` needs `gsd` (geometric standard deviation), `normal` needs `sd`, `uniform` and
    `triangular` need `low` and `high` (mode = the value); all in the parameter's unit.
    """

    kind: Literal["lognormal", "normal", "uniform", "triangular"]
    gsd: Annotated[float, Field(gt=1, allow_inf_nan=False)] | None = None
    sd: Positive | None = None
    low: Finite | None = None
    high: Finite | None = None

    @model_validator(mode="after")
    def _has_its_numbers(self) -> "Distribution":
        needs = {"lognormal": ("gsd",), "normal": ("sd",)}.get(self.kind, ("low", "high"))
        given = tuple(n for n in ("gsd", "sd", "low", "high") if getattr(self, n) is not None)
        if given != needs:
            raise ValueError(f"a {self.kind} distribution needs exactly {', '.join(needs)}")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("`low` must be below `high`")
        return self


GateDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, a month or a day: ``2030``, ``2030-03``, ``2030-03-31``."""


class GateValue(Provenance):
    """A parameter's value at a stage gate and how it was obtained."""

    value: Finite
    status: Literal["measured", "modelled", "target"]
    date: GateDate | None = None


class Parameter(Provenance):
    """A named number the formulas may use."""

    title: Title
    value: Finite
    unit: Unit
    distribution: Distribution | None = None
    bound: Bound | None = None
    gates: dict[Key, GateValue] = Field(default_factory=dict)
