"""The tables of reviews: what people said of lines, and what follows from it for the lists; a part of `schema`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text


def tables(metadata: MetaData) -> tuple[Table, Table, Table, Table]:
    """`reviews`, `reviewed` and `reviewed_lines`, as tables of `metadata`."""
    #: What somebody said of a line of a record; rows are only appended. `start`, `end` and `kind` are those of the
    #: line as `reader` read it, `fields` (JSON) what was corrected, `told` (JSON) the rest: see `reviewing_rows`.
    reviews = Table(
        "reviews",
        metadata,
        Column("key", Integer, primary_key=True),
        Column("report", ForeignKey("reports.key"), nullable=False),
        Column("part", String, nullable=False),
        Column("act", String, nullable=False),
        Column("start", Integer),
        Column("end", Integer),
        Column("kind", String),
        Column("fields", Text, nullable=False),
        Column("told", Text, nullable=False),
        Column("reader", String, nullable=False),
        Column("answers", ForeignKey("reviews.key")),
        Column("by", Text, nullable=False),
        Column("at", String, nullable=False),
        Column("why", Text, nullable=False),
        Index("ix_reviews_report", "report"),
    )
    #: Which of `records` are no machine's alone: the record `base` with the reviews of its report up to `review`.
    reviewed = Table(
        "reviewed",
        metadata,
        Column("record", ForeignKey("records.key"), primary_key=True),
        Column("base", ForeignKey("records.key"), nullable=False),
        Column("review", ForeignKey("reviews.key"), nullable=False),
    )
    #: How every line stands that has reviews: derived from them. `n` is its number in the tables of lines, None where
    #: it is not there; of a party, that of the party.
    reviewed_lines = Table(
        "reviewed_lines",
        metadata,
        Column("report", ForeignKey("reports.key"), primary_key=True),
        Column("part", String, primary_key=True),
        Column("item", String, primary_key=True),
        Column("n", Integer),
        Column("state", String, nullable=False),
        Column("fields", Text, nullable=False),  # separated by spaces
        Column("conflict", Boolean, nullable=False),
        Column("final", Boolean, nullable=False),
        Column("changed", Boolean, nullable=False),
        Column("unmatched", Boolean, nullable=False),
        Column("by", Text, nullable=False),  # JSON
        Column("at", String, nullable=False),
        sqlite_with_rowid=False,
    )
    #: What was counted of the reviews of a report up to `review`, over its record `base`, as JSON.
    reviewed_counts = Table(
        "reviewed_counts",
        metadata,
        Column("report", ForeignKey("reports.key"), primary_key=True, autoincrement=False),
        Column("review", Integer, nullable=False),
        Column("base", Integer, nullable=False),
        Column("counts", Text, nullable=False),
    )
    return reviews, reviewed, reviewed_lines, reviewed_counts
