"""The real application against its own description: whatever is asked, no 5xx, and every answer conforms."""

import pytest

from mahdar.web import create_app
from mahdar.web.api_resources import RESOURCES

schemathesis = pytest.importorskip("schemathesis", reason="NOT TESTED: schemathesis is missing (the dev group)")
from hypothesis import HealthCheck, given, settings  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


PATHS = [f"/api/{one.name}{end}" for one in RESOURCES for end in ("", "/{id}") if not end or one.one is not None]


@pytest.fixture(scope="module")
def schema(minutes):
    return schemathesis.openapi.from_asgi("/api/openapi.json", create_app(minutes), headers={"host": "127.0.0.1"})


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_conforms(schema, path):
    @given(case=schema[path]["GET"].as_strategy())
    @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def conforms(case):
        case.call_and_validate(checks=CHECKS, headers={"host": "127.0.0.1"})

    conforms()
