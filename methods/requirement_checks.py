"""One small function per requirement: is it met by what the route document says?

Each returns the status and the values that its text in `requirements.yaml` tells. The rule of
all of them: `not_met` is what the document shows, `cannot_tell` is silence on something that may
well exist outside of it. A requirement that does not concern the route is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel

from inventories.catalogue import Catalogue
from inventories.document.after_gate import Declarations
from inventories.document.base import Provenance
from inventories.inventory import Inventory, InventoryInput
from lca.coverage import Coverage

Status = Literal["met", "not_met", "cannot_tell"]
Shown = str | float | int
Answer = tuple[Status, dict[str, Shown]]

NOTHING = "-"
"""Shown where a list is empty."""
ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Study:
    """What a requirement may look at; `limit` is the number the guideline holds it against."""

    inventory: Inventory
    coverage: Coverage
    catalogue: Catalogue
    limit: float

    @property
    def declared(self) -> Declarations:
        """The statements of the route document."""
        return self.inventory.route.declarations

    @property
    def inputs(self) -> tuple[InventoryInput, ...]:
        """Every input of every activity."""
        return tuple(i for activity in self.inventory.activities for i in activity.inputs)


def _listed(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(names)) or NOTHING


def _yes_no(value: bool | None) -> Status:
    return "cannot_tell" if value is None else "met" if value else "not_met"


def _primary_data_share_stated(study: Study) -> Answer:
    share = study.declared.primary_data_share
    return ("not_met", {}) if share is None else ("met", {"share": share})


def _primary_data_share_least(study: Study) -> Answer:
    share = study.declared.primary_data_share
    if share is None:
        return "cannot_tell", {}
    return _yes_no(share >= study.limit), {"share": share}


def _data_quality_rating_stated(study: Study) -> Answer:
    rating = study.declared.data_quality_rating
    return ("not_met", {}) if rating is None else ("met", {"rating": rating})


def _data_quality_rating_at_most(study: Study) -> Answer:
    rating = study.declared.data_quality_rating
    if rating is None:
        return "cannot_tell", {}
    return _yes_no(rating <= study.limit), {"rating": rating}


def _uncertainty_analysis_stated(study: Study) -> Answer:
    return _yes_no(study.declared.uncertainty_analysis), {}


def _sensitivity_analysis_stated(study: Study) -> Answer:
    return _yes_no(study.declared.sensitivity_analysis), {}


def _third_party_verification(study: Study) -> Answer:
    stated = study.declared.verification
    if stated is None:
        return "cannot_tell", {}
    return _yes_no(stated in {"third_party", "certified_scheme"}), {"verification": stated}


def _product_category_rule_named(study: Study) -> Answer:
    name = study.declared.product_category_rule
    return ("cannot_tell", {}) if name is None else ("met", {"name": name})


def _chain_of_custody_stated(study: Study) -> Answer:
    model = study.declared.chain_of_custody
    return ("not_met", {}) if model is None else ("met", {"model": model})


def _exempted_emissions_at_most(study: Study) -> Answer:
    share = study.declared.exempted_emissions_share
    if share is None:
        return "cannot_tell", {}
    return _yes_no(share <= study.limit), {"share": share}


def _cut_off_share_at_most(study: Study) -> Answer:
    # what is not counted has no score of its own: its share is known only if it is stated or 0
    not_counted = study.coverage.cut_off
    share = study.declared.exempted_emissions_share
    told: dict[str, Shown] = {"inputs": _listed(list(not_counted))}
    if share is None and not_counted:
        return "cannot_tell", told
    share = share or 0.0
    return _yes_no(share <= study.limit), told | {"share": share}


def _carbon_content(study: Study, origin: Literal["biogenic", "fossil"]) -> Answer:
    name = study.inventory.product_flow
    flow = study.inventory.flows[name]
    if flow.carbon is None:
        return "not_met", {"flow": name}
    carbon = flow.carbon.content * getattr(flow.carbon, origin)
    return "met", {"flow": name, "carbon": carbon, "unit": flow.unit}


def _biogenic_carbon_content_stated(study: Study) -> Answer:
    return _carbon_content(study, "biogenic")


def _fossil_carbon_content_stated(study: Study) -> Answer:
    return _carbon_content(study, "fossil")


def _land_use_change_stated(study: Study) -> Answer:
    grown = [i for i in study.inputs if i.feedstock and i.feedstock.origin == "primary"]
    silent = [i for i in grown if i.feedstock and i.feedstock.land_use_change is None]
    if silent:
        return "not_met", {"inputs": _listed([i.flow or i.pointer for i in silent])}
    bought = [i.provider for i in study.inputs if i.provider and _is_biomass(study, i.provider)]
    if bought:
        return "cannot_tell", {"inputs": _listed(bought)}
    return "met", {"inputs": _listed([i.flow or i.pointer for i in grown])}


def _is_biomass(study: Study, provider: str) -> bool:
    info = study.catalogue.providers.get(provider)
    return info is not None and info.category == "biomass"


def _capital_goods_stated(study: Study) -> Answer:
    named = [i.provider or i.flow or i.pointer for i in study.inputs if i.infrastructure]
    named += [a.id for a in study.inventory.activities if a.stage == "infrastructure"]
    return ("met" if named else "not_met"), {"inputs": _listed(named)}


def _scale_up_described(study: Study) -> Answer:
    stage = study.inventory.route.data_stage
    if stage == "commercial":
        return "met", {"stage": stage}
    return _yes_no(study.declared.scale_up_described), {"stage": stage}


def _maturity_stated(study: Study) -> Answer:
    route = study.inventory.route
    if route.trl is None:
        return "not_met", {"stage": route.data_stage}
    return "met", {"trl": route.trl, "stage": route.data_stage}


def _validity_years_at_most(study: Study) -> Answer:
    years = study.declared.validity_years
    if years is None:
        return "cannot_tell", {}
    return _yes_no(years <= study.limit), {"years": years}


def _sources_named(study: Study) -> Answer:
    route = study.inventory.route
    cited = [part.source for part in _numbers(route)]
    assumed = cited.count(ASSUMPTION)
    told: dict[str, Shown] = {
        "all": len(cited),
        "sourced": len(cited) - assumed,
        "assumed": assumed,
        "sources": len(set(cited) - {ASSUMPTION}),
    }
    return _yes_no(assumed < len(cited)), told


def _numbers(part: object) -> Iterator[Provenance]:
    """Every part of a document that carries a number and says where it is from."""
    if isinstance(part, Provenance):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _numbers(getattr(part, name))
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _numbers(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _numbers(value)


def _functional_equivalence_stated(study: Study) -> Answer:
    route = study.inventory.route
    if route.kind == "baseline":
        return "cannot_tell", {}
    if route.replaces is None:
        return "not_met", {}
    return "met", {
        "equivalence": route.replaces.equivalence.en,
        "equivalence_ja": route.replaces.equivalence.ja,
    }


def _comparison_needs_product_rule(study: Study) -> Answer:
    name = study.declared.product_category_rule
    replaces = study.inventory.route.replaces
    if replaces is not None and name is None:
        return "not_met", {"baseline": replaces.baseline}
    return "met", {"name": name or NOTHING}


CHECKS: Mapping[str, Callable[[Study], Answer]] = MappingProxyType(
    {
        "primary_data_share_stated": _primary_data_share_stated,
        "primary_data_share_least": _primary_data_share_least,
        "data_quality_rating_stated": _data_quality_rating_stated,
        "data_quality_rating_at_most": _data_quality_rating_at_most,
        "uncertainty_analysis_stated": _uncertainty_analysis_stated,
        "sensitivity_analysis_stated": _sensitivity_analysis_stated,
        "third_party_verification": _third_party_verification,
        "product_category_rule_named": _product_category_rule_named,
        "chain_of_custody_stated": _chain_of_custody_stated,
        "exempted_emissions_at_most": _exempted_emissions_at_most,
        "cut_off_share_at_most": _cut_off_share_at_most,
        "biogenic_carbon_content_stated": _biogenic_carbon_content_stated,
        "fossil_carbon_content_stated": _fossil_carbon_content_stated,
        "land_use_change_stated": _land_use_change_stated,
        "capital_goods_stated": _capital_goods_stated,
        "scale_up_described": _scale_up_described,
        "maturity_stated": _maturity_stated,
        "validity_years_at_most": _validity_years_at_most,
        "sources_named": _sources_named,
        "functional_equivalence_stated": _functional_equivalence_stated,
        "comparison_needs_product_rule": _comparison_needs_product_rule,
    }
)
"""Check of every requirement of `requirements.yaml`."""
