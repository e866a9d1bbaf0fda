import math

import pytest

from mahdar.evaluate import right_lines
from mahdar.reading import read_report
from mahdar.reading.confidence import probability
from mahdar.record import Report
from mahdar.tagger.model import SLICES

from .model_says import says

TEXT = (
    "بحث وزير الداخلية العراقي سالم الوادي مع السفير الفرنسي جان مارتان في بغداد أمس التعاون الأمني.\n"
    "وقال الوادي إن العراق يرحب بدعم فرنسا. ووعد السفير بتدريب 300 شرطي عراقي.\n"
)
PARTS = ("parties", "engagements", "statements", "commitments")


class Says:
    """A tagger that is as sure of everything as it is told to be."""

    def __init__(self, head, label, how):
        self.head, self.label, self.how = head, label, how

    def tag(self, pages):
        found = []
        for page in pages:
            tagged = says(len(page.words), self.head, [], outside=0.0)
            tagged.logits[:, SLICES[self.head].start + self.label] = self.how
            found.append(tagged)
        return found


def read(monkeypatch, tagger):
    monkeypatch.setattr("mahdar.reading.tagging.default_tagger", lambda: tagger)
    return read_report(Report(id="r", text=TEXT, date="2016-01-17"))


def test_every_weighed_line_has_a_probability_and_incidents_have_none(monkeypatch):
    record = read(monkeypatch, None)
    lines = [line for part in PARTS for line in getattr(record, part)]
    assert record.engagements
    assert record.statements
    assert all(0 <= line.confidence <= 1 for line in lines)
    assert all(line.confidence is None for line in record.incidents)
    assert read(monkeypatch, None) == record


def test_a_model_that_sees_a_meeting_makes_it_likelier(monkeypatch):
    sees, sees_none = (read(monkeypatch, Says("engagement", label, 6.0)) for label in (2, 0))
    assert sees.engagements[0].confidence > sees_none.engagements[0].confidence


def test_probability_is_the_logistic_function_in_hundredths():
    assert probability({}, {"bias": 1.0}) == 0.5
    assert probability({"bias": math.log(3), "unknown": 9.0}, {"bias": 1.0, "other": 5.0}) == 0.75
    assert probability({"bias": -900.0}, {"bias": 1.0}) == 0.0


GOLD = {
    "mentions": [
        {"start": 0, "end": 4, "type": "PER", "party": "a"}, {"start": 10, "end": 14, "type": "GPE", "party": "b"},
    ],
    "parties": [{"id": "a", "type": "PER"}, {"id": "b", "type": "GPE"}],
    "engagements": [{"kind": "meeting", "who": ["a", "b"]}],
    "statements": [{"who": ["a"], "span": [20, 40]}],
    "commitments": [{"kind": "pledge", "from": ["b"], "span": [20, 40]}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, [{0, 1}, {0}, {0}, {0}]),
        ({"engagements": [{"kind": "call", "who": ["a", "b"]}, *GOLD["engagements"]]}, [{0, 1}, {1}, {0}, {0}]),
        ({"parties": [{"id": "a", "type": "ORG"}, {"id": "b", "type": "GPE"}]}, [{1}, {0}, {0}, {0}]),
        ({"statements": [{"who": ["b"], "span": [20, 40]}], "commitments": []}, [{0, 1}, {0}, set(), set()]),
    ],
)
def test_right_lines_are_those_that_the_scores_count(changes, right):
    assert list(right_lines(GOLD, GOLD | changes).values()) == right
