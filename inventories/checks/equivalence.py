"""Route and baseline: the same function, told in the same unit, place, time and stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inventories.checks.context import Context
from inventories.document import Route
from inventories.document.base import Provenance
from inventories.document.flows import Flow
from inventories.document.route import END_OF_LIFE
from inventories.errors import UnitDimensionError, UnitUnknownError
from inventories.findings import Finding, Level, finding
from inventories.quantities import factor

_CARBON_TOLD_JA = {"carbon given": "記載あり", "carbon not given": "記載なし"}


def check_replaces_missing(ctx: Context) -> Iterator[Finding]:
    """A bio route says what it replaces."""
    if ctx.route.kind == "bio" and ctx.route.replaces is None:
        yield finding("replaces-missing", "")


def check_replaces_implausible(ctx: Context) -> Iterator[Finding]:
    """The replaced amount follows the heating values of fuels, and is of the order of one else.

    `replaces.amount` is per one unit of the product's flow, not per functional unit.
    """
    replaces, base = ctx.route.replaces, ctx.baseline
    if replaces is None or base is None:
        return
    mine, theirs = _product(ctx.route), _product(base)
    if mine is None or theirs is None:
        return
    fuels = ctx.route.functional_unit.comparison == base.functional_unit.comparison == "fuel"
    if fuels and mine.lhv is not None and theirs.lhv is not None and theirs.lhv.amount > 0:
        expected = mine.lhv.amount / theirs.lhv.amount
        tolerance = ctx.limits.replaces_energy_tolerance.value
        low, high = expected * (1 - tolerance), expected * (1 + tolerance)
        why, why_ja = "by the lower heating values", "低位発熱量の比から"
    elif mine.unit == theirs.unit:
        high = ctx.limits.replaces_span.value
        low = 1 / high
        why, why_ja = "for the same function", "同じ機能なら"
    else:
        return
    if not low <= replaces.amount <= high:
        refused = ctx.limits.replaces_span_refused.value
        yield finding(
            "replaces-implausible",
            "/replaces/amount",
            "warning" if 1 / refused <= replaces.amount <= refused else "error",
            value=replaces.amount,
            unit=mine.unit,
            per=theirs.unit,
            low=float(f"{low:.3g}"),
            high=float(f"{high:.3g}"),
            why=why,
            why_ja=why_ja,
        )


def _product(route: Route) -> Flow | None:
    return route.flows.get(route.functional_unit.flow)


def check_functional_equivalence(ctx: Context) -> Iterator[Finding]:
    """Route and baseline can be compared: hard differences are errors, others warnings."""
    bio, base = ctx.route, ctx.baseline
    if base is None:
        return
    if bio.replaces is not None and bio.replaces.baseline != base.id:
        yield _differs(
            "baseline",
            "ベースラインの ID",
            bio.replaces.baseline,
            base.id,
            "/replaces/baseline",
            "error",
        )
    a, b = bio.functional_unit, base.functional_unit
    if base.kind != "baseline":
        yield _differs("kind", "種別", bio.kind, base.kind, "/kind", "error")
    if a.comparison != b.comparison:
        yield _differs(
            "kind of comparison",
            "比較の種類",
            a.comparison,
            b.comparison,
            "/functional_unit/comparison",
            "error",
        )
    if not _same_dimension(a.unit, b.unit):
        yield _differs("unit", "単位", a.unit, b.unit, "/functional_unit/unit", "error")
    if bio.geography != base.geography:
        yield _differs("place", "地域", bio.geography, base.geography, "/geography")
    years = ctx.limits.reference_year_distance.value
    if abs(bio.reference_year - base.reference_year) > years:
        yield _differs(
            "reference year",
            "基準年",
            str(bio.reference_year),
            str(base.reference_year),
            "/reference_year",
        )
    if (mine := _stages(bio)) != (theirs := _stages(base)):
        yield _differs(
            "life-cycle stages after the gate",
            "ゲート以降の段階",
            mine,
            theirs,
            "/functional_unit/downstream",
        )
    if (told := _carbon_told(bio)) != (told_base := _carbon_told(base)):
        yield _differs(
            "what is said of the product's carbon",
            "製品の炭素の記載",
            told,
            told_base,
            f"/flows/{a.flow}",
            japanese=_CARBON_TOLD_JA,
        )


def _differs(
    aspect: str,
    aspect_ja: str,
    mine: str,
    theirs: str,
    pointer: str,
    level: Level | None = None,
    japanese: Mapping[str, str] | None = None,
) -> Finding:
    words = japanese or {}
    return finding(
        "functional-equivalence",
        pointer,
        level,
        aspect=aspect,
        aspect_ja=aspect_ja,
        route=mine,
        baseline=theirs,
        route_ja=words.get(mine, mine),
        baseline_ja=words.get(theirs, theirs),
    )


def _stages(route: Route) -> str:
    """Stages after the gate: decides where the product's carbon ends."""
    ids = {d.activity for d in route.functional_unit.downstream}
    stages: set[str] = {a.stage for a in route.activities if a.id in ids}
    if route.end_of_life is not None:
        stages.add(END_OF_LIFE)
    return ", ".join(sorted(stages)) or "-"


def _carbon_told(route: Route) -> str:
    flow = _product(route)
    return "carbon given" if flow is not None and flow.carbon is not None else "carbon not given"


def _same_dimension(unit: str, other: str) -> bool:
    try:
        factor(unit, other)
    except (UnitUnknownError, UnitDimensionError):
        return False
    return True


def check_unverified_share(ctx: Context) -> Iterator[Finding]:
    """How many numbers rest on no source that was opened."""
    grades = [part.grade for _, part in ctx.parts if isinstance(part, Provenance)]
    count = sum(g == "unverified" for g in grades)
    if count:
        yield finding("unverified-share", "", count=count, total=len(grades))
