"""Ids of parties and lines, found again in another reading; decisions applied to groups; which decisions hold."""

import pytest

from mahdar.archive.decisions import Decision, standing
from mahdar.record import Commitment, Engagement, Mention, Party, Record
from mahdar.who import Decided
from mahdar.who.decided import settle
from mahdar.who.identity import Part, carried, own_id


def record(parties, mentions=(), engagements=(), commitments=()):
    return Record(
        doc="x",
        reader="r",
        parties=[Party(id=id_, type=type_, names=names) for id_, type_, *names in parties],
        mentions=[Mention(start=a, end=b, type="PER", party=id_) for id_, a, b in mentions],
        engagements=[Engagement(kind=kind, who=[], span=span) for kind, span in engagements],
        commitments=[Commitment(kind=kind, from_=[], span=span) for kind, span in commitments],
    )


def test_an_id_is_of_kind_text_and_item():
    ids = {own_id("person", "a", "p1"), own_id("person", "a", "p2"), own_id("person", "b", "p1"),
           own_id("body", "a", "p1"), own_id("person", "a", "p1", 1)}  # fmt: skip
    assert len(ids) == 5
    assert own_id("person", "a", "p1") == own_id("person", "a", "p1")


def test_parties_are_found_again_by_where_they_stand():
    old = record([("p1", "PER", "سالم"), ("p2", "PER", "هدى"), ("p3", "GPE", "تونس")], [("p1", 0, 4), ("p2", 9, 12)])
    new = record(
        [("p1", "PER", "هدى الصفار"), ("p2", "PER", "سالم"), ("p4", "GPE", "تونس")], [("p1", 9, 18), ("p2", 0, 4)]
    )
    assert carried(old, new) == {
        Part("person", "p1"): Part("person", "p2"),
        Part("person", "p2"): Part("person", "p1"),
        Part("place", "p3"): Part("place", "p4"),
    }


def test_a_party_of_another_kind_is_another():
    assert carried(record([("p1", "ORG", "تونس")]), record([("p1", "GPE", "تونس")])) == {}


def test_lines_are_found_again_by_their_spans():
    old = record([], (), [("meeting", (0, 50)), ("visit", (60, 80))], [("pledge", (10, 20))])
    new = record([], (), [("visit", (58, 80)), ("call", (90, 99)), ("meeting", (0, 45))], [("request", (30, 40))])
    assert carried(old, new) == {
        Part("engagement", "0"): Part("engagement", "2"),
        Part("engagement", "1"): Part("engagement", "0"),
    }


def near(a, b):
    """Letters are nearer to each other the nearer they stand in the alphabet."""
    return 26 - abs(ord(a) - ord(b))


@pytest.mark.parametrize(
    ("same", "different", "expected"),
    [
        ([], [], ["abyz", "m"]),
        (["bm"], [], ["abmyz"]),
        ([], ["az"], ["ab", "m", "yz"]),
        ([], ["am"], ["abyz", "m"]),
        (["bm"], ["am"], ["a", "bmyz"]),
        (["az"], ["bz"], ["ayz", "b", "m"]),
        ([], ["ay", "az"], ["ab", "m", "yz"]),
        ([], ["ay", "az", "yz"], ["ab", "m", "y", "z"]),
        (["aq"], ["qz"], ["abyz", "m"]),
    ],
)
def test_decisions_win_over_groups(same, different, expected):
    groups = [list("abyz"), ["m"]]
    decided = Decided(tuple(map(tuple, same)), tuple(map(tuple, different)))
    assert sorted("".join(sorted(group)) for group in settle(groups, decided, near)) == expected


def decisions(*rows):
    return [
        Decision(
            n,
            verdict,
            *(pair if verdict != "undo" else (None, None)),
            None if verdict != "undo" else pair,
            "x",
            "",
            "y",
        )
        for n, (verdict, pair) in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("same", "ab")], "i"),
        ([("same", "ab"), ("different", "ab")], "oi"),
        ([("different", "ab"), ("same", "ab")], "oi"),
        ([("same", "ab"), ("undo", 1)], "ui"),
        ([("same", "ab"), ("undo", 1), ("undo", 2)], "iui"),
        ([("same", "ab"), ("different", "ab"), ("undo", 2)], "iui"),
        ([("same", "ab"), ("same", "bc"), ("different", "ac")], "oii"),
        ([("different", "ac"), ("same", "ab"), ("same", "bc")], "oii"),
        ([("same", "ab"), ("different", "cd"), ("same", "ac"), ("same", "bd")], "oiii"),
        ([("same", "az")], "d"),
    ],
)
def test_the_newest_of_contrary_decisions_holds(rows, expected):
    live = {letter: letter for letter in "abcd"} | {"z": None}
    found = standing(decisions(*rows), live)
    assert "".join(found[key][0] for key in sorted(found)) == expected
