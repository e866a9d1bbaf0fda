"""The real application against its own description: whatever is asked, no 5xx, and every answer conforms."""

import pytest

from mahdar.web import create_app

schemathesis = pytest.importorskip("schemathesis", reason="NOT TESTED: schemathesis is missing (the dev group)")
from hypothesis import HealthCheck, settings  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def api_schema(minutes):
    return schemathesis.openapi.from_asgi("/api/openapi.json", create_app(minutes), headers={"host": "127.0.0.1"})


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_conforms(case):
    case.call_and_validate(checks=CHECKS, headers={"host": "127.0.0.1"})
