"""Pages on guidelines: one, two side by side, and why two numbers of a case differ."""

from __future__ import annotations

import html
import re

import pytest
from support.service_fake import running

from api.evaluation import Evaluator
from api.results import AssessmentRequest, ComparisonRequest
from methods.guideline import guideline_ids

PAPER = "waste-paper-ethanol"
RED, PACT, JAPAN, US = (
    "eu_red_2018_2001_annex_v",
    "pact_methodology_v3",
    "jp_bioethanol_sophistication_act",
    "us_45z_2025",
)
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def client(tmp_path_factory, evaluator):
    with running(
        tmp_path_factory.mktemp("guideline-pages"), evaluator, rate_per_minute=100_000
    ) as started:
        yield started


@pytest.fixture(autouse=True)
def forget_language(client):
    client._client.cookies.clear()


def text_of(client, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept-Language": language, "Accept": "text/html"})
    assert answer.status_code == 200, path
    return html.unescape(answer.text)


def table(page: str, name: str) -> str:
    found = re.search(rf'<table class="{name}">(.*?)</table>', page, re.S)
    assert found, name
    return found[1]


def values(part: str) -> list[float]:
    return [float(v) for v in re.findall(r'data-value="([^"]+)"', part)]


@pytest.mark.parametrize("path", ["/", f"/cases/{PAPER}"])
def test_every_guideline_can_be_chosen_without_javascript(client, path):
    page = text_of(client, f"{path}?guideline={US}")
    form = re.search(r'<form class="choose" method="get".*?</form>', page, re.S)
    assert form
    assert re.findall(r'<option value="([^"]+)"', form[0]) == list(guideline_ids())
    assert re.findall(r'<option value="([^"]+)" selected', form[0]) == [US]


def test_a_glance_holds_every_guideline_and_its_own_test(client):
    part = table(text_of(client, f"/cases/{PAPER}"), "glance")
    assert re.findall(r"\?guideline=([a-z0-9_]+)#carbon", part) == list(guideline_ids())
    row = re.search(rf"guideline={RED}#carbon.*?</tr>", part, re.S)
    assert '<span class="verdict not_met">not met</span>' in row[0]


def test_a_rate_is_told_at_a_glance_and_in_detail(tmp_path, evaluator):
    class InAmerica(Evaluator):
        def assess(self, request):
            route = self.case_documents(request.case)["route"] | {"geography": "US"}
            asked = request if request.role == "baseline" else AssessmentRequest(route=route)
            return super().assess(asked)

    with running(tmp_path, InAmerica(evaluator.background, evaluator.prices)) as started:
        page = text_of(started, f"/cases/{PAPER}?guideline={US}")
    row = re.search(rf"guideline={US}#carbon.*?</tr>", table(page, "glance"), re.S)
    # 31.35 kg/mmBTU counts as 30 of 50: (50 - 30) / 50
    assert "its own test: 40.0 percent of the full rate" in row[0]
    assert "pays 40 % of the full rate: the score counts as 30 kg CO2e/mmBTU" in page


def test_terms_on_the_case_page_add_up_to_the_score(client):
    part = table(text_of(client, f"/cases/{PAPER}?guideline={RED}"), "terms")
    body, foot = part.split("<tfoot>")
    found = re.findall(r"<code>([+−]) \w+</code>.*?data-value=\"([^\"]+)\"", body)
    total = sum((-1 if sign == "−" else 1) * float(value) for sign, value in found)
    assert len(found) == 8
    assert total == pytest.approx(values(foot)[0], rel=1e-9)


def test_requirements_say_first_what_needs_work_and_where(client):
    for language, unmet in (("en", "not met"), ("ja", "未達")):
        page = text_of(client, f"/cases/{PAPER}?guideline={RED}", language)
        part = table(page, "requirements")
        states = re.findall(r'<span class="verdict (\w+)">(.*?)</span>', part)
        assert states[0] == ("not_met", unmet)
        assert [s for s, _ in states] == sorted(
            (s for s, _ in states), key=["not_met", "uncertain", "met"].index
        )
        assert "<code>declarations.chain_of_custody</code>" in part


@pytest.mark.parametrize(("language", "head"), [("en", "Planned, not in force"), ("ja", "予定")])
def test_planned_comparators_are_told_on_the_case_page(client, language, head):
    page = text_of(client, f"/cases/{PAPER}?guideline={JAPAN}", language)
    assert re.search(rf"<strong>{head}.*?</strong>[^<]*90\.17 g CO2e/MJ", page)


def test_printed_values_stand_beside_the_route_on_the_case_page(tmp_path, evaluator):
    pathway = "sugar_beet_ethanol_no_biogas_natural_gas_boiler"

    class Named(Evaluator):
        def assess(self, request):
            if request.role == "bio":
                route = self.case_documents(request.case)["route"]
                request = AssessmentRequest(route=route | {"default_pathways": {RED: pathway}})
            return super().assess(request)

    with running(tmp_path, Named(evaluator.background, evaluator.prices)) as started:
        part = table(text_of(started, f"/cases/{PAPER}?guideline={RED}"), "printed")
    for printed in ("9.6", "18.8", "2.3", "30.7"):
        assert f'<td class="num">{printed}</td>' in part or f">{printed}</td>" in part
    assert "typical value" in part
    assert "default value" in part


def test_the_gap_on_the_page_is_the_one_of_compare_and_adds_up(client, evaluator):
    page = text_of(client, f"/cases/{PAPER}?from={RED}&to={PACT}")
    part = table(page, "gap")
    first, *parts, last, total = values(part)
    assert sum(parts) == pytest.approx(total, rel=1e-9)
    assert last - first == pytest.approx(total, rel=1e-9)
    asked = ComparisonRequest.model_validate({"explain": {"from": RED, "to": PACT}})
    found = evaluator.compared((evaluator.library.of_case(PAPER),), asked).explain
    assert total == pytest.approx(found.total, rel=1e-12)
    assert [float(v) for v in parts] == pytest.approx([p.value for p in found.axes if p.acts])
    assert f"/guidelines/{RED}/differences/{PACT}" in page


def test_the_choice_of_two_guidelines_is_kept_with_the_one_in_detail(client):
    page = text_of(client, f"/cases/{PAPER}?guideline={US}&from={RED}&to={PACT}")
    assert f'<input type="hidden" name="guideline" value="{US}">' in page
    for name, chosen in (("from", RED), ("to", PACT)):
        select = re.search(rf'<select id="{name}".*?</select>', page, re.S)[0]
        assert re.findall(r'<option value="([^"]+)" selected', select) == [chosen]


def test_nothing_is_explained_until_two_different_guidelines_are_chosen(client):
    assert '<table class="gap">' not in text_of(client, f"/cases/{PAPER}")
    same = text_of(client, f"/cases/{PAPER}?from={RED}&to={RED}")
    assert '<table class="gap">' not in same
    assert "the same guideline twice" in same


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("guideline", guideline_ids())
def test_every_guideline_page_holds_every_rule(client, evaluator, guideline, language):
    page = text_of(client, f"/guidelines/{guideline}", language)
    document = evaluator.guideline(guideline)
    entries = sum(len(e) for e in document["rules"].values())
    part = table(page, "rules")
    assert part.count('<th scope="row">') == entries
    assert part.count('<tr class="past">') == entries - 22  # one entry of each axis is in force
    for comparator in document["comparators"]:
        assert f"{comparator['value']:g}" in page
    for level, title in re.findall(r"<h([12])[^>]*>(.*?)</h\1>", page):
        assert language == "en" or JAPANESE.search(title), (level, title)


def test_a_guideline_page_says_what_is_planned_and_what_was_in_force(client):
    page = text_of(client, f"/guidelines/{JAPAN}")
    assert "planned, no day known" in page
    assert "2018-04-17 – 2020-06-15" in page
    past = text_of(client, f"/guidelines/{US}?date=2025-06-30")
    now = text_of(client, f"/guidelines/{US}")
    assert "Rules of 2025-06-30" in past
    assert table(past, "rules") != table(now, "rules")
    assert "none: it pays by emissions" in now


def test_alternatives_are_in_words(client):
    page = table(text_of(client, f"/guidelines/{PACT}"), "rules")
    listed = re.search(r'<td class="choice"><ul class="plain">(.*?)</ul>', page, re.S)
    assert listed
    assert "_" not in re.sub(r"\(.*?\)", "", re.sub(r"<[^>]+>", "", listed[1]))


def test_default_tables_are_shown_with_the_digits_printed(client):
    part = table(text_of(client, f"/guidelines/{RED}"), "printed")
    row = re.search(
        r"sugar_beet_ethanol_no_biogas_natural_gas_boiler</code>.*?</tbody>", part, re.S
    )
    for printed in ("9.6", "18.8", "2.3", "30.7"):
        assert f">{printed}</td>" in row[0]
    japan = table(text_of(client, f"/guidelines/{JAPAN}"), "printed")
    assert ">28.59</td>" in japan  # in force today; 33.61 was until March 2023
    assert ">33.61</td>" not in japan


@pytest.mark.parametrize(("language", "head"), [("en", "differ"), ("ja", "相違")])
def test_two_guidelines_stand_side_by_side(client, language, head):
    page = text_of(client, f"/guidelines/{PACT}/differences/{RED}", language)
    assert head in re.search(r"<h1>(.*?)</h1>", page)[1]
    counted = [int(n) for n in re.findall(r"\d+", re.search(r'<p class="lead">(.*?)</p>', page)[1])]
    assert sum(counted[:2]) == 22
    assert table(page, "rules differences").count('<th scope="row">') == counted[0]


def test_the_second_guideline_is_chosen_without_javascript(client):
    answer = client.get(f"/guidelines/{PACT}/differences?other={RED}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/guidelines/{PACT}/differences/{RED}"
    none = client.get(f"/guidelines/{PACT}/differences")
    assert none.headers["location"] == f"/guidelines/{PACT}"
    strange = client.get("/guidelines/a%0d%0ab/differences?other=//example.org/%0d%0ax")
    assert strange.headers["location"].startswith("/guidelines/a%0D%0Ab/differences/%2F%2Fexample")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/guidelines/{PACT}/differences/nope", 404),
        (f"/guidelines/nope/differences/{PACT}", 404),
        (f"/cases/{PAPER}?from=nope&to={PACT}", 404),
        (f"/cases/{PAPER}?from={PACT}&to=%3Cb%3E", 404),
        (f"/guidelines/{PACT}?date=2025-13-40", 422),
        (f"/guidelines/{PACT}?date=1900-01-01", 422),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_cannot_be_shown_is_a_page(client, path, status, language):
    answer = client.get(path, headers={"Accept-Language": language, "Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<b>" not in answer.text
