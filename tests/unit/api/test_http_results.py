"""Making results: assessments, parity, receipts, idempotency keys."""

from __future__ import annotations

import hashlib
import threading

import pytest
from sqlalchemy import func, select
from support.service_fake import FakeEvaluator, running

from api.store.tables import idempotency, results

RESOURCES = ("/v1/assessments", "/v1/parity")


@pytest.fixture
def evaluator():
    return FakeEvaluator()


@pytest.fixture
def client(tmp_path, evaluator):
    with running(tmp_path, evaluator) as started:
        yield started


def stored(client) -> tuple[int, int]:
    with client.app.state.service.engine.connect() as connection:
        count = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (results, idempotency)
        ]
    return count[0], count[1]


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_result_is_stored_and_served_as_the_same_bytes(client, resource):
    made = client.post(resource, json={"case": "alpha"})
    assert made.status_code == 201
    read = client.get(made.headers["location"])
    assert read.status_code == 200
    assert read.content == made.content
    assert read.headers["etag"] == made.headers["etag"]
    assert made.headers["location"] == f"{resource}/{made.headers['etag'].strip(chr(34))}"


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_entity_tag_is_the_sha256_of_the_receipt(client, resource):
    made = client.post(resource, json={"case": "alpha"})
    receipt = client.get(made.links["describedby"]["url"])
    assert made.headers["etag"] == f'"{hashlib.sha256(receipt.content).hexdigest()}"'
    assert receipt.json()["schema"] == "hakari/receipt/1"


@pytest.mark.parametrize("resource", [*RESOURCES, "/v1/receipts"])
def test_a_result_the_client_has_is_not_sent_again(client, resource):
    made = client.post(
        "/v1/parity" if "parity" in resource else RESOURCES[0], json={"case": "beta"}
    )
    tag = made.headers["etag"]
    path = f"{resource}/{tag.strip(chr(34))}"
    answer = client.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag


def test_no_304_for_what_is_not_stored(client):
    tag = "0" * 64
    answer = client.get(f"/v1/assessments/{tag}", headers={"If-None-Match": f'"{tag}"'})
    assert answer.status_code == 404


def test_a_parity_is_not_an_assessment(client):
    made = client.post("/v1/parity", json={"case": "alpha"})
    name = made.headers["location"].rsplit("/", 1)[1]
    assert client.get(f"/v1/assessments/{name}").status_code == 404


def test_the_same_request_twice_is_one_result(client):
    first = client.post("/v1/assessments", json={"case": "alpha"})
    second = client.post("/v1/assessments", json={"case": "alpha"})
    assert first.headers["location"] == second.headers["location"]
    assert stored(client) == (1, 0)


def test_a_repeated_key_gives_the_first_result_without_calculating(client, evaluator):
    key = {"Idempotency-Key": "3f0c"}
    first = client.post("/v1/assessments", json={"case": "alpha"}, headers=key)
    second = client.post("/v1/assessments", json={"case": "alpha"}, headers=key)
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert evaluator.calls == 1


def test_a_key_with_another_body_is_refused_and_stores_nothing(client):
    key = {"Idempotency-Key": "3f0c"}
    client.post("/v1/assessments", json={"case": "alpha"}, headers=key)
    answer = client.post("/v1/assessments", json={"case": "beta"}, headers=key)
    assert answer.status_code == 422
    assert answer.json()["slug"] == "idempotency-key-reused"
    assert stored(client) == (1, 1)


def test_a_key_belongs_to_its_endpoint(client):
    key = {"Idempotency-Key": "3f0c"}
    assert client.post("/v1/assessments", json={"case": "alpha"}, headers=key).status_code == 201
    assert client.post("/v1/parity", json={"case": "alpha"}, headers=key).status_code == 201


def test_a_key_of_a_failed_request_stays_free(client):
    key = {"Idempotency-Key": "3f0c"}
    assert client.post("/v1/parity", json={"case": "nope"}, headers=key).status_code == 404
    assert client.post("/v1/parity", json={"case": "beta"}, headers=key).status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "x" * 201])
def test_a_malformed_key_is_a_finding(client, key):
    answer = client.post("/v1/parity", json={"case": "alpha"}, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["rule"] == "request-bad-idempotency-key"


def test_concurrent_requests_with_one_key_agree(client):
    answers = []

    def send() -> None:
        answers.append(
            client.post("/v1/assessments", json={"case": "alpha"}, headers={"Idempotency-Key": "k"})
        )

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.status_code for a in answers} == {201}
    assert len({a.content for a in answers}) == 1
    assert stored(client) == (1, 1)


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ({"route": {"id": "broken"}}, 422, "route-invalid"),
        ({"route": {"id": "fault"}}, 500, "internal-error"),
        ({"case": "nope"}, 404, "case-unknown"),
        ({"case": "/etc/passwd"}, 404, "case-unknown"),
        ({"case": "alpha", "route": {}}, 422, "request-invalid"),
        ({}, 422, "request-invalid"),
    ],
)
def test_nothing_is_stored_on_an_error(client, body, status, slug):
    answer = client.post("/v1/assessments", json=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["slug"]) == (status, slug)
    assert stored(client) == (0, 0)


def test_a_receipt_is_verified(client):
    made = client.post("/v1/assessments", json={"case": "alpha"})
    receipt = client.get(made.links["describedby"]["url"]).json()
    assert client.post("/v1/verifications", json=receipt).json()["verdict"] == "same"


def test_what_is_no_receipt_is_a_problem(client):
    answer = client.post("/v1/verifications", json={"schema": "other"})
    assert (answer.status_code, answer.json()["slug"]) == (422, "receipt-invalid")


def test_results_outlive_the_process(tmp_path):
    with running(tmp_path) as before:
        made = before.post("/v1/assessments", json={"case": "alpha"})
    with running(tmp_path) as after:
        assert after.get(made.headers["location"]).content == made.content
