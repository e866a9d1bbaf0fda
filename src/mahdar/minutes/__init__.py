"""The minutes of an engagement in one sentence, in English or Arabic, composed from the record alone.

    sentence(line, "en")    'Interior Minister Muhammad al-Ghabban received British Ambassador Frank Baker in Baghdad on
                             28 September 2016; security, counter-terrorism'
    sentence(line, "ar")    'استقبال وزير الداخلية محمد الغبان للسفير البريطاني فرانك بيكر في بغداد، 28 أيلول'
    called(party, "en")     'British Ambassador Frank Baker'

`line` is an engagement of one report (`archive.EngagementLine`) or what many reports have in common
(`archive.findings.Event`). Nothing is said that the record does not hold: no place or date where it has none. The
sentences are data/sentences.tsv; English names and roles come from `who`. `minutes.days` writes days in both languages
and calendars.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from mahdar.arabic.phrases import rows
from mahdar.archive import EngagementLine, PartyRef
from mahdar.archive.findings import Event, Named
from mahdar.minutes.days import day_in_words
from mahdar.minutes.parties import called, joined, to
from mahdar.wording import Language, Wording

__all__ = ["called", "sentence"]

#: Statuses that have sentences of their own; of the others it is said that the contact was announced, or told of.
_TOLD = ("held", "planned")


def sentence(line: EngagementLine | Event, language: Language) -> str:
    """One sentence on an engagement: who, in which role, where, when, on what, and whether it took place."""
    say = Wording(language)
    host = line.host if isinstance(line, EngagementLine) else None
    others = [party for party in line.who if host is None or _key(party) != _key(host)]
    status = line.status if line.status in _TOLD else "held"
    told = _template(line.kind, status, _shape(host, others), language)
    words = told.format(**_parties(host, others, language), **_place(line.place, language)).strip()
    return (words[:1].upper() + words[1:] if language == "en" else words) + _rest(line, say, language)


def _shape(host: PartyRef | None, others: Sequence[object]) -> str:
    if host is not None and others:
        return "host"
    count = len(others) + (host is not None)
    return {0: "one", 1: "one", 2: "two"}.get(count, "many")


def _parties(host: PartyRef | None, others: Sequence[PartyRef | Named], language: Language) -> dict[str, str]:
    names = [called(party, language) for party in others]
    everyone = [*([called(host, language)] if host is not None else []), *names] or [_NOBODY[language]]
    return {
        "host": everyone[0],
        "others": joined(names, language),
        "to_others": joined([to(name) for name in names], language),
        "a": everyone[0],
        "b": everyone[-1],
        "all": joined(everyone, language),
    }


_NOBODY = {"en": "parties that are not named", "ar": "أطراف لم تُسمَّ"}
#: What stands before the place of a contact, and of a visit.
_IN = {"en": ("in", ""), "ar": ("في", "إلى")}


def _place(place: PartyRef | Named | None, language: Language) -> dict[str, str]:
    if place is None:
        return {"place": "", "to_place": ""}
    name = called(place, language)
    inside, to_it = _IN[language]
    return {"place": f" {inside} {name}", "to_place": " ".join(["", *[to_it] * bool(to_it), name])}


def _rest(line: EngagementLine | Event, say: Wording, language: Language) -> str:
    """When it was, on what, and what else is to be known of it."""
    day = day_in_words(line.date, language)
    told = ""
    if day is not None:
        told = f"، {day.text}" if language == "ar" else f" {'on' if day.weekday else 'in'} {day.text}"
    topics = [say.code(topic) for topic in getattr(line, "topics", ()) if topic != "other"]
    if topics:
        told += ("؛ " if language == "ar" else "; ") + say.separator.join(topics)
    notes = [say.code(line.status)] if line.status not in _TOLD else []
    if getattr(line, "historical", False):
        notes.append(say.code("historical"))
    return told + (f" ({say.separator.join(notes)})" if notes else "")


def _key(party: PartyRef | Named) -> str:
    return party.id if isinstance(party, PartyRef) else party.entity


@cache
def _templates() -> dict[tuple[str, str, str], dict[str, str]]:
    return {
        (kind, how, who): {"en": en, "ar": ar} for kind, how, who, en, ar in rows("mahdar.minutes", "sentences.tsv")
    }


def _template(kind: str, status: str, shape: str, language: Language) -> str:
    """The sentence for a kind; one for many where there is none for fewer, held where there is none for planned."""
    for how in (status, "held"):
        for who in dict.fromkeys((shape, "many")):
            if (found := _templates().get((kind, how, who))) is not None:
                return found[language]
    raise KeyError(kind)
