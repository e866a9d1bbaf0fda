"""Bodies of many reports: a ministry without its state, an alliance by its short names, an outlet by its bare one."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from mahdar.arabic.phrases import rows
from mahdar.record import Party
from mahdar.who.gazetteer import ROOM
from mahdar.who.places import country_of, locate
from mahdar.who.scene import Scene, words_of

Item = tuple[str, str]


class BodyKey(NamedTuple):
    """What a body is compared by: the words of its name that count, and its state where the report tells it."""

    words: str
    state: str | None


def body_key(party: Party, scene: Scene) -> BodyKey:
    """The key of a party of type ORG in its report."""
    words, state = _short(" ".join(words_of(party.names[0])))
    outlet = _media(words)
    if outlet is not None:
        return BodyKey(outlet, None)
    if _is_outlet(party, scene):
        return BodyKey(words, None)
    told = state or scene.state(party.id)
    # 'بعثة الناتو في العراق' is the mission; where it is goes without saying in the next report.
    words = re.sub(r"(?<=\w) (?:في|لدي) \w+$", "", words)
    kept = [word for word in words.split() if not _tells_state(word, told) and word not in _fillers("any")]
    return BodyKey(" ".join(kept) or words, told)


def link_bodies(scenes: list[Scene]) -> list[list[Item]]:
    """Parties of type ORG of all reports, those of one body together.

    Bodies of one name are one where their state is the same; where a report does not tell it, it is the only state
    that others tell, else the first of those that the report is on.
    """
    by_words: dict[str, list[tuple[str | None, Scene, Item]]] = defaultdict(list)
    for scene in scenes:
        for party in scene.parties.values():
            if party.type == "ORG":
                key = body_key(party, scene)
                by_words[key.words].append((key.state, scene, (scene.doc, party.id)))
    clusters: dict[tuple[str, str | None], list[Item]] = defaultdict(list)
    for words, found in by_words.items():
        states = {state for state, _, _ in found if state}
        for state, scene, item in found:
            only = next(iter(states)) if len(states) == 1 else None
            here = next((code for code in scene.countries if code in states), scene.home if states else None)
            clusters[words, state or only or here].append(item)
    return [clusters[key] for key in sorted(clusters, key=str)]


def _short(words: str) -> tuple[str, str | None]:
    """Words with the listed names in their short form; the state of a name that is listed as a whole."""
    for long, (short, state) in _names().items():
        if words == long:
            return short, state
    for long, (short, state) in _names().items():
        if (" " in long and f" {long} " in f" {words} ") or (len(long) > 4 and words.endswith(f" {long}")):
            return f" {words} ".replace(f" {long} ", f" {short} ").strip(), state if words.startswith(long) else None
    return words, None


def _media(words: str) -> str | None:
    """The bare name of an outlet whose name says that it is one."""
    kept = [word for word in words.split() if word not in _fillers("media")]
    return " ".join(kept) if kept and len(kept) < len(words.split()) else None


def _is_outlet(party: Party, scene: Scene) -> bool:
    source = scene.told.record.source
    return source is not None and any(words_of(name) == words_of(source) for name in party.names)


def _tells_state(word: str, state: str | None) -> bool:
    if state is None:
        return False
    if country_of(word) == state:
        return True
    found = locate(word).place
    return found is not None and found.kind == "country" and found.country == state


@cache
def _names() -> dict[str, tuple[str, str | None]]:
    listed = [(" ".join(words_of(name)), (" ".join(words_of(short)), code or None))
              for short, code, names in rows(ROOM, "body_names.tsv") for name in names.split("|")]  # fmt: skip
    return dict(sorted(listed, key=lambda row: -len(row[0])))


@cache
def _fillers(kind: str) -> frozenset[str]:
    return frozenset(words_of(word)[0] for word, of in rows(ROOM, "body_fillers.tsv") if of == kind)
