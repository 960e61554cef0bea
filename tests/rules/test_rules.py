"""Runs the sentences of `tests/rules/*.yaml`: the specification of the guidelines.

A case names what is computed (`what`), the guideline and date whose rules hold, inputs, expected
values with a tolerance, and where the numbers are from (`origin`): `kind` is `published` (inputs
and result printed in the source), `arithmetic` (inputs printed, exact arithmetic) or
`own_algebra` (ours; checks the algebra only). `pins` names the axes whose choice in the guideline
the sentence holds fast: it must fail under another choice there (`OTHER`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field
from support.methods_toys import BY, background, resolved, route

from inventories.document.activities import LandUseChange
from inventories.errors import HakariError
from lca.solve import solve
from methods.allocation import carnot_factor
from methods.assess import assess
from methods.guideline import guideline_ids, load_guideline
from methods.options import ExergyRung, LandUseOptions, read
from methods.rules.land_use import annual_co2_kg
from methods.tables import gwp
from methods.verdict import verdict

HERE = Path(__file__).parent


class Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    what: Literal["route", "gwp_sum", "carnot", "land_use", "verdict", "same_route"]
    guideline: str | None = None
    date: str | None = None
    pins: list[str] = Field(default_factory=list)
    change: dict[str, Any] = Field(default_factory=dict)
    other_change: dict[str, Any] = Field(default_factory=dict)
    inputs: dict[str, Any]
    expected: dict[str, float | bool | str]
    tolerance: float
    origin: str
    kind: Literal["published", "arithmetic", "own_algebra"]


def _cases() -> list[Any]:
    found = []
    for file in sorted(HERE.glob("*.yaml")):
        for body in yaml.safe_load(file.read_text("utf-8")):
            case = Case.model_validate(body)
            found.append(pytest.param(case, id=f"{file.stem}: {case.name}"))
    return found


@pytest.mark.parametrize("case", _cases())
def test_rule(case: Case) -> None:
    found = WHAT[case.what](case)
    assert set(case.expected) <= set(found)
    for key, wanted in case.expected.items():
        if isinstance(wanted, float | int) and not isinstance(wanted, bool):
            assert found[key] == pytest.approx(wanted, abs=case.tolerance), key
        else:
            assert found[key] == wanted, key


AVERAGE = {"rungs": ["location_average"]}
CONTRACT = {"rungs": ["contract", "own_off_grid", "location_average"]}
OTHER: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "boundary": [("cradle_to_gate", {}), ("cradle_to_grave", {})],
    "multifunctionality": [("ladder", {"rungs": [{"rung": r}]}) for r in ("mass", "economic")],
    "feedstock_origin": [("upstream_burden", {})],
    "biogenic_carbon": [("minus1_plus1", {"co2_per_carbon": "44/12"})],
    "captured_carbon": [("credit", {"co2_per_carbon": "44/12"})],
    "land_use": [("annualised", {"years": 25, "co2_per_carbon": 3.664, "indirect": "none"})],
    "electricity": [("ladder", AVERAGE), ("ladder", CONTRACT)],
    "capital_goods": [("include", {})],
    "gwp": [("set", {"set": "AR5", "horizon": 100})],
    "heating_value": [("declared", {"allocation_basis": "dry"})],
    "other_gases": [("all_in_set", {})],
}
"""Other choices on an axis, at least one of which must break a sentence that pins it."""


def _holds(case: Case) -> bool:
    try:
        test_rule(case)
    except (AssertionError, HakariError):
        return False
    return True


@pytest.mark.parametrize("case", [p for p in _cases() if p.values[0].pins])
def test_a_sentence_fails_under_another_choice_on_the_axis_it_pins(case: Case) -> None:
    assert not set(case.pins) & set(case.change)
    for axis in case.pins:
        changed = [
            case.model_copy(update={"change": {axis: {"choice": name, "options": options}}})
            for name, options in OTHER[axis]
        ]
        assert not all(_holds(other) for other in changed), axis


@pytest.mark.parametrize("guideline_id", guideline_ids())
def test_every_choice_of_a_guideline_that_acts_is_pinned_by_a_sentence(guideline_id: str) -> None:
    rules = load_guideline(guideline_id).rules_on()
    written = {a for a, c in rules.choices.items() if rules.acts(a) and not c.is_default}
    cases = [p.values[0] for p in _cases()]
    pinned = {axis for case in cases if case.guideline == guideline_id for axis in case.pins}
    assert sorted(written - pinned) == []


def _rules(case: Case, change: dict[str, Any]):
    rules = load_guideline(case.guideline or "pact_methodology_v3").rules_on(case.date)
    for axis, body in change.items():
        rules = rules.with_choice(axis, body["choice"], body.get("options", {}))
    return rules


def _inventory(inputs: dict[str, Any]):
    return route(
        {key: _flow(body) for key, body in inputs["flows"].items()},
        [_activity(body) for body in inputs["activities"]],
        tuple(inputs["product"]),
        inputs.get("comparison", "material"),
        inputs.get("downstream", []),
    )


def _flow(body: dict[str, Any]) -> dict[str, Any]:
    body = {"unit": "kg", **body, "title": {"en": "flow", "ja": "フロー"}}
    for part in ("carbon", "lhv"):
        if part in body:
            body[part] = {**BY, **body[part]}
    return body


def _activity(body: dict[str, Any]) -> dict[str, Any]:
    body = {"stage": "conversion", "inputs": [], "elementary": [], **body}
    body["title"] = {"en": body["id"], "ja": body["id"]}
    for part in ("outputs", "inputs", "elementary"):
        body[part] = [_provenance({"unit": "kg", **x}) for x in body[part]]
    return body


def _provenance(body: dict[str, Any]) -> dict[str, Any]:
    body = {**BY, **body}
    if "displaces" in body:
        body["displaces"] = {**BY, **body["displaces"]}
    feedstock = body.get("feedstock")
    if feedstock:
        parts = ("counterfactual", "land_use_change")
        body["feedstock"] = {k: {**BY, **v} if k in parts else v for k, v in feedstock.items()}
    return body


def _run_route(case: Case) -> dict[str, Any]:
    rules = _rules(case, case.change)
    guideline = load_guideline(case.guideline or "pact_methodology_v3")
    found = assess(
        _inventory(case.inputs),
        guideline,
        background(),
        case.date,
        rules=rules,
        prices=case.inputs.get("prices"),
    )
    values: dict[str, Any] = {"score": found.score, "unit": found.unit, **found.totals}
    values["warnings"] = ", ".join(sorted({m.code for m in found.warnings}))
    for activity, shares in found.shares.items():
        values |= {f"share {activity} {flow}": share for flow, share in shares.items()}
    values |= {f"rungs {a}": " > ".join(rungs) for a, rungs in found.rungs.items()}
    if found.carried_carbon:
        values["burning_adds_kgco2e"] = found.carried_carbon.burning_adds_kgco2e
        values["biogenic_kg_c"] = found.carried_carbon.biogenic_kg_c
    if found.verdict:
        values |= {"saving": found.verdict.saving, "met": found.verdict.met}
    return values


def _same_route(case: Case) -> dict[str, Any]:
    scores = []
    for change in (case.change, case.other_change):
        resolution = resolved(_inventory(case.inputs), _rules(case, change))
        scores.append(solve(resolution.system, background()).score)
    return {"difference": scores[0] - scores[1], "first": scores[0]}


def _gwp_sum(case: Case) -> dict[str, Any]:
    table = gwp(case.inputs["set"], case.inputs["horizon"])
    return {"kg_co2e": sum(table[gas].value * kg for gas, kg in case.inputs["kg"].items())}


def _carnot(case: Case) -> dict[str, Any]:
    rung = ExergyRung.model_validate(case.inputs["rung"])
    return {"factor": carnot_factor(case.inputs["temperature_k"], rung)}


def _land_use(case: Case) -> dict[str, Any]:
    options = read(_rules(case, case.change)["land_use"].options, LandUseOptions)
    change = LandUseChange(**case.inputs, **BY)
    return {"kg_co2": annual_co2_kg(change, options.years, options.co2_per_carbon)}


def _verdict(case: Case) -> dict[str, Any]:
    document = load_guideline(str(case.guideline)).document
    start = case.inputs.get("plant_start")
    found = verdict(document, "fuel", case.inputs["score"], "g CO2e/MJ", case.date, start)
    assert found is not None
    return {"saving": found.saving, "met": found.met, "threshold": found.threshold}


WHAT = {
    "route": _run_route,
    "same_route": _same_route,
    "gwp_sum": _gwp_sum,
    "carnot": _carnot,
    "land_use": _land_use,
    "verdict": _verdict,
}
