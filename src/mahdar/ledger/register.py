"""The ids of an archive through a run of linking: parties are found again, new ones get theirs, entities go by one.

An entity goes by the id of the first of its parties that was registered, so its id stays when more is read; of two that
are merged the older id stays, of one that is split the part with the older party keeps it. A party that a new reading
has no more leads to the one after it of those that it belonged with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from mahdar.archive.linked import Identity, State
from mahdar.record import Record
from mahdar.who import Told
from mahdar.who.identity import Part, carried, own_id, parts

#: Kinds of lines; the others are of parties.
LINES = ("engagement", "chain")
#: A party or line of a report: kind, report id, party id or number of the line.
Place = tuple[str, str, str]


class Register:
    """All identities of an archive, by id and by where they are."""

    def __init__(self, before: State) -> None:
        self._before = before
        self._doc = {present.report: doc for doc, present in before.present.items()}
        self.rows = {row.id: row for row in before.identities}
        self._next = max((row.key for row in before.identities), default=0) + 1
        self._at = {place: row.id for row in before.identities if (place := self._place(row)) is not None}

    def _place(self, row: Identity) -> Place | None:
        return (row.kind, self._doc[row.report], row.item) if row.item is not None else None

    def id_at(self, place: Place) -> str:
        """The id of what is at a place. Raises `KeyError`."""
        return self._at[place]

    def places(self) -> dict[str, Place]:
        """Where everything is that some record has: id to place."""
        return {id_: place for place, id_ in self._at.items()}

    def carry(self, records_at: Callable[[Collection[int]], dict[int, str]]) -> None:
        """Find the parties and lines of reports that were read anew again; `records_at` gives records by key."""
        anew = {
            p.report: (self._before.linked[p.report], p.record)
            for p in self._before.present.values()
            if self._before.linked.get(p.report, p.record) != p.record
        }
        if not anew:
            return
        records = records_at({key for pair in anew.values() for key in pair})
        rows = [row for row in self.rows.values() if row.report in anew and row.item is not None]
        for report in sorted(anew):
            old, new = (Record.model_validate_json(records[key]) for key in anew[report])
            now = carried(old, new)
            for row in rows:
                if row.report == report and row.item is not None:
                    found = now.get(Part(row.kind, row.item))
                    self.rows[row.id] = row._replace(item=found.item if found is not None else None)
        self._at = {place: row.id for row in self.rows.values() if (place := self._place(row)) is not None}
        self._leave()  # decisions of this very run are about what they lead to

    def enter(self, reports: Iterable[Told], grouped: Collection[Place]) -> None:
        """Give ids to what has none yet, in the order of the archive: lines, and parties that are in a group.

        A party that is in none any more has no place.
        """
        present = self._before.present
        for told in sorted(reports, key=lambda told: present[told.doc].report):
            report, _, content_hash = present[told.doc]
            for kind, item in parts(told.record):
                place = kind, told.doc, item
                if (kind in LINES or place in grouped) and place not in self._at:
                    id_ = self._free_id(kind, content_hash, item)
                    self.rows[id_] = Identity(self._next, id_, kind, report, item, id_, None)
                    self._at[place] = id_
                    self._next += 1
        for place, id_ in list(self._at.items()):
            if place[0] not in LINES and place not in grouped:
                self.rows[id_] = self.rows[id_]._replace(item=None)
                del self._at[place]
        self._leave()

    def _free_id(self, kind: str, content_hash: str, item: str) -> str:
        again = 0
        while (id_ := own_id(kind, content_hash, item, again)) in self.rows:
            again += 1
        return id_

    def group(self, groups: Iterable[list[Place]], steps: dict[Place, str] | None = None) -> dict[Place, str]:
        """Write what belongs to what; gives the id that each place's entity goes by."""
        entity: dict[Place, str] = {}
        for group in groups:
            first = min((self.rows[self._at[place]] for place in group), key=lambda row: row.key)
            entity |= dict.fromkeys(group, first.id)
        for place, id_ in entity.items():
            row = self.rows[self._at[place]]
            self.rows[row.id] = row._replace(entity=id_, step=(steps or {}).get(place))
        return entity

    def _leave(self) -> None:
        """Let those that have lost their place in this run lead to the first of those that they belonged with."""
        heirs: dict[str, list[Identity]] = defaultdict(list)
        for row in self._before.identities:
            if row.item is not None and self.rows[row.id].item is not None:
                heirs[row.entity].append(row)
        for row in self._before.identities:
            if row.item is not None and self.rows[row.id].item is None:
                heir = min(heirs[row.entity], key=lambda heir: heir.key) if row.entity in heirs else row
                self.rows[row.id] = self.rows[row.id]._replace(entity=heir.id, step=None)
