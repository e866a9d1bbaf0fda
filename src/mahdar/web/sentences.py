"""Sentences of minutes with the names in them linked, and what many tellings of an event say in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from mahdar.archive import EngagementLine, PartyRef
from mahdar.archive.findings import Event, Named
from mahdar.minutes import called, sentence
from mahdar.minutes.parties import person_in_english
from mahdar.wording import Language

#: Tellings of an event up to which what one alone says is taken as it is.
_FEW = 2


def linked_sentence(line: EngagementLine | Event, language: Language, url: Callable[[Any], str]) -> Markup:
    """The minutes in one sentence, with a link on each party that is named in it."""
    text = sentence(line, language)
    who: Sequence[PartyRef | Named] = everyone(line) if isinstance(line, EngagementLine) else line.who
    parties = [*who, *([line.place] if line.place is not None else [])]
    places: list[tuple[int, int, str]] = []
    for party in parties:
        for words in _names(party, language):
            at = _free(text, words, places)
            if at is not None:
                places.append((at, at + len(words), url(party)))
                break
    out, done = Markup(""), 0
    for start, end, path in sorted(places):
        out += escape(text[done:start]) + Markup('<a class="party" href="{}"><bdi>{}</bdi></a>').format(
            path, text[start:end]
        )
        done = end
    return out + escape(text[done:])


def _names(party: PartyRef | Named, language: Language) -> Iterable[str]:
    """What a party may be called in a sentence, beginning with the longest."""
    if language == "ar":
        return (party.name, party.name.removeprefix("ال")) if len(party.name) > 3 else (party.name,)
    name = person_in_english(party) if isinstance(party, PartyRef) else party.name_en
    found = [name, called(party, language), party.name]
    return [name for name in found if name]


def _free(text: str, words: str, taken: Sequence[tuple[int, int, str]]) -> int | None:
    """Where words stand in a text outside the places that are taken."""
    at = text.find(words)
    while at >= 0 and any(start < at + len(words) and at < end for start, end, _ in taken):
        at = text.find(words, at + 1)
    return at if at >= 0 else None


def fullest(event: Event, tellings: Sequence[EngagementLine]) -> EngagementLine | Event:
    """The telling that says most of what others say too, with the day, place and status of the event.

    The event itself where no telling stands any more.
    """
    if not tellings:
        return event
    named = Counter(key for line in tellings for key in {key_of(party) for party in everyone(line)})
    hosts = Counter(key_of(line.host) for line in tellings if line.host is not None)
    few = len(tellings) <= _FEW

    def says(line: EngagementLine) -> tuple[bool, bool, float]:
        who = sum(1 if few or named[key_of(party)] > 1 else -0.5 for party in line.who)
        host = 0 if line.host is None else 1 if few or hosts[key_of(line.host)] > 1 else -0.5
        return line.kind == event.kind, not line.historical, who + host

    best = max(tellings, key=says)
    place = best.place or (as_ref(event.place) if event.place is not None else None)
    return replace(best, kind=event.kind, date=event.date or best.date, status=event.status, place=place)


def key_of(party: PartyRef | Named) -> str:
    """What two reports have in common of a party: its entity, else its name."""
    return party.entity or party.name


def everyone(line: EngagementLine) -> list[PartyRef]:
    """The host and who takes part."""
    return [*([line.host] if line.host is not None else []), *line.who]


def as_ref(named: Named) -> PartyRef:
    """An entity as a party of a line."""
    kind, _, _ = named.entity.replace(":", "/").partition("/")
    type_ = {"person": "PER", "body": "ORG"}.get(kind, "GPE")
    return PartyRef(named.entity, type_, named.name, None, named.entity, named.name_en)
