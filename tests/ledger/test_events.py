"""Events: what is compared at all, and the pairs of SaudiNewsNet that were judged by reading both reports."""

import gzip
import json
import os
from pathlib import Path

import pytest

from mahdar.evaluate.judged import Item, Judged, agreement, index_of, judged
from mahdar.ledger.events import Telling, merge, tellings
from mahdar.ledger.sides import Side
from mahdar.reading import read_report
from mahdar.record import Engagement, Report
from mahdar.who import Told, link
from tests.tables import CASES

SHARED = Path(os.environ.get("MAHDAR_SHARED") or Path(__file__).parents[3] / "shared")
CORPUS = SHARED / "corpora" / "raw" / "saudinewsnet.jsonl.gz"
JUDGED = CASES / "events" / "saudinewsnet.tsv"
#: Floors of the agreement with the judgements, on the reports of the sample alone; they never go down.
FLOOR, MOST_LOST = 0.93, 0.1


def reports(ids):
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[8:20] in ids:  # {"id": "snn-0123abcd", …
                row = json.loads(line)
                yield Report(**{k: row.get(k) for k in ("id", "text", "date", "title", "url", "outlet")})


def test_the_judged_pairs_of_saudinewsnet(monkeypatch):
    if not CORPUS.exists():
        pytest.skip(f"no corpus at {CORPUS} (MAHDAR_SHARED names the folder beside the project)")
    monkeypatch.setenv("MAHDAR_TAGGER", "off")
    pairs = judged(JUDGED)
    ids = {item.report for pair in pairs for item in (pair.a, pair.b)}
    told = [Told(read_report(report), report.date, report.outlet, report.text) for report in reports(ids)]
    assert len(told) == len(ids)
    event_of = {t.key: n for n, group in enumerate(merge(tellings(link(told)))) for t in group}
    records = {t.doc: t.record for t in told}
    found = {}
    for item in {item for pair in pairs for item in (pair.a, pair.b)}:
        index = index_of(item, records[item.report].engagements)
        if index is not None:
            found[item] = event_of[item.report, index]
    reached = agreement(pairs, found)
    assert reached.pairs >= (1 - MOST_LOST) * len(pairs), "the reading no longer finds the engagements that were judged"
    assert reached.f1 >= FLOOR, reached


def pair(same, *letters):
    return Judged(same, "near", *(Item(letter, "meeting", 0, 9) for letter in letters))


def test_agreement_counts_what_was_judged():
    a, b, c, d = (Item(letter, "meeting", 0, 9) for letter in "abcd")
    pairs = [pair(True, "a", "b"), pair(True, "b", "c"), pair(False, "c", "d")]
    right = agreement(pairs, {a: 1, b: 1, c: 1, d: 2})
    assert (right.f1, right.linked_right, right.apart_right) == (1, 1, 1)
    # c and d are wrongly one: of c's four items three are right, of d's two one.
    joined = agreement(pairs, {a: 1, b: 1, c: 1, d: 1})
    assert joined.precision == pytest.approx((1 + 1 + 3 / 4 + 1 / 2) / 4)
    assert joined.recall == 1
    split = agreement(pairs, {a: 1, b: 2, c: 3, d: 4})
    assert (split.precision, split.recall) == (1, pytest.approx((1 / 3 * 3 + 1) / 4))
    assert agreement(pairs, {a: 1, b: 1}).pairs == 1


def told_as(doc, *who, kind="meeting", date="2015-07-20", place=None, words=(), index=0):
    sides = tuple(Side(f"person:{name}", None, None) for name in who)
    engagement = Engagement(kind=kind, who=list(who), date=date, span=(0, 9))
    return Telling(doc, index, engagement, sides, place, "2015-07-30", frozenset(words))


def events(*found):
    return sorted(sorted(t.doc for t in group) for group in merge(list(found)))


def test_two_participants_and_a_day_tell_a_meeting():
    assert events(told_as("1", "a", "b"), told_as("2", "b", "a")) == [["1", "2"]]


def test_another_guest_of_one_host_is_another_meeting():
    assert events(told_as("1", "a", "b", place="p"), told_as("2", "a", "c", place="p")) == [["1"], ["2"]]


def test_a_host_alone_tells_no_meeting_but_a_visitor_and_a_place_tell_a_visit():
    assert events(told_as("1", "a"), told_as("2", "a")) == [["1"], ["2"]]
    visit = {"kind": "visit", "place": "p"}
    assert events(told_as("1", "a", **visit), told_as("2", "a", **visit)) == [["1", "2"]]


def test_days_far_apart_are_two_meetings():
    assert events(told_as("1", "a", "b"), told_as("2", "a", "b", date="2015-07-25")) == [["1"], ["2"]]
    assert events(told_as("1", "a", "b"), told_as("2", "a", "b", date="2015-07-21")) == [["1", "2"]]


def test_a_reprint_with_names_that_were_read_otherwise_is_found_by_its_words():
    words = ("درب", "حدد", "تسلح", "عهد", "مرض")
    assert events(told_as("1", "a", "b", words=words), told_as("2", "a", "c", words=words)) == [["1", "2"]]


def test_two_of_one_report_are_not_one_by_themselves():
    assert len(merge([told_as("1", "a", "b"), told_as("1", "a", "b", index=1)])) == 2
