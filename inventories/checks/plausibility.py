"""Plausibility: bounds, carbon against formula, CAS numbers, heating values, signs, gates."""

from __future__ import annotations

from collections.abc import Iterator

from inventories.checks.compounds import carbon_fraction
from inventories.checks.context import Context
from inventories.document.activities import Counterfactual, Displaces
from inventories.document.flows import Bound, Distribution, Parameter
from inventories.findings import Finding, finding
from inventories.inventory import InventoryElementary, InventoryInput, InventoryOutput

_KIND_JA = {
    "stoichiometric": "化学量論",
    "thermodynamic": "熱力学",
    "definition": "定義上",
    "equipment": "設備",
}


def check_yield_above_bound(ctx: Context) -> Iterator[Finding]:
    """Parameters, their gate values and their distributions stay inside their bound."""
    for name, parameter in ctx.route.parameters.items():
        bound = parameter.bound
        if bound is None:
            continue
        low = -float("inf") if bound.min is None else bound.min
        high = float("inf") if bound.max is None else bound.max
        for place, what, what_ja, value in _values(name, parameter, ctx):
            if not low <= value <= high:
                hard = place.endswith("value")
                yield finding(
                    "yield-above-bound",
                    place,
                    None if hard else "warning",
                    name=name,
                    what=what,
                    what_ja=what_ja,
                    value=value,
                    kind=bound.kind,
                    kind_ja=_KIND_JA[bound.kind],
                    limits=_range(bound, "at least {}", "at most {}", "{} to {}"),
                    limits_ja=_range(bound, "{} 以上", "{} 以下", "{}〜{}"),
                )


def _range(bound: Bound, above: str, below: str, both: str) -> str:
    if bound.min is None and bound.max is None:
        return "-"
    if bound.max is None:
        return above.format(f"{bound.min:g}")
    return (
        below.format(f"{bound.max:g}")
        if bound.min is None
        else both.format(f"{bound.min:g}", f"{bound.max:g}")
    )


def _values(name: str, parameter: Parameter, ctx: Context) -> Iterator[tuple[str, str, str, float]]:
    """Place, description and number of everything a bound holds for."""
    start = f"/parameters/{name}"
    yield f"{start}/value", "value", "値", parameter.value
    for gate, entry in parameter.gates.items():
        yield f"{start}/gates/{gate}/value", f"gate {gate}", f"ゲート {gate} の値", entry.value
    if parameter.distribution is not None:
        for end in _ends(parameter.distribution, parameter.value, ctx):
            yield f"{start}/distribution", "distribution reaching", "分布の端", end


def _ends(distribution: Distribution, value: float, ctx: Context) -> tuple[float, float]:
    """Ends of a distribution; of an unbounded one the ends of its usual span."""
    span = ctx.limits.distribution_span.value
    if distribution.kind == "lognormal" and distribution.gsd is not None:
        return value / distribution.gsd**span, value * distribution.gsd**span
    if distribution.kind == "normal" and distribution.sd is not None:
        return value - span * distribution.sd, value + span * distribution.sd
    return distribution.low or 0.0, distribution.high or 0.0


def check_carbon_vs_formula(ctx: Context) -> Iterator[Finding]:
    """The carbon content agrees with the chemical formula (dry matter)."""
    tolerance = ctx.limits.formula_carbon_tolerance.value
    for name, flow in ctx.route.flows.items():
        if flow.formula is None or flow.carbon is None or flow.unit != "kg":
            continue
        pure = carbon_fraction(flow.formula)
        if pure is None:
            continue
        dry = 1.0 if flow.dry_mass_fraction is None else flow.dry_mass_fraction
        expected = pure * dry
        if abs(flow.carbon.content - expected) > tolerance * expected:
            yield finding(
                "carbon-vs-formula",
                f"/flows/{name}/carbon/content",
                flow=name,
                given=flow.carbon.content,
                formula=flow.formula,
                expected=float(f"{expected:.4g}"),
            )


def check_carbon_content_implausible(ctx: Context) -> Iterator[Finding]:
    """No kilogram holds more than a kilogram of carbon."""
    limit = ctx.limits.carbon_content_max.value
    for name, flow in ctx.route.flows.items():
        if flow.carbon is not None and flow.unit == "kg" and flow.carbon.content > limit:
            yield finding(
                "carbon-content-implausible",
                f"/flows/{name}/carbon/content",
                flow=name,
                value=flow.carbon.content,
                limit=limit,
            )


def check_cas_checksum(ctx: Context) -> Iterator[Finding]:
    """The check digit of a CAS number: the digits before it, weighted 1, 2, 3 … from the right."""
    for name, flow in ctx.route.flows.items():
        if flow.cas is None:
            continue
        digits = flow.cas.replace("-", "")
        wanted = sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), start=1)) % 10
        if wanted != int(digits[-1]):
            yield finding("cas-checksum", f"/flows/{name}/cas", cas=flow.cas, digit=wanted)


def check_lhv_implausible(ctx: Context) -> Iterator[Finding]:
    """No heating value above that of hydrogen."""
    limit = ctx.limits.heating_value_max.value
    for name, flow in ctx.route.flows.items():
        if flow.lhv is not None and flow.unit == "kg" and flow.lhv.amount > limit:
            yield finding(
                "lhv-implausible",
                f"/flows/{name}/lhv/amount",
                flow=name,
                value=flow.lhv.amount,
                limit=limit,
            )


def check_gate_status(ctx: Context) -> Iterator[Finding]:
    """A measured gate value has the evidence of one, a target has not."""
    for name, parameter in ctx.route.parameters.items():
        for gate, entry in parameter.gates.items():
            evidence = entry.grade not in ("model_run", "unverified")
            if (entry.status == "measured" and not evidence) or (
                entry.status == "target" and entry.grade == "measured"
            ):
                yield finding(
                    "gate-status",
                    f"/parameters/{name}/gates/{gate}",
                    name=name,
                    gate=gate,
                    status=entry.status,
                    grade=entry.grade,
                )


def check_sign_amount(ctx: Context) -> Iterator[Finding]:
    """Amounts are positive. A formula may give zero (an option switched off), a reference not."""
    documents = {a.id: a for a in ctx.route.activities}
    for activity in ctx.inventory.activities:
        document = documents[activity.id]
        written = [x.amount for x in (*document.outputs, *document.inputs, *document.elementary)]
        lines: tuple[InventoryOutput | InventoryInput | InventoryElementary, ...] = (
            *activity.outputs,
            *activity.inputs,
            *activity.elementary,
        )
        for line, amount in zip(lines, written, strict=True):
            needed = line is activity.reference or not isinstance(amount, str)
            if line.amount < 0 or (line.amount == 0 and needed):
                yield finding("sign-amount", f"{line.pointer}/amount", value=float(line.amount))
    for pointer, part in ctx.parts:
        if isinstance(part, (Counterfactual, Displaces)) and part.amount <= 0:
            yield finding("sign-amount", f"{pointer}/amount", value=part.amount)
