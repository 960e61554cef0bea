"""Reading: lists, cases, guidelines, health; and what every answer carries."""

from __future__ import annotations

import json

import pytest
from support.service_fake import CASE_IDS, GUIDELINE, FakeEvaluator, running

from api.observe import SECURITY_HEADERS


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with running(tmp_path_factory.mktemp("service")) as started:
        yield started


def test_following_next_links_lists_every_case_once_in_order(client):
    path, seen = "/v1/cases?limit=2", []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        seen += [case["id"] for case in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url")
    assert seen == sorted(CASE_IDS)


def test_last_page_has_no_next(client):
    answer = client.get("/v1/cases?limit=100")
    assert "link" not in answer.headers
    assert "next_cursor" not in answer.json()


@pytest.mark.parametrize(
    ("query", "pointer", "rule"),
    [
        ("limit=0", "/limit", "request-bad-value"),
        ("limit=101", "/limit", "request-bad-value"),
        ("limit=many", "/limit", "request-bad-value"),
        ("cursor=%21%21", "/cursor", "request-bad-cursor"),
        ("cursor=_w", "/cursor", "request-bad-cursor"),
    ],
)
def test_bad_paging_is_a_finding(client, query, pointer, rule):
    answer = client.get(f"/v1/cases?{query}")
    assert answer.status_code == 422
    finding = answer.json()["findings"][0]
    assert (finding["pointer"], finding["rule"]) == (pointer, rule)


def test_a_case_comes_with_its_documents(client):
    case = client.get("/v1/cases/alpha").json()
    assert case["id"] == "alpha"
    assert case["baseline"]["en"] == "baseline"
    assert case["documents"]["route"]["schema"] == "hakari/route/1"
    assert case["documents"]["baseline"] == {"id": "old"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/cases/nope",
        "/v1/cases/route.yaml",
        "/v1/cases/..%2F..%2Fetc%2Fpasswd",
        "/v1/cases/%00",
        "/v1/guidelines/nope",
        "/v1/assessments/nope",
        "/v1/assessments/" + "0" * 64,
        "/v1/parity/" + "0" * 64,
        "/v1/receipts/" + "0" * 64,
        "/v1/receipts/%00",
        "/v1/problems/nope",
        "/v1/nope",
        "/v1/cases/",
    ],
)
def test_unknown_things_are_404_problems(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/v1/cases",
        "/v1/cases/alpha",
        "/v1/guidelines",
        f"/v1/guidelines/{GUIDELINE}",
        "/v1/backgrounds",
    ],
)
def test_what_the_client_has_is_not_sent_again(client, path):
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_is_get_without_the_body(client):
    got, head = client.get("/v1/cases/alpha"), client.request("HEAD", "/v1/cases/alpha")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == str(len(got.content))


def test_every_answer_carries_security_headers_and_a_request_id(client):
    ids = set()
    for path in ("/v1/cases", "/v1/nope", "/healthz"):
        headers = client.get(path).headers
        for name, value in SECURITY_HEADERS.items():
            assert headers[name] == value
        assert "access-control-allow-origin" not in headers
        ids.add(headers["x-request-id"])
    assert len(ids) == 3


def test_wrong_method_names_the_right_ones(client):
    answer = client.request("DELETE", "/v1/cases")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["slug"] == "method-not-allowed"


def test_ready_says_what_was_checked(client):
    answer = client.get("/readyz")
    assert answer.json() == {"ready": True, "checks": {"database": "ok", "background": "ok"}}


def test_not_ready_without_a_background(tmp_path):
    evaluator = FakeEvaluator()
    evaluator.built = False
    with running(tmp_path, evaluator) as started:
        answer = started.get("/readyz")
        assert answer.status_code == 503
        assert "background" in answer.json()["detail"]
        assert started.get("/healthz").status_code == 200


def test_not_ready_when_the_database_lost_its_schema(tmp_path):
    with running(tmp_path) as started:
        with started.app.state.service.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")
        answer = started.get("/readyz")
    assert answer.status_code == 503
    assert "database" in answer.json()["detail"]


def test_metrics_count_by_route_and_name_no_address_that_was_asked_for(client):
    client.get("/v1/cases/alpha")
    client.get("/secret-address")
    text = client.get("/metrics").text
    assert 'route="/v1/cases/{case_id}"' in text
    assert 'route="unmatched",status="404"' in text
    assert "secret-address" not in text


def test_limits_in_force_are_published(tmp_path):
    with running(tmp_path, rate_per_minute=77, max_body_bytes=12_345) as started:
        published = started.get("/v1/limits").json()
    assert published["requests_per_minute"] == 77
    assert published["max_body_bytes"] == 12_345


def test_every_kind_of_problem_can_be_read_at_its_type(client):
    kinds = client.get("/v1/problems").json()["items"]
    assert {"route-invalid", "rate-exceeded", "internal-error"} <= {k["slug"] for k in kinds}
    for kind in kinds:
        assert client.get(f"/v1/problems/{kind['slug']}").json() == kind


def test_lists_are_canonical_json(client):
    body = client.get("/v1/cases").content
    compact = json.dumps(
        json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert body == compact.encode()
