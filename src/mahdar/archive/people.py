"""Who is meant by a name: names of the archive that match it, and the parties that carry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from mahdar.arabic.names import compare, sound_key
from mahdar.archive import dialect, finding_names, schema, states
from mahdar.archive.answers import Who
from mahdar.archive.findings import STATE
from mahdar.archive.linked import ENTITY_KINDS, fresh, is_id, led_to
from mahdar.archive.wanted import name_key, name_words

_n, _p, _pn, _i = schema.names, schema.parties, schema.party_names, schema.identities


@dataclass(frozen=True, slots=True)
class Meant:
    """Keys of names that a name may mean: `keys` of any party, `alike` of persons alone."""

    keys: list[int]
    alike: list[int] = field(default_factory=list)


def names_like(connection: sa.Connection, name: str) -> Meant:
    """Names in which all words of `name` occur, article or not; and persons' names that `compare` takes for it."""
    wanted = name_words(name)
    if not wanted:
        return Meant([])
    # Parts of words are more than the words ('علي' in 'علياء'), never less; what they find is looked at word by word.
    sounds = sound_key(name).split()  # none of digits and signs
    has_words = finding_names.having(connection, sorted(wanted), sounds=False)
    here = sa.or_(has_words, finding_names.having(connection, sounds, sounds=True))
    meant = Meant([])
    rows = connection.execute(sa.select(_n.c.key, _n.c.name, _n.c.folded).where(here).order_by(_n.c.key))
    for key, other, folded in rows:
        if wanted <= set(folded.split()):
            meant.keys.append(key)
        elif compare(name, other).verdict != "different":
            meant.alike.append(key)
    return meant


def meant_by(connection: sa.Connection, name: str) -> Meant:
    """As `names_like`, but the name of a place means that place alone: 'العراق' is not 'شبكة أخبار العراق'."""
    exact = list(connection.execute(sa.select(_n.c.key).where(_n.c.folded == name_key(name))).scalars())
    place = sa.select(_p.c.party).join(_pn, sa.and_(_pn.c.report == _p.c.report, _pn.c.party == _p.c.party))
    of_place = place.where(_pn.c.name.in_(_literal(exact)), _p.c.type.in_(("GPE", "LOC"))).limit(1)
    return Meant(exact) if connection.execute(of_place).first() is not None else names_like(connection, name)


def _literal(keys: list[int]) -> sa.BindParameter[list[int]]:
    # Written into the statement: a database takes only so many bound values, a common name has thousands.
    return sa.bindparam(None, keys, expanding=True, literal_execute=True)


def carriers(meant: Meant) -> sa.Subquery:
    """Reports and party ids that have one of the names: columns `report` and `party`, each pair once."""
    any_party = sa.select(_pn.c.report, _pn.c.party).where(_pn.c.name.in_(_literal(meant.keys)))
    if not meant.alike:
        return any_party.distinct().subquery()
    here = sa.and_(_p.c.report == _pn.c.report, _p.c.party == _pn.c.party)
    persons = sa.select(_pn.c.report, _pn.c.party).join(_p, here)
    return any_party.union(persons.where(_pn.c.name.in_(_literal(meant.alike)), _p.c.type == "PER")).subquery()


def of_entities(ids: Iterable[str]) -> sa.Subquery:
    """The parties of some entities, as `carriers` has them."""
    here = _i.c.entity.in_(sorted(ids)), _i.c.item.is_not(None), _i.c.kind.in_(ENTITY_KINDS), fresh(_i)
    return sa.select(_i.c.report, _i.c.item.label("party")).where(*here).distinct().subquery()


def meaning(connection: sa.Connection, name: str) -> Parties:
    """The parties that a name means, or those of the entity that an id means."""
    if name.startswith(STATE):
        _, *places = states.one_state(connection, name)
        return Parties(Meant([]), tuple(places))
    if is_id(name):
        return Parties(Meant([]), tuple(id_ for id_ in [led_to(connection, name)] if id_ is not None))
    return Parties(meant_by(connection, name))


@dataclass(slots=True)
class _Group:
    name: str
    type: str
    folded: str
    entity: str | None
    roles: Counter[str] = field(default_factory=Counter)
    reports: dict[str, None] = field(default_factory=dict)
    names: Counter[int] = field(default_factory=Counter)
    mentions: int = 0
    exact: bool = False


def who(connection: sa.Connection, name: str, type_: str | None, limit: int | None, offset: int) -> list[Who]:
    """Parties with a matching name, and those that are one with them: that very name first, then by reports.

    Parties of one entity stand together, whatever they are called; those not linked yet by their longest name.
    """
    groups = _groups(connection, _with_their_own(names_like(connection, name)), type_, name_words(name))
    some = sorted(groups.values(), key=lambda g: (not g.exact, -len(g.reports), g.folded, g.type, g.entity or ""))
    shown = some[offset : None if limit is None else offset + limit]
    called = _called(connection, [group.entity for group in shown if group.entity is not None])
    names = _names(connection, {key for group in shown for key in group.names})
    return [_told(group, called.get(group.entity or ""), names) for group in shown]


def _told(group: _Group, called: tuple[str, str | None] | None, names: dict[int, str]) -> Who:
    name, english = called or (group.name, None)
    spelled = Counter({names[key]: many for key, many in group.names.items()})
    spellings, roles, reports = ranked(spelled), ranked(group.roles), list(group.reports)
    return Who(name, group.type, spellings, roles, reports, group.mentions, group.entity, english)


def _with_their_own(meant: Meant) -> sa.CTE:
    """The parties that are meant and all that were linked with them: columns `report` and `party`."""
    chosen = sa.select(carriers(meant)).cte("chosen")
    mine, others = _i.alias(), _i.alias()
    here = sa.and_(mine.c.report == chosen.c.report, mine.c.item == chosen.c.party)
    entities = sa.select(mine.c.entity).join(chosen, here).where(mine.c.kind.in_(ENTITY_KINDS), fresh(mine))
    with_them = sa.select(others.c.report, others.c.item.label("party")).where(
        others.c.entity.in_(entities), others.c.item.is_not(None), fresh(others)
    )
    return sa.select(chosen.c.report, chosen.c.party).union(with_them).cte("with_their_own")


def _groups(
    connection: sa.Connection, chosen: sa.CTE, type_: str | None, wanted: frozenset[str]
) -> dict[tuple[str, str], _Group]:
    """All groups, each with the newest of its reports first, by type and entity or else type and folded name."""
    r = schema.reports.c
    linked = sa.and_(
        _i.c.report == _p.c.report, _i.c.item == _p.c.party, _i.c.kind.in_(ENTITY_KINDS), fresh(_i)
    )  # fmt: skip
    query = (
        sa.select(_p.c.report, _p.c.party, _p.c.type, _p.c.name, _p.c.folded, _p.c.role, _p.c.mentions, r.id,
                  _i.c.entity, _pn.c.name)
        .select_from(chosen)
        .join(_p, sa.and_(_p.c.report == chosen.c.report, _p.c.party == chosen.c.party))
        .join(schema.reports, r.key == _p.c.report)
        .outerjoin(_i, linked)
        .outerjoin(_pn, sa.and_(_pn.c.report == _p.c.report, _pn.c.party == _p.c.party))
        .order_by(r.first_day.desc().nulls_last(), _p.c.report, _p.c.n)
    )  # fmt: skip
    if type_ is not None:
        query = query.where(_p.c.type == type_)
    groups: dict[tuple[str, str], _Group] = {}
    exact: dict[str, bool] = {}
    before: tuple[int, str] | None = None
    for key, party, kind, name, folded, role, mentions, report, entity, given in connection.execute(query):
        group = groups.get((kind, entity or folded))
        if group is None:
            group = groups[kind, entity or folded] = _Group(name, kind, folded, entity)
        if before != (key, party):  # a row for each name of a party
            before = key, party
            if folded not in exact:
                exact[folded] = set(folded.split()) == wanted
            group.reports[report] = None
            group.mentions += mentions
            group.exact |= exact[folded]
            if role is not None:
                group.roles[role] += 1
        if given is not None:
            group.names[given] += 1
    return groups


def _called(connection: sa.Connection, entities: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """How entities are called, in English too."""
    e, found = schema.entities.c, dict[str, tuple[str, str | None]]()
    for some in dialect.chunks(sorted(set(entities))):
        rows = connection.execute(sa.select(e.id, e.name, e.name_en).where(e.id.in_(some)))
        found.update((id_, (name, english)) for id_, name, english in rows)
    return found


def _names(connection: sa.Connection, keys: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in dialect.chunks(sorted(keys)):
        rows = connection.execute(sa.select(_n.c.key, _n.c.name).where(_n.c.key.in_(some)))
        found.update((key, name) for key, name in rows)
    return found


def ranked(counted: Counter[str]) -> list[str]:
    """What was counted, the most frequent first, of those the longest."""
    return sorted(counted, key=lambda value: (-counted[value], -len(value), value))


#: Up to how many parties of a name are looked up, rather than looked for from the newest line or report on. To see
#: whether a line has one takes some 10 to 30 µs, to look up the lines of one 3 µs: of a million lines, those of a name
#: that 32,000 parties have are found sooner by these parties, whatever share of them has a part in such lines.
FEW, FEW_REPORTS = 40_000, 2_000


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties that a name means, or (`ids`) those of entities."""

    meant: Meant
    ids: tuple[str, ...] | None = None

    def chosen(self) -> sa.Subquery:
        """All of them, as `carriers` has them."""
        return carriers(self.meant) if self.ids is None else of_entities(self.ids)

    def few(self, connection: sa.Connection, most: int = FEW) -> bool:
        """Whether they are not many: `most` at the most."""
        if self.ids is None:
            some = sa.select(_pn.c.name).where(_pn.c.name.in_(_literal([*self.meant.keys, *self.meant.alike])))
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
            here = i.report == report, this, i.entity.in_(self.ids), i.kind.in_(ENTITY_KINDS), fresh(own)
            return sa.exists().where(*here)
        pn, p = _pn.alias(), _p.alias()
        at = [pn.c.report == report, *([pn.c.party == party] if party is not None else [])]
        found = sa.exists().where(*at, pn.c.name.in_(_literal(self.meant.keys)))
        if not self.meant.alike:
            return found
        person = p.c.report == pn.c.report, p.c.party == pn.c.party, p.c.type == "PER"
        return sa.or_(found, sa.exists().where(*at, pn.c.name.in_(_literal(self.meant.alike)), *person))


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
    either: list[sa.ColumnElement[bool]] = [
        sa.exists().where(t.c.report == line.c.report, t.c.n == line.c.n, parties.is_at(t.c.report, t.c.party))
        for t in tables
    ]
    if column is not None:
        either.append(parties.is_at(line.c.report, line.c[column]))
    return sa.or_(*either)
