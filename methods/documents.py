"""Models of the guideline files: `guideline.yaml` and `rules/<axis>.yaml`."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from inventories.document import FuelUse, Localised, Stage

Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
GuidelineKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,79}$")]
EvidenceTag = Literal["seen", "unverified", "low_confidence", "not_found"]
"""Best to worst."""
Demand = Literal["shall", "should", "may"]
Strength = Literal["shall", "should", "may", "silent"]
Comparison = Literal["fuel", "material", "chemical", "food"]
Carrier = Literal["fuel", "heat", "electricity"]


class DocumentPart(BaseModel):
    """Base of every part of a guideline or proposal file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Period(DocumentPart):
    """First and last day; None is open."""

    from_: Date | None = Field(alias="from")
    to: Date | None

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError(f"`from` {self.from_} is after `to` {self.to}")
        return self


class Cited(DocumentPart):
    """Where a statement stands and how well that is known."""

    clause: Words
    evidence: EvidenceTag
    seen_in: Words | None = None

    @model_validator(mode="after")
    def _seen_somewhere(self) -> "Cited":
        if self.evidence == "seen" and not self.seen_in:
            raise ValueError("evidence `seen` needs `seen_in`: the text in which it was seen")
        return self


class ResultUnit(DocumentPart):
    """What a result is given per. `for_comparison`: the text itself gives no result here."""

    comparison: tuple[Comparison, ...]
    per: Literal["MJ_LHV", "mmBTU_LHV", "declared_unit", "functional_unit"]
    mass: Literal["g", "kg"]
    for_comparison: bool = False


class Threshold(Cited):
    """Least saving against the comparator for plants that started in a period."""

    plant_start: Period
    saving: Annotated[float, Field(gt=0, lt=1)]


class CreditRate(Cited):
    """A rate that falls with the emissions: (value - emissions) / value, rounded as printed.

    `rounded_to`: emissions are rounded to the nearest multiple first; `floor`: emissions below
    it count as it, except for what `floor_except_waste_class` names.
    """

    rounded_to: Annotated[float, Field(gt=0)] | None = None
    floor: float | None = None
    floor_except_waste_class: Literal["manure", "municipal_solid_waste"] | None = None


class Comparator(Cited):
    """Emissions of what is replaced, in the unit of the result, and the savings asked for.

    `carrier`: what the product is, a fuel, or heat or electricity made from it. `planned`: not in
    force, no day known; shown beside the verdict, never used for it. `credit_rate`: the text pays
    by emissions instead of asking for a saving.
    """

    id: Words
    title: Localised
    applies_to: tuple[Comparison, ...]
    carrier: Carrier = "fuel"
    value: Annotated[float, Field(gt=0)]
    unit: Literal["g CO2e/MJ", "kg CO2e/mmBTU"]
    in_force: Period
    planned: bool = False
    thresholds: tuple[Threshold, ...] = ()
    credit_rate: CreditRate | None = None


class Term(DocumentPart):
    """A term of the guideline's own formula: the stages and the rules whose lines it gathers.

    A line belongs to the first term that names the axis which added it, else to the first that
    names its stage.
    """

    id: Words
    title: Localised
    stages: tuple[Stage, ...] = ()
    axes: tuple[Words, ...] = ()
    sign: Literal[1, -1] = 1


CarbonSource = Literal["biomass", "captured_co2", "fossil_waste", "none"]


class Scope(Cited):
    """What a text covers beyond kinds of products; an empty list asks for nothing.

    `carbon`: where the product's carbon comes from; `cas`: the products themselves; `uses`: what
    a fuel is used for; `places`: beginnings of the place where it is made (``US``).
    """

    carbon: tuple[CarbonSource, ...] = ()
    cas: tuple[str, ...] = ()
    uses: tuple[FuelUse, ...] = ()
    places: tuple[str, ...] = ()


class GuidelineDocument(DocumentPart):
    """`guideline.yaml`. `checked_on`: day on which its entries were read; the day of its rules if
    a caller names none.
    """

    schema_: Literal["hakari/guideline/1"] = Field(alias="schema")
    id: GuidelineKey
    body: Words
    title: Localised
    edition: Words
    in_force: Period
    checked_on: Date
    applies_to: Annotated[tuple[Comparison, ...], Field(min_length=1)]
    scope: Scope | None = None
    level: Localised
    results: Annotated[tuple[ResultUnit, ...], Field(min_length=1)]
    comparators: tuple[Comparator, ...] = ()
    terms: tuple[Term, ...] = ()
    status: Literal["draft", "encoded", "verified"]
    extends: GuidelineKey | None = None
    notes: tuple[Localised, ...] = ()

    @model_validator(mode="after")
    def _every_kind_has_one_result(self) -> "GuidelineDocument":
        named = sorted(kind for result in self.results for kind in result.comparison)
        if named != sorted(get_args(Comparison)):
            raise ValueError("`results` must name each of fuel, material, chemical, food once")
        return self


class PermittedAlternative(DocumentPart):
    """Another choice the text allows."""

    choice: Words
    options: dict[str, Any] = Field(default_factory=dict)


class Requirement(DocumentPart):
    """Something a text asks of a study, checked against the route and told in the report.

    `check` is an id of `requirements.yaml`; `limit` the number it is held against.
    """

    check: Words
    limit: float | None = None
    strength: Demand
    clause: Words | None = None
    evidence: EvidenceTag


class RuleEntry(DocumentPart):
    """What a guideline says on one axis in one period; `choice` null: it is silent."""

    from_: Date | None = Field(alias="from")
    to: Date | None
    choice: Words | None
    options: dict[str, Any] = Field(default_factory=dict)
    permitted: tuple[PermittedAlternative, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    strength: Strength
    clause: Words | None = None
    paraphrase: Localised
    reference: Words
    evidence: EvidenceTag
    seen_in: Words | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "RuleEntry":
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError(f"`from` {self.from_} is after `to` {self.to}")
        if self.evidence == "seen" and not self.seen_in:
            raise ValueError("evidence `seen` needs `seen_in`: the text in which it was seen")
        if self.choice is None and (self.options or self.permitted):
            raise ValueError("a silent axis (choice null) has no options and no alternatives")
        if (self.choice is None) != (self.strength == "silent"):
            raise ValueError("strength `silent` goes with choice null, and only with it")
        if self.choice is not None and self.evidence == "not_found":
            raise ValueError("evidence `not_found` cannot carry a choice; write choice null")
        return self


class RuleDocument(DocumentPart):
    """`rules/<axis>.yaml`: the entries of one axis, oldest first."""

    schema_: Literal["hakari/rule/1"] = Field(alias="schema")
    axis: Words
    entries: Annotated[tuple[RuleEntry, ...], Field(min_length=1)]


class DefaultEntry(DocumentPart):
    """One axis of `defaults.yaml`."""

    choice: Words
    options: dict[str, Any]
    reason: Localised


def guideline_schema() -> dict[str, Any]:
    """Return the JSON Schema of `guideline.yaml`."""
    return document_schema(
        GuidelineDocument, "guideline", "One guideline: identity, units, comparators"
    )


def rule_schema() -> dict[str, Any]:
    """Return the JSON Schema of `rules/<axis>.yaml`."""
    return document_schema(
        RuleDocument, "rule", "What one guideline says on one rule axis, by date"
    )


def document_schema(model: type[BaseModel], name: str, description: str) -> dict[str, Any]:
    """Return the published JSON Schema of a document model."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://hakari.invalid/schema/{name}/1",
        **model.model_json_schema(by_alias=True),
        "title": f"hakari/{name}/1",
        "description": description,
    }
