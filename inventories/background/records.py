"""Records of the background tables and the closed lists their columns come from."""

from __future__ import annotations

from dataclasses import dataclass

UNITS = frozenset({"kg", "MJ", "kWh", "m3", "t*km"})
FLOW_UNITS = frozenset({"kg", "MJ", "m3", "Sm3", "m2", "m2*year", "m3*year", "kBq"})
CATEGORIES = frozenset(
    {
        "fuel", "heat", "electricity", "chemical", "polymer", "monomer", "transport",
        "pulp_paper", "biomass", "waste_treatment", "counterfactual", "hydrogen", "co2",
        "water", "mining", "auxiliary",
    }
)  # fmt: skip
GROUPS = frozenset(
    {
        "co2_fossil", "co2_biogenic", "co2_land_use", "co2_uptake", "ch4_fossil",
        "ch4_biogenic", "n2o", "sf6", "other_ghg", "energy_resource", "other",
    }
)  # fmt: skip
GRADES = frozenset({"measured", "published", "model_run", "derived", "unverified"})
KINDS = frozenset({"technosphere", "elementary"})
ACTIONS = frozenset({"add", "replace", "remove", "replace_all"})
BIOMASS_PRODUCTION = frozenset({"yes", "correction", "no"})
OPENED = frozenset({"yes", "no", "secondary"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from; `opened` is yes, no, or secondary (quoted by others)."""

    id: str
    title: str
    publisher_or_author: str
    year: int
    url_or_doi: str
    licence: str
    opened: str


@dataclass(frozen=True, slots=True)
class ElementaryFlow:
    """A flow to or from nature; `ecoinvent_id` is its UUID in the ecoinvent 3.9 list.

    `carbon_kg_c_per_unit` is set for CO2, CH4 and CO; `direction` is `in` for resources.
    """

    key: str
    name: str
    compartment: str
    subcompartment: str
    unit: str
    ecoinvent_id: str
    group: str
    carbon_kg_c_per_unit: float
    direction: str
    note: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A product other processes may link to, with the carbon in one unit of it.

    For `waste_treatment` the carbon columns hold the carbon that comes in with one unit of waste.
    `is_biomass_production`: ``yes`` where biomass grows and the builder of the artefact sets the
    CO2 uptake by carbon balance (and replaces what the tables give); ``correction`` where nothing
    grows and the same amount closes what mass allocation, storage losses or a free residue leave
    open; ``no`` where the tables stand as they are.
    """

    key: str
    title_en: str
    title_ja: str
    unit: str
    location: str
    reference_year: int
    category: str
    origin: str
    carbon_fossil_kg_c_per_unit: float
    carbon_biogenic_kg_c_per_unit: float
    lhv_mj_per_unit: float | None
    is_biomass_production: str
    source: str
    locator: str
    grade: str
    licence: str
    note: str


@dataclass(frozen=True, slots=True)
class BackgroundExchange:
    """An input or elementary flow of a dataset, per one unit of its product."""

    dataset: str
    kind: str
    input: str
    amount: float
    unit: str
    source: str
    locator: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Mend:
    """One repair of a dataset: add, replace or remove an exchange, or start it anew.

    `replace_all` drops everything the dataset had before and puts this exchange first.
    """

    dataset: str
    action: str
    kind: str
    input: str
    amount: float
    unit: str
    source: str
    locator: str
    grade: str
    reason: str
