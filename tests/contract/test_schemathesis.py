"""Generated requests: no fault, nothing undocumented, every answer as published."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from support.service_fake import FakeEvaluator

from api.app import create_app
from api.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies, at import
    import schemathesis

from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = 12

POSITIVE, NEGATIVE = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE

ANSWERS_ANYTHING = "/v1/validations"
"""Says of any bytes what is wrong with them, so nothing it is sent is a bad request."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    app = create_app(
        Settings(
            data_dir=tmp_path_factory.mktemp("service"),
            rate_per_minute=1_000_000,
            max_body_bytes=20_000,
            log_level="error",
        ),
        FakeEvaluator(),
    )
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize("mode", [POSITIVE, NEGATIVE])
def test_generated_requests_are_answered_as_published(schema, mode):
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            nonlocal asked
            asked += 1
            # What a schema cannot say is refused too: a made-up cursor, a case and a route at once.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        refusable = operation.path != ANSWERS_ANYTHING and (operation.body or operation.query)
        if mode is POSITIVE or refusable:
            ask()
    assert asked > EXAMPLES
