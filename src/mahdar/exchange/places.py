"""Where lines and events are on the map: the places of their parties, as the linking resolves them in their reports."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mahdar.archive.findings import STATE, Event, Named
from mahdar.archive.streaming import Stream
from mahdar.record import Record
from mahdar.who.gazetteer import Place, states
from mahdar.who.scene import Scene, Told

#: Reports of which the scene is kept; lines come report by report.
_KEPT = 64


class Places:
    """Places of parties and entities of one archive; None where the gazetteer does not say which is meant."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._scene = lru_cache(maxsize=_KEPT)(self._new_scene)
        self._states = {place.country: place for place in states()}

    def of_party(self, report: str, party: str | None) -> Place | None:
        """The place that a party of a report is."""
        scene = self._scene(report)
        found = scene.parties.get(party or "")
        return scene.place(found) if found is not None and found.type in ("GPE", "LOC") else None

    def country(self, report: str, party: str) -> str | None:
        """The ISO code of the state that a party of a report is, lies in or belongs to."""
        return self._scene(report).state(party)

    def of_event(self, event: Event) -> Place | None:
        """The place of an event, as the first of its reports that names it has it."""
        return self.of_entity(event.place, (source.report for source in event.sources))

    def of_entity(self, entity: Named | None, reports: Iterable[str]) -> Place | None:
        """The place of an entity that some of `reports` name."""
        if entity is None:
            return None
        if entity.entity.startswith(STATE):
            return self._states.get(entity.entity.removeprefix(STATE))
        for report in reports:
            for party in self.stream.parties_of(report, entity.entity):
                if (found := self.of_party(report, party)) is not None:
                    return found
        return None

    def _new_scene(self, report: str) -> Scene:
        record, day, outlet = self.stream.record(report)
        return Scene(Told(Record.model_validate_json(record), day, outlet))
