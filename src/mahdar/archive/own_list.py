"""The user's own list of entities, as one archive keeps it: what linking goes by, and exports look ids up in."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from mahdar.archive import dialect, schema
from mahdar.archive.findings import OWN_LIST
from mahdar.archive.linked import DECISION, LIST, RUN, read_values
from mahdar.entitylist import EntityList, Listed


def read(connection: sa.Connection) -> EntityList:
    """The list that was imported; an empty one where there is none."""
    t = schema.link_state.c
    text = connection.execute(sa.select(t.value).where(t.name == LIST)).scalar_one_or_none()
    return EntityList.from_json(text) if text else EntityList(())


def write(connection: sa.Connection, listed: EntityList) -> None:
    """Put a list in the place of the one there was; the next run of linking works, one under way begins anew."""
    t = schema.link_state
    run = int(read_values(connection).get(RUN, 0))
    connection.execute(sa.delete(t).where(t.c.name.in_((DECISION, LIST))))
    values = {RUN: str(run + 1)} | ({LIST: listed.to_json()} if listed.entities else {})
    for name, value in values.items():
        connection.execute(dialect.upsert(t), {"name": name, "value": value})


def of_entities(connection: sa.Connection) -> Mapping[str, Listed]:
    """The entity of the list that each person, body or place is, by its id, as the last run of linking found it."""
    by_id = {one.id: one for one in read(connection).entities}
    if not by_id:
        return {}
    t = schema.known.c
    rows = connection.execute(sa.select(t.entity, t.source).where(t.source.startswith(OWN_LIST, autoescape=True)))
    found = ((entity, by_id.get(source.removeprefix(OWN_LIST))) for entity, source in rows)
    return {entity: one for entity, one in found if one is not None}
