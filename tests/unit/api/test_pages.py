"""Pages: the numbers of the results, both languages, nothing unescaped, right headers."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract
from support.service_fake import running

from api.evaluation import Evaluator
from api.pages import assets, figures, numbers, plane, rendering, views
from api.pages.language import LOCALES, gettext_in
from api.pages.weighed import Weighings
from api.pages.words import WORDS
from api.references import Library
from api.results import AssessmentRequest, ParityRequest
from inventories.document import Localised
from inventories.errors import HakariError
from parity.errors import CostMissingError
from parity.tables import load_tables

PAGES = Path(rendering.__file__).parent
RED, PACT = "eu_red_2018_2001_annex_v", "pact_methodology_v3"
PAPER, PHB = "waste-paper-ethanol", "co2-hydrogen-phb"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def client(tmp_path_factory, evaluator):
    folder = tmp_path_factory.mktemp("pages-service")
    with running(folder, evaluator, rate_per_minute=100_000) as started:
        yield started


@pytest.fixture(autouse=True)
def forget_language(client):
    client._client.cookies.clear()


@pytest.fixture(scope="module")
def weighings(evaluator):
    return Weighings(evaluator)


def rows(page: str, table: str) -> dict[str, list[str]]:
    """Row head -> `data-value` of its cells, of the first table of a class."""
    body = re.search(rf'<table class="{table}">(.*?)</table>', page, re.S)
    assert body, table
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.S):
        head = re.search(r'<th scope="row(?:group)?">(.*?)</th>', row, re.S)
        if head:
            found[html.unescape(head[1])] = re.findall(r'data-value="([^"]*)"', row)
    return found


def block(page: str, figure: str) -> dict:
    text = re.search(rf'<script type="application/json" id="{figure}-data">(.*?)</script>', page)
    assert text, figure
    return json.loads(text[1])


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2097.66, "2,100"),
        (1234567.0, "1,230,000"),
        (-23.6515, "−23.7"),
        (0.9999, "1.00"),
        (99.96, "100"),
        (0.0, "0"),
        (2.5e-7, "2.50e−7"),
        (float("nan"), "–"),
        (None, "–"),
    ],
)
def test_numbers_have_three_significant_digits(value, shown):
    assert numbers.significant(value) == shown


def test_the_table_of_cases_shows_the_numbers_of_compare(client, evaluator):
    references = [evaluator.library.of_case(case_id) for case_id in evaluator.library.ids]
    for guideline in (RED, PACT):
        page = client.get(f"/?guideline={guideline}").text
        for cell in evaluator.compare(references, (guideline,)).matrix:
            row = re.search(rf'<tr data-case="{cell.case}">(.*?)</tr>', page, re.S)
            assert row
            values = re.findall(r'data-value="([^"]*)"', row[1])
            ratio = json.loads(evaluator.parity(ParityRequest(case=cell.case)).body)["ratio"]
            assert float(values[0]) == pytest.approx(cell.score, rel=1e-12)
            assert float(values[2]) == pytest.approx(cell.reduction, rel=1e-12)
            if cell.reduction_if_burnt is None:
                assert values[5] == ""
            else:
                assert float(values[5]) == pytest.approx(cell.reduction_if_burnt, rel=1e-12)
            assert float(values[6]) == pytest.approx(ratio, rel=1e-12)
            # What the reader would do by hand with the two columns shown.
            by_hand = 1 - float(values[0]) / float(values[1])
            assert by_hand == pytest.approx(cell.reduction, rel=1e-9)


def test_baseline_for_the_same_function_is_the_replaced_amount(weighings):
    weighing = weighings.case(PHB).weighings[PACT]
    replaced = weighings.case(PHB).documents["route"]["replaces"]["amount"]
    assert weighing.baseline_scale == pytest.approx(replaced, rel=1e-9)
    per_mj = weighings.case(PAPER).weighings[RED]
    assert per_mj.baseline_scale == pytest.approx(1.0, rel=1e-9)


def test_stages_and_providers_add_up_to_the_score(weighings):
    for case in weighings.cases():
        for weighing in case.weighings.values():
            assert weighing.bio
            stages = views.stage_rows(weighing, "en")
            score = weighing.bio.score
            assert sum(r.route or 0 for r in stages) == pytest.approx(score, rel=1e-9)
            assert sum(r.baseline or 0 for r in stages) == pytest.approx(
                weighing.cell.baseline_same_function, rel=1e-9
            )
            providers = views.provider_rows(weighing.bio, "en")
            assert sum(r.value for r in providers) == pytest.approx(score, rel=1e-9)


def test_cost_lines_add_up_to_the_selling_price(client):
    shown = rows(client.get(f"/cases/{PAPER}").text, "cost")
    total = float(shown["Minimum selling price"][0])
    groups = {WORDS["group"][key] for key in WORDS["group"]}
    group_sum = sum(float(v[0]) for name, v in shown.items() if name in groups)
    assert group_sum == pytest.approx(total, rel=1e-9)


def test_unverified_share_of_cost_is_the_one_the_result_warns_of(weighings):
    for case in weighings.cases():
        assert case.parity
        text = next(w.text.en for w in case.parity.warnings if w.code == "rests-on-unverified")
        stated = float(re.match(r"([\d.]+) %", text)[1])
        assert 100 * case.unverified_cost_share == pytest.approx(stated, rel=1e-3)


def test_every_unverified_number_of_the_documents_is_named(weighings):
    for case in weighings.cases():
        named = views.doubtful_numbers(case, "en")
        assert len(named) == case.summary.grades.unverified
        assert all(item.pointer for item in named)


def test_receipts_on_the_page_are_those_of_the_requests_it_shows(client, evaluator):
    page = client.get(f"/cases/{PAPER}").text
    for role in ("bio", "baseline"):
        assert evaluator.assess(AssessmentRequest(case=PAPER, role=role)).id in page
    assert evaluator.parity(ParityRequest(case=PAPER)).id in page


# The plane ----------------------------------------------------------------------------------------


def points(figure):
    return {
        link: {"x": x, "y": y, "symbol": symbol, "text": text}
        for trace in figure["data"]
        for (link, _), x, y, symbol, text in zip(
            trace["customdata"],
            trace["x"],
            trace["y"],
            trace["marker"]["symbol"],
            trace["text"],
            strict=True,
        )
    }


def test_a_reduction_beyond_the_scale_is_at_the_edge_with_its_number(client, weighings):
    shown = points(block(client.get(f"/?guideline={PACT}").text, "plane"))
    phb = shown[f"/cases/{PHB}"]
    assert phb["x"] == plane.SHOWN_REDUCTIONS[0]
    assert phb["symbol"] == "triangle-left"
    reduction = 100 * weighings.case(PHB).weighings[PACT].cell.reduction
    assert f"−{-reduction:,.0f}"[:4] in phb["text"]
    assert shown["/cases/waste-wood-bio-pe"]["symbol"] == "circle"


def test_for_comparison_is_hollow(client):
    shown = points(block(client.get(f"/?guideline={RED}").text, "plane"))
    assert shown["/cases/food-residue-pla"]["symbol"] == "circle-open"
    assert shown[f"/cases/{PAPER}"]["symbol"] == "circle"


def test_an_uncertain_cost_verdict_is_hollow(weighings):
    case = weighings.case("waste-wood-bio-pe")
    uncertain = case.__class__(
        **{**vars(case), "parity": case.parity.model_copy(update={"verdict": "uncertain"})}
    )
    figure = plane.plane((uncertain,), PACT, gettext_in("en"), "en")
    assert points(figure)["/cases/waste-wood-bio-pe"]["symbol"] == "circle-open"


def test_axis_is_logarithmic_only_for_a_wide_span(weighings):
    wide = plane.plane(weighings.cases(), PACT, gettext_in("en"), "en")
    near = plane.plane((weighings.case(PAPER),), PACT, gettext_in("en"), "en")
    assert wide["layout"]["yaxis"]["type"] == "log"
    assert "type" not in near["layout"]["yaxis"]


def test_goal_is_below_the_target_and_right_of_zero(client):
    shapes = {s["name"]: s for s in block(client.get("/").text, "plane")["layout"]["shapes"]}
    assert (shapes["target"]["y0"], shapes["target"]["y1"]) == (1.2, 1.2)
    assert (shapes["goal"]["x0"], shapes["goal"]["y1"]) == (0, 1.2)


def test_no_case_no_plane():
    assert plane.plane((), PACT, gettext_in("en"), "en") is None


def test_labels_of_near_points_do_not_cover_each_other(weighings):
    figure = plane.plane(weighings.cases(), RED, gettext_in("en"), "en")
    sides = [side for trace in figure["data"] for side in trace["textposition"]]
    assert len(set(sides)) > 1


# Languages ----------------------------------------------------------------------------------------


def messages() -> Iterator[str]:
    options = {"trim_blocks": "true", "newstyle_gettext": "true"}
    for path in sorted((PAGES / "templates").glob("*.html")):
        with path.open("rb") as file:
            for _, _, found, _ in babel_extract(file, ["_"], [], options):
                yield found if isinstance(found, str) else found[0]
    for path in sorted(PAGES.glob("*.py")):
        with path.open("rb") as file:
            for _, found, _, _ in extract("python", file, {"translate": None, "N_": None}):
                yield found if isinstance(found, str) else found[0]


def test_every_message_has_a_japanese_text_and_none_is_left_over():
    with (LOCALES / "ja" / "LC_MESSAGES" / "hakari.po").open("rb") as file:
        catalogue = read_po(file, locale="ja")
    known = {m.id: m for m in catalogue if m.id}
    wanted = set(messages())
    assert len(wanted) > 150
    assert wanted - set(known) == set()
    assert set(known) - wanted == set()
    for message in known.values():
        assert message.string, message.id
        assert not message.fuzzy, message.id
        holes = re.compile(r"%\(\w+\)s|\{\w+\}")
        assert set(holes.findall(message.id)) == set(holes.findall(message.string)), message.id


def test_every_group_of_the_price_table_has_a_word():
    assert {row.group for row in load_tables().prices.values()} <= set(WORDS["group"])


def test_language_is_asked_for_then_remembered_then_the_browsers(client):
    asked = client.get("/about?lang=ja", headers={"Accept-Language": "en"})
    assert asked.headers["content-language"] == "ja"
    assert 'lang="ja"' in asked.text[:40]
    assert "hakari_lang=ja" in asked.headers["set-cookie"]
    client._client.cookies.clear()
    remembered = client.get("/about", headers={"Cookie": "hakari_lang=ja"})
    assert remembered.headers["content-language"] == "ja"
    assert "set-cookie" not in remembered.headers
    preferred = client.get("/about", headers={"Accept-Language": "ja,en;q=0.5"})
    assert preferred.headers["content-language"] == "ja"
    assert client.get("/about").headers["content-language"] == "en"
    strange = client.get("/about?lang=xx", headers={"Cookie": "hakari_lang=<b>"})
    assert strange.headers["content-language"] == "en"


def test_language_links_keep_the_guideline(client):
    page = client.get(f"/?guideline={RED}").text
    assert f'href="?guideline={RED}&amp;lang=ja"' in page


@pytest.mark.parametrize("path", ["/", f"/cases/{PAPER}", "/guidelines", "/about"])
def test_japanese_pages_have_no_english_headings(client, path):
    page = client.get(f"{path}?lang=ja").text
    for level, text in re.findall(r"<h([123])[^>]*>(.*?)</h\1>", page):
        assert JAPANESE.search(text), (level, text)


def test_japanese_pages_name_the_yen_and_large_sums_in_oku(client, weighings):
    page = client.get(f"/cases/{PAPER}?lang=ja").text
    own = weighings.case(PAPER).parity
    assert f"固定資本投資 {numbers.significant(own.fixed_capital / 1e8)} 億円" in page
    assert "円/kg" in page
    cited = re.compile(r'<td class="wide">.*?</td>', re.S)  # sources speak for themselves
    assert "JPY/kg" not in cited.sub("", page)
    assert "million JPY" in client.get(f"/cases/{PAPER}?lang=en").text


def test_a_missed_threshold_says_by_how_many_points(client):
    # 65 % is asked for, 49.8 % is saved
    for language, text in (("en", "percentage points short"), ("ja", "ポイント不足")):
        page = client.get(f"/cases/{PAPER}?guideline={RED}&lang={language}").text
        found = re.search(rf"([\d.]+) {text}", page)
        saved = re.search(r"saves ([\d.]+) %|して ([\d.]+) % 削減", page)
        assert found
        assert saved
        assert float(found[1]) == pytest.approx(65 - float(saved[1] or saved[2]), abs=0.051)


def test_a_met_target_shows_its_reserve_and_no_negative_reduction(tmp_path, evaluator):
    class Cheap(Evaluator):
        def parity(self, request):
            return super().parity(request.model_copy(update={"target": 5.0}))

    with running(tmp_path, Cheap(evaluator.background, evaluator.prices)) as started:
        for language, text in (("en", "could rise by"), ("ja", "余裕: コストが")):
            page = started.get(f"/cases/{PAPER}?lang={language}").text
            ratio = float(re.search(r'data-value="([\d.]+)">×', page)[1])
            found = re.search(rf"{text} ([\d.]+) ", page)
            assert found, language
            assert float(found[1]) == pytest.approx(100 * (1 - 5 / ratio) * -1, rel=6e-3)


# Errors and hostile input -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/cases/nope", "/cases/route.yaml", "/cases/%00", "/?guideline=nope", "/guidelines/nope"],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_unknown_things_are_pages_in_the_readers_language(client, path, language):
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-language"] == language
    assert bool(JAPANESE.search(re.search(r"<h1>(.*?)</h1>", answer.text)[1])) is (language == "ja")


HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/foo", "/cases", "/guidelines/a/b", "/v2/cases"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_unknown_address_is_a_page_for_a_browser(client, path, language):
    answer = client.get(path, headers=HTML | {"Accept-Language": language})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-language"] == language
    assert answer.headers["cache-control"] == "no-store"
    assert 'href="/guidelines"' in answer.text
    assert "openapi.json" not in answer.text
    title = {"en": "Nothing is at this address", "ja": "このアドレスには何もありません"}
    assert f"<h1>{title[language]}</h1>" in answer.text


@pytest.mark.parametrize("path", ["/v1/nope", "/v1/cases/nope", "/metrics/x", "/static/nope.js"])
def test_an_address_for_programs_answers_a_problem_even_to_a_browser(client, path):
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/htmlx", ""])
def test_an_unknown_address_is_a_problem_for_a_program(client, accept):
    answer = client.get("/foo", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["slug"]) == (404, "not-found")


def test_another_method_on_a_page_is_a_problem(client):
    answer = client.post("/about", headers=HTML)
    assert (answer.status_code, answer.json()["slug"]) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


class TableSecretError(HakariError):
    slug = "data-file-invalid"


@pytest.mark.parametrize("fault", [RuntimeError("secret"), TableSecretError("secret.csv")])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_fault_is_a_page_that_names_its_id_and_no_secret(
    tmp_path, evaluator, monkeypatch, capsys, fault, language
):
    def broken(*_):
        raise fault

    with running(tmp_path, evaluator) as started:
        monkeypatch.setattr(Evaluator, "guidelines", broken)
        answer = started.get("/guidelines", headers=HTML | {"Accept-Language": language})
        plain = started.get("/guidelines", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert bool(JAPANESE.search(re.search(r"<h1>(.*?)</h1>", answer.text)[1])) is (language == "ja")
    assert f"urn:uuid:{answer.headers['x-request-id']}" in answer.text
    assert "secret" not in answer.text
    assert plain.headers["content-type"] == "application/problem+json"
    logged = [json.loads(x) for x in capsys.readouterr().err.splitlines() if '"fault"' in x]
    assert answer.headers["x-request-id"] in {line["request_id"] for line in logged}


def test_what_the_address_says_is_escaped(client):
    for path in (
        "/?guideline=%3Cscript%3Ealert(1)%3C/script%3E",
        "/guidelines/%3Cscript%3E",
        "/about?x=%22%3E%3Cscript%3E",
    ):
        assert "<script>" not in client.get(path).text


def test_json_blocks_cannot_end_their_element():
    text = str(rendering.json_block({"a": "</script><script>&"}))
    assert "<" not in text
    assert json.loads(text) == {"a": "</script><script>&"}


def test_titles_cannot_bring_markup_into_a_chart(weighings):
    case = weighings.case(PAPER)
    title = Localised(en="<b>%{x}</b> & co", ja="<b>")
    product = case.summary.model_copy(update={"product": title})
    hostile = case.__class__(**{**vars(case), "summary": product})
    text = points(plane.plane((hostile,), PACT, gettext_in("en"), "en"))[f"/cases/{PAPER}"]["text"]
    assert re.findall(r"<[^>]*>", text.replace("<br>", "")) == ["<b>", "</b>"]
    assert figures._plain("<b>%{x}") == "&lt;b>% {x}"


def test_only_web_addresses_become_links(weighings):
    case = weighings.case(PAPER)
    sources = {
        "bad": {"title": "x", "url": "javascript:alert(1)", "opened": "yes"},
        "good": {"title": "y", "url": "https://example.org/", "opened": "yes"},
    }
    changed = case.__class__(**{**vars(case), "documents": {"route": {"sources": sources}}})
    links = {row.id: row.link for row in views.source_rows(changed)}
    assert links == {"bad": None, "good": "https://example.org/"}


def test_a_case_that_cannot_be_calculated_says_so_and_leaves_the_plane(
    tmp_path, evaluator, monkeypatch
):
    class Broken(Evaluator):
        def parity(self, request):
            if request.case == PHB:
                raise CostMissingError(PHB, ("/cost/capital",))
            return super().parity(request)

    broken = Broken(evaluator.background, evaluator.prices)
    with running(tmp_path, broken) as started:
        page = started.get("/").text
        assert f"/cases/{PHB}" not in points(block(page, "plane"))
        assert "not computable:" in page
        said = re.search(r'caution">not computable: (.*?)</p>', started.get(f"/cases/{PHB}").text)
        assert said
        assert PHB in said[1]


# Headers and static files -------------------------------------------------------------------------


def test_pages_load_nothing_from_elsewhere_and_no_inline_script(client):
    for path in ("/", f"/cases/{PAPER}", "/guidelines", f"/guidelines/{PACT}", "/about"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "http" not in policy
        assert "unsafe-eval" not in policy
        for tag in re.findall(r"<(?:script|link|img)[^>]*>", answer.text):
            assert 'type="application/json"' in tag or re.search(
                r'(?:src|href)="(?:/static/|data:,)', tag
            ), tag
        assert not re.search(r"<[^>]+\son\w+=", answer.text)


def test_static_files_are_kept_for_a_year_and_compressed(client):
    for name in assets.addresses():
        plain = client.get(assets.address_of(name), headers={"Accept-Encoding": "identity"})
        assert plain.status_code == 200
        assert plain.headers["cache-control"] == assets.CACHE_CONTROL
        assert "content-encoding" not in plain.headers
        zipped = client.get(assets.address_of(name), headers={"Accept-Encoding": "gzip"})
        assert zipped.headers["content-encoding"] == "gzip"
        assert zipped.content == plain.content
        assert gzip.decompress(assets.asset(assets.addresses()[name]).gzipped) == plain.content


def test_there_are_no_other_static_files(client):
    for path in ("/static/nope.js", "/static/..%2Frouter.py", "/static/hakari.css"):
        assert client.get(path).status_code == 404


def test_library_is_asked_once_per_case(client, monkeypatch):
    client.get(f"/cases/{PAPER}")
    monkeypatch.setattr(Library, "inventory", lambda *_: pytest.fail("calculated again"))
    assert client.get(f"/cases/{PAPER}").status_code == 200
