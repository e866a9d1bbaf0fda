"""CAMEO: an event code, a source and a target. Each has one code, so of several actors the first alone is left."""

from __future__ import annotations

from functools import cache

from mahdar.arabic.phrases import rows
from mahdar.exchange.events import sectors
from mahdar.exchange.events.codes import ROOM, country
from mahdar.exchange.events.flat import Format, first_day, is_fact
from mahdar.exchange.events.model import Actor, CodedEvent

COLUMNS = (
    "Date", "SourceCode", "TargetCode", "EventCode", "EventBaseCode", "EventRootCode", "Goldstein", "QuadClass",
    "EventID", "Reports", "Url",
)  # fmt: skip
#: The last root of each class: verbal and material cooperation, verbal and material conflict.
_QUADS = ((5, 1), (8, 2), (13, 3), (20, 4))
#: CAMEO's codes for PLOVER's that are no country's.
_GROUPS = {"UNO": "IGOUNO", "EUR": "IGOEUREEC", "IGO": "IGO", "NGO": "NGO", "IMG": "IMG", "MNC": "MNC"}


@cache
def code_for(kind: str, mode: str, what: str) -> str:
    """The CAMEO code of a PLOVER type and mode; `what` is the kind of engagement, the act or the area."""
    for type_, mode_, kinds, code in rows(ROOM, "cameo.tsv"):
        if type_ == kind and mode_ in (mode or "-", "*") and (kinds == "*" or what in kinds.split("|")):
            return code
    raise KeyError((kind, mode, what))


def code_of(event: CodedEvent) -> str:
    """The CAMEO code of an event."""
    return code_for(event.type, event.mode, event.area or event.kind)


@cache
def scores() -> dict[str, float]:
    """The Goldstein score of each code."""
    return {code: float(score) for code, score in rows(ROOM, "cameo_scores.tsv")}


def quad(code: str) -> int:
    """The quad class of a code, by its root."""
    return next(number for last, number in _QUADS if int(code[:2]) <= last)


def base(code: str) -> str:
    """The code of three figures that a code is one of."""
    return code[:3]


def actor_code(actor: Actor | None) -> str:
    """Country or group, then sector, in CAMEO's codes: 'IRQGOV'. '' for an actor without either."""
    if actor is None:
        return ""
    state = country(actor.country)
    group = _GROUPS.get(actor.code, "") if actor.code in _GROUPS else state.cameo if state else ""
    kind = sectors.known().get(actor.sector, "")
    return group + (kind if kind not in ("IGO", "NGO") or not group else "")


def pair(event: CodedEvent) -> tuple[Actor, Actor | None]:
    """The actor and the one to whom it is done: the first recipient, or else the second actor."""
    second = event.recipients or event.actors[1:]
    return event.actors[0], second[0] if second else None


def row(event: CodedEvent) -> list[str] | None:
    """An event as a line of CAMEO data; None for one without a day, or that did not take place."""
    day = first_day(event)
    if day is None or not is_fact(event):
        return None
    code = code_of(event)
    source, target = pair(event)
    url = next((telling.url for telling in event.tellings if telling.url), "")
    return [
        day.replace("-", ""), actor_code(source), actor_code(target), code, base(code), code[:2],
        f"{scores()[code]:.1f}", str(quad(code)), event.id, str(len({t.report for t in event.tellings})), url,
    ]  # fmt: skip


CAMEO = Format("cameo", COLUMNS, row, header=True)
