"""The service with the real calculations behind it: every published example is answered."""

from __future__ import annotations

import json

import jsonschema
import pytest
from support.service_fake import running

from api.evaluation import Evaluator
from api.openapi import openapi_document
from inventories.library import case_ids

PLA_UNDER_PACT = {"case": "food-residue-pla", "guidelines": ["pact_methodology_v3"]}


@pytest.fixture(scope="module")
def client(tmp_path_factory, evaluator: Evaluator):
    with running(tmp_path_factory.mktemp("service"), evaluator) as started:
        yield started


@pytest.fixture(scope="module")
def document(client):
    return openapi_document(client.app)


def check(document, path, method, answer):
    """The answer has a documented status and fits its schema."""
    documented = document["paths"][path][method]["responses"][str(answer.status_code)]
    schema = documented["content"][answer.headers["content-type"]]["schema"]
    jsonschema.validate(answer.json(), {**schema, "components": document["components"]})


@pytest.mark.parametrize("path", ["/v1/assessments", "/v1/parity"])
def test_published_examples_are_results_that_can_be_read_and_verified(client, document, path):
    content = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    for example in content["examples"].values():
        made = client.post(path, json=example["value"])
        assert made.status_code == 201, made.text[:500]
        check(document, path, "post", made)
        assert client.get(made.headers["location"]).content == made.content
        receipt = client.get(made.links["describedby"]["url"])
        assert receipt.json()["id"] == made.headers["etag"].strip('"')
        verified = client.post(
            "/v1/verifications",
            content=receipt.content,
            headers={"Content-Type": "application/json"},
        )
        check(document, "/v1/verifications", "post", verified)
        assert verified.json()["verdict"] == "same", verified.json()["differences"]


def test_a_changed_receipt_is_refused(client):
    made = client.post("/v1/assessments", json={"case": case_ids()[0]})
    receipt = client.get(made.links["describedby"]["url"]).json()
    receipt["inputs"]["background"] = "another"
    answer = client.post("/v1/verifications", json=receipt)
    assert (answer.status_code, answer.json()["slug"]) == (422, "receipt-invalid")


@pytest.mark.parametrize("case_id", case_ids())
def test_a_case_read_from_the_service_can_be_sent_back(client, document, case_id):
    case = client.get(f"/v1/cases/{case_id}")
    check(document, "/v1/cases/{case_id}", "get", case)
    route = case.json()["documents"]["route"]
    valid = client.post("/v1/validations", json=route)
    check(document, "/v1/validations", "post", valid)
    assert [f for f in valid.json()["findings"] if f["level"] == "error"] == []
    own = client.post("/v1/assessments", json={"route": route})
    named = client.post("/v1/assessments", json={"case": case_id})
    assert own.status_code == named.status_code == 201, own.text[:500] + named.text[:500]
    assert [r["score"] for r in own.json()["results"]] == [
        r["score"] for r in named.json()["results"]
    ]


def test_lists_fit_their_schemas(client, document):
    for path in ("/v1/cases", "/v1/guidelines", "/v1/backgrounds"):
        check(document, path, "get", client.get(path))
    for guideline in client.get("/v1/guidelines").json()["items"]:
        assert client.get(f"/v1/guidelines/{guideline['id']}").status_code == 200


def test_a_broken_route_is_named_and_not_calculated(client):
    documents = client.get(f"/v1/cases/{case_ids()[0]}").json()["documents"]
    route = json.loads(json.dumps(documents["route"]))
    route["activities"][0]["stage"] = "somewhere"
    answer = client.post("/v1/assessments", json={"route": route})
    assert (answer.status_code, answer.json()["slug"]) == (422, "route-invalid")
    assert answer.json()["findings"][0]["pointer"].startswith("/activities/0/stage")


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"case": "nope"}, "case-unknown"),
        ({"case": "food-residue-pla", "guidelines": ["nope"]}, "guideline-unknown"),
        ({**PLA_UNDER_PACT, "indicators": ["nope"]}, "indicator-unknown"),
    ],
)
def test_unknown_names_are_404(client, body, slug):
    answer = client.post("/v1/assessments", json=body)
    assert (answer.status_code, answer.json()["slug"]) == (404, slug)


def test_a_date_that_does_not_exist_is_422(client):
    answer = client.post("/v1/assessments", json={**PLA_UNDER_PACT, "date": "2026-02-30"})
    assert (answer.status_code, answer.json()["slug"]) == (422, "date-invalid")


@pytest.mark.parametrize("data", [b"\x00\xff", b"", b"- a", b"a: &x [*x]", b"{" * 3000])
def test_any_bytes_are_validated_without_a_fault(client, document, data):
    for media_type in ("application/yaml", "application/json"):
        answer = client.post("/v1/validations", content=data, headers={"Content-Type": media_type})
        assert (answer.status_code, answer.json()["ok"]) == (200, False)
        check(document, "/v1/validations", "post", answer)


def test_a_background_is_searched_in_both_languages(client, document):
    (background,) = client.get("/v1/backgrounds").json()["items"]
    path = f"/v1/backgrounds/{background['id']}"
    english = client.get(f"{path}?search=steam%20purchased")
    check(document, "/v1/backgrounds/{background_id}", "get", english)
    japanese = client.get(path, params={"search": "石炭"}).json()
    assert [p["key"] for p in english.json()["providers"]] == ["steam-jp-purchased-statutory"]
    assert "electricity-jp-coal" in {p["key"] for p in japanese["providers"]}
    assert len(client.get(path).json()["providers"]) == background["datasets"]
    assert client.get("/v1/backgrounds/other").status_code == 404
