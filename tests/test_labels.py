"""The tagger knows nothing of records; its labels are the record's all the same."""

from typing import get_args

import pytest

from mahdar import record
from mahdar.tagger import labels


@pytest.mark.parametrize(
    ("ours", "records"),
    [
        (labels.NAMES, record.PartyType),
        (labels.FORMS, record.StatementForm),
        (labels.ENGAGEMENTS, record.EngagementKind),
        (labels.COMMITMENTS, record.CommitmentKind),
        (labels.AREAS, record.CommitmentArea),
        (labels.INCIDENTS, record.IncidentType),
    ],
)
def test_the_labels_are_the_records_kinds(ours, records):
    assert sorted(ours) == sorted(get_args(records))
