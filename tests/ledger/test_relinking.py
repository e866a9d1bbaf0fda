"""Linking an archive: the same in full and step by step, ids that stay, decisions that win, runs that are killed."""

import os
import random
import shutil
import signal
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mahdar.archive import Archive, linked, schema
from mahdar.archive.decisions import STATUSES
from mahdar.errors import InputError, UnknownEntity
from mahdar.ledger import links, relink
from mahdar.ledger.records import recorded, told_of
from mahdar.record import Party, Record
from tests.archive.invented import SEGMENTS, TIMES, dump
from tests.tables import CASES

PAIRS = list(recorded(CASES / "series" / "records.jsonl"))
#: Reports with figures, offices of two holders, events that are told differently.
FIGURES = list(recorded(CASES / "series" / "figures.jsonl"))
MANY = PAIRS + FIGURES
#: How many runs there were is not what they found.
TABLES = ("identities", "entities", "events", "chains", "links", "copies", "linked", "link_notes", "decisions",
          *(table.name for table in schema.FOUND))  # fmt: skip


def tables(path):
    found = dump(path, without=TIMES | SEGMENTS)
    return {name: found[name] for name in TABLES}


def read_anew(pair, dice):
    """The report with a record by another reader: parties under each other's ids, in another order, one of them and
    some lines missed.
    """
    report, record = pair
    plain = record.to_dict() | {"reader": f"reader {dice.random()}"}
    gone = dice.choice([party["id"] for party in plain["parties"]])
    ids = [party["id"] for party in plain["parties"]]
    names = dict(zip(ids, dice.sample(ids, len(ids)), strict=True))

    def named(value):
        if isinstance(value, list):
            return [named(item) for item in value if item != gone]
        return names.get(value, value) if isinstance(value, str) and value != gone else None if value == gone else value

    for part in ("engagements", "statements", "commitments", "incidents", "figures"):
        plain[part] = [line for line in plain[part] if dice.random() < 0.8]
        for line in plain[part]:
            line.update({key: named(line[key]) for key in ("who", "from", "to", "host", "place", "of") if key in line})
    plain["mentions"] = [m | {"party": names[m["party"]]} for m in plain["mentions"] if m["party"] != gone]
    kept = [p | {"id": names[p["id"]], "of": named(p["of"])} for p in plain["parties"] if p["id"] != gone]
    plain["parties"] = dice.sample(kept, len(kept))
    return report, Record.model_validate(plain)


def decide(desk, dice):
    """A decision about two of a kind or how a chain stands, or an undo."""
    every = [row for row in desk.state().identities if row.item is not None]
    known = [row for row in every if row.kind != "chain"]
    chains = [row.id for row in every if row.kind == "chain"]
    made = [d.key for d in desk.decisions()]
    if made and dice.random() < 0.2:
        desk.undo(dice.choice(made), by="dice", why="undone")
        return
    if chains and dice.random() < 0.3:
        desk.decide_status(dice.choice(chains), dice.choice(STATUSES), by="dice", why="thrown")
        return
    a = dice.choice(known)
    others = [row.id for row in known if row.kind == a.kind and row.id != a.id]
    if others:
        desk.decide(dice.choice(["same", "different"]), a.id, dice.choice(others), by="dice", why="thrown")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An archive with nothing in it; a copy costs less than a new one."""
    path = tmp_path_factory.mktemp("empty") / "minutes.db"
    Archive(path).close()
    return path


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    order=st.permutations(range(len(MANY))),
    sizes=st.lists(st.integers(1, 6), min_size=len(MANY), max_size=len(MANY)),
    seed=st.integers(0, 2**32),
    reread=st.booleans(),
)
def test_full_and_incremental_give_the_same(tmp_path_factory, empty, order, sizes, seed, reread):
    folder, dice = tmp_path_factory.mktemp("both"), random.Random(seed)
    rest, given = list(order), set()
    for name in ("steps.db", "once.db"):
        shutil.copy(empty, folder / name)
    with Archive(folder / "steps.db") as steps:
        desk = steps.linking()
        while rest:
            batch, rest = rest[: sizes[0]], rest[sizes[0] :]
            sizes = sizes[1:]
            steps.add_many([MANY[n] for n in batch])
            linked_before = [n for n in order if n not in batch and n not in rest]
            if reread and linked_before:
                steps.add_many([read_anew(MANY[dice.choice(linked_before)], dice)])
            relink(steps)
            ids = {row.id for row in desk.state().identities}
            assert given <= ids, "an id was lost"
            given = ids
            for _ in range(dice.randrange(3)):
                decide(desk, dice)
        relink(steps)
        stepwise = tables(folder / "steps.db")
        relink(steps, full=True)
        assert tables(folder / "steps.db") == stepwise
        decided = desk.decisions()
    if not reread:
        with Archive(folder / "once.db") as once:
            once.add_many([MANY[n] for n in order])
            relink(once)
            for d in decided:
                if d.undoes is not None:
                    once.linking().undo(d.undoes, by=d.by, why=d.why)
                elif d.status is not None:
                    once.linking().decide_status(d.a, d.status, by=d.by, why=d.why)
                else:
                    once.linking().decide(d.verdict, d.a, d.b, by=d.by, why=d.why)
            relink(once, full=True)
        assert tables(folder / "once.db") == stepwise


@pytest.fixture
def path(tmp_path):
    return tmp_path / "minutes.db"


@pytest.fixture
def archive(path):
    with Archive(path) as opened:
        opened.add_many(PAIRS)
        relink(opened)
        yield opened


def groups(archive):
    """Everything that is one, by the ids of its parties and lines, whatever it goes by."""
    found = {}
    for row in archive.linking().state().identities:
        found.setdefault(row.entity, set()).add(row.id)
    return {frozenset(some) for some in found.values()}


def id_of(archive, doc, item, kind="person"):
    key = archive.linking().state().present[doc].report
    (row,) = [r for r in archive.linking().state().identities if (r.report, r.item, r.kind) == (key, item, kind)]
    return row.id


def test_what_is_kept_is_what_links_gives(archive):
    found, told = archive.linking().found(), links(told_of(archive))
    assert found["copies"] == told["copies"]
    for part, members in {
        "persons": "parties",
        "bodies": "parties",
        "places": "parties",
        "engagements": "reports",
    }.items():
        kept = sorted((sorted(e[members]), e.get("name"), e.get("date")) for e in found[part])
        assert kept == sorted((sorted(e[members]), e.get("name"), e.get("date")) for e in told[part])
    for part in ("chains", "figures"):
        assert sorted(map(nameless, found[part]), key=repr) == sorted(map(nameless, told[part]), key=repr)
    for part in ("persons", "engagements"):
        assert sorted(map(nameless, found[part]), key=repr) == sorted(map(nameless, told[part]), key=repr)


def nameless(value):
    """A value without ids, in no order of names: ids are others in an archive."""
    if isinstance(value, dict):
        plain = {key: nameless(some) for key, some in sorted(value.items()) if key not in ("id", "entity", "address")}
        return plain | {"parties": sorted(plain.get("parties", ()))}
    if isinstance(value, list | tuple):
        plain = [nameless(some) for some in value]
        named = plain and isinstance(plain[0], dict) and "name_en" in plain[0]
        return sorted(plain, key=repr) if named else plain
    return value


def test_the_order_of_reading_makes_no_difference_to_who_is_who(archive, tmp_path):
    with Archive(tmp_path / "other.db") as other:
        for pair in PAIRS[::-1]:
            other.add(*pair)
            relink(other)
        assert groups(other) == groups(archive)
        # An id of the one leads to the same in the other.
        for row in other.linking().state().identities:
            one, same = archive.linking().entity(row.entity), other.linking().entity(row.entity)
            assert {m.id for m in one.members} == {m.id for m in same.members}


def test_nothing_new_is_nothing_to_do(archive, path):
    before = dump(path)
    assert not relink(archive).ran
    assert dump(path) == before


def test_a_merge_leaves_a_redirect_and_undo_takes_it_back(archive):
    desk = archive.linking()
    a, b = id_of(archive, "own-a1", "p1"), id_of(archive, "own-b1", "p1")
    assert desk.resolve(a) == a
    made = desk.decide("same", b, a, by="Huda", why="one card")
    relink(archive)
    assert desk.resolve(b) == desk.resolve(a) == a
    entity = desk.entity(b)
    assert (entity.asked, entity.id) == (b, a)
    assert [(d.verdict, d.by, d.why, d.state) for d in entity.decisions] == [("same", "Huda", "one card", "in_force")]
    desk.undo(made.key, by="Huda", why="two cards")
    relink(archive)
    assert (desk.resolve(a), desk.resolve(b)) == (a, b)
    assert [d.state for d in desk.decisions()] == ["undone", "in_force"]


def test_a_split_leaves_the_id_with_the_older_part(archive):
    desk = archive.linking()
    first, later = id_of(archive, "own-a1", "p1"), id_of(archive, "own-a3", "p1")
    assert desk.resolve(later) == first
    desk.decide("different", "own-a1#p1", "own-a3#p1", by="Huda", why="father and son")
    relink(archive)
    assert desk.resolve(first) == first
    assert desk.resolve(later) != first
    members = {m.report for id_ in (first, later) for m in desk.entity(id_).members}
    assert members == {"own-a1", "own-a2", "own-a3", "own-a4", "own-a5"}


def test_engagements_are_decided_too(archive):
    desk = archive.linking()
    one, other = archive.linking().found()["engagements"][:2]
    desk.decide("same", one["id"], other["id"], by="Huda", why="one meeting")
    relink(archive)
    both = desk.entity(one["id"])
    assert {m.report for m in both.members} >= {doc for doc, _ in [*one["reports"], *other["reports"]]}
    a, b = (
        f"{doc}#{n}" for doc, n in next(e for e in desk.found()["engagements"] if len(e["reports"]) > 1)["reports"][:2]
    )
    before = desk.resolve(next(m.id for m in both.members))
    desk.decide("different", a, b, by="Huda", why="two meetings")
    relink(archive)
    assert desk.resolve(before) == before


def test_the_newer_of_two_contrary_decisions_holds(archive):
    desk = archive.linking()
    a, b, c = (id_of(archive, doc, "p1") for doc in ("own-a1", "own-b1", "own-b4"))
    desk.decide("same", a, b, by="x", why="y")
    desk.decide("same", b, c, by="x", why="y")
    desk.decide("different", a, c, by="x", why="y")
    assert [d.state for d in desk.decisions()] == ["overruled", "in_force", "in_force"]
    relink(archive)
    assert desk.resolve(a) != desk.resolve(c) == desk.resolve(b)


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        ("person/zzzz", "own-a1#p1", UnknownEntity),
        ("person/", "own-a1#p1", UnknownEntity),
        ("own-a1#p1", "own-a1#nobody", UnknownEntity),
        ("own-a1#p1", "own-a1#p1", InputError),
        ("own-a1#p1", "own-a1#0", InputError),
    ],
)
def test_what_cannot_be_decided(archive, a, b, error):
    with pytest.raises(error):
        archive.linking().decide("same", a, b, by="x", why="y")
    with pytest.raises(InputError):
        archive.linking().decide("same", "own-a1#p1", "own-b1#p1", by="x", why=" ")
    with pytest.raises(InputError):
        archive.linking().undo(7, by="x", why="y")
    assert archive.linking().decisions() == []


def test_a_party_keeps_its_id_when_its_report_is_read_anew(archive):
    desk = archive.linking()
    before = {name: desk.resolve(f"own-a1#{name}") for name in ("p1", "p2")}
    report, record = PAIRS[0]
    assert record.doc == "own-a1"
    plain = record.to_dict() | {"reader": "another"}
    names = {p["id"]: f"q{p['id']}" for p in plain["parties"]}
    plain["parties"] = [p | {"id": names[p["id"]], "of": names.get(p["of"])} for p in plain["parties"]][::-1]
    plain["mentions"] = [m | {"party": names[m["party"]]} for m in plain["mentions"]]
    plain |= {part: [] for part in ("engagements", "statements", "commitments", "incidents", "figures")}
    archive.add(report, Record.model_validate(plain))
    assert relink(archive).reports == 1
    assert {name: desk.resolve(f"own-a1#q{name}") for name in before} == before


def test_of_a_party_that_is_read_no_more_the_id_leads_to_those_it_was_with(archive):
    desk = archive.linking()
    gone, heir = id_of(archive, "own-a1", "p1"), id_of(archive, "own-a2", "p2")
    report, record = PAIRS[0]
    archive.add(report, Record(doc=record.doc, reader="another", parties=[Party(id="p1", type="ORG", names=["مجلس"])]))
    relink(archive)
    assert desk.resolve(gone) == desk.resolve(heir) == heir
    for row in desk.state().identities:
        if row.kind == "person" and row.item is None:
            desk.entity(heir)
    alone = [row.id for row in desk.state().identities if row.item is None and row.entity == row.id]
    for id_ in alone:
        with pytest.raises(UnknownEntity, match="no reading has it any more"):
            desk.resolve(id_)


def test_what_waits_carries_score_and_reason(tmp_path):
    from tests.who.test_persons import report

    told = [
        report("x", ("نزار الحلواني", "وزير النقل")),
        report("y", ("الحلواني", None), day="2014-01-17"),
        report("z", ("نزار الحلواني", "رئيس غرفة التجارة"), state="سوريا", day="2015-01-01"),
    ]
    with Archive(tmp_path / "w.db") as archive:
        from mahdar.record import Report

        archive.add_many([(Report(id=t.doc, text=f"نص {t.doc}", date=t.day), t.record) for t in told])
        relink(archive)
        desk = archive.linking()
        found = desk.waiting(kind="person")
        assert {frozenset((p.a_name, p.b_name)) for p in found} >= {frozenset(("نزار الحلواني", "الحلواني"))}
        assert all(0 < p.score < 0.7 and p.reason for p in found)
        assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
        desk.decide("different", found[0].a, found[0].b, by="x", why="y")
        relink(archive)
        pairs = {(p.a, p.b) for p in desk.waiting()}
        assert (found[0].a, found[0].b) not in pairs


def test_a_run_that_is_stopped_leaves_what_was_there(archive, path, monkeypatch):
    before = dump(path)
    whole = linked._rewrite
    for stop in range(1, 8):
        calls = iter(range(100))

        def stopping(connection, table, rows, *, stop=stop, calls=calls):
            if next(calls) == stop:
                raise KeyboardInterrupt
            whole(connection, table, rows)

        with monkeypatch.context() as patch:
            patch.setattr(linked, "_rewrite", stopping)
            patch.setattr("mahdar.ledger.relinking.linker", lambda: "another")
            with pytest.raises(KeyboardInterrupt):
                relink(archive)
        assert dump(path) == before


def test_a_run_that_is_killed_leaves_what_was_there(archive, path):
    archive.linking().decide("same", "own-a1#p1", "own-b1#p1", by="x", why="y")
    before = dump(path)
    code = (
        "import os, signal, sys\n"
        "from mahdar.archive import Archive, linked, schema\n"
        "from mahdar.ledger import relink\n"
        "whole = linked._rewrite\n"
        "def kill(connection, table, rows):\n"
        "    whole(connection, table, rows)\n"
        "    if table.name == 'links':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "linked._rewrite = kill\n"
        "relink(Archive(sys.argv[1]), full=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert dump(path) == before
    assert relink(archive).ran


def test_two_runs_at_once_lose_nothing(archive):
    desk = archive.linking()
    before = desk.state()
    desk.decide("same", "own-a1#p1", "own-b1#p1", by="x", why="y")
    relink(archive)
    found = desk.found()
    assert not desk.keep(before, linked.Found([]))
    assert desk.found() == found


def chain_of(archive, id_):
    (chain,) = archive.pledges(id=archive.linking().resolve(id_))
    return chain


def longest_chain(archive):
    return max(archive.pledges(), key=lambda chain: (len(chain.steps), chain.id))


def test_a_person_decides_how_a_chain_stands(archive):
    desk, before = archive.linking(), longest_chain(archive)
    assert before.decided is None
    commitments = [row.id for row in desk.state().identities if row.entity == before.id and row.item is not None]
    assert len(commitments) > 1
    made = desk.decide_status(commitments[-1], "confirmed", by="Huda", why="the minister said so")
    assert relink(archive).ran
    now = chain_of(archive, before.id)
    assert (now.id, now.steps, now.status) == (before.id, before.steps, "confirmed")
    decided = now.decided
    assert (decided.key, decided.by, decided.at, decided.why, decided.by_rule) == (
        made.key, "Huda", made.at, "the minister said so", before.status,
    )  # fmt: skip
    assert now in archive.pledges(open_=True)
    desk.decide_status(before.id[:-2], "refused", by="Salma", why="no")
    relink(archive)
    assert (chain_of(archive, before.id).status, chain_of(archive, before.id).decided.by) == ("refused", "Salma")
    assert [d.state for d in desk.decisions()] == ["overruled", "in_force"]
    desk.undo(2, by="Huda", why="a slip")
    relink(archive)
    assert chain_of(archive, before.id) == now
    assert [d.state for d in desk.decisions()] == ["in_force", "undone", "in_force"]
    desk.undo(1, by="Huda", why="a slip")
    relink(archive, full=True)
    assert chain_of(archive, before.id) == before


def test_a_decision_on_a_chain_stays_when_more_is_read_and_chains_become_one(path, tmp_path):
    with Archive(tmp_path / "all.db") as every:
        every.add_many(PAIRS)
        relink(every)
        docs = {step.report for step in longest_chain(every).steps}
        steps = len(longest_chain(every).steps)
    told = sorted((pair for pair in PAIRS if pair[0].id in docs), key=lambda pair: pair[0].date or "")
    rest = [pair for pair in PAIRS if pair[0].id not in docs]
    with Archive(path) as archive:
        # The last report first: what it tells is a chain of its own until the others come.
        archive.add_many(told[-1:])
        relink(archive)
        last = next(c for c in archive.pledges())
        archive.linking().decide_status(last.id, "lapsed", by="Huda", why="called off")
        for some in ([pair] for pair in told[:-1]):
            archive.add_many(some)
            relink(archive)
            assert chain_of(archive, last.id).status == "lapsed"
        archive.add_many(rest)
        relink(archive)
        now = chain_of(archive, last.id)
        assert (now.status, now.decided.by, len(now.steps)) == ("lapsed", "Huda", steps)
        relink(archive, full=True)
        assert chain_of(archive, last.id) == now


def test_what_cannot_be_decided_of_a_chain(archive):
    desk, chain = archive.linking(), longest_chain(archive)
    for about, status in ((chain.id, "forgotten"), (id_of(archive, "own-a1", "p1"), "open")):
        with pytest.raises(InputError):
            desk.decide_status(about, status, by="Huda", why="x")
    with pytest.raises(InputError):
        desk.decide_status(chain.id, "open", by=" ", why="x")
    with pytest.raises(UnknownEntity):
        desk.decide_status("own-a1#p1", "open", by="Huda", why="x")
    with pytest.raises(InputError):
        desk.decide("same", chain.id, archive.pledges()[0].id, by="Huda", why="x")
