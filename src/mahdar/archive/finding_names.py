"""The words of all names, and the names that they stand in: to find a name by a part of its words without reading all.

A name of an archive has words that other names have too: of 161,000 names the 724,000 words are 90,000 different ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from mahdar.archive import dialect, schema

#: What `name_words.kind` is of words of `names.folded` and of `names.sound`.
KINDS = ("word", "sound")
_t, _u, _n = schema.name_words.c, schema.names_by_word.c, schema.names.c


def add(connection: sa.Connection, names: Iterable[tuple[int, str, str]]) -> None:
    """Write the words of new names: key, `folded` and `sound` of each."""
    uses = {
        (kind, word, name)
        for name, folded, sound in names
        for kind, words in zip(KINDS, (folded, sound), strict=True)
        for word in words.split()
    }
    keys = _keys(connection, {(kind, word) for kind, word, _ in uses})
    rows: list[tuple[object, ...]] = sorted((keys[kind, word], name) for kind, word, name in uses)
    if rows:
        dialect.insert_rows(connection, schema.names_by_word, rows)


def _keys(connection: sa.Connection, words: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The keys of words (kind and word), new ones written."""
    found: dict[tuple[str, str], int] = {}
    for kind in KINDS:
        for some in dialect.chunks(sorted(word for which, word in words if which == kind)):
            query = sa.select(_t.word, _t.key).where(_t.kind == kind, _t.word.in_(some))
            found.update(((kind, word), key) for word, key in connection.execute(query))
    new = sorted(set(words).difference(found))
    first = int(connection.execute(sa.select(sa.func.max(_t.key))).scalar_one() or 0) + 1
    found.update((word, key) for key, word in enumerate(new, start=first))
    if new:
        dialect.insert_rows(connection, schema.name_words, [(found[word], *word) for word in new])
    return found


def forget(connection: sa.Connection, unused: sa.ColumnElement[bool]) -> None:
    """Forget the words of names that meet a condition, before the names themselves are."""
    connection.execute(sa.delete(schema.names_by_word).where(_u.name.in_(sa.select(_n.key).where(unused))))
    connection.execute(sa.delete(schema.name_words).where(sa.not_(sa.exists().where(_u.word == _t.key))))


#: Up to how many names are looked up by a sound, rather than all names looked through; and of how many sounds, the
#: longest, it is looked for which of them fewest names have, unless these are few enough: every one costs some 5 ms.
FEW, ENOUGH, LONGEST = 5_000, 500, 2


def with_words(connection: sa.Connection, words: Sequence[str]) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """The keys of the names in which all of these words stand."""
    wanted = sa.select(_t.word, _t.key).where(_t.kind == KINDS[False], _t.word.in_(words))
    keys = {row.word: row.key for row in connection.execute(wanted)}
    if len(keys) < len(set(words)):
        return sa.select(_u.name).where(sa.false())
    each = [sa.select(_u.name).where(_u.word.in_(_literal([key]))) for key in sorted(keys.values())]
    return sa.intersect(*each) if len(each) > 1 else each[0]


def sounding(connection: sa.Connection, sounds: Sequence[str], *, whole: bool = False) -> sa.Subquery:
    """The keys of the names of whose sound each of `sounds` is a part, or the `whole`.

    Names are looked up by the one that fewest of them have, and looked at for the others.
    """
    if whole:
        keys = sa.select(_t.key).where(_t.kind == KINDS[True])
        each = [sa.select(_u.name).where(_u.word.in_(keys.where(_t.word == sound))) for sound in sounds]
        return (sa.intersect(*each) if len(each) > 1 else each[0]).subquery()
    there = sa.and_(*(_n.sound.contains(sound, autoescape=True) for sound in sounds))
    longest = sorted(sounds, key=lambda sound: (-len(sound), sound))[:LONGEST]
    fewest: tuple[int, list[int]] = (FEW + 1, [])
    for sound in longest:
        # A part of a longer one is in as many names at the least, and where there are few it need not be looked for.
        if fewest[0] > ENOUGH and not any(sound in other for other in longest[: longest.index(sound)]):
            query = sa.select(_t.key).where(_t.kind == KINDS[True], _t.word.contains(sound, autoescape=True))
            terms = list(connection.execute(query.order_by(_t.key)).scalars())
            fewest = min(fewest, (_uses(connection, terms, fewest[0]), terms))
    many, terms = fewest
    some = [] if many > FEW else [_n.key.in_(sa.select(_u.name).where(_u.word.in_(_literal(terms))))]
    return sa.select(_n.key).where(*some, there).subquery()


def _uses(connection: sa.Connection, terms: list[int], most: int) -> int:
    """How many names terms stand in; not counted beyond `most`."""
    if len(terms) >= most:
        return most
    some = sa.select(_u.name).where(_u.word.in_(_literal(terms))).limit(most).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _literal(keys: list[int]) -> sa.BindParameter[list[int]]:
    # Written into the statement: a database takes only so many bound values, a short word is part of thousands.
    return sa.bindparam(None, keys, expanding=True, literal_execute=True)
