"""What people decide about two parties, engagements or commitments: same, different, or that a row holds no longer.

Rows are appended and never changed. Which of them are in force is worked out from all of them (`standing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from mahdar.archive import audit, kept, schema
from mahdar.archive.answers import Answer

Verdict = Literal["same", "different", "undo"]
#: How a row stands: it holds; an undo took it back; a newer one says the contrary; nothing has such a part any more.
State = Literal["in_force", "undone", "overruled", "dormant"]


@dataclass(frozen=True, slots=True)
class Decision(Answer):
    """A row: `a` and `b` are ids of parties or lines, `undoes` the key of the row that it takes back."""

    key: int
    verdict: Verdict
    a: str | None
    b: str | None
    undoes: int | None
    by: str
    at: str
    why: str


def append(
    connection: sa.Connection, verdict: Verdict, pair: tuple[str, str] | None, undoes: int | None, by: str, why: str
) -> Decision:
    """Write a row; gives it with its key."""
    t = schema.decisions
    key = (connection.execute(sa.select(sa.func.max(t.c.key))).scalar_one() or 0) + 1
    a, b = pair or (None, None)
    made = Decision(key, verdict, a, b, undoes, by, kept.now(), why)
    row = {"key": key, "verdict": verdict, "a": a, "b": b, "undoes": undoes, "by": by, "at": made.at, "why": why}
    connection.execute(sa.insert(t), row)
    audit.append(connection, by, "decide", f"decision {key}", verdict)
    return made


def every(connection: sa.Connection) -> list[Decision]:
    """All rows, the oldest first."""
    t = schema.decisions.c
    columns = t.key, t.verdict, t.a, t.b, t.undoes, t.by, t.at, t.why
    return [Decision(*row) for row in connection.execute(sa.select(*columns).order_by(t.key))]


def standing(decisions: Iterable[Decision], live: dict[str, str | None]) -> dict[int, State]:
    """How each row stands; `live` says which id stands for one today, None where none does.

    Where two contradict each other, also by what follows from others (A is B, B is C, A is not C), the newer one holds.
    """
    found: dict[int, State] = {}
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
