"""Who shares an archive: accounts with a role, tokens by which they show who they are, sessions for the web.

    desk = archive.accounts()
    desk.add("Huda", "admin", by="Huda")
    token = desk.new_token("Huda", label="laptop", by="Huda")      shown once, kept as a hash
    account = desk.verify(token, origin="192.0.2.7")               raises `NotAllowed`
    require(account, "withdraw")                                   raises `NotAllowed`
    secret, account = desk.open_session(token, origin="192.0.2.7") for a cookie; desk.session(secret) on each request

Where no account was made (`needed()` is False) nobody logs in: whoever can open the archive may do everything.

A token is `mahdar_ID_SECRET` with 256 random bits. Argon2id makes a stolen hash useless; as a check costs some
50 ms and 64 MB on purpose, the web checks a token once and then goes by a session, whose 256 random bits are kept as
SHA-256. A token that is given with every request is hashed once in five minutes and process (`_Checked`); whether it is
revoked or has expired, and whether its account is disabled, is asked of the archive each time. Whether an id is
unknown, the secret wrong, the token revoked or the account disabled, a check takes as long and says the same. Who fails
often waits: twice as long each time, by where the tries come from.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any, Literal, get_args

import sqlalchemy as sa

from mahdar.arabic.phrases import rows
from mahdar.archive import account_schema as tables
from mahdar.archive import audit, dialect, kept
from mahdar.archive.answers import Answer
from mahdar.errors import InputError, NotAllowed, UnknownAccount

Transaction = Callable[[], AbstractContextManager[sa.Connection]]

Role = Literal["reader", "reviewer", "admin"]
#: The roles, each of which may do what those before it may.
ROLES: tuple[Role, ...] = get_args(Role)
#: Failed tries that cost no waiting, and the longest wait in seconds.
FREE_TRIES, LONGEST_WAIT = 5, 900
#: Hours that a session lasts, and that it lasts without being used.
SESSION_HOURS, IDLE_HOURS = 12, 2
#: Seconds between two notes that a session or a token was used.
_NOTED_EVERY = 60
#: Seconds for which a token that held is not hashed again, and of how many tokens a process knows that.
CHECKED_FOR, CHECKED_MOST = 300, 1024
_TOKEN = re.compile(r"mahdar_([a-z2-7]{10})_([A-Za-z0-9_-]{43})")
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_NAME = re.compile(r"\w[\w .@-]{0,63}")

_a, _t, _s, _f = tables.accounts, tables.tokens, tables.sessions, tables.attempts


@dataclass(frozen=True, slots=True)
class Account(Answer):
    """Somebody who shares the archive; `disabled_at` where they may do nothing any more."""

    key: int
    name: str
    role: Role
    made_at: str
    made_by: str
    disabled_at: str | None


@dataclass(frozen=True, slots=True)
class TokenLine(Answer):
    """A token, without its secret."""

    id: str
    account: str
    label: str
    made_at: str
    expires_at: str | None
    revoked_at: str | None
    used_at: str | None


# -- roles ---------------------------------------------------------------------------------------------------------


@cache
def acts() -> dict[str, tuple[Role, str]]:
    """Act to the least role that may do it, and what it is."""
    return {row[0]: (role_of(row[1]), row[2]) for row in rows("mahdar.archive", "acts.tsv")}


def role_of(name: str) -> Role:
    """A role by its name. Raises `InputError`."""
    for role in ROLES:
        if role == name:
            return role
    raise InputError("no such role", expected=" or ".join(ROLES), where=name)


def allowed(role: Role, act: str) -> bool:
    """Whether a role may do something. Raises `KeyError` for an act that `acts` does not have."""
    return ROLES.index(role) >= ROLES.index(acts()[act][0])


def require(account: Account | None, act: str) -> None:
    """Raise `NotAllowed` where an account may not do something; None stands for the only user of an archive."""
    if account is not None and (account.disabled_at is not None or not allowed(account.role, act)):
        raise NotAllowed(
            f"a {account.role} may not do that ({act})",
            expected=f"the role {acts()[act][0]}",
            remedy="ask an admin",
            where=account.name,
        )


# -- accounts ------------------------------------------------------------------------------------------------------


class Accounts:
    """The accounts of one archive; `Archive.accounts` gives it. `by` says who does it, for the audit log."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def needed(self) -> bool:
        """Whether one has to show who one is: whether there is any account."""
        with self._reading() as connection:
            return connection.execute(sa.select(_a.c.key).limit(1)).first() is not None

    def all(self) -> list[Account]:
        """All accounts, also disabled ones, by name."""
        with self._reading() as connection:
            return [_account(row) for row in connection.execute(sa.select(_a).order_by(_a.c.name))]

    def get(self, name: str) -> Account:
        """The account of that name. Raises `UnknownAccount`."""
        with self._reading() as connection:
            return _named(connection, name)

    def add(self, name: str, role: str, *, by: str) -> Account:
        """Make an account; the first is an admin's. Raises `InputError`."""
        wanted = role_of(role)
        if not _NAME.fullmatch(name):
            raise InputError("no name", expected="letters, digits and . @ - _, at most 64", where=name)
        with self._writing() as connection:
            if connection.execute(sa.select(_a.c.key).where(_a.c.name == name)).first() is not None:
                raise InputError("there is an account of that name", remedy="choose another name", where=name)
            key = (connection.execute(sa.select(sa.func.max(_a.c.key))).scalar_one() or 0) + 1
            if key == 1 and wanted != "admin":
                raise InputError("the first account", expected="an admin", remedy="give --role admin", where=name)
            row = {"key": key, "name": name, "role": wanted, "made_at": kept.now(), "made_by": by}
            connection.execute(sa.insert(_a), row)
            audit.append(connection, by, "users", name, f"added as {wanted}")
            return _named(connection, name)

    def set_role(self, name: str, role: str, *, by: str) -> Account:
        """Give an account another role. Raises `UnknownAccount`, `InputError` for the last admin."""
        wanted = role_of(role)
        with self._writing() as connection:
            account = _named(connection, name)
            if wanted != "admin":
                _not_the_last_admin(connection, account)
            connection.execute(sa.update(_a).where(_a.c.key == account.key).values(role=wanted))
            audit.append(connection, by, "users", name, f"{account.role} to {wanted}")
            return _named(connection, name)

    def disable(self, name: str, *, by: str) -> Account:
        """Let an account do nothing any more. Raises `UnknownAccount`, `InputError` for the last admin."""
        with self._writing() as connection:
            account = _named(connection, name)
            _not_the_last_admin(connection, account)
            connection.execute(sa.update(_a).where(_a.c.key == account.key).values(disabled_at=kept.now()))
            connection.execute(sa.delete(_s).where(_s.c.account == account.key))
            audit.append(connection, by, "users", name, "disabled")
            return _named(connection, name)

    def enable(self, name: str, *, by: str) -> Account:
        """Let a disabled account work again. Raises `UnknownAccount`."""
        with self._writing() as connection:
            account = _named(connection, name)
            connection.execute(sa.update(_a).where(_a.c.key == account.key).values(disabled_at=None))
            audit.append(connection, by, "users", name, "enabled")
            return _named(connection, name)

    # Tokens

    def new_token(self, name: str, *, label: str = "", days: int | None = None, by: str) -> str:
        """Make a token, for so many days or until it is revoked; it can not be shown again. Raises `UnknownAccount`."""
        id_, secret = "".join(secrets.choice(_LETTERS) for _ in range(10)), secrets.token_urlsafe(32)
        hashed = _hasher().hash(secret)
        with self._writing() as connection:
            account = _named(connection, name)
            row = {
                "id": id_, "account": account.key, "label": label, "hash": hashed, "made_at": kept.now(),
                "expires_at": _later(days=days) if days is not None else None,
            }  # fmt: skip
            connection.execute(sa.insert(_t), row)
            audit.append(connection, by, "users", name, f"token {id_} made")
        return f"mahdar_{id_}_{secret}"

    def tokens(self, name: str | None = None) -> list[TokenLine]:
        """Tokens, of one account or of all, the newest first. Raises `UnknownAccount`."""
        t = _t.c
        query = sa.select(t.id, _a.c.name, t.label, t.made_at, t.expires_at, t.revoked_at, t.used_at)
        query = query.join(_a, _a.c.key == t.account).order_by(t.key.desc())
        with self._reading() as connection:
            if name is not None:
                query = query.where(t.account == _named(connection, name).key)
            return [TokenLine(*row) for row in connection.execute(query)]

    def revoke(self, token_id: str, *, by: str) -> None:
        """Let a token hold no longer, and end its sessions. Raises `UnknownAccount`."""
        with self._writing() as connection:
            row = connection.execute(sa.select(_t.c.key).where(_t.c.id == token_id)).first()
            if row is None:
                raise UnknownAccount("no such token", remedy="'mahdar users tokens' lists them", where=token_id)
            connection.execute(sa.update(_t).where(_t.c.key == row.key).values(revoked_at=kept.now()))
            connection.execute(sa.delete(_s).where(_s.c.token == row.key))
            audit.append(connection, by, "users", "", f"token {token_id} revoked")

    # Showing who one is

    def verify(self, token: str, *, origin: str | None = None) -> Account:
        """Whose token it is. `origin` is where the try comes from, such as an address. Raises `NotAllowed`."""
        return self._verified(token, origin)[1]

    def wait(self, who: str) -> int:
        """Seconds until somebody, by `origin` or token id, may try again; 0 where at once."""
        with self._reading() as connection:
            return _wait(connection, who)

    def _verified(self, token: str, origin: str | None) -> tuple[int, Account]:
        match = _TOKEN.fullmatch(token)
        id_, secret = match.groups() if match else ("", "")
        who = origin or f"token {id_}"
        with self._reading() as connection:
            if seconds := _wait(connection, who):
                raise NotAllowed("too many failed tries", remedy=f"try again in {seconds} seconds")
            row = connection.execute(sa.select(_t).where(_t.c.id == id_)).one_or_none()
            account = _by_key(connection, row.account) if row is not None else None
            holds = row is not None and _holds(row) and account is not None and account.disabled_at is None
            # Unknown ids take as long as known ones, and tokens that are over as wrong secrets.
            matches = _checked.matches if holds else _matches
            right = matches(row.hash if row is not None else _nobodys_hash(), secret)
            noted = row is not None and _is_recent(row.used_at)
            failed = connection.execute(sa.select(_f.c.who).where(_f.c.who == who)).first() is not None
        if row is None or account is None or not (holds and right):
            with self._writing() as connection:
                _note_failure(connection, who)
            raise NotAllowed("the token does not hold", remedy="ask an admin for a new one")
        if failed or not noted:
            with self._writing() as connection:
                connection.execute(sa.delete(_f).where(_f.c.who == who))
                connection.execute(sa.update(_t).where(_t.c.key == row.key).values(used_at=kept.now()))
        return int(row.key), account

    # Sessions

    def open_session(self, token: str, *, origin: str | None = None) -> tuple[str, Account]:
        """The secret of a new session, for a cookie, and whose it is. Raises `NotAllowed`."""
        key, account = self._verified(token, origin)
        secret, now = secrets.token_urlsafe(32), kept.now()
        row = {
            "id": _session_id(secret), "account": account.key, "token": key, "made_at": now, "seen_at": now,
            "expires_at": _later(hours=SESSION_HOURS),
        }  # fmt: skip
        with self._writing() as connection:
            connection.execute(sa.insert(_s), row)
        return secret, account

    def session(self, secret: str) -> Account | None:
        """Whose session it is; None where it has ended, or never was."""
        now = kept.now()
        with self._reading() as connection:
            query = sa.select(_s, _t.c.revoked_at, _t.c.expires_at.label("token_expires_at")).join(_t)
            row = connection.execute(query.where(_s.c.id == _session_id(secret))).one_or_none()
            if row is None or row.expires_at <= now or row.revoked_at or (row.token_expires_at or "9") <= now:
                return None
            if _seconds_since(row.seen_at) > IDLE_HOURS * 3600:
                return None
            account = _by_key(connection, row.account)
            if account.disabled_at is not None:
                return None
        if not _is_recent(row.seen_at):
            with self._writing() as connection:
                connection.execute(sa.update(_s).where(_s.c.id == row.id).values(seen_at=now))
        return account

    def close_session(self, secret: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute(sa.delete(_s).where(_s.c.id == _session_id(secret)))


def form_key(secret: str) -> str:
    """What forms of a session carry, so that no other page can send them; the secret cannot be told from it."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def _account(row: Any) -> Account:  # noqa: ANN401 -- a row
    return Account(row.key, row.name, role_of(row.role), row.made_at, row.made_by, row.disabled_at)


def _named(connection: sa.Connection, name: str) -> Account:
    row = connection.execute(sa.select(_a).where(_a.c.name == name)).one_or_none()
    if row is None:
        raise UnknownAccount("no account of that name", remedy="'mahdar users list' lists them", where=name)
    return _account(row)


def _by_key(connection: sa.Connection, key: int) -> Account:
    return _account(connection.execute(sa.select(_a).where(_a.c.key == key)).one())


def _not_the_last_admin(connection: sa.Connection, account: Account) -> None:
    others = sa.select(_a.c.key).where(_a.c.role == "admin", _a.c.disabled_at.is_(None), _a.c.key != account.key)
    if account.role == "admin" and connection.execute(others).first() is None:
        raise InputError("the last admin", remedy="make another admin before", where=account.name)


# -- secrets and times ---------------------------------------------------------------------------------------------


@cache
def _hasher() -> Any:  # noqa: ANN401 -- of a package that is loaded late
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """What the secret of a token that does not exist is compared with."""
    return str(_hasher().hash(secrets.token_urlsafe(32)))


def _matches(hashed: str, secret: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(hashed, secret))
    except (VerificationError, InvalidHashError):
        return False


class _Checked:
    """Secrets that held a moment ago, so that Argon2 need not say so again.

    By the hash in the archive, which is of one token alone, it has a keyed digest of secret and hash: neither the
    secret nor anything that another process could use. Only what Argon2 has found right comes in; a wrong secret costs
    as much as ever. The time is one that nobody sets back.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._lock = Lock()

    def matches(self, hashed: str, secret: str) -> bool:
        """Whether a secret is that of a hash."""
        told = f"{hashed}\0{secret}".encode("utf-8", "surrogatepass")
        digest, now = hmac.digest(self._key, told, "sha256"), monotonic()
        with self._lock:
            known, until = self._known.get(hashed, (b"", 0.0))
        if hmac.compare_digest(known, digest) and now < until:
            return True
        if not _matches(hashed, secret):
            return False
        with self._lock:
            self._known[hashed] = digest, now + CHECKED_FOR
            self._known.move_to_end(hashed)
            while len(self._known) > CHECKED_MOST:
                self._known.popitem(last=False)
        return True


_checked = _Checked()


def _holds(row: Any) -> bool:  # noqa: ANN401 -- a row
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > kept.now())


def _session_id(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _later(**delta: int) -> str:
    return (datetime.fromisoformat(kept.now()) + timedelta(**delta)).isoformat(timespec="seconds")


def _seconds_since(moment: str) -> float:
    return (datetime.fromisoformat(kept.now()) - datetime.fromisoformat(moment)).total_seconds()


def _is_recent(moment: str | None) -> bool:
    return moment is not None and 0 <= _seconds_since(moment) < _NOTED_EVERY


def _wait(connection: sa.Connection, who: str) -> int:
    """Seconds until the next try. A last try that lies ahead (the clock was set back) locks nobody out."""
    row = connection.execute(sa.select(_f).where(_f.c.who == who)).one_or_none()
    if row is None or row.failures < FREE_TRIES:
        return 0
    since = _seconds_since(row.last_at)
    delay = min(LONGEST_WAIT, 2 ** min(row.failures - FREE_TRIES, 30))
    return max(0, int(delay - since)) if since >= 0 else 0


def _note_failure(connection: sa.Connection, who: str) -> None:
    before = connection.execute(sa.select(_f.c.failures).where(_f.c.who == who)).scalar_one_or_none() or 0
    connection.execute(dialect.upsert(_f), {"who": who, "failures": before + 1, "last_at": kept.now()})
