"""What `hakari parity`, `cashflow` and `scenarios` say, in English and Japanese."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner

from api.cli import parity_output
from api.cli.main import app
from api.cli.phrases import bar, chance, first_of, share, signed
from api.cli.run import Session
from api.cli.words import word
from api.evaluation import Evaluator
from api.results import ParityRequest
from api.results.cash_flow import CashFlowOptions, PricePart
from api.results.cost import BaselinePrice, ParityDocument, RatioSpread
from api.results.gates import GateLine
from inventories.document.flows import Bound, Distribution
from inventories.document.route import Route
from parity.carbon.abatement import QUADRANTS
from parity.comparison_notes import Reason
from parity.dcf.defaults import cash_flow_defaults
from parity.dcf.terms import LossKind
from parity.finance import Origin as TermOrigin
from parity.gates.probability import Held
from parity.levers.break_even import Direction
from parity.levers.ranges import Origin
from parity.scenarios import scenario_ids

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "dcf_cornstover.json"
CASE, GUIDELINE = "waste-paper-ethanol", "ghgp_product_2011"
YIELD, FEE = "hydrolysis_yield", "paper_fee"
WORDS: dict[str, dict[str, str]] = yaml.safe_load(
    (ROOT / "api" / "cli" / "words.yaml").read_text(encoding="utf-8")
)
LANGUAGES = ("en", "ja")

Parity = Callable[..., dict[str, Any]]


class Done(NamedTuple):
    """How a run of the command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def hakari(
    data_dir: Path, evaluator: Evaluator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    """Run the command in this process on the shared evaluator."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Session, "evaluator", evaluator)

    def run(*arguments: str, lang: str = "en") -> Done:
        environment = {"HAKARI_DATA_DIR": str(data_dir), "LC_ALL": f"{lang}.UTF-8"}
        done = CliRunner().invoke(app, list(arguments), env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="module")
def parity(evaluator: Evaluator) -> Parity:
    """The answer to a request, as plain data; the same request is calculated once."""
    known: dict[str, dict[str, Any]] = {}

    def answer(**asked: Any) -> dict[str, Any]:
        key = json.dumps(asked, sort_keys=True)
        if key not in known:
            request = ParityRequest(**{"case": CASE, "samples": 0, **asked})
            known[key] = json.loads(evaluator.parity(request).body)
        return known[key]

    return answer


@pytest.fixture(scope="module")
def everything(parity: Parity) -> dict[str, Any]:
    """One answer with every part."""
    gate = parity(gates={}, samples=64)["gates"]["gates"][-1]["id"]
    return parity(
        samples=64,
        levers={
            "gate": gate,
            "targets": {FEE: 25},
            "waterfall": True,
            "tornado": True,
            "sobol": 64,
            "break_even": [YIELD, FEE],
            "contour": {"x": FEE, "y": YIELD, "points": 12},
            "design": {"levers": [FEE, YIELD, "enzyme_loading"]},
        },
        gates={},
        carbon={"guideline": GUIDELINE},
    )


def printed(document: dict[str, Any], lang: str, capsys: pytest.CaptureFixture[str]) -> str:
    parity_output.parity(document, lang)
    return " ".join(capsys.readouterr().out.split())


def said(key: str, lang: str) -> str:
    """The words of a sentence up to the first number in it."""
    return word(key, lang).partition("{")[0].strip()


# Words.


def test_every_sentence_has_the_same_places_in_both_languages() -> None:
    for key, texts in WORDS.items():
        places = {lang: re.findall(r"\{(\d*)\}", texts[lang]) for lang in LANGUAGES}
        for lang, found in places.items():
            assert all(found) or not any(found), f"{key} ({lang}) mixes {{}} and {{0}}"
        counts = {
            lang: {int(p) for p in found} if any(found) else set(range(len(found)))
            for lang, found in places.items()
        }
        assert counts["en"] == counts["ja"], key


def test_every_word_used_for_costs_is_known() -> None:
    used = set()
    for name in ("parity", "lever", "contour", "gate", "carbon", "cash_flow"):
        text = (ROOT / "api" / "cli" / f"{name}_output.py").read_text(encoding="utf-8")
        used |= set(re.findall(r'\bword\(\s*"([^"]+)"', text))
        used |= set(re.findall(r'\bsay\(\s*console,\s*lang,\s*"([^"]+)"', text))
        used |= {w for ws in re.findall(r"for w in \(([^)]*)\)", text) for w in _quoted(ws)}
        used |= {w for ws in re.findall(r"words = \(([^)]*)\)", text) for w in _quoted(ws)}
    assert len(used) > 80
    assert not used - WORDS.keys()


def _quoted(text: str) -> list[str]:
    return re.findall(r'"([^"]+)"', text)


def _choices(model: Any, field: str) -> tuple[str, ...]:
    return get_args(model.model_fields[field].annotation)


@pytest.mark.parametrize(
    ("prefix", "choices"),
    [
        ("", _choices(BaselinePrice, "kind")),
        ("", _choices(BaselinePrice, "timing")),
        ("", _choices(ParityDocument, "verdict")),
        ("", _choices(GateLine, "status")),
        ("uncertain by ", get_args(Reason)),
        ("sampling ", _choices(RatioSpread, "sampling")),
        ("basis ", _choices(Route, "basis")),
        ("distribution ", _choices(Distribution, "kind")),
        ("bound ", _choices(Bound, "kind")),
        ("origin ", get_args(TermOrigin)),
        ("tax_rule ", get_args(LossKind)),
        ("tax_rule ", _choices(CashFlowOptions, "tax_rule")),
        ("tax_rule ", tuple(cash_flow_defaults().loss_rules)),
        ("loan_deduction ", _choices(CashFlowOptions, "loan_deduction")),
        ("direction ", get_args(Direction)),
        ("range ", get_args(Origin)),
        ("quadrant ", QUADRANTS),
        ("held ", get_args(get_type_hints(Held)["why"])),
        ("part ", _choices(PricePart, "name")),
    ],
)
def test_every_choice_has_words(prefix: str, choices: tuple[str, ...]) -> None:
    assert choices
    assert not {prefix + choice for choice in choices} - WORDS.keys()


# Numbers in sentences.


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0 %"),
        (0.5, "50 %"),
        (0.99996, "> 99.9 %"),
        (1.0, "100 %"),
        (2.5e-5, "0.0025 %"),
        (None, "-"),
    ],
)
def test_a_share_is_never_100_percent_if_it_is_not_all(value: float | None, text: str) -> None:
    assert share(value) == text


def test_numbers_in_sentences() -> None:
    found = {"value": 0.25, "low": 0.2, "high": 0.3, "level": 0.95}
    assert chance(found) == "25 % [20 %, 30 %]"
    assert [signed(x) for x in (1.5, -1.5, 0.0)] == ["+1.5", "-1.5", "0"]
    assert first_of(["a", "b", "c"], 2, "en") == "a, b, 1 others"
    assert first_of(["a", "b"], 2, "ja") == "a, b"


def test_a_bar_goes_from_today_to_both_ends() -> None:
    assert bar(3.0, 5.0, 2.0, (0.0, 31.0)).rstrip() == "  █┃░░"
    assert bar(3.0, 2.0, 5.0, (0.0, 31.0), target=10.0).rstrip() == "  ░┃██    ╎"
    both_above = bar(3.0, 4.0, 6.0, (0.0, 31.0)).rstrip()
    assert both_above == "   ┃░██"
    assert bar(3.0, 3.0, 3.0, (3.0, 3.0)) == ""
    assert len(bar(3.0, 1.0, 9.0, (0.0, 9.0), cells_wide=12)) == 12


# The answer itself.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_has_what_is_replaced_its_price_the_ratio_and_its_range(
    parity: Parity, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = parity()
    shown = printed(document, lang, capsys)
    base = document["baseline"]
    assert base["title"][lang] in shown
    assert f"{base['value']:.4g} JPY/{base['unit']}" in shown
    assert f"{document['replaced_per_unit']:.4g} {base['unit']}" in shown
    low, high = (f"{document[key]:.3g}" for key in ("ratio_low", "ratio_high"))
    assert (f"range {low} to {high}" if lang == "en" else f"{low}～{high}") in shown


@pytest.mark.parametrize(
    ("target", "lang", "text"),
    [
        (1.2, "en", "cost must fall by"),
        (1.2, "ja", "必要なコスト低減"),
        (50.0, "en", "reserve: cost may rise by"),
        (50.0, "ja", "余裕: コストが"),
    ],
)
def test_a_met_target_has_a_reserve_and_a_missed_one_a_reduction(
    parity: Parity, target: float, lang: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = parity(target=target)
    shown = printed(document, lang, capsys)
    change = abs(1 - target / document["ratio"])
    assert f"{text} {100 * change:.1f} %" in shown
    assert "-" + f"{100 * change:.1f}" not in shown
    above = "above" if target == 1.2 else "below"
    gap = abs(document["gap"])
    gap_text = f"{gap:,.4g}" if gap < 1e4 else f"{gap:,.0f}"
    assert gap_text in shown
    assert said(f"gap {above}", lang) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_uncertain_verdict_says_why(
    parity: Parity, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    median = parity(samples=64)["spread"]["summary"]["median"]
    document = parity(samples=64, target=median)
    assert document["verdict"] == "uncertain"
    assert set(document["uncertain_by"]) == {"unverified", "spread"}
    shown = printed(document, lang, capsys)
    for reason in document["uncertain_by"]:
        assert word(f"uncertain by {reason}", lang) in shown
    assert word("verdict holds", lang) not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_distribution_is_told_with_its_interval_and_how_it_was_drawn(
    parity: Parity, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = parity(samples=64)
    shown = printed(document, lang, capsys)
    spread = document["spread"]
    found = spread["summary"]
    assert f"{found['median']:.3g}" in shown
    assert chance(found["probability"]) in shown
    assert word("sampling random", lang) in shown
    assert str(len(spread["drawn"])) in shown
    silent = printed(parity(), lang, capsys)
    assert said("spread line", lang) not in silent
    assert word("verdict holds cost", lang) in silent


def test_failed_samples_are_told(parity: Parity, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(json.dumps(parity(samples=64)))
    document["spread"]["summary"] |= {"failed": 3, "n": 61, "at_least": 0.02}
    shown = printed(document, "en", capsys)
    assert "3 samples gave no ratio" in shown
    assert "its probability is 2 %" in shown
    assert "64 paired samples" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_of_finance_has_words_and_where_it_is_from(
    parity: Parity, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = parity(finance={"discount_rate": 0.07, "tax_rule": "none"})
    shown = printed(document, lang, capsys)
    for term in document["finance"]:
        assert f"term {term['name']}" in WORDS, term["name"]
        assert f"unit of {term['name']}" in WORDS, term["name"]
    assert "0.07" in shown
    assert word("tax_rule none", lang) in shown
    assert word("origin request", lang) in shown


# The parts.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_parts_are_told_in_full_sentences(
    everything: dict[str, Any], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(everything, lang, capsys)
    assert "{" not in shown
    assert "None" not in shown
    for part in ("waterfall", "sobol", "design", "gates", "progress", "emissions", "acceptability"):
        assert said(part, lang) in shown, part
    for part in ("tornado", "break-even", "contour", "carbon", "abatement"):
        assert said(part, lang) in shown, part
    japanese = any("ぁ" <= character <= "ヿ" for character in shown)
    assert japanese == (lang == "ja")


def test_the_waterfall_goes_from_today_to_the_end(
    everything: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(everything, "en", capsys)
    found = everything["levers"]["waterfall"]
    for key in ("start", "end"):
        assert f"{found[key]['ratio']:.4g}" in shown
    for step in found["steps"]:
        move = step["moves"][0]
        assert f"{move['start']:.4g} → {move['target']:.4g} {move['unit']}" in shown
        assert f"{step['ratio']:+.4g}" in shown
    left = found["end"]["ratio"] - found["target"]
    assert f"{left:.3g} above the target 1.2" in shown


def test_a_waterfall_over_the_baseline_shows_its_cost(
    parity: Parity, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"waterfall": True, "targets": {"market:oil": 140}}
    document = parity(baseline_kind="oil_linked", levers=asked)
    step = document["levers"]["waterfall"]["steps"][0]
    shown = printed(document, "en", capsys)
    assert step["baseline_jpy"] > 0
    assert "baseline JPY" in shown
    assert f"{step['baseline_jpy']:+.4g}" in shown
    assert "follows the oil price, in the target year" in shown


def test_the_contour_marks_what_meets_the_target(
    parity: Parity, capsys: pytest.CaptureFixture[str]
) -> None:
    grid = {"contour": {"x": FEE, "y": YIELD, "points": 12}}
    shown = printed(parity(levers=grid), "en", capsys)
    assert "12 × 12 points" in shown
    assert not re.search(r"\d\*", shown)
    assert "ratio 1.2: nowhere on the grid" in shown
    middle = parity()["ratio"]
    shown = printed(parity(target=middle, levers=grid), "en", capsys)
    assert re.search(r"\d\*", shown)
    assert f"ratio {middle:.3g}: its line crosses the grid" in shown


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"target": 50.0, "levers": {"design": {}}}, "design met"),
        ({"target": 1.2, "levers": {"design": {"levers": ["enzyme_loading"]}}}, "design unreach"),
        ({"target": 50.0, "levers": {"break_even": [FEE]}}, "already met"),
        ({"target": 0.01, "levers": {"break_even": ["enzyme_loading"]}}, "unreachable"),
    ],
)
def test_what_is_met_already_or_never_is_said(
    parity: Parity, asked: dict[str, Any], key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = {"design met": "already met: the ratio is", "design unreach": "unreachable: with every"}
    assert text.get(key, key) in printed(parity(**asked), "en", capsys)


def test_the_design_tells_distance_and_what_it_needs(
    parity: Parity, capsys: pytest.CaptureFixture[str]
) -> None:
    target = 0.9 * parity()["ratio"]
    document = parity(target=target, levers={"design": {"levers": [FEE, "enzyme_loading"]}})
    found = document["levers"]["design"]
    assert found["kind"] == "found"
    shown = printed(document, "en", capsys)
    assert f"distance from what is believed: {found['distance']:.3g}" in shown
    for need in found["needs"]:
        assert f"{need['needed']:.4g}" in shown
        assert f"{need['distance']:+.2f} SD" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_review_table_names_a_gate_once_and_has_every_kpi(
    everything: dict[str, Any], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(everything, lang, capsys)
    found = everything["gates"]
    letters = "".join(shown.split())
    for column in found["table"]["columns"]:
        heading = column["heading"][lang].split()[0]
        assert heading[:4] in letters, "a column is cut off"
    judgements = [row[-1][lang].split()[0] for row in found["table"]["rows"]]
    assert all(mark in shown for mark in judgements)
    assert "×" in judgements
    for gate in found["gates"]:
        assert gate["date"] in shown
        assert f"{gate['progress']['ratio_moving']:.4g}" in shown
    for one in found["chances"]:
        assert chance(one["programme"]["probability"]) in shown


def test_carbon_tells_prices_and_chances(
    everything: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(everything, "en", capsys)
    found = everything["carbon"]
    for key in ("to_one", "to_target"):
        assert found[key]["reason"]["en"] in shown
    assert found["abatement"]["meaning"]["en"] in shown
    for side in ("bio", "baseline"):
        assert f"{found[side]['total']:.4g}" in shown
    for price in found["at_prices"]:
        assert f"{price['ratio_cash']:.4g}" in shown
    assert chance(found["acceptability"]["probability"][-1]) in shown


def test_a_share_of_a_stage_that_only_one_side_has_is_taken(hakari: Callable[..., Done]) -> None:
    asked = ("parity", CASE, "--samples", "0", "--carbon", GUIDELINE, "--json")
    done = hakari(*asked, "--coverage", "pretreatment=0.5", "--coverage", "conversion=1")
    found = json.loads(done.stdout)["carbon"]
    bio, base = found["bio"]["by_stage"], found["baseline"]["by_stage"]
    assert "pretreatment" not in base
    assert found["baseline"]["priced"] == pytest.approx(base["conversion"])
    expected = 0.5 * bio["pretreatment"] + bio["conversion"]
    assert found["bio"]["priced"] == pytest.approx(expected)
    unknown = hakari(*asked, "--coverage", "nowhere=0.5")
    assert unknown.returncode == 1
    assert "nowhere" in json.loads(unknown.stdout)["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_premium_down_a_chain_file_is_shown(
    hakari: Callable[..., Done], tmp_path: Path, lang: str
) -> None:
    link = {"source": "assumption", "reason": "a test", "grade": "unverified"}
    chain: dict[str, Any] = {
        "schema": "hakari/chain/1",
        "id": "demo",
        "title": "Demo",
        "links": [{"id": "blend", "title": {"en": "Blend", "ja": "混合品"}, "share": 0.25, **link}],
    }
    (tmp_path / "chain.yaml").write_text(yaml.safe_dump(chain, allow_unicode=True))
    asked = ("parity", CASE, "--samples", "0", "--carbon", GUIDELINE, "--chain", "chain.yaml")
    found = json.loads(hakari(*asked, "--json").stdout)
    shown = hakari(*asked, lang=lang)
    assert shown.returncode == 0, shown.stderr
    assert chain["links"][0]["title"][lang] in shown.stdout
    assert f"{25 * (found['ratio'] - 1):.1f} %" in shown.stdout
    (tmp_path / "chain.yaml").write_text("schema: hakari/chain/1\nid: demo\ntitle: Demo\n")
    broken = hakari(*asked, lang=lang)
    assert broken.returncode == 1
    assert "links" in broken.stderr


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_narrow_terminal_gets_every_part(
    everything: dict[str, Any], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(width=width, record=True, highlight=False)
    monkeypatch.setattr(parity_output, "new_console", lambda: console)
    parity_output.parity(everything, "ja")
    shown = console.export_text()
    assert max(len(line) for line in shown.splitlines()) <= width
    assert everything["receipt"][: width // 2] in shown


# Lists.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_inputs_lists_every_name_that_may_be_moved(hakari: Callable[..., Done], lang: str) -> None:
    asked = ("parity", CASE, "--inputs", "--samples", "0")
    names = [i["name"] for i in json.loads(hakari(*asked, "--json").stdout)["inputs"]]
    shown = hakari(*asked, lang=lang)
    assert shown.returncode == 0
    assert len(names) > 10
    assert all(name in shown.stdout for name in names)
    assert word("certain", lang) in shown.stdout
    assert word("bound stoichiometric", lang) in shown.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenarios_lists_every_scenario(hakari: Callable[..., Done], lang: str) -> None:
    shown = hakari("scenarios", lang=lang)
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in scenario_ids())
    listed = json.loads(hakari("scenarios", "--json").stdout)
    assert [item["id"] for item in listed] == list(scenario_ids())


# Cash flows.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cash_flow_file_gives_price_rules_comparison_and_table(
    hakari: Callable[..., Done], lang: str
) -> None:
    shown = hakari("cashflow", str(GOLDEN), lang=lang)
    assert shown.returncode == 0, shown.stderr
    exact = json.loads(GOLDEN.read_text(encoding="utf-8"))["msp_exact"]
    for price in exact.values():
        assert f"{price:.4g}" in shown.stdout
    assert word("million", lang).format("USD") in shown.stdout
    assert word("rows of zero", lang).partition("{")[0] in shown.stdout
    years = re.findall(r"│ +(-?\d+) │", shown.stdout)
    assert {"-2", "0", "30"} <= set(years)
    assert "{" not in shown.stdout


def test_a_cash_flow_at_another_price_has_its_own_return(hakari: Callable[..., Done]) -> None:
    shown = hakari("cashflow", str(GOLDEN), "--price", "0.8", "--tax-rule", "japan_large")
    assert "at 0.8 USD/kg: net present value" in shown.stdout
    lost = hakari("cashflow", str(GOLDEN), "--price", "0.1").stdout
    assert "paid back after never" in lost
    assert "return rate none" in lost


# Mistakes.


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--break-even", "hydrolysis_yeild"), "hydrolysis_yield"),
        (("--gate", "nope"), "target-2030"),
        (("--set", f"{YIELD}=7"), YIELD),
        (("--set", "nope=1"), "--inputs"),
        (("--scenario", "nope"), "oil-2026"),
        (("--contour", FEE, FEE), FEE),
        (("--sobol", "100"), "128"),
        (("--carbon", "nope"), "nope"),
        (("--depreciation", "nope"), "MACRS7"),
        (("--tables", "nope.yaml"), "nope.yaml"),
        (("--lever", "nope"), "--inputs"),
        (("--target", "-1"), "/target"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mistake_is_named_with_what_to_do(
    hakari: Callable[..., Done], options: tuple[str, ...], text: str, lang: str
) -> None:
    asked = ("parity", CASE, "--samples", "0", *options)
    done = hakari(*asked, lang=lang)
    assert (done.returncode, done.stdout) == (1, "")
    assert text in done.stderr
    problem = hakari(*asked, "--json", lang=lang)
    assert problem.returncode == 1
    assert json.loads(problem.stdout)["title"] in done.stderr


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--set", "a"), "NAME=VALUE"),
        (("--set", "=1"), "NAME=VALUE"),
        (("--set", "a=x"), "--set a: `x` is not a number"),
        (("--set", "a=1", "--set", "a=2"), "`a` is given twice"),
        (("--waterfall",), "--waterfall needs targets"),
        (("--coverage", "0.5"), "need --carbon"),
        (("--carbon", GUIDELINE, "--coverage", "half"), "not a number"),
        (("--tax-rule", "nope"), "refund"),
        (("--points", "1"), "--points"),
    ],
)
def test_wrong_options_are_status_2_and_say_which(
    hakari: Callable[..., Done], options: tuple[str, ...], text: str
) -> None:
    done = hakari("parity", CASE, *options, "--json")
    assert done.returncode == 2
    assert text in json.loads(done.stdout)["detail"]


def test_targets_alone_ask_for_the_waterfall(hakari: Callable[..., Done]) -> None:
    asked = ("parity", CASE, "--samples", "0", "--json")
    found = json.loads(hakari(*asked, "--set", f"{FEE}=25").stdout)["levers"]
    assert found["targets"] == {FEE: 25}
    assert [step["lever"] for step in found["waterfall"]["steps"]] == [FEE]
    assert "levers" not in json.loads(hakari(*asked).stdout)
    found = json.loads(hakari(*asked, "--lever", FEE).stdout)["levers"]
    assert [need["name"] for need in found["design"]["needs"]] == [FEE]


def test_a_receipt_of_parity_with_levers_is_verified(hakari: Callable[..., Done]) -> None:
    asked = ("parity", CASE, "--samples", "16", "--set", f"{FEE}=25", "--receipt", "r.json")
    assert hakari(*asked).returncode == 0
    assert json.loads(hakari("verify", "r.json", "--json").stdout)["verdict"] == "same"
