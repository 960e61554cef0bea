"""Pages in Chromium: charts are drawn, nothing is fetched from elsewhere, language switches."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.settings import Settings

pytestmark = pytest.mark.browser

CASE = "waste-paper-ethanol"
CASES = 4
GUIDELINES = ("pact_methodology_v3", "eu_red_2018_2001_annex_v")
GAP = f"/cases/{CASE}?from={GUIDELINES[0]}&to={GUIDELINES[1]}"
DIFFERENCES = "/guidelines/{}/differences/{}".format(*GUIDELINES)
START_LIMIT_S = 30
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory, evaluator):
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("browser"), rate_per_minute=100_000, log_level="error"
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(create_app(settings, evaluator), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        limit = time.monotonic() + START_LIMIT_S
        while not server.started and thread.is_alive() and time.monotonic() < limit:
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("HAKARI_REQUIRE_BROWSER") == "1":
            pytest.fail("HAKARI_REQUIRE_BROWSER=1, and no `chromium` on the path")
        pytest.skip("no `chromium` on the path")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, address):
    """A fresh tab; at the end it must not have complained or asked another host."""
    context = chromium.new_context(
        base_url=address, locale="en-US", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type != "log" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
    hosts: set[str] = set()
    page.on("request", lambda r: hosts.add(urlsplit(r.url).netloc))
    yield page
    expected = {"Failed to load resource: the server responded with a status of 404 (Not Found)"}
    assert [c for c in complaints if c not in expected] == []
    assert hosts - {urlsplit(address).netloc, ""} == set()
    context.close()


def drawn(page, path):
    page.goto(path)
    page.wait_for_function(
        "() => document.querySelectorAll('[data-figure]').length > 0 &&"
        " [...document.querySelectorAll('[data-figure]')].every((x) => x.dataset.drawn)"
    )


def values(page, selector):
    return [
        float(x)
        for x in page.locator(selector).evaluate_all("cells => cells.map((x) => x.dataset.value)")
        if x
    ]


def test_plane_shows_every_case_and_the_target_line(tab):
    drawn(tab, "/")
    assert tab.locator("#plane .scatterlayer .point").count() == CASES
    line = tab.locator("#plane .shapelayer path").last
    assert "dash" in (line.get_attribute("style") or "")
    assert "1.2 times the baseline's cost" in tab.locator("#plane .infolayer").text_content()
    # The line stands where the axis says 1.2: between the ticks 1 and 2.
    heights = {
        text: tab.locator(
            "#plane .yaxislayer-above text", has_text=re.compile(f"^{text}$")
        ).bounding_box()["y"]
        for text in ("1", "2")
    }
    assert heights["2"] < line.bounding_box()["y"] < heights["1"] + 10
    labels = tab.locator("#plane .textpoint").all_text_contents()
    assert len(labels) == CASES


def test_labels_on_the_plane_do_not_overlap(tab):
    for guideline in GUIDELINES:
        drawn(tab, f"/?guideline={guideline}")
        boxes = [x.bounding_box() for x in tab.locator("#plane .textpoint text").all()]
        assert len(boxes) == CASES
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart_x = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
                apart_y = a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
                assert apart_x or apart_y


def test_a_point_leads_to_its_case(tab):
    drawn(tab, "/")
    tab.locator("#plane .scatterlayer .point").first.hover(force=True)
    box = tab.locator("#plane .scatterlayer .point").first.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.wait_for_url("**/cases/*")


def test_contributions_and_cost_add_up_to_what_is_shown(tab):
    for guideline in GUIDELINES:
        drawn(tab, f"/cases/{CASE}?guideline={guideline}")
        section = tab.locator("section.guideline")
        name = section.get_attribute("data-guideline")
        assert name == guideline
        stages = values(tab, f"section[data-guideline='{name}'] .stages tbody td:nth-child(2)")
        score = values(tab, f"section[data-guideline='{name}'] .stages tr.total td:nth-child(2)")[0]
        assert sum(stages) == pytest.approx(score, rel=1e-9)
        assert section.locator(".barlayer .point").count() >= len(stages)
    price = values(tab, ".cost tr.total td")[0]
    assert sum(values(tab, ".cost tr.group td")) == pytest.approx(price, rel=1e-9)
    assert sum(values(tab, ".cost tr.line td:nth-child(2)")) == pytest.approx(price, rel=1e-9)
    assert tab.locator("#chart-cost .barlayer .point").count() > 0


def test_language_switches_and_is_remembered(tab):
    drawn(tab, "/?guideline=eu_red_2018_2001_annex_v")
    tab.get_by_role("link", name="日本語").click()
    tab.wait_for_url("**lang=ja**")
    assert tab.locator("html").get_attribute("lang") == "ja"
    assert "guideline=eu_red" in tab.url
    tab.goto("/about")
    assert tab.locator("h1").text_content() == "hakariについて"


def test_unknown_case_is_a_page(tab):
    answer = tab.goto("/cases/nope?lang=ja")
    assert answer.status == 404
    assert tab.locator("h1").text_content() == "その事例はありません"
    assert tab.get_by_role("link", name="事例一覧へ").count() == 1


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/cases/{CASE}",
        f"/cases/{CASE}?guideline=us_45z_2025",
        f"/cases/{CASE}/cost",
        GAP,
        "/guidelines",
        "/guidelines/pact_methodology_v3",
        "/guidelines/eu_red_2018_2001_annex_v",
        DIFFERENCES,
    ],
)
def test_a_telephone_scrolls_tables_not_the_page(tab, path, language):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    for closed in tab.locator("details").all():
        closed.evaluate("element => { element.open = true }")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_of_a_cost_draws_its_charts_and_leads_back(tab):
    drawn(tab, f"/cases/{CASE}")
    tab.get_by_role("link", name=re.compile("What it takes to reach 1.2 times")).click()
    assert tab.url.split("?")[0].endswith(f"/cases/{CASE}/cost")
    drawn(tab, tab.url)
    assert tab.locator("#chart-tornado .barlayer .point").count() >= 12
    assert tab.locator("#chart-contour .contourlayer path").count() > 0
    shown = values(tab, "table.waterfall tfoot td.num")
    assert f"× {shown[0]:.2f}" in tab.locator("#chart-waterfall").text_content()
    tab.locator("select#x").select_option("price:cellulase")
    tab.locator("form[action$='#two'] button").click()
    assert "x=price%3Acellulase" in tab.url
    assert "Price: Cellulase" in tab.locator("table.contour caption").text_content()


def test_chart_words_stay_inside_their_chart(tab):
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        drawn(tab, f"/cases/{CASE}/cost")
        for chart in tab.locator(".chart").all():
            outer = chart.bounding_box()
            for word in chart.locator("svg text").all():
                box = word.bounding_box()
                if box and box["width"]:
                    assert box["x"] >= outer["x"] - 1, word.text_content()
                    assert box["x"] + box["width"] <= outer["x"] + outer["width"] + 1, (
                        word.text_content()
                    )


def test_pages_say_everything_without_javascript(chromium, address):
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    assert page.locator("table.cases tbody tr").count() == CASES
    assert not page.locator(".chart").first.is_visible()
    page.locator("select#guideline").select_option("us_45z_2025")
    page.locator("form.choose button").click()
    assert "guideline=us_45z_2025" in page.url
    page.goto(f"/cases/{CASE}")
    page.locator("select#from").select_option(GUIDELINES[0])
    page.locator("select#to").select_option(GUIDELINES[1])
    page.locator("form[action$='#differ'] button").click()
    assert page.locator("table.gap tr.part").count() > 0
    page.goto(f"/cases/{CASE}/cost")
    page.locator("select#guideline").select_option("us_45z_2025")
    page.locator("form[action$='#price'] button").click()
    assert "guideline=us_45z_2025" in page.url
    for table in ("waterfall", "tornado", "alone", "design", "stagegates", "contour", "points"):
        assert page.locator(f"table.{table} tbody tr").count() > 0, table
    page.goto(f"/guidelines/{GUIDELINES[0]}")
    page.locator("select#other").select_option(GUIDELINES[1])
    page.locator("form[action$='/differences'] button").click()
    assert page.url.endswith(DIFFERENCES)
    context.close()
