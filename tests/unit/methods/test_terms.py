from __future__ import annotations

import pytest
from support.methods_toys import activity, background, emit, flow, out, resolved, route, rules, use

from lca.solve import solve
from methods.assess import assess
from methods.documents import Term
from methods.floor import not_counted
from methods.guideline import guideline_ids, load_guideline
from methods.scoring import Scorer
from methods.terms import line_scores, score_of_axes, term_values

TITLE = {"en": "t", "ja": "題"}


def fuel(credits: tuple[float, ...] = (), **more: object):
    claimed = [
        {
            "kind": "landfill_emission",
            "kgco2e_per_unit": kg,
            "certificate": "C-1",
            "source": "assumption",
            "reason": "toy",
            "grade": "derived",
        }
        for kg in credits
    ]
    return route(
        {"fuel": flow("MJ"), "grain": flow(carbon=(0.4, "biogenic")), "haul": flow("MJ")},
        [
            activity(
                "make",
                [out("fuel", 10, "MJ")],
                [
                    use(2, flow="grain", feedstock={"origin": "primary", "upstream": "corn"}),
                    use(3, "MJ", provider="gas"),
                ],
                [emit("ch4-biogenic", 0.001)],
            ),
            activity("deliver", [out("haul", 10, "MJ")], [], [emit("co2-fossil", 0.02)], "use"),
        ],
        ("make", "fuel", 10, "MJ"),
        "fuel",
        [{"activity": "deliver", "amount": 10}],
        credits=claimed,
        **more,
    )


def term(name: str, stages: tuple[str, ...] = (), axes: tuple[str, ...] = (), sign: int = 1):
    return Term.model_validate(
        {"id": name, "title": TITLE, "stages": stages, "axes": axes, "sign": sign}
    )


@pytest.mark.parametrize("guideline", guideline_ids())
def test_terms_and_lines_make_up_the_score_under_every_guideline(guideline: str) -> None:
    found = assess(fuel(), load_guideline(guideline), background())
    if found.terms:
        total = sum(t.sign * t.value for t in found.terms)
        assert total == pytest.approx(found.score, rel=1e-9, abs=1e-12)


def test_a_line_goes_by_its_axis_before_its_stage() -> None:
    resolution = resolved(fuel(), rules(boundary="cradle_to_grave"))
    solution = solve(resolution.system, background())
    parts = line_scores(resolution.draft, solution)
    assert sum(value for _, value in parts) == pytest.approx(solution.score, rel=1e-12)
    terms = (term("work", ("conversion",)), term("crop", (), ("feedstock_origin",)))
    found = {t.id: t.value for t in term_values(terms, resolution.draft, parts, 1.0)}
    # AR6: crop 2 x (0.3 + 0.001 x 273); gas 3 x (0.06 + 0.0001 x 29.8) + 0.001 x 27; haul 0.02
    assert found == pytest.approx({"crop": 1.146, "work": 0.21594, "other": 0.02}, abs=1e-12)
    assert score_of_axes(parts, {"feedstock_origin"}) == pytest.approx(1.146, abs=1e-12)


def test_a_deduction_is_shown_positive_with_its_sign() -> None:
    resolution = resolved(fuel(), rules())
    parts = line_scores(resolution.draft, solve(resolution.system, background()))
    (gone,) = term_values((term("less", ("conversion",), (), -1),), resolution.draft, parts, 1.0)
    assert gone.value == pytest.approx(-1.36194, abs=1e-12)
    assert gone.sign == -1


def test_a_guideline_without_a_formula_has_no_terms() -> None:
    assert assess(fuel(), load_guideline("pact_methodology_v3"), background()).terms == ()


def test_credits_bring_a_result_to_zero_at_most_and_every_part_still_sums_to_it() -> None:
    corsia = load_guideline("icao_corsia_2025")
    plain = assess(fuel(), corsia, background())
    small = assess(fuel((0.01,)), corsia, background())
    large = assess(fuel((10.0,)), corsia, background())
    assert small.score == pytest.approx(plain.score - 10.0, rel=1e-9)  # g per MJ
    assert large.score == pytest.approx(0.0, abs=1e-9)
    assert large.score_kgco2e_per_functional_unit == pytest.approx(0.0, abs=1e-12)
    assert "credits-floor" in {m.code for m in large.notes}
    assert "credits-floor" not in {m.code for m in small.notes}
    parts = large.contributions
    assert sum(t.sign * t.value for t in large.terms) == pytest.approx(0.0, abs=1e-9)
    for listed in (parts.by_stage, parts.by_activity, parts.by_provider, parts.by_flow):
        assert sum(c.value for c in listed) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("score", "credit", "expected"), [(-3, -5, 3), (-3, -1, 1), (2, -5, 0), (-3, 0, 0)]
)
def test_only_what_credits_took_below_zero_is_given_back(
    score: float, credit: float, expected: float
) -> None:
    assert not_counted(score, credit) == expected


@pytest.mark.parametrize("credit", [0.0, 0.01, 10.0])
def test_the_scorer_has_the_floor_too(credit: float) -> None:
    corsia = load_guideline("icao_corsia_2025")
    inventory = fuel((credit,)) if credit else fuel()
    found = assess(inventory, corsia, background())
    score = Scorer(inventory, background()).score(corsia.rules_on())
    assert score == pytest.approx(found.score_kgco2e_per_functional_unit, rel=1e-9, abs=1e-12)
