"""Who is meant by a name: names of the archive that match it, and the parties that carry them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import sqlalchemy as sa

from mahdar.arabic.names import compare, sound_key, stands_alone
from mahdar.archive import dialect, finding_names, schema, states
from mahdar.archive.answers import Who
from mahdar.archive.findings import STATE
from mahdar.archive.linked import ENTITY_KINDS, fresh, is_id, led_to, read_since
from mahdar.archive.tallies import NEWEST
from mahdar.archive.wanted import name_key, name_words

_n, _p, _pn, _i = schema.names, schema.parties, schema.party_names, schema.identities


@dataclass(frozen=True, slots=True)
class Meant:
    """Keys of names that a name may mean: `keys` of any party, `alike` of persons alone; `same` are keys, by their
    folding, of those that have no other words. Where very `many` are meant, `keys` is the query for them.
    """

    keys: list[int] | sa.SelectBase
    alike: list[int] = field(default_factory=list)
    same: dict[int, str] = field(default_factory=dict)

    @property
    def many(self) -> bool:
        return isinstance(self.keys, sa.SelectBase)

    def of_any(self, name: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """The condition that any party of a name is meant."""
        return name.in_(self.keys if isinstance(self.keys, sa.SelectBase) else _literal(self.keys))


#: Up to how many names are named in a question, rather than asked for in it once more; and of how many words a name of
#: one word that so many have may be, of that word alone, to be that very name.
_NAMED, _REPEATED = 1_000, 4


def names_like(connection: sa.Connection, name: str) -> Meant:
    """Names in which all words of `name` occur, article or not; and persons' names that `compare` takes for it."""
    wanted = name_words(name)
    if not wanted:
        return Meant([])
    query = finding_names.with_words(connection, sorted(wanted))
    keys = list(connection.execute(query.limit(_NAMED + 1)).scalars())
    meant = Meant(query if len(keys) > _NAMED else sorted(keys))
    alone = _n.c.folded.in_(_orders(wanted)) if meant.many else meant.of_any(_n.c.key)
    rows = connection.execute(sa.select(_n.c.key, _n.c.folded).where(alone).order_by(_n.c.key))
    meant.same.update((key, folded) for key, folded in rows if set(folded.split()) == wanted)
    sounds = sound_key(name).split()  # none of digits and signs
    if sounds:
        sound_so = finding_names.sounding(connection, sounds, whole=stands_alone(name))
        others = sa.select(_n.c.key, _n.c.name).where(_n.c.key.in_(_but(sound_so, meant.keys))).order_by(_n.c.key)
        alike = (key for key, other in connection.execute(others) if compare(name, other).verdict != "different")
        meant.alike.extend(alike)
    return meant


def _orders(words: Collection[str]) -> list[str]:
    """What has these words and no other, in any order: where very many names have them, they are few."""
    rows = (row for n in range(len(words), max(_REPEATED, len(words)) + 1) for row in product(sorted(words), repeat=n))
    return [" ".join(row) for row in rows if set(row) == set(words)]


def _but(names: sa.FromClause, others: list[int] | sa.SelectBase) -> sa.SelectBase:
    """The query for keys of names without those of others."""
    (key,) = names.c
    if not isinstance(others, sa.SelectBase):
        return sa.select(key).where(key.not_in(_literal(others)))
    (other,) = others.subquery().c
    return sa.except_(sa.select(key), sa.select(other))


def meant_by(connection: sa.Connection, name: str) -> Meant:
    """As `names_like`, but the name of a place means that place alone: 'العراق' is not 'شبكة أخبار العراق'."""
    exact = list(connection.execute(sa.select(_n.c.key).where(_n.c.folded == name_key(name))).scalars())
    place = sa.select(_p.c.party).join(_pn, sa.and_(_pn.c.report == _p.c.report, _pn.c.party == _p.c.party))
    of_place = place.where(_pn.c.name.in_(_literal(exact)), _p.c.type.in_(("GPE", "LOC"))).limit(1)
    return Meant(exact) if connection.execute(of_place).first() is not None else names_like(connection, name)


def _literal(keys: list[int]) -> sa.BindParameter[list[int]]:
    # Written into the statement: a database takes only so many bound values, a common name has thousands.
    return sa.bindparam(None, keys, expanding=True, literal_execute=True)


def carriers(meant: Meant, among: sa.Select[tuple[int]] | None = None) -> sa.Subquery:
    """Reports (`among` some) and party ids that have one of the names: columns `report` and `party`, each pair once."""
    there = [] if among is None else [_pn.c.report.in_(among)]
    any_party = sa.select(_pn.c.report, _pn.c.party).where(meant.of_any(_pn.c.name), *there)
    if not meant.alike:
        return any_party.distinct().subquery()
    here = sa.and_(_p.c.report == _pn.c.report, _p.c.party == _pn.c.party)
    persons = sa.select(_pn.c.report, _pn.c.party).join(_p, here)
    alike = persons.where(_pn.c.name.in_(_literal(meant.alike)), _p.c.type == "PER", *there)
    return any_party.union(alike).subquery()


def of_entities(ids: Iterable[str], *, all_fresh: bool) -> sa.Subquery:
    """The parties of some entities (persons, bodies and places by their ids), as `carriers` has them; `all_fresh` where
    nothing was read since it was linked.
    """
    known = sa.true() if all_fresh else fresh(_i)
    here = _i.c.entity.in_(sorted(ids)), _i.c.item.is_not(None), known
    return sa.select(_i.c.report, _i.c.item.label("party")).where(*here).subquery()


def meaning(connection: sa.Connection, name: str) -> Parties:
    """The parties that a name means, or those of the entity that an id means."""
    if name.startswith(STATE):
        _, *ids = states.one_state(connection, name)
    elif is_id(name):
        ids = [id_ for id_ in [led_to(connection, name)] if id_ is not None]
    else:
        return Parties(meant_by(connection, name))
    return Parties(Meant([]), tuple(ids), read_since(connection) is None)


@dataclass(slots=True)
class _Group:
    name: str
    type: str
    folded: str
    entity: str | None = None
    name_en: str | None = None
    reports: int = 0
    newest: list[int] = field(default_factory=list)
    mentions: int = 0
    exact: bool = False
    roles: Counter[str] = field(default_factory=Counter)
    names: Counter[int] = field(default_factory=Counter)

    def rank(self) -> tuple[bool, int]:
        """What it is put in order by first."""
        return not self.exact, -self.reports


def who(connection: sa.Connection, name: str, type_: str | None, limit: int | None, offset: int) -> list[Who]:
    """Parties with a matching name, and those that are one with them: that very name first, then by reports.

    Parties of one entity stand together, whatever they are called; those not linked yet by their longest name.
    """
    meant = names_like(connection, name)
    most = None if limit is None else offset + limit
    groups = [*_entities(connection, meant, type_, most), *_unlinked(connection, meant, type_)]
    if most is not None and most < len(groups):
        # Those behind the last that is shown need no name to be put in order by.
        groups.sort(key=_Group.rank)
        last = groups[most - 1].rank() if most else (False, 0)
        groups = [group for group in groups if group.rank() <= last]
    _name(connection, {group.entity: group for group in groups if group.entity is not None})
    groups.sort(key=lambda g: (*g.rank(), g.folded, g.type, g.entity or ""))
    shown = groups[offset:most]
    _load(connection, {group.entity: group for group in shown if group.entity is not None})
    names = _texts(connection, _n.c.key, _n.c.name, {key for group in shown for key in group.names})
    r = schema.reports.c
    ids = _texts(connection, r.key, r.id, {key for group in shown for key in group.newest})
    return [_told(group, names, ids) for group in shown]


def _told(group: _Group, names: dict[int, str], ids: dict[int, str]) -> Who:
    spelled = ranked(Counter({names[key]: many for key, many in group.names.items()}))
    called, newest = group.name or next(iter(spelled), ""), [ids[key] for key in group.newest if key in ids]
    return Who(
        called, group.type, spelled, ranked(group.roles), group.reports, newest, group.mentions, group.entity,
        group.name_en,
    )  # fmt: skip


def entities_of(meant: Meant, *more: str) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """The ids of entities that have one of the names, as they were linked last, and some `more`."""
    t = schema.entity_names.c
    persons = sa.and_(t.name.in_(_literal(meant.alike)), t.entity.startswith("person/"))
    # One union: SQLite takes a union within brackets for one value.
    either = [sa.select(t.entity).where(meant.of_any(t.name)), *(sa.select(sa.literal(id_)) for id_ in more)]
    either += [sa.select(t.entity).where(persons)] if meant.alike else []
    return sa.union(*either) if len(either) > 1 else either[0].distinct()


def _entities(connection: sa.Connection, meant: Meant, type_: str | None, most: int | None) -> list[_Group]:
    """The entities that have one of the names, as they were counted when they were linked; at least the first `most`.

    Those of that very name come first.
    """
    n, t = schema.named.c, schema.entity_names.c
    exact = sa.select(t.entity).where(t.name.in_(_literal(list(meant.same))), t.longest > 0)
    called_so = set(connection.execute(exact).scalars())
    query = sa.select(n.entity, n.type, n.reports).where(n.entity.in_(entities_of(meant)))
    query = query if type_ is None else query.where(n.type == type_)
    if meant.many and most:
        reports = query.with_only_columns(n.reports).order_by(n.reports.desc())
        least = connection.execute(reports.offset(most - 1).limit(1)).scalar_one_or_none() or 0
        query = query.where(sa.or_(n.reports >= least, n.entity.in_(exact)))
    return [
        _Group("", row_type, "", entity, reports=reports, exact=entity in called_so)
        for entity, row_type, reports in connection.execute(query)
    ]


def _name(connection: sa.Connection, groups: Mapping[str, _Group]) -> None:
    """Put to entities what they are called, how often they are named, and by which reports."""
    n, e = schema.named.c, schema.entities.c
    query = sa.select(n.entity, n.mentions, n.newest, e.name, e.name_en).outerjoin(schema.entities, e.id == n.entity)
    for some in dialect.chunks(sorted(groups)):
        for entity, mentions, newest, name, name_en in connection.execute(query.where(n.entity.in_(some))):
            group = groups[entity]
            group.name, group.folded, group.name_en = name or "", name_key(name or ""), name_en
            group.mentions, group.newest = mentions, json.loads(newest)


def _load(connection: sa.Connection, groups: Mapping[str, _Group]) -> None:
    """Put names and roles to entities."""
    t, o = schema.entity_names.c, schema.entity_roles.c
    for some in dialect.chunks(sorted(groups)):
        for row in connection.execute(sa.select(t.entity, t.name, t.times).where(t.entity.in_(some))):
            groups[row.entity].names[row.name] = row.times
        for row in connection.execute(sa.select(o.entity, o.role, o.times).where(o.entity.in_(some))):
            groups[row.entity].roles[row.role] = row.times


def _unlinked(connection: sa.Connection, meant: Meant, type_: str | None) -> list[_Group]:
    """Parties of reports that were read since they were linked last, by type and folded name."""
    r, newer = schema.reports.c, read_since(connection)
    if newer is None:
        return []
    chosen = carriers(meant, newer)
    query = (
        sa.select(_p.c.report, _p.c.party, _p.c.type, _p.c.name, _p.c.folded, _p.c.role, _p.c.mentions,
                  _pn.c.name.label("given"))
        .select_from(chosen)
        .join(_p, sa.and_(_p.c.report == chosen.c.report, _p.c.party == chosen.c.party))
        .join(schema.reports, r.key == _p.c.report)
        .join(_pn, sa.and_(_pn.c.report == _p.c.report, _pn.c.party == _p.c.party))
        .order_by(r.first_day.desc().nulls_last(), _p.c.report, _p.c.n)
    )  # fmt: skip
    rows = connection.execute(query if type_ is None else query.where(_p.c.type == type_))
    return _grouped(rows.all(), set(meant.same.values()))


def _grouped(rows: Iterable[Any], same: Collection[str]) -> list[_Group]:
    """Rows, one for each name of a party, the newest report first, by type and folded name."""
    groups: dict[tuple[str, str], _Group] = {}
    last: dict[tuple[str, str], int] = {}
    before: tuple[int, str] | None = None
    for row in rows:
        place = row.type, row.folded
        group = groups.setdefault(place, _Group(row.name, row.type, row.folded, exact=row.folded in same))
        group.names[row.given] += 1
        if before == (row.report, row.party):
            continue
        before = row.report, row.party
        group.mentions += row.mentions
        if row.role:
            group.roles[row.role] += 1
        if last.get(place) != row.report:  # reports stand together
            last[place] = row.report
            group.reports += 1
            if len(group.newest) < NEWEST:
                group.newest.append(row.report)
    return list(groups.values())


def _texts(
    connection: sa.Connection, key: sa.Column[int], column: sa.Column[str], keys: Iterable[int]
) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in dialect.chunks(sorted(keys)):
        rows = connection.execute(sa.select(key, column).where(key.in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return found


def ranked(counted: Counter[str]) -> list[str]:
    """What was counted, the most frequent first, of those the longest."""
    return sorted(counted, key=lambda value: (-counted[value], -len(value), value))


#: Up to how many parties of a name are looked up, rather than looked for from the newest line or report on. To see
#: whether a line has one takes some 10 to 30 µs, to look up the lines of one 3 µs: of a million lines, those of a name
#: that 32,000 parties have are found sooner by these parties, whatever share of them has a part in such lines.
FEW, FEW_IN_COLUMN, FEW_REPORTS = 40_000, 200_000, 2_000


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties that a name means, or (`ids`) those of entities; `all_fresh` where nothing was read since these were
    linked.
    """

    meant: Meant
    ids: tuple[str, ...] | None = None
    all_fresh: bool = False

    def chosen(self) -> sa.Subquery:
        """All of them, as `carriers` has them."""
        return carriers(self.meant) if self.ids is None else of_entities(self.ids, all_fresh=self.all_fresh)

    def few(self, connection: sa.Connection, most: int = FEW) -> bool:
        """Whether they are not many: `most` at the most."""
        some: sa.Select[Any] | sa.CompoundSelect[Any]
        if self.ids is None:
            either = self.meant.of_any(_pn.c.name), _pn.c.name.in_(_literal(self.meant.alike))
            some = sa.union_all(*(sa.select(_pn.c.name).where(condition) for condition in either))
        else:
            some = sa.select(_i.c.key).where(_i.c.entity.in_(self.ids))
        counted = sa.select(sa.func.count()).select_from(some.limit(most + 1).subquery())
        return int(connection.execute(counted).scalar_one()) <= most

    def reports(self) -> sa.Select[tuple[int]]:
        """Keys of the reports that they are in."""
        return sa.select(self.chosen().c.report)

    def in_report(self, report: sa.Column[int]) -> sa.ColumnElement[bool]:
        """The condition that one of them is in a report: looked up by the report."""
        return self._there(report, None)

    def is_at(self, report: sa.Column[int], party: sa.Column[str]) -> sa.ColumnElement[bool]:
        """The condition that a party of a report is one of them: looked up by the party."""
        return self._there(report, party)

    def _there(self, report: sa.Column[int], party: sa.Column[str] | None) -> sa.ColumnElement[bool]:
        if self.ids is not None:
            own = _i.alias()
            i = own.c
            this = i.item == party if party is not None else i.item.is_not(None)
            known = sa.true() if self.all_fresh else fresh(own)
            here = i.report == report, this, i.entity.in_(self.ids), i.kind.in_(ENTITY_KINDS), known
            return _looked_up(sa.select(i.key).where(*here))
        pn, p = _pn.alias(), _p.alias()
        at = [pn.c.report == report, *([pn.c.party == party] if party is not None else [])]
        # + 0 keeps SQLite from asking the index of names once for each of thousands of names in every report: the last
        # 20 of 209,797 reports with محمد (17,632 names) took 9,834 ms of the processor, and take 142.
        name = pn.c.name + 0
        found = _looked_up(sa.select(pn.c.name).where(*at, self.meant.of_any(name)))
        if not self.meant.alike:
            return found
        person = p.c.report == pn.c.report, p.c.party == pn.c.party, p.c.type == "PER"
        alike = sa.select(pn.c.name).where(*at, name.in_(_literal(self.meant.alike)), *person)
        return sa.or_(found, _looked_up(alike))


def _looked_up(query: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """That a query finds something, asked anew for each row.

    Without the offset PostgreSQL reads all that it may find beforehand, expecting to ask for many rows: the first 51
    engagements with محمد took 11,511 ms so.
    """
    return sa.exists(query.offset(0))


def taking_part(
    parties: Parties, tables: Iterable[sa.Table], line: sa.Table, column: str | None
) -> sa.CompoundSelect[Any]:
    """Report and number of the lines in which one of them has a part: by `tables`, or in `column` of `line`."""
    chosen = parties.chosen()
    places = [(t, t.c.party) for t in tables]
    places += [(line, line.c[column])] if column is not None else []
    return sa.union(
        *(
            sa.select(t.c.report, t.c.n).join(chosen, sa.and_(chosen.c.report == t.c.report, chosen.c.party == party))
            for t, party in places
        )
    )


def has_part(
    parties: Parties, tables: Iterable[sa.Table], line: sa.Table, column: str | None
) -> sa.ColumnElement[bool]:
    """The condition that one of them has a part in a line, by `tables` or in `column`, looked up from the line."""
    either = [
        _looked_up(
            sa.select(t.c.n).where(t.c.report == line.c.report, t.c.n == line.c.n, parties.is_at(t.c.report, t.c.party))
        )
        for t in tables
    ]
    if column is not None:
        either.append(parties.is_at(line.c.report, line.c[column]))
    return sa.or_(*either)
