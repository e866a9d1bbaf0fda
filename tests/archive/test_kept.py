"""What is kept beside the links says what is there, whatever is done: who names whom, which lines are new."""

import random
from collections import defaultdict
from contextlib import suppress

import pytest
import sqlalchemy as sa

from mahdar.archive import Archive, backup, chain_steps, dialect, schema, tallies
from mahdar.archive.linked import ENTITY_KINDS, fresh, read_since
from mahdar.errors import InputError, UnknownEntity
from mahdar.ledger import relink
from mahdar.record import Mention

from .invented import pair


def named_pair(n, **more):
    """The n-th report, in whose statement its state is named."""
    report, record = pair(n, **more)
    start = record.statements[0].span[0]
    state = next(party for party in record.parties if party.id == "p3").names[0]
    at = report.text.index(state, start)
    mention = Mention(start=at, end=at + len(state), type="GPE", party="p3")
    for line in (*record.statements, *record.engagements):
        line.confidence = round(random.Random(n).random(), 3)
    return report, record.model_copy(update={"mentions": [*record.mentions, mention]})


def named_in_statements(archive):
    """Speaker, who is named, report and span, worked out from the lines of reports that were not read anew."""
    i, r, m = schema.identities.c, schema.reports.c, schema.mentions.c
    with archive._reading() as connection:
        known = sa.select(r.id, i.item, i.entity).join(schema.reports, r.key == i.report)
        rows = connection.execute(known.where(i.kind.in_(ENTITY_KINDS), i.item.is_not(None), fresh(schema.identities)))
        entity = {(doc, item): id_ for doc, item, id_ in rows}
        found = connection.execute(sa.select(r.id, m.party, m.start, m.end).join(schema.reports, r.key == m.report))
        mentions = defaultdict(list)
        for doc, party, start, end in found:
            mentions[doc].append((party, start, end))
    for line in archive.statements(limit=None):
        there = {p for p, start, end in mentions[line.report] if line.span[0] <= start and end <= line.span[1]}
        for who in line.who:
            for party in there:
                if (line.report, who.id) in entity and (line.report, party) in entity:
                    yield entity[line.report, who.id], entity[line.report, party], line.report, line.span


def acting(archive, id_):
    """An entity, and for a country those in the offices of its state."""
    known = archive.entity(id_)
    if known.kind != "place" or known.where is None or known.where.kind != "country":
        return {id_}
    code = known.state.entity.removeprefix("state:")
    return {id_, *(office.person.entity for office in archive.offices() if office.state == code)}


def check(archive):
    """That pages of two and the queue say what is worked out anew."""
    said = set(named_in_statements(archive))
    pairs = sorted({tuple(sorted(some[:2])) for some in said})
    for a, b in pairs:
        a_acts, b_acts = acting(archive, a), acting(archive, b)
        expected = {
            some[2:] for some in said if (some[0] in a_acts and some[1] == b) or (some[0] in b_acts and some[1] == a)
        }
        assert {(line.report, line.span) for line in archive.between(a, b).statements} == expected
    desk = archive.reviewing()
    for part in (None, "engagements", "statements", "parties"):
        every = desk.queue(order="new", part=part, limit=None)
        assert desk.queue(order="new", part=part, limit=1_000) == every
        assert desk.queue(order="new", part=part, limit=3) == every[:3]
    check_steps(archive)
    return len(pairs)


def check_steps(archive):
    """That chains show the steps that are looked up line by line."""
    with archive._reading() as connection:
        ids = sorted(connection.execute(sa.select(schema.chains.c.id)).scalars())
        shown = chain_steps.of_chains(connection, ids, read_since(connection))
        looked_up = chain_steps._looked_up(connection, ids)
        assert {id_: shown[id_] for id_ in ids} == {id_: [step for _, step in looked_up[id_]] for id_ in ids}


def check_rows(archive):
    """That what was mended after a withdrawal is what counting anew gives."""
    tables = (schema.said_of, schema.new_lines)

    def rows(connection):
        return [sorted(map(tuple, connection.execute(sa.select(table)))) for table in tables]

    with dialect.writing(archive._engine) as connection:
        before = rows(connection)
        tallies.refresh(connection)
        assert rows(connection) == before


def act(archive, dice, reader):
    """Do one of the things that are done to archives."""
    docs = sorted(line.id for line in archive.reports(limit=None))
    doc, desk = dice.choice(docs), archive.reviewing()
    what = dice.choice(("read", "again", "link", "accept", "reject", "merge", "withdraw", "gc"))
    if what == "read":
        archive.add(*named_pair(100 + reader))
    elif what == "again":
        archive.add(*named_pair(int(doc.removeprefix("r")), reader=f"mahdar {reader}"))
    elif what == "link":
        relink(archive)
    elif what in ("accept", "reject"):
        for part in ("statements", "engagements"):
            lines = [line for line in desk.lines(doc) if line.part == part]
            if lines:
                getattr(desk, what)(f"{doc}#{part}/{lines[0].item}", by="Huda", why="x")
    elif what == "merge":
        with suppress(InputError, UnknownEntity):  # the same twice, or not linked yet
            archive.linking().decide("same", f"{doc}#p2", f"{dice.choice(docs)}#p2", by="Huda", why="x")
        relink(archive)
    elif what == "withdraw" and len(docs) > 4:
        archive.upkeep().withdraw(doc, by="Huda", why="x")
    else:
        archive.upkeep().gc(keep=1, by="Huda")
    return what


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_is_right_whatever_is_done(place, other_place, tmp_path, seed):
    dice = random.Random(seed)
    with Archive(place) as archive:
        archive.add_many([named_pair(n) for n in range(10)])
        relink(archive)
        assert check(archive) > 3
        check_rows(archive)
        for reader in range(10):
            if act(archive, dice, reader) == "withdraw":
                check_rows(archive)
            check(archive)
    backup.backup(place, tmp_path / "x.mahdar")
    backup.restore(tmp_path / "x.mahdar", other_place)
    with Archive(other_place) as restored:
        check(restored)
        relink(restored)
        check(restored)
        check_rows(restored)
