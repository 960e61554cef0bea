"""What the sentences of `tests/rules` compute: one function per `what`, inputs by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from support.methods_toys import BY, background
from support.rule_sentences import SAYS, Sentence
from support.sentence_routes import route_of

from inventories.document import Flow
from inventories.document.activities import LandUseChange
from inventories.errors import HakariError
from lca.solve import solve
from methods.allocation import carnot_factor
from methods.assess import Assessment, assess
from methods.biogas import energy_shares, mixture_value, substrates
from methods.context import Context
from methods.default_values import default_value
from methods.documents import Carrier
from methods.guideline import Guideline, load_guideline
from methods.heating import Basis, allocation_basis, energy, product_energy
from methods.options import ExergyRung, LandUseOptions, read
from methods.resolve import resolve
from methods.rulebook import Rules
from methods.rules.land_use import annual_co2_kg, yearly_weight
from methods.tables import gwp
from methods.verdict import Verdict, verdict

PLAINEST = "pact_methodology_v3"
"""Guideline of sentences that name none: they state the choices they are about."""

Found = dict[str, Any]


def found_by(sentence: Sentence) -> Found:
    """Compute a sentence; a refusal is found as its slug if the sentence expects one."""
    try:
        return WHAT[sentence.what](sentence, **sentence.inputs)
    except HakariError as error:
        if "error" in sentence.expected:
            return {"error": error.slug}
        raise


def _guideline(sentence: Sentence) -> Guideline:
    return load_guideline(sentence.guideline or PLAINEST)


def _rules(guideline: Guideline, date: str | None, change: Mapping[str, Any]) -> Rules:
    rules = guideline.rules_on(date)
    for axis, body in change.items():
        rules = rules.with_choice(axis, body["choice"], body.get("options", {}))
    return rules


def _own_rules(sentence: Sentence) -> Rules:
    return _rules(_guideline(sentence), sentence.date, sentence.change)


def _route(sentence: Sentence, **body: Any) -> Found:
    inputs, inventory, behind = route_of(body)
    found = assess(
        inventory,
        _guideline(sentence),
        behind,
        sentence.date,
        rules=_own_rules(sentence),
        prices=inputs.prices,
        plant_start=inputs.plant_start,
    )
    return _assessed(found)


def _assessed(found: Assessment) -> Found:
    values: Found = {"score": found.score, "unit": found.unit, **found.totals}
    values["warnings"] = ", ".join(sorted({m.code for m in found.warnings}))
    values["notes"] = ", ".join(sorted({m.code for m in found.notes}))
    values["acted"] = ", ".join(found.acted)
    values["for_comparison"] = found.for_comparison
    for message in (*found.notes, *found.warnings):
        values[f"{SAYS}{message.code}"] = True
        values[f"note {message.code}"] = message.text.en
    for activity, shares in found.shares.items():
        values |= {f"share {activity} {flow}": share for flow, share in shares.items()}
    values |= {f"rungs {a}": " > ".join(rungs) for a, rungs in found.rungs.items()}
    values |= {f"term {term.id}": term.value for term in found.terms}
    values["term sum"] = sum(term.sign * term.value for term in found.terms)
    values |= {f"requirement {r.check}": r.status for r in found.requirements}
    if found.carried_carbon:
        values["burning_adds_kgco2e"] = found.carried_carbon.burning_adds_kgco2e
        values["biogenic_kg_c"] = found.carried_carbon.biogenic_kg_c
        values["fossil_kg_c"] = found.carried_carbon.fossil_kg_c
    if found.default_value:
        for result in found.default_value.results:
            values[f"default total {result.variant}"] = result.total
    if found.verdict:
        values |= _judged(found.verdict)
    return values


def _judged(found: Verdict) -> Found:
    values: Found = {
        "saving": found.saving,
        "met": found.met,
        "threshold": found.threshold,
        "margin": found.margin,
        "comparator": found.comparator,
        "comparator_value": found.comparator_value,
        "counted": found.counted,
        "rate": found.rate,
        "planned": ", ".join(p.comparator for p in found.planned),
    }
    for other in found.planned:
        values |= {
            f"planned {other.comparator} {key}": getattr(other, key)
            for key in ("comparator_value", "saving", "met", "threshold", "margin")
        }
    return values


def _same_route(sentence: Sentence, **body: Any) -> Found:
    inputs, inventory, behind = route_of(body)
    closed = zip(behind.provider_keys, behind.carbon_closed, strict=True)
    unclosed = frozenset(key for key, is_closed in closed if not is_closed)
    own = _guideline(sentence)
    other = load_guideline(sentence.other_guideline) if sentence.other_guideline else own
    sides = (
        _own_rules(sentence),
        _rules(other, sentence.other_date or sentence.date, sentence.other_change),
    )
    first, second = (
        solve(resolve(inventory, side, behind.catalogue, inputs.prices, unclosed).system, behind)
        for side in sides
    )
    return {"difference": first.score - second.score, "first": first.score, "second": second.score}


def _gwp_sum(
    sentence: Sentence, *, set: str, horizon: int, kg: dict[str, float], metric: str = "GWP"
) -> Found:
    table = gwp(set, horizon, metric)
    return {"kg_co2e": sum(table[gas].value * amount for gas, amount in kg.items())}


def _carnot(sentence: Sentence, *, temperature_k: float, rung: dict[str, Any]) -> Found:
    return {"factor": carnot_factor(temperature_k, ExergyRung.model_validate(rung))}


def _lhv(sentence: Sentence, *, flow: dict[str, Any]) -> Found:
    whole = {"title": "flow", "unit": "kg", **flow}
    if "lhv" in whole:
        whole["lhv"] = {**BY, **whole["lhv"]}
    stated = Flow.model_validate(whole)
    context = Context(background().catalogue, _own_rules(sentence))
    found: Found = {"allocation_basis": allocation_basis(context)}
    for basis in get_args(Basis):
        content = energy(stated, basis)
        found[basis] = content.mj if content else None
    counted, listed = product_energy("flow", stated, context)
    return found | {"product": counted.mj, "listed": listed}


def _land_use(sentence: Sentence, **stocks: Any) -> Found:
    options = read(_own_rules(sentence)["land_use"].options, LandUseOptions)
    change = LandUseChange(**stocks, **BY)
    co2_kg = annual_co2_kg(change, options.years, options.co2_per_carbon, options.profile)
    return {"kg_co2": co2_kg}


def _land_use_weights(
    sentence: Sentence, *, years: int | None = None, profile: str | None = None
) -> Found:
    options = read(_own_rules(sentence)["land_use"].options, LandUseOptions)
    over = years or options.years
    shape = next(p for p in ("equal", "linear_discount") if p == (profile or options.profile))
    weights = {t: yearly_weight(t, over, shape) for t in range(1, over + 2)}
    return {"sum": sum(weights.values()), "years": over} | {f"w{t}": w for t, w in weights.items()}


def _verdict(
    sentence: Sentence,
    *,
    score: float,
    plant_start: str | None = None,
    comparison: str = "fuel",
    carrier: str = "fuel",
    unit: str = "g CO2e/MJ",
    waste_classes: tuple[str, ...] = (),
) -> Found:
    found = verdict(
        _guideline(sentence).document,
        comparison,
        score,
        unit,
        sentence.date,
        plant_start,
        carrier=next(known for known in get_args(Carrier) if known == carrier),
        waste_classes=waste_classes,
    )
    return _judged(found) if found else {"met": None, "comparator": None}


def _credit_rate(
    sentence: Sentence, *, score: float, unit: str, waste_classes: tuple[str, ...] = ()
) -> Found:
    document = _guideline(sentence).document
    found = verdict(document, "fuel", score, unit, sentence.date, waste_classes=waste_classes)
    assert found is not None, "the guideline pays for nothing in this unit on this day"
    return {"counted": found.counted, "rate": found.rate, "met": found.met}


def _default_value(
    sentence: Sentence, *, pathway: str, variant: str, plant_start: str | None = None
) -> Found:
    document = _guideline(sentence).document
    found = default_value(document, pathway, sentence.date, plant_start)
    result = next(r for r in found.results if r.variant == variant)
    values: Found = {"total": result.total, "unit": result.unit, "evidence": result.evidence}
    values |= {f"term {term}": value for term, value in result.terms.items()}
    return values | (_judged(result.verdict) if result.verdict else {})


def _mixture(
    sentence: Sentence,
    *,
    wet_kg: dict[str, float],
    values: dict[str, float | str],
    variant: str = "default",
    moisture: dict[str, float] | None = None,
) -> Found:
    """Substrates digested together; a value is a number or a pathway of the default values."""
    document = _guideline(sentence).document
    shares = energy_shares(substrates(document.id), wet_kg, moisture)
    pure: dict[str, float] = {}
    for name, value in values.items():
        if isinstance(value, str):
            found = default_value(document, value, sentence.date)
            total = next(r.total for r in found.results if r.variant == variant)
            assert total is not None, f"{value} has no total"
            pure[name] = total
        else:
            pure[name] = value
    told = {f"share {name}": share for name, share in shares.items()}
    return {"value": mixture_value(shares, pure), **told}


WHAT: dict[str, Callable[..., Found]] = {
    "route": _route,
    "same_route": _same_route,
    "gwp_sum": _gwp_sum,
    "carnot": _carnot,
    "lhv": _lhv,
    "land_use": _land_use,
    "land_use_weights": _land_use_weights,
    "verdict": _verdict,
    "credit_rate": _credit_rate,
    "default_value": _default_value,
    "mixture": _mixture,
}
