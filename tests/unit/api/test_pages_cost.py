"""The page of a cost: the numbers of the answers, every analysis by itself, both languages."""

from __future__ import annotations

import html
import json
import re

import pytest
from support.service_fake import running

from api.evaluation import Evaluator
from api.pages import contour_figure, cost_figures, pathway
from api.pages.analyses import MOST_KEPT, Analyses
from api.pages.language import gettext_in
from api.pages.pathway import Choice
from api.pages.reading import read_parity
from api.pages.weighed import Weighings
from api.results import ParityRequest
from inventories.document import Localised
from parity.errors import CostMissingError
from parity.levers.errors import LeversMissingError

PAPER, PLA = "waste-paper-ethanol", "food-residue-pla"
PACT = "pact_methodology_v3"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def client(tmp_path_factory, evaluator):
    folder = tmp_path_factory.mktemp("cost-pages")
    with running(folder, evaluator, rate_per_minute=100_000) as started:
        yield started


@pytest.fixture(autouse=True)
def forget_language(client):
    client._client.cookies.clear()


@pytest.fixture(scope="module")
def weighings(evaluator):
    return Weighings(evaluator)


def answer(evaluator, **asked):
    return json.loads(evaluator.parity(ParityRequest.model_validate(asked)).body)


def block(page: str, figure: str) -> dict:
    text = re.search(rf'<script type="application/json" id="{figure}-data">(.*?)</script>', page)
    assert text, figure
    return json.loads(text[1])


def values(page: str, table: str) -> list[list[float | None]]:
    """`data-value` of the cells of a table, row by row."""
    body = re.search(rf'<table class="{table}">(.*?)</table>', page, re.S)
    assert body, table
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.S)
    found = [re.findall(r'data-value="([^"]*)"', row) for row in rows]
    return [[float(x) if x else None for x in row] for row in found if row]


# The numbers are those of the answers -------------------------------------------------------------


def test_the_case_page_shows_median_range_and_chance_of_the_samples(client, evaluator):
    spread = answer(evaluator, case=PAPER)["spread"]
    page = client.get(f"/cases/{PAPER}").text
    curve, marks = block(page, "chart-spread")["data"]
    assert curve["x"] == spread["quantiles"]
    assert (curve["y"][0], curve["y"][-1]) == (0, 100)
    summary = spread["summary"]
    assert marks["x"] == [summary["p5"], summary["median"], summary["p95"]]
    shown = re.search(r"at most 1\.2: <span data-value=\"([^\"]*)\">", page)
    assert shown
    assert float(shown[1]) == summary["probability"]["value"]
    assert values(page, "quantiles")[0] == [spread["quantiles"][i] for i in (0, 10, 25, 40, 50)]


def test_the_case_page_names_every_term_of_finance_with_its_source(client, evaluator):
    page = client.get(f"/cases/{PAPER}").text
    body = re.search(r'<table class="finance">(.*?)</table>', page, re.S)[1]
    terms = answer(evaluator, case=PAPER)["finance"]
    assert body.count("<tr>") == len(terms) + 1
    for term in terms:
        assert term["source"] in html.unescape(body)
        assert term["name"] not in re.findall(r'<th scope="row">(.*?)</th>', body), "has no words"


def test_the_waterfall_adds_up_from_today_to_the_gate(client, evaluator):
    page = client.get(f"/cases/{PLA}/cost").text
    rows = values(page, "waterfall")
    today = answer(evaluator, case=PLA, samples=0)["ratio"]
    start, *steps, end = rows
    assert start[0] == pytest.approx(today, rel=1e-9)
    assert start[0] + sum(step[2] for step in steps if len(step) > 2) == pytest.approx(
        end[0], rel=1e-9
    )
    drawn = block(page, "chart-waterfall")["data"][0]
    assert drawn["x"][0] == start[0]
    assert drawn["measure"][0] == "absolute"
    assert drawn["measure"][-1] == "total"
    assert len(set(drawn["y"])) == len(drawn["y"])


def test_the_tornado_draws_the_widest_bars_of_the_answer(client, evaluator):
    page = client.get(f"/cases/{PAPER}/cost").text
    bars = answer(evaluator, case=PAPER, samples=0, levers={"tornado": True})["levers"]["tornado"]
    assert [row[-1] for row in values(page, "tornado")] == [b["swing"] for b in bars["bars"]]
    low, high = block(page, "chart-tornado")["data"]
    assert len(low["y"]) == pathway.WIDEST
    for trace, end in ((low, "ratio_low"), (high, "ratio_high")):
        for base, length, bar in zip(trace["base"], trace["x"], bars["bars"], strict=False):
            assert base + length == pytest.approx(bar[end], rel=1e-9)


def test_every_kpi_of_the_gates_has_a_break_even(client, evaluator):
    gates = answer(evaluator, case=PLA, samples=0, gates={})["gates"]["gates"]
    kpis = {kpi["name"] for gate in gates for kpi in gate["kpis"]}
    assert len(values(client.get(f"/cases/{PLA}/cost").text, "alone")) == len(kpis)


def test_the_stage_gate_table_has_every_cell_and_japanese_columns(client, evaluator):
    table = answer(evaluator, case=PLA, samples=0, gates={})["gates"]["table"]
    page = client.get(f"/cases/{PLA}/cost?lang=ja").text
    body = re.search(r'<table class="stagegates">(.*?)</table>', page, re.S)[1]
    for column in table["columns"]:
        assert html.escape(column["heading"]["ja"], quote=False) in body
    assert body.count("<tr>") == len(table["rows"]) + 1
    spanned = sum(int(n) - 1 for n in re.findall(r'rowspan="(\d+)"', body))
    cells = len(re.findall(r"<t[dh][ >]", body.split("</thead>")[1]))
    assert cells + spanned == len(table["rows"]) * len(table["columns"])


def test_the_contour_takes_the_inputs_asked_for(client):
    address = f"/cases/{PLA}/cost?x=price:food-waste&y=lactic_yield"
    page = client.get(address).text
    drawn = block(page, "chart-contour")
    assert "Price: Food waste" in drawn["layout"]["xaxis"]["title"]["text"].replace("<br>", " ")
    assert len(drawn["data"][0]["z"]) == pathway.GRID
    rows = values(page, "contour")
    assert len(rows) == 5
    assert rows[0][0] == drawn["data"][0]["z"][0][0]
    assert rows[-1][-1] == drawn["data"][0]["z"][-1][-1]
    assert re.search(r'<option value="price:food-waste" selected>', page)


def test_the_contour_starts_with_two_parameters_of_the_route(weighings):
    for case in weighings.evaluator.cases():
        found = pathway.pathway(weighings.analyses, case.id, Choice(PACT))
        assert found.axes
        assert not any(":" in name for name in found.axes)
        assert len(set(found.axes)) == 2


def test_the_carbon_price_is_that_of_the_guideline_chosen(client, evaluator):
    for guideline in (PACT, "eu_red_2018_2001_annex_v"):
        asked = {"case": PAPER, "samples": 0, "carbon": {"guideline": guideline}}
        carbon = answer(evaluator, **asked)["carbon"]
        page = client.get(f"/cases/{PAPER}/cost?guideline={guideline}").text
        assert values(page, "emissions")[0][0] == carbon["bio"]["total"]
        assert [row[0] for row in values(page, "carbonprice")] == [
            carbon[name].get("jpy_per_t") for name in ("to_target", "to_one")
        ]


def test_receipts_on_the_page_are_those_of_the_requests_it_shows(client, evaluator):
    page = client.get(f"/cases/{PAPER}/cost").text
    shown = re.findall(r"-d &#39;(.*?)&#39;</code></pre>Receipt <code>(\w+)</code>", page, re.S)
    shown = shown or re.findall(r"-d '(.*?)'</code></pre>Receipt <code>(\w+)</code>", page, re.S)
    assert len(shown) == 7
    for request, receipt in shown:
        asked = ParityRequest.model_validate_json(html.unescape(request))
        assert evaluator.parity(asked).id == receipt


# What cannot be told is told in words, the rest stays ---------------------------------------------


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "query", ["x=nope", "x=lactic_yield&y=lactic_yield", "gate=nope", "x=" + "a" * 500]
)
def test_a_choice_that_cannot_be_is_told_and_the_rest_stays(client, query, language):
    answered = client.get(f"/cases/{PLA}/cost?{query}&lang={language}")
    assert answered.status_code == 200
    said = re.findall(r'<p class="caution">(.*?)</p>', answered.text, re.S)
    assert len(said) == 1
    assert bool(JAPANESE.search(said[0])) is (language == "ja")
    assert 'id="chart-tornado"' in answered.text
    assert 'class="carbonprice"' in answered.text


def test_an_analysis_that_fails_leaves_the_others(tmp_path, evaluator):
    class Lame(Evaluator):
        def parity(self, request):
            if request.levers and request.levers.tornado:
                raise LeversMissingError(Localised(en="no spread", ja="分布なし"))
            if request.gates:
                raise CostMissingError(PLA, ("/gates",))
            return super().parity(request)

    with running(tmp_path, Lame(evaluator.background, evaluator.prices)) as started:
        page = started.get(f"/cases/{PLA}/cost").text
    assert "chart-tornado" not in page
    assert "stagegates" not in page
    assert "No stage gate of this route has a target" in page
    assert 'class="carbonprice"' in page
    assert "chart-contour" in page


def test_a_case_without_cost_says_so(tmp_path, evaluator):
    class Broken(Evaluator):
        def parity(self, request):
            raise CostMissingError(request.case, ("/cost/capital",))

    with running(tmp_path, Broken(evaluator.background, evaluator.prices)) as started:
        answered = started.get(f"/cases/{PLA}/cost")
    assert answered.status_code == 200
    assert "not computable:" in answered.text
    assert "<figure>" not in answered.text


@pytest.mark.parametrize(
    "path", ["/cases/nope/cost", "/cases/%00/cost", f"/cases/{PLA}/cost?guideline=nope"]
)
def test_unknown_cases_and_guidelines_are_not_found(client, path):
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 404


def test_what_the_address_says_is_escaped(client):
    page = client.get(f"/cases/{PLA}/cost?x=%3Cscript%3Ealert(1)&gate=%22%3E%3Cb%3E").text
    assert "<script>alert" not in page
    assert '"><b>' not in page


# Languages, and what stands beside a figure -------------------------------------------------------


def test_japanese_headings_and_no_yen_by_its_code(client):
    page = client.get(f"/cases/{PAPER}/cost?lang=ja").text
    assert "<h1>1.2倍への道筋</h1>" in page
    for level, text in re.findall(r"<h([123])[^>]*>(.*?)</h\1>", page):
        assert JAPANESE.search(text), (level, text)
    for caption in re.findall(r"<(?:caption|th)[^>]*>(.*?)</(?:caption|th)>", page, re.S):
        assert "JPY" not in caption


def test_every_figure_has_words_and_a_source(client):
    page = client.get(f"/cases/{PAPER}/cost").text
    figures = re.findall(r"<figure>(.*?)</figure>", page, re.S)
    assert len(figures) == 3
    for figure in figures:
        assert re.search(r'role="img" aria-label="[^"]{40,}"', figure)
        assert "receipt" in re.search(r"<figcaption>(.*?)</figcaption>", figure)[1]


# Parts --------------------------------------------------------------------------------------------


def test_an_answer_is_read_back_as_it_was_written(evaluator):
    body = evaluator.parity(
        ParityRequest(case=PLA, samples=0, levers={"break_even": ["lactic_yield"]}, gates={})
    ).body
    again = read_parity(body).model_dump(mode="json", exclude_none=True)
    again.pop("findings", None)
    first = json.loads(body)
    first.pop("findings", None)
    assert again == first


def test_answers_are_kept_and_the_oldest_go_first(evaluator):
    asked = []

    class Counting:
        def parity(self, request):
            asked.append(request)
            raise CostMissingError(request.case, ())

    kept = Analyses(Counting())
    for seed in range(MOST_KEPT + 1):
        kept.part(PLA, {"seed": seed})
    kept.part(PLA, {"seed": MOST_KEPT})
    assert len(asked) == MOST_KEPT + 1
    kept.part(PLA, {"seed": 0})
    assert len(asked) == MOST_KEPT + 2


def test_a_contour_crossing_the_target_has_its_line(evaluator):
    asked = {"contour": {"x": "lactic_yield", "y": "sugar_content", "points": 20}}
    high = ParityRequest(case=PLA, samples=0, target=12.6, levers=asked)
    found = read_parity(evaluator.parity(high).body).levers.contour
    drawn = contour_figure.contour(found, {}, gettext_in("en"), "en")
    lines = [t for t in drawn["data"] if t.get("name") == "target"]
    assert bool(lines) is bool(contour_figure.target_pieces(found))
    low = contour_figure.lowest(found)
    assert low is not None
    assert bool(lines) is (low < 12.6 < max(r for row in found.ratio for r in row))


def test_points_at_one_place_share_a_letter_with_the_table(client):
    page = client.get(f"/cases/{PLA}/cost?x=lactic_yield&y=dilution_water").text
    shown = block(page, "chart-contour")["data"][-1]
    assert len(set(zip(shown["x"], shown["y"], strict=True))) == len(shown["x"])
    table = re.search(r'<table class="points">(.*?)</table>', page, re.S)[1]
    for text in shown["text"]:
        assert re.match(r"<b>([A-Z])</b> ", text)
        assert f"<strong>{text[3]}</strong>" in table


def test_an_end_without_cost_is_a_gap_in_the_tornado(evaluator):
    part = ParityRequest(case=PAPER, samples=0, levers={"tornado": True})
    found = read_parity(evaluator.parity(part).body).levers.tornado
    bars = [found.bars[0].__class__(**{**vars(found.bars[0]), "ratio_low": None, "swing": None})]
    drawn = cost_figures.tornado(found, bars, gettext_in("en"), "en")
    assert drawn["data"][0]["x"] == [None]
    assert drawn["data"][1]["x"][0] is not None


def test_a_target_far_from_all_bars_is_an_arrow(evaluator):
    part = ParityRequest(case="co2-hydrogen-phb", samples=0, levers={"tornado": True})
    found = read_parity(evaluator.parity(part).body).levers.tornado
    drawn = cost_figures.tornado(found, found.bars[:5], gettext_in("en"), "en")
    assert [s["name"] for s in drawn["layout"]["shapes"]] == ["today"]
    assert drawn["layout"]["annotations"][0]["text"] == "◀ target 1.2"
