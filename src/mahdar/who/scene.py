"""One report as the linking sees it: its parties, the states that it is on, and which state each party belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar

from mahdar.arabic.folding import fold
from mahdar.arabic.phrases import rows
from mahdar.record import Party, Record
from mahdar.who.gazetteer import ROOM, Place, place, place_key
from mahdar.who.places import country_of, locate

#: Weights of what tells the home of a report: its outlet's own adjective, a place in its first lines, other places.
OUTLET, OPENING, NAMED = 3, 2, 1
#: Letters of a report's head, in which the dateline stands.
HEAD = 160
_T = TypeVar("_T")
#: Steps from a person to his body, to its ministry, to its state.
DEEP = 4


@dataclass(frozen=True)
class Told:
    """A report and what was read from it: the day of its page, its outlet and its text where they are known.

    `notes` are what was worked out from this report alone, as JSON types: an archive keeps them for the next time.
    """

    record: Record
    day: str | None = None
    outlet: str | None = None
    text: str = ""
    notes: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def doc(self) -> str:
        return self.record.doc

    def noted(self, name: str, work: Callable[[], _T]) -> _T:
        """The note of that name, worked out by `work` where there is none."""
        if name not in self.notes:
            self.notes[name] = work()
        note: _T = self.notes[name]
        return note


class Scene:
    """A report with its parties by id; `countries` are the states that it is on, the one it is written from first."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.parties = {party.id: party for party in told.record.parties}
        self._states: dict[str, str | None] = told.noted("states", dict)
        self._places: dict[str, str | None] = told.noted("places", dict)

    @property
    def doc(self) -> str:
        return self.told.doc

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """ISO codes of the states of the report, the likeliest home first."""
        return tuple(self.told.noted("countries", self._countries))

    def _countries(self) -> list[str]:
        votes: Counter[str] = Counter()
        mentions = Counter(mention.party for mention in self.told.record.mentions)
        opened = {mention.party for mention in self.told.record.mentions if mention.start < HEAD}
        for party in self.parties.values():
            if party.type == "GPE" and party.names:
                found = _plain_place(party.names[0])
                if found is not None and found.country:
                    votes[found.country] += NAMED * max(mentions[party.id], 1) + OPENING * (party.id in opened)
            elif state := state_of_post(" ".join([*party.names[:1], party.role or ""])):
                votes[state] += NAMED
        if state := state_of_post(self.told.outlet or ""):
            votes[state] += OUTLET
        return sorted(votes, key=lambda code: (-votes[code], code))

    @property
    def home(self) -> str | None:
        """The state that is meant where a ministry is named without its state."""
        return self.countries[0] if self.countries else None

    def place(self, party: Party) -> Place | None:
        """The place that a party of type GPE or LOC is, or None."""
        if party.id not in self._places:
            found = self._place(party)
            self._places[party.id] = found.id if found is not None else None
        known = self._places[party.id]
        return place(known) if known is not None else None

    def _place(self, party: Party) -> Place | None:
        for name in party.names:
            key = place_key(name)
            if key in _epithets():
                meant = [code for code in self.countries if code in _epithets()[key]]
                if meant:
                    return locate(_epithets()[key][meant[0]]).place
            found = locate(name, countries=self.countries).place
            if found is not None:
                return found
        return None

    def state(self, id_: str | None, depth: int = 0) -> str | None:
        """The ISO code of the state that a party is, lies in or belongs to; None where the report does not say."""
        party = self.parties.get(id_ or "")
        if party is None or depth > DEEP:
            return None
        if party.id not in self._states:
            self._states[party.id] = None  # in case parties belong to each other
            self._states[party.id] = self._state(party, depth)
        return self._states[party.id]

    def likely_state(self, id_: str) -> str | None:
        """The state of a person, or else the report's home for one who has a post that only states have."""
        party = self.parties[id_]
        body = self.parties.get(party.of or "")
        if (told := self.state(id_)) or not party.role:
            return told
        words = words_of(" ".join([party.role, *(body.names if body else ())]))
        return self.home if _offices().intersection(words) and not _international().intersection(words) else None

    def _state(self, party: Party, depth: int) -> str | None:
        if party.type in ("GPE", "LOC"):
            found = self.place(party)
            return (found.country or None) if found else self.state(party.of, depth + 1)
        own = (
            state_of_post(party.role or "")
            if party.type == "PER"
            else next(filter(None, map(state_of_post, party.names)), None)
        )
        return (
            own
            or self.state(party.of, depth + 1)
            or (_named_in(party, self.countries) if party.type == "ORG" else None)
        )


def _plain_place(name: str) -> Place | None:
    """The place of a name that is no other state's too, as عمان is."""
    found = locate(name)
    states = {place.country for place, _ in found.candidates if place.kind in ("country", "capital")}
    return found.place if len(states) < 2 else None


def state_of_post(words: str) -> str | None:
    """The state whose adjective is the first among the words that are one: 'السفير الهولندي لدى العراق'."""
    return next(filter(None, map(country_of, words.split())), None)


def _named_in(party: Party, countries: tuple[str, ...]) -> str | None:
    """The state of a place that a body is named by ('شرطة نينوى', 'غرفة تجارة الأردن')."""
    words = party.names[0].split() if party.names else []
    if len(words) < 2 or words[-2] in ("في", "لدى", "إلى"):
        return None  # where a body is says nothing of whose it is
    found = locate(words[-1], countries=countries).place
    known = found is not None and found.kind not in ("village", "quarter") and found.country in countries
    return found.country if found is not None and known else None


@cache
def _offices() -> frozenset[str]:
    """Words of posts that only states have."""
    return frozenset(words_of(word)[0] for (word,) in rows(ROOM, "state_offices.tsv"))


@cache
def _international() -> frozenset[str]:
    """Words that name the bodies of no one state."""
    listed = [names.split("|") for _, code, names in rows(ROOM, "body_names.tsv") if not code]
    common = frozenset(
        word for _, code, names in rows(ROOM, "body_names.tsv") if code for word in words_of(names.replace("|", " "))
    )
    return (
        frozenset(word for names in listed for name in names for word in words_of(name))
        - common
        - {"قوات", "حدود", "مجلس", "نواب", "جيش"}
    )


_EPITHETS: dict[str, dict[str, str]] = {}


def _epithets() -> dict[str, dict[str, str]]:
    """What a state calls itself, by key: 'المملكة' is Jordan in a Jordanian report."""
    if not _EPITHETS:
        for word, code, name in rows(ROOM, "place_epithets.tsv"):
            _EPITHETS.setdefault(place_key(word), {})[code] = name
    return _EPITHETS


def words_of(text: str) -> list[str]:
    """Folded words without the article."""
    return [w.removeprefix("ال") if len(w) > 4 else w for w in fold(text).replace("ء", "").split()]
