"""Problems: every error is problem+json, in the client's language, and tells no secrets."""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path

import pytest
from support.service_fake import running

from api.errors import DatabaseUrlInvalidError, RequestInvalidError
from api.problems import kinds, preferred_language, problem_of
from inventories.document import Localised
from inventories.errors import HakariError, RouteInvalidError

ROOMS = ("inventories", "lca", "methods", "parity", "api")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with running(tmp_path_factory.mktemp("service"), max_body_bytes=20_000) as started:
        yield started


def post_raw(client, body, media_type="application/json", path="/v1/assessments", **headers):
    return client.post(path, content=body, headers={"Content-Type": media_type, **headers})


@pytest.mark.parametrize(
    ("body", "rule", "pointer"),
    [
        (b"{", "request-not-json", ""),
        (b"", "request-not-json", ""),
        (b'{"case": "\xff"}', "request-not-json", ""),
        (b"[]", "request-not-an-object", ""),
        (b'{"case": "alpha", "case": "beta"}', "request-duplicate-key", ""),
        (b'{"case": "alpha", "route": {"a": 1, "a": 2}}', "request-duplicate-key", ""),
        (b'{"route": {"a": NaN}}', "request-not-a-number", ""),
        (b'{"route": ' + b"[" * 9000 + b"]" * 9000 + b"}", "request-too-deep", ""),
        (b'{"case": "alpha", "guideline": []}', "request-unknown-key", "/guideline"),
        (b'{"case": "alpha", "role": "other"}', "request-bad-value", "/role"),
        (b'{"case": 7}', "request-bad-value", "/case"),
        (b'{"case": "alpha", "guidelines": [7]}', "request-bad-value", "/guidelines/0"),
        (b'{"case": "alpha", "date": "today"}', "request-bad-value", "/date"),
        (b"{}", "request-case-or-route", "/case"),
    ],
)
def test_a_bad_body_is_a_finding_that_names_the_place(client, body, rule, pointer):
    answer = post_raw(client, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    finding = answer.json()["findings"][0]
    assert (finding["rule"], finding["pointer"]) == (rule, pointer)
    assert finding["message"]["en"] != finding["message"]["ja"]


def test_numbers_are_not_read_from_text(client):
    answer = client.post("/v1/parity", json={"case": "alpha", "target": "1.2"})
    assert answer.json()["findings"][0]["pointer"] == "/target"


def test_every_wrong_place_is_named_at_once(client):
    answer = client.post("/v1/parity", json={"case": "alpha", "target": -1, "year": 1, "x": 0})
    assert {f["pointer"] for f in answer.json()["findings"]} == {"/target", "/year", "/x"}


@pytest.mark.parametrize(
    ("media_type", "path"),
    [
        ("text/yaml", "/v1/assessments"),
        ("text/plain", "/v1/validations"),
        ("multipart/form-data; boundary=x", "/v1/validations"),
        ("", "/v1/verifications"),
    ],
)
def test_another_media_type_is_415(client, media_type, path):
    answer = post_raw(client, b"{}", media_type, path)
    assert (answer.status_code, answer.json()["slug"]) == (415, "media-type-unsupported")


def test_a_compressed_body_is_415(client):
    answer = post_raw(client, b"x", **{"Content-Encoding": "gzip"})
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/v1/validations", "/v1/assessments", "/v1/verifications"])
def test_a_body_above_the_limit_is_413_by_its_declared_length(client, path):
    answer = post_raw(client, b" " * 20_001, path=path)
    assert (answer.status_code, answer.json()["slug"]) == (413, "request-too-large")
    assert "20000" in answer.json()["detail"]


def test_a_chunked_body_above_the_limit_is_refused_while_it_is_read(client):
    sent = 0

    async def chunks():
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 1_000

    answer = client.post("/v1/validations", content=chunks(), headers={"Content-Type": "text/yaml"})
    assert answer.status_code == 413
    assert sent <= 22


def test_a_body_at_the_limit_is_read(client):
    answer = post_raw(client, b"#" * 20_000, "text/yaml", "/v1/validations")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "media_type",
    ["text/yaml", "application/yaml", "application/yaml; charset=utf-8", "application/json"],
)
def test_validation_answers_200_with_its_findings(client, media_type):
    answer = post_raw(client, b"id: x", media_type, "/v1/validations")
    assert answer.status_code == 200
    assert answer.json()["ok"] is False
    assert answer.json()["findings"][0]["pointer"] == "/activities/0/inputs/1"


def test_a_valid_document_has_no_findings(client):
    answer = post_raw(client, b"schema: hakari/route/1", "text/yaml", "/v1/validations")
    assert answer.json() == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en-GB, ja;q=0.9", "en"),
        ("fr", "en"),
        ("ja;q=0", "en"),
        ("ja;q=x, en;q=0.1", "en"),
    ],
)
def test_language_follows_the_header(header, language):
    assert preferred_language(header) == language


def test_a_problem_is_in_the_clients_language(client):
    english = client.get("/v1/cases/nope")
    japanese = client.get("/v1/cases/nope", headers={"Accept-Language": "ja"})
    assert english.json()["title"] == "No such case"
    assert japanese.json()["title"] == "その事例はありません"
    assert japanese.headers["content-language"] == "ja"
    assert japanese.headers["vary"] == "Accept-Language"


def test_a_fault_is_a_problem_without_its_message_and_is_logged_under_its_id(client, capsys):
    answer = client.post("/v1/assessments", json={"route": {"id": "fault"}})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    err = capsys.readouterr().err
    line = next(json.loads(text) for text in err.splitlines() if '"fault"' in text)
    assert answer.json()["instance"] == f"urn:uuid:{line['request_id']}"
    assert answer.headers["x-request-id"] == line["request_id"]
    assert line["error"] == "RuntimeError"
    assert "secret" not in err
    assert "Traceback" not in err


def test_a_client_that_leaves_while_sending_is_no_fault(client, capsys):
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/assessments",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "client": ("192.0.2.1", 1),
    }
    client._portal.call(client.app, scope, receive, send)
    assert sent == []
    assert '"fault"' not in capsys.readouterr().err
    assert 'status="499"' in client.get("/metrics").text


def test_a_fault_of_ours_does_not_name_its_file(client, capsys):
    answer = client.post("/v1/assessments", json={"route": {"id": "table"}})
    assert (answer.status_code, answer.json()["slug"]) == (500, "table-broken-fake")
    assert "secret.csv" not in answer.text
    assert "TableBrokenFakeError" in capsys.readouterr().err


def test_on_the_command_line_a_fault_says_what_is_broken():
    problem = problem_of(DatabaseUrlInvalidError("`oracle` is not supported"), "ja")
    assert "oracle" in problem["detail"]


def error_types() -> list[type[HakariError]]:
    root = Path(__file__).parents[3]
    for room in ROOMS:
        for file in (root / room).rglob("*errors.py"):
            place = file.relative_to(root).with_suffix("")
            importlib.import_module(".".join(place.parts))
    found, waiting = [], [HakariError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in ROOMS:
            found.append(kind)
    return found


def test_every_error_of_every_room_has_its_text():
    missing = {e.slug for e in error_types()} - set(kinds())
    assert not missing, f"add to api/problems.yaml: {sorted(missing)}"


def example_of(kind: type[HakariError]) -> HakariError:
    """An error of this kind, made from placeholders of the right types."""
    if kind.__init__ is Exception.__init__:
        return kind("x")
    if kind in (RouteInvalidError, RequestInvalidError):
        return kind(())
    values = {"str": "x", "int": 1, "float": 1.0, "int | None": 1, "Path": Path("x")}
    values["tuple[Finding, ...]"] = ()
    values["Localised"] = Localised(en="x", ja="x")
    values["Iterable[tuple[str, str, str]]"] = (("x", "x", "x"),)
    values["tuple[float, ...]"] = (1.0,)
    values["tuple[tuple[str, Localised], ...]"] = ()
    parameters = inspect.signature(kind).parameters.values()
    kinds_of_values = (getattr(p.annotation, "__name__", p.annotation) for p in parameters)
    return kind(*(values.get(name, ("x",)) for name in kinds_of_values))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_text_is_filled_in_from_its_error(language):
    for kind in error_types():
        detail = problem_of(example_of(kind), language)["detail"]
        assert detail, kind.__name__
        assert "{" not in detail, kind.__name__


def test_every_text_says_the_status_of_its_error():
    assert {e.slug: e.status for e in error_types() if e.slug in kinds()} == {
        e.slug: kinds()[e.slug].status for e in error_types() if e.slug in kinds()
    }
