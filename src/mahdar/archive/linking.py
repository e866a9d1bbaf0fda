"""The side of an archive that linking works on: ids, decisions, and what was found.

    desk = archive.linking()
    desk.decide("same", "person/k4x2m7q3hdaz", "r00017#p2", by="Huda", why="she signs both letters")
    desk.decide_status("chain/447gqdpggltv", "lapsed", by="Huda", why="the course was called off")
    desk.waiting(kind="person")                 pairs that the machine is too unsure of, with score and reason
    desk.entity("person/k4x2m7q3hdaz")          who that is today, whatever it was merged with

Decisions count from the next run of `mahdar.ledger.relink` (``mahdar link``) on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any, Literal

import sqlalchemy as sa

from mahdar.archive import decisions, findings_rows, identities, linked, own_list, schema
from mahdar.archive.decisions import Decision
from mahdar.archive.identities import DecisionLine, Entity, MachineLink
from mahdar.archive.linked import Found, State
from mahdar.entitylist import EntityList, Listed
from mahdar.errors import InputError

Transaction = Callable[[], AbstractContextManager[sa.Connection]]


class Linking:
    """What was linked in one archive; `Archive.linking` gives it.

    An id is one that `entity`, `waiting` or the links have, the beginning of one, or REPORT#PARTY for a party of a
    report and REPORT#0 for its first engagement. Raises `UnknownEntity` for an id that nothing has.
    """

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    # Decisions

    def decide(self, verdict: Literal["same", "different"], a: str, b: str, *, by: str, why: str) -> Decision:
        """Append that two are the same or are not. Raises `InputError` where they are not of one kind."""
        with self._writing() as connection:
            pair = identities.pair(connection, a, b)
            return decisions.append(connection, verdict, _told(by, "by"), _told(why, "why"), about=pair)

    def decide_status(self, chain: str, status: str, *, by: str, why: str) -> Decision:
        """Append how a chain stands: open, conditional, confirmed, partly_delivered, delivered, refused or lapsed.

        `chain` is its id or that of one of its commitments, or REPORT#0 for the chain of a report's first one. Raises
        `InputError` for another status, or where there is no such chain any more.
        """
        if status not in decisions.STATUSES:
            raise InputError("no such status", expected=", ".join(decisions.STATUSES), where=status)
        with self._writing() as connection:
            about = identities.commitment(connection, chain), None
            return decisions.append(
                connection, "status", _told(by, "by"), _told(why, "why"), about=about, status=status
            )

    def undo(self, key: int, *, by: str, why: str) -> Decision:
        """Append that the decision `key` holds no longer. Raises `InputError` where there is none."""
        with self._writing() as connection:
            t = schema.decisions.c
            if connection.execute(sa.select(t.key).where(t.key == key)).first() is None:
                raise InputError("no such decision", expected="a number that 'mahdar decisions' lists", where=str(key))
            return decisions.append(connection, "undo", _told(by, "by"), _told(why, "why"), undoes=key)

    def decisions(self) -> list[DecisionLine]:
        """All decisions, the oldest first, and how each stands."""
        with self._reading() as connection:
            return identities.decision_lines(connection)

    # Ids

    def resolve(self, id_: str) -> str:
        """The id that something goes by today; a merge makes the other's id lead here."""
        with self._reading() as connection:
            return identities.resolve(connection, id_)

    def entity(self, id_: str, *, links: bool = True) -> Entity:
        """All about what an id leads to: names, posts, where it stands, and (`links`) what machine and people say."""
        with self._reading() as connection:
            return identities.entity(connection, id_, links=links)

    def waiting(self, *, kind: str | None = None, limit: int | None = None, offset: int = 0) -> list[MachineLink]:
        """Pairs that may be one but are not surely enough to be merged, the likeliest first."""
        with self._reading() as connection:
            return identities.waiting(connection, kind, limit, offset)

    # The user's own list of entities

    def own_list(self) -> EntityList:
        """The list of entities that parties are linked to; an empty one where none was imported."""
        with self._reading() as connection:
            return own_list.read(connection)

    def listed(self) -> Mapping[str, Listed]:
        """The entity of the list that each person, body or place is, by its id, as the last run found it."""
        with self._reading() as connection:
            return own_list.of_entities(connection)

    def take_list(self, listed: EntityList) -> None:
        """Link parties to these entities from the next run on, instead of those of an earlier list."""
        with self._writing() as connection:
            own_list.write(connection, listed)

    # What was found

    def found(self) -> dict[str, Any]:
        """All that the last run found, in the shape of `mahdar link --links`."""
        with self._reading() as connection:
            found = linked.shape(connection)
            findings_rows.add_to_shape(connection, found)
            return found

    def counts(self) -> dict[str, int]:
        """How many there are of each part of what `found` gives."""
        with self._reading() as connection:
            return linked.counts(connection) | findings_rows.counts(connection)

    # For a run of linking

    def state(self) -> State:
        """What a run begins with."""
        with self._reading() as connection:
            return linked.read_state(connection)

    def notes(self) -> dict[int, bytes]:
        """What earlier runs worked out for single reports."""
        with self._reading() as connection:
            return linked.read_notes(connection)

    def copies(self) -> list[dict[str, Any]]:
        """The originals that the last run found, with their copies."""
        with self._reading() as connection:
            return linked.read_copies(connection)

    def records_at(self, keys: Collection[int]) -> dict[int, str]:
        """Records as JSON, by their keys."""
        with self._reading() as connection:
            return linked.records_at(connection, keys)

    def keep(self, before: State, found: Found) -> bool:
        """Keep what a run found, all of it or nothing; False where another run ended since `before` was read."""
        with self._writing() as connection:
            return linked.write(connection, before, found)


def _told(value: str, what: str) -> str:
    """`value` without the space around it. Raises `InputError` for nothing."""
    if not value.strip():
        raise InputError(f"nothing said of '{what}'", expected="who decides, and why")
    return value.strip()
