"""Chains that lapse when their day passes, and promises that are made again."""

import pytest

from mahdar.archive import Archive
from mahdar.archive.due import due, due_day, lapsed
from mahdar.errors import BadDate
from mahdar.ledger import links, relink
from mahdar.ledger.records import told_of
from mahdar.record import Record, Report

#: What reports say of a course, and two that have nothing to do with it.
ASKED = "تعهدت هولندا بتدريب مئة ضابط من الشرطة العراقية على مكافحة المتفجرات خلال شهرين."
AGAIN = "جددت هولندا تعهدها بتدريب مئة ضابط من الشرطة العراقية على مكافحة المتفجرات."
GIVEN = "سلمت هولندا الشرطة العراقية شهادات تدريب مئة ضابط على مكافحة المتفجرات كاملة."
OTHER = "هطلت أمطار غزيرة على المدينة."
LATER = "أعلنت الأرصاد موجة حر في الجنوب."


def told(doc, day, text, kind=None, **terms):
    """A report with a commitment of the Netherlands toward Iraq, where it has one."""
    parties = [{"id": "p1", "type": "LOC", "names": ["هولندا"]}, {"id": "p2", "type": "LOC", "names": ["العراق"]}]
    line = {"kind": kind, "from": ["p1"], "to": ["p2"], "area": "training", "span": [0, len(text)]} | terms
    plain = {"doc": doc, "reader": "by hand", "published": day, "parties": parties, "mentions": []}
    record = Record.model_validate(plain | {"commitments": [line] if kind else []})
    return Report(id=doc, text=text, date=day), record


PROMISE = told("a", "2018-03-10", ASKED, "pledge", deadline="خلال شهرين")


@pytest.fixture
def archive(place):
    with Archive(place) as opened:
        opened.add_many([PROMISE, told("b", "2018-03-20", OTHER)])
        yield opened


def the_chain(archive, **asked):
    relink(archive)
    (chain,) = archive.pledges(**asked)
    return chain


def test_a_chain_lapses_when_its_day_has_passed_on_the_latest_day_of_a_report(archive):
    before = the_chain(archive)
    assert (before.status, before.due, before.by_steps) == ("open", "2018-05-10", None)
    archive.add_many([told("c", "2018-05-11", LATER)])
    now = the_chain(archive)
    assert (now.status, now.due, now.by_steps) == ("lapsed", "2018-05-10", "open")
    assert (archive.pledges(open_=True), archive.pledges(status="lapsed")) == ([], [now])
    stepwise = archive.linking().found()
    relink(archive, full=True)
    assert archive.linking().found() == stepwise
    (in_links,) = links(told_of(archive))["chains"]
    assert (in_links["status"], in_links["due"], in_links["by_steps"]) == ("lapsed", "2018-05-10", "open")


def test_the_day_on_which_deadlines_are_judged_can_be_given(archive):
    assert the_chain(archive).status == "open"
    (late,) = archive.pledges(as_of="2018-06")
    assert (late.status, late.by_steps) == ("lapsed", "open")
    assert archive.pledges(as_of="2018-06", open_=True) == []
    assert archive.pledges(as_of="2018-06", status="lapsed", limit=1) == [late]
    assert archive.pledges(as_of="2018-05-10", status="lapsed") == []
    archive.add_many([told("c", "2018-05-11", LATER)])
    relink(archive)
    (early,) = archive.pledges(as_of="2018-05-10", open_=True, limit=5)
    assert (early.status, early.by_steps) == ("open", None)
    assert archive.pledges(as_of="2018-05-10", limit=5, offset=1) == []
    with pytest.raises(BadDate):
        archive.pledges(as_of="tomorrow")


def test_what_was_given_or_decided_does_not_lapse(archive):
    archive.add_many([told("c", "2018-05-11", GIVEN, "delivered")])
    assert the_chain(archive).status == "delivered"
    assert archive.pledges(as_of="2020")[0].status == "delivered"
    archive.linking().decide_status(the_chain(archive).id, "open", by="Huda", why="not all of them came")
    assert the_chain(archive, as_of="2020").status == "open"


def test_a_promise_made_again_is_shown_with_its_day_and_report(archive):
    assert the_chain(archive).confirmed is None
    archive.add_many([told("c", "2018-04-02", AGAIN, "pledge")])
    chain = the_chain(archive)
    assert (chain.status, [step.step for step in chain.steps]) == ("open", ["pledge", "confirmed"])
    said = chain.confirmed
    assert (said.report, said.n, said.day, said.quote) == ("c", 0, "2018-04-02", AGAIN)
    archive.add_many([told("d", "2018-05-11", GIVEN, "delivered")])
    assert the_chain(archive).confirmed is None


def test_the_latest_deadline_counts_and_a_later_promise_without_one_ends_it():
    first = ("pledge", "خلال شهرين", "2018-03-10")
    assert due([first]) == "2018-05-10"
    assert due([first, ("confirmed", "قبل نهاية أيلول", "2018-05-01")]) == "2018-09-30"
    assert due([first, ("confirmed", None, "2018-04-01")]) == "2018-05-10"
    assert due([first, ("pledge", None, "2018-06-01")]) is None
    assert due([first, ("request", None, "2018-06-01")]) == "2018-05-10"
    assert due([("delivered", "بحلول عام 2023", "2018-03-10")]) is None


def test_a_deadline_is_a_day_or_words_counted_from_the_report():
    assert due_day("2018-09", None) == "2018-09-30"
    assert due_day("خلال شهرين", None) is None
    assert due_day("خلال شهر", "2018-03") == "2018-04-30"
    assert due_day("خلال شهر", "soon") is None


def test_only_what_is_open_lapses():
    assert lapsed("conditional", "2018-05-10", "2018-05-11")
    assert not lapsed("open", "2018-05-10", "2018-05-10")
    assert not lapsed("partly_delivered", "2018-05-10", "2019-01-01")
    assert not lapsed("open", None, "2019-01-01")
    assert not lapsed("open", "2018-05-10", None)
