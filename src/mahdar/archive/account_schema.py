"""The tables of shared use and of withdrawal: accounts, their tokens and sessions, what they did, what was taken out.

`audit` is only appended to: triggers of the database refuse to change or delete a row, and each row's `digest` goes
over the one before it. `seals` hold keyed hashes of what was withdrawn, so that it is known when it comes in again.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from mahdar.archive.schema import metadata

#: Those who share an archive; `disabled_at` where somebody may do nothing any more. Rows are never deleted.
accounts = Table(
    "accounts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("disabled_at", String),
)

#: What accounts show who they are with: `id` is the part of a token that is no secret, `hash` is Argon2's of the rest.
tokens = Table(
    "tokens",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("account", ForeignKey("accounts.key"), nullable=False),
    Column("label", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("made_at", String, nullable=False),
    Column("expires_at", String),
    Column("revoked_at", String),
    Column("used_at", String),
    Index("ix_tokens_account", "account"),
)

#: Sessions of the web: `id` is the SHA-256 of what the browser holds. They are in no backup.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.key"), nullable=False),
    Column("token", ForeignKey("tokens.key"), nullable=False),
    Column("made_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("expires_at", String, nullable=False),
    Index("ix_sessions_account", "account"),
    info={"in_backup": False},
)

#: Failed tries to show who one is, by token or by where they came from. They are in no backup.
attempts = Table(
    "attempts",
    metadata,
    Column("who", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", String, nullable=False),
    info={"in_backup": False},
)

#: Decisions, exports and acts of administration. Rows are only appended.
audit = Table(
    "audit",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("act", String, nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ix_audit_at", "at"),
)

#: That something was withdrawn, by whom and why; how many reports it were, and not what.
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("reports", Integer, nullable=False),
)

#: Keyed hashes of texts, pages and addresses that were withdrawn (`part`).
seals = Table(
    "seals",
    metadata,
    Column("seal", String(64), primary_key=True),
    Column("withdrawal", ForeignKey("withdrawals.key"), nullable=False),
    Column("part", String, nullable=False),
    Index("ix_seals_withdrawal", "withdrawal"),
)

#: Keys of this archive, such as that of `seals`, in hexadecimal.
secrets = Table("secrets", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))
