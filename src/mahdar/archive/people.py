"""Who is meant by a name: names of the archive that match it, and the parties that carry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from mahdar.archive import schema
from mahdar.archive.answers import Who
from mahdar.archive.wanted import name_key, name_words

_n, _p, _pn = schema.names, schema.parties, schema.party_names


def name_keys(connection: sa.Connection, name: str) -> list[int]:
    """Keys of the archive's names that match `name`: those in which all its words occur, article or not."""
    wanted = name_words(name)
    if not wanted:
        return []
    # LIKE finds more than the words ('علي' in 'علياء'), never less; what it finds is looked at word by word.
    rough = sa.select(_n.c.key, _n.c.folded).where(*(_n.c.folded.contains(word) for word in sorted(wanted)))
    return [row.key for row in connection.execute(rough.order_by(_n.c.key)) if wanted <= set(row.folded.split())]


def meant_keys(connection: sa.Connection, name: str) -> list[int]:
    """As `name_keys`, but the name of a place means that place alone: 'العراق' is not 'شبكة أخبار العراق'."""
    exact = list(connection.execute(sa.select(_n.c.key).where(_n.c.folded == name_key(name))).scalars())
    place = sa.select(_p.c.party).join(_pn, sa.and_(_pn.c.report == _p.c.report, _pn.c.party == _p.c.party))
    of_place = place.where(_pn.c.name.in_(_literal(exact)), _p.c.type.in_(("GPE", "LOC"))).limit(1)
    return exact if connection.execute(of_place).first() is not None else name_keys(connection, name)


def _literal(keys: list[int]) -> sa.BindParameter[list[int]]:
    # Written into the statement: a database takes only so many bound values, a common name has thousands.
    return sa.bindparam(None, keys, expanding=True, literal_execute=True)


def carriers(keys: list[int]) -> sa.Select[tuple[int, str]]:
    """Reports and party ids that have one of the names with these keys: columns `report` and `party`."""
    return sa.select(_pn.c.report, _pn.c.party).where(_pn.c.name.in_(_literal(keys))).distinct()


@dataclass(slots=True)
class _Group:
    name: str
    type: str
    folded: str
    names: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    reports: dict[str, None] = field(default_factory=dict)
    mentions: int = 0

    def answer(self) -> Who:
        return Who(self.name, self.type, _ranked(self.names), _ranked(self.roles), list(self.reports), self.mentions)


def who(connection: sa.Connection, name: str, type_: str | None, limit: int | None, offset: int) -> list[Who]:
    """Parties with a matching name, those of one longest name together: that very name first, then by reports."""
    keys = name_keys(connection, name)
    if not keys:
        return []
    groups = _groups(connection, carriers(keys).subquery("carriers"), type_)
    wanted = name_words(name)
    ordered = sorted(groups, key=lambda g: (name_words(g.name) != wanted, -len(g.reports), g.folded, g.type))
    return [group.answer() for group in ordered[offset : None if limit is None else offset + limit]]


def _groups(connection: sa.Connection, chosen: sa.Subquery, type_: str | None) -> list[_Group]:
    here = sa.and_(_p.c.report == chosen.c.report, _p.c.party == chosen.c.party)
    query = (
        sa.select(_p.c.report, _p.c.party, _p.c.type, _p.c.name, _p.c.folded, _p.c.role, schema.reports.c.id)
        .join(chosen, here)
        .join(schema.reports, schema.reports.c.key == _p.c.report)
        .order_by(schema.reports.c.first_day.desc().nulls_last(), _p.c.report, _p.c.n)
    )
    if type_ is not None:
        query = query.where(_p.c.type == type_)
    groups: dict[tuple[str, str], _Group] = {}
    of: dict[tuple[int, str], _Group] = {}
    for row in connection.execute(query):
        group = groups.setdefault((row.type, row.folded), _Group(row.name, row.type, row.folded))
        of[row.report, row.party] = group
        group.reports[row.id] = None
        if row.role is not None:
            group.roles[row.role] += 1
    _count_names(connection, chosen, of)
    _count_mentions(connection, chosen, of)
    return list(groups.values())


def _count_names(connection: sa.Connection, chosen: sa.Subquery, of: dict[tuple[int, str], _Group]) -> None:
    here = sa.and_(_pn.c.report == chosen.c.report, _pn.c.party == chosen.c.party)
    query = sa.select(_pn.c.report, _pn.c.party, _n.c.name).join(chosen, here).join(_n, _n.c.key == _pn.c.name)
    for report, party, name in connection.execute(query):
        if (report, party) in of:
            of[report, party].names[name] += 1


def _count_mentions(connection: sa.Connection, chosen: sa.Subquery, of: dict[tuple[int, str], _Group]) -> None:
    m = schema.mentions.c
    query = (
        sa.select(m.report, m.party, sa.func.count())
        .join(chosen, sa.and_(m.report == chosen.c.report, m.party == chosen.c.party))
        .group_by(m.report, m.party)
    )
    for report, party, count in connection.execute(query):
        if (report, party) in of:
            of[report, party].mentions += count


def _ranked(counted: Counter[str]) -> list[str]:
    return sorted(counted, key=lambda value: (-counted[value], -len(value), value))


def take_part(
    connection: sa.Connection, name: str, tables: Iterable[sa.Table], line: sa.Table
) -> sa.ColumnElement[bool]:
    """The condition that a party of that name has a part, by one of `tables`, in a line of `line`."""
    chosen = carriers(meant_keys(connection, name)).subquery()
    return sa.or_(
        *(
            sa.exists().where(
                t.c.report == line.c.report,
                t.c.n == line.c.n,
                chosen.c.report == t.c.report,
                chosen.c.party == t.c.party,
            )
            for t in tables
        )
    )


def is_named(
    connection: sa.Connection, name: str, column: sa.Column[str], report: sa.Column[int]
) -> sa.ColumnElement[bool]:
    """The condition that the party whose id is in `column` has that name."""
    chosen = carriers(meant_keys(connection, name)).subquery()
    return sa.exists().where(chosen.c.report == report, chosen.c.party == column)
