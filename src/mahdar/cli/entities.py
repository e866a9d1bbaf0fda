"""A person, body, place, engagement or chain on the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mahdar.cli.messages import Messages
from mahdar.cli.screen import emit, shortened, shown, to_json
from mahdar.cli.tables import QUOTE, print_filled

if TYPE_CHECKING:
    from mahdar.archive.identities import Entity

_ID = re.compile("(person|body|place|engagement|chain)/[a-z2-7]*")
#: Names and posts that the head of an entity has at the most.
_NAMED = 8


def is_id(wanted: str) -> bool:
    """Whether that is the id of a person, body, place, engagement or chain, or the beginning of one."""
    return _ID.fullmatch(wanted) is not None


def print_entity(entity: Entity, as_json: bool, say: Messages) -> None:
    """Print all about an entity, or one object of JSON."""
    if as_json:
        emit([to_json(entity.to_dict())])
        return
    if entity.asked != entity.id:
        emit([say("leads_to", asked=entity.asked, id=entity.id)])
    joined = {"names": entity.names, "role": [] if entity.kind == "chain" else entity.roles}
    emit([f"{say('id')}: {entity.id}", f"{say('kind')}: {say(f'kind.{entity.kind}')}"])
    emit([f"{say('name')}: {shown(shortened(entity.name, QUOTE))}"])
    emit(f"{say(key)}: {say.separator.join(map(shown, some[:_NAMED]))}" for key, some in joined.items() if some)
    heads = [say(name) for name in ("report", "day", "role", "name")]
    rows = [
        [f"{shown(m.report)}#{shown(m.item)}", m.day or "", say.code(m.role or ""), shown(shortened(m.name, QUOTE))]
        for m in entity.members
    ]
    print_filled(f"{say('reports')} ({len(rows)})", heads, rows)
    if entity.links:
        heads = [say(name) for name in ("score", "first", "second", "why")]
        rows = [[f"{link.score:.2f}", link.a, link.b, link.reason] for link in entity.links]
        print_filled(f"{say('links')} ({len(rows)})", heads, rows)
    for d in entity.decisions:
        emit([f"{d.key}: {say.code(d.verdict)}, {say.code(d.state)} ({shown(d.by)}, {d.at[:10]}: {shown(d.why)})"])
