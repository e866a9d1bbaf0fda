"""The archive as an object: one method for each thing that can be done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa

from mahdar.archive import (
    addresses,
    cursors,
    dialect,
    finding,
    findings_rows,
    kept,
    lines,
    opening,
    overviews,
    people,
    profiles,
    schema,
    search,
    search_index,
    search_names,
    search_saved,
    tallies,
    tellings,
    withdrawal,
    writing,
)
from mahdar.archive.accounts import Accounts
from mahdar.archive.addresses import Found
from mahdar.archive.answers import (
    Alert,
    CommitmentLine,
    Counts,
    EngagementLine,
    Failure,
    FeedState,
    FigureLine,
    Fresh,
    Hit,
    IncidentLine,
    Line,
    ReportLine,
    Reprint,
    SavedSearch,
    SkippedLine,
    StatementLine,
    StoredReport,
    Suggestion,
    Who,
)
from mahdar.archive.days import bounds
from mahdar.archive.decisions import OPEN
from mahdar.archive.finding import Filters
from mahdar.archive.findings import Event, Named, Office, Pledges, Series
from mahdar.archive.lines import Question
from mahdar.archive.linking import Linking
from mahdar.archive.overviews import Entry, Pair, Tie
from mahdar.archive.places import content_hash
from mahdar.archive.profiles import Between, Contact, PlaceCounts, Profile, Tenure
from mahdar.archive.reviewing_desk import Reviewing
from mahdar.archive.search_query import parse
from mahdar.archive.streaming import Stream, Wanted
from mahdar.archive.tellings import Copied, Place
from mahdar.archive.upkeep import Upkeep
from mahdar.errors import MahdarError
from mahdar.record import Page, Record, Report

#: Reports to a transaction. One commit reaches the disk in some 5 ms, one report costs some 1 ms.
BATCH = 100
#: The parts that `counts` tells of.
COUNTED = (
    "reports", "records", "parties", "mentions", "engagements", "statements", "commitments", "incidents", "figures",
    "skipped", "failures",
)  # fmt: skip
#: What a search looks for unless it is told.
REPORTS = ("report",)


def _statuses(status: str | None, *, open_: bool) -> frozenset[str] | None:
    """The statuses that chains asked for can have; None for any."""
    if not open_:
        return frozenset({status}) if status is not None else None
    return frozenset(OPEN) & frozenset({status} if status is not None else OPEN)


class Archive:
    """An archive of reports and records; see `mahdar.archive` for what each method takes and gives.

    `path` is a file or the address of a PostgreSQL database; without it MAHDAR_ARCHIVE names it, or else
    `default_path`. The archive is made where there is none, unless `create` is False. One of an older version is
    brought up to date. Raises `ArchiveUnavailable`.
    """

    def __init__(self, path: str | Path | None = None, *, create: bool = True) -> None:
        self.path = opening.resolve(path, create=create)
        self._engine = dialect.open_engine(self.path)
        try:
            with dialect.told_plainly(self.path):
                opening.bring_up_to_date(self._engine, self.path, create=create)
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Close the file; the archive is of no use afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add(self, report: Report, record: Record) -> Counts:
        """Keep one report and its record; on the disk when this returns."""
        return self.add_many([(report, record)])

    def add_many(
        self,
        pairs: Iterable[tuple[Report, Record]],
        *,
        batch: int = BATCH,
        committed: Callable[[list[str]], None] | None = None,
    ) -> Counts:
        """Keep reports and their records, `batch` to a transaction; says what became of them.

        After every commit `committed` is called with the ids under which that batch is in the archive, in order.
        A text that is known under another id or path is noted there and not kept twice; an id that belongs to
        another text gets the beginning of the content hash behind it. Pages are kept beside their reports.
        """
        total = Counts()
        for some in dialect.chunks(pairs, batch):
            with self._writing() as connection:
                counts, ids = writing.write_batch(connection, some)
            total += counts
            if committed is not None:
                committed(ids)
        return total

    def known(self, content_hash: str, reader: str) -> bool:
        """Whether the text with that hash has a record by `reader`."""
        return bool(self.known_hashes([content_hash], reader))

    def known_hashes(self, hashes: Collection[str], reader: str) -> set[str]:
        """Which of the texts with these hashes have a record by `reader`."""
        with self._reading() as connection:
            return writing.known_hashes(connection, set(hashes), reader)

    def seen_again(self, reports: Iterable[Report]) -> int:
        """Note ids and paths of reports whose texts are known; gives how many of these were new."""
        given = [(content_hash(report.text), report) for report in reports]
        with self._reading() as connection:
            keys = writing.keys_of(connection, {hash_ for hash_, _ in given})
            seen = [(keys[hash_], report) for hash_, report in given if hash_ in keys]
            if not writing.new_sightings(connection, seen):
                return 0
        with self._writing() as connection:
            return writing.note_sightings(connection, seen)

    def withdrawn(self, reports: Sequence[Report]) -> list[str | None]:
        """For each report the day on which it was withdrawn from this archive, None for one that was not."""
        with self._reading() as connection:
            return withdrawal.withdrawn(connection, reports)

    def set_aside(self, where: str, error: MahdarError) -> None:
        """Note why something could not be read; forgotten when a report of that path or id is added after all."""
        with self._writing() as connection:
            writing.write_failure(connection, where, error)

    # Copies and originals

    def original(self, id_or_prefix: str) -> Page | None:
        """The page that a report was taken from, None where its text is all that came. Raises `UnknownReport`."""
        with self._reading() as connection:
            return kept.original(connection, finding.key_of(connection, id_or_prefix))

    def unkeyed(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Key and content hash of the first `limit` reports after `after` that `likely_copies` does not know yet."""
        with self._reading() as connection:
            return kept.unkeyed(connection, after, limit)

    def write_copy_keys(self, keys: Mapping[int, Collection[int]], most: int) -> None:
        """Write what copies of `unkeyed` reports are looked up by, save the keys that `most` reports have already."""
        with self._writing() as connection:
            kept.write_copy_keys(connection, keys, most)

    def likely_copies(self, wanted: Sequence[Collection[int]], least: int) -> list[dict[int, int]]:
        """For each text of these keys the reports that share `least` of them or more, and how many; most alone."""
        with self._reading() as connection:
            return kept.likely_copies(connection, wanted, least)

    def likely_texts(self, keys: Collection[int]) -> dict[int, tuple[str, str, str | None]]:
        """The id, the body and the date of reports that `likely_copies` gave, by key."""
        with self._reading() as connection:
            return kept.likely_texts(connection, keys)

    def note_reprint(self, of: str, report: Report, kind: str, share: float) -> bool:
        """Note that `report` is a copy of the report `of`; False where that is noted already."""
        return self.note_reprints([(of, report, kind, share)]) == 1

    def note_reprints(self, copies: Iterable[tuple[str, Report, str, float]]) -> int:
        """Note copies, each with the id of what it is a copy of, its kind and share; gives how many of them are new."""
        with self._writing() as connection:
            keyed = [
                (finding.key_of(connection, of), writing.fitted(report), kind, share)
                for of, report, kind, share in copies
            ]
            return kept.write_reprints(connection, keyed)

    def reprints(self, of: str | None = None, *, limit: int | None = None, offset: int = 0) -> list[Reprint]:
        """Copies of a report, or all, in the order in which they were seen. Raises `UnknownReport`."""
        with self._reading() as connection:
            key = finding.key_of(connection, of) if of is not None else None
            return kept.reprints(connection, key, limit, offset)

    # Feeds

    def feed_state(self, url: str) -> FeedState | None:
        """What a feed answered when it was asked last."""
        with self._reading() as connection:
            return kept.feed_state(connection, url)

    def feed_headers(self, url: str) -> tuple[str | None, str | None]:
        """The etag and last-modified that a feed answered with last."""
        state = self.feed_state(url)
        return (state.etag, state.modified) if state is not None else (None, None)

    def keep_feed_state(self, url: str, *, etag: str | None, modified: str | None) -> None:
        """Keep what a feed answered."""
        with self._writing() as connection:
            kept.write_feed_state(connection, url, {"etag": etag, "modified": modified})

    def fetched(self, urls: Collection[str]) -> set[str]:
        """Which of these addresses were fetched before, or are of something withdrawn."""
        with self._reading() as connection:
            known = kept.fetched(connection, {writing.fitting(url) for url in urls})
            return {url for url in urls if writing.fitting(url) in known} | withdrawal.withdrawn_urls(connection, urls)

    def note_fetched(self, url: str) -> None:
        """Note that an address was fetched."""
        with self._writing() as connection:
            kept.write_fetched(connection, writing.fitting(url))

    def failures(self, *, limit: int | None = None, offset: int = 0) -> list[Failure]:
        """What was set aside, in order of the place."""
        t = schema.failures
        columns = (t.c.where, t.c.error, t.c.found, t.c.expected, t.c.remedy, t.c.at)
        with self._reading() as connection:
            query = sa.select(*columns).order_by(t.c.where).limit(limit).offset(offset)
            return [Failure(*row) for row in connection.execute(query)]

    # Reports

    def report(self, id_or_prefix: str) -> StoredReport:
        """The report with that id, or the only one whose id begins so. Raises `UnknownReport`."""
        with self._reading() as connection:
            return finding.report(connection, id_or_prefix)

    def record(self, id_or_prefix: str, reader: str | None = None) -> Record:
        """A report's record by `reader` as read, else the last with its reviews. Raises `UnknownReport`."""
        with self._reading() as connection:
            return Record.model_validate(json.loads(finding.record_json(connection, id_or_prefix, reader)))

    def latest_records(self) -> Iterator[tuple[str | None, str | None, str, str]]:
        """Day, outlet, text and record (JSON) of every report, by the reader that read it last."""
        with self._reading() as connection:
            yield from finding.latest_records(connection)

    def reports(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        party: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: cursors.Place | None = None,
    ) -> list[ReportLine]:
        """Reports without their texts, newest first."""
        with self._reading() as connection:
            return finding.reports(connection, Filters(since, until, outlet, party, after), limit, offset)

    def counts(self) -> dict[str, int]:
        """How many rows each part has: reports, parties, engagements and so on."""
        with self._reading() as connection:
            kept = tallies.rows_of(connection)
            few = (schema.records, schema.failures, schema.reviewed)
            kept |= {t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in few}
        # Records that people had a hand in are no readings.
        kept["records"] -= kept["reviewed"]
        return {name: kept[name] for name in COUNTED}

    # Addresses

    def find(self, address: str) -> Found:
        """What an address leads to today (`mahdar.archive.addresses`). Raises `UnknownReport`, `UnknownEntity`."""
        with self._reading() as connection:
            return addresses.find(connection, address)

    def line(self, address: str) -> Line:
        """The line that an address leads to. Raises `UnknownReport`, `UnknownEntity`."""
        with self._reading() as connection:
            return addresses.line(connection, addresses.find(connection, address))

    # Cursors

    def place(self, of: Line | ReportLine) -> cursors.Place:
        """Where a line or report stands in the lists; `after` it they go on, whatever came in since."""
        with self._reading() as connection:
            return cursors.place(connection, of)

    def newest_document(self) -> int:
        """Up to where one searches now (`upto` of `search`)."""
        with self._reading() as connection:
            return cursors.newest_document(connection)

    def run(self) -> int:
        """How many times the archive was linked; until the next, lists of what was linked keep their order."""
        with self._reading() as connection:
            return cursors.run(connection)

    # Linking

    def linking(self) -> Linking:
        """Ids of persons, bodies, places, engagements and chains, decisions about them, and what linking found."""
        return Linking(self._reading, self._writing)

    # Reviewing

    def reviewing(self) -> Reviewing:
        """What people say of lines: accept, correct, reject and so on; what waits for them; gold (docs/review.md)."""
        return Reviewing(self._reading, self._writing)

    def upkeep(self) -> Upkeep:
        """What a keeper does: room, withdrawal, the audit log."""
        return Upkeep(self._reading, self._writing, self._compact)

    def accounts(self) -> Accounts:
        """Who shares the archive: accounts, tokens, sessions."""
        return Accounts(self._reading, self._writing)

    def _compact(self) -> None:
        with dialect.told_plainly(self.path):
            dialect.compact(self._engine)

    # Answers

    def search(
        self,
        words: str,
        *,
        parts: Sequence[str] = REPORTS,
        limit: int | None = 20,
        offset: int = 0,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        party: str | None = None,
        upto: int | None = None,
    ) -> list[Hit]:
        """What answers a question, the best first: of `parts` (report, statement, engagement, commitment).

        Spelling, vowel signs, digits and an attached و ف ب ك ل ال make no difference. "Words in quotation marks" stand
        in a row, a word that ends in * is the beginning of one, OR (أو), NOT (ليس, -) and brackets mean what they
        say, title: outlet: party: place: kind: say where, from: and to: when (docs/search.md). Raises `BadDate`;
        nothing else is an error. `upto` leaves out what came in after `newest_document` gave that.
        """
        query = parse(words)
        with self._reading() as connection:
            asked = search.asked(connection, query, parts, Filters(since, until, outlet, party), upto=upto)
            return search.hits(connection, query, search.best(connection, asked, limit, offset))

    def search_count(
        self,
        words: str,
        *,
        parts: Sequence[str] = REPORTS,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        party: str | None = None,
    ) -> int:
        """How many answers `search` finds in all."""
        query = parse(words)
        with self._reading() as connection:
            asked = search.asked(connection, query, parts, Filters(since, until, outlet, party))
            return search.count(connection, asked)

    def did_you_mean(self, words: str) -> list[Suggestion]:
        """Names near the words of a question that occur nowhere in the archive."""
        with self._reading() as connection:
            return search_names.suggestions(connection, parse(words))

    def save_search(
        self,
        name: str,
        words: str,
        *,
        parts: Sequence[str] = REPORTS,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        party: str | None = None,
    ) -> None:
        """Keep a search under a name; `alerts` tells what comes in from now on. Raises `BadDate`."""
        with self._writing() as connection:
            search_saved.save(connection, name, words, parts, Filters(since, until, outlet, party))

    def saved_searches(self) -> list[SavedSearch]:
        """The searches that are kept, in order of their names."""
        with self._reading() as connection:
            return search_saved.saved(connection)

    def forget_search(self, name: str) -> None:
        """Keep a search no longer. Raises `UnknownSearch`."""
        with self._writing() as connection:
            search_saved.forget(connection, name)

    def newest_hits(self, name: str, *, limit: int = 50) -> list[Fresh]:
        """What a saved search finds today, what came into the archive last first. Raises `UnknownSearch`."""
        with self._reading() as connection:
            return search_saved.newest_hits(connection, name, limit)

    def alerts(
        self, *names: str, limit: int | None = 20, told: Callable[[list[Alert]], None] | None = None
    ) -> list[Alert]:
        """What is new to the saved searches of these names, or to all; only those that have something new.

        With `told`, that is called with the alerts, and when it returns they are new no longer. Raises `UnknownSearch`.
        """
        with self._reading() as connection:
            up_to = search_saved.newest(connection)
            found = search_saved.alerts(connection, names, limit)
        if told is not None:
            told(found)
            with self._writing() as connection:
                search_saved.mark_seen(connection, names, up_to)
        return found

    def leave_out(self, id_or_prefix: str) -> bool:
        """Let no search find a report or its lines; False where none does already. Raises `UnknownReport`."""
        with self._writing() as connection:
            return search_index.leave_out(connection, finding.key_of(connection, id_or_prefix), kept.now())

    def take_back(self, id_or_prefix: str) -> bool:
        """Let searches find a report again that was left out; False where they do. Raises `UnknownReport`."""
        with self._writing() as connection:
            return search_index.take_back(connection, finding.key_of(connection, id_or_prefix))

    def reindex(self) -> int:
        """Make the search index anew; gives how many reports are in the archive."""
        with self._writing() as connection:
            return search_index.rebuild(connection)

    def who(self, name: str, *, type: str | None = None, limit: int | None = None, offset: int = 0) -> list[Who]:  # noqa: A002
        """Parties of all reports with a name in which all words of `name` occur, those of one longest name together."""
        with self._reading() as connection:
            return people.who(connection, name, type, limit, offset)

    def engagements(
        self,
        *,
        party: str | None = None,
        kind: str | None = None,
        status: str | None = None,
        topic: str | None = None,
        place: str | None = None,
        min_confidence: float | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: cursors.Place | None = None,
    ) -> list[EngagementLine]:
        """Contacts between parties; `party` takes part or is the host."""
        with self._asking(schema.engagements, schema.participants) as question:
            question.equal(kind=kind, status=status)
            question.by(party, schema.participants, column="host")
            question.by(place, column="place")
            if topic is not None:
                question.conditions.append(schema.engagements.c.topics.contains(f" {topic} ", autoescape=True))
            question.sure(min_confidence)
            question.since_until(since, until)
            question.of_report(report)
            question.after(after)
            return question.answers(lines.engagement, limit, offset)

    def statements(
        self,
        *,
        party: str | None = None,
        act: str | None = None,
        form: str | None = None,
        words: str | None = None,
        min_confidence: float | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: cursors.Place | None = None,
    ) -> list[StatementLine]:
        """What `party` said; `words` as in `search`, in the statement's own words."""
        with self._asking(schema.statements, schema.speakers) as question:
            if words is not None:
                asked = search.asked(question.connection, parse(words), ["statement"], Filters())
                question.within(asked.select(question.connection, schema.documents.c.report, schema.documents.c.n))
            question.equal(act=act, form=form)
            question.by(party, schema.speakers)
            question.sure(min_confidence)
            question.since_until(since, until)
            question.of_report(report)
            question.after(after)
            return question.answers(lines.statement, limit, offset)

    def commitments(
        self,
        *,
        party: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        kind: str | None = None,
        area: str | None = None,
        status: str | None = None,
        min_confidence: float | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: cursors.Place | None = None,
    ) -> list[CommitmentLine]:
        """Requests, pledges and so on; `party` is on either side."""
        with self._asking(schema.commitments, schema.actors, schema.recipients) as question:
            question.equal(kind=kind, area=area, status=status)
            question.by(party, schema.actors, schema.recipients)
            question.by(from_, schema.actors)
            question.by(to, schema.recipients)
            question.sure(min_confidence)
            question.since_until(since, until)
            question.of_report(report)
            question.after(after)
            return question.answers(lines.commitment, limit, offset)

    def incidents(
        self,
        *,
        party: str | None = None,
        type: str | None = None,  # noqa: A002 -- the field's own name
        place: str | None = None,
        status: str | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: cursors.Place | None = None,
    ) -> list[IncidentLine]:
        """Events that are neither talk nor commitment; `party` is on either side."""
        with self._asking(schema.incidents, schema.perpetrators, schema.targets) as question:
            question.equal(type=type, status=status)
            question.by(party, schema.perpetrators, schema.targets)
            question.by(place, column="place")
            question.since_until(since, until)
            question.of_report(report)
            question.after(after)
            return question.answers(lines.incident, limit, offset)

    def figures(
        self,
        *,
        party: str | None = None,
        unit: str | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        after: cursors.Place | None = None,
    ) -> list[FigureLine]:
        """Stated quantities; `party` is whom they are of."""
        with self._asking(schema.figures) as question:
            question.equal(unit=unit)
            question.by(party, column="of")
            question.since_until(since, until)
            question.of_report(report)
            question.after(after)
            return question.answers(lines.figure, limit, offset)

    def skipped(
        self, *, what: str | None = None, report: str | None = None, limit: int | None = None, offset: int = 0
    ) -> list[SkippedLine]:
        """What was seen in reports and not written down, and why."""
        with self._asking(schema.skipped) as question:
            question.equal(what=what)
            question.of_report(report)
            return question.answers(lines.skipped, limit, offset)

    @contextmanager
    def stream(self, wanted: Wanted | None = None) -> Iterator[Stream]:
        """All rows that are wanted, one after the other and of one state, for what takes them out of the archive."""
        with self._reading() as connection:
            yield Stream(connection, wanted or Wanted())

    # What many reports add up to

    def entities(self, name: str) -> list[Named]:
        """The entities that a name or an id means, in any spelling, Arabic or Latin."""
        with self._reading() as connection:
            return findings_rows.entities(connection, name)

    def english(self, id_or_prefix: str) -> dict[str, str]:
        """The English names of a report's parties, once the archive was linked. Raises `UnknownReport`."""
        with self._reading() as connection:
            return findings_rows.english(connection, finding.key_of(connection, id_or_prefix))

    def offices(
        self,
        *,
        party: str | None = None,
        words: str | None = None,
        speaks: bool | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Office]:
        """Offices with their holders; `party` is the person or whose office it is, `words` are of the post."""
        with self._reading() as connection:
            t = schema.offices
            question = findings_rows.Asking(connection, t)
            question.having(party, t.c.person, t.c.of, state=t.c.state)
            question.words(words, t.c.role)
            question.equal(speaks=speaks)
            question.since_until(since, until)
            return question.answers(findings_rows.office, (), (schema.office_reports,), limit, offset)

    def series(
        self,
        *,
        party: str | None = None,
        words: str | None = None,
        unit: str | None = None,
        figure: str | None = None,
        disputed: bool | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Series]:
        """Series of figures, those of most points first; `party` gave one of them, `words` are what is counted.

        `figure` is the address of a figure that stands in it. Raises `UnknownReport` and `UnknownEntity` for one that
        leads nowhere.
        """
        with self._reading() as connection:
            t = schema.figure_series
            question = findings_rows.Asking(connection, t)
            if figure is not None:
                found = addresses.find(connection, figure)
                question.with_figure(finding.key_of(connection, found.report or ""), found.n)
            question.claimed_by(party)
            question.words(words, t.c.what)
            question.equal(unit=unit, disputed=disputed)
            question.since_until(since, until)
            order = (t.c.points.desc(), t.c.first_day)
            return question.answers(findings_rows.figure_series, order, (), limit, offset)

    def events(
        self,
        *,
        party: str | None = None,
        kind: str | None = None,
        place: str | None = None,
        id: str | None = None,  # noqa: A002 -- the field's own name
        disputed: bool | None = None,
        merged: bool = False,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Event]:
        """Engagements with all reports of each, newest first; `merged` leaves out what one report alone tells."""
        with self._reading() as connection:
            question = findings_rows.asking_events(connection)
            question.beside(party, schema.event_parties, acting=True)
            question.having(place, schema.event_accounts.c.place)
            question.of(kind=kind, id=id)
            question.since_until(since, until)
            question.disputed(disputed)
            if merged:
                question.merged()
            return findings_rows.newest_events(question, limit, offset)

    def tellings(self, places: Iterable[Place]) -> dict[Place, EngagementLine]:
        """The engagements at these places (report and number), looked up together: those of the sources of events."""
        with self._reading() as connection:
            return tellings.tellings(connection, places)

    def event_of(self, report: str, n: int) -> str | None:
        """The id of the event that the n-th engagement of a report is a telling of, None before it was linked."""
        with self._reading() as connection:
            return tellings.event_of(connection, report, n)

    def copies(self, id_or_prefix: str) -> list[Copied]:
        """The reports of the archive that a report took over from, or was taken over by. Raises `UnknownReport`."""
        with self._reading() as connection:
            return tellings.copies(connection, id_or_prefix)

    def pledges(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        party: str | None = None,
        area: str | None = None,
        status: str | None = None,
        id: str | None = None,  # noqa: A002 -- the field's own name
        open_: bool = False,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
        newest: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Pledges]:
        """Requests and promises with what became of them, the oldest first unless `newest`; `from_` is to do or give
        it, `to` is for whom. Deadlines are judged on the day `as_of`, else on the latest day of a report. Raises
        `BadDate`.
        """
        (_, day), of = bounds(None, as_of), _statuses(status, open_=open_)
        with self._reading() as connection:
            question = findings_rows.asking_pledges(connection)
            question.beside(from_, schema.chain_sides, side="giver")
            question.beside(to, schema.chain_sides, side="taker")
            question.beside(party, schema.chain_sides)
            question.equal(area=area, id=id)
            question.told_within(since, until)
            if day is not None:
                return findings_rows.pledges_as_of(question, day, limit, offset, of=of, newest=newest)
            if of is not None:
                question.conditions.append(schema.chains.c.status.in_(of))
            return findings_rows.ordered_pledges(question, limit, offset, newest=newest)

    def pairs(self, *, limit: int | None = None) -> list[Pair]:
        """Pairs of states between which something is asked or promised, those with most that is open first."""
        with self._reading() as connection:
            return overviews.pairs(connection, limit)

    def first_tellings(self, events: Sequence[Event]) -> dict[str, EngagementLine]:
        """Of each event the line of the first report that tells it in words of its own, by the event's id."""
        with self._reading() as connection:
            return overviews.tellings(connection, events)

    def step_lines(self, chains: Sequence[Pledges]) -> dict[tuple[str, tuple[int, int]], CommitmentLine]:
        """The lines that are the steps of some chains, by their report and where they stand in it."""
        with self._reading() as connection:
            return overviews.step_lines(connection, chains)

    # One entity, two, and places

    def most_named(self, *, kind: str | None = None, limit: int | None = None, offset: int = 0) -> list[Entry]:
        """Persons, bodies and places, or those of one `kind` (also state), those that most reports name first."""
        with self._reading() as connection:
            return overviews.most_named(connection, kind, limit, offset)

    def ties(self, ids: Sequence[str]) -> list[Tie]:
        """In how many engagements each two of some entities were together."""
        with self._reading() as connection:
            return overviews.ties(connection, ids)

    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """The entities of these ids as lists show them."""
        with self._reading() as connection:
            return overviews.entries(connection, ids)

    def entity(self, id_: str) -> Profile:
        """The person, body, place or state of an id (also one that was merged, or 'state:IQ'): all names, kind,
        English name, state, ids and coordinates of the gazetteers, first and last report. Raises `UnknownEntity`.
        """
        with self._reading() as connection:
            return profiles.entity(connection, id_)

    def contacts(
        self,
        id_: str,
        *,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Contact]:
        """Whom an entity met, called and so on, those of most engagements first. Raises `UnknownEntity`."""
        return self.contacts_and_count(id_, since=since, until=until, limit=limit, offset=offset)[0]

    def contacts_and_count(
        self,
        id_: str,
        *,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[list[Contact], int]:
        """As `contacts`, and how many there are without `limit`."""
        with self._reading() as connection:
            return profiles.contacts(connection, id_, since, until, limit, offset)

    def tenures(
        self, id_: str, *, since: str | None = None, until: str | None = None, limit: int | None = None
    ) -> tuple[list[Tenure], int]:
        """The offices that a person held or that a body or state has, those seen last first, and how many there are
        without `limit`; `offices` has all reports of each.
        """
        with self._reading() as connection:
            return profiles.tenures(connection, id_, since, until, limit)

    def between(
        self, a: str, b: str, *, since: str | None = None, until: str | None = None, limit: int | None = None
    ) -> Between:
        """What there is between two entities over time, by their ids: engagements, chains, statements of one that name
        the other, at most `limit` of each, and how many in each month. Raises `UnknownEntity`.
        """
        with self._reading() as connection:
            return profiles.between(connection, a, b, since, until, limit)

    def places(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[PlaceCounts]:
        """Places of engagements and incidents with coordinates and counts by month, those of most first.

        `kind`: 'engagement' or 'incident', or a kind of engagement or type of incident.
        """
        with self._reading() as connection:
            return profiles.places(connection, since, until, kind, limit, offset)

    @contextmanager
    def _asking(self, line: sa.Table, *roles: sa.Table) -> Iterator[Question]:
        with self._reading() as connection:
            yield Question(connection, line, roles)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with dialect.told_plainly(self.path), dialect.reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with dialect.told_plainly(self.path), dialect.writing(self._engine) as connection:
            yield connection
