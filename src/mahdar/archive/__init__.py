"""The archive: reports and their records go in, answers with the words they rest on come out.

    with Archive("minutes.db") as archive:
        archive.add_many([(report, record), ...])
        for hit in archive.search('"وزير الداخلية" العراق'):
            print(hit.report, hit.snippet)

An archive is one SQLite file, or lies in a PostgreSQL database (``Archive("postgresql://user@host/database")``). One
process writes at a time while any number read; a reader sees the state in which its question began. Work is keyed by
`content_hash` and the reader's version: the same text read by the same reader is known and changes nothing, whatever
its id or path. Everything of a batch is committed at once, so a killed run loses nothing that was told as finished.

Writing
    Archive(path=None, *, create=True)                  path: else MAHDAR_ARCHIVE, else `default_path()`
    .add(report, record) -> Counts
    .add_many(pairs, *, batch=100, committed=None) -> Counts    committed(ids) after every commit
    .known(content_hash, reader) -> bool
    .known_hashes(hashes, reader) -> set[str]           which of `hashes` have a record by `reader`
    .seen_again(reports) -> int                         note other ids and paths of texts that are known
    .withdrawn(reports) -> list[str | None]             the day on which each was withdrawn; such are not added
    .set_aside(where, error)    .failures(*, limit, offset) -> list[Failure]
Reports
    .report(id_or_prefix) -> StoredReport     .record(id_or_prefix, reader=None) -> Record     raise `UnknownReport`
    .reports(*, since, until, outlet, party, limit, offset) -> list[ReportLine]
    .find(address) -> addresses.Found                   what an address leads to: report/…, person/… and so on
    .line(address) -> Line                              the line of a report that an address leads to
    .place(line) -> cursors.Place                       where it stands in its list, which goes on `after` it
    .newest_document() -> int    .run() -> int          of what state searches and what was linked are
    .latest_records() -> Iterator[day, outlet, text, record as JSON]   every report, for what goes over all
    .counts() -> dict[str, int]                         rows of every part: reports, engagements, ...
Originals, copies and feeds
    .original(id_or_prefix) -> record.Page | None       the page as it came, and how the text lies in it
    .unkeyed(after, limit) -> list[tuple[int, str]]     .write_copy_keys(keys, most)   what copies are looked up by
    .likely_copies(texts, least) -> list[dict]          what texts are to be compared with (`pages.copies`)
    .likely_texts(keys) -> dict[int, tuple]             and the id, body and date of each
    .note_reprint(of, report, kind, share) -> bool      .note_reprints(copies) -> int, many at once
    .reprints(of=None, *, limit, offset) -> list[Reprint]
    .feed_state(url) -> FeedState | None    .feed_headers(url)    .keep_feed_state(url, *, etag, modified)
    .fetched(urls) -> set[str]                          .note_fetched(url)
Linking
    .linking() -> Linking                               ids, decisions and what was linked (`mahdar.archive.linking`)
Reviewing
    .reviewing() -> Reviewing                           reviews of lines (`mahdar.archive.reviewing_desk`)

Keeping
    .upkeep() -> Upkeep                                 room, withdrawal, the audit log (`mahdar.archive.upkeep`)
    .accounts() -> Accounts                             who shares the archive (`mahdar.archive.accounts`)
    (`mahdar.archive.backup` and `.health` work on archives that need not be opened)

Search (docs/search.md says what may be typed)
    .search(words, *, parts=("report",), limit=20, offset=0, since, until, outlet, party) -> list[Hit]
    .search_count(words, ...) -> int                    .did_you_mean(words) -> list[Suggestion]
    .save_search(name, words, *, parts, since, until, outlet, party)    .forget_search(name)
    .saved_searches() -> list[SavedSearch]              .alerts(*names, limit=20, told=None) -> list[Alert]
    .newest_hits(name, *, limit=50) -> list[Fresh]      what a saved search finds, with when it came in
    .leave_out(id_or_prefix) -> bool                    .take_back(id_or_prefix) -> bool
    .reindex() -> int
Answers (lists of the dataclasses in `mahdar.archive.answers`; newest first, undated last, then in order of the text;
`search` gives the best match first, and with `report` lines come in order of the text)
    .who(name, *, type, limit, offset) -> list[Who]
    .engagements(*, party, kind, status, topic, place, since, until, report, limit, offset) -> list[EngagementLine]
    .statements(*, party, act, form, words, since, until, report, limit, offset) -> list[StatementLine]
    .commitments(*, party, from_, to, kind, area, status, since, until, report, limit, offset) -> list[CommitmentLine]
    .incidents(*, party, type, place, status, since, until, report, limit, offset) -> list[IncidentLine]
    .figures(*, party, unit, since, until, report, limit, offset) -> list[FigureLine]
    .skipped(*, what, report, limit, offset) -> list[SkippedLine]

Taking all out
    .stream(wanted=None) -> context of a Stream         rows as they come, of one state (`mahdar.archive.streaming`)

What many reports add up to, as the last `mahdar link` found it (dataclasses of `mahdar.archive.findings`); names in any
spelling, Arabic or Latin, or ids
    .entities(name) -> list[Named]                      .english(report) -> dict[str, str]
    .entity(id) -> Profile                              .between(a, b, *, since, until, limit) -> Between
    .contacts(id, *, since, until, limit, offset) -> list[Contact]
    .contacts_and_count(id, *, since, until, limit, offset) -> (list[Contact], int)
    .tenures(id, *, since, until, limit) -> (list[Tenure], int)     offices of one, and how many there are
    .places(*, since, until, kind, limit, offset) -> list[PlaceCounts]
    .offices(*, party, words, speaks, since, until, limit, offset) -> list[Office]
    .series(*, party, words, unit, figure, disputed, since, until, limit, offset) -> list[Series]
    .events(*, party, kind, place, id, disputed, merged, since, until, limit, offset) -> list[Event]
    .pledges(*, from_, to, party, area, status, id, open_, since, until, newest, limit, offset) -> list[Pledges]
    .pairs(*, limit) -> list[Pair]                      states between which something is asked or promised
    .first_tellings(events) -> dict[str, EngagementLine]     the line of each event's first report
    .step_lines(chains) -> dict[(report, span), CommitmentLine]    .ties(ids) -> list[Tie]    who met with whom
    .most_named(*, kind, limit, offset) -> list[Entry]  .entries(ids) -> list[Entry]    as lists of entities show them
    .tellings(places) -> dict[(report, n), EngagementLine]     .event_of(report, n) -> str | None
    .copies(id_or_prefix) -> list[Copied]               reports of the archive with the same text

Lists of reports and lines take `after`, a `place`; `search` takes `upto`, a `newest_document` (`cursors`).
`since` and `until` are ISO days, months or years, both included; a line matches where its own date, or else its
report's, may lie between them (`dated_by` says which of the two it was). `limit=None` gives all.
Raises `ArchiveUnavailable` where the archive cannot be opened, read or written, `BadDate` for `since` and `until` that
are not ISO 8601 or the wrong way round, `UnknownReport` for an id (or the start of one) that no report has, or more
than one, `UnknownSearch` for a name under which no search is saved. `schema_revision(path)` says how old an archive is.
"""

from __future__ import annotations

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
    PartyRef,
    ReportLine,
    Reprint,
    SavedSearch,
    SkippedLine,
    StatementLine,
    StoredReport,
    Suggestion,
    Who,
)
from mahdar.archive.opening import schema_revision
from mahdar.archive.places import content_hash, default_path
from mahdar.archive.store import Archive

__all__ = [
    "Alert",
    "Archive",
    "CommitmentLine",
    "Counts",
    "EngagementLine",
    "Failure",
    "FeedState",
    "FigureLine",
    "Fresh",
    "Hit",
    "IncidentLine",
    "PartyRef",
    "ReportLine",
    "Reprint",
    "SavedSearch",
    "SkippedLine",
    "StatementLine",
    "StoredReport",
    "Suggestion",
    "Who",
    "content_hash",
    "default_path",
    "schema_revision",
]
