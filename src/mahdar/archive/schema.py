"""The tables, as they stand at revision `REVISION`; `migrations/` holds the way there.

`reports`, `originals`, `sightings`, `reprints`, `records`, `failures`, `feeds` and `fetched` are what was given;
`decisions`, `reviews`, `unlisted` and `searches` are what somebody decided; `identities` holds the ids that were given
out. Of the other tables those in `LINKED` and `FOUND` are derived from all records and decisions, the rest from a
report's newest record, line by line; they could be rebuilt. Tables of lines have the names of the record's parts;
(`report`, `n`) is the n-th line of that part. The index of `documents` lies beside these in a way of the database's
own (see `search_index`). `account_schema` has the tables of shared use and of withdrawal.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from mahdar.archive import review_schema

#: The newest revision of the schema: the head of `migrations/versions`.
REVISION = "0018"

#: A count of people: SQLite keeps 64 bits in any case.
COUNT = Integer().with_variant(BigInteger(), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

reports = Table(
    "reports",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("given_id", String, nullable=False),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("date", String),
    Column("url", Text),
    Column("outlet", Text),
    Column("path", Text),
    Column("added_at", String, nullable=False),
    # The page's own date or else `date`, and the first and last day that it covers.
    Column("day", String),
    Column("first_day", String),
    Column("last_day", String),
    Index("ix_reports_first_day", "first_day"),
    Index("ix_reports_outlet_first_day", "outlet", "first_day"),
    Index("ix_reports_given_id", "given_id"),
)

#: Other ids and paths of the same text; an unknown path is ''.
sightings = Table(
    "sightings",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("seen_at", String, nullable=False),
    sqlite_with_rowid=False,
)

records = Table(
    "records",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("report", ForeignKey("reports.key"), nullable=False),
    Column("reader", String, nullable=False),
    Column("record", Text, nullable=False),
    Column("read_at", String, nullable=False),
    UniqueConstraint("report", "reader"),
)

#: Pages as they came: bytes and runs (see `record.Page`) compressed, the rest of the page as JSON in `facts`.
originals = Table(
    "originals",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("media", String, nullable=False),
    Column("encoding", String, nullable=False),
    Column("facts", Text, nullable=False),
    Column("runs", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

#: What copies of a report are looked up by (see `pages.copies`).
copy_keys = Table(
    "copy_keys",
    metadata,
    Column("copy_key", BigInteger, primary_key=True),
    Column("report", ForeignKey("reports.key"), primary_key=True),
    sqlite_with_rowid=False,
)

#: Reports whose `copy_keys` are not written yet: they are written for many at once.
unkeyed = Table("unkeyed", metadata, Column("report", ForeignKey("reports.key"), primary_key=True, autoincrement=False))

#: Copies of a report's text by other outlets; the text of a near one, compressed, since it differs.
reprints = Table(
    "reprints",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("report", ForeignKey("reports.key"), nullable=False),
    Column("id", String, nullable=False),
    Column("path", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("date", String),
    Column("kind", String, nullable=False),
    Column("share", Float, nullable=False),
    Column("text", LargeBinary),
    Column("seen_at", String, nullable=False),
    UniqueConstraint("report", "id", "path"),
)

#: Feeds that are watched, with what they answered last, and the addresses that were fetched for them.
feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("modified", Text),
    Column("asked_at", String, nullable=False),
)
fetched = Table("fetched", metadata, Column("url", Text, primary_key=True), Column("at", String, nullable=False))

failures = Table(
    "failures",
    metadata,
    Column("where", Text, primary_key=True),
    Column("error", String, nullable=False),
    Column("found", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("at", String, nullable=False),
)

#: Every name once: `folded` and, for foreign names in any spelling, `sound` are what they are looked up by.
names = Table(
    "names",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("folded", Text, nullable=False),
    Column("sound", Text, nullable=False),
    Index("ix_names_folded", "folded"),
)

#: Every word of `names.folded` ('word') and of `names.sound` ('sound') once, and the names that it stands in: there are
#: fewer to be looked through for a part of a word than names.
name_words = Table(
    "name_words",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("word", Text, nullable=False),
    UniqueConstraint("kind", "word"),
)
names_by_word = Table(
    "names_by_word",
    metadata,
    Column("word", Integer, primary_key=True),
    Column("name", Integer, primary_key=True),
    Index("ix_names_by_word_name", "name"),
    sqlite_with_rowid=False,
)

#: `name` is the longest name, or else the role, or else the id; `folded` is its folding.
parties = Table(
    "parties",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("party", String, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("role", Text),
    Column("of", String),
    Column("mentions", Integer, nullable=False),
    Column("confidence", Float),
    Index("ix_parties_confidence_report_n", "confidence", "report", "n"),
    sqlite_with_rowid=False,
)

party_names = Table(
    "party_names",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("party", String, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("name", ForeignKey("names.key"), nullable=False),
    Index("ix_party_names_name", "name"),
    sqlite_with_rowid=False,
)


def _lines(name: str, *columns: Column[object] | Index) -> Table:
    """A table of lines: the n-th line of a part of a report's record, and the span that it rests on."""
    return Table(
        name,
        metadata,
        Column("report", ForeignKey("reports.key"), primary_key=True),
        Column("n", Integer, primary_key=True),
        *columns,
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _roles(name: str) -> Table:
    """A table of who has a part in a line: the i-th party of the n-th line."""
    return Table(
        name,
        metadata,
        Column("report", ForeignKey("reports.key"), primary_key=True),
        Column("n", Integer, primary_key=True),
        Column("i", Integer, primary_key=True),
        Column("party", String, nullable=False),
        sqlite_with_rowid=False,
    )


mentions = _lines("mentions", Column("type", String, nullable=False), Column("party", String, nullable=False))

engagements = _lines(
    "engagements",
    Column("kind", String, nullable=False),
    Column("host", String),
    Column("date", String),
    Column("first_day", String),
    Column("last_day", String),
    Column("place", String),
    Column("topics", Text, nullable=False),  # separated and enclosed by spaces
    Column("status", String, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("confidence", Float),
    Index("ix_engagements_first_day", "first_day"),
    Index("ix_engagements_confidence_report_n", "confidence", "report", "n"),
)
participants = _roles("participants")

statements = _lines(
    "statements",
    Column("form", String, nullable=False),
    Column("act", String, nullable=False),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("confidence", Float),
    Index("ix_statements_confidence_report_n", "confidence", "report", "n"),
)
speakers = _roles("speakers")

commitments = _lines(
    "commitments",
    Column("kind", String, nullable=False),
    Column("area", String, nullable=False),
    Column("quantity", Text),
    Column("deadline", String),
    Column("condition", Text),
    Column("status", String, nullable=False),
    Column("confidence", Float),
    Index("ix_commitments_confidence_report_n", "confidence", "report", "n"),
)
actors = _roles("actors")
recipients = _roles("recipients")

incidents = _lines(
    "incidents",
    Column("type", String, nullable=False),
    Column("mode", String),
    Column("date", String),
    Column("first_day", String),
    Column("last_day", String),
    Column("place", String),
    Column("killed", COUNT),
    Column("injured", COUNT),
    Column("status", String, nullable=False),
    Column("confidence", Float),
    Index("ix_incidents_first_day", "first_day"),
    Index("ix_incidents_confidence_report_n", "confidence", "report", "n"),
)
perpetrators = _roles("perpetrators")
targets = _roles("targets")

figures = _lines(
    "figures",
    Column("value", Float, nullable=False),
    Column("unit", String, nullable=False),
    Column("of", String),
    Column("approximate", Boolean, nullable=False),
    Index("ix_figures_unit", "unit"),
)

skipped = _lines("skipped", Column("what", String, nullable=False), Column("why", Text, nullable=False))

#: What people said of two things: the same, different; of a chain `a`, how it stands (`status`); or that an earlier row
#: holds no longer. Rows are only appended.
decisions = Table(
    "decisions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("a", String),
    Column("b", String),
    Column("undoes", ForeignKey("decisions.key")),
    Column("by", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("status", String),
)

#: What people said of lines (see `reviewing`), the records that came of it, and how every such line stands.
reviews, reviewed, reviewed_lines, reviewed_counts = review_schema.tables(metadata)

#: Every party, engagement and commitment that was ever linked, under an id of its own, and what it belongs to.
#: `item` is the party's id in its report, or the line's number, None where no reading has it any more. `key` tells
#: the order in which they came in: an entity goes by the id of the first of its parties.
identities = Table(
    "identities",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("report", ForeignKey("reports.key"), nullable=False),
    Column("item", String),
    Column("entity", String, nullable=False),
    Column("step", String),
    Index("ix_identities_entity_report_item", "entity", "report", "item"),
    Index("ix_identities_report_item", "report", "item"),
)

#: Persons, bodies and places; engagements that reports have in common; requests and promises with what became of them.
#: Where a person decided how a chain stands, `decided` is the key of the decision, `by_rule` how it stands without it.
entities = Table(
    "entities",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
)
events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("date", String),
)
chains = Table(
    "chains",
    metadata,
    Column("id", String, primary_key=True),
    Column("area", String, nullable=False),
    Column("status", String, nullable=False),
    Column("by_rule", String),
    Column("decided", Integer),
)

#: Of each event and chain, how many reports and lines tell of it, the day of the first and the last day that one of
#: them covers, and how many dates its lines give it: what lists go by.
told = Table(
    "told",
    metadata,
    Column("entity", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("first_day", String),
    Column("last_day", String),
    Column("dates", Integer, nullable=False, server_default="0"),
    Index("ix_told_kind_first_day_entity_last_day", "kind", "first_day", "entity", "last_day"),
    Index("ix_told_apart", "kind", "dates", sqlite_where=text("dates > 1"), postgresql_where=text("dates > 1")),
    Index("ix_told_many", "kind", "reports", sqlite_where=text("reports > 1"), postgresql_where=text("reports > 1")),
)

#: Of each person, body and place, how many reports and how often they name it, the first and the last day that they
#: cover, and the words of its English name as `arabic.latin` compares them, separated and enclosed by spaces. `type` is
#: the one that most of its parties have, `newest` the keys of the newest reports that name it, as JSON.
named = Table(
    "named",
    metadata,
    Column("entity", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("first_day", String),
    Column("last_day", String),
    Column("latin", Text),
    Column("type", String, nullable=False, server_default=""),
    Column("newest", Text, nullable=False, server_default="[]"),
    Index("ix_named_kind_reports_entity", "kind", "reports", "entity"),
)

#: Which names reports give to each person, body and place, how often, and how often as the longest of a report.
entity_names = Table(
    "entity_names",
    metadata,
    Column("name", Integer, primary_key=True),
    Column("entity", String, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("longest", Integer, nullable=False, server_default="0"),
    Index("ix_entity_names_entity", "entity"),
    sqlite_with_rowid=False,
)

#: Which roles reports give to each person, body and place, and how often.
entity_roles = Table(
    "entity_roles",
    metadata,
    Column("entity", String, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)

#: In how many engagements an entity was with another, and the last day of these ('' where none has a day); a state, as
#: 'state:' and its code, acts through those in its offices.
meetings = Table(
    "meetings",
    metadata,
    Column("entity", String, primary_key=True),
    Column("other", String, primary_key=True),
    Column("events", Integer, nullable=False),
    Column("last_day", String, nullable=False),
    sqlite_with_rowid=False,
)

#: How many engagements ('engagements') and incidents of a kind took place at an entity, by the months of their first
#: and last day, '' where they have none.
place_months = Table(
    "place_months",
    metadata,
    Column("place", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("first_month", String, primary_key=True),
    Column("last_month", String, primary_key=True),
    Column("lines", Integer, nullable=False),
    sqlite_with_rowid=False,
)

#: Which statements name an entity, and whose they are: the n-th of a report, as it was linked.
said_of = Table(
    "said_of",
    metadata,
    Column("named", String, primary_key=True),
    Column("speaker", String, primary_key=True),
    Column("report", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

#: The lines with a party that no other report names, as they were linked, in the order in which they wait for a
#: reviewer: the least `place` first (the confidence less one, times the reports that tell of the same), of those alike
#: the least `sure`: the confidence, 2 where the machine gave none.
new_lines = Table(
    "new_lines",
    metadata,
    Column("part", String, primary_key=True),
    Column("report", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("place", Float, nullable=False),
    Column("sure", Float, nullable=False),
    Index("ix_new_lines_part_place_sure_report_n", "part", "place", "sure", "report", "n"),
    sqlite_with_rowid=False,
)

#: Two that a machine takes for one, how sure it is and why; `waiting` where that was not sure enough to merge them.
links = Table(
    "links",
    metadata,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Index("ix_links_waiting", "waiting"),
)

#: Reports whose text is another's, whole or as a passage.
copies = Table(
    "copies",
    metadata,
    Column("copy", ForeignKey("reports.key"), primary_key=True),
    Column("original", ForeignKey("reports.key"), nullable=False),
    Column("kind", String, nullable=False),
)

#: Which record of each report was linked last, and by which linker after how many decisions.
linked = Table(
    "linked",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("record", ForeignKey("records.key"), nullable=False),
    Index("ix_linked_record", "record"),
)
link_state = Table(
    "link_state", metadata, Column("name", String, primary_key=True), Column("value", Text, nullable=False)
)

#: What was worked out for the linking from one record alone, compressed, so that it is worked out once.
link_notes = Table(
    "link_notes",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("notes", LargeBinary, nullable=False),
)

#: Derived from all records and decisions by linking.
LINKED = (entities, events, chains, told, links, copies, linked, link_state, link_notes)

#: Offices with their holders, the n-th of all, and the reports that show one: see `findings.Office`. `first_day` and
#: `last_day` cover all reports that tell of one.
offices = Table(
    "offices",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("office", Text, nullable=False),
    Column("person", String, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("of", String, index=True),
    Column("state", String),
    Column("seat", String),
    Column("speaks", Boolean, nullable=False),
    Column("first_seen", String),
    Column("last_seen", String),
    Column("since", String),
    Column("until", String),
    Column("first_day", String),
    Column("last_day", String),
    Index("ix_offices_state_person", "state", "person"),
    Index("ix_offices_role", "role"),
)
#: Every `offices.role` once, with its words as searches compare them.
office_roles = Table(
    "office_roles", metadata, Column("role", Text, primary_key=True), Column("words", Text, nullable=False)
)
office_reports = Table(
    "office_reports",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("i", Integer, primary_key=True),
    Column("report", ForeignKey("reports.key"), nullable=False),
    Column("party", String, nullable=False),
    Column("day", String),
    Column("role", Text, nullable=False),
    Column("standing", String, nullable=False),
    sqlite_with_rowid=False,
)

#: Figures on one thing over time, the n-th of all, and what each report says: see `findings.Series`. `points` is how
#: many there are; `by` holds entities as JSON; `number` tells which figure of its report it is.
figure_series = Table(
    "figure_series",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("unit", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("first_day", String),
    Column("last_day", String),
    Column("points", Integer, nullable=False, server_default="0"),
)
series_points = Table(
    "series_points",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("i", Integer, primary_key=True),
    Column("report", ForeignKey("reports.key"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("day", String),
    Column("value", Float, nullable=False),
    Column("high", Float),
    Column("bound", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("copy_of", ForeignKey("reports.key")),
    Column("disputed", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)
#: Who gave a figure of a series: what `series_points.by` has.
series_claimants = Table(
    "series_claimants",
    metadata,
    Column("entity", String, primary_key=True),
    Column("n", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

#: What most reports of an event say of it, who took part, and what some say of a field: see `findings.Event`. `id` is
#: that of `events`; `reports` holds ids of reports as JSON.
event_accounts = Table(
    "event_accounts",
    metadata,
    Column("id", String, primary_key=True),
    Column("status", String, nullable=False),
    Column("place", String, index=True),
    Column("independent", Integer, nullable=False),
    Column("first_day", String, index=True),
    Column("last_day", String),
)
event_parties = Table(
    "event_parties",
    metadata,
    Column("id", String, primary_key=True),
    Column("i", Integer, primary_key=True),
    Column("entity", String, nullable=False, index=True),
    sqlite_with_rowid=False,
)
event_versions = Table(
    "event_versions",
    metadata,
    Column("id", String, primary_key=True),
    Column("i", Integer, primary_key=True),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("value_en", Text, nullable=False),
    Column("reports", Text, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("agrees", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

#: Who is to give or do what a chain is about ('giver') and for whom it is ('taker'), with whom they speak for; `id` is
#: that of `chains`.
chain_sides = Table(
    "chain_sides",
    metadata,
    Column("id", String, primary_key=True),
    Column("side", String, primary_key=True),
    Column("i", Integer, primary_key=True),
    Column("entity", String, nullable=False, index=True),
    sqlite_with_rowid=False,
)

#: The steps of a chain as pages show them, in the order in which they were told, `record` having been linked:
#: `givers` and `takers` hold the names of who says it and to whom as JSON (see `chain_steps`).
chain_steps = Table(
    "chain_steps",
    metadata,
    Column("id", String, primary_key=True),
    Column("i", Integer, primary_key=True),
    Column("report", Integer, nullable=False),
    Column("record", Integer, nullable=False),
    Column("doc", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("day", String),
    Column("step", String, nullable=False),
    Column("givers", Text, nullable=False),
    Column("takers", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("deadline", String),
    sqlite_with_rowid=False,
)

#: States that offices are of or somebody speaks for, with their names as JSON.
states = Table(
    "states",
    metadata,
    Column("entity", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("names", Text, nullable=False),
)

#: What the gazetteers tell of an entity: see `findings.Known`.
known = Table(
    "known",
    metadata,
    Column("entity", String, primary_key=True),
    Column("state", String),
    Column("source", String),
    Column("kind", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("approximate", Boolean, nullable=False),
    Index("ix_known_state_kind_entity", "state", "kind", "entity"),
)

#: What many reports add up to, derived as `LINKED` is. Rows that belong together are written table by table, by
#: difference, so no key binds them.
FOUND = (
    offices, office_reports, figure_series, series_points, series_claimants, event_accounts, event_parties,
    event_versions, chain_sides, states, known,
)  # fmt: skip

#: Derived from a report's newest record, in the order in which rows are written.
DERIVED = (
    parties, party_names, mentions, engagements, participants, statements, speakers, commitments, actors, recipients,
    incidents, perpetrators, targets, figures, skipped,
)  # fmt: skip

#: How many rows the tables in `DERIVED` and `reports` have, kept up to date by whatever writes them.
counted = Table(
    "counted",
    metadata,
    Column("part", String, primary_key=True),
    Column("lines", BigInteger, nullable=False),
)

#: What a search looks into: reports and lines, their words folded and cut, one space between (see `search_index`).
documents = Table(
    "documents",
    metadata,
    Column("key", Integer().with_variant(BigInteger(), "postgresql"), primary_key=True, autoincrement=False),
    Column("report", ForeignKey("reports.key"), nullable=False),
    Column("part", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("first_day", String),
    Column("last_day", String),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Index("ix_documents_report", "report"),
    info={"in_backup": False},
)

#: Reports that searches leave out.
unlisted = Table(
    "unlisted",
    metadata,
    Column("report", ForeignKey("reports.key"), primary_key=True),
    Column("at", String, nullable=False),
)

#: `version`: which way `documents` were made.
search_state = Table(
    "search_state",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    info={"in_backup": False},
)

#: Searches that are kept under a name; reports of keys up to `seen` are not new to them.
searches = Table(
    "searches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("parts", String, nullable=False),
    Column("since", String),
    Column("until", String),
    Column("outlet", Text),
    Column("party", Text),
    Column("seen", Integer, nullable=False),
    Column("saved_at", String, nullable=False),
    Column("looked_at", String, nullable=False),
)

# Tables in modules of their own; they need `metadata` from here.
from mahdar.archive import account_schema  # noqa: E402, F401
