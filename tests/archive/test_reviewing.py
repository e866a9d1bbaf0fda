"""Reviews applied to records: the pure part, without a database."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mahdar.archive.review_lines import PARTS, fields_of, lines_of, references
from mahdar.archive.reviewing import Review, apply, in_force
from mahdar.record import Record

from .invented import pair

REPORT, READ = pair(1)
RECORD = READ.to_dict()


def row(key, act, item=None, *, record=RECORD, by="Huda", part=None, **told):
    """A row as the desk writes it, about `item` of the record."""
    part = part or item.part
    lines = told.pop("lines", None)
    if lines is None:
        lines = [] if item is None else [{"n": item.read, "line": item.as_read, "after": item.last}]
    told = {"seen": item.line if item else None, "fields": {}, "made": [], "answers": None} | told
    named = [line["line"] for line in lines if "line" in line] + [told["seen"] or {}, told["fields"], *told["made"]]
    parties = {p["id"]: p for p in lines_of(record)["parties"]}
    wanted = {id_: parties[id_] for line in named for id_ in references(part, line) if id_ in parties}
    return Review(
        key=key, report="r00001", part=part, act=act, lines=lines, parties=wanted, reader=record["reader"], by=by,
        at="2024-01-01T00:00:00+00:00", why="so it is", **told,
    )  # fmt: skip


def item(part, name, record=RECORD, rows=()):
    return next(i for i in apply(record, rows).items if (i.part, i.item) == (part, name))


def newer(record, *, by=0, drop=(), keep_ids=False):
    """The record as a newer reader has it: other ids of parties, spans that end later, lines in another order."""
    new = {p["id"]: p["id"] if keep_ids else f"x{n}" for n, p in enumerate(reversed(record["parties"]))}
    found = dict(record, reader="mahdar 1 / rules newer")
    found["parties"] = [
        {**p, "id": new[p["id"]], "of": new.get(p["of"])} for p in reversed(record["parties"]) if "parties" not in drop
    ]
    found["mentions"] = [{**m, "party": new[m["party"]]} for m in record["mentions"] if "parties" not in drop]
    for part in PARTS[1:]:
        lines = []
        for line in [] if part in drop else reversed(record[part]):
            line = dict(line, span=[line["span"][0], line["span"][1] + by])
            for name in ("who", "from", "to"):
                if name in line:
                    line[name] = [new[id_] for id_ in line[name]]
            for name in ("host", "place", "of"):
                if line.get(name):
                    line[name] = new[line[name]]
            lines.append(line)
        found[part] = lines
    return Record.model_validate(found).to_dict()


def test_without_rows_the_record_is_as_it_was():
    assert apply(RECORD, []).record == RECORD


def test_a_correction_an_acceptance_and_a_rejection():
    meeting, protest = item("engagements", "0"), item("incidents", "0")
    state = apply(RECORD, [row(1, "correct", meeting, fields={"date": "2011-02-03"}), row(2, "reject", protest)])
    assert state.record["engagements"] == [RECORD["engagements"][0] | {"date": "2011-02-03"}]
    assert state.record["incidents"] == []
    by_id = {(i.part, i.item): i for i in state.items}
    assert (by_id["engagements", "0"].state, by_id["engagements", "0"].fields) == ("corrected", ["date"])
    assert by_id["incidents", "0"].state == "rejected"
    assert by_id["statements", "0"].state == "unread"
    accepted = apply(RECORD, [row(1, "accept", meeting)])
    assert accepted.record == RECORD
    assert accepted.items[len(RECORD["parties"])].state == "accepted"


def test_a_rejected_party_leaves_every_line():
    record = apply(RECORD, [row(1, "reject", item("parties", "p1"))]).record
    assert [p["id"] for p in record["parties"]] == ["p2", "p3", "p4"]
    assert "p1" not in {m["party"] for m in record["mentions"]}
    assert (record["engagements"][0]["who"], record["engagements"][0]["host"]) == (["p2"], None)
    assert record["statements"][0]["who"] == []


def test_merged_parties_share_mentions_and_parts():
    one, two = item("parties", "p1"), item("parties", "p2")
    anchors = [{"n": i.read, "line": i.as_read, "after": None} for i in (one, two)]
    fields = {
        "names": one.as_read["names"] + two.as_read["names"],
        "mentions": one.as_read["mentions"] + two.as_read["mentions"],
    }  # fmt: skip
    record = apply(RECORD, [row(1, "merge", one, lines=anchors, fields=fields)]).record
    assert [p["id"] for p in record["parties"]] == ["p1", "p3", "p4"]
    assert [m["party"] for m in record["mentions"]] == ["p1", "p3", "p1"]
    assert record["engagements"][0]["who"] == ["p1"]


def test_a_corrected_type_is_that_of_the_mentions_too():
    record = apply(RECORD, [row(1, "correct", item("parties", "p3"), fields={"type": "LOC"})]).record
    assert {m["type"] for m in record["mentions"] if m["party"] == "p3"} == {"LOC"}


def test_two_readers_at_once_are_both_kept_and_told():
    meeting = item("engagements", "0")
    rows = [row(1, "correct", meeting, fields={"date": "2011-02-03"}), row(2, "accept", meeting, by="Salim")]
    state = apply(RECORD, rows)
    (found,) = (i for i in state.items if i.part == "engagements")
    assert found.conflict
    assert found.by == ["Huda", "Salim"]
    assert state.record["engagements"][0]["date"] == meeting.line["date"], "the later one shows"
    settled = apply(RECORD, [*rows, row(3, "final", found, by="Mona")])
    (found,) = (i for i in settled.items if i.part == "engagements")
    assert found.final
    assert not found.conflict
    again = apply(RECORD, [*rows, row(3, "final", found, by="Mona"), row(4, "reject", found)])
    (found,) = (i for i in again.items if i.part == "engagements")
    assert found.conflict
    assert not found.final


def test_other_fields_of_one_line_are_no_conflict():
    meeting = item("engagements", "0")
    rows = [
        row(1, "correct", meeting, fields={"date": "2011"}),
        row(2, "correct", meeting, by="S", fields={"place": None}),
    ]
    for some in (rows, [dataclasses.replace(rows[0], key=2), dataclasses.replace(rows[1], key=1)]):
        (found,) = (i for i in apply(RECORD, some).items if i.part == "engagements")
        assert not found.conflict
        assert (found.line["date"], found.line["place"]) == ("2011", None)


def test_an_undo_can_be_undone():
    meeting = item("engagements", "0")
    rows = [row(1, "reject", meeting), row(2, "undo", part="engagements", answers=1)]
    assert apply(RECORD, rows).record == RECORD
    rows.append(row(3, "undo", part="engagements", answers=2))
    state = apply(RECORD, rows)
    assert state.record["engagements"] == []
    assert state.rows == {1: "in_force", 2: "undone", 3: "in_force"}
    assert [r.key for r in in_force(rows)] == [1]


def test_what_hangs_on_an_undone_line_is_dormant():
    made = RECORD["figures"][0] | {"value": 3}
    rows = [row(1, "add", part="figures", made=[made])]
    added = item("figures", "+1", rows=rows)
    assert (added.state, added.line["value"]) == ("added", 3)
    rows += [row(2, "accept", added, lines=[{"made": 1, "nth": 0}]), row(3, "undo", part="figures", answers=1)]
    state = apply(RECORD, rows)
    assert state.record == RECORD
    assert state.rows == {1: "undone", 2: "dormant", 3: "in_force"}


# -- read anew -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [0, 3])
def test_reviews_are_carried_to_a_newer_reading(by):
    meeting, pledge = item("engagements", "0"), item("commitments", "0")
    rows = [
        row(1, "correct", meeting, fields={"date": "2011-02-03", "who": ["p2", "p4"]}),
        row(2, "reject", item("statements", "0")),
        row(3, "accept", pledge),
        row(4, "correct", item("parties", "p2"), fields={"role": "الوزيرة"}),
    ]
    after = newer(RECORD, by=by)
    state = apply(after, rows)
    ids = {p["names"][0]: p["id"] for p in state.record["parties"]}
    (found,) = state.record["engagements"]
    assert found["date"] == "2011-02-03"
    assert found["who"] == [ids[RECORD["parties"][1]["names"][0]], ids[RECORD["parties"][3]["names"][0]]]
    assert found["span"] == after["engagements"][0]["span"], "what was not corrected is as it is read now"
    assert state.record["statements"] == []
    assert state.record["commitments"][0]["span"] == pledge.line["span"], "what was accepted stays as it was seen"
    assert next(p["role"] for p in state.record["parties"] if p["id"] == found["who"][0]) == "الوزيرة"
    assert set(state.rows.values()) == {"in_force"}


def test_what_is_read_otherwise_since_it_was_judged_is_told():
    meeting = item("engagements", "0")
    after = newer(RECORD)
    after["engagements"][0]["date"] = "2013-03-03"
    (found,) = (i for i in apply(after, [row(1, "accept", meeting)]).items if i.part == "engagements")
    assert (found.line["date"], found.changed) == (meeting.line["date"], True)
    (found,) = (i for i in apply(newer(RECORD), [row(1, "accept", meeting)]).items if i.part == "engagements")
    assert not found.changed


def test_a_line_that_is_no_longer_read_is_shown_and_kept():
    rows = [
        row(1, "correct", item("engagements", "0"), fields={"date": "2011"}),
        row(2, "reject", item("figures", "0")),
    ]
    state = apply(newer(RECORD, drop=("engagements", "figures")), rows)
    assert state.rows == {1: "unmatched", 2: "unmatched"}
    assert [e["date"] for e in state.record["engagements"]] == ["2011"]
    assert state.record["figures"] == []
    (found,) = (i for i in state.items if i.part == "engagements")
    assert (found.item, found.unmatched) == ("~1", True)
    assert apply(RECORD, rows).rows == {1: "in_force", 2: "in_force"}, "and is found again by a reader that has it"


def test_parties_that_are_no_longer_read_come_back_with_the_line_that_names_them():
    rows = [row(1, "accept", item("engagements", "0"))]
    record = apply(newer(RECORD, drop=("parties", *PARTS)), rows).record
    names = {p["id"]: p["names"][0] for p in record["parties"]}
    assert [names[id_] for id_ in record["engagements"][0]["who"]] == [RECORD["parties"][n]["names"][0] for n in (0, 1)]
    assert {m["party"] for m in record["mentions"]} == set(names)
    Record.model_validate(record)


def test_a_rejection_does_not_hide_another_line_on_the_same_words():
    rows = [row(1, "reject", item("engagements", "0"))]
    after = newer(RECORD)
    after["engagements"][0]["kind"] = "visit"
    state = apply(after, rows)
    assert len(state.record["engagements"]) == 1
    assert state.rows == {1: "unmatched"}


def test_an_added_line_is_one_with_what_a_newer_reader_finds_itself():
    without = dict(RECORD, figures=[], reader="mahdar 0 / rules older")
    rows = [row(1, "add", part="figures", record=without, made=[RECORD["figures"][0] | {"unit": "police"}])]
    assert len(apply(without, rows).record["figures"]) == 1
    state = apply(RECORD, rows)
    assert [f["unit"] for f in state.record["figures"]] == ["police"]


# -- properties ----------------------------------------------------------------------------------------------------

VALUES = {
    "date": ["2011", "2012-03-04", None], "status": ["held"], "who": [["p1"], ["p2", "p4"], []], "unit": ["tonne"],
    "role": ["سفير", None], "type": ["ORG"], "span": [[0, 20], [4, 30]], "from": [["p4"]], "act": ["deny"],
}  # fmt: skip
SCRIPT = st.lists(
    st.tuples(
        st.sampled_from(["accept", "correct", "reject", "note", "final", "add", "split", "undo"]),
        st.sampled_from(PARTS), st.integers(0, 5), st.sampled_from(["Huda", "Salim"]), st.integers(0, 20),
    ),
    max_size=8,
)  # fmt: skip


def played(script, record=RECORD):
    """Rows of a script, each about a line as it stands then."""
    rows = []
    for act, part, n, by, pick in script:
        key = len(rows) + 1
        if act == "undo":
            done = apply(record, rows).rows
            live = [r for r in rows if done[r.key] != "undone"]
            if live:
                rows.append(
                    row(key, "undo", part=live[pick % len(live)].part, answers=live[pick % len(live)].key, by=by)
                )
            continue
        read = [i for i in apply(record, rows).items if i.part == part and i.as_read is not None]
        about = read[n % len(read)]
        fields = {k: v[pick % len(v)] for k, v in VALUES.items() if k in fields_of(part) and act == "correct"}
        if "status" in fields and part != "engagements":
            del fields["status"]
        if "type" in fields and part != "parties":
            del fields["type"]
        made = [{k: v for k, v in about.as_read.items() if k in fields_of(part)}] if act in ("add", "split") else []
        if part == "parties":
            made = [line | {"mentions": []} for line in made]
        rows.append(row(key, act, None if act == "add" else about, part=part, by=by, fields=fields, made=made))
    return rows


@settings(max_examples=150, deadline=None)
@given(SCRIPT)
def test_a_reviewed_record_is_a_record_and_undoing_all_gives_back_the_one_that_was_read(script):
    rows = played(script)
    Record.model_validate(apply(RECORD, rows).record)
    for after in (newer(RECORD), newer(RECORD, by=2, drop=("engagements",))):
        Record.model_validate(apply(after, rows).record)
    live = {r.key for r in in_force(rows)}
    undos = [
        row(len(rows) + n, "undo", part=r.part, answers=r.key)
        for n, r in enumerate((r for r in rows if r.key in live), start=1)
    ]
    assert apply(RECORD, rows + undos).record == RECORD
    assert apply(newer(RECORD), rows + undos).record == newer(RECORD)


@settings(max_examples=80, deadline=None)
@given(
    st.permutations(
        [
            (act, part)
            for part, act in zip(PARTS, ["correct", "reject", "accept", "correct", "reject", "accept"], strict=True)
        ]
    )
)
def test_the_order_of_reviews_of_different_lines_does_not_matter(order):
    def rows(some):
        return [
            row(
                n,
                act,
                item(part, "p2" if part == "parties" else "0"),
                fields={"role": "x"} if part == "parties" else {},
            )
            for n, (act, part) in enumerate(some, start=1)
        ]

    assert apply(RECORD, rows(order)).record == apply(RECORD, rows(sorted(order))).record
