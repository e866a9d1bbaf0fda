"""A person, body, place, engagement or chain on the screen: where it stands, and what many reports say of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mahdar.cli.found import print_events, print_offices
from mahdar.cli.linking import print_chains
from mahdar.cli.messages import Messages
from mahdar.cli.screen import complain, emit, shortened, shown, to_json
from mahdar.cli.tables import QUOTE, print_filled
from mahdar.errors import UnknownEntity
from mahdar.wording.because import because

if TYPE_CHECKING:
    from mahdar.archive import Archive
    from mahdar.archive.identities import Entity

_ID = re.compile("(person|body|place|engagement|event|chain)/[a-z2-7]*")
_NAMED_AS = re.compile("(person|body|place)/(.+)", re.DOTALL)
#: Names and posts that the head of an entity has at the most; entities of one name, and events and chains of each.
_NAMED, _ENTITIES, _LINES = 8, 5, 10


def is_wanted(wanted: str) -> bool:
    """Whether that is the id of a person, body, place, event or chain, or person/NAME, body/NAME, place/NAME."""
    return _ID.fullmatch(wanted) is not None or _NAMED_AS.fullmatch(wanted) is not None


def show_entities(wanted: str, as_json: bool, archive: str | None, say: Messages) -> None:
    """Print what an id leads to, or all of that kind and name. Raises `UnknownEntity` where there is none."""
    from mahdar.archive import Archive

    with Archive(archive, create=False) as opened:
        found = _found(opened, wanted)
        for one in found if as_json else found[:_ENTITIES]:
            _print(opened, one, as_json, say)
    if len(found) > _ENTITIES and not as_json:
        complain(say("more_names", shown=_ENTITIES, all=len(found)))


def _found(archive: Archive, wanted: str) -> list[Entity]:
    from mahdar.ledger import relink

    desk = archive.linking()
    if wanted.startswith("state/"):
        return [_state(archive, wanted)]
    wanted = wanted.replace("event/", "engagement/", 1)  # the name of an event's id in the archive
    named = _NAMED_AS.fullmatch(wanted)
    try:
        if _ID.fullmatch(wanted):
            return [desk.entity(wanted)]
    except UnknownEntity:
        if named is None:
            raise
    relink(archive)
    kind, name = named.groups() if named else ("", "")
    found = [desk.entity(one.entity) for one in archive.entities(name) if one.entity.startswith(f"{kind}/")]
    if not found:
        raise UnknownEntity(f"no {kind} of that id or name", remedy="look it up with 'mahdar who'", where=wanted)
    return found


def _state(archive: Archive, wanted: str) -> Entity:
    """A state as an entity: its offices, events and chains are asked for by its id. Raises `UnknownEntity`."""
    from mahdar.archive.identities import Entity

    id_ = archive.find(wanted).entity or wanted
    (named,) = archive.entities(id_)
    return Entity(id_, id_, "state", named.name, [named.name], [], [], [], [])


def _print(archive: Archive, entity: Entity, as_json: bool, say: Messages) -> None:
    """Print all about an entity, or one object of JSON."""
    told = _told(archive, entity, None if as_json else _LINES)
    name_en = next((named.name_en for named in archive.entities(entity.id)), entity.name)
    own = archive.linking().listed().get(entity.id)
    if as_json:
        more = {"name_en": name_en} | ({"own": own._asdict()} if own else {})
        emit([to_json(entity.to_dict() | more | {k: [o.to_dict() for o in v] for k, v in told.items()})])
        return
    _print_head(entity, name_en if entity.kind not in ("engagement", "chain") else "", say)
    if own is not None:
        emit([f"{say('own_list')}: {say.separator.join(shown(id_) for id_ in (own.id, own.wikidata) if id_)}"])
    heads = [say(name) for name in ("report", "day", "role", "name")]
    rows = [
        [f"{shown(m.report)}#{shown(m.item)}", m.day or "", say.code(m.role or ""), shown(shortened(m.name, QUOTE))]
        for m in entity.members
    ]
    if rows:
        print_filled(f"{say('reports')} ({len(rows)})", heads, rows)
    if told["offices"]:
        print_offices(told["offices"], say)
    print_events(told["events"], say)
    print_chains(told["pledges"], say)
    if entity.links:
        heads = [say(name) for name in ("score", "first", "second", "why")]
        rows = [[f"{link.score:.2f}", link.a, link.b, because(link.reason, say.language)] for link in entity.links]
        print_filled(f"{say('links')} ({len(rows)})", heads, rows)
    for d in entity.decisions:
        what = say.code(d.status or d.verdict)
        emit([f"{d.key}: {what}, {say.code(d.state)} ({shown(d.by)}, {d.at[:10]}: {shown(d.why)})"])


def _print_head(entity: Entity, name_en: str, say: Messages) -> None:
    if entity.asked != entity.id:
        emit([say("leads_to", asked=entity.asked, id=entity.address or entity.id)])
    joined = {"names": entity.names, "role": [] if entity.kind == "chain" else entity.roles}
    emit([f"{say('id')}: {entity.address or entity.id}", f"{say('kind')}: {say(f'kind.{entity.kind}')}"])
    emit([f"{say('name')}: {shown(shortened(entity.name, QUOTE))}"])
    if name_en:
        emit([f"{say('in_english')}: {shown(name_en)}"])
    emit(f"{say(key)}: {say.separator.join(map(shown, some[:_NAMED]))}" for key, some in joined.items() if some)


def _told(archive: Archive, entity: Entity, limit: int | None) -> dict[str, Any]:
    """Offices, engagements and chains of an entity; the event or chain itself, where it is one."""
    if entity.kind == "engagement":
        return {"offices": [], "events": archive.events(id=entity.id), "pledges": []}
    if entity.kind == "chain":
        return {"offices": [], "events": [], "pledges": archive.pledges(id=entity.id)}
    return {
        "offices": archive.offices(party=entity.id),
        "events": archive.events(party=entity.id, limit=limit),
        "pledges": archive.pledges(party=entity.id, limit=limit),
    }
