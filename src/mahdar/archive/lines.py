"""The lines of all records: engagements, statements, commitments, incidents, figures and what was skipped.

Each function takes filters and gives answers, newest first and undated last, then in order of the text;
the lines of one report in the order of its text alone.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from mahdar.archive import dialect, finding, people, schema
from mahdar.archive.answers import (
    CommitmentLine,
    DatedBy,
    EngagementLine,
    FigureLine,
    IncidentLine,
    Line,
    LineReview,
    PartyRef,
    SkippedLine,
    StatementLine,
)
from mahdar.archive.linked import ENTITY_KINDS, fresh

_r = schema.reports.c
_L = TypeVar("_L", bound=Line)
Place = tuple[int, int]


@dataclass(slots=True)
class Page:
    """Rows of one table of lines, with the parties that their ids and their `roles` name."""

    rows: list[sa.Row[Any]]
    parties: dict[tuple[int, str], PartyRef] = field(default_factory=dict)
    roles: dict[str, dict[tuple[int, int], list[PartyRef]]] = field(default_factory=dict)
    reviews: dict[Place, tuple[str, LineReview | None]] = field(default_factory=dict)
    nths: dict[Place, int] = field(default_factory=dict)

    def party(self, report: int, party: str | None) -> PartyRef | None:
        """The party of that id in that report; one that the record does not define goes by its id."""
        if party is None:
            return None
        return self.parties.get((report, party)) or PartyRef(id=party, type=None, name=party, role=None)

    def of(self, table: sa.Table, row: sa.Row[Any]) -> list[PartyRef]:
        """The parties that `table` names for the line of `row`."""
        return self.roles[table.name].get((row.key, row.n), [])


@dataclass(slots=True)
class Question:
    """What is asked of one table of lines."""

    connection: sa.Connection
    line: sa.Table
    roles: tuple[sa.Table, ...] = ()
    conditions: list[sa.ColumnElement[bool]] = field(default_factory=list)
    stretch: tuple[str | None, str | None] = (None, None)
    by_day: bool = True
    #: Places (report and number) that those asked for are among. These are looked up and sorted; without them lines are
    #: looked for from the newest on.
    among: list[sa.SelectBase] = field(default_factory=list)
    #: The day from which on lines are looked for, '' for those without one.
    newest_day: str | None = None
    #: Whether it is known that no report has been read anew since it was linked, which is then not looked up each time.
    all_fresh: bool = False

    @property
    def has_date(self) -> bool:
        """Whether the lines have dates of their own."""
        return "first_day" in self.line.c

    def equal(self, **values: object) -> None:
        """Ask for lines whose columns have these values; None asks for nothing."""
        self.conditions += [self.line.c[name] == value for name, value in values.items() if value is not None]

    def sure(self, least: float | None) -> None:
        """Ask for lines whose confidence is `least` or more, or that people stand behind."""
        if least is not None:
            r, t = schema.reviewed_lines.c, self.line.c
            stands = r.state.in_(("accepted", "corrected", "added"))
            judged = sa.exists().where(r.report == t.report, r.part == self.line.name, r.n == t.n, stands)
            self.conditions.append(sa.or_(t.confidence >= least, judged))

    def since_until(self, since: str | None, until: str | None) -> None:
        """Ask for lines whose own days, or else their report's, meet the stretch. Raises `BadDate`."""
        self.stretch = since, until
        finding.within(since, until, _r.first_day, _r.last_day)

    def of_report(self, report: str | None) -> None:
        """Ask for the lines of one report, in order of its text. Raises `UnknownReport`."""
        if report is not None:
            self.by_day = False
            self.conditions.append(self.line.c.report == finding.key_of(self.connection, report))

    def after(self, place: tuple[str | None, int, int] | None) -> None:
        """Ask for lines behind a place (`cursors.place`) alone."""
        if place is not None:
            from mahdar.archive import cursors

            self.newest_day = place[0] or ""
            self.conditions.append(cursors.behind(self.line, place, by_day=self.by_day))

    def by(self, name: str | None, *tables: sa.Table, column: str | None = None) -> None:
        """Ask for lines in which a party of that name or id has a part by one of `tables`, or stands in `column`."""
        if name is None:
            return
        parties = people.meaning(self.connection, name)
        # What stands in a column alone is in few lines, and so is found late from the newest on.
        if parties.few(self.connection, people.FEW if tables else people.FEW_IN_COLUMN):
            self.among.append(people.taking_part(parties, tables, self.line, column))
        else:
            self.conditions.append(people.has_part(parties, tables, self.line, column))

    def within(self, places: sa.SelectBase) -> None:
        """Ask for lines at these places (report and number) alone."""
        self.among.append(places)

    def _within(self, places: sa.SelectBase) -> list[sa.ColumnElement[bool]]:
        report, n = places.subquery().c
        t = self.line.c
        # The reports by themselves let a database go to them by the key rather than over all lines.
        return [t.report.in_(sa.select(report)), sa.tuple_(t.report, t.n).in_(sa.select(report, n))]

    def _day(self, name: str) -> sa.ColumnElement[Any]:
        return sa.func.coalesce(self.line.c[name], _r[name]) if self.has_date else _r[name]

    def answers(
        self, build: Callable[[Page, sa.Row[Any], dict[str, Any]], _L], limit: int | None, offset: int
    ) -> list[_L]:
        """The lines asked for, built by `build` from a page, a row and the fields that all lines have."""
        return self.at(self._places(limit, offset), build)

    def at(self, places: Iterable[Place], build: Callable[[Page, sa.Row[Any], dict[str, Any]], _L]) -> list[_L]:
        """The lines at these places (report and number), in this order, built by `build`."""
        return [line for some in dialect.chunks(places) for _, line in self._built(self._rows(some), build)]

    def stream(self, build: Callable[[Page, sa.Row[Any], dict[str, Any]], _L]) -> Iterator[tuple[int, _L]]:
        """All lines asked for, each with its number in its report, in the order in which the reports came in.

        One query that is read as it comes: neither the first nor the last of a million lines waits for the others.
        """
        t = self.line.c
        query = self.chosen(*self._columns()).order_by(t.report, t.n).execution_options(yield_per=dialect.CHUNK)
        for rows in self.connection.execute(query).partitions():
            yield from self._built(list(rows), build)

    def count(self) -> int:
        """How many lines are asked for."""
        return int(self.connection.execute(self.chosen(sa.func.count())).scalar_one())

    def reports(self) -> sa.Select[Any]:
        """The keys of the reports that the lines asked for are of."""
        return self.chosen(self.line.c.report)

    def beside(self, roles: sa.Table) -> sa.Select[Any]:
        """Who has a part, by `roles`, in the lines asked for: report, n, i, party."""
        here = sa.and_(roles.c.report == self.line.c.report, roles.c.n == self.line.c.n)
        joined = self.line.join(schema.reports, _r.key == self.line.c.report).join(roles, here)
        return sa.select(roles).select_from(joined).where(*self._where())

    def chosen(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """These columns of the lines asked for, in no order."""
        joined = self.line.join(schema.reports, _r.key == self.line.c.report)
        return sa.select(*columns).select_from(joined).where(*self._where())

    def _built(
        self, rows: list[sa.Row[Any]], build: Callable[[Page, sa.Row[Any], dict[str, Any]], _L]
    ) -> Iterator[tuple[int, _L]]:
        page = self._page(rows)
        for row in rows:
            yield row.n, build(page, row, self._common(page, row))

    def _places(self, limit: int | None, offset: int) -> Iterator[Place]:
        """Report and number of the lines asked for, in order: a sort that carries texts takes ten times as long."""
        if limit is not None and self.by_day and not self.among:
            return self._newest(limit, offset)
        t = self.line.c
        query = (
            sa.select(t.report, t.n)
            .select_from(self._looked_up())
            .where(*self._where(self.among[1:]))
            .order_by(*([self._day("first_day").desc().nulls_last()] if self.by_day else []), t.report, t.n)
            .limit(limit)
            .offset(offset)
        )
        return ((report, n) for report, n in self.connection.execute(query))

    def _looked_up(self) -> sa.Join:
        """The lines with their reports, from the first of the places on that they are among."""
        t, source = self.line.c, self.line
        if not self.among:
            return source.join(schema.reports, _r.key == t.report)
        places = self.among[0].subquery()
        there = sa.and_(t.report == places.c.report, t.n == places.c.n)
        return dialect.InOrder(dialect.InOrder(places, source, there), schema.reports, _r.key == t.report)

    def _where(self, among: Sequence[sa.SelectBase] | None = None) -> list[sa.ColumnElement[bool]]:
        """All conditions, those on days among them, and that they are `among` such places (as usual, all of them)."""
        days = finding.within(*self.stretch, self._day("first_day"), self._day("last_day"))
        wanted = self.among if among is None else among
        return [*self.conditions, *(one for places in wanted for one in self._within(places)), *days]

    def _newest(self, limit: int, offset: int) -> Iterator[Place]:
        """As `_places`, without looking through all lines: reports, and lines with days of their own, from the newest
        on, in the order of their indexes, until there are enough of both.
        """
        t, most = self.line.c, limit + offset
        by_report = (
            sa.select(_r.first_day, _r.key, t.n)
            .select_from(dialect.InOrder(schema.reports, self.line, _r.key == t.report))
            .where(*self.conditions, *finding.since_until(*self.stretch, _r.first_day, _r.last_day))
        )
        found = []
        if self.has_date:
            by_report = by_report.where(t.first_day.is_(None))
            own = sa.select(t.first_day, t.report, t.n).where(
                *self.conditions, t.first_day.is_not(None), *finding.since_until(*self.stretch, t.first_day, t.last_day)
            )
            if self.newest_day is not None:
                own = own.where(t.first_day <= self.newest_day)
            found = list(self.connection.execute(own.order_by(t.first_day.desc(), t.report, t.n).limit(most)))
        dated = by_report.where(_r.first_day.is_not(None))
        if self.newest_day is not None:
            dated = dated.where(_r.first_day <= self.newest_day)
        dated = dated.order_by(_r.first_day.desc(), _r.key, t.n)
        found += self.connection.execute(dated.limit(most))
        if len(found) < most and self.stretch == (None, None):
            undated = by_report.where(_r.first_day.is_(None)).order_by(_r.key, t.n)
            found += self.connection.execute(undated.limit(most - len(found)))
        # The newest day first; sorts keep the order of what is equal.
        found.sort(key=lambda row: (row[1], row[2]))
        found.sort(key=lambda row: row[0] or "", reverse=True)
        return ((report, n) for _, report, n in found[offset:most])

    def _columns(self) -> list[sa.ColumnElement[Any]]:
        """What answers are built from: the line's own columns, its report and its quote."""
        t = self.line.c
        quote = sa.func.substr(_r.text, t.start + 1, t.end - t.start).label("quote")
        own_day = t.date if self.has_date else sa.null()
        first_day = t.first_day if self.has_date else sa.null()
        own = (c for c in t if c.name not in ("report", "date", "first_day", "last_day"))
        return [
            _r.key, _r.id, _r.title, _r.day, own_day.label("own_day"), first_day.label("own_first"), quote, *own
        ]  # fmt: skip

    def _rows(self, places: list[Place]) -> list[sa.Row[Any]]:
        t = self.line.c
        query = sa.select(*self._columns()).join(schema.reports, _r.key == t.report)
        query = query.where(t.report.in_(sorted({report for report, _ in places})))
        found = {(row.key, row.n): row for row in self.connection.execute(query)}
        return [found[place] for place in places]

    def _nths(self, reports: list[int]) -> dict[Place, int]:
        """Of all lines of these reports (keys in order), which of those on the same span each is."""
        t = self.line.c
        spans: dict[Place, object] = {}
        for some in dialect.chunks(reports):
            query = sa.select(t.report, t.n, t.start, t.end).where(_among(t.report, some)).order_by(t.report, t.n)
            for report, n, *span in self.connection.execute(query):
                spans[report, n] = (report, *span)
        return ordinals(spans)

    def _page(self, rows: list[sa.Row[Any]]) -> Page:
        page = Page(rows, nths=self._nths(sorted({row.key for row in rows})))
        self._load_parties(page)
        self._load_reviews(page)
        return page

    def _load_reviews(self, page: Page) -> None:
        r = schema.reviewed_lines.c
        for some in dialect.chunks(sorted({row.key for row in page.rows})):
            query = sa.select(schema.reviewed_lines).where(_among(r.report, some), r.part == self.line.name)
            for row in self.connection.execute(query):
                review = None if row.state == "unread" else review_of(row)
                page.reviews[row.report, row.n] = row.item, review

    def _common(self, page: Page, row: sa.Row[Any]) -> dict[str, Any]:
        item, review = page.reviews.get((row.key, row.n), (str(row.n), None))
        dated_by: DatedBy | None = "event" if row.own_first is not None else "report" if row.day is not None else None
        return {
            "report": row.id, "report_title": row.title, "span": (row.start, row.end), "quote": row.quote,
            "day": row.own_day if row.own_first is not None else row.day, "dated_by": dated_by,
            "item": f"{self.line.name}/{item}" if self.line.name != "skipped" else None, "review": review,
            "nth": page.nths.get((row.key, row.n), 1),
        }  # fmt: skip

    def _load_parties(self, page: Page) -> None:
        keys = sorted({row.key for row in page.rows})
        p, i, e = schema.parties.c, schema.identities.c, schema.entities.c
        known = sa.true() if self.all_fresh else fresh(schema.identities)
        here = sa.and_(i.report == p.report, i.item == p.party, i.kind.in_(ENTITY_KINDS), known)
        joined = schema.parties.outerjoin(schema.identities, here).outerjoin(schema.entities, e.id == i.entity)
        for some in dialect.chunks(keys):
            query = sa.select(p.report, p.party, p.type, p.name, p.role, e.id, e.name_en).select_from(joined)
            for report, *party in self.connection.execute(query.where(_among(p.report, some))).all():
                page.parties[report, party[0]] = PartyRef(*party)
        for table in self.roles:
            found: dict[tuple[int, int], list[PartyRef]] = defaultdict(list)
            for some in dialect.chunks(keys):
                query_roles = sa.select(table).where(_among(table.c.report, some)).order_by(*table.primary_key.columns)
                for report, n, _, party in self.connection.execute(query_roles).all():
                    found[report, n] += [ref for ref in [page.party(report, party)] if ref is not None]
            page.roles[table.name] = found


def ordinals(spans: Mapping[Any, object]) -> dict[Any, int]:
    """Which of the lines on the same span each is, from 1 on; `spans` come in the order of the lines."""
    seen: Counter[object] = Counter()
    found = {}
    for line, span in spans.items():
        seen[span] += 1
        found[line] = seen[span]
    return found


def _among(column: sa.ColumnElement[int], keys: list[int]) -> sa.ColumnElement[bool]:
    """The condition that a column has one of `keys` (in order), or for close ones lies between them.

    A list of 900 values costs more to write into a statement than the rows between them to read.
    """
    close = keys[-1] - keys[0] < 2 * len(keys)
    return column.between(keys[0], keys[-1]) if close else column.in_(keys)


def review_of(row: sa.Row[Any]) -> LineReview:
    """What a row of `reviewed_lines` tells."""
    flags = row.conflict, row.final, row.changed, row.unmatched
    return LineReview(row.state, row.fields.split(), *flags, json.loads(row.by), row.at)


def engagement(page: Page, row: sa.Row[Any], common: dict[str, Any]) -> EngagementLine:
    """The answer for one engagement."""
    return EngagementLine(
        **common, kind=row.kind, who=page.of(schema.participants, row), host=page.party(row.key, row.host),
        date=row.own_day, place=page.party(row.key, row.place), topics=row.topics.split(), status=row.status,
        historical=row.historical, confidence=row.confidence,
    )  # fmt: skip


def statement(page: Page, row: sa.Row[Any], common: dict[str, Any]) -> StatementLine:
    """The answer for one statement."""
    cue = None if row.cue_start is None else (row.cue_start, row.cue_end)
    return StatementLine(
        **common, who=page.of(schema.speakers, row), form=row.form, act=row.act, cue=cue, confidence=row.confidence
    )


def commitment(page: Page, row: sa.Row[Any], common: dict[str, Any]) -> CommitmentLine:
    """The answer for one commitment."""
    return CommitmentLine(
        **common, kind=row.kind, from_=page.of(schema.actors, row), to=page.of(schema.recipients, row), area=row.area,
        quantity=row.quantity, deadline=row.deadline, condition=row.condition, status=row.status,
        confidence=row.confidence,
    )  # fmt: skip


def incident(page: Page, row: sa.Row[Any], common: dict[str, Any]) -> IncidentLine:
    """The answer for one incident."""
    return IncidentLine(
        **common, type=row.type, mode=row.mode, who=page.of(schema.perpetrators, row), to=page.of(schema.targets, row),
        date=row.own_day, place=page.party(row.key, row.place), killed=row.killed, injured=row.injured,
        status=row.status, confidence=row.confidence,
    )  # fmt: skip


def figure(page: Page, row: sa.Row[Any], common: dict[str, Any]) -> FigureLine:
    """The answer for one figure."""
    of = page.party(row.key, row.of)
    return FigureLine(
        **common,
        value=int(row.value) if row.value.is_integer() else row.value,
        unit=row.unit,
        of=of,
        approximate=row.approximate,
    )


def skipped(page: Page, row: sa.Row[Any], common: dict[str, Any]) -> SkippedLine:
    """The answer for one thing that was skipped."""
    del page
    return SkippedLine(**common, what=row.what, why=row.why)
