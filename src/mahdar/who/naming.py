"""Names of parties as they are written where nothing is attached to them."""

from __future__ import annotations

from mahdar.record import Party
from mahdar.who.scene import Scene


def full_names(party: Party, scene: Scene) -> tuple[str, ...]:
    """The names of a party, the longest first, each once; with the article that ل before it swallows.

    In 'للتحالف' the record's span is what follows the preposition, 'لتحالف', and the name is 'التحالف'.
    """
    return tuple(dict.fromkeys(_full(name, party, scene) for name in party.names))


def _full(name: str, party: Party, scene: Scene) -> str:
    text = scene.told.text
    if not name.startswith("ل") or not text:
        return name
    told = [m for m in scene.told.record.mentions if m.party == party.id and text[m.start : m.end] == name]
    swallowed = told and all(m.start and text[m.start - 1] == "ل" for m in told)
    return f"ال{name[1:]}" if swallowed else name
