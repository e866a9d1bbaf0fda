"""What people decide about two parties, engagements or commitments: same, different, or that a row holds no longer.

Rows are appended and never changed. Which of them are in force is worked out from all of them (`standing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from mahdar.archive import audit, kept, schema
from mahdar.archive.answers import Answer

Verdict = Literal["same", "different", "status", "undo"]
#: How a chain may stand.
STATUSES = ("open", "conditional", "confirmed", "partly_delivered", "delivered", "refused", "lapsed")
#: Of them, those in which something is still to come.
OPEN = ("open", "conditional", "confirmed", "partly_delivered")
#: How a row stands: it holds; an undo took it back; a newer one says the contrary; nothing has such a part any more.
State = Literal["in_force", "undone", "overruled", "dormant"]


@dataclass(frozen=True, slots=True)
class Decision(Answer):
    """A row: `a` and `b` are ids of parties or lines, `undoes` the key of the row that it takes back; `status` is that
    of the chain of the commitment `a`.
    """

    key: int
    verdict: Verdict
    a: str | None
    b: str | None
    undoes: int | None
    by: str
    at: str
    why: str
    status: str | None = None


def append(
    connection: sa.Connection,
    verdict: Verdict,
    by: str,
    why: str,
    *,
    about: tuple[str, str | None] = ("", None),
    undoes: int | None = None,
    status: str | None = None,
) -> Decision:
    """Write a row; gives it with its key."""
    t = schema.decisions
    key = (connection.execute(sa.select(sa.func.max(t.c.key))).scalar_one() or 0) + 1
    made = Decision(key, verdict, about[0] or None, about[1], undoes, by, kept.now(), why, status)
    connection.execute(sa.insert(t), made.to_dict())
    audit.append(connection, by, "decide", f"decision {key}", verdict)
    return made


def every(connection: sa.Connection) -> list[Decision]:
    """All rows, the oldest first."""
    t = schema.decisions.c
    columns = t.key, t.verdict, t.a, t.b, t.undoes, t.by, t.at, t.why, t.status
    return [Decision(*row) for row in connection.execute(sa.select(*columns).order_by(t.key))]


def standing(
    decisions: Iterable[Decision], live: Mapping[str, str | None], chains: Mapping[str, str] | None = None
) -> dict[int, State]:
    """How each row stands; `live` says which id stands for one today, None where none does.

    Where two contradict each other, also by what follows from others (A is B, B is C, A is not C), the newer one holds.
    `chains` gives the chain of each commitment: the newest decision on a chain's status holds.
    """
    found: dict[int, State] = {}
    settled: set[str] = set()
    undone: set[int] = set()
    up: dict[str, str] = {}
    apart: set[frozenset[str]] = set()

    def first(id_: str) -> str:
        while id_ in up:
            id_ = up[id_]
        return id_

    for row in sorted(decisions, key=lambda row: -row.key):
        if row.key in undone:
            found[row.key] = "undone"
            continue
        if row.undoes is not None:
            found[row.key] = "in_force"
            undone.add(row.undoes)
            continue
        a, b = live.get(row.a or ""), live.get(row.b or "")
        if row.verdict == "status":
            chain = (chains or {}).get(a or "", a)
            found[row.key] = "dormant" if chain is None else "overruled" if chain in settled else "in_force"
            settled.add(chain or "")
            continue
        if a is None or b is None or a == b:
            found[row.key] = "dormant"
            continue
        x, y = first(a), first(b)
        if row.verdict == "same":
            contrary = frozenset((x, y)) in apart
            if not contrary and x != y:
                up[y] = x
                apart = {frozenset(map(first, pair)) for pair in apart}
        else:
            contrary = x == y
            if not contrary:
                apart.add(frozenset((x, y)))
        found[row.key] = "overruled" if contrary else "in_force"
    return found
