"""The contract: the committed OpenAPI document is the one of the code, and is complete."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from support.service_fake import running

from api.app import create_app
from api.openapi import openapi_document
from api.problems import MEDIA_TYPE
from api.settings import Settings

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    return openapi_document(create_app(Settings(data_dir=tmp_path_factory.mktemp("service"))))


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method} {path}", item[method]


def resolved(document, schema):
    """The schema with its references looked up in the document."""
    return {**schema, "components": document["components"]}


def test_committed_document_is_the_generated_one(document):
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    assert COMMITTED.read_text("utf-8") == text, "run `make schemas`"


def test_every_reference_leads_somewhere(document):
    names = set(document["components"]["schemas"])
    text = json.dumps(document)
    used = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= names
    assert "HTTPValidationError" not in text


def test_every_operation_documents_its_problems(document):
    for name, operation in operations(document):
        answers = operation["responses"]
        assert {"429", "500"} <= set(answers), name
        for status, answer in answers.items():
            if int(status) >= 400:
                assert list(answer["content"]) == [MEDIA_TYPE], (name, status)
        if "requestBody" in operation:
            assert {"413", "415"} <= set(answers), name


def test_operation_ids_are_unique(document):
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_examples_fit_their_schemas(document):
    checked = 0
    for _, operation in operations(document):
        contents = list(operation.get("requestBody", {}).get("content", {}).values())
        for answer in operation["responses"].values():
            contents += answer.get("content", {}).values()
        for content in contents:
            given = [e["value"] for e in content.get("examples", {}).values()]
            given += [content["example"]] if "example" in content else []
            for example in given:
                jsonschema.validate(example, resolved(document, content["schema"]))
                checked += 1
    assert checked > 40


@pytest.mark.parametrize(
    ("method", "path", "template", "body"),
    [
        ("get", "/v1/cases?limit=2", "/v1/cases", None),
        ("get", "/v1/cases/alpha", "/v1/cases/{case_id}", None),
        ("get", "/v1/guidelines", "/v1/guidelines", None),
        ("get", "/v1/backgrounds", "/v1/backgrounds", None),
        ("get", "/v1/limits", "/v1/limits", None),
        ("get", "/v1/problems", "/v1/problems", None),
        ("get", "/v1/problems/not-found", "/v1/problems/{slug}", None),
        ("get", "/v1/cases/nope", "/v1/cases/{case_id}", None),
        ("post", "/v1/assessments", "/v1/assessments", {"case": "alpha"}),
        ("post", "/v1/assessments", "/v1/assessments", {"route": {"id": "broken"}}),
        ("post", "/v1/assessments", "/v1/assessments", {"route": {"id": "fault"}}),
        ("post", "/v1/parity", "/v1/parity", {"case": "alpha"}),
        ("post", "/v1/parity", "/v1/parity", {"case": "alpha", "year": 1}),
        ("post", "/v1/validations", "/v1/validations", {"id": "x"}),
        ("post", "/v1/verifications", "/v1/verifications", {"schema": "hakari/receipt/1"}),
        ("get", "/healthz", "/healthz", None),
        ("get", "/readyz", "/readyz", None),
    ],
)
def test_answers_fit_their_schemas(document, tmp_path, method, path, template, body):
    with running(tmp_path) as client:
        answer = client.request(method, path, json=body)
    documented = document["paths"][template][method]["responses"][str(answer.status_code)]
    media_type = answer.headers["content-type"]
    schema = documented["content"][media_type]["schema"]
    jsonschema.validate(answer.json(), resolved(document, schema))
